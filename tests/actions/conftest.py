"""One small Jobcenter in a real database, and customers who book there."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from backend import content as contents
from backend.actions import booking, drafting, planning
from backend.content import Content
from backend.domain.appointments import Appointment, Channel, Draft
from backend.domain.capacity import Capacity, CounterPlan, GroupPlan, InterpreterHours, OfficePlan
from backend.domain.offers import Offer
from backend.domain.openings import Audience, Opening
from backend.domain.rules import OfficeRules
from backend.store import database, sealing

ZONE = ZoneInfo("Europe/Berlin")
TINY = Path(__file__).parent.parent / "jobcenters" / "tiny"
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=ZONE)
"""A Monday before the cut-off."""
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Local wall-clock time."""
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001


def plan(
    *,
    small: int = 2,
    large: int = 1,
    cap: int | None = None,
    interpreters: tuple[InterpreterHours, ...] = (),
    turn_round: int = 0,
) -> Capacity:
    """Two offices; `burg` has one group with so many counters, open 8 to 12 and late on Tuesday."""
    everything = frozenset(Channel)
    offers = (
        Offer(
            concern="antrag",
            minutes=30,
            interpreter_minutes=30,
            turn_round_minutes=turn_round,
            channels=everything,
        ),
        Offer(concern="rueckfrage", minutes=20, channels=everything),
        Offer(concern="notfall-geld", minutes=15, channels=everything),
    )
    week = tuple(Opening(weekday=weekday, start=480, end=720) for weekday in range(5))
    late = Opening(weekday=1, start=960, end=1080, audience=Audience.EMPLOYED, release_days=0)

    def office(key: str, *, small: int, large: int, cap: int | None) -> OfficePlan:
        counters = [CounterPlan(title=f"{number}") for number in range(small)]
        counters += [CounterPlan(title=f"G{number}", large=True) for number in range(large)]
        group = GroupPlan(
            key=f"{key}-eins",
            title=key,
            area="entrance",
            counters=tuple(counters),
            offers=offers,
            openings=(*week, late),
        )
        return OfficePlan(
            office=key, rules=OfficeRules(building_cap=cap, horizon_days=28), groups=(group,)
        )

    return Capacity(
        offices={
            "burg": office("burg", small=small, large=large, cap=cap),
            "tal": office("tal", small=1, large=0, cap=None),
        },
        interpreters=interpreters,
        exempt_addresses=("burg@example.org",),
    )


@pytest.fixture(scope="session")
def content() -> Content:
    """The tiny Jobcenter of the tests."""
    return contents.load(TINY)


@pytest.fixture
def store(database_url: str) -> Iterator[None]:
    """An empty database in use, with keys."""
    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(database_url)
    yield
    database.disconnect()


@pytest.fixture
def office(store: None) -> None:
    """Two small counters and a large one, without a cap."""
    planning.set_up(plan())


@pytest.fixture
def single(store: None) -> None:
    """One counter only."""
    planning.set_up(plan(small=1, large=0))


def draft_of(name: str, **answers: object) -> Draft:
    """A draft with all that booking needs."""
    full = Draft(
        office="burg",
        concern="antrag",
        name=name,
        email=f"{name.lower()}@example.org",
        delivery="mail",
        languages="ar+de",
    )
    return replace(full, **answers)  # type: ignore[arg-type]


Book = Callable[..., Appointment]


@pytest.fixture
def book(content: Content) -> Book:
    """Holds and books: `book("Amal", at(TUESDAY, 9))`."""

    def whole(name: str, start: datetime, *, now: datetime = NOW, **answers: object) -> Appointment:
        draft = draft_of(name, **answers)
        drafting.save(name, draft, now=now)
        draft = booking.hold(name, draft, start, content=content, now=now)
        return booking.book(name, draft, content=content, now=now)

    return whole


def seconds(moment: datetime) -> int:
    """UTC seconds."""
    return int(moment.astimezone(UTC).timestamp())
