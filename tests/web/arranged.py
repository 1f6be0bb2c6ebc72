"""Forms of the planning pages, filled in as a browser would send them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.store import database
from tests.web.desk import Desk, shared_desk


def page_of(answer: TestResponse) -> BeautifulSoup:
    """The page of an answer."""
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def answers(page: BeautifulSoup, action: str) -> dict[str, str | list[str]]:
    """Every field of the form as the browser would send it."""
    form = page.select_one(f"main form[method=post][action^='{action}']")
    assert form is not None
    found: dict[str, str | list[str]] = {}
    for field in form.select("input, select, textarea"):
        name, kind = str(field.get("name", "")), field.get("type")
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        values = found.setdefault(name, [])
        assert isinstance(values, list)
        values.append(_value(field))
    return found


def _value(field: Tag) -> str:
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return str(chosen["value"]) if chosen else ""
    return str(field.get("value", "")) if field.name == "input" else field.get_text()


def filled(
    client: FlaskClient, address: str, form: dict[str, str | list[str]], **changed: object
) -> TestResponse:
    """Send the form with some fields changed; None leaves a field out."""
    sent = {name: value for name, value in (form | changed).items() if value is not None}
    return client.post(address, data=sent)


def send(client: FlaskClient, address: str, **changed: object) -> TestResponse:
    """Open the page, change some fields, press the button; None leaves a field out."""
    return filled(client, address, answers(page_of(client.get(address)), address), **changed)


def agreed(client: FlaskClient, answer: TestResponse, address: str) -> TestResponse:
    """Press the button of the page that shows the consequences."""
    assert answer.status_code == 409
    return client.post(address, data=answers(page_of(answer), address))


def errors(answer: TestResponse) -> set[str]:
    """To which fields the error summary leads."""
    return {str(link["href"]) for link in page_of(answer).select("#error-summary a")}


def pressed(client: FlaskClient, page: BeautifulSoup, address: str) -> TestResponse:
    """Press the button of the form on this page as it stands."""
    return client.post(address, data=answers(page, address))


@contextmanager
def own_desk(shared: Desk, template: Path, folder: Path) -> Iterator[Desk]:
    """A desk of its own: what is refused late is undone by the action itself, as in real life."""
    address = shared.booked.app.extensions["portal"].settings.database_url
    try:
        with shared_desk(template, folder) as found:
            yield found
    finally:
        database.connect(address)
