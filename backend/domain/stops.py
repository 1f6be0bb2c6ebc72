"""Stops: the days and places at which the bus, or a colleague, comes to people (R98–R105, R110)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from backend.domain.openings import ExtraOpening
from backend.domain.responsibility import Responsibility

TOGETHER = 2
"""Nobody is alone out there: so many counters must be staffed at the same time (R105)."""
SAME_POSTCODE, SAME_OFFICE, FAR = 0, 1, 2
"""How near a stop is to a postcode, without any map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A day on which an office comes to people; minutes count from midnight."""

    day: date
    start: int
    end: int
    place: str
    """German, as people call it, such as `Marktplatz Osterholz`."""
    street: str
    postcode: str
    city: str
    way: str = ""
    """German: bus and tram, and where to look for it there."""
    open_start: int | None = None
    """From when until when people may come without an appointment; None: not at all (R99)."""
    open_end: int | None = None
    cancelled_at: int | None = None
    """UTC seconds; None: it takes place."""
    revision: int = 0
    """Grows with every change, so that nobody overwrites unseen what another has saved."""
    id: int = 0

    def __post_init__(self) -> None:
        # As a window: it lies within its day and on the grid.
        self.window()
        if (self.open_start is None) != (self.open_end is None):
            raise ValueError("hours without an appointment have a beginning and an end")
        if self.open_start is not None and self.open_end is not None:
            ExtraOpening(day=self.day, start=self.open_start, end=self.open_end)
            if self.open_start < self.start or self.open_end > self.end:
                raise ValueError("hours without an appointment lie within the stop")

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.cancelled_at is not None

    @property
    def where(self) -> tuple[str, str, str, str]:
        """What somebody must know to be at the right place."""
        return self.place, self.street, self.postcode, self.city

    @property
    def open_hours(self) -> tuple[int, int] | None:
        """When people may come without an appointment (R99)."""
        if self.open_start is None or self.open_end is None:
            return None
        return self.open_start, self.open_end

    def window(self) -> ExtraOpening:
        """Its time as an opening of all counters of its office."""
        return ExtraOpening(day=self.day, start=self.start, end=self.end)

    def covers(self, minute: int) -> bool:
        """Whether the minute of its day lies in it."""
        return self.start <= minute < self.end


def windows(stops: Iterable[Stop], day: date) -> tuple[ExtraOpening, ...]:
    """When an office is open that is there at its stops only: those that are not cancelled."""
    return tuple(stop.window() for stop in stops if stop.day == day and not stop.is_cancelled)


def accompanied(masks: Iterable[int]) -> int:
    """The cells at which at least `TOGETHER` counters are staffed (R105)."""
    alone = together = 0
    for cells in masks:
        together |= alone & cells
        alone |= cells
    return together


def at(stops: Iterable[Stop], start: datetime) -> Stop | None:
    """The stop to which somebody comes at this wall-clock time; None: there is none on the day.

    One that takes place comes before one that is cancelled, since an appointment left without
    another time still belongs to the cancelled one; else the nearest one of the day.
    """
    minute = start.hour * 60 + start.minute
    of_day = [stop for stop in stops if stop.day == start.date()]
    return min(
        of_day,
        key=lambda stop: (
            not stop.covers(minute),
            stop.is_cancelled,
            min(abs(minute - stop.start), abs(minute - stop.end)),
            -(stop.cancelled_at or 0),
            stop.id,
        ),
        default=None,
    )


def is_crossing(wanted: Stop, others: Iterable[Stop]) -> bool:
    """Whether the same team would be at two places at once; cancelled stops are in nobody's way."""
    return not wanted.is_cancelled and any(
        other.id != wanted.id
        and not other.is_cancelled
        and other.day == wanted.day
        and other.start < wanted.end
        and wanted.start < other.end
        for other in others
    )


def coming(stops: Iterable[Stop], now: datetime) -> list[Stop]:
    """Those that are not over, the next one first, cancelled ones among them.

    `now` is local wall-clock time.
    """
    minute = now.hour * 60 + now.minute
    ahead = [stop for stop in stops if (stop.day, stop.end) > (now.date(), minute)]
    return sorted(ahead, key=lambda stop: (stop.day, stop.start, stop.id))


def nearness(stop: Stop, postcode: str, rows: Iterable[Responsibility]) -> int:
    """How near a stop is (R110): the same postcode, one of the same office, or farther away."""
    if stop.postcode == postcode:
        return SAME_POSTCODE
    kept = tuple(rows)
    return SAME_OFFICE if _offices(kept, stop.postcode) & _offices(kept, postcode) else FAR


def is_in_area(stop: Stop, offices: Iterable[str], rows: Iterable[Responsibility]) -> bool:
    """Whether one of these offices is responsible where the stop is."""
    return bool(_offices(rows, stop.postcode) & set(offices))


def _offices(rows: Iterable[Responsibility], postcode: str) -> set[str]:
    return {key for row in rows if row.postcode == postcode for key in row.offices}


def of_all(tours: Mapping[str, Iterable[Stop]]) -> list[tuple[str, Stop]]:
    """The stops of all offices with the key of their office, in order of time."""
    pairs = [(office, stop) for office, stops in tours.items() for stop in stops]
    return sorted(pairs, key=lambda pair: (pair[1].day, pair[1].start, pair[1].id))
