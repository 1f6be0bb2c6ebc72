"""Phases: what an office takes, as its administrator sets it and as customers read it (R48)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.domain.appointments import Channel
from backend.domain.roles import Grant, Role
from backend.store import capacity, database
from tests.web import arranged
from tests.web.arranged import agreed, answers, errors, filled, page_of, send
from tests.web.desk import MITTE, Desk, leads_to, shared_desk, undone, words

BOSS = Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)
PHASES = "/dienst/planung/phasen/mitte/"
NEW = f"{PHASES}neu"
DAYS = "/de/termin/mitte/bescheid/persoenlich/tage"
BY_PHONE = "/de/termin/mitte/bescheid/telefon/tage"
CONCERN = "/de/termin/mitte/bescheid/"
OFFICE = "/de/stelle/mitte/"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("phases")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(BOSS))


def begin(boss: FlaskClient, kind: str, first: str = "24.11.2026", **more: str) -> None:
    """Set a phase; nobody is booked, so nobody is asked."""
    answer = send(boss, NEW, kind=kind, first_day=first, **more)
    if answer.status_code == 409:  # fewer windows need an agreement
        answer = agreed_by_somebody(boss, answer)
    assert answer.status_code == 303


def agreed_by_somebody(boss: FlaskClient, answer: TestResponse) -> TestResponse:
    page = page_of(answer)
    form = answers(page, PHASES)
    who = page.select("select[name$='agreed_by'] option")[1]["value"]
    named = {"agreed_by": str(who), "agreed_on": "20.11.2026", "note": "Wasserschaden"}
    form |= {name: named[name.rpartition("-")[2]] for name in form if name.endswith(tuple(named))}
    return boss.post(NEW, data=form)


def test_a_phase_by_phone_only_is_told_wherever_customers_choose(
    desk: Desk, boss: FlaskClient
) -> None:
    begin(boss, "phone_only", last_day="30.11.2026", text="Wir renovieren.")
    customer = desk.browser()
    for page in (OFFICE, CONCERN, DAYS, BY_PHONE):
        shown = words(customer.get(page))
        assert "nur telefonisch" in shown, page
        assert "Wir renovieren." in shown, page
        assert "30. November" in shown, page
    assert "nur telefonisch" not in words(customer.get("/de/stelle/nord/"))


def test_a_phase_holds_for_what_can_be_booked_at_once(desk: Desk, boss: FlaskClient) -> None:
    begin(boss, "phone_only")
    customer = desk.browser()
    assert "tage/2026" not in customer.get(DAYS).get_data(as_text=True)
    assert "tage/2026" in customer.get(BY_PHONE).get_data(as_text=True)


def test_who_cannot_phone_is_not_sent_to_the_phone_while_nobody_can_come(
    desk: Desk, boss: FlaskClient
) -> None:
    begin(boss, "phone_only")
    customer = desk.browser()
    assert f'href="{BY_PHONE}' in customer.get(DAYS).get_data(as_text=True)
    form = f"{CONCERN}angaben"
    desk.send(customer, form, channel="in_person", interpreting="no", needs="no_phone_calls")
    found = customer.get(DAYS).get_data(as_text=True)
    assert f'href="{BY_PHONE}' not in found
    assert "/rueckruf/" not in found
    assert "/termin/nord/bescheid/persoenlich/tage" in found


def test_the_empty_calendar_of_a_closed_office_says_why(desk: Desk, boss: FlaskClient) -> None:
    begin(boss, "closed", text="Wasserschaden.\nWir rufen Sie an.")
    shown = words(desk.browser().get(DAYS))
    assert "geschlossen" in shown and "Wasserschaden. Wir rufen Sie an." in shown


def test_nobody_in_need_is_sent_to_a_closed_office(desk: Desk, boss: FlaskClient) -> None:
    concern, customer = "/de/termin/mitte/energiesperre/", desk.browser()
    assert "zum Empfang dieser Geschäftsstelle" in words(customer.get(concern))
    begin(boss, "closed")
    for page in (concern, f"{concern}persoenlich/tage"):
        shown = words(customer.get(page))
        assert "zum Empfang dieser Geschäftsstelle" not in shown, page
        assert "Notfall: Hilfe heute" in shown, page
    asked = words(customer.get("/de/rueckruf/mitte/energiesperre/"))
    assert "zum Empfang dieser Geschäftsstelle" not in asked
    today = words(customer.get("/de/notfall/heute"))
    assert today.index("Heute geschlossen") < today.index("Geschäftsstelle Mitte")


def test_the_page_of_a_closed_office_sends_nobody_there(desk: Desk, boss: FlaskClient) -> None:
    begin(boss, "closed")
    shown = words(desk.browser().get(OFFICE))
    assert "Vorbeikommen, ohne Termin" not in shown
    assert "Gehen Sie heute zum Empfang" not in shown


def test_a_phase_is_told_before_it_begins_and_not_beyond_the_horizon(
    desk: Desk, boss: FlaskClient
) -> None:
    begin(boss, "phone_only", "10.12.2026")
    begin(boss, "emergencies_only", "1.6.2027")
    shown = words(desk.browser().get(OFFICE))
    assert "10. Dezember" in shown
    assert "Notfälle da" not in shown


def test_customers_of_another_language_read_the_sentence_in_theirs(
    desk: Desk, boss: FlaskClient
) -> None:
    begin(boss, "phone_only", text="Nur Deutsch")
    page = desk.browser().get("/ar/stelle/mitte/").get_data(as_text=True)
    assert '<bdi lang="de" dir="ltr">Nur Deutsch</bdi>' in page


@pytest.mark.parametrize(
    ("odd", "fields"),
    [
        ({}, {"#kind", "#first_day"}),
        ({"kind": "party", "first_day": "1.12.2026"}, {"#kind"}),
        ({"kind": "closed", "first_day": "23.11.2026"}, {"#first_day"}),
        ({"kind": "closed", "first_day": "31.2.2027"}, {"#first_day"}),
        ({"kind": "closed", "first_day": "2.12.2026", "last_day": "1.12.2026"}, {"#last_day"}),
        ({"kind": "closed", "first_day": "2.12.2026", "text": "x" * 10_000}, {"#text"}),
    ],
)
def test_odd_phases_are_refused_at_their_field(
    boss: FlaskClient, odd: dict[str, str], fields: set[str]
) -> None:
    answer = send(boss, NEW, **odd)
    assert (answer.status_code, errors(answer)) == (422, fields)


def test_a_phase_is_changed_and_taken_back(desk: Desk, boss: FlaskClient) -> None:
    begin(boss, "phone_only", text="Alt")
    (phase,) = capacity.plan().phases["mitte"]
    answer = send(boss, f"{PHASES}{phase.id}", text="Neu <b>")
    assert answer.status_code == 303
    shown = desk.browser().get(OFFICE).get_data(as_text=True)
    assert "Neu &lt;b&gt;" in shown
    (phase,) = capacity.plan().phases["mitte"]
    answer = desk.send(boss, f"{PHASES}{phase.id}/weg", page=PHASES)
    assert leads_to(answer) == PHASES
    assert not capacity.plan().phases.get("mitte")
    again = desk.send(boss, f"{PHASES}{phase.id}/weg", page=PHASES)
    assert again.status_code == 404


def test_who_changes_a_phase_second_sees_the_first_version_and_keeps_what_was_typed(
    boss: FlaskClient,
) -> None:
    begin(boss, "phone_only", text="Alt")
    (phase,) = capacity.plan().phases["mitte"]
    address = f"{PHASES}{phase.id}"
    late = answers(page_of(boss.get(address)), address)
    assert send(boss, address, text="Vom Ersten").status_code == 303

    refused = filled(boss, address, late, text="Vom Zweiten")
    assert refused.status_code == 409
    page = page_of(refused)
    other = page.select_one("main ul.govuk-list--bullet")
    assert other is not None and "Vom Ersten" in other.get_text()
    assert answers(page, address)["text"] == ["Vom Zweiten"]
    assert [each.text for each in capacity.plan().phases["mitte"]] == ["Vom Ersten"]

    assert boss.post(address, data=answers(page, address)).status_code == 303
    (kept,) = capacity.plan().phases["mitte"]
    assert (kept.id, kept.text) == (phase.id, "Vom Zweiten")


def test_a_change_of_a_phase_sent_twice_is_saved_once(boss: FlaskClient) -> None:
    begin(boss, "phone_only", text="Alt")
    (phase,) = capacity.plan().phases["mitte"]
    address = f"{PHASES}{phase.id}"
    form = answers(page_of(boss.get(address)), address)
    sent = [filled(boss, address, form, text="Neu").status_code for _press in range(2)]
    assert sent == [303, 303]
    assert [each.text for each in capacity.plan().phases["mitte"]] == ["Neu"]


def test_a_phase_of_another_office_is_not_there(desk: Desk, boss: FlaskClient) -> None:
    begin(boss, "phone_only")
    (phase,) = capacity.plan().phases["mitte"]
    central = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR), home=""))
    assert central.get(f"/dienst/planung/phasen/nord/{phase.id}").status_code == 404
    assert boss.get("/dienst/planung/phasen/nord/").status_code == 404


def test_who_is_booked_against_a_phase_is_shown_first(
    shared: Desk, sqlite_template: Path, tmp_path: Path
) -> None:
    with arranged.own_desk(shared, sqlite_template, tmp_path) as desk:
        booked = desk.booked.book(channel=Channel.IN_PERSON)
        boss = desk.signed_in(desk.hire(BOSS))
        answer = send(boss, NEW, kind="phone_only", first_day="24.11.2026", last_day="26.11.2026")
        assert answer.status_code == 409
        assert not capacity.plan().phases.get("mitte")
        assert agreed(boss, answer, NEW).status_code == 303
        row = database.one("SELECT state FROM appointment WHERE id = ?", (booked.id,))
        assert row == ("booked",)


def test_information_goes_on_where_the_database_is_silent(
    shared: Desk, sqlite_template: Path, tmp_path: Path
) -> None:
    with arranged.own_desk(shared, sqlite_template, tmp_path) as desk:
        begin(desk.signed_in(desk.hire(BOSS)), "phone_only")
        assert "nur telefonisch" in words(desk.browser().get(OFFICE))
        database.connect("sqlite:////dev/null/no-database")
        for page in (OFFICE, CONCERN):
            answer = desk.browser().get(page)
            assert answer.status_code == 200
            assert "nur telefonisch" not in words(answer)


def test_a_long_text_keeps_its_lines(boss: FlaskClient) -> None:
    begin(boss, "phone_only", text="Eins\r\n\r\n  Zwei  ")
    (phase,) = capacity.plan().phases["mitte"]
    assert phase.text == "Eins\nZwei"
    assert replace(phase, text="") != phase
