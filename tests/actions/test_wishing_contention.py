"""Earlier times and many at once: nobody gets the time of another."""

from datetime import timedelta
from functools import partial

from backend.actions import booking, wishing
from backend.content import Content
from backend.domain.refusals import TimeTaken
from backend.domain.wishes import Choices, Waiting
from backend.store import appointments, wishes
from tests.actions.conftest import TUESDAY, Book, at, draft_of
from tests.actions.test_contention import assert_sound, together
from tests.actions.test_wishing import (
    EARLIER,
    FRIDAY,
    LATER,
    TEN,
    TERMS,
    full,
    offered,
    round_at,
    wait,
)


def test_two_waiting_people_never_get_the_same_time(
    single: None, book: Book, content: Content
) -> None:
    taken = {found.start: found for found in full(book)}
    people = [book(f"P{number}", at(FRIDAY, 8 + number)) for number in range(3)]
    for person in people:
        wait(person, Choices(last_day=TUESDAY))
    booking.cancel(taken[EARLIER].id, now=TEN)
    together([partial(round_at, TEN, content) for _ in range(4)])
    assert sorted(offered(each) is not None for each in people) == [False, False, True]
    assert_sound()


def test_a_customer_at_the_screen_and_a_waiting_one_never_get_the_same_time(
    single: None, book: Book, content: Content
) -> None:
    taken = {found.start: found for found in full(book)}
    amal = book("Amal", LATER)
    wait(amal, Choices(last_day=TUESDAY))
    booking.cancel(taken[EARLIER].id, now=TEN)
    rivals = [
        partial(
            booking.hold, f"R{number}", draft_of(f"R{number}"), EARLIER, content=content, now=TEN
        )
        for number in range(4)
    ]
    results = together([partial(round_at, TEN, content), *rivals])
    lost = sum(isinstance(each, TimeTaken) for each in results)
    assert lost == (4 if offered(amal) else 3), results
    assert_sound()


def test_accepting_declining_and_lapsing_at_once_ends_in_one_of_them(
    single: None, book: Book, content: Content
) -> None:
    taken = {found.start: found for found in full(book)}
    amal, bo = book("Amal", LATER), book("Bo", at(FRIDAY, 10))
    for person in (amal, bo):
        wait(person, Choices(last_day=TUESDAY))
    booking.cancel(taken[EARLIER].id, now=TEN)
    round_at(TEN, content)
    late = TEN + timedelta(minutes=120)
    together(
        [
            partial(wishing.accept, amal.id, EARLIER, content=content, now=late, terms=TERMS),
            partial(wishing.accept, amal.id, EARLIER, content=content, now=late, terms=TERMS),
            partial(wishing.decline, amal.id, EARLIER, now=late, terms=TERMS),
            partial(round_at, late, content),
            partial(round_at, late, content),
        ]
    )
    assert_sound()
    found = appointments.by_id(amal.id)
    other: Waiting | None = wishes.by_appointment(bo.id)
    assert found is not None and other is not None
    assert not (found.start == EARLIER and other.offer_start == EARLIER)
