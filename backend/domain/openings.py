"""Openings: when a counter group serves whom, expanded day by day (R36–R39, R123, D21, D25)."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain.counters import Counter
from backend.domain.periods import CELL_MINUTES, CELLS_PER_DAY, mask


class Audience(StrEnum):
    """Who may book an opening or an offer (D21)."""

    ALL = "all"
    EMPLOYED = "employed"
    """Employed people and people in a measure, by their own declaration (R39)."""
    EMERGENCY = "emergency"
    STAFF = "staff"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One line of a week template; minutes count from midnight, multiples of five."""

    weekday: int
    """Monday is 0."""
    start: int
    end: int
    counter: int | None = None
    """None: all counters of the group."""
    audience: Audience = Audience.ALL
    release_days: int | None = None
    """This many days before, what is unused opens to all; None: never."""

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"weekday {self.weekday} is none of 0 (Monday) to 6 (Sunday)")
        _check_window(self.start, self.end, self.release_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week template of a counter group: its openings, and from when until when it holds (R123).

    Templates of one group may overlap: on each day the one that began last counts, and one without
    a beginning comes before all others. So a summer or a quarter is laid over the usual week, which
    counts again afterwards.
    """

    id: int = 0
    title: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    """The last day it holds; both ends are inclusive."""
    openings: tuple[Opening, ...] = ()
    revision: int = 0
    """Grows with every change, so that nobody overwrites unseen what another has saved."""

    def __post_init__(self) -> None:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(f"a week template ends on {self.valid_until}, before it begins")

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in its time; holidays and closures come on top."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


def in_force(weeks: Iterable[Week], day: date) -> Week | None:
    """The template that counts on this day: of those that hold, the one that began last."""
    holding = [week for week in weeks if week.holds_on(day)]
    return max(holding, key=lambda week: (week.valid_from or date.min, week.id), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraOpening:
    """An opening of one day, beside the template and on public holidays too."""

    day: date
    start: int
    end: int
    counter: int | None = None
    audience: Audience = Audience.ALL
    release_days: int | None = None
    id: int = 0

    def __post_init__(self) -> None:
        _check_window(self.start, self.end, self.release_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Closed days or hours of a counter, a group or an office; minutes None: the whole day."""

    first_day: date
    last_day: date
    start: int | None = None
    end: int | None = None
    counter: int | None = None
    title: str = ""
    """What for, as the staff call it; customers never read it."""
    batch: str = ""
    """The same for closures of several groups or offices that were made in one step (D25)."""
    id: int = 0

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"a closure ends on {self.last_day}, before {self.first_day}")
        _check_window(self.start or 0, _DAY_MINUTES if self.end is None else self.end, None)

    @property
    def cells(self) -> int:
        """The closed cells of each of its days as a bit mask."""
        return _window(self.start or 0, _DAY_MINUTES if self.end is None else self.end)


_DAY_MINUTES = CELLS_PER_DAY * CELL_MINUTES


def open_masks(  # noqa: PLR0913 - a day depends on all of them
    openings: Iterable[Opening],
    extra_openings: Iterable[ExtraOpening],
    closures: Iterable[Closure],
    *,
    day: date,
    today: date,
    counters: Iterable[Counter],
    audiences: AbstractSet[Audience],
    holidays: AbstractSet[date],
) -> dict[int, int]:
    """The open cells of the day for these audiences: a bit mask per counter id (R36, D21, D25).

    `openings` are those of the template in force, `holidays` all days on which it rests: public
    holidays, and days that are planned by themselves. Extra openings hold on those too; closures
    cut both. `today` is the wall-clock day of the asking, from which release days count. Every
    counter has an entry.
    """
    windows: list[Opening | ExtraOpening] = [extra for extra in extra_openings if extra.day == day]
    if day not in holidays:
        windows += [opening for opening in openings if opening.weekday == day.weekday()]
    days_left = (day - today).days
    masks = {counter.id: 0 for counter in counters}
    for window in windows:
        if not _is_for(window, audiences, days_left=days_left):
            continue
        open_cells = _window(window.start, window.end)
        for counter_id in masks if window.counter is None else masks.keys() & {window.counter}:
            masks[counter_id] |= open_cells
    for closure in closures:
        if not closure.first_day <= day <= closure.last_day:
            continue
        for counter_id in masks if closure.counter is None else masks.keys() & {closure.counter}:
            masks[counter_id] &= ~closure.cells
    return masks


def _is_for(
    window: Opening | ExtraOpening, audiences: AbstractSet[Audience], *, days_left: int
) -> bool:
    """Whether the window serves one of the audiences, or has been released to all (D21)."""
    if window.audience is Audience.ALL or window.audience in audiences:
        return True
    return window.release_days is not None and days_left <= window.release_days


def _window(start: int, end: int) -> int:
    """The cells from one minute of the day to another."""
    return mask(start // CELL_MINUTES, (end - start) // CELL_MINUTES)


def _check_window(start: int, end: int, release_days: int | None) -> None:
    """Refuse windows that are empty, cross midnight or do not fit the five-minute grid."""
    if not 0 <= start < end <= _DAY_MINUTES:
        raise ValueError(f"minutes {start} to {end} are no window of one day")
    if start % CELL_MINUTES or end % CELL_MINUTES:
        raise ValueError(f"minutes {start} to {end} are no multiples of {CELL_MINUTES}")
    if release_days is not None and release_days < 0:
        raise ValueError(f"{release_days} release days: must not be negative")
