"""A host of static sites: compressed, with the headers such hosts send, counting."""

import contextlib
import functools
import gzip
import http.server
import mimetypes
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

LEVEL = 6  # of gzip, as nginx, Apache and GitHub Pages leave it
KEPT = 600  # seconds that a browser may keep a file, as on GitHub Pages
TEXT = ("text/", "+xml", "/xml", "/json", "+json", "/javascript")


@functools.cache
def compressed(file: Path) -> bytes:
    """Return a file compressed, the same bytes each time."""
    return gzip.compress(file.read_bytes(), LEVEL, mtime=0)


class Handler(http.server.BaseHTTPRequestHandler):
    """Sends the files of a folder."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave together

    def do_GET(self):
        """Send a file, the index of a folder, or the page for wrong addresses."""
        path = unquote(urlsplit(self.path).path)
        file = (self.server.folder / path.lstrip("/")).resolve()
        status = HTTPStatus.OK
        if file.is_dir() and not path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{path}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if file.is_dir():
            file /= "index.html"
        if not file.is_file() or self.server.folder not in file.parents:
            file, status = self.server.folder / "404.html", HTTPStatus.NOT_FOUND
        if not file.is_file():  # Sphinx writes none
            self.send_error(status)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        text = any(part in kind for part in TEXT)
        body = compressed(file) if text else file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", kind + "; charset=utf-8" * text)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", f"max-age={KEPT}")
        if text:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.server.sent += sum(map(len, self._headers_buffer)) + len(body)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


class Host(http.server.ThreadingHTTPServer):
    """A folder with an address; `sent` is how many bytes left it."""

    def __init__(self, folder: Path):
        self.folder, self.sent = folder.resolve(), 0
        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, *_):
        """Say nothing of a browser that went before all had come."""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[Host]:
    """Serve a built site on a free port."""
    with Host(folder) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield host
        host.shutdown()
