"""Visitors over HTTP, many at once, each with cookies of its own and nothing but the library."""

import html
import http.client
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    text: str

    @property
    def csrf(self) -> str:
        """The hidden token of the first form."""
        found = _TOKEN.search(self.text)
        assert found, f"no form in an answer with status {self.status}"
        return html.unescape(found[1])


@dataclass(slots=True)
class Visitor:
    """Somebody who books at one office; every request has a connection of its own."""

    port: int
    name: str = "Amal Haddad"
    email: str = ""
    office: str = "burg"
    concern: str = "antrag"
    cookie: str = ""
    csrf: str = ""

    # --- the protocol

    def ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> Answer:
        """One request; an `OSError` or `HTTPException` when the server dies meanwhile."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Connection": "close"} | ({"Cookie": self.cookie} if self.cookie else {})
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, urlsplit(address).path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        set_cookie = response.getheader("Set-Cookie")
        if set_cookie:
            self.cookie = set_cookie.partition(";")[0]
        return Answer(response.status, response.getheader("Location") or "", text)

    def get(self, address: str) -> Answer:
        """A page; its form token is remembered."""
        answer = self.ask("GET", address)
        if _TOKEN.search(answer.text):
            self.csrf = answer.csrf
        return answer

    def post(self, address: str, **fields: str) -> Answer:
        """A form with its token."""
        return self.ask("POST", address, {"csrf_token": self.csrf, **fields})

    # --- the way

    @property
    def address(self) -> str:
        return f"/de/termin/{self.office}/{self.concern}"

    def begin(self) -> None:
        """Say how the talk shall be, and that nothing special is needed."""
        self.get(f"{self.address}/angaben")
        self.went(self.post(f"{self.address}/angaben", channel="in_person", interpreting="no"))

    def starts(self, day: str) -> list[str]:
        """The free times of a day, such as `2026-11-24T09:00`."""
        page = self.get(f"{self.address}/persoenlich/tage/{day}").text
        return re.findall(r'value="(\d{4}-\d\d-\d\dT\d\d:\d\d)"', page)

    def hold(self, start: str) -> Answer:
        """Choose a time."""
        return self.post(f"{self.address}/persoenlich/tage/{start[:10]}", start=start)

    def fill_in(self) -> None:
        """Answer the questions until nothing is left but to book."""
        number = {"for_whom": "myself", "name": self.name, "no_number": "y"}
        self.went(self.post("/de/buchen/name", **number))
        self.went(self.post("/de/buchen/mehr"))
        self.went(self.post("/de/buchen/erreichbar", email=self.email))
        if not self.email:
            self.went(self.post("/de/buchen/papier", delivery="none"))

    def book(self) -> Answer:
        """Press the last button."""
        return self.post("/de/buchen/pruefen")

    @staticmethod
    def went(answer: Answer) -> Answer:
        """The answer, which must lead on."""
        assert answer.status == 303, f"{answer.status}: {words(answer.text)}"
        return answer


def words(text: str) -> str:
    """What can be read of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def together(acts: Sequence[Callable[[], _T]]) -> list[_T]:
    """Do all at the same moment, each in a thread of its own; results in their order.

    The first error is raised.
    """
    gate = threading.Barrier(len(acts))
    results: dict[int, _T] = {}
    errors: list[BaseException] = []

    def act(number: int) -> None:
        try:
            gate.wait(30)
            results[number] = acts[number]()
        except BaseException as error:  # noqa: BLE001 - shown by the test
            errors.append(error)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    if errors:
        raise errors[0]
    return [results[number] for number in range(len(acts))]
