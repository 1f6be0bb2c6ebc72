"""Walks through pages like a browser without script: reads the forms and fills them in."""

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class Walk:
    """One browser; `page` is what it shows."""

    client: FlaskClient
    address: str = ""
    status: int = 0
    page: BeautifulSoup = field(default_factory=lambda: BeautifulSoup("", "html5lib"))

    def open(self, address: str) -> "Walk":
        """Go to an address and follow where it leads."""
        return self._show(
            self.client.get(urlsplit(address)._replace(fragment="").geturl()), address
        )

    def send(self, chosen: str = "main form", /, **answers: str | list[str]) -> "Walk":
        """Fill in a form, the last one that fits unless named, and press its button."""
        form = self.form(chosen)
        values: dict[str, str | list[str]] = {}
        for entry in form.select("input[name], select[name], textarea[name]"):
            name, kind = str(entry["name"]), entry.get("type")
            if kind in ("radio", "checkbox") and not entry.has_attr("checked"):
                continue
            if entry.name == "select":
                option = entry.select_one("option[selected]") or entry.select_one("option")
                values[name] = str(option["value"]) if option else ""
            else:
                values[name] = str(entry.get("value") or entry.get_text().strip())
        values |= answers
        target = urljoin(self.address, str(form["action"]))
        target = urlsplit(target)._replace(fragment="").geturl()
        return self._show(self.client.post(target, data=values), target)

    def form(self, chosen: str = "main form") -> Tag:
        """The first form with questions that fits the selector, else the last one."""
        forms = list(self.page.select(chosen))
        if chosen == "main form":
            forms = [form for form in forms if not form.find_parent(class_="tb-hold")]
            forms = [form for form in forms if "tb-finish" not in (form.get("class") or [])]
        questions = "input:not([type=hidden]), button[name]"
        return next((form for form in forms if form.select(questions)), forms[-1])

    def _show(self, answer: TestResponse, address: str) -> "Walk":
        hops = 0
        while answer.status_code in (302, 303) and hops < 5:
            address = urljoin(address, answer.location)
            answer = self.client.get(urlsplit(address)._replace(fragment="").geturl())
            hops += 1
        self.address, self.status = address, answer.status_code
        self.page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
        return self

    @property
    def words(self) -> str:
        """All that can be read on the page."""
        return " ".join(self.page.get_text(" ").split())

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [
            " ".join(line.get_text(" ").split()) for line in self.page.select("#error-summary li")
        ]

    def value(self, name: str) -> str:
        """What stands in a field."""
        entry = self.page.select_one(f"[name={name}]")
        assert entry is not None, f"no field {name}"
        return str(entry.get("value") or entry.get_text().strip())
