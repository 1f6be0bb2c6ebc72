"""Touring: the edits by which stops are added, changed and cancelled (R98, R102, R105).

Each function here returns an `Edit`, which `planning.carry_out` writes. Nobody is at a place that
was given up, so whom such an edit hits is told in any case: of another time, of another place, or
that the appointment is cancelled.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from backend.actions.planning import Edit
from backend.content import Content
from backend.domain import roles, stops, tours
from backend.domain.capacity import Capacity
from backend.domain.roles import Place
from backend.domain.staff_refusals import ChangedMeanwhile, TwoPlacesAtOnce
from backend.domain.stops import Stop
from backend.store import capacity, database
from backend.store import stops as rows

FIRST_WEEKS = 12
"""For so many weeks the first tour is made of the stops of every week."""


@database.repeated
def begin(first: Capacity, *, content: Content, now: datetime) -> int:
    """Make the first stops of all tours, which have none yet; returns how many.

    On public holidays nobody goes out.
    """
    today = now.date()
    last = today + timedelta(weeks=FIRST_WEEKS)
    holidays = content.public_holidays(today.year) | content.public_holidays(last.year)
    count = 0
    for office in first.offices.values():
        if capacity.plan().stops.get(office.office):
            continue
        for each in office.tour:
            for stop in each.on_days(today, last):
                if stop.day not in holidays:
                    rows.add(office.office, stop)
                    count += 1
    if count:
        capacity.change_edition()
    return count


def add(office: str, wanted: Iterable[Stop]) -> Edit:
    """New stops; one that stands there already exactly so is not added twice.

    Raises `TwoPlacesAtOnce` where the team would be elsewhere at the same time.
    """
    new = list(wanted)

    def write() -> None:
        present = list(of(office))
        for stop in new:
            if any(tours.is_same(stop, each) for each in present):
                continue
            _refuse_crossing(stop, present)
            present.append(replace(stop, id=rows.add(office, stop)))

    return _edit(office, write, note=f"stops added: {_days(new)}")


def change(office: str, stop: Stop) -> Edit:
    """Another time, place or way of a stop, on the same day; `stop` has the revision seen.

    Raises `ChangedMeanwhile` or `TwoPlacesAtOnce`; where it stands there already exactly so the
    button was pressed twice.
    """

    def write() -> None:
        present = of(office)
        standing = next((each for each in present if each.id == stop.id), None)
        if standing is not None and tours.is_same(stop, standing):
            return
        _refuse_crossing(stop, present)
        if standing is None or standing.day != stop.day or not rows.change(office, stop):
            raise ChangedMeanwhile

    return _edit(office, write, note=f"stop changed: {_days([stop])}")


def cancel(office: str, stop: Stop, *, now: datetime) -> Edit:
    """The stop does not take place; one that is cancelled already stays so."""

    def write() -> None:
        rows.cancel(office, stop.id, now=int(now.timestamp()))

    return _edit(office, write, note=f"stop cancelled: {_days([stop])}")


def of(office: str) -> tuple[Stop, ...]:
    """The stops of an office as they stand now."""
    return capacity.plan().stops.get(office, ())


def _edit(office: str, write: Callable[[], None], *, note: str) -> Edit:
    return Edit(
        places=(Place(office),),
        may=roles.may_plan,
        write=write,
        about=office,
        note=note,
        tells=True,
    )


def _refuse_crossing(stop: Stop, present: Iterable[Stop]) -> None:
    if stops.is_crossing(stop, present):
        raise TwoPlacesAtOnce


def _days(found: Iterable[Stop]) -> str:
    days = sorted({stop.day for stop in found})
    return f"{_written(days[0])}–{_written(days[-1])}" if days else "–"


def _written(day: date) -> str:
    return f"{day:%d.%m.%Y}"
