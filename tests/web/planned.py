"""What tests of planning share: a group as it is planned now, and pressing on after a question."""

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.domain.roles import Grant, Role
from backend.store import capacity
from tests.web.desk import ENTRANCE, MITTE

LEAD = Grant(kind=Role.GROUP_LEAD, place=ENTRANCE)
OFFICE_LEAD = Grant(kind=Role.GROUP_LEAD, place=MITTE)
ADMIN = Grant(kind=Role.ADMINISTRATOR)
EVERYBODY = {
    "answer-agreed_by": "Geschäftsbereichsleitung 2",
    "answer-agreed_on": "23.11.2026",
    "answer-note": "Personalausfall",
}
"""An agreement as it is typed."""


def group(key: str = "mitte-eingang") -> capacity.Group:
    """A group as it stands now."""
    found = capacity.plan().group(key)
    assert found is not None
    return found


def soup(answer: TestResponse) -> BeautifulSoup:
    """The page of an answer."""
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def typed(answer: TestResponse, selector: str = "main form[method=post]") -> dict[str, list[str]]:
    """What the first form of a page would send as it stands, by the names of its fields."""
    form = soup(answer).select_one(selector)
    assert form is not None
    sent: dict[str, list[str]] = {}
    for field in form.select("input, select"):
        name, kind = str(field["name"]), field.get("type")
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[name] = [str(chosen["value"])] if chosen else []
        elif kind not in {"radio", "checkbox"} or field.has_attr("checked"):
            sent.setdefault(name, []).append(str(field.get("value", "")))
    return sent


def press_on(client: FlaskClient, asking: TestResponse, **decided: str) -> TestResponse:
    """Send the form of a page as it stands, but for what is decided anew."""
    form = soup(asking).select_one("main form[method=post]")
    assert form is not None
    sent = typed(asking) | {name: [value] for name, value in decided.items()}
    return client.post(str(form["action"]).split("#")[0], data=sent)
