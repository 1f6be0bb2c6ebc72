"""Closures: what is closed and when; close several groups and offices in one step (D25)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import closing
from backend.domain import roles
from backend.domain.openings import Closure
from backend.domain.refusals import Refusal
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store.capacity import Group
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning import carrying, words
from backend.web.planning.closure_forms import (
    EVERYTHING,
    ClosureForm,
    boxes_of,
    targets_of,
    value_of,
)
from backend.web.planning.pages import group_of, groups_of, may_plan_group, pages
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to

END_OF_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a closure, to be taken back by itself."""

    group: Group
    closure: Closure
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was closed in one step."""

    days: str
    hours: Text | str
    title: str
    batch: str
    parts: list[Part] = field(default_factory=list)


@pages.get("/schliessungen/")
@access.to(roles.may_plan_somewhere)
def closures(visitor: Visitor) -> str:
    """All of one's own groups that are not over."""
    entries = entries_of(groups_of(visitor.powers), visitor)
    return render_template("planning/closures.html", entries=entries)


@pages.route("/schliessungen/neu", methods=["GET", "POST"])
@access.to(roles.may_plan_somewhere)
def close(visitor: Visitor) -> ResponseReturnValue:
    """Close counters, groups or offices; `?gruppe=` and `?tag=` fill in what is known."""
    groups = groups_of(visitor.powers)
    form = ClosureForm()
    form.targets.choices = [(value, "") for value in _values(groups)]
    if not form.is_submitted():
        _prefill(form, groups)
    refusal = None
    is_valid = form.validate_on_submit()
    closure = form.closure(visitor.now.date()) if form.is_submitted() else None
    if is_valid and closure and not carrying.is_going_back():
        targets = targets_of(form.targets.data or [], groups)
        try:
            edit = closing.close(targets, closure)
            return carrying.carry(visitor, edit, back=url_for(".closures"))
        except Refusal as refused:
            refusal = refused
    page = render_template(
        "planning/close.html",
        form=form,
        refused=[sentence_of(refusal)] if refusal else [],
        boxes=boxes_of(form, groups),
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


@pages.post("/schliessungen/<group>/<int:closure>/auf")
@access.to_one("group", fetch=group_of, may=may_plan_group)
def reopen(visitor: Visitor, group: Group, *, closure: int) -> ResponseReturnValue:
    """Take one closure back."""
    found = [(group, each) for each in group.closures if each.id == closure]
    return _taken_back(visitor, found)


@pages.post("/schliessungen/gemeinsam/<batch>/auf")
@access.to(roles.may_plan_somewhere)
def reopen_batch(visitor: Visitor, *, batch: str) -> ResponseReturnValue:
    """Take back what was closed in one step, as far as it is one's own."""
    found = [
        (group, each)
        for group in groups_of(visitor.powers)
        for each in group.closures
        if each.batch == batch
    ]
    return _taken_back(visitor, found)


def _taken_back(visitor: Visitor, found: list[tuple[Group, Closure]]) -> ResponseReturnValue:
    back = url_for(".closures")
    if not found or not StaffPress().validate_on_submit():
        return on_to(back)
    return carrying.carry(visitor, closing.take_back(found), back=back)


# --- parts


def entries_of(groups: Iterable[Group], visitor: Visitor) -> list[Entry]:
    """What is closed in these groups from today on, the next first."""
    found: dict[tuple[object, ...], Entry] = {}
    ahead = [
        (group, closure)
        for group in groups
        for closure in group.closures
        if closure.last_day >= visitor.now.date()
    ]
    for group, closure in sorted(ahead, key=lambda pair: (pair[1].first_day, pair[1].start or 0)):
        name = (closure.batch or closure.id, closure.first_day, closure.last_day)
        entry = found.setdefault(name, _entry(closure))
        entry.parts.append(Part(group, closure, _place(group, closure)))
    return list(found.values())


def _entry(closure: Closure) -> Entry:
    return Entry(
        days=words.days(closure.first_day, closure.last_day),
        hours=_hours(closure),
        title=closure.title,
        batch=closure.batch,
    )


def _hours(closure: Closure) -> Text | str:
    start, end = closure.start or 0, closure.end or END_OF_DAY
    if start == 0 and end == END_OF_DAY:
        return s_("all day")
    if end == END_OF_DAY:
        return s_("from %(start)s on", start=words.clock(start))
    if start == 0:
        return s_("up to %(end)s", end=words.clock(end))
    return words.hours(start, end)


def _place(group: Group, closure: Closure) -> str:
    if closure.counter is None:
        return group.title
    return f"{group.title}, {words.counter_title(group, closure.counter)}"


def _values(groups: list[Group]) -> list[str]:
    found = [EVERYTHING]
    for group in groups:
        found += [group.office, value_of(group)]
        found += [value_of(group, counter.id) for counter in group.counters]
    return list(dict.fromkeys(found))


def _prefill(form: ClosureForm, groups: list[Group]) -> None:
    chosen = [value_of(each) for each in groups if each.key == request.args.get("gruppe")]
    form.targets.data = chosen or ([value_of(groups[0])] if len(groups) == 1 else [])
    form.first_day.data = request.args.get("tag", "")[:10]
