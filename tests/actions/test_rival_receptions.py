"""Two clerks at one appointment: one press counts, the other learns it; on both engines."""

from datetime import timedelta
from functools import partial

import pytest

from backend.actions import belongings, changes, corrections, receiving
from backend.actions.corrections import Reason
from backend.content import Content
from backend.domain.appointments import Appointment
from backend.domain.attendance import Attendance, Step
from backend.domain.audits import Deed
from backend.domain.retention import Kind
from backend.domain.staff_refusals import (
    CalledAlready,
    CancelledMeanwhile,
    FinishedAlready,
    HereAlready,
    NothingToUndo,
)
from backend.store import appointments, attendance, day, letters
from tests.actions.conftest import NOW, TUESDAY, Book, at, seconds
from tests.actions.test_contention import together
from tests.actions.test_receiving import KIM, MORNING, find, notes, waiting

CLERKS = 6


@pytest.fixture
def amal(office: None, book: Book) -> Appointment:
    return book("Amal", at(TUESDAY, 9))


@pytest.mark.parametrize(
    ("before", "act", "refusal"),
    [
        ([], lambda each: receiving.check_in(KIM, each, now=MORNING), HereAlready),
        (
            [lambda each: receiving.check_in(KIM, each, now=MORNING)],
            lambda each: receiving.call(KIM, each, "Platz 1", now=MORNING),
            CalledAlready,
        ),
        ([], lambda each: receiving.finish(KIM, each, None, now=MORNING), FinishedAlready),
        (
            [lambda each: receiving.finish(KIM, each, None, now=MORNING)],
            lambda each: receiving.undo(KIM, each, Step.FINISHED, now=MORNING),
            NothingToUndo,
        ),
    ],
    ids=["check in", "call", "finish", "take back"],
)
def test_of_many_presses_at_once_one_counts(before, act, refusal, amal: Appointment) -> None:  # type: ignore[no-untyped-def]
    for step in before:
        step(amal.id)
    results = together([partial(act, amal.id)] * CLERKS)
    assert sum(isinstance(each, refusal) for each in results) == CLERKS - 1
    assert len(notes(amal)) == len(before) + 1


def test_cancelled_and_checked_in_at_once_leaves_one_of_both(
    amal: Appointment, content: Content
) -> None:
    now = MORNING
    results = together(
        [
            partial(receiving.check_in, KIM, amal.id, now=now),
            partial(corrections.cancel, KIM, amal.id, Reason.CUSTOMER, content=content, now=now),
        ]
    )
    kept, found = attendance.of(amal.id), appointments.by_id(amal.id)
    assert found is not None and found.state.value == "cancelled"
    assert kept is None
    assert isinstance(results[0], Attendance | CancelledMeanwhile)


def test_what_is_noted_goes_with_the_appointment(amal: Appointment, content: Content) -> None:
    changes.move(amal.id, at(TUESDAY, 10), content=content, now=NOW)
    receiving.check_in(KIM, amal.id, now=MORNING)
    told = belongings.about(amal.id)
    assert len(told[Kind.ATTENDANCE]) == 2
    assert belongings.delete_of([amal.id])[Kind.ATTENDANCE] == 2
    assert attendance.of(amal.id) is None


def test_a_moved_appointment_says_where_it_stood(amal: Appointment, content: Content) -> None:
    changes.move(amal.id, at(TUESDAY, 11), content=content, now=MORNING)
    (line,) = day.lines("burg", TUESDAY)
    assert [each.start for each in line.former] == [at(TUESDAY, 9)]
    changes.move(amal.id, at(TUESDAY + timedelta(days=1), 9), content=content, now=MORNING)
    assert day.lines("burg", TUESDAY) == []
    (gone,) = day.moved_away("burg", TUESDAY, since=seconds(MORNING))
    assert gone.appointment.id == amal.id
    assert day.moved_away("burg", TUESDAY, since=seconds(MORNING) + 1) == []


def test_name_and_birth_date_alone_are_answered_to_the_stored_contact(
    office: None, book: Book, content: Content
) -> None:
    birth = {"birth_day": "3", "birth_month": "7", "birth_year": "1988"}
    found = book("Amal", at(TUESDAY, 9), now=NOW - timedelta(hours=3), **birth)
    asked = {"name": "Amal", "birth": TUESDAY.replace(year=1988, month=7, day=3)}
    before = len(letters.about(found.id))
    assert find(content, **asked) == find(content, **asked) == []
    assert ("confirmation", "mail") in waiting(found)
    # Who asks again and again is not sent one each time.
    assert len(letters.about(found.id)) == before + 2
    assert notes(found) == [(Deed.CHANGED, "sent again")] * 2
