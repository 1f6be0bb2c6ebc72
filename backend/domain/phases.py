"""Phases: what an office takes while circumstances are not the usual ones (R48, R96)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.domain.appointments import Channel, Wish
from backend.domain.rules import IN_THE_OFFICE


class PhaseKind(StrEnum):
    """What may be booked."""

    NORMAL = "normal"
    EMERGENCIES_ONLY = "emergencies_only"
    PHONE_ONLY = "phone_only"
    """Emergencies may come in person all the same (R93, R94)."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A phase of one office; without a last day it holds until another one begins."""

    kind: PhaseKind
    first_day: date
    last_day: date | None = None
    text: str = ""
    """German, for customers; empty: the usual sentence of the kind alone."""
    id: int = 0

    def __post_init__(self) -> None:
        if self.last_day and self.last_day < self.first_day:
            raise ValueError(f"a phase ends on {self.last_day}, before it begins")

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in its time."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which a phase counts."""

    phase: Phase
    first_day: date
    last_day: date | None
    """None: until another one begins."""


def phase_on(phases: Iterable[Phase], day: date) -> Phase | None:
    """The phase that counts on this day: of those that hold, the one that began last."""
    holding = [phase for phase in phases if phase.holds_on(day)]
    return max(holding, key=lambda phase: (phase.first_day, phase.id), default=None)


def spans(phases: Iterable[Phase], first: date, last: date) -> list[Span]:
    """Which phases count from the first to the last day, in order; usual days are left out.

    A phase that reaches beyond the last day keeps its own end.
    """
    found: list[Span] = []
    kept = tuple(phases)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        phase = phase_on(kept, day)
        if phase is None or phase.kind is PhaseKind.NORMAL:
            continue
        is_end = day in {last, phase.last_day}
        end = phase.last_day if is_end else day
        before = found[-1] if found else None
        if before and before.phase == phase and before.last_day == day - timedelta(days=1):
            found[-1] = Span(phase, before.first_day, end)
        else:
            found.append(Span(phase, day, end))
    return found


def admits(phase: Phase | None, wish: Wish) -> bool:
    """Whether the wish may be booked; in a closed phase nobody is there at all.

    Beside every other one the office itself may book.
    """
    if phase is None or phase.kind is PhaseKind.NORMAL:
        return True
    if phase.kind is PhaseKind.CLOSED:
        return False
    if wish.emergency or wish.booked_by in IN_THE_OFFICE:
        return True
    return phase.kind is PhaseKind.PHONE_ONLY and wish.channel is not Channel.IN_PERSON
