"""Links are opened once each; what does not lead to a page is named with its reason."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend.content import Link, Sentence
from backend.web.catalogue.answering import silent


class Elsewhere(BaseHTTPRequestHandler):
    """Answers with the status that the address names; `/moved` sends on."""

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/200")
        else:
            self.send_response(int(self.path[1:]))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def link(key: str, url: str) -> Link:
    return Link(key=key, title=Sentence("x"), url=url, language="de", checked_on=None)


def test_what_does_not_answer_is_named_with_its_reason(address: str) -> None:
    links = [
        link("good", f"{address}/200"), link("moved", f"{address}/moved"),
        link("gone", f"{address}/404"), link("broken", f"{address}/500"),
        link("nobody", "http://127.0.0.1:1/"), link("odd", "https://[odd"),
    ]  # fmt: skip
    found = {each.key: each.reason for each in silent(links, seconds=5)}
    assert found["gone"] == "answers 404"
    assert found["broken"] == "answers 500"
    assert found["nobody"].startswith("does not answer")
    assert set(found) == {"gone", "broken", "nobody", "odd"}
