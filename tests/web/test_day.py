"""The day at the desk: who comes, who is here, who is called; each step by one press."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.actions import booking, changes
from backend.domain.appointments import Channel
from backend.domain.roles import Grant, Right, Role
from backend.store import attendance, customer_keys, database
from tests.web.day import COUNTER, DAY, address, at, later, page, press, row, words_of
from tests.web.desk import BENEFITS, MITTE, NORD, Desk, shared_desk, undone, words


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("day")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(COUNTER))


def test_a_row_says_what_the_desk_must_know(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book(
        name="Оксана Коваленко", interpreter="uk", needs=("step_free",), companion=True,
        number="123A456789",
    )  # fmt: skip
    at(desk, found, -60)
    said = " ".join(row(clerk, found).get_text(" ").split())
    for part in (
        "Oksana Kovalenko",
        "Оксана Коваленко",
        "123A456789",
        "Bankverbindung",
        "vor Ort",
        "Ukrainisch",
        "stufenfrei",
        "Begleit",
        "online",
        "gebucht",
    ):
        assert part in said, part
    assert "olena@example.org" not in said


def test_somebody_is_checked_in_called_and_finished(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    steps = []
    for step in ("anmelden", "aufrufen", "fertig"):
        button = row(clerk, found).select_one("button")
        assert button is not None
        steps.append(str(button.contents[0]))
        assert press(desk, clerk, found, step).endswith(f"{found.day}#t{found.id}")
    assert steps == ["Anmelden", "Aufrufen", "Fertig"]
    assert row(clerk, found).select_one("button") is None
    assert "fertig" in row(clerk, found).get_text()


def test_finishing_frees_the_limit_at_once(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    press(desk, clerk, found, "fertig", ergebnis="solved")
    other = desk.booked.book()
    assert other.id != found.id


def test_of_two_clerks_the_second_one_learns_what_happened(desk: Desk, clerk: FlaskClient) -> None:
    found, other = desk.booked.book(), desk.signed_in(desk.hire(COUNTER))
    at(desk, found)
    for step, sentence in (
        ("anmelden", "schon angemeldet"),
        ("aufrufen", "schon aufgerufen"),
        ("fertig", "schon abgeschlossen"),
    ):
        press(desk, clerk, found, step)
        before = attendance.of(found.id)
        way = press(desk, other, found, step)
        assert sentence in words(other.get(way))
        assert attendance.of(found.id) == before


def test_a_step_is_taken_back_on_the_same_day_only(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    press(desk, clerk, found, "anmelden")
    press(desk, clerk, found, "aufrufen")
    press(desk, clerk, found, "zurueck", schritt="called")
    assert "da seit 07:50" in words_of(row(clerk, found))
    press(desk, clerk, found, "aufrufen")
    press(desk, clerk, found, "fertig")
    press(desk, clerk, found, "zurueck", schritt="finished")
    press(desk, clerk, found, "zurueck", schritt="called")
    assert "Platz 1 online da Aufrufen" in words_of(row(clerk, found))
    press(desk, clerk, found, "zurueck", schritt="arrived")
    assert "gebucht" in row(clerk, found).get_text(" ")
    press(desk, clerk, found, "fertig")
    later(desk, desk.booked.clock.now + timedelta(days=1))
    way = press(desk, clerk, found, "zurueck", schritt="finished")
    assert "nur am selben Tag" in words(clerk.get(way))
    assert attendance.of(found.id) is not None


def test_taking_back_lets_the_limit_count_again(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    before = customer_keys.about(found.id)
    press(desk, clerk, found, "fertig")
    assert customer_keys.about(found.id) == []
    press(desk, clerk, found, "zurueck", schritt="finished")
    assert customer_keys.about(found.id) == before


# --- the list


def test_filters_and_days_show_what_was_asked_for(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book(interpreter="uk")
    other = desk.booked.book(name="Uwe Schröder", email="uwe@example.org")
    at(desk, found, -30)
    for asked, shown in (
        ("", {found, other}),
        ("dolmetschen=offen", {found}),
        ("stand=erwartet", {found, other}),
        ("stand=da", set()),
        ("gruppe=mitte-leistung", set()),
        ("gruppe=gibt-es-nicht", set()),
        ("stand=%00&platz=-1&dolmetschen=x", {found}),
        (f"platz={10**30}", {found, other}),
    ):
        links = page(clerk, f"{address()}?{asked}").select("#day .st-nm")
        assert {str(each["id"]) for each in links} == {f"t{each.id}" for each in shown}, asked
    for odd in ("0001-01-01", "9999-12-31", "2026-02-31", "heute"):
        for way in (f"/dienst/tag/mitte/{odd}", f"/dienst/tuer/mitte/{odd}"):
            assert clerk.get(way).status_code == 404
            assert clerk.post(way).status_code in {404, 405}
    tomorrow = page(clerk, address(DAY + timedelta(days=1)))
    assert tomorrow.select("#day") == [] and tomorrow.select_one("h1") is not None


def test_what_changed_after_six_is_said_plainly(desk: Desk, clerk: FlaskClient) -> None:
    cancelled = desk.booked.book()
    moved = desk.booked.book(name="Uwe Schröder", email="uwe@example.org")
    away = desk.booked.book(name="Anna Kowalska", email="anna@example.org")
    at(desk, cancelled, -30)
    content, now = desk.booked.content, desk.now
    booking.cancel(cancelled.id, now=now)
    changes.move(moved.id, moved.start.replace(hour=13), content=content, now=now)
    changes.move(away.id, away.start.replace(hour=9) + timedelta(days=1), content=content, now=now)
    said = words(clerk.get(address()))
    assert "Geändert seit der Liste von 06:00 Uhr (3)" in said
    assert "abgesagt 07:30" in words_of(row(clerk, cancelled))
    assert f"verlegt 07:30, vorher {moved.start:%H:%M}" in words_of(row(clerk, moved))
    assert "jetzt am 25.11.2026, 09:00" in words_of(row(clerk, away))
    for each in (cancelled, away):
        assert "st-struck" in row(clerk, each)["class"]
        assert row(clerk, each).select("button") == []


def test_who_stands_at_the_desk_is_found_by_number_or_name(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book(name="Оксана Коваленко")
    desk.booked.book(name="Uwe Schröder", email="uwe@example.org")
    at(desk, found)
    for who in (
        found.reference,
        found.reference.lower(),
        found.reference[-4:],
        "Коваленко",
        "kovalenko",
        "oks",
        "KOVA",
    ):
        answer = desk.send(clerk, address(), page="/dienst/konto/", who=who)
        said = words(answer)
        assert answer.status_code == 200 and "1 Person gefunden" in said, who
        assert who not in str(answer.request.url)
    for who in ("Niemand", "%", "x" * 120, "🙂", "\u202eabc", "o"):
        assert "0 Personen gefunden" in words(
            desk.send(clerk, address(), page="/dienst/konto/", who=who)
        ), who
    for who in ("", " ", "x" * 10_000):
        answer = desk.send(clerk, address(), page="/dienst/konto/", who=who)
        assert answer.status_code == 422


def test_late_ones_can_still_be_checked_in(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found, 50)
    assert "nicht erfasst" in words_of(row(clerk, found))
    answer = desk.send(clerk, address(), page="/dienst/konto/", who=found.reference)
    assert "Anmelden" in words(answer)
    press(desk, clerk, found, "anmelden")
    assert "da seit" in words_of(row(clerk, found))


def test_calling_needs_a_counter_and_the_chosen_one_counts(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    choices = page(clerk, f"/dienst/termin/{found.id}").select("#raum option")
    other = next(each for each in choices if not each.has_attr("selected"))
    press(desk, clerk, found, "aufrufen", raum=str(other["value"]))
    noted = attendance.of(found.id)
    assert noted is not None and noted.room == other.get_text()
    database.run("UPDATE appointment SET counter_id = 0 WHERE id = ?", (found.id,))
    press(desk, clerk, found, "zurueck", schritt="called")
    way = press(desk, clerk, found, "aufrufen", raum="999999")
    assert "wählen Sie zuerst den Platz" in words(clerk.get(way))
    noted = attendance.of(found.id)
    assert noted is not None and noted.room == ""


# --- who may


def test_a_manager_sees_lists_and_no_buttons(desk: Desk) -> None:
    manager = desk.signed_in(desk.hire(Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE)))
    found = desk.booked.book()
    at(desk, found)
    assert row(manager, found).select("button, a.govuk-link:not(.st-nm)") == []
    said = page(manager, f"/dienst/termin/{found.id}")
    assert said.select("main form, main button") == []
    for step in ("anmelden", "aufrufen", "fertig", "zurueck", "kontakt", "druck", "absagen"):
        answer = desk.send(manager, f"/dienst/termin/{found.id}/{step}", page="/dienst/konto/")
        assert answer.status_code == 404, step
    assert attendance.of(found.id) is None


def test_one_group_sees_nothing_of_another(desk: Desk) -> None:
    found = desk.booked.book()
    at(desk, found)
    benefits = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=BENEFITS)))
    assert str(found.id) not in benefits.get(address()).get_data(as_text=True)
    answer = desk.send(benefits, address(), page="/dienst/konto/", who=found.reference)
    assert "0 Personen gefunden" in words(answer)
    nord = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=NORD), home="nord"))
    assert nord.get(address()).status_code == 404
    assert nord.get(f"/dienst/termin/{found.id}").status_code == 404
    answer = desk.send(
        nord, "/dienst/suche", reference=found.reference, number="", birth="", name=""
    )
    assert "nichts zu finden" in words(answer)


# --- what other desks have noted


def test_who_is_called_by_phone_is_called_from_the_row_and_never_missed(desk: Desk) -> None:
    clerk = desk.signed_in(desk.hire(COUNTER))
    found = desk.booked.book(concern="bescheid", channel=Channel.PHONE, phone="0421 555123")
    at(desk, found, 1)
    button = row(clerk, found).select_one("form")
    assert button is not None and button["action"] == f"/dienst/anrufe/{found.id}"
    for minutes, state in ((1, "nicht erreicht, noch ein Versuch"), (12, "nicht erreicht")):
        at(desk, found, minutes)
        desk.send(clerk, f"/dienst/anrufe/{found.id}/nicht-erreicht", page="/dienst/konto/")
        assert state in words_of(row(clerk, found))
    at(desk, found, 600)
    assert "nicht erschienen" not in words_of(row(clerk, found))


def test_an_ordered_interpreter_is_open_until_confirmed(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book(interpreter="uk")
    at(desk, found, -60)
    for step, state, is_open in (
        ("bestellt", "Ukrainisch bestellt", True),
        ("bestaetigt", "Ukrainisch bestätigt", False),
    ):
        desk.send(clerk, f"/dienst/dolmetschen/{found.id}/{step}", page="/dienst/konto/")
        assert state in words_of(row(clerk, found))
        shown = page(clerk, f"{address()}?dolmetschen=offen").select("#day .st-nm")
        assert bool(shown) is is_open


def test_without_a_counter_the_row_leads_to_where_one_is_given(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = desk.booked.book()
    at(desk, found, -60)
    database.run("UPDATE appointment SET counter_id = 0 WHERE id = ?", (found.id,))
    said = row(clerk, found)
    assert "zuordnen" in words_of(said) and "Platz geben" in words_of(said)
    link = said.select_one("td:last-child a")
    assert link is not None and clerk.get(str(link["href"])).status_code == 200
    press(desk, clerk, found, "anmelden")
    assert "da seit" in words_of(row(clerk, found))
