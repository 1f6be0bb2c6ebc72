"""Plan a period for an office: the hours of all its groups for a quarter or a summer in one form.

Each group shows its usual hours. Where they are changed, or another template is chosen, the group
gets a template for the period; where they are left as they are nothing is written.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, SelectField, StringField

from backend.actions import scheduling
from backend.content import Office
from backend.domain.lines import Line, lines_of
from backend.domain.openings import Opening, Week, in_force
from backend.domain.refusals import Refusal
from backend.languages import sentence_of
from backend.languages import staff_text as s_
from backend.store.capacity import Group
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import LONGEST_LINE, AtMost, tidy
from backend.web.planning import carrying, line_forms, words
from backend.web.planning.line_forms import Row
from backend.web.planning.pages import itself, may_plan_within, pages, planned_groups
from backend.web.staff_fields import DayField, StaffForm
from backend.web.staffing.words import number

WRITTEN = ""


class PeriodForm(StaffForm):
    """From when until when; lines and templates of each group are added by `_form`."""

    first_day = DayField(s_("From"))
    last_day = DayField(s_("Up to and including"))
    title = StringField(
        s_("Name"),
        description=s_("Empty: the days are the name."),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, s_("This is too long."))],
        render_kw={"autocomplete": "off", "dir": "auto"},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One group of the form."""

    group: Group
    count_name: str
    usual: list[str]
    source: Field
    rows: list[Row]
    is_open: bool


@pages.route("/stelle/<office:office>/zeitraum", methods=["GET", "POST"])
@access.to_one("office", fetch=itself, may=may_plan_within)
def period(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Plan a period, at first the next quarter."""
    groups = planned_groups(visitor.powers, office.key)
    first, last = next_quarter(visitor.now.date())
    form = _form(groups, first, last)
    refusal: Refusal | None = None
    is_looking = line_forms.is_asking_for_more() or carrying.is_going_back()
    if form.is_submitted() and not is_looking:
        wanted = _wanted(form, groups, visitor.now.date())
        if wanted is not None:
            try:
                edit = scheduling.add_weeks(wanted)
                return carrying.carry(visitor, edit, back=url_for(".start"))
            except Refusal as refused:
                refusal = refused
    page = render_template(
        "planning/period.html",
        form=form,
        office=office,
        blocks=[_block(form, group, form.first_day.day or first) for group in groups],
        refused=[sentence_of(refusal)] if refusal else [],
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


def next_quarter(today: date) -> tuple[date, date]:
    """The first and the last day of the next quarter of the calendar."""
    start = (today.month - 1) // 3 * 3 + 4
    first = date(today.year + (start > 12), (start - 1) % 12 + 1, 1)
    after = first.month + 3
    last = date(first.year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return first, last


# --- parts


def _form(groups: list[Group], first: date, last: date) -> Any:
    fields: dict[str, Any] = {}
    typed: dict[str, Any] = {"first_day": number(first), "last_day": number(last)}
    for group in groups:
        lines, prefix = _usual(group, first), _prefix(group)
        count = line_forms.count_for(lines, prefix=prefix)
        fields |= line_forms.fields_for(count, has_days=True, prefix=prefix)
        fields[f"{prefix}_source"] = SelectField(s_("Hours"), validate_choice=False)
        typed |= line_forms.typed(lines, prefix=prefix)
    form: Any = type("PeriodFormWithLines", (PeriodForm,), fields)(data=typed)
    form.rows = {}
    for group in groups:
        prefix = _prefix(group)
        count = sum(name.startswith(prefix) and name.endswith("_start") for name in form.data)
        form.rows[group.key] = line_forms.rows_of(form, group, count, prefix=prefix)
        form[f"{prefix}_source"].choices = [
            (WRITTEN, s_("as written here")),
            *((str(week.id), s_("like %(week)s", week=week.title)) for week in group.weeks),
        ]
    return form


def _prefix(group: Group) -> str:
    return f"g{group.id}z"


def _usual(group: Group, day: date) -> list[Line]:
    week = in_force(group.weeks, day)
    return line_forms.living(lines_of(week.openings), group) if week else []


def _rows(form: Any, group: Group) -> list[Row]:
    rows: list[Row] = form.rows[group.key]
    return rows


def _block(form: Any, group: Group, first: date) -> Block:
    rows, source = _rows(form, group), form[f"{_prefix(group)}_source"]
    fields = [each for row in rows for each in (row.days, row.start, row.end, row.counter)]
    return Block(
        group=group,
        count_name=f"{_prefix(group)}_{line_forms.COUNT}",
        usual=[words.line(line, group) for line in _usual(group, first)],
        source=source,
        rows=rows,
        is_open=line_forms.is_asking_for_more() or any(each and each.errors for each in fields),
    )


def _wanted(form: Any, groups: list[Group], today: date) -> list[tuple[Group, Week]] | None:
    """The templates that were asked for; None with an error at each field that does not fit."""
    is_valid = form.validate()
    first, last = form.first_day.day, form.last_day.day
    if first is None and not form.first_day.errors:
        form.first_day.errors = [s_("Please write the first day.")]
    if last is None and not form.last_day.errors:
        form.last_day.errors = [s_("Please write the last day.")]
    if first and last and last < first:
        form.last_day.errors = [s_("The last day lies before the first one.")]
    elif last and last < today:
        form.last_day.errors = [s_("This day lies behind already.")]
    found: list[tuple[Group, tuple[Opening, ...]]] = []
    for group in groups:
        openings = _openings(form, group, first or today)
        if openings is not None:
            found.append((group, openings))
    if not is_valid or form.errors or first is None or last is None:
        return None
    if not found:
        form.form_errors.append(s_("Nothing is changed: all groups keep their hours."))
        return None
    title = form.title.data or words.days(first, last)
    return [
        (
            group,
            Week(title=title, valid_from=first, valid_until=last, openings=openings),
        )
        for group, openings in found
    ]


def _openings(form: Any, group: Group, first: date) -> tuple[Opening, ...] | None:
    """The hours of a group that differ from the usual ones; None where it keeps them."""
    chosen = form[f"{_prefix(group)}_source"].data or WRITTEN
    week = next((each for each in group.weeks if str(each.id) == chosen), None)
    if week is not None:
        return None if week == in_force(group.weeks, first) else week.openings
    lines = line_forms.lines_in(_rows(form, group), group)
    if lines is None:
        return None
    openings = tuple(opening for line in lines for opening in line.openings())
    usual = {opening for line in _usual(group, first) for opening in line.openings()}
    return None if set(openings) == usual else openings
