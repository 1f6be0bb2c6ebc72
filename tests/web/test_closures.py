"""Closures: in one step for several places, with whom they hit shown before anything is changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import booking, choosing, drafting, loose
from backend.domain.appointments import Appointment, Draft
from backend.domain.roles import Grant, Right
from backend.store import appointments, capacity, database, staff
from tests.web.desk import Desk, leads_to, shared_desk, undone, words
from tests.web.planned import ADMIN, EVERYBODY, LEAD, group, press_on, soup

NEW = "/dienst/planung/schliessungen/neu"
LIST = "/dienst/planung/schliessungen/"
DAY = "2.12.2026"
OWN = "mitte/mitte-eingang"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("closures")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def lead(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(LEAD))


def close(desk: Desk, client: FlaskClient, *targets: str, **answers: str) -> TestResponse:
    return desk.send(client, NEW, targets=list(targets), **({"first_day": DAY} | answers))


def booked(desk: Desk, name: str = "Olena Kovalenko") -> Appointment:
    return desk.booked.book(name=name, email=f"{name[:3].lower()}@example.org", phone="0421 123456")


def now_of(appointment: Appointment) -> Appointment:
    found = appointments.by_id(appointment.id)
    assert found is not None
    return found


def day_of(appointment: Appointment) -> str:
    return f"{appointment.day:%d.%m.%Y}"


# --- closing


def test_two_counters_are_closed_from_nine_on_that_day(desk: Desk, lead: FlaskClient) -> None:
    first, second = group().counters[:2]
    answer = close(desk, lead, f"{OWN}/{first.id}", f"{OWN}/{second.id}", start="9", title="krank")
    assert (answer.status_code, leads_to(answer)) == (303, LIST)
    assert {each.counter for each in group().closures} == {first.id, second.id}
    assert {(each.start, each.end) for each in group().closures} == {(540, 1440)}
    shown = words(lead.get(answer.location))
    assert "ab 09:00 Uhr" in shown and "krank" in shown and "2 Orte" in shown


def test_single_counters_count_more_than_the_box_of_their_group(
    desk: Desk, lead: FlaskClient
) -> None:
    first = group().counters[0]
    close(desk, lead, OWN, f"{OWN}/{first.id}")
    assert [each.counter for each in group().closures] == [first.id]


def test_all_offices_are_closed_in_one_step_and_opened_again_in_one(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(ADMIN))
    asking = close(desk, client, "*", first_day="24.12.2026", last_day="31.12.2026")
    answer = press_on(client, asking, **EVERYBODY) if asking.status_code == 409 else asking
    assert answer.status_code == 303
    closed = [
        each for own in capacity.plan().groups.values() for group in own for each in group.closures
    ]
    groups = sum(map(len, capacity.plan().groups.values()))
    assert len(closed) == groups
    (batch,) = {each.batch for each in closed}
    desk.send(client, f"{LIST}gemeinsam/{batch}/auf", page=LIST)
    assert not any(each.closures for own in capacity.plan().groups.values() for each in own)


def test_several_offices_are_closed_without_the_others(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(ADMIN))
    answer = close(desk, client, "nord", "sued", title="Stromausfall")
    assert answer.status_code == 303
    closed = {
        office
        for office, groups in capacity.plan().groups.items()
        if all(each.closures for each in groups)
    }
    assert closed == {"nord", "sued"}


def test_the_same_button_pressed_twice_closes_once(desk: Desk, lead: FlaskClient) -> None:
    for _time in range(2):
        assert close(desk, lead, OWN).status_code == 303
    assert len(group().closures) == 1


def test_a_closure_is_taken_back_also_twice(desk: Desk, lead: FlaskClient) -> None:
    close(desk, lead, OWN)
    (closure,) = group().closures
    for _time in range(2):
        answer = desk.send(lead, f"{LIST}mitte-eingang/{closure.id}/auf", page=LIST)
        assert answer.status_code == 303
    assert group().closures == ()


def test_only_ones_own_places_can_be_closed(desk: Desk, lead: FlaskClient) -> None:
    for target in ("*", "mitte", "mitte/mitte-leistung", "nord/nord-eingang", "nord", "x"):
        close(desk, lead, target)
    assert group("mitte-leistung").closures == group("nord-eingang").closures == ()
    counter = group("nord-eingang").counters[0].id
    assert close(desk, lead, f"{OWN}/{counter}").status_code == 422


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("targets", {"targets": ""}),
        ("first_day", {"first_day": ""}),
        ("first_day", {"first_day": "31.2.2026"}),
        ("first_day", {"first_day": "23.11.2026"}),
        ("last_day", {"last_day": "1.12.2026"}),
        ("last_day", {"last_day": "1.12.2028"}),
        ("last_day", {"last_day": "bald"}),
        ("start", {"start": "25:00"}),
        ("start", {"start": "8:03"}),
        ("end", {"start": "12:00", "end": "11:00"}),
        ("end", {"end": "0:00"}),
        ("title", {"title": "x" * 10_000}),
    ],
)
def test_odd_closures_are_refused_at_their_field(
    desk: Desk, lead: FlaskClient, field: str, answers: dict[str, str]
) -> None:
    sent = {"targets": OWN, "first_day": DAY} | answers
    answer = desk.send(lead, NEW, **sent)
    assert answer.status_code == 422
    assert {str(each["href"]) for each in soup(answer).select("#error-summary a")} == {f"#{field}"}
    assert group().closures == ()


# --- whom it hits


def test_whom_it_hits_is_shown_before_anything_is_changed(desk: Desk, lead: FlaskClient) -> None:
    hit = booked(desk)
    before = desk.booked.rows()
    asking = close(desk, lead, OWN, first_day=day_of(hit))
    assert asking.status_code == 409
    shown = words(asking)
    assert "Olena Kovalenko" in shown and "0421 123456" in shown
    assert group().closures == () and desk.booked.rows() == before
    seen = database.every("SELECT deed, reference FROM audit_entry WHERE purpose = 'planning'")
    assert seen == [("saw", hit.reference)]


def test_who_only_gets_another_counter_gets_no_letter(desk: Desk, lead: FlaskClient) -> None:
    hit = booked(desk)
    counter = f"{OWN}/{hit.counter}"
    asking = close(desk, lead, counter, first_day=day_of(hit))
    answer = press_on(lead, asking)
    assert "1 Termin ist jetzt an einem anderen Platz" in words(lead.get(answer.location))
    moved = now_of(hit)
    assert moved.start == hit.start and moved.counter != hit.counter
    assert desk.booked.letters("office_moved") == 0


def test_who_gets_another_time_gets_a_letter(desk: Desk, lead: FlaskClient) -> None:
    hit = booked(desk)
    answer = press_on(lead, close(desk, lead, OWN, first_day=day_of(hit)))
    assert "1 Termin ist verlegt" in words(lead.get(answer.location))
    assert now_of(hit).start > hit.start
    assert desk.booked.letters("office_moved") == 1


def test_who_is_left_on_the_list_is_not_moved(desk: Desk, lead: FlaskClient) -> None:
    hit, other = booked(desk), booked(desk, "Amal Haddad")
    asking = close(desk, lead, OWN, first_day=day_of(hit))
    decided = {f"answer-hit-{hit.id}": "leave", f"answer-hit-{other.id}": "move"}
    answer = press_on(lead, asking, **decided)
    assert now_of(hit).start == hit.start and now_of(other).start != other.start
    assert "1 Termin ist noch zuzuordnen" in words(lead.get(answer.location))


def test_all_can_be_left_with_one_button(desk: Desk, lead: FlaskClient) -> None:
    hit, other = booked(desk), booked(desk, "Amal Haddad")
    asking = close(desk, lead, OWN, first_day=day_of(hit))
    press_on(lead, asking, **{"answer-all": "leave"})
    assert now_of(hit).start == hit.start and now_of(other).start == other.start


def test_one_goes_back_and_finds_what_was_typed(desk: Desk, lead: FlaskClient) -> None:
    hit = booked(desk)
    asking = close(desk, lead, OWN, first_day=day_of(hit), title="Betriebsversammlung")
    answer = press_on(lead, asking, **{"answer-back": "1"})
    assert answer.status_code == 200 and group().closures == ()
    field = soup(answer).select_one("#title")
    assert field is not None and field["value"] == "Betriebsversammlung"
    assert soup(answer).select(f"input[value='{OWN}'][checked]")


def test_who_books_meanwhile_is_shown_anew(desk: Desk, lead: FlaskClient) -> None:
    hit = booked(desk)
    asking = close(desk, lead, OWN, first_day=day_of(hit))
    other = booked(desk, "Amal Haddad")
    anew = press_on(lead, asking)
    assert anew.status_code == 409
    assert "Inzwischen" in words(anew) and "Amal Haddad" in words(anew)
    assert press_on(lead, anew).status_code == 303
    assert now_of(other).start != other.start


def test_a_forged_answer_changes_nothing(desk: Desk, lead: FlaskClient) -> None:
    hit = booked(desk)
    asking = close(desk, lead, OWN, first_day=day_of(hit))
    assert press_on(lead, asking, **{"answer-mark": "0" * 16}).status_code == 409
    odd = {"answer-hit-x": "leave", f"answer-hit-{'9' * 30}": "leave"}
    assert press_on(lead, asking, **odd).status_code == 303


# --- missing windows


def test_missing_windows_ask_who_agreed(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(ADMIN))
    span = {"first_day": "7.12.2026", "last_day": "11.12.2026"}
    asking = close(desk, client, "mitte", **span)
    assert asking.status_code == 409
    assert "Vorgeschriebene" in words(asking)
    empty = press_on(client, asking)
    assert empty.status_code == 409
    named = {str(each["href"]) for each in soup(empty).select("#error-summary a")}
    assert named == {"#answer-agreed_by", "#answer-agreed_on", "#answer-note"}
    odd = press_on(client, empty, **(EVERYBODY | {"answer-agreed_on": "1.12.2026"}))
    assert odd.status_code == 409
    assert "Personalausfall" in str(soup(odd).select_one("#answer-note"))
    assert press_on(client, odd, **EVERYBODY).status_code == 303
    rows = database.every("SELECT office, agreed_by, note FROM agreement")
    assert rows == [("mitte", "Geschäftsbereichsleitung 2", "Personalausfall")]


def test_what_was_planned_can_be_read_in_the_audit_log(desk: Desk, lead: FlaskClient) -> None:
    hit = booked(desk)
    press_on(lead, close(desk, lead, f"{OWN}/{hit.counter}", first_day=day_of(hit)))
    reader = desk.signed_in(desk.hire(Grant(kind=Right.AUDIT)))
    by_group = words(desk.send(reader, "/dienst/protokoll", reference="mitte-eingang"))
    assert f"geschlossen: {day_of(hit)}–{day_of(hit)}; an anderen Platz: 1" in by_group
    by_number = words(desk.send(reader, "/dienst/protokoll", reference=hit.reference))
    assert "gesehen" in by_number and "verlegt" in by_number


# --- while others work


def test_a_time_that_a_customer_is_filling_in_for_is_kept_and_stands_on_the_list(
    desk: Desk, lead: FlaskClient
) -> None:
    now, content = desk.now, desk.booked.content
    draft = Draft(office="mitte", concern="bankverbindung", name="Olena", delivery="none",
                  for_whom="myself", answered=("who", "more", "reach", "paper"))  # fmt: skip
    drafting.save("key", draft, now=now)
    found = choosing.days(choosing.wish_of(draft, content), content=content, now=now)
    start = next(line.first.start for line in found if line.first and not line.first.reserved)
    held = booking.hold("key", draft, start, content=content, now=now)
    assert close(desk, lead, OWN, first_day=f"{start:%d.%m.%Y}").status_code == 303
    appointment = booking.book("key", held, content=content, now=now + timedelta(minutes=5))
    (waiting,) = loose.loose("mitte", content=content, now=now)
    assert (waiting.appointment.id, str(waiting.reason)) == (appointment.id, "closed")
    free = choosing.days(choosing.wish_of(draft, content), content=content, now=now)
    assert all(line.first is None for line in free if line.day == start.date())


def test_a_role_taken_away_meanwhile_closes_nothing(desk: Desk) -> None:
    account = desk.hire(LEAD)
    client = desk.signed_in(account)
    token = desk.token(client)
    staff.take(account.id, account.grants[0].id)
    answer = client.post(NEW, data={"csrf_token": token, "targets": OWN, "first_day": DAY})
    assert answer.status_code == 403
    assert group().closures == ()


def test_a_lent_role_ends_between_question_and_answer(desk: Desk) -> None:
    lent = replace(LEAD, last_day=date(2026, 11, 24))
    account = desk.hire(lent)
    client = desk.signed_in(account)
    asking = close(desk, client, OWN, first_day=day_of(booked(desk)))
    assert asking.status_code == 409
    desk.booked.clock.now = desk.booked.clock.now.replace(hour=22, minute=59)
    client = desk.signed_in(account)
    desk.booked.clock.now += timedelta(minutes=2)
    assert client.get(LIST).status_code == 403
    assert group().closures == ()
