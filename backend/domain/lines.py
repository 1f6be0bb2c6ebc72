"""Lines: openings as people write them, one window for several weekdays at once (R123)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.openings import Audience, ExtraOpening, Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A window that holds on some weekdays; minutes count from midnight, multiples of five."""

    weekdays: tuple[int, ...]
    """Ascending, Monday is 0; empty where it belongs to one day."""
    start: int
    end: int
    counter: int | None = None
    """None: all counters of the group."""
    audience: Audience = Audience.ALL
    release_days: int | None = None

    def openings(self) -> list[Opening]:
        """One opening for each weekday; raises `ValueError` for an impossible window."""
        return [
            Opening(
                weekday=weekday,
                start=self.start,
                end=self.end,
                counter=self.counter,
                audience=self.audience,
                release_days=self.release_days,
            )
            for weekday in self.weekdays
        ]

    def on_day(self, day: date) -> ExtraOpening:
        """The same window on one day."""
        return ExtraOpening(
            day=day,
            start=self.start,
            end=self.end,
            counter=self.counter,
            audience=self.audience,
            release_days=self.release_days,
        )


def lines_of(openings: Iterable[Opening]) -> list[Line]:
    """Openings put together over the weekdays, in order of day and time."""
    merged: dict[Line, set[int]] = {}
    for opening in openings:
        merged.setdefault(line_of(opening), set()).add(opening.weekday)
    found = [replace(line, weekdays=tuple(sorted(days))) for line, days in merged.items()]
    return sorted(found, key=_order)


def line_of(window: Opening | ExtraOpening) -> Line:
    """The window without its day."""
    return Line(
        weekdays=(),
        start=window.start,
        end=window.end,
        counter=window.counter,
        audience=window.audience,
        release_days=window.release_days,
    )


def _order(line: Line) -> tuple[tuple[int, ...], int, int, int, str]:
    return line.weekdays[:1], line.start, line.end, line.counter or 0, line.audience.value


def clash(lines: Sequence[Line]) -> tuple[int, int] | None:
    """The numbers of two lines, from 0, of which one says nothing that the other does not say.

    They overlap, at the same counter or one of them at all, and serve the same people. Beside a
    reserved window one counter may be open to all; and two reserved ones may overlap.
    """
    for number, line in enumerate(lines):
        for before, other in enumerate(lines[:number]):
            if _overlap(line, other) and _is_idle(line, other):
                return before, number
    return None


def _overlap(one: Line, other: Line) -> bool:
    share_day = one.weekdays == other.weekdays or bool({*one.weekdays} & {*other.weekdays})
    share_counter = None in {one.counter, other.counter} or one.counter == other.counter
    return share_day and share_counter and one.start < other.end and other.start < one.end


def _is_idle(one: Line, other: Line) -> bool:
    if one.audience is other.audience:
        return True
    return any(
        line.audience is Audience.ALL and line.counter in {None, beside.counter}
        for line, beside in ((one, other), (other, one))
    )


def carried_over(
    openings: Iterable[Opening], counters: Sequence[int], *, to: Sequence[int]
) -> list[Opening]:
    """The openings for another group: its first counter stands for the first one, and so on.

    Windows of counters that the other group does not have are left out.
    """
    places = dict(zip(counters, to, strict=False))
    found = []
    for opening in openings:
        if opening.counter is None:
            found.append(opening)
        elif opening.counter in places:
            found.append(replace(opening, counter=places[opening.counter]))
    return found
