"""A real SMS gateway for tests: keeps what it takes, can refuse, break off, be silent or slow."""

import json
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from backend.settings import SmsGateway

BREAK_OFF = -1
SILENCE = -2
DROPS = -3
BODY = '{"to": "{to}", "text": "{text}", "id": "{id}"}'
SUCCESS = '"accepted": true'


@dataclass
class Gateway:
    """`answers` are given first: a status, `BREAK_OFF`, `SILENCE` or `DROPS`; then all are taken.

    A message counts as taken before the answer is given, as at real gateways.
    """

    port: int = 0
    scheme: str = "http"
    taken: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: deque[int] = field(default_factory=deque)
    says_no: bool = False
    slowness: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def settings(self) -> SmsGateway:
        """How it is reached."""
        return SmsGateway(
            url=f"{self.scheme}://127.0.0.1:{self.port}/send?account=portal",
            headers=(("Authorization", "Bearer secret"), ("Content-Type", "application/json")),
            body=BODY,
            success=SUCCESS,
        )


@contextmanager
def gateway(context: ssl.SSLContext | None = None, **given: object) -> Iterator[Gateway]:
    """A running gateway on a free port, encrypted with a context to show."""
    here = Gateway(**given)  # type: ignore[arg-type]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            with here.lock:
                answer = here.answers.popleft() if here.answers else 200
                if answer not in range(300, 600):
                    here.taken.append(json.loads(raw))
                    here.headers.append(dict(self.headers))
            if answer == BREAK_OFF:
                self.close_connection = True
                self.connection.close()
                return
            time.sleep(1 if answer == SILENCE else here.slowness)
            text = b'{"accepted": false}' if here.says_no else b'{"accepted": true}'
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(200 if answer < 0 else answer)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                for drop in range(len(text)):
                    time.sleep(0.1 if answer == DROPS else 0)
                    self.wfile.write(text[drop : drop + 1])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here.port = server.server_address[1]
    if context is not None:
        here.scheme = "https"
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
