"""Loads: how much of what is open is taken, per group and day (R41); never per colleague (D33)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.actions import supply
from backend.content import Content
from backend.domain.openings import Audience
from backend.domain.periods import CELL_MINUTES, CELLS_PER_DAY, first_cell
from backend.store import appointments, capacity
from backend.store.capacity import Group


@dataclass(frozen=True, slots=True)
class Load:
    """One day or several together; minutes are those of all counters."""

    open_minutes: int = 0
    taken_minutes: int = 0

    @property
    def percent(self) -> int | None:
        """How much is taken; None where nothing is open."""
        if not self.open_minutes:
            return None
        return min(100, round(100 * self.taken_minutes / self.open_minutes))

    def __add__(self, other: "Load") -> "Load":
        return Load(
            self.open_minutes + other.open_minutes, self.taken_minutes + other.taken_minutes
        )


def of(group: Group, days: Sequence[date], *, content: Content, now: datetime) -> dict[date, Load]:
    """The load of each of these days, in order; one read for all of them."""
    if not days:
        return {}
    taken: dict[int, int] = {}
    for _counter, start, cells in appointments.taken(
        group.id,
        first_cell(days[0]),
        end=first_cell(days[-1]) + CELLS_PER_DAY,
        now=int(now.timestamp()),
    ):
        ordinal = start // CELLS_PER_DAY
        taken[ordinal] = taken.get(ordinal, 0) + cells
    plan = capacity.plan()
    found = {}
    for day in days:
        masks = supply.masks_for(
            plan, group, frozenset(Audience), day=day, today=now.date(), content=content
        )
        opened = sum(mask.bit_count() for mask in masks.values())
        found[day] = Load(opened * CELL_MINUTES, taken.get(day.toordinal(), 0) * CELL_MINUTES)
    return found
