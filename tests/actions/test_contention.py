"""Many at once: exactly one gets a time, and whatever happens nothing overlaps."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from backend.actions import booking, forgetting, planning
from backend.content import Content
from backend.domain import refusals
from backend.domain.appointments import Appointment, Draft
from backend.domain.capacity import InterpreterHours
from backend.store import appointments, claims, database, tallies
from tests.actions.conftest import NOW, TUESDAY, at, draft_of, plan

THREADS = 16


def together(tasks: Sequence[Callable[[], object]]) -> list[object]:
    """Run all at the same moment in threads of their own; refusals are results too."""
    results: list[object] = [None] * len(tasks)
    gate = threading.Barrier(len(tasks))

    def run(number: int) -> None:
        database.open_connection()
        try:
            gate.wait(20)
            results[number] = tasks[number]()
        except refusals.Refusal as refusal:
            results[number] = refusal
        except Exception as error:  # noqa: BLE001 - the test shows whatever happened
            results[number] = error
        finally:
            database.database.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def whole(name: str, start: datetime, content: Content, **answers: object) -> Appointment:
    draft = booking.hold(name, draft_of(name, **answers), start, content=content, now=NOW)
    return booking.book(name, draft, content=content, now=NOW)


def booked(results: list[object]) -> list[Appointment]:
    wrong = [
        each
        for each in results
        if not isinstance(each, Appointment | refusals.TimeTaken | refusals.LimitReached)
    ]
    assert not wrong, wrong
    return [each for each in results if isinstance(each, Appointment)]


def test_one_time_goes_to_exactly_one_of_many(single: None, content: Content) -> None:
    for hour in (8, 9, 10):
        tasks = [
            partial(whole, f"P{hour}x{number}", at(TUESDAY, hour), content)
            for number in range(THREADS)
        ]
        assert len(booked(together(tasks))) == 1


def test_different_durations_never_overlap(single: None, content: Content) -> None:
    concerns = ("antrag", "rueckfrage", "notfall-geld")
    tasks = [
        partial(
            whole,
            f"P{number}",
            at(TUESDAY, 9, 5 * (number % 6)),
            content,
            concern=concerns[number % 3],
        )
        for number in range(THREADS)
    ]
    assert booked(together(tasks))
    assert_sound()


def test_a_lapsed_time_is_not_given_to_two(single: None, content: Content) -> None:
    mine = booking.hold("amal", draft_of("Amal"), at(TUESDAY, 9), content=content, now=NOW)
    later = NOW + timedelta(minutes=45)

    def rival(number: int) -> Appointment:
        draft = draft_of(f"R{number}")
        draft = booking.hold(f"R{number}", draft, at(TUESDAY, 9), content=content, now=later)
        return booking.book(f"R{number}", draft, content=content, now=later)

    tasks: list[Callable[[], object]] = [partial(rival, number) for number in range(7)]
    tasks.append(lambda: booking.book("amal", mine, content=content, now=later))
    assert len(booked(together(tasks))) == 1


def test_one_customer_at_two_times_gets_one(office: None, content: Content) -> None:
    tasks = [
        partial(whole, f"P{number}", at(TUESDAY, 8 + number % 4), content, email="one@example.org")
        for number in range(8)
    ]
    assert len(booked(together(tasks))) == 1


def test_the_building_is_not_overfilled_by_many_at_once(store: None, content: Content) -> None:
    planning.set_up(plan(small=8, large=0, cap=3))
    tasks = [partial(whole, f"P{number}", at(TUESDAY, 9), content) for number in range(8)]
    assert len(booked(together(tasks))) == 3
    assert_sound()


def test_moving_and_cancelling_at_once_ends_in_one_of_both(single: None, content: Content) -> None:
    old = whole("Amal", at(TUESDAY, 9), content)
    draft = draft_of("", email="", moving=old.id)
    draft = booking.hold("m", draft, at(TUESDAY, 9, 15), content=content, now=NOW)
    tasks: list[Callable[[], object]] = [
        lambda: booking.move("m", draft, content=content, now=NOW),
        lambda: booking.cancel(old.id, now=NOW),
    ]
    for each in together(tasks):
        assert isinstance(each, Appointment | refusals.AppointmentGone), each
    assert_sound()


def assert_sound() -> None:
    """No two overlap, no claim without its owner, no owner without all its claims."""
    cells: set[tuple[int, int]] = set()
    owned: dict[int, set[tuple[str, int]]] = {}
    for resource, cell, owner in database.every("SELECT resource, cell, appointment FROM claim"):
        owned.setdefault(owner, set()).add((resource, cell))
    known = set()
    for appointment_id, state in database.every("SELECT id, state FROM appointment"):
        standing = appointments.lock(appointment_id)
        assert standing
        spot = standing.spot
        if state == "cancelled":
            assert appointment_id not in owned
            continue
        known.add(appointment_id)
        if state != "booked":
            continue
        span = range(spot.start_cell, spot.end_cell)
        for cell in span:
            assert (spot.counter_id, cell) not in cells, "two appointments overlap"
            cells.add((spot.counter_id, cell))
            assert (f"counter/{spot.counter_id}", cell) in owned[appointment_id]
        places = [name for name, _ in owned[appointment_id] if name.startswith("place")]
        if spot.places:
            assert len(places) == spot.persons * spot.cells
    assert not set(owned) - known, "an orphan claim"


class Crowd:
    """People who do whatever comes to their mind, by a fixed seed."""

    def __init__(self, content: Content, seed: int) -> None:
        self.content = content
        self.chance = random.Random(seed)
        self.now = NOW
        self.drafts: dict[str, Draft] = {}
        self.booked: list[int] = []
        self.done = {"booked": 0, "moved": 0, "cancelled": 0}
        self.number = 0

    def step(self) -> None:
        act = self.chance.choices(
            [self.hold, self.book, self.move, self.cancel, self.wait], [40, 30, 12, 12, 6]
        )[0]
        try:
            act()
        except refusals.Refusal:
            pass

    def answers(self) -> dict[str, object]:
        return {
            "concern": self.chance.choice(["antrag", "rueckfrage", "notfall-geld"]),
            "companion": self.chance.random() < 0.1,
            "interpreter": "ar" if self.chance.random() < 0.1 else "",
        }

    def start(self) -> datetime:
        day = self.now.date() + timedelta(days=self.chance.randrange(1, 6))
        return at(day, 8) + timedelta(minutes=5 * self.chance.randrange(48))

    def hold(self) -> None:
        name = f"P{self.number}"
        self.number += 1
        if self.drafts and self.chance.random() < 0.3:
            name = self.chance.choice(list(self.drafts))
        draft = self.drafts.get(name) or draft_of(name)
        draft = replace(draft, **self.answers())  # type: ignore[arg-type]
        self.drafts[name] = booking.hold(
            name, draft, self.start(), content=self.content, now=self.now
        )

    def book(self) -> None:
        if not self.drafts:
            return
        name = self.chance.choice(list(self.drafts))
        draft = self.drafts.pop(name)
        found = booking.book(name, draft, content=self.content, now=self.now)
        self.booked.append(found.id)
        self.done["booked"] += 1

    def move(self) -> None:
        if not self.booked:
            return
        moving = self.chance.choice(self.booked)
        draft = draft_of("", email="", moving=moving, **self.answers())
        key = f"M{moving}"
        draft = booking.hold(key, draft, self.start(), content=self.content, now=self.now)
        if self.chance.random() < 0.1:
            self.now += timedelta(minutes=40)
        booking.move(
            key, draft, content=self.content, now=self.now, pause_minutes=(0, 20),
            chance=self.chance.randrange,
        )  # fmt: skip
        self.done["moved"] += 1

    def cancel(self) -> None:
        if not self.booked:
            return
        chosen = self.booked.pop(self.chance.randrange(len(self.booked)))
        booking.cancel(chosen, now=self.now, pause_minutes=(0, 20), chance=self.chance.randrange)
        self.done["cancelled"] += 1

    def wait(self) -> None:
        self.now += timedelta(minutes=self.chance.choice([1, 5, 20, 40, 300]))
        if self.chance.random() < 0.3:
            forgetting.sweep(now=self.now, retention_days=400, draft_minutes=120)


def test_ten_thousand_random_operations_leave_no_overlap(store: None, content: Content) -> None:
    interpreters = tuple(
        InterpreterHours(
            office="burg", language="ar", weekday=weekday, start=480, end=720, on_site=True
        )
        for weekday in range(5)
    )
    planning.set_up(plan(small=3, large=2, cap=6, interpreters=interpreters))
    crowd = Crowd(content, seed=5)
    steps = 10_000 if database.is_sqlite() else 2_000
    with fast_commits():
        for number in range(steps):
            crowd.step()
            if number % 1_000 == 999:
                assert_sound()
        forgetting.sweep(now=crowd.now, retention_days=400, draft_minutes=120)
    assert_sound()
    assert min(crowd.done.values()) > steps / 100
    for kind, count in crowd.done.items():
        assert tallies.total(kind) == count
    assert letters_by_kind() == {
        "confirmation": crowd.done["booked"],
        "moved": crowd.done["moved"],
        "cancellation": crowd.done["cancelled"],
    }


def letters_by_kind() -> dict[str, int]:
    rows = database.every(
        "SELECT kind, COUNT(*) FROM letter WHERE kind <> 'reminder' GROUP BY kind"
    )
    return {str(kind): int(count) for kind, count in rows}


@contextmanager
def fast_commits() -> Iterator[None]:
    """Without waiting for the disk: ten thousand commits would take minutes on a slow one."""
    if database.is_sqlite():
        database.run("PRAGMA synchronous = OFF")
    else:
        database.run("SET synchronous_commit = off")
    yield


def test_cells_in_any_order_never_deadlock_since_they_are_sorted(
    store: None, content: Content
) -> None:
    cells = [("counter/1", cell) for cell in range(1_500)]

    def insert(number: int) -> bool:
        wanted = list(cells)
        random.Random(number).shuffle(wanted)
        with database.atomic():
            if not claims.take(number + 1, wanted, until=None, now=0):
                raise refusals.TimeTaken
        return True

    for _ in range(4):
        database.run("DELETE FROM claim")
        results = together([partial(insert, number) for number in range(8)])
        assert results.count(True) == 1
        assert sum(isinstance(each, refusals.TimeTaken) for each in results) == 7
