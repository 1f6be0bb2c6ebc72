"""Stops of the bus: planned, changed and cancelled by staff, found and booked by everybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import booking, choosing, drafting, touring
from backend.domain.appointments import Appointment, Draft, State
from backend.domain.roles import Grant, Place, Right, Role
from backend.domain.stops import Stop
from backend.letters.sentences import body_of, facts_of
from backend.store import appointments, capacity, letters
from backend.store import stops as rows
from tests.web.desk import Desk, leads_to, shared_desk, undone, words
from tests.web.planned import press_on
from tests.web.visiting import main_links, main_text

LIST = "/dienst/planung/stelle/bus/halte"
TENEVER, BLUMENTHAL = date(2026, 12, 1), date(2026, 12, 2)
BUS_LEAD = Grant(kind=Role.GROUP_LEAD, place=Place("bus"))
NEW_STOP = {
    "day": "4.12.2026",
    "start": "9:00",
    "end": "12:00",
    "place": "Hafenplatz",
    "street": "Beispielweg 4",
    "postcode": "28237",
    "city": "Bremen",
    "way": "Bus 20.",
}


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("stops")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def lead(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(BUS_LEAD, home="bus"))


def stop_on(day: date) -> Stop:
    (found,) = [stop for stop in touring.of("bus") if stop.day == day]
    return found


def booked_on(desk: Desk, day: date, name: str = "Olena Kovalenko", **more: str) -> Appointment:
    """Somebody without any number, at the first free time of the stop."""
    draft = Draft(
        office="bus",
        concern="berufliche-situation",
        name=name,
        email=f"{name[:3].lower()}@example.org",
        delivery="mail",
        languages="ar+de",
    )
    draft = replace(draft, **more)  # type: ignore[arg-type]
    content = desk.booked.content
    wish = choosing.wish_of(draft, content)
    start = choosing.times(wish, day, content=content, now=desk.now)[0].start
    drafting.save(name, draft, now=desk.now)
    draft = booking.hold(name, draft, start, content=content, now=desk.now)
    return booking.book(name, draft, content=content, now=desk.now)


def now_of(appointment: Appointment) -> Appointment:
    found = appointments.by_id(appointment.id)
    assert found is not None
    return found


def cancel(desk: Desk, client: FlaskClient, stop: Stop) -> TestResponse:
    return desk.send(client, f"{LIST}/{stop.id}/absagen", page=LIST)


def cancelled_before(*stops: Stop) -> None:
    """They do not take place, and nobody was booked there."""
    for stop in stops:
        rows.cancel("bus", stop.id, now=1)
    capacity.change_edition()


# --- planning


def test_the_list_shows_the_stops_to_come_and_how_many_are_booked(
    desk: Desk, lead: FlaskClient
) -> None:
    booked_on(desk, TENEVER)
    text = words(lead.get(LIST))
    assert "Di 01.12.2026 10:00–13:00 Bürgerhaus Tenever" in text
    assert text.index("Tenever") < text.index("Blumenthal")
    row = text[text.index("Di 01.12.2026") :]
    assert row[: row.index("Ändern")].endswith("10:00–11:00 1 ")


def test_a_stop_every_week_is_added_once_and_not_on_holidays(desk: Desk, lead: FlaskClient) -> None:
    for _press_twice in range(2):
        answer = desk.send(lead, f"{LIST}/neu", **NEW_STOP, until="8.1.2027")
        assert leads_to(answer) == LIST
    days = [stop.day for stop in touring.of("bus") if stop.place == "Hafenplatz"]
    # Christmas Day and New Year's Day are Fridays.
    assert days == [date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 18), date(2027, 1, 8)]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("day", "1.1.2020", "Dieser Tag liegt zurück."),
        ("day", "", "Bitte schreiben Sie einen Tag"),
        ("start", "", "Bitte schreiben Sie eine Uhrzeit"),
        ("end", "8:00", "Das Ende liegt vor dem Anfang."),
        ("end", "12:03", "Schritten von fünf Minuten"),
        ("place", "", "Bitte schreiben Sie den Ort."),
        ("place", "x" * 10_000, "zu lang"),
        ("postcode", "2823", "Eine Postleitzahl hat 5 Ziffern."),
        ("open_start", "8:00", "innerhalb des Halts"),
        ("until", "1.1.2030", "Höchstens ein Jahr"),
    ],
)
def test_an_odd_stop_is_refused_at_its_field(
    desk: Desk, lead: FlaskClient, field: str, value: str, sentence: str
) -> None:
    before = touring.of("bus")
    answer = desk.send(lead, f"{LIST}/neu", **(NEW_STOP | {field: value}))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert touring.of("bus") == before


def test_the_team_cannot_be_at_two_places_at_once(desk: Desk, lead: FlaskClient) -> None:
    answer = desk.send(lead, f"{LIST}/neu", **(NEW_STOP | {"day": "1.12.2026"}))
    assert answer.status_code == 409
    assert "an einem anderen Halt" in words(answer)
    assert "Hafenplatz" in answer.get_data(as_text=True)


def test_who_saves_second_sees_what_the_first_one_has_saved(desk: Desk, lead: FlaskClient) -> None:
    stop = stop_on(TENEVER)
    page = f"{LIST}/{stop.id}"
    sent = {**NEW_STOP, "start": "10:00", "end": "13:00", "revision": str(stop.revision)}
    assert leads_to(desk.send(lead, page, **sent)) == LIST
    second = desk.send(lead, page, **(sent | {"place": "Marktplatz"}))
    assert second.status_code == 409
    assert "Hafenplatz" in words(second)
    assert stop_on(TENEVER).place == "Hafenplatz"


def test_houses_have_no_stops_and_leads_of_other_offices_reach_none(desk: Desk) -> None:
    admin = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR)))
    assert admin.get(LIST).status_code == 200
    assert admin.get("/dienst/planung/stelle/mitte/halte").status_code == 404
    other = desk.signed_in(desk.hire(Grant(kind=Role.GROUP_LEAD, place=Place("mitte"))))
    assert other.get(LIST).status_code == 404


@pytest.mark.parametrize(
    "grant",
    [
        Grant(kind=Role.GROUP_LEAD, place=Place("bus", "bus-beratung")),
        Grant(kind=Role.APPOINTMENT_MANAGER, place=Place("bus")),
        Grant(kind=Right.COUNTER, place=Place("bus")),
        Grant(kind=Right.HOTLINE),
    ],
)
def test_who_does_not_plan_the_whole_office_plans_no_stop(desk: Desk, grant: Grant) -> None:
    client, stop = desk.signed_in(desk.hire(grant, home="bus")), stop_on(TENEVER)
    for path in (LIST, f"{LIST}/neu", f"{LIST}/{stop.id}", f"{LIST}/einlesen"):
        assert client.get(path).status_code == 404
    page = "/dienst/konto/"
    assert desk.send(client, f"{LIST}/{stop.id}/absagen", page=page).status_code == 404
    assert not stop_on(TENEVER).is_cancelled


# --- whom it hits


def test_a_cancelled_stop_moves_everybody_to_the_next_one_after_a_look(
    desk: Desk, lead: FlaskClient
) -> None:
    appointment = booked_on(desk, TENEVER)
    asking = cancel(desk, lead, stop_on(TENEVER))
    assert asking.status_code == 409
    assert "Marktplatz Blumenthal" in words(asking)
    assert not stop_on(TENEVER).is_cancelled
    done = press_on(lead, asking)
    assert leads_to(done) == LIST
    assert stop_on(TENEVER).is_cancelled
    moved = now_of(appointment)
    assert (moved.state, moved.day) == (State.BOOKED, BLUMENTHAL)
    assert desk.booked.letters(letters.OFFICE_MOVED) == 1


def test_whoever_finds_no_other_time_is_told_and_may_book_again(
    desk: Desk, lead: FlaskClient
) -> None:
    appointment = booked_on(desk, TENEVER)
    cancelled_before(*(stop for stop in touring.of("bus") if stop.day != TENEVER))
    asking = cancel(desk, lead, stop_on(TENEVER))
    assert "wird abgesagt, mit Nachricht" in words(asking)
    page = lead.get(press_on(lead, asking).location)
    assert "1 Termin ist abgesagt" in words(page)
    assert now_of(appointment).state is State.CANCELLED
    assert desk.booked.letters(letters.OFFICE_CANCELLED) == 1


def test_who_is_left_on_the_list_still_knows_the_place(desk: Desk, lead: FlaskClient) -> None:
    appointment = booked_on(desk, TENEVER)
    asking = cancel(desk, lead, stop_on(TENEVER))
    press_on(lead, asking, **{f"answer-hit-{appointment.id}": "leave"})
    assert now_of(appointment).start == appointment.start
    own = desk.booked.knower(appointment).get(desk.booked.address(appointment, "de"))
    assert "Bürgerhaus Tenever" in main_text(own)
    assert desk.booked.letters(letters.OFFICE_MOVED) == 0


def test_another_place_at_the_same_time_is_told_to_everybody(desk: Desk, lead: FlaskClient) -> None:
    appointment = booked_on(desk, TENEVER)
    stop = stop_on(TENEVER)
    sent = {**NEW_STOP, "start": "10:00", "end": "13:00", "revision": str(stop.revision)}
    asking = desk.send(lead, f"{LIST}/{stop.id}", **sent)
    assert asking.status_code == 409
    assert "an einem anderen Ort" in words(asking)
    page = lead.get(press_on(lead, asking).location)
    assert "1 Person bekommt Nachricht über den anderen Ort." in words(page)
    assert now_of(appointment).start == appointment.start
    assert desk.booked.letters(letters.OFFICE_MOVED) == 1
    own = main_text(desk.booked.knower(appointment).get(desk.booked.address(appointment, "de")))
    assert "Hafenplatz" in own
    assert "Tenever" not in own


def test_a_better_way_is_no_news_that_anybody_must_get(desk: Desk, lead: FlaskClient) -> None:
    booked_on(desk, TENEVER)
    stop = stop_on(TENEVER)
    sent = {
        "start": "10:00", "end": "13:00", "place": stop.place, "street": stop.street,
        "postcode": stop.postcode, "city": stop.city, "way": "Bus 37.",
        "revision": str(stop.revision),
    }  # fmt: skip
    assert leads_to(desk.send(lead, f"{LIST}/{stop.id}", **sent)) == LIST
    assert stop_on(TENEVER).way == "Bus 37."
    assert desk.booked.letters(letters.OFFICE_MOVED) == 0


# --- two at least


def test_with_one_counter_closed_nobody_can_book_and_the_booked_are_on_the_list(
    desk: Desk, lead: FlaskClient
) -> None:
    appointment = booked_on(desk, TENEVER)
    group = capacity.plan().groups["bus"][0]
    counter = next(each for each in group.counters if each.id != _counter(appointment))
    asking = desk.send(
        lead,
        "/dienst/planung/schliessungen/neu",
        targets=f"bus/{group.key}/{counter.id}",
        first_day=f"{TENEVER:%d.%m.%Y}",
    )
    assert asking.status_code == 409
    press_on(lead, asking, **{"answer-all": "leave"})
    content = desk.booked.content
    wish = choosing.wish_of(Draft(office="bus", concern="neuantrag"), content)
    assert choosing.times(wish, TENEVER, content=content, now=desk.now) == []
    assert "weniger als zwei Plätze" in words(lead.get(LIST))
    clerk = desk.signed_in(desk.hire(BUS_LEAD, home="bus"))
    assert "Kovalenko" in words(clerk.get("/dienst/zuordnen/bus"))


def _counter(appointment: Appointment) -> int:
    standing = appointments.lock(appointment.id)
    assert standing is not None
    return standing.spot.counter_id


# --- a list


def tried(desk: Desk, client: FlaskClient, text: str) -> TestResponse:
    token = desk.token(client, f"{LIST}/einlesen")
    file = (BytesIO(text.encode()), "tour.csv")
    return client.post(
        f"{LIST}/einlesen",
        data={"csrf_token": token, "file": file},
        content_type="multipart/form-data",
    )


TOUR = """Datum;Von;Bis;Halt;Straße;PLZ;Ort;Weg;Offen von;Offen bis
4.12.2026;9:00;12:00;Hafenplatz;Beispielweg 4;28237;Bremen;Bus 20;9:00;10:00
31.2.2026;9:00;12:00;Hafenplatz;Beispielweg 4;28237;;;;
7.12.2026;12 Uhr;9 Uhr;Hafenplatz;Beispielweg 4;28237;;;;
7.12.2026;9;12;;Beispielweg 4;28237;;;;
7.12.2026;9;12;Hafenplatz;Beispielweg 4;2823;;;;
1.12.2026;9;12;Hafenplatz;Beispielweg 4;28237;;;;
11.12.2026;9;12;Hafenplatz;Beispielweg 4;28237;;;8:00;9:00
18.12.2026;9;12;Ωκεανός 🌊;Beispielweg 4;28237;;;;
"""


def test_a_list_is_tried_odd_lines_are_named_and_the_others_added_once(
    desk: Desk, lead: FlaskClient
) -> None:
    before = len(touring.of("bus"))
    trial = tried(desk, lead, TOUR)
    text = words(trial)
    assert "2 Halte sind neu." in text
    assert "6 Zeilen gehen nicht." in text
    text = text[text.index("Zeile Halt Was") :]
    for line, reason in ((3, "Tag ist nicht"), (4, "Uhrzeit"), (5, "fehlt"), (6, "5 Ziffern"),
                         (7, "anderen Halt"), (8, "innerhalb des Halts")):  # fmt: skip
        row = text[text.index(f" {line} ") :]
        assert reason in row[:120]
    assert len(touring.of("bus")) == before
    assert leads_to(press_on(lead, trial)) == LIST
    assert len(touring.of("bus")) == before + 2
    again = tried(desk, lead, TOUR)
    assert "0 Halte sind neu." in words(again)
    assert "steht schon da" in words(again)
    press_on(lead, trial)
    assert len(touring.of("bus")) == before + 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Bitte wählen Sie eine Datei"),
        ("Datum;Von\n1.12.2026;9:00\n", "Bis, Halt"),
        ("Datum;Von;Bis;Halt;Straße;PLZ\n", "außer den Überschriften nichts"),
    ],
)
def test_a_list_that_is_none_is_refused(
    desk: Desk, lead: FlaskClient, text: str, sentence: str
) -> None:
    answer = tried(desk, lead, text)
    assert answer.status_code == 422
    assert sentence in words(answer)


# --- customers


def test_the_start_page_leads_to_the_stops_and_the_postcode_puts_the_near_ones_first(
    desk: Desk,
) -> None:
    visitor = desk.browser()
    assert "/ar/unterwegs/" in main_links(visitor.get("/ar/"))
    every = main_text(visitor.get("/de/unterwegs/"))
    assert every.index("Tenever") < every.index("Blumenthal")
    answer = visitor.post("/de/unterwegs/", data={"postcode": "28757"})
    assert answer.status_code == 200
    near = main_text(answer)
    assert near.index("In Ihrer Nähe") < near.index("Blumenthal") < near.index("Tenever")
    assert "28757" not in answer.request.url


@pytest.mark.parametrize("postcode", ["", "2875", "x" * 10_000, "١٢٣"])
def test_an_odd_postcode_is_asked_for_again(desk: Desk, postcode: str) -> None:
    answer = desk.browser().post("/de/unterwegs/", data={"postcode": postcode})
    assert answer.status_code == 422
    assert "5 Ziffern" in main_text(answer)


def test_the_finder_names_the_stop_near_the_address_without_telling_where_that_is(
    desk: Desk,
) -> None:
    answer = desk.browser().post("/de/zustaendig/", data={"postcode": "28757"})
    assert "28757" not in answer.location
    found = main_text(desk.browser().get(answer.location))
    assert found.index("Geschäftsstelle Nord") < found.index("Marktplatz Blumenthal")
    assert "Bürgerhaus Tenever" not in found


def test_the_page_of_the_bus_says_where_when_and_without_an_appointment(desk: Desk) -> None:
    text = main_text(desk.browser().get("/de/stelle/bus/"))
    assert "Bürgerhaus Tenever" in text
    assert "10:00 bis 11:00" in text
    assert "Haltestelle Tenever" in text
    assert "Beispielstraße 1" not in text


def test_a_cancelled_stop_stands_as_cancelled_and_is_near_nobody(
    desk: Desk, lead: FlaskClient
) -> None:
    cancelled_before(*(stop for stop in touring.of("bus") if "Blumenthal" in stop.place))
    visitor = desk.browser()
    assert "Abgesagt" in main_text(visitor.get("/de/stelle/bus/"))
    answer = visitor.post("/de/unterwegs/", data={"postcode": "28757"})
    assert "ist nichts geplant" in main_text(answer)


def test_the_booking_asks_for_no_number_and_no_birth_date_and_shows_the_place(desk: Desk) -> None:
    booked, visitor = desk.booked, desk.browser()
    page = "/de/termin/bus/neuantrag/persoenlich/tage"
    assert "Bürgerhaus Tenever" in main_text(visitor.get(page))
    page = f"{page}/{TENEVER.isoformat()}"
    assert "Haltestelle Tenever" in main_text(visitor.get(page))
    start = datetime(2026, 12, 1, 11, 0)  # noqa: DTZ001 - wall clock
    answer = booked.send(visitor, page, start=start.isoformat(timespec="minutes"))
    assert leads_to(answer) == "/de/buchen/name"
    assert "Kundennummer" not in main_text(visitor.get("/de/buchen/name"))
    answer = booked.send(visitor, "/de/buchen/name", for_whom="myself", name="Olena Kovalenko")
    assert leads_to(answer) == "/de/buchen/erreichbar"
    booked.send(visitor, "/de/buchen/erreichbar")
    booked.send(visitor, "/de/buchen/papier", delivery="none")
    check = main_text(visitor.get("/de/buchen/pruefen"))
    assert "Bürgerhaus Tenever, Beispielplatz 11, 28325 Bremen" in check
    assert "Kundennummer" not in check
    own = visitor.get(booked.send(visitor, "/de/buchen/pruefen").location)
    assert "Beispielplatz 11" in main_text(own)


def test_a_day_off_the_stops_has_no_time(desk: Desk) -> None:
    answer = desk.browser().get("/de/termin/bus/neuantrag/persoenlich/tage/2026-12-07")
    assert "kein" in main_text(answer)


def test_letters_keep_the_place_of_the_day_they_were_written(desk: Desk, lead: FlaskClient) -> None:
    appointment = booked_on(desk, TENEVER)
    cancel(desk, lead, stop_on(TENEVER))
    due = letters.claim_due(desk.seconds, most=9, lease_seconds=60)
    (letter,) = [
        each
        for each in due
        if (each.appointment, each.kind) == (appointment.id, letters.CONFIRMATION)
    ]
    facts = facts_of(letter, desk.booked.content)
    assert facts.address == "Bürgerhaus Tenever, Beispielplatz 11, 28325 Bremen"


def test_nobody_is_told_to_come_to_a_place_where_nobody_is(desk: Desk, lead: FlaskClient) -> None:
    appointment = booked_on(desk, TENEVER)
    press_on(lead, cancel(desk, lead, stop_on(TENEVER)))
    due = letters.claim_due(desk.seconds, most=9, lease_seconds=60)
    (letter,) = [each for each in due if each.kind == letters.OFFICE_MOVED]
    content = desk.booked.content
    body = body_of(
        letter, facts_of(letter, content), content=content, link_to=lambda path: f"x{path}"
    )
    said = [str(text.msgid) for text in body.opening]
    assert letter.appointment == appointment.id
    assert not any("at the old time" in text for text in said)
    assert "Marktplatz Blumenthal" in facts_of(letter, content).address


def test_the_day_view_names_the_stop_of_the_day(desk: Desk, lead: FlaskClient) -> None:
    assert "Bürgerhaus Tenever" in words(lead.get(f"/dienst/tag/bus/{TENEVER}"))
