"""An appointment goes to another office only when that one agrees; no answer changes nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from backend.actions import belongings, booking, handing_over
from backend.content import Content
from backend.domain.appointments import Appointment
from backend.domain.handovers import Promise, State
from backend.domain.refusals import AppointmentGone, AppointmentOver, TimeTaken
from backend.domain.retention import Kind
from backend.domain.staff_refusals import AskedAlready, GoneAlready, NotOfferedThere
from backend.store import appointments, audit, database, handovers, sealing
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.test_registering import KIM

NINE = at(TUESDAY, 9)
pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def store(default_database_url: str) -> Iterator[None]:
    """One engine will do: answers meet on both in `test_rival_clerks`."""
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(default_database_url)
    yield
    database.disconnect()


@pytest.fixture
def asked(book: Book) -> tuple[Appointment, int]:
    """An appointment at `burg`, and the request to `tal`."""
    found = book("Amal", NINE)
    return found, handing_over.ask(KIM, found.id, "tal", now=NOW)


def state(handover: int) -> State:
    found = handovers.by_id(handover)
    assert found is not None
    return found.state


def now_at(found: Appointment) -> Appointment:
    again = appointments.by_id(found.id)
    assert again is not None
    return again


def claims_of(found: Appointment) -> int:
    row = database.one("SELECT count(*) FROM claim WHERE appointment = ?", (found.id,))
    return int(row[0]) if row else 0


def test_while_nobody_answers_it_stays_where_it_is(asked: tuple[Appointment, int]) -> None:
    found, request = asked
    assert now_at(found) == found
    assert state(request) is State.ASKED
    with pytest.raises(AppointmentOver):
        handing_over.decline(KIM, request, now=NOW + timedelta(days=2))


def test_accepted_it_moves_with_word_to_the_customer_and_frees_its_time(
    asked: tuple[Appointment, int], book: Book, content: Content
) -> None:
    found, request = asked
    moved = handing_over.accept(KIM, request, at(TUESDAY, 10), content=content, now=NOW)
    assert now_at(found) == moved
    assert (moved.office, moved.start, moved.reference) == (
        "tal", at(TUESDAY, 10), found.reference,
    )  # fmt: skip
    assert claims_of(moved) == 6 and state(request) is State.ACCEPTED
    assert database.one("SELECT count(*) FROM letter WHERE kind = 'office_moved'") == (1,)
    details = [each.detail for each in audit.about(found.reference)]
    assert details == ["handover accepted: burg", "handover asked: tal"]
    for name in ("Bo", "Cem", "Dila"):
        book(name, NINE)


def test_the_same_time_at_another_office_sends_word_too(
    asked: tuple[Appointment, int], content: Content
) -> None:
    handing_over.accept(KIM, asked[1], NINE, content=content, now=NOW)
    assert database.one("SELECT count(*) FROM letter WHERE kind = 'office_moved'") == (1,)


def test_declined_it_stays_and_the_promise_settles_it(asked: tuple[Appointment, int]) -> None:
    found, request = asked
    handing_over.decline(KIM, request, now=NOW)
    assert (now_at(found), state(request)) == (found, State.DECLINED)
    handing_over.settle(KIM, request, Promise.CALLBACK, now=NOW)
    kept = handovers.by_id(request)
    assert kept is not None and (kept.state, kept.promise) == (State.SETTLED, Promise.CALLBACK)


def test_a_taken_time_leaves_the_appointment_and_the_request_as_they_are(
    asked: tuple[Appointment, int], book: Book, content: Content
) -> None:
    found, request = asked
    book("Bo", at(TUESDAY, 10), office="tal")
    with pytest.raises(TimeTaken):
        handing_over.accept(KIM, request, at(TUESDAY, 10), content=content, now=NOW)
    assert (now_at(found), state(request), claims_of(found)) == (found, State.ASKED, 6)


def test_one_office_is_asked_at_a_time_and_never_the_own_one(
    asked: tuple[Appointment, int],
) -> None:
    found, request = asked
    assert handing_over.ask(KIM, found.id, "tal", now=NOW) == request
    with pytest.raises(NotOfferedThere):
        handing_over.ask(KIM, found.id, "burg", now=NOW)
    with pytest.raises(NotOfferedThere):
        handing_over.ask(KIM, found.id, "nowhere", now=NOW)


def test_a_second_office_waits_for_the_answer_of_the_first(
    asked: tuple[Appointment, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "may_take", lambda *_any: True)
    with pytest.raises(AskedAlready):
        handing_over.ask(KIM, asked[0].id, "berg", now=NOW)


@pytest.mark.parametrize("answer", [handing_over.decline, handing_over.withdraw])
def test_what_is_answered_is_not_answered_again(
    asked: tuple[Appointment, int], answer: object
) -> None:
    handing_over.withdraw(KIM, asked[1], now=NOW)
    with pytest.raises(GoneAlready):
        answer(KIM, asked[1], now=NOW)  # type: ignore[operator]


def test_a_cancelled_appointment_is_handed_over_to_nobody(
    asked: tuple[Appointment, int], content: Content
) -> None:
    booking.cancel(asked[0].id, now=NOW)
    with pytest.raises(AppointmentGone):
        handing_over.accept(KIM, asked[1], NINE, content=content, now=NOW)
    assert state(asked[1]) is State.ASKED


def test_the_request_goes_with_the_appointment(asked: tuple[Appointment, int]) -> None:
    assert Kind.HANDOVERS in belongings.about(asked[0].id)
    belongings.delete_of([asked[0].id])
    assert handovers.by_id(asked[1]) is None
