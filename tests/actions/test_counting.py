"""What is counted of deleted appointments: with those still stored it is what has happened."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from backend.actions import booking, changes, counting, erasing, forgetting
from backend.content import Content
from backend.domain import evaluations, periods
from backend.domain.appointments import BookedBy, Channel
from backend.domain.attendance import Attendance, Outcome, Step
from backend.domain.evaluations import Age, Ending, Facts, Key, Topic
from backend.store import appointments, attendance, database, sealing
from backend.store import evaluations as kept
from tests.actions.conftest import NOW, TUESDAY, ZONE, Book, at

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def all_of_it() -> Counter[Key]:
    """Kept counts and those of stored appointments together."""
    found, stored = kept.between(*YEAR)
    return found + evaluations.counted(stored)


def endings(counts: Counter[Key], topic: Topic = Topic.OFFICE, value: str = "") -> dict[str, int]:
    """By how it ended, for one value of one topic."""
    found = Counter[str]()
    for key, count in counts.items():
        if key.topic is topic and key.value == value:
            found[key.ending] += count
    return dict(found)


def sweep(now: datetime) -> None:
    forgetting.sweep(now=now, retention_days=7, draft_minutes=120)


# --- each way it can end


def test_who_cancelled_is_told_apart(office: None, book: Book, content: Content) -> None:
    booking.cancel(book("Amal", at(TUESDAY, 9)).id, now=NOW)
    changes.cancel(book("Badr", at(TUESDAY, 9)).id, content=content, now=NOW)
    book("Cem", at(TUESDAY, 9))
    wanted = {"cancelled": 1, "cancelled_by_office": 1, "unrecorded": 1}
    assert endings(all_of_it()) == wanted
    sweep(NOW + timedelta(days=9))
    assert database.every("SELECT id FROM appointment") == []
    assert endings(all_of_it()) == wanted


@pytest.mark.parametrize(
    ("step", "outcome", "ending"),
    [
        (Step.ARRIVED, None, Ending.CAME),
        (Step.CALLED, None, Ending.CAME),
        (Step.FINISHED, None, Ending.CAME),
        (Step.FINISHED, Outcome.SOLVED, Ending.CAME),
        (Step.FINISHED, Outcome.MISSED, Ending.MISSED),
    ],
)
def test_what_was_noted_decides(
    office: None, book: Book, step: Step, outcome: Outcome | None, ending: Ending
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    attendance.write(Attendance(appointment=booked.id, step=step, noted_at=NOW, outcome=outcome))
    sweep(NOW + timedelta(days=9))
    assert endings(all_of_it()) == {ending: 1}


def test_what_is_forgotten_on_request_is_counted_too(
    office: None, book: Book, content: Content
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    later = NOW + timedelta(days=2)
    erasing.forget(0, booked.reference, content=content, now=later)
    assert endings(all_of_it()) == {"unrecorded": 1}


def test_holds_and_lapsed_times_are_no_appointments(
    office: None, book: Book, content: Content
) -> None:
    booking.cancel(book("Amal", at(TUESDAY, 9)).id, now=NOW, pause_minutes=(5, 5))
    sweep(NOW + timedelta(hours=1))
    sweep(NOW + timedelta(days=9))
    assert sum(endings(all_of_it()).values()) == 1


def test_a_deletion_that_breaks_off_counts_nothing(
    office: None, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book("Amal", at(TUESDAY, 9))
    before = all_of_it()

    def broken(_appointment: int) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(appointments, "delete", broken)
        with pytest.raises(OSError, match="power cut"):
            sweep(NOW + timedelta(days=9))
    assert kept.between(*YEAR)[0] == Counter()
    assert all_of_it() == before
    sweep(NOW + timedelta(days=9))
    assert all_of_it() == before


def test_counts_name_nobody(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9), number="123A456789")
    sweep(NOW + timedelta(days=9))
    rows = repr(database.every("SELECT * FROM appointment_tally"))
    assert "Amal" not in rows and booked.reference not in rows and "123A" not in rows


# --- a whole year


@pytest.fixture
def year(default_database_url: str) -> Iterator[None]:
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(default_database_url)
    yield
    database.disconnect()


def happened(chance: random.Random, number: int, day: date) -> Facts:
    """An appointment of this day, however it ended."""
    end = chance.choice([*Ending, Ending.CAME, Ending.CAME])
    outcomes = {Ending.MISSED: Outcome.MISSED, Ending.CAME: chance.choice([None, Outcome.SOLVED])}
    came = end in {Ending.CAME, Ending.MISSED}
    return Facts(
        day=day,
        office=chance.choice(["burg", "tal"]),
        concern=chance.choice(["antrag", "rueckfrage", "notfall-geld"]),
        channel=chance.choice(list(Channel)).value,
        booked_by=chance.choice(list(BookedBy)).value,
        is_emergency=number % 7 == 0,
        is_walk_in=number % 11 == 0,
        born=chance.choice([(None, None, None), (2003, 4, 5), (1970, None, None)]),
        is_cancelled=end in {Ending.CANCELLED, Ending.CANCELLED_BY_OFFICE},
        cancelled_by_office=end is Ending.CANCELLED_BY_OFFICE,
        step=Step.FINISHED if came else None,
        outcome=outcomes.get(end),
    )


def write(facts: Facts, number: int) -> None:
    """Into the tables, as bookings leave it."""
    by = appointments.BY_OFFICE if facts.cancelled_by_office else appointments.BY_CUSTOMER
    year, month, day = facts.born
    cell = periods.first_cell(facts.day) + 96
    values = {
        "id": number + 1, "reference": f"R{number}", "office": facts.office, "group_id": 1,
        "counter_id": 0, "start_cell": cell, "cells": 6, "minutes": 30,
        "state": "cancelled" if facts.is_cancelled else "booked", "hold_until": None,
        "concern": facts.concern, "channel": facts.channel, "emergency": int(facts.is_emergency),
        "interpreter": "", "interpreter_present": 0, "companion": 0, "sign_language": 0,
        "large_household": 0, "employed": 0, "booked_by": facts.booked_by, "reserved": 0,
        "persons": 1, "places": "", "name": "Amal", "latin_name": "", "birth_day": day,
        "birth_month": month, "birth_year": year, "for_whom": "myself", "private": 0,
        "delivery": "none", "contact": "", "needs": "", "languages": "de", "sequence": 0,
        "nonce": str(number), "follow_up_of": 0, "walk_in": int(facts.is_walk_in), "kept": 0,
        "created_at": 0, "cancelled_by": by if facts.is_cancelled else "",
        "ended_at": int(datetime(facts.day.year, facts.day.month, facts.day.day, 9,
                                 tzinfo=ZONE).timestamp()),
    }  # fmt: skip
    names = ", ".join(values)
    marks = database.marks(1, len(values))
    database.run(f"INSERT INTO appointment ({names}) VALUES {marks}", tuple(values.values()))
    if facts.step:
        noted = datetime(facts.day.year, facts.day.month, facts.day.day, 9, tzinfo=ZONE)
        attendance.write(
            Attendance(
                appointment=number + 1, step=facts.step, noted_at=noted, outcome=facts.outcome
            )
        )


def test_in_every_week_of_a_year_counted_and_stored_are_what_has_happened(
    year: None,
) -> None:
    chance, past = random.Random(1), list[Facts]()
    for week in range(52):
        monday = date(2026, 1, 1) + timedelta(weeks=week)
        for _one in range(12):
            facts = happened(chance, len(past), monday + timedelta(chance.randrange(5)))
            with database.atomic():
                write(facts, len(past))
            past.append(facts)
        sweep(datetime(monday.year, monday.month, monday.day, 3, tzinfo=ZONE) + timedelta(3))
        if week % 13 == 0:
            assert all_of_it() == evaluations.counted(past)
    assert all_of_it() == evaluations.counted(past)
    (stored,) = database.every("SELECT count(*) FROM appointment")[0]
    assert 0 < stored < 40
    assert kept.first_month() == "2026-01"


# --- facts


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ((None, None, None), Age.UNKNOWN),
        ((2001, 11, 24), Age.OLDER),
        ((2001, 11, 25), Age.YOUNG),
        ((2001, 12, None), Age.YOUNG),
        ((2001, 11, None), Age.UNKNOWN),
        ((2001, None, None), Age.UNKNOWN),
        ((2002, None, None), Age.YOUNG),
        ((2000, None, None), Age.OLDER),
    ],
)
def test_the_age_is_that_of_the_day(
    born: tuple[int | None, int | None, int | None], age: Age
) -> None:
    assert evaluations.age(born, TUESDAY) is age


def test_every_appointment_is_counted_once_under_each_topic() -> None:
    facts = happened(random.Random(3), 1, TUESDAY)
    assert Counter(key.topic for key in facts.counts_under()) == Counter(Topic)


def test_a_second_sweep_at_the_same_time_counts_nothing_twice(office: None, book: Book) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    sweep(NOW + timedelta(days=9))
    counting.before_deletion([booked.id])
    assert endings(all_of_it()) == {"unrecorded": 1}
