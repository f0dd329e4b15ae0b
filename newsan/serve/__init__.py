"""The reports of a folder in a browser on this machine, and those of articles dropped onto the page."""

from newsan.serve.server import Server, forever

__all__ = ["Server", "forever"]
