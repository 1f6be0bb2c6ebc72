"""A client that costs little itself: requests written beforehand, connections kept open."""

import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Figure:
    """What a run of requests took."""

    statuses: dict[int, int]
    milliseconds: list[float] = field(repr=False)
    seconds: float

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        return sorted(self.milliseconds)[int(len(self.milliseconds) * 0.95)]

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.milliseconds) / self.seconds


def asked(address: str, *, cookie: str = "", form: dict[str, str] | None = None) -> bytes:
    """A request as a browser behind https sends it."""
    lines = ["Host: 127.0.0.1", "Accept-Encoding: gzip, br", "Accept-Language: de"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    body = b""
    if form is not None:
        body = urlencode(form).encode()
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    method = "GET" if form is None else "POST"
    head = "\r\n".join([f"{method} {address} HTTP/1.1", *lines, "", ""])
    return head.encode() + body


@dataclass(slots=True)
class _Line:
    """One connection: what it asked and what has come so far."""

    socket: socket.socket
    began: float = 0.0
    come: bytes = b""


def fire(port: int, requests: Sequence[bytes], *, connections: int) -> Figure:
    """Send all requests over so many connections at once, each as soon as one is free."""
    waiting = iter(requests)
    milliseconds: list[float] = []
    statuses: dict[int, int] = {}
    selector = selectors.DefaultSelector()
    started = time.perf_counter()

    def ask(line: _Line) -> bool:
        request = next(waiting, None)
        if request is None:
            selector.unregister(line.socket)
            line.socket.close()
            return False
        line.come, line.began = b"", time.perf_counter()
        line.socket.sendall(request)
        return True

    for _ in range(connections):
        line = _Line(socket.create_connection(("127.0.0.1", port), timeout=30))
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(line.socket, selectors.EVENT_READ, line)
        ask(line)
    while selector.get_map():
        for key, _ in selector.select(30):
            line = key.data
            read = line.socket.recv(65536)
            line.come += read
            if not read or _is_whole(line.come):
                milliseconds.append((time.perf_counter() - line.began) * 1000)
                status = int(line.come[9:12] or 0)
                statuses[status] = statuses.get(status, 0) + 1
                if not read or b"Connection: close" in line.come[:400]:
                    selector.unregister(line.socket)
                    line.socket.close()
                    line.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
                    selector.register(line.socket, selectors.EVENT_READ, line)
                ask(line)
    return Figure(statuses, milliseconds, time.perf_counter() - started)


def _is_whole(answer: bytes) -> bool:
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    _, found, rest = head.partition(b"Content-Length: ")
    return not found or len(body) >= int(rest.partition(b"\r\n")[0])
