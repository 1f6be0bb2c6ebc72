"""Calls and interpreters on both engines: two colleagues at one appointment, fixed hours."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from backend.actions import calling, interpreting
from backend.domain.accounts import Account
from backend.domain.appointments import Channel
from backend.domain.calls import State as Call
from backend.domain.interpreters import Hours
from backend.domain.interpreters import State as Wish
from backend.domain.periods import cell_at
from backend.domain.roles import Grant, Place, Right, Role
from backend.domain.staff_refusals import GoneAlready, HoursOverlap, TriedJustNow
from backend.store import appointments, calls, database, letters
from backend.store import interpreting as wishes
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.people import hired
from tests.actions.test_contention import together

BURG = Place("burg")
DURING = NOW.replace(day=24, hour=9)

pytestmark = pytest.mark.usefixtures("office")


def colleague(number: int, kind: Role | Right = Right.COUNTER) -> Account:
    return hired(Grant(kind=kind, place=BURG), mail=f"kim{number}@example.org")


def test_two_who_note_one_call_at_once_note_one_try(book: Book) -> None:
    appointment = book("Amal", at(TUESDAY, 9), channel=Channel.PHONE, phone="0421 1234567")
    people = [colleague(number) for number in range(4)]

    def press(account: Account) -> Callable[[], object]:
        return lambda: calling.not_reached(account, appointment.id, now=DURING)

    results = together([press(account) for account in people])
    assert sorted(type(each).__name__ for each in results) == ["State"] + ["TriedJustNow"] * 3
    noted = calls.of(appointment.id, cell_at(appointment.start))
    assert (noted.state, noted.tries) == (Call.OPEN, 1)
    assert all(isinstance(each, Call | TriedJustNow) for each in results)


def test_of_two_findings_at_once_one_stands_and_the_other_is_told(book: Book) -> None:
    appointment = book("Amal", at(TUESDAY, 9), interpreter="ar")
    one, two = colleague(1), colleague(2)

    def note(account: Account, state: Wish) -> Callable[[], object]:
        return lambda: interpreting.note(account, appointment.id, state, was=Wish.WANTED, now=NOW)

    results = together([note(one, Wish.CONFIRMED), note(two, Wish.NONE_FOUND)])
    assert sorted(type(each).__name__ for each in results) == ["GoneAlready", "NoneType"]
    assert any(isinstance(each, GoneAlready) for each in results)
    told = database.every(
        "SELECT 1 FROM letter WHERE kind = ? AND state = 'waiting'", (letters.NO_INTERPRETER,)
    )
    assert len(told) == (wishes.states([appointment.id])[appointment.id] is Wish.NONE_FOUND)


def test_fixed_hours_come_and_go(book: Book) -> None:
    boss = colleague(1, Role.OFFICE_ADMINISTRATOR)
    hours = Hours(id=0, office="burg", language="ar", weekday=1, start=480, end=720, on_site=True)
    interpreting.add_hours(boss, hours, now=NOW)
    with pytest.raises(HoursOverlap):
        interpreting.add_hours(boss, replace(hours, start=600), now=NOW)
    appointment = book("Amal", at(TUESDAY, 9), interpreter="ar")
    assert appointment.interpreter_claimed
    [line] = wishes.hours("burg")
    assert interpreting.remove_hours(boss, line.id, now=NOW) == 1
    standing = appointments.by_id(appointment.id)
    assert standing is not None and not standing.interpreter_claimed
    assert database.every("SELECT 1 FROM claim WHERE resource LIKE 'interpreter/%'") == []
    assert interpreting.remove_hours(boss, line.id, now=NOW) == 0
