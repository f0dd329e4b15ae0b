"""The quotations of an analysis to look through and correct, in a notebook."""

from newsan.widgets.state import Explorer
from newsan.widgets.widget import Table, explorer

__all__ = ["Explorer", "Table", "explorer"]
