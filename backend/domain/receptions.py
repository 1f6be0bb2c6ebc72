"""Receptions: when somebody may come without an appointment (R71, R86).

All times are the office's wall clock; minutes count from midnight, multiples of five.
"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.domain.openings import Closure
from backend.domain.periods import CELL_MINUTES, CELLS_PER_DAY, mask

Window = tuple[int, int]
"""From one minute of the day to another."""

LOOK_AHEAD = timedelta(days=28)
"""Longer than any row of public holidays and closed weeks; after that nothing is promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Some weekdays and the hours in which the reception is there for everybody."""

    weekdays: tuple[int, ...]
    """Monday is 0."""
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a reception stands at one moment of a day."""

    until: int | None
    """Open now, until this minute; None: not open now."""
    later: tuple[Window, ...]
    """What is still to come on this day."""


def windows_on(
    receptions: Iterable[Reception], day: date, *, holidays: AbstractSet[date], closed: int = 0
) -> tuple[Window, ...]:
    """The open windows of the day; none on a public holiday; `closed` cells are cut out."""
    if day in holidays:
        return ()
    open_cells = 0
    for reception in receptions:
        if day.weekday() in reception.weekdays:
            for start, end in reception.windows:
                open_cells |= mask(start // CELL_MINUTES, (end - start) // CELL_MINUTES)
    return _windows(open_cells & ~closed)


def closed_cells(groups: Iterable[Iterable[Closure]], day: date) -> int:
    """The cells of the day in which every counter group of an office is closed (D25).

    A closure of one counter closes nothing for who comes without an appointment.
    """
    every = [[closure for closure in closures if closure.counter is None] for closures in groups]
    closed = mask(0, CELLS_PER_DAY) if every else 0
    for closures in every:
        own = 0
        for closure in closures:
            if closure.first_day <= day <= closure.last_day:
                own |= closure.cells
        closed &= own
    return closed


def standing_at(windows: Sequence[Window], minute: int) -> Standing:
    """Whether it is open at this minute, until when, and what comes later on the same day."""
    until = next((end for start, end in windows if start <= minute < end), None)
    return Standing(until=until, later=tuple(each for each in windows if each[0] > minute))


def next_opening(windows_of: Callable[[date], Sequence[Window]], now: datetime) -> datetime | None:
    """The first moment after `now`, on this day or a later one, at which a window opens.

    `now` and the answer are wall clock without a zone; None when nothing opens in four weeks.
    """
    for ahead in range(LOOK_AHEAD.days + 1):
        day = now.date() + timedelta(days=ahead)
        for start, _end in windows_of(day):
            begin = datetime.combine(day, time(start // 60, start % 60))
            if begin > now:
                return begin
    return None


def _windows(cells: int) -> tuple[Window, ...]:
    windows: list[Window] = []
    first: int | None = None
    for cell in range(CELLS_PER_DAY + 1):
        is_open = bool(cells >> cell & 1)
        if is_open and first is None:
            first = cell
        elif not is_open and first is not None:
            windows.append((first * CELL_MINUTES, cell * CELL_MINUTES))
            first = None
    return tuple(windows)
