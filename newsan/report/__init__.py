"""Self-contained HTML pages that work offline: a whole analysis, or rows checked against articles."""

from newsan.report.page import html, write
from newsan.report.verification import html_of_verdicts, summary_of_verdicts, write_verdicts

__all__ = ["html", "html_of_verdicts", "summary_of_verdicts", "write", "write_verdicts"]
