"""Every partner page × two organisations: neither sees the other, and none of them the office."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from backend.domain.accounts import Account
from backend.store import appointments, sealing, staff
from backend.web import access
from tests.web.desk import Desk, shared_desk, undone
from tests.web.partnered import CLIENT, booked, founded

OWN = {
    "/dienst/", "/dienst/abmelden", "/dienst/anmelden", "/dienst/anmelden/code", "/dienst/hilfe/",
}  # fmt: skip
"""Pages of everybody who signs in; those of the own account come to them."""
ABOUT_THINGS = {"appointment", "colleague"}
"""What an address may name that belongs to one organisation."""
ABOUT_NOBODY = {"pair": "ar+de", "beginning": "2026-12-07T09-00"}


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("walls")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


def _rules(desk: Desk) -> list[Rule]:
    found = desk.booked.app.url_map.iter_rules()
    return [rule for rule in found if rule.rule.startswith(access.PREFIX)]


def test_partners_enter_no_page_of_the_office(desk: Desk) -> None:
    """Whatever is added: it is closed to them, unless it is their own or of everybody."""
    lead = founded(desk, "Deichhaus")
    client = desk.signed_in(lead)
    opened = []
    for rule in _rules(desk):
        address = re.sub(r"<int:[^>]+>", "1", rule.rule)
        address = re.sub(r"<[^>]*pair>", "de", address)
        address = re.sub(r"<[^>]*day>|<day:[^>]+>", "2026-11-24", address)
        address = re.sub(r"<[^>]*office>", "mitte", address)
        address = re.sub(r"<[^>]+>", "mitte-eingang", address)
        if "GET" in (rule.methods or ()) and client.get(address).status_code == 200:
            opened.append(rule.rule)
    theirs = [each for each in opened if each not in OWN and "/konto/" not in each]
    assert sorted(each for each in theirs if "passwort" not in each) == [
        "/dienst/beratung/",
        "/dienst/beratung/buchen",
        "/dienst/beratung/buchen/<pair:pair>",
        "/dienst/beratung/gruppe",
        "/dienst/beratung/plaetze",
        "/dienst/beratung/team/",
        "/dienst/beratung/team/einladen",
    ]


def _of_partners(desk: Desk) -> list[Rule]:
    return [rule for rule in _rules(desk) if rule.rule.startswith("/dienst/beratung")]


def _address(rule: Rule, things: dict[str, int]) -> str:
    parts = {**ABOUT_NOBODY, **things}
    missing = rule.arguments - parts.keys()
    assert not missing, f"{rule.rule}: say here which {missing} of another organisation to try"
    return re.sub(r"<(?:[a-z]+:)?(\w+)>", lambda part: str(parts[part[1]]), rule.rule)


def _with_a_client(desk: Desk, name: str) -> tuple[Account, dict[str, int]]:
    """An organisation with a colleague, and a client who has agreed."""
    lead = founded(desk, name)
    colleague = desk.hire(home="", name=f"Colleague of {name}")
    staff.belong(colleague.id, lead.organisation, leads=0)
    client = desk.signed_in(lead)
    things = {"appointment": booked(desk, client), "colleague": colleague.id}
    return lead, things


@pytest.mark.parametrize(("ours", "theirs"), [("Deichhaus", "Hafenhaus"), ("Hafenhaus", "Deich")])
def test_no_page_of_one_organisation_opens_what_belongs_to_another(
    desk: Desk, ours: str, theirs: str
) -> None:
    _lead, things = _with_a_client(desk, theirs)
    client = desk.signed_in(founded(desk, ours))
    token = desk.token(client)
    tried = 0
    for rule in _of_partners(desk):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(_address(rule, things), method=method, data={"csrf_token": token})
            if rule.arguments & ABOUT_THINGS:
                tried += 1
                assert answer.status_code == 404, f"{method} {rule.rule}"
            page = answer.get_data(as_text=True)
            assert CLIENT not in page, f"{method} {rule.rule}"
            assert theirs not in page, f"{method} {rule.rule}"
    assert tried >= 5
    _unchanged(things)


def _unchanged(things: dict[str, int]) -> None:
    account, found = staff.by_id(things["colleague"]), appointments.by_id(things["appointment"])
    assert account is not None and account.state.value == "active"
    assert found is not None and found.state.value == "booked"


def test_the_link_of_another_organisations_client_tells_time_and_place_alone(desk: Desk) -> None:
    _lead, things = _with_a_client(desk, "Deichhaus")
    found = appointments.by_id(things["appointment"])
    assert found is not None
    client = desk.signed_in(founded(desk, "Hafenhaus"))
    way = f"/ar+de/mein-termin/{sealing.token_for(found.id, found.nonce)}"
    for page in ("", "/karte", "/blatt.pdf", "/einwilligung", "/termin.ics"):
        answer = client.get(way + page)
        shown = answer.get_data(as_text=True)
        assert answer.status_code in {200, 303}, page
        assert CLIENT not in shown, page
        assert found.reference not in shown.replace("-", ""), page
