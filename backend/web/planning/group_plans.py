"""The plan of one group: its templates, what deviates from them, and the next five weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request

from backend.actions import loads, supply
from backend.actions.loads import Load
from backend.domain.lines import line_of, lines_of
from backend.domain.openings import Audience, Week, in_force
from backend.domain.periods import CELL_MINUTES
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store import capacity
from backend.store.capacity import Group
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning import words
from backend.web.planning.closures import entries_of
from backend.web.planning.line_forms import living
from backend.web.planning.pages import group_of, may_plan_group, pages
from backend.web.portal import portal
from backend.web.staffing.words import number

WEEKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """A template as the list shows it."""

    week: Week
    validity: Text
    lines: list[str]
    is_current: bool
    """It counts today."""
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """A day of the calendar."""

    day: date
    load: Load
    hours: str
    marks: list[Text]
    is_past: bool


@pages.get("/gruppe/<group>/")
@access.to_one("group", fetch=group_of, may=may_plan_group)
def plan_of_group(visitor: Visitor, group: Group) -> str:
    """All that decides when the group is open; the calendar goes on by `?ab=`."""
    today = visitor.now.date()
    first = _monday(request.args.get("ab", ""), today)
    shown = list(_calendar(group, first, visitor))
    return render_template(
        "planning/group_plan.html",
        group=group,
        office=portal().content.offices[group.office],
        weeks=list(_weeks(group, today)),
        extras=sorted(
            (
                each
                for each in group.extra_openings
                if each.day >= today and each.day not in group.own_days
            ),
            key=lambda each: (each.day, each.start),
        ),
        own_days=sorted(day for day in group.own_days if day >= today),
        closures=entries_of([group], visitor),
        calendar=shown,
        earlier=max(first - timedelta(weeks=WEEKS), today - timedelta(days=today.weekday())),
        later=first + timedelta(weeks=WEEKS),
        is_first=first <= today,
        words=words,
        line_of=line_of,
    )


def _monday(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    day = min(max(day, today), today + timedelta(days=730))
    return day - timedelta(days=day.weekday())


def _weeks(group: Group, today: date) -> Iterator[WeekLine]:
    current = in_force(group.weeks, today)
    ordered = sorted(group.weeks, key=lambda week: (week.valid_from or date.min, week.id))
    for week in ordered:
        yield WeekLine(
            week=week,
            validity=_validity(week),
            lines=[words.line(line, group) for line in living(lines_of(week.openings), group)],
            is_current=week == current,
            is_over=bool(week.valid_until and week.valid_until < today),
        )


def _validity(week: Week) -> Text:
    first, last = number(week.valid_from), number(week.valid_until)
    if first and last:
        return s_("from %(first)s to %(last)s", first=first, last=last)
    if first:
        return s_("from %(first)s", first=first)
    if last:
        return s_("until %(last)s", last=last)
    return s_("always")


def _calendar(group: Group, first: date, visitor: Visitor) -> Iterator[list[DayCell]]:
    """Weeks of Monday to Saturday, and Sunday where something is open on one."""
    days = [first + timedelta(days=count) for count in range(WEEKS * 7)]
    content, today = portal().content, visitor.now.date()
    found = loads.of(group, days, content=content, now=visitor.now)
    has_sundays = any(found[day].open_minutes for day in days if day.weekday() == 6)
    for start in range(0, len(days), 7):
        yield [
            DayCell(
                day=day,
                load=found[day],
                hours=_hours(group, day, today),
                marks=list(marks_of(group, day)),
                is_past=day < today,
            )
            for day in days[start : start + 7]
            if day.weekday() < 6 or has_sundays
        ]


def _hours(group: Group, day: date, today: date) -> str:
    """From the first to the last open minute at any counter, breaks left out: `08:00–18:00`."""
    plan, content = capacity.plan(), portal().content
    masks = supply.masks_for(
        plan, group, frozenset(Audience), day=day, today=today, content=content
    )
    cells = 0
    for mask in masks.values():
        cells |= mask
    if not cells:
        return ""
    first = (cells & -cells).bit_length() - 1
    return words.hours(first * CELL_MINUTES, cells.bit_length() * CELL_MINUTES)


def marks_of(group: Group, day: date) -> Iterator[Text]:
    """What is special about a day."""
    if day in portal().content.public_holidays(day.year):
        yield s_("public holiday")
    if supply.is_locked(capacity.plan(), group.office, day=day, content=portal().content):
        yield s_("month-turn lock")
    closures = [each for each in group.closures if each.first_day <= day <= each.last_day]
    if any(each.counter is None and each.start is None for each in closures):
        yield s_("closed")
    elif closures:
        yield s_("partly closed")
    if day in group.own_days:
        yield s_("own plan")
    elif any(each.day == day for each in group.extra_openings):
        yield s_("extra opening")
