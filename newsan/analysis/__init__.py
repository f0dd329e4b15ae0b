"""Every step in order: `analyse(source)` gives the frames in one object that can be saved and reported."""

from newsan.analysis.result import Analysis
from newsan.analysis.run import analyse

__all__ = ["Analysis", "analyse"]
