"""The web server: on the loopback address, for this machine's own pages only."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import os
import signal
import socketserver
import threading
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from newsan.errors import NewsanError, UnknownName, WriteError
from newsan.report.view import fill, read_resource
from newsan.serve import selection
from newsan.serve.folders import Shelf

HOST = "127.0.0.1"
MOST_BYTES = 32_000_000  # of a body; files are a third longer in it
_POLICY = (
    "default-src 'none'; script-src 'self'; img-src data:; style-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_FILES = {"/page.css": "report/page.css", "/drop.js": "serve/drop.js"}
_log = logging.getLogger("newsan")


class _Refused(Exception):
    """What is answered in place of what was asked for."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Server(ThreadingHTTPServer):
    """
    A server of the reports of a folder, which answers once `serve_forever` is called.

    Only the loopback address is listened on. What names another host (a page of the web whose name was led here) or
    comes from another site's page is refused. Port 0 is one that is free; `WriteError` where a port cannot be had.

    Examples
    --------
    >>> with Server("build") as server:
    ...     server.address.rpartition(":")[0]
    'http://127.0.0.1'
    """

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would share the port with others

    def __init__(self, folder: str | Path, port: int = 0) -> None:
        self.shelf = Shelf(folder)
        self.reading = threading.Lock()  # charts and queries are made one at a time
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            why = f"Port {port} cannot be had ({error.strerror or error})"
            raise WriteError(f"{why}: leave out --port for a free one.") from None

    def server_bind(self) -> None:
        """Bind without asking what the machine is called, as the parent does."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log a line that broke; it ends nothing."""
        _log.debug("a line broke", exc_info=True)

    @property
    def address(self) -> str:
        """Return where the pages are."""
        return f"http://{HOST}:{self.server_port}"

    @property
    def hosts(self) -> set[str]:
        """Return the names that a browser on this machine has for this server."""
        port = f":{self.server_port}"
        return {f"{name}{port}" for name in (HOST, "localhost")}


def forever(server: Server) -> None:
    """Answer until Ctrl-C; charts are drawn without a screen."""
    import matplotlib as mpl

    mpl.use("agg")
    for asked in (signal.SIGINT, signal.SIGTERM):  # a shell's background jobs ignore the first
        signal.signal(asked, signal.default_int_handler)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            _log.info("served until Ctrl-C")


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version, sys_version = "newsan", ""
    timeout = 60  # of a silent line

    def do_GET(self) -> None:
        """Answer with a page or a file of it."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """Take articles, and answer with where their report is."""
        self._answer(self._post)

    def log_message(self, format: str, *args: Any) -> None:
        """Log quietly."""
        _log.debug(format, *args)

    def _answer(self, made: Any) -> None:
        status: HTTPStatus = HTTPStatus.OK
        try:
            self._check()
            kind, content = made()
        except _Refused as error:
            status, (kind, content) = error.status, self._apologise(str(error))
        except NewsanError as error:
            is_unknown = isinstance(error, UnknownName)
            status = HTTPStatus.NOT_FOUND if is_unknown else HTTPStatus.UNPROCESSABLE_ENTITY
            kind, content = self._apologise(str(error))
        except Exception:
            _log.exception("a page could not be made")
            told = "The page could not be made: that is a fault of newsan."
            status, (kind, content) = HTTPStatus.INTERNAL_SERVER_ERROR, self._apologise(told)
        body = content.encode("utf-8")
        self.send_response(status)
        is_report = kind == "report"  # it brings a stricter policy of its own
        head = {
            "Content-Type": f"text/{'html' if is_report else kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": "frame-ancestors 'none'" if is_report else _POLICY,
            "Cache-Control": "no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        for name, value in head.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _check(self) -> None:
        """Refuse what other hosts and other sites' pages ask for."""
        if self.headers.get("Host") not in self.server.hosts:
            raise _Refused(HTTPStatus.FORBIDDEN, f"Only {self.server.address} is answered for.")
        if self.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            raise _Refused(HTTPStatus.FORBIDDEN, "Pages of other sites are not answered.")

    def _get(self) -> tuple[str, str]:
        url = urlsplit(self.path)
        asked = dict(parse_qsl(url.query))
        shelf, of = self.server.shelf, asked.get("of", "")
        if url.path in _FILES:
            name = _FILES[url.path]
            return name.rpartition(".")[2].replace("js", "javascript"), read_resource(name)
        with self.server.reading:
            if url.path == "/":
                drop = fill(read_resource("serve/drop.html"), {"most": str(MOST_BYTES * 3 // 4)})
                return _page(f"newsan: {shelf.folder.resolve().name}", shelf.index() + drop)
            if url.path == "/report":
                return "report", _lead_back(shelf.report(of))
            if url.path == "/corpus":
                return _page(of, selection.form(shelf.corpus(of), of))
            if url.path == "/slice":
                content, told = shelf.slice(of, asked)
                return "report", _lead_back(content, told, f"/corpus?{selection.query(of=of)}")
        raise _Refused(HTTPStatus.NOT_FOUND, "There is no such page.")

    def _post(self) -> tuple[str, str]:
        origin = self.headers.get("Origin", "")
        if origin.removeprefix("http://") not in self.server.hosts:
            raise _Refused(HTTPStatus.FORBIDDEN, "Only this server's own page may send articles.")
        if self.path != "/dropped":
            raise _Refused(HTTPStatus.NOT_FOUND, "There is no such page.")
        files = _read_files(self._read_body())
        with self.server.reading:
            name = self.server.shelf.drop(files)
        return "plain", f"/report?{selection.query(of=name)}"

    def _read_body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise _Refused(HTTPStatus.LENGTH_REQUIRED, "How long is it?")
        if int(length) > MOST_BYTES:
            told = f"{MOST_BYTES * 3 // 4_000_000} MB of articles at once are the most."
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told)
        return self.rfile.read(int(length))

    def _apologise(self, why: str) -> tuple[str, str]:
        if self.command == "POST":
            return "plain", why
        return _page("newsan", f'<p>{escape(why)}</p><p><a href="/">All analyses</a></p>')


def _read_files(body: bytes) -> dict[str, bytes]:
    """
    Return files by name from a JSON list of names and contents in base 64.

    Examples
    --------
    >>> _read_files(b'[{"name": "rain.txt", "data": "UmFpbi4="}]')
    {'rain.txt': b'Rain.'}
    """
    try:
        rows = json.loads(body)
        files = {str(row["name"]): base64.b64decode(row["data"], validate=True) for row in rows}
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
        raise _Refused(
            HTTPStatus.BAD_REQUEST, "These are no files as the page sends them."
        ) from None
    if len(files) < len(rows):
        raise _Refused(HTTPStatus.BAD_REQUEST, "Two files have the same name.")
    return files


def _page(title: str, body: str) -> tuple[str, str]:
    return "html", fill(read_resource("serve/page.html"), {"title": escape(title), "body": body})


def _lead_back(content: str, told: str = "", address: str = "/") -> str:
    """Return a report with a way back, and what it is of."""
    where = "All analyses" if address == "/" else "Choose others"
    bar = f'<p class="small"><a href="{address}">← {where}</a> {escape(told)}</p>'
    return content.replace("<header>", f"<header>{bar}", 1)
