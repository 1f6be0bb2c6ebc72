"""Callbacks on both engines: two people at once, the messages, the keys."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from backend.actions import callbacks as calling
from backend.actions import rekeying
from backend.actions.callbacks import Request
from backend.content import Content
from backend.domain.accounts import Account
from backend.domain.callbacks import Caller, State
from backend.domain.roles import Grant, Place, Right
from backend.domain.staff_refusals import GoneAlready, NotAllowed, TakenByColleague
from backend.store import callbacks, database, sealing
from tests.actions.conftest import NOW
from tests.actions.people import hired

TEAM = Place("burg", "burg-eins")
SECONDS = int(NOW.timestamp())
AT_ONCE = 6

pytestmark = pytest.mark.usefixtures("office")


def request(**more: object) -> Request:
    return Request(team=TEAM, caller=Caller(name="Amal", phone="0421 1234567"), **more)  # type: ignore[arg-type]


def clerk(number: int, *, place: Place = TEAM) -> Account:
    return hired(Grant(kind=Right.COUNTER, place=place), mail=f"kim{number}@example.org")


def test_of_many_who_take_one_ticket_at_once_one_calls(content: Content) -> None:
    callback = calling.ask(request(), once="a", content=content, now=NOW)
    people = [clerk(number) for number in range(AT_ONCE)]
    together = Barrier(AT_ONCE)

    def take(account: Account) -> bool:
        try:
            together.wait()
            calling.take(account, callback.id, now=NOW)
        except TakenByColleague:
            return False
        finally:
            database.close_connection()
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        taken = list(threads.map(take, people))
    assert sum(taken) == 1
    found = callbacks.by_id(callback.id)
    assert found is not None and found.taken_by == people[taken.index(True)].id


def test_one_form_sent_many_times_at_once_is_one_ticket(content: Content) -> None:
    together = Barrier(AT_ONCE)

    def ask(_number: int) -> str:
        try:
            together.wait()
            return calling.ask(request(), once="one form", content=content, now=NOW).reference
        finally:
            database.close_connection()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        references = set(threads.map(ask, range(AT_ONCE)))
    assert len(references) == len(callbacks.standing(SECONDS)) == 1


def test_done_and_not_reached_at_once_leave_one_end(content: Content) -> None:
    callback = calling.ask(request(), once="a", content=content, now=NOW)
    account = clerk(1)
    calling.take(account, callback.id, now=NOW)
    calling.finish(account, callback.id, now=NOW)
    with pytest.raises(GoneAlready):
        calling.not_reached(account, callback.id, now=NOW)
    found = callbacks.by_id(callback.id)
    assert found is not None and found.state is State.DONE


def test_who_has_it_no_more_cannot_end_it(content: Content) -> None:
    callback = calling.ask(request(), once="a", content=content, now=NOW)
    callbacks.hand_over(callback.id, Place("tal", "tal-eins"))
    with pytest.raises(NotAllowed):
        calling.finish(clerk(1), callback.id, now=NOW)


def test_a_change_of_keys_reseals_the_callers(content: Content) -> None:
    callback = calling.ask(request(), once="a", content=content, now=NOW)
    sealing.use([b"n" * 32, b"k" * 32], b"h" * 32)
    rekeying.rotate()
    sealing.use([b"n" * 32], b"h" * 32)
    found = callbacks.by_id(callback.id)
    assert found is not None and found.caller.name == "Amal"
