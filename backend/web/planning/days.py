"""Single days of a group: planned by themselves without breaking the series; extra openings."""

from datetime import date, timedelta
from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from backend.actions import scheduling
from backend.domain.lines import Line
from backend.domain.refusals import Refusal
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.languages import sentence_of
from backend.languages import staff_text as s_
from backend.store.capacity import Group
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import Boxes
from backend.web.planning import carrying, line_forms, words
from backend.web.planning.group_plans import marks_of
from backend.web.planning.line_forms import Row
from backend.web.planning.pages import group_of, groups_of, may_plan_group, pages
from backend.web.portal import portal
from backend.web.staff_fields import DayField, StaffForm, StaffPress
from backend.web.staffing.pages import on_to
from backend.web.staffing.words import number

LONGEST_DAYS = 366
YEARS = 3
"""Days so many years away are not planned."""


class OneDayForm(StaffForm):
    """The windows of one day; the lines are added by `_form_for`."""

    seen = HiddenField()
    rows: list[Row]


class ExtraForm(StaffForm):
    """The same windows on several days."""

    first_day = DayField(s_("From"))
    last_day = DayField(s_("Up to and including"), description=s_("Leave it empty for one day."))
    weekdays = Boxes(
        s_("On these weekdays"),
        description=s_("Tick none for all days from the first to the last."),
    )
    groups = Boxes(s_("For which groups?"))
    rows: list[Row]


# --- one day


@pages.route("/gruppe/<group>/tage/<day:day>", methods=["GET", "POST"])
@access.to_one("group", fetch=group_of, may=may_plan_group)
def day(visitor: Visitor, group: Group, *, day: date) -> ResponseReturnValue:
    """The windows of a day as they hold; saving plans this day by itself."""
    if abs(day.year - visitor.now.year) > YEARS:
        abort(404)
    holidays = portal().content.public_holidays(day.year)
    form = _form(OneDayForm, group, _lines(group, day))
    if not form.is_submitted():
        form.seen.data = scheduling.mark_of(group, day, holidays=holidays)
    refusal: Refusal | None = None
    if _is_sent(form) and day >= visitor.now.date():
        is_valid = form.validate()
        lines = line_forms.lines_in(form.rows, group)
        if is_valid and lines is not None:
            seen = form.seen.data or ""
            try:
                edit = scheduling.plan_day(group, day, lines, seen=seen, holidays=holidays)
                return carrying.carry(visitor, edit, back=_back(group))
            except Refusal as refused:
                refusal = refused
    return _day_page(form, group, day, visitor=visitor, refusal=refusal)


@pages.post("/gruppe/<group>/tage/<day:day>/vorlage")
@access.to_one("group", fetch=group_of, may=may_plan_group)
def rejoin(visitor: Visitor, group: Group, *, day: date) -> ResponseReturnValue:
    """Let the week template hold again on this day."""
    is_out = day < visitor.now.date() or day.year > visitor.now.year + YEARS
    if is_out or not StaffPress().validate_on_submit():
        return on_to(_back(group))
    return carrying.carry(visitor, scheduling.rejoin(group, day), back=_back(group))


# --- extra openings


@pages.route("/gruppe/<group>/sonderzeiten", methods=["GET", "POST"])
@access.to_one("group", fetch=group_of, may=may_plan_group)
def open_extra(visitor: Visitor, group: Group) -> ResponseReturnValue:
    """Windows beside the template, on several days and for several groups in one step."""
    form = _form(ExtraForm, group, [])
    groups = groups_of(visitor.powers)
    form.groups.choices = [(each.key, each.title) for each in groups]
    form.weekdays.choices = [(str(number), word) for number, word in enumerate(words.WEEKDAYS)]
    if not form.is_submitted():
        form.groups.data = [group.key]
    refusal: Refusal | None = None
    if _is_sent(form):
        is_valid = form.validate()
        days = _days(form, visitor.now.date())
        lines = line_forms.lines_in(form.rows, group)
        wanted = [each for each in groups if each.key in (form.groups.data or ())]
        if not wanted:
            form.groups.errors = [s_("Please choose one group at least.")]
        if lines == []:
            form.rows[0].start.errors = [s_("Please write from when.")]
        if is_valid and days and lines and wanted:
            try:
                edit = scheduling.open_extra(group, days, lines, also=wanted)
                return carrying.carry(visitor, edit, back=_back(group))
            except Refusal as refused:
                refusal = refused
    page = render_template(
        "planning/extra.html",
        form=form,
        group=group,
        refused=[sentence_of(refusal)] if refusal else [],
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


@pages.post("/gruppe/<group>/sonder/<int:extra>/weg")
@access.to_one("group", fetch=group_of, may=may_plan_group)
def drop_extra(visitor: Visitor, group: Group, *, extra: int) -> ResponseReturnValue:
    """Take an extra opening back."""
    found = next((each for each in group.extra_openings if each.id == extra), None)
    if found is None or not StaffPress().validate_on_submit():
        return on_to(_back(group))
    return carrying.carry(visitor, scheduling.drop_extra(group, found), back=_back(group))


# --- parts


def _form(kind: type[Any], group: Group, lines: list[Line]) -> Any:
    """A form of this kind with these lines, or with those that were sent."""
    count = line_forms.count_for(lines)
    fields = line_forms.fields_for(count, has_days=False)
    form = type(f"{kind.__name__}WithLines", (kind,), fields)(data=line_forms.typed(lines))
    form.rows = line_forms.rows_of(form, group, count)
    return form


def _day_page(
    form: OneDayForm, group: Group, day: date, *, visitor: Visitor, refusal: Refusal | None
) -> ResponseReturnValue:
    other = None
    holidays = portal().content.public_holidays(day.year)
    if isinstance(refusal, ChangedMeanwhile):
        # Saving again is meant then: what stands has been shown.
        group = group_of(group.key) or group
        form.seen.data = scheduling.mark_of(group, day, holidays=holidays)
        other = [words.line(line, group) for line in _lines(group, day)]
    page = render_template(
        "planning/day.html",
        form=form,
        group=group,
        date=day,
        heading=f"{words.WHOLE_WEEKDAYS[day.weekday()]}, {number(day)}",
        marks=list(marks_of(group, day)),
        is_own=day in group.own_days,
        is_over=day < visitor.now.date(),
        other=other,
        refused=[sentence_of(refusal)] if refusal else [],
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


def _lines(group: Group, day: date) -> list[Line]:
    """The windows of a day as they hold."""
    holidays = portal().content.public_holidays(day.year)
    return line_forms.living(scheduling.lines_on(group, day, holidays=holidays), group)


def _is_sent(form: StaffForm) -> bool:
    """Whether the form shall be saved, and not only shown with more lines or once more."""
    is_looking = line_forms.is_asking_for_more() or carrying.is_going_back()
    return bool(form.is_submitted()) and not is_looking


def _days(form: ExtraForm, today: date) -> list[date]:
    """The days that are meant; none with an error at the field that does not fit."""
    first = form.first_day.day
    last = form.last_day.day or first
    if first is None or last is None:
        form.first_day.errors = form.first_day.errors or [s_("Please write the first day.")]
        return []
    if form.last_day.errors:
        return []
    if first < today:
        form.first_day.errors = [s_("This day lies behind already.")]
    elif last < first:
        form.last_day.errors = [s_("The last day lies before the first one.")]
    elif (last - first).days > LONGEST_DAYS:
        form.last_day.errors = [s_("At most a year can be planned at once.")]
    else:
        ticked = {int(number) for number in form.weekdays.data or ()} or set(range(7))
        span = (first + timedelta(days=count) for count in range((last - first).days + 1))
        days = [day for day in span if day.weekday() in ticked]
        if not days:
            form.weekdays.errors = [s_("None of these weekdays lies between the two days.")]
        return days
    return []


def _back(group: Group) -> str:
    return url_for(".plan_of_group", group=group.key)
