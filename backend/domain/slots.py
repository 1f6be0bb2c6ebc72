"""Free times: computed from openings and appointments whenever somebody asks, never stored.

A counter's day is one integer, a bit per cell of five minutes (`periods.mask`), so that `n` free
cells in a row are found by shifting, for all starts of the day at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from backend.domain.counters import Counter, in_order
from backend.domain.periods import CELLS_PER_DAY, cell_at, first_cell, mask, moment_of

WHOLE_DAY = mask(0, CELLS_PER_DAY)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time on offer; `start` is local wall-clock time at the office."""

    start: datetime
    reserved: bool
    """Only for employed people and people in a measure (R39)."""
    interpreter: bool
    """An interpreter of the wanted language is there and free for the whole time."""


@dataclass(frozen=True, slots=True)
class Busy:
    """The taken cells of one day per counter id, holds that have not lapsed among them."""

    masks: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, day: date, taken: Iterable[tuple[int, int, int]]) -> "Busy":
        """From (counter id, absolute first cell, count of cells); cells of other days fall away."""
        origin = first_cell(day)
        masks: dict[int, int] = {}
        for counter, first, count in taken:
            start, end = max(first - origin, 0), min(first - origin + count, CELLS_PER_DAY)
            if start < end:
                masks[counter] = masks.get(counter, 0) | mask(start, end - start)
        return cls(masks)

    def load(self) -> dict[int, int]:
        """How many cells are taken per counter."""
        return {counter: taken.bit_count() for counter, taken in self.masks.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """All that decides which times of one day and counter group are free for a customer."""

    day: date
    counters: Sequence[Counter]
    open: Mapping[int, int]
    """Open cells per counter id for the customer's audiences, the reserved ones among them."""
    unreserved: Mapping[int, int]
    """The same without the audience `EMPLOYED`."""
    busy: Busy = field(default_factory=Busy)
    interpreters: Sequence[int] | None = None
    """Per interpreter of the wanted language the cells present and not taken; None: not asked."""
    places: int = WHOLE_DAY
    """Cells at which the building has room for those who come (`places_mask`)."""


def free(plan: DayPlan, *, cells_needed: int, earliest: datetime, third_person: bool) -> list[Slot]:
    """The times to offer, ascending (R4).

    Every free run of a counter is filled from its beginning without gaps, so that no booking
    leaves a rest too short for the next one; the counters' starts are put together. Runs are not
    cut at `earliest` (local wall clock): the times on offer stay the same while the clock moves.
    """
    starts = unreserved = 0
    comb = _comb(cells_needed)
    for counter in plan.counters:
        if third_person and not counter.large:
            continue
        idle = _idle(plan, counter)
        for first, length in _runs(idle):
            fitting = length // cells_needed * cells_needed
            starts |= (comb & ((1 << fitting) - 1)) << first
        unreserved |= consecutive(idle & plan.unreserved.get(counter.id, 0), cells_needed)
    starts &= consecutive(plan.places, cells_needed) & _from(plan.day, earliest)
    if not starts:
        return []
    interpreted = 0
    for present in plan.interpreters or ():
        interpreted |= consecutive(present, cells_needed)
    origin = first_cell(plan.day)
    return [
        Slot(
            start=moment_of(origin + cell),
            reserved=not unreserved >> cell & 1,
            interpreter=bool(interpreted >> cell & 1),
        )
        for cell in _bits(starts)
    ]


def blocks(
    plan: DayPlan, *, cells_needed: int, count: int, earliest: datetime, third_person: bool
) -> list[datetime]:
    """The starts at which `count` appointments fit one after another at one counter, ascending.

    Where an interpreter is wanted, one and the same is free for all of them. Starts on offer lie a
    whole block apart, so that blocks leave no gaps between them.
    """
    whole = cells_needed * count
    starts = 0
    for counter in plan.counters:
        if third_person and not counter.large:
            continue
        idle = _idle(plan, counter) & plan.unreserved.get(counter.id, 0) & plan.places
        for present in plan.interpreters if plan.interpreters is not None else (WHOLE_DAY,):
            for first, length in _runs(idle & present):
                fitting = length // whole * whole
                starts |= (_comb(whole) & ((1 << fitting) - 1)) << first
    origin = first_cell(plan.day)
    return [moment_of(origin + cell) for cell in _bits(starts & _from(plan.day, earliest))]


def counters_for(
    plan: DayPlan,
    start: datetime,
    *,
    cells_needed: int,
    third_person: bool,
    employed: bool = True,
) -> list[Counter]:
    """The counters to try for this start, best first; empty when the time is not free (R45, D23).

    Any start on the five-minute grid will do, on offer or not. Counters that are not reserved at
    that time come first, so that the late ones stay for those they are kept for; without the
    declaration (`employed`) only they come at all (R39).
    """
    wanted = _wanted(plan, start, cells_needed=cells_needed)
    if not wanted:
        return []
    candidates = in_order(plan.counters, plan.busy.load(), third_person=third_person)
    fitting = [each for each in candidates if _idle(plan, each) & wanted == wanted]
    unreserved = [each for each in fitting if plan.unreserved.get(each.id, 0) & wanted == wanted]
    if not employed:
        return unreserved
    return unreserved + [each for each in fitting if each not in unreserved]


def is_reserved(plan: DayPlan, start: datetime, *, cells_needed: int, third_person: bool) -> bool:
    """Whether this free time is only for those who declare to be employed (R39).

    False for a time that is not free at all.
    """
    fitting = counters_for(plan, start, cells_needed=cells_needed, third_person=third_person)
    wanted = _wanted(plan, start, cells_needed=cells_needed)
    return bool(fitting) and plan.unreserved.get(fitting[0].id, 0) & wanted != wanted


def has_interpreter(plan: DayPlan, start: datetime, *, cells_needed: int) -> bool:
    """Whether one interpreter of the wanted language is free for the whole time."""
    wanted = _wanted(plan, start, cells_needed=cells_needed)
    return wanted != 0 and any(each & wanted == wanted for each in plan.interpreters or ())


def places_mask(cap: int | None, taken_per_cell: Sequence[int], persons: int) -> int:
    """The cells at which so many more persons fit into the building (R46).

    `taken_per_cell` counts the people there in each cell from midnight on; cells beyond its end
    are empty. No cap, or nobody who comes (phone, video): the whole day.
    """
    if cap is None or persons == 0:
        return WHOLE_DAY
    full = sum(
        1 << cell
        for cell, taken in enumerate(taken_per_cell[:CELLS_PER_DAY])
        if taken + persons > cap
    )
    room = WHOLE_DAY if persons <= cap else 0
    return room & ~full


def consecutive(cells: int, count: int) -> int:
    """The cells from which on `count` cells in a row are set; `count` is at least one."""
    if count < 1:
        raise ValueError(f"{count} cells in a row")
    done = 1
    while done < count:
        # Each shift doubles what is proven, so 24 cells take five shifts and not 23.
        step = min(done, count - done)
        cells &= cells >> step
        done += step
    return cells


def _idle(plan: DayPlan, counter: Counter) -> int:
    """The cells at which the counter is open and not taken."""
    taken = plan.busy.masks.get(counter.id, 0)
    return plan.open.get(counter.id, 0) & ~taken & WHOLE_DAY


def _wanted(plan: DayPlan, start: datetime, *, cells_needed: int) -> int:
    """The cells of an appointment as a mask; 0 when it leaves day, grid or building."""
    first = cell_at(start) - first_cell(plan.day)
    if start != moment_of(cell_at(start)) or not 0 <= first <= CELLS_PER_DAY - cells_needed:
        return 0
    wanted = mask(first, cells_needed)
    return wanted if plan.places & wanted == wanted else 0


def _from(day: date, earliest: datetime) -> int:
    """The cells of the day that begin at or after a local wall-clock moment."""
    first = cell_at(earliest) - first_cell(day)
    if earliest != moment_of(cell_at(earliest)):
        first += 1
    first = min(max(first, 0), CELLS_PER_DAY)
    return WHOLE_DAY >> first << first


def _runs(cells: int) -> Iterator[tuple[int, int]]:
    """The maximal runs of set cells as (first, length)."""
    while cells:
        low = cells & -cells
        # Adding the lowest bit carries through the run and sets the first cell behind it.
        carried = cells + low
        first = low.bit_length() - 1
        yield first, (carried & -carried).bit_length() - 1 - first
        cells &= carried


def _bits(cells: int) -> Iterator[int]:
    """The numbers of the set cells, ascending."""
    while cells:
        low = cells & -cells
        yield low.bit_length() - 1
        cells ^= low


@lru_cache(maxsize=CELLS_PER_DAY)
def _comb(step: int) -> int:
    """Every `step`-th cell of a day, the first one among them."""
    if step < 1:
        raise ValueError(f"{step} cells needed")
    return sum(1 << cell for cell in range(0, CELLS_PER_DAY, step))
