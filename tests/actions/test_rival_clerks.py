"""Two clerks at once: one gets the time, one form books once, one limit is kept."""

from functools import partial

import pytest

from backend.actions import handing_over, registering
from backend.actions.registering import Clerk
from backend.content import Content
from backend.domain.handovers import State
from backend.domain.refusals import LimitReached, TimeTaken
from backend.domain.registrations import Beside
from backend.domain.staff_refusals import GoneAlready
from backend.store import appointments, database, handovers
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.test_contention import booked, together
from tests.actions.test_registering import KIM, registration

CLERKS = 6


@pytest.mark.usefixtures("single")
def test_of_two_clerks_at_one_time_one_books_it(content: Content) -> None:
    results = together(
        [
            partial(
                registering.book,
                Clerk(KIM, f"form {number}"),
                registration(f"Amal{number}"),
                content=content,
                now=NOW,
            )
            for number in range(CLERKS)
        ]
    )
    assert len(booked(results)) == 1
    assert sum(isinstance(each, TimeTaken) for each in results) == CLERKS - 1


@pytest.mark.usefixtures("office")
def test_a_double_click_books_once(content: Content) -> None:
    results = together(
        [partial(registering.book, Clerk(KIM, "form"), registration(), content=content, now=NOW)]
        * CLERKS
    )
    assert len({each.id for each in booked(results)}) == 1 and len(booked(results)) == CLERKS
    assert database.one("SELECT count(*) FROM appointment") == (1,)


@pytest.mark.usefixtures("office")
def test_one_person_at_two_counters_is_booked_once_unless_there_is_a_reason(
    content: Content,
) -> None:
    def book(number: int, beside: Beside | None = None) -> object:
        start = at(TUESDAY, 8 + number // 2, 30 * (number % 2))
        what = registration(start=start, beside=beside)
        return registering.book(Clerk(KIM, f"{number} {beside}"), what, content=content, now=NOW)

    results = together([partial(book, number) for number in range(CLERKS)])
    assert len(booked(results)) == 1
    assert sum(isinstance(each, LimitReached) for each in results) == CLERKS - 1
    beside = together([partial(book, number, beside=Beside.MISTYPED) for number in range(3)])
    assert len(booked(beside)) == 3
    assert database.one("SELECT count(*) FROM customer_key") == (1,)


@pytest.mark.usefixtures("office")
def test_a_handover_is_accepted_or_taken_back_but_never_both(book: Book, content: Content) -> None:
    found = book("Amal", at(TUESDAY, 9))
    request = handing_over.ask(KIM, found.id, "tal", now=NOW)
    accept = partial(handing_over.accept, KIM, request, at(TUESDAY, 10), content=content, now=NOW)
    results = together([accept, partial(handing_over.withdraw, KIM, request, now=NOW)] * 2)
    assert sum(isinstance(each, GoneAlready) for each in results) == 3
    answered, now_at = handovers.by_id(request), appointments.by_id(found.id)
    assert answered is not None and now_at is not None
    assert now_at.office == ("tal" if answered.state is State.ACCEPTED else "burg")
