"""One self-contained HTML page: claim board, charts, interactive map, quotes table; works offline."""

from newsan.report.page import html, write

__all__ = ["html", "write"]
