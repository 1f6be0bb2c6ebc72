"""The staff book for customers: at once, past the cut-off, beside an open one, squeezed in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backend.actions import booking, drafting, receiving, registering, walking_in
from backend.actions.registering import Clerk
from backend.content import Content
from backend.domain.accounts import Account
from backend.domain.accounts import State as AccountState
from backend.domain.appointments import Appointment, BookedBy, Channel, Person, State, Wish
from backend.domain.attendance import Step
from backend.domain.periods import cell_at
from backend.domain.refusals import LimitReached, NotBookable, TimeTaken
from backend.domain.registrations import Beside, Registration, Urgency
from backend.store import appointments, attendance, audit, database, sealing
from tests.actions.conftest import MONDAY, NOW, TUESDAY, Book, at, draft_of

KIM = Account(
    id=7, mail="kim@example.org", name="Kim", home="burg", state=AccountState.ACTIVE,
    has_factor=False, grants=(),
)  # fmt: skip
NINE = at(TUESDAY, 9)
pytestmark = pytest.mark.usefixtures("single")


@pytest.fixture
def store(default_database_url: str) -> Iterator[None]:
    """One engine will do: rivals and limits meet on both in `test_rival_clerks`."""
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(default_database_url)
    yield
    database.disconnect()


def wish(**named: object) -> Wish:
    fields: dict[str, object] = {
        "office": "burg", "concern": "antrag", "channel": Channel.IN_PERSON,
        "booked_by": BookedBy.COUNTER,
    }  # fmt: skip
    return Wish(**(fields | named))  # type: ignore[arg-type]


def registration(name: str = "Amal", start: datetime = NINE, **named: object) -> Registration:
    person = Person(name=name, email=f"{name.lower()}@example.org")
    fields: dict[str, object] = {"wish": wish(), "start": start, "person": person}
    return Registration(**(fields | named))  # type: ignore[arg-type]


Desk = Callable[..., Appointment]


@pytest.fixture
def desk(content: Content) -> Desk:
    """Books: `desk(registration(), key="x")`."""

    def booked(what: Registration, key: str = "", now: datetime = NOW) -> Appointment:
        clerk = Clerk(KIM, key or f"desk {what.person.name}")
        return registering.book(clerk, what, content=content, now=now)

    return booked


def claimed(appointment: Appointment) -> int:
    row = database.one("SELECT count(*) FROM claim WHERE appointment = ?", (appointment.id,))
    return int(row[0]) if row else 0


def test_a_clerk_books_at_once_and_it_is_noted_without_names(desk: Desk) -> None:
    found = desk(registration())
    assert (found.state, found.start, found.wish.booked_by) == (
        State.BOOKED, NINE, BookedBy.COUNTER,
    )  # fmt: skip
    assert claimed(found) == 6
    (entry,) = audit.about(found.reference)
    assert (entry.actor, entry.matter.office, entry.detail) == (7, "burg", "booked")


def test_the_counter_books_the_same_day_past_the_cut_off(desk: Desk) -> None:
    late = NOW.replace(hour=9)
    assert desk(registration(start=at(MONDAY, 9, 30)), now=late).start == at(MONDAY, 9, 30)


def test_the_hotline_keeps_to_the_cut_off(desk: Desk) -> None:
    what = registration(start=at(MONDAY, 9, 30), wish=wish(booked_by=BookedBy.HOTLINE))
    with pytest.raises(NotBookable):
        desk(what, now=NOW.replace(hour=9))


def test_a_form_that_is_sent_twice_books_once(desk: Desk) -> None:
    assert desk(registration(), "once") == desk(registration(), "once")
    row = database.one("SELECT count(*) FROM appointment")
    assert row == (1,)


def test_a_rival_takes_the_time_and_nothing_is_left_of_the_second(desk: Desk, book: Book) -> None:
    book("Bo", NINE)
    with pytest.raises(TimeTaken):
        desk(registration())
    assert database.one("SELECT count(*) FROM appointment") == (1,)


def test_a_held_time_is_taken_only_once_the_hold_has_lapsed(desk: Desk, content: Content) -> None:
    drafting.save("bo", draft_of("Bo"), now=NOW)
    booking.hold("bo", draft_of("Bo"), NINE, content=content, now=NOW)
    with pytest.raises(TimeTaken):
        desk(registration())
    assert desk(registration(), now=NOW + timedelta(minutes=31)).start == NINE


# --- the limit


def test_an_open_appointment_stands_in_the_way_and_its_contact_is_told(
    desk: Desk, book: Book
) -> None:
    book("Amal", at(TUESDAY, 10))
    with pytest.raises(LimitReached):
        desk(registration())
    assert database.one("SELECT count(*) FROM letter WHERE kind = 'limit_notice'") == (1,)


@pytest.mark.parametrize("reason", [Beside.EMERGENCY, Beside.FAMILY, Beside.FOLLOW_UP])
def test_with_a_reason_it_stands_beside_and_the_reason_is_noted(
    desk: Desk, book: Book, reason: Beside
) -> None:
    first = book("Amal", at(TUESDAY, 10))
    second = desk(registration(beside=reason))
    assert audit.about(second.reference)[0].detail == f"booked: {reason.value}"
    owners = database.every("SELECT DISTINCT appointment FROM customer_key")
    assert owners == [(first.id,)]


def test_mistyped_details_count_here_from_now_on_and_both_are_noted(desk: Desk, book: Book) -> None:
    first = book("Amal", at(TUESDAY, 10))
    second = desk(registration(beside=Beside.MISTYPED))
    assert database.every("SELECT DISTINCT appointment FROM customer_key") == [(second.id,)]
    assert [each.detail for each in audit.about(first.reference)] == ["key released"]
    with pytest.raises(LimitReached):
        desk(registration(start=at(TUESDAY, 11)), "third")


def test_a_follow_up_may_stand_beside_the_open_one(desk: Desk, book: Book) -> None:
    first = book("Amal", at(TUESDAY, 10))
    assert desk(registration(follow_up_of=first.id)).follow_up_of == first.id


def test_an_internal_address_books_any_number_of_times(desk: Desk) -> None:
    inside = Person(name="Amal", email="Burg@example.org")
    desk(registration(person=inside), "one")
    desk(registration(person=replace(inside, name="Bo"), start=at(TUESDAY, 10)), "two")
    assert database.every("SELECT * FROM customer_key") == []


def test_the_open_one_is_shown_only_to_who_names_number_or_reference(
    desk: Desk, book: Book
) -> None:
    first = book("Amal", at(TUESDAY, 10), number="123A456789")
    what = registration()
    assert registering.open_ones(KIM, what, "", now=NOW) == []
    assert audit.about(first.reference) == []
    spaced = f"{first.reference[:4]} {first.reference[4:].lower()}"
    assert registering.open_ones(KIM, what, spaced, now=NOW) == [first]
    assert [each.deed for each in audit.about(first.reference)] == ["saw"]
    knows = registration(person=replace(what.person, number=first.person.number))
    assert registering.open_ones(KIM, knows, "", now=NOW) == [first]


# --- squeezed in


def test_an_emergency_is_squeezed_in_without_a_counter(content: Content, book: Book) -> None:
    book("Bo", NINE)
    what = registration(wish=wish(concern="notfall-geld", emergency=True))
    found = registering.squeeze_in(Clerk(KIM, "x"), what, content=content, now=NOW)
    assert (found.counter, found.start, claimed(found)) == (0, NINE, 0)


def test_others_are_squeezed_in_with_a_reason_only(content: Content) -> None:
    clerk = Clerk(KIM, "x")
    with pytest.raises(NotBookable):
        registering.squeeze_in(clerk, registration(), content=content, now=NOW)
    found = registering.squeeze_in(
        clerk, registration(urgency=Urgency.HOME), content=content, now=NOW
    )
    assert audit.about(found.reference)[0].detail == "booked: home"


def test_nobody_is_squeezed_into_the_past(content: Content) -> None:
    what = registration(start=at(MONDAY, 4), urgency=Urgency.HOME)
    with pytest.raises(NotBookable):
        registering.squeeze_in(Clerk(KIM, "x"), what, content=content, now=NOW)


# --- walking in


def test_a_walk_in_is_here_and_claims_nothing(content: Content) -> None:
    now = NOW.replace(hour=9, minute=7)
    found = walking_in.receive(
        Clerk(KIM, "x"), wish(), "", languages="ar", content=content, now=now
    )
    assert (found.is_walk_in, found.counter, found.start) == (True, 0, at(MONDAY, 9, 5))
    assert claimed(found) == 0 and len(found.reference) == 8
    noted = attendance.of(found.id)
    assert noted is not None and noted.step is Step.ARRIVED


def test_a_walk_in_takes_the_free_counter_it_is_called_to(content: Content) -> None:
    now = NOW.replace(hour=9, minute=7)
    clerk = Clerk(KIM, "x")
    found = walking_in.receive(clerk, wish(), "", languages="de", content=content, now=now)
    called = now + timedelta(minutes=20)
    standing = appointments.lock(found.id)
    assert standing is not None
    seated = walking_in.seat(standing, "0", now=called)
    assert (seated.counter > 0, seated.start) == (True, at(MONDAY, 9, 25))
    cells = database.every("SELECT cell FROM claim WHERE appointment = ? ORDER BY 1", (found.id,))
    assert cells[0] == (cell_at(at(MONDAY, 9, 25)),) and len(cells) == 6


def test_a_walk_in_at_a_taken_counter_gets_just_the_room(content: Content, book: Book) -> None:
    book("Bo", at(MONDAY, 9, 30))
    now = NOW.replace(hour=9, minute=7)
    clerk = Clerk(KIM, "x")
    found = walking_in.receive(clerk, wish(), "", languages="de", content=content, now=now)
    standing = appointments.lock(found.id)
    assert standing is not None
    assert walking_in.seat(standing, "0", now=now + timedelta(minutes=5)).counter == 0
    assert walking_in.seat(standing, "Besprechung", now=now).counter == 0
    assert claimed(found) == 0


def test_calling_a_walk_in_seats_it_and_the_plan_knows(content: Content) -> None:
    now = NOW.replace(hour=9, minute=7)
    clerk = Clerk(KIM, "x")
    found = walking_in.receive(clerk, wish(), "", languages="de", content=content, now=now)
    receiving.call(KIM, found.id, "0", now=now + timedelta(minutes=20))
    seated = appointments.by_id(found.id)
    assert seated is not None and seated.counter > 0
    with pytest.raises(TimeTaken):
        registering.book(
            Clerk(KIM, "y"), registration(start=at(MONDAY, 9, 30)), content=content, now=now
        )
