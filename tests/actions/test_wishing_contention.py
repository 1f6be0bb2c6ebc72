"""Earlier times and many at once: nobody gets the time of another."""

from datetime import timedelta
from functools import partial

from backend.actions import booking, offering, planning, wishing
from backend.content import Content
from backend.domain import refusals
from backend.domain.refusals import TimeTaken
from backend.domain.wishes import Choices, Terms, Waiting
from backend.store import appointments, database, wishes
from tests.actions.conftest import TUESDAY, Book, at, draft_of, plan
from tests.actions.test_contention import Crowd, assert_sound, fast_commits, together
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


class WaitingCrowd(Crowd):
    """People who also wait for earlier times, answer, or do not."""

    kept = 0
    accepted = 0

    def step(self) -> None:
        act = self.chance.choices(
            [super().step, self.ask, self.round, self.answer, self.leave], [60, 12, 12, 12, 4]
        )[0]
        try:
            act()
        except refusals.Refusal:
            pass

    def ask(self) -> None:
        if self.booked:
            wishing.ask(self.chance.choice(self.booked), Choices(), now=self.now)

    def round(self) -> None:
        terms = Terms(pause_minutes=(0, 20))
        self.kept += offering.go_on(content=self.content, now=self.now, terms=terms)

    def answer(self) -> None:
        offers = database.every("SELECT appointment FROM waiting WHERE offer <> 0")
        if not offers:
            return
        appointment = self.chance.choice(offers)[0]
        found = wishes.by_appointment(appointment)
        assert found is not None and found.offer_start is not None
        terms = Terms(pause_minutes=(0, 20))
        if self.chance.random() < 0.7:
            wishing.accept(
                appointment, found.offer_start, content=self.content, now=self.now, terms=terms
            )
            self.accepted += 1
        else:
            wishing.decline(appointment, found.offer_start, now=self.now, terms=terms)

    def leave(self) -> None:
        if self.booked:
            wishing.forget(self.chance.choice(self.booked), now=self.now, terms=Terms())


def test_random_waiting_leaves_no_overlap(store: None, content: Content) -> None:
    planning.set_up(plan(small=2, large=1, cap=4))
    crowd = WaitingCrowd(content, seed=7)
    steps = 4_000 if database.is_sqlite() else 1_000
    with fast_commits():
        for number in range(steps):
            crowd.step()
            if number % 250 == 249:
                assert_sound()
    assert_sound()
    assert crowd.kept > steps / 100
    assert crowd.accepted > steps / 300
