"""Week templates of a group: new ones, copies also for other groups, changed and deleted (R123)."""

from dataclasses import replace

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import scheduling
from backend.domain.lines import Line, lines_of
from backend.domain.openings import Week
from backend.domain.refusals import Refusal
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.languages import sentence_of
from backend.languages import staff_text as s_
from backend.store.capacity import Group
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning import carrying, line_forms, words
from backend.web.planning.pages import group_of, groups_of, may_plan_group, pages
from backend.web.planning.week_forms import WeekForm, form_for
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to


@pages.route("/gruppe/<group>/wochen/neu", methods=["GET", "POST"])
@access.to_one("group", fetch=group_of, may=may_plan_group)
def new_week(visitor: Visitor, group: Group) -> ResponseReturnValue:
    """A template from nothing, or with `?von=` from another one; also for other groups at once."""
    source = _week_of(group, request.args.get("von", ""))
    form = form_for(group, _lines(source, group) if source else [], source)
    groups = groups_of(visitor.powers)
    form.groups.choices = [(each.key, each.title) for each in groups]
    if not form.is_submitted():
        form.groups.data = [group.key]
        form.title.data = ""
    week = _sent(form)
    wanted = [each for each in groups if each.key in (form.groups.data or ())]
    if week and not wanted:
        form.groups.errors = [s_("Please choose one group at least.")]
    elif week:
        pairs = [(each, scheduling.copied(week, group, to=each)) for each in wanted]
        try:
            edit = scheduling.add_weeks(pairs)
            return carrying.carry(visitor, edit, back=_back(group))
        except Refusal as refusal:
            return _page(form, group, refusal=refusal)
    return _page(form, group)


@pages.route("/gruppe/<group>/wochen/<int:week>", methods=["GET", "POST"])
@access.to_one("group", fetch=group_of, may=may_plan_group)
def week(visitor: Visitor, group: Group, *, week: int) -> ResponseReturnValue:
    """One template in one form; who saves second sees what the first one has saved."""
    found = _week_of(group, str(week))
    if found is None:
        abort(404)
    form = form_for(group, _lines(found, group), found)
    del form.groups
    wanted = _sent(form)
    if wanted is None:
        return _page(form, group, found)
    own = replace(wanted, id=found.id, revision=form.revision.seen)
    try:
        return carrying.carry(visitor, scheduling.save_week(group, own), back=_back(group))
    except Refusal as refusal:
        latest = group_of(group.key) or group
        newest = _week_of(latest, str(week)) or found
        return _page(form, group, newest, refusal=refusal)


@pages.post("/gruppe/<group>/wochen/<int:week>/weg")
@access.to_one("group", fetch=group_of, may=may_plan_group)
def delete_week(visitor: Visitor, group: Group, *, week: int) -> ResponseReturnValue:
    """Delete a template; the others count on its days."""
    found = _week_of(group, str(week))
    if found is None or not StaffPress().validate_on_submit():
        return on_to(_back(group))
    return carrying.carry(visitor, scheduling.delete_week(group, found), back=_back(group))


# --- parts


def _sent(form: WeekForm) -> Week | None:
    """The template that was written and shall be saved."""
    if not form.is_submitted():
        return None
    if line_forms.is_asking_for_more() or carrying.is_going_back():
        return None
    is_valid = form.validate()
    found = form.week()
    return found if is_valid else None


def _lines(week: Week, group: Group) -> list[Line]:
    return line_forms.living(lines_of(week.openings), group)


def _week_of(group: Group, number: str) -> Week | None:
    return next((each for each in group.weeks if str(each.id) == number), None)


def _back(group: Group) -> str:
    return url_for(".plan_of_group", group=group.key)


def _page(
    form: WeekForm, group: Group, week: Week | None = None, *, refusal: Refusal | None = None
) -> ResponseReturnValue:
    other = None
    if week and isinstance(refusal, ChangedMeanwhile):
        # Saving again is meant then: the version that stands has been shown.
        form.revision.data = str(week.revision)
        other = [words.line(each, group) for each in _lines(week, group)]
    page = render_template(
        "planning/week.html",
        form=form,
        group=group,
        week=week,
        other=other,
        refused=[sentence_of(refusal)] if refusal else [],
    )
    return page, refusal.status if refusal else 422 if form.errors else 200
