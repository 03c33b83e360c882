"""Listens for anything that a page fetches: the browsers' proxy, which answers every request."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SCRIPT = b"window.planted?.(); alert('planted')"


class Canary:
    """Remembers what was asked for. Browsers also ask for things of their own, on other hosts."""

    HOST = "canary.example"

    def __init__(self) -> None:
        self.asked: list[str] = []
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                canary.asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Content-Length", str(len(SCRIPT)))
                self.end_headers()
                self.wfile.write(SCRIPT)

            do_POST = do_HEAD = do_OPTIONS = do_GET

            def do_CONNECT(self) -> None:
                canary.asked.append(f"https://{self.path}")
                self.send_error(502)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Canary:
        self._thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def heard(self, place: str) -> list[str]:
        """Return what was asked for that has `place` in its address."""
        return [asked for asked in self.asked if place in asked]
