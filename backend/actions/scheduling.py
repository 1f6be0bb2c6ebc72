"""Scheduling: week templates, single days and extra openings of counter groups (R36, R123)."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from backend.actions.closing import about
from backend.actions.planning import Edit
from backend.domain import roles
from backend.domain.lines import Line, carried_over, line_of
from backend.domain.openings import ExtraOpening, Opening, Week, in_force
from backend.domain.roles import Place
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.store import capacity
from backend.store import planning as rows
from backend.store.capacity import Group


def add_weeks(wanted: Iterable[tuple[Group, Week]]) -> Edit:
    """New templates, one for each group; counters in the openings are those of the group.

    A template that stands there already exactly so is not added twice.
    """
    pairs = list(wanted)

    def write() -> None:
        for group, week in pairs:
            if not any(_is_same(week, each) for each in _now(group).weeks):
                rows.add_week(group.id, week)

    return _edit([group for group, _week in pairs], write, note="week template added")


def copied(week: Week, group: Group, *, to: Group) -> Week:
    """The template for another group, its counters by their place in the group."""
    counters = [counter.id for counter in group.counters]
    own = [counter.id for counter in to.counters]
    return replace(week, id=0, openings=tuple(carried_over(week.openings, counters, to=own)))


def save_week(group: Group, week: Week) -> Edit:
    """Write a template anew; `ChangedMeanwhile` unless it still has the revision of `week`.

    Where it stands there already exactly so the button was pressed twice.
    """

    def write() -> None:
        if rows.change_week(group.id, week):
            return
        if not any(each.id == week.id and _is_same(each, week) for each in _now(group).weeks):
            raise ChangedMeanwhile

    return _edit([group], write, note=f"week template: {week.id}")


def delete_week(group: Group, week: Week) -> Edit:
    """Delete a template; one that is gone already stays so."""

    def write() -> None:
        gone = rows.delete_week(group.id, week.id, revision=week.revision)
        if not gone and any(each.id == week.id for each in _now(group).weeks):
            raise ChangedMeanwhile

    return _edit([group], write, note=f"week template deleted: {week.id}")


def lines_on(group: Group, day: date, *, holidays: Iterable[date]) -> list[Line]:
    """The windows of a day as they hold, without closures: from the template, and extra ones."""
    windows: list[Opening | ExtraOpening] = [
        extra for extra in group.extra_openings if extra.day == day
    ]
    if day not in group.own_days and day not in holidays:
        week = in_force(group.weeks, day)
        openings = week.openings if week else ()
        windows += [opening for opening in openings if opening.weekday == day.weekday()]
    return sorted((line_of(window) for window in windows), key=_order)


def _order(line: Line) -> tuple[int, int, int]:
    return line.start, line.end, line.counter or 0


def mark_of(group: Group, day: date, *, holidays: Iterable[date]) -> str:
    """Stands for exactly these windows of the day."""
    is_own = day in group.own_days
    parts = [str(is_own), *(map(str, lines_on(group, day, holidays=holidays)))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def plan_day(
    group: Group, day: date, lines: Sequence[Line], *, seen: str, holidays: Iterable[date]
) -> Edit:
    """Plan one day by itself; `ChangedMeanwhile` when its windows are not those of the mark.

    Where it is planned exactly so already the button was pressed twice.
    """
    rest = frozenset(holidays)

    def write() -> None:
        own = _now(group)
        if day in own.own_days and set(lines_on(own, day, holidays=rest)) == set(lines):
            return
        if mark_of(own, day, holidays=rest) != seen:
            raise ChangedMeanwhile
        _clear(own, day)
        rows.set_apart(group.id, day)
        for line in lines:
            rows.add_extra(group.id, line.on_day(day))

    return _edit([group], write, note=f"day by itself: {day:%d.%m.%Y}")


def rejoin(group: Group, day: date) -> Edit:
    """Let the week template hold again; what was planned for this day alone goes."""

    def write() -> None:
        _clear(_now(group), day)
        rows.rejoin(group.id, day)

    return _edit([group], write, note=f"day by template: {day:%d.%m.%Y}")


def open_extra(
    group: Group, days: Sequence[date], lines: Sequence[Line], *, also: Sequence[Group]
) -> Edit:
    """The same extra windows on several days, for all groups of `also`; not twice the same.

    Counters in the lines are those of `group`, in the other groups those at their place.
    """

    def write() -> None:
        for each in also:
            there = {replace(extra, id=0) for extra in _now(each).extra_openings}
            for extra in _carried_over(group, days, lines, to=each):
                if extra not in there:
                    rows.add_extra(each.id, extra)

    first, last = min(days), max(days)
    return _edit(also, write, note=f"extra opening: {first:%d.%m.%Y}–{last:%d.%m.%Y}")


def _carried_over(
    group: Group, days: Sequence[date], lines: Sequence[Line], *, to: Group
) -> list[ExtraOpening]:
    places = dict(zip((each.id for each in group.counters), to.counters, strict=False))
    found = []
    for line in lines:
        if line.counter is not None and line.counter not in places:
            continue
        own = None if line.counter is None else places[line.counter].id
        found += [replace(line, counter=own).on_day(day) for day in days]
    return found


def drop_extra(group: Group, extra: ExtraOpening) -> Edit:
    """Take an extra window back; one that is gone already stays so."""

    def write() -> None:
        rows.delete_extras(group.id, [extra.id])

    return _edit([group], write, note=f"extra opening taken back: {extra.day:%d.%m.%Y}")


# --- parts


def _edit(groups: Sequence[Group], write: Callable[[], None], *, note: str) -> Edit:
    places = tuple(dict.fromkeys(Place(group.office, group.key) for group in groups))
    return Edit(places=places, may=roles.may_plan, write=write, about=about(places), note=note)


def _now(group: Group) -> Group:
    """The group as it stands at this moment; itself where it has been given up."""
    return capacity.plan().group(group.key) or group


def _clear(group: Group, day: date) -> None:
    rows.delete_extras(group.id, [extra.id for extra in group.extra_openings if extra.day == day])


def _is_same(one: Week, other: Week) -> bool:
    return _bare(one) == _bare(other)


def _bare(week: Week) -> tuple[object, ...]:
    return week.title, week.valid_from, week.valid_until, frozenset(week.openings)
