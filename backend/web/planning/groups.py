"""The groups of an office and their counters: set up, changed, given up (R33, R113)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field, SelectField, StringField

from backend.actions import arranging
from backend.actions.planning import Edit
from backend.content import Office
from backend.domain.counters import Counter
from backend.domain.refusals import Refusal
from backend.domain.staff_refusals import ChangedMeanwhile, MandatoryConcern
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import capacity, partners
from backend.store.capacity import Group
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import AtMost, Said, tidy
from backend.web.partnering.words import organisation_name
from backend.web.planning import carrying, terms
from backend.web.planning.pages import group_of, itself, pages
from backend.web.portal import portal
from backend.web.staff_fields import RevisionField, StaffForm, StaffPress
from backend.web.staffing.people import CHOOSE

NEW_LINES = 3
ODD_KEY = s_("Small letters, digits and hyphens only, such as mitte-eingang.")
TWICE = s_("Another counter of the group is called so already.")
TITLE_TWICE = s_("The office has a group of this name.")
NEEDS_TITLE = s_("Please write what the counter is called.")


def _line(label: Text, **named: Any) -> StringField:
    keywords = {"autocomplete": "off", "dir": "auto", "spellcheck": "false"}
    return StringField(label, filters=[tidy], render_kw=keywords, **named)


class GroupForm(StaffForm):
    """What a group is called, and of which area it is; counters come as further fields."""

    title = _line(
        s_("Name of the group"),
        description=s_("As the house calls it."),
        validators=[
            Said(s_("Please write the name.")),
            AtMost(terms.LONGEST_TITLE, terms.TOO_LONG),
        ],
    )
    area = SelectField(s_("Area"), validate_choice=False)
    organisation = SelectField(
        s_("Whose counters"),
        description=s_(
            "In a place shared with a partner organisation its people see who comes to its "
            "counters. Customers are told before they book."
        ),
        validate_choice=False,
    )
    revision = RevisionField()


class NewGroupForm(GroupForm):
    """A new group, with a key of its own."""

    key = _line(
        s_("Short name"),
        description=s_(
            "For lists and the audit log, such as mitte-eingang. It never changes. "
            "Leave it empty to have it made from the name."
        ),
    )


class CounterLine(NamedTuple):
    """The fields of one counter."""

    counter: Counter | None
    """None: a line for a new one."""
    title: Field
    large: Field
    gone: Field | None


@dataclass(frozen=True, slots=True)
class Counters:
    """What the lines of counters say."""

    changed: tuple[Counter, ...]
    added: tuple[Counter, ...]
    retired: tuple[int, ...]


@pages.get("/stelle/<office:office>/gruppen")
@access.to_one("office", fetch=itself, may=terms.may_set_office)
def groups(_visitor: Visitor, office: Office) -> str:
    """All groups of the office with their counters and how much they offer."""
    return render_template(
        "planning/groups.html",
        office=office,
        groups=capacity.plan().groups.get(office.key, ()),
        areas=terms.AREAS,
        organisations=dict(_organisations(0)),
    )


@pages.route("/stelle/<office:office>/gruppen/neu", methods=["GET", "POST"])
@access.to_one("office", fetch=itself, may=terms.may_set_office)
def new_group(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Set up a group; it serves nobody before it has offers and hours."""
    form = _form(NewGroupForm, (), organisation="0")
    lines = list(_lines(form, ()))
    template = "planning/group_new.html"
    if not _is_to_be_carried(form):
        return _page(template, form, office=office, lines=lines)
    title, counters = form.title.data, _counters(form, lines)
    if arranging.has_group(office.key, title):
        form.title.errors = [TITLE_TWICE]
    if form.errors or counters is None:
        return _page(template, form, office=office, lines=lines)
    key = form.key.data or arranging.key_for(office.key, title)
    edit = arranging.add_group(
        office.key,
        title,
        key=key,
        area=form.area.data,
        counters=counters.added,
        organisation=int(form.organisation.data),
    )
    return _carried(visitor, edit, office, form, template=template, lines=lines)


@pages.route("/gruppe/<group>/plaetze", methods=["GET", "POST"])
@access.to_one("group", fetch=group_of, may=terms.may_set_group)
def counters(visitor: Visitor, group: Group) -> ResponseReturnValue:
    """Name, area and counters of a group."""
    office = portal().content.offices[group.office]
    form = _form(
        GroupForm,
        group.counters,
        title=group.title,
        area=group.area,
        organisation=str(group.organisation),
    )
    seen, form.revision.data = form.revision.seen, str(group.revision)
    lines = list(_lines(form, group.counters))
    named: dict[str, Any] = {"group": group, "lines": lines}
    if not _is_to_be_carried(form):
        return _page("planning/group.html", form, office=office, **named)
    if seen != group.revision:
        return _page("planning/group.html", form, ChangedMeanwhile(), office=office, **named)
    found = _counters(form, lines)
    if found is None:
        return _page("planning/group.html", form, office=office, **named)
    wanted = replace(
        group,
        title=form.title.data,
        area=form.area.data,
        organisation=int(form.organisation.data),
    )
    edit = arranging.change_group(
        replace(group, revision=seen),
        wanted,
        today=visitor.now.date(),
        changed=found.changed,
        added=found.added,
        retired=found.retired,
    )
    return _carried(visitor, edit, office, form, template="planning/group.html", **named)


@pages.route("/gruppe/<group>/aufgeben", methods=["GET", "POST"])
@access.to_one("group", fetch=group_of, may=terms.may_set_group)
def give_up(visitor: Visitor, group: Group) -> ResponseReturnValue:
    """Give a group up; whoever is booked there is moved, or waits on the list."""
    office = portal().content.offices[group.office]
    press = StaffPress()
    if press.validate_on_submit() and not carrying.is_going_back():
        edit = arranging.retire_group(group)
        return _carried(
            visitor, edit, office, press, template="planning/group_gone.html", group=group
        )
    return _page("planning/group_gone.html", press, office=office, group=group)


# --- parts


def _form(kind: type[GroupForm], present: tuple[Counter, ...], **values: Any) -> Any:
    """The form with two or three fields for each counter, and empty lines for new ones."""
    fields: dict[str, Any] = {}
    for counter in present:
        fields[f"title_{counter.id}"] = _line(s_("Counter"), default=counter.title)
        fields[f"large_{counter.id}"] = BooleanField(s_("large"), default=counter.large)
        fields[f"gone_{counter.id}"] = BooleanField(s_("give up"))
    for number in range(1, NEW_LINES + 1):
        fields[f"title_new{number}"] = _line(s_("New counter"))
        fields[f"large_new{number}"] = BooleanField(s_("large"))
    form = type(kind.__name__, (kind,), fields)(**values)
    form.area.choices = list(terms.AREAS.items())
    form.organisation.choices = _organisations(int(values["organisation"]))
    if form.is_submitted():
        _fill_unseen(form, present)
    return form


def _organisations(present: int) -> list[tuple[str, str]]:
    """The Jobcenter, the partners admitted, and whose the group is, also if removed (R103)."""
    found = [each for each in partners.everybody() if each.is_admitted or each.id == present]
    return [("0", "Jobcenter"), *((str(each.id), organisation_name(each)) for each in found)]


def _fill_unseen(form: Any, present: tuple[Counter, ...]) -> None:
    """A counter that came after the page was shown stays as it is."""
    for counter in present:
        if f"title_{counter.id}" not in request.form:
            form[f"large_{counter.id}"].data = counter.large


def _is_to_be_carried(form: Any) -> bool:
    if not form.is_submitted() or carrying.is_going_back():
        return False
    is_valid: bool = form.validate()
    if form.area.data not in terms.AREAS:
        form.area.errors = [CHOOSE]
        return False
    if form.organisation.data not in dict(form.organisation.choices):
        form.organisation.errors = [CHOOSE]
        return False
    if "key" in form and form.key.data and not arranging.is_key(form.key.data):
        form.key.errors = [ODD_KEY]
        return False
    return is_valid


def _lines(form: Any, present: tuple[Counter, ...]) -> Iterator[CounterLine]:
    for counter in present:
        fields = (form[f"{name}_{counter.id}"] for name in ("title", "large", "gone"))
        yield CounterLine(counter, *fields)
    for number in range(1, NEW_LINES + 1):
        yield CounterLine(None, form[f"title_new{number}"], form[f"large_new{number}"], None)


def _counters(form: Any, lines: list[CounterLine]) -> Counters | None:
    """What the lines ask for; None with errors where they cannot be read."""
    changed, added, retired, titles = [], [], [], set()
    for line in lines:
        title, is_large = line.title.data or "", bool(line.large.data)
        if line.counter and line.gone is not None and line.gone.data:
            retired.append(line.counter.id)
            continue
        if line.counter and not title:
            line.title.errors = [NEEDS_TITLE]
        elif len(title) > terms.LONGEST_TITLE:
            line.title.errors = [terms.TOO_LONG]
        elif title and title.casefold() in titles:
            line.title.errors = [TWICE]
        titles.add(title.casefold())
        if line.counter and (title, is_large) != (line.counter.title, line.counter.large):
            changed.append(Counter(line.counter.id, title, is_large))
        elif line.counter is None and title:
            added.append(Counter(0, title, is_large))
    return None if form.errors else Counters(tuple(changed), tuple(added), tuple(retired))


def _carried(
    visitor: Visitor, edit: Edit, office: Office, form: Any, *, template: str, **named: Any
) -> ResponseReturnValue:
    try:
        return carrying.carry(visitor, edit, back=url_for(".groups", office=office))
    except Refusal as refusal:
        named.setdefault("lines", list(_lines(form, ())) if isinstance(form, GroupForm) else ())
        return _page(template, form, refusal, office=office, **named)


def _only_here(group: Group) -> Text:
    """Which mandatory concerns would go with the group, or with its last counter (D34)."""
    keys = sorted(arranging.lost_mandatory(group, (), content=portal().content))
    titles = ", ".join(str(terms.concern_title(key)) for key in keys)
    return s_("Only %(group)s takes: %(concerns)s", group=group.title, concerns=titles)


def _page(
    template: str, form: Any, refusal: Refusal | None = None, **named: Any
) -> ResponseReturnValue:
    refused = [sentence_of(refusal)] if refusal else []
    if isinstance(refusal, MandatoryConcern):
        refused.append(_only_here(named["group"]))
    status = refusal.status if refusal else 422 if form.errors else 200
    shown = render_template(
        template,
        form=form,
        refused=refused,
        theirs=isinstance(refusal, ChangedMeanwhile),
        areas=terms.AREAS,
        **named,
    )
    return shown, status
