"""The records of the catalogue: listed, edited with what was shipped beside, added, deleted."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice as Option

from backend.actions import cataloguing
from backend.actions.cataloguing import Record
from backend.content import Content, ContentError, Raw, folders
from backend.domain import roles
from backend.domain.refusals import Refusal
from backend.domain.roles import Place
from backend.domain.search import matches
from backend.domain.staff_refusals import ChangedMeanwhile, StillUsed
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import capacity, edits
from backend.web import access
from backend.web.access import Visitor
from backend.web.catalogue import standing
from backend.web.catalogue.faults import blame
from backend.web.catalogue.pages import pages
from backend.web.catalogue.parts import PARTS, Part, part_of
from backend.web.catalogue.previews import preview
from backend.web.catalogue.specs import Spec, body_of, form_of
from backend.web.catalogue.standing import Standing
from backend.web.fields import LONGEST_LINE, tidy
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to
from backend.web.staffing.words import place_name

STEPS = {"hoch": -1, "runter": 1}


class Line(NamedTuple):
    """A record as its list shows it."""

    key: str
    name: str
    is_edited: bool
    is_new: bool
    is_emergency: bool
    is_mandatory: bool
    standing: Standing
    checked_on: str
    is_checked: bool | None
    """None where nobody has to."""


class Difference(NamedTuple):
    """A field that stands otherwise elsewhere: in what was shipped, or with somebody else."""

    name: str
    label: Text
    text: str


@pages.get("/")
@access.to(roles.may_edit_catalogue)
def start(_visitor: Visitor) -> str:
    """All parts of the catalogue."""
    return render_template(
        "catalogue/start.html", parts=list(PARTS.values()), left_out=portal().live.left_out
    )


@pages.get("/<part>/")
@access.to(roles.may_edit_catalogue)
def listing(_visitor: Visitor, *, part: str) -> ResponseReturnValue:
    """All records of a part, found by words on request."""
    chosen = part_of(part)
    if chosen.kind == folders.JOBCENTER:
        return on_to(url_for(".edit", part=part, entry=folders.JOBCENTER))
    query = tidy(request.args.get("suche"))[:LONGEST_LINE]
    found = list(_lines(chosen, query))
    if request.args.get("folge") == "alter":
        found.sort(
            key=lambda line: line.checked_on[6:] + line.checked_on[3:5] + line.checked_on[:2]
        )
    return render_template(
        "catalogue/list.html",
        part=chosen,
        lines=found,
        query=query,
        has_checks=any(line.is_checked is not None for line in found),
        gone=_gone(chosen),
        deleted=request.args.get("weg", ""),
    )


def _lines(part: Part, query: str) -> Iterable[Line]:
    content, live = portal().content, portal().live
    found = cataloguing.records(live, part.kind)
    if part.kind == folders.CONCERNS:
        found = {key: found[key] for key in content.concerns if key in found}
    by_record = standing.by_record(content, portal().languages)
    for key, record in found.items():
        body, name = record.body, part.name_of(key, record.body)
        if query and not matches(query, [key, name, *map(str, body.get("search", ()))]):
            continue
        day = body.get("checked_on")
        has_day = any(spec.name == "checked_on" for spec in part.specs)
        yield Line(
            key=key,
            name=name,
            is_edited=record.is_edited and record.shipped is not None,
            is_new=record.shipped is None,
            is_emergency=bool(body.get("emergency")),
            is_mandatory=bool(body.get("mandatory")),
            standing=by_record.get((part.kind, key), Standing()),
            checked_on=f"{day:%d.%m.%Y}" if day else "",
            is_checked=bool(day) if has_day else body.get("checked"),
        )


def _gone(part: Part) -> list[tuple[str, str]]:
    """Shipped records that were deleted here, which can be brought back."""
    shipped = folders.Folder(portal().live.folder).bodies(part.kind)
    return [
        (kept.key, part.name_of(kept.key, shipped[kept.key]))
        for kept in edits.every()
        if kept.kind == part.kind and folders.loaded(kept.body) is None and kept.key in shipped
    ]


# --- one record


def _editing() -> dict[str, Any]:
    """The fields beside those of the table: what was seen, and how to preview."""
    return {
        "seen": HiddenField(),
        "first": SelectField(s_("Language"), choices=_tongues(), validate_choice=False),
        "beside": SelectField(
            s_("Beside it"), choices=[Option("", s_("none")), *_tongues()], validate_choice=False
        ),
        "sheet": SelectField(
            s_("What"),
            choices=[
                Option("page", s_("Page")),
                Option("checklist", s_("Checklist")),
                Option("pdf", s_("Checklist as PDF")),
            ],
            validate_choice=False,
        ),
    }


def _tongues() -> list[Option]:
    return [Option(each.slug, each.autonym) for each in portal().languages.tongues.values()]


@pages.route("/<part>/<entry>/", methods=["GET", "POST"])
@access.to(roles.may_edit_catalogue)
def edit(visitor: Visitor, *, part: str, entry: str) -> ResponseReturnValue:
    """One record: every key of it, with the shipped text where it differs."""
    chosen = part_of(part)
    record = cataloguing.record(portal().live, chosen.kind, entry)
    if record is None:
        abort(404)
    form = form_of(chosen.specs, record.body, portal().content, **_editing())
    if request.method == "GET":
        form.seen.data = record.seen
        return _page(chosen, record, form)
    is_valid = form.validate_on_submit()
    if name := request.form.get("revert"):
        return _reverted(chosen, record, form, name)
    if not is_valid:
        return _page(chosen, record, form)
    body = body_of(chosen.specs, form, record.body)
    if "preview" in request.form:
        return _previewed(chosen, record, form, body)
    return _saved(visitor, chosen, record, form, body)


def _saved(
    visitor: Visitor, part: Part, record: Record, form: Any, body: Raw
) -> ResponseReturnValue:
    if form.seen.data != record.seen:
        return _meanwhile(part, record, form)
    try:
        cataloguing.change(visitor.account, record, body, live=portal().live, now=visitor.now)
    except ContentError as error:
        return _page(part, record, form, general=blame(form, error, record))
    except ChangedMeanwhile:
        current = cataloguing.record(portal().live, part.kind, record.key)
        return _meanwhile(part, current or record, form)
    except Refusal as refusal:
        return _page(part, record, form, general=[sentence_of(refusal)])
    return on_to(url_for(".edit", part=part.slug, entry=record.key, neu="gesichert"))


def _meanwhile(part: Part, record: Record, form: Any) -> ResponseReturnValue:
    """Show what stands now; a second press saves over it, knowingly."""
    typed = body_of(part.specs, form, record.body)
    theirs = _differences(part.specs, typed, record.body)
    form.seen.data = record.seen
    sentence = sentence_of(ChangedMeanwhile)
    return _page(part, record, form, general=[sentence], theirs=theirs)


def _reverted(part: Part, record: Record, form: Any, name: str) -> ResponseReturnValue:
    """Put the shipped value into the field; it counts once it is saved."""
    spec = next((each for each in part.specs if each.name == name), None)
    if spec is None or record.shipped is None:
        abort(404)
    form[name].data = spec.shown(record.shipped.get(name))
    form[name].errors = ()
    return _page(part, record, form)


def _pair_of(form: Any) -> str:
    first, second = form.first.data, form.beside.data
    return f"{first}+{second}" if second and second != first else str(first)


def _previewed(part: Part, record: Record, form: Any, body: Raw) -> ResponseReturnValue:
    try:
        return preview(part, record.key, body, pair=_pair_of(form), sheet=form.sheet.data)
    except ContentError as error:
        return _page(part, record, form, general=blame(form, error, record))


def _differences(specs: Iterable[Spec], body: Raw, other: Raw | None) -> dict[str, Difference]:
    """Fields of `body` that stand otherwise in the other table, with its text."""
    if other is None:
        return {}
    return {
        spec.name: Difference(spec.name, spec.field.args[0], _as_text(spec, other))
        for spec in specs
        if body.get(spec.name, spec.usual) != other.get(spec.name, spec.usual)
    }


def _as_text(spec: Spec, body: Raw) -> str:
    value = spec.shown(body.get(spec.name))
    if isinstance(value, bool):
        return str(s_("yes") if value else s_("no"))
    if isinstance(value, list):
        return ", ".join(each["key"] if isinstance(each, dict) else str(each) for each in value)
    return str(value)


def _page(
    part: Part,
    record: Record,
    form: Any,
    *,
    general: Iterable[Text] = (),
    theirs: dict[str, Difference] | None = None,
) -> ResponseReturnValue:
    errors = list(general)
    content = portal().content
    status = 409 if theirs is not None else 422 if form.errors or errors else 200
    return render_template(
        "catalogue/record.html",
        part=part,
        record=record,
        name=part.name_of(record.key, record.body),
        form=form,
        specs=part.specs,
        refused=errors,
        theirs=theirs or {},
        shipped=_differences(part.specs, record.body, record.shipped),
        has_just_been_saved=request.args.get("neu") == "gesichert",
        standing=standing.of_record(content, portal().languages, part.kind, record.key),
        is_kept=_is_kept(record),
        users=_users(content, part, record.key),
        has_preview=part.kind != folders.JOBCENTER,
    ), status


def _is_kept(record: Record) -> bool:
    """Whether it cannot be deleted at all."""
    is_shipped_page = record.kind == folders.PAGES and record.shipped is not None
    is_mandatory = bool(record.body.get("mandatory"))
    return record.kind in cataloguing.LASTING or is_mandatory or is_shipped_page


def _users(content: Content, part: Part, key: str) -> list[str]:
    """Where it is used, so that nobody looks for it when deleting is refused."""
    return _in_words(cataloguing.uses(content, part.kind, key), part, content)


def _in_words(places: Iterable[str], part: Part, content: Content) -> list[str]:
    """Concerns are offered by groups, everything else is used by concerns."""
    if part.kind != folders.CONCERNS:
        return [str(content.concerns[each].title) for each in places]
    plan = capacity.plan()
    groups = {each: plan.group(each) for each in places}
    return [
        str(place_name(Place(group.office, group.key), content) if group else s_("appointments"))
        for group in groups.values()
    ]


# --- presses


@pages.post("/<part>/<entry>/loeschen")
@access.to(roles.may_edit_catalogue)
def remove(visitor: Visitor, *, part: str, entry: str) -> ResponseReturnValue:
    """Take a record out of the catalogue."""
    chosen = part_of(part)
    record = cataloguing.record(portal().live, chosen.kind, entry)
    if record is None:
        abort(404)
    if not StaffPress().validate_on_submit():
        return on_to(url_for(".edit", part=part, entry=entry))
    try:
        cataloguing.remove(visitor.account, record, live=portal().live, now=visitor.now)
    except StillUsed as refusal:
        where = s_(
            "This is still used: %(places)s. Please take it out there first.",
            places="; ".join(_in_words(refusal.places, chosen, portal().content)),
        )
        form = form_of(chosen.specs, record.body, portal().content, **_editing())
        form.seen.data = record.seen
        return _page(chosen, record, form, general=[where])
    return on_to(url_for(".listing", part=part, weg=chosen.name_of(entry, record.body)))


@pages.post("/<part>/<entry>/zurueck")
@access.to(roles.may_edit_catalogue)
def revert(visitor: Visitor, *, part: str, entry: str) -> ResponseReturnValue:
    """The whole record as it was shipped."""
    if StaffPress().validate_on_submit():
        kind = part_of(part).kind
        cataloguing.revert(visitor.account, kind, entry, live=portal().live, now=visitor.now)
    return on_to(url_for(".edit", part=part, entry=entry))


@pages.post("/anliegen/<entry>/schieben/<way>")
@access.to(roles.may_edit_catalogue)
def move(visitor: Visitor, *, entry: str, way: str) -> ResponseReturnValue:
    """A concern one place up or down."""
    if way not in STEPS:
        abort(404)
    if StaffPress().validate_on_submit():
        cataloguing.move(visitor.account, entry, STEPS[way], live=portal().live, now=visitor.now)
    return on_to(url_for(".listing", part="anliegen"))


@pages.post("/<part>/<entry>/geprueft")
@access.to(roles.may_edit_catalogue)
def checked(visitor: Visitor, *, part: str, entry: str) -> ResponseReturnValue:
    """Somebody has opened or called it today, and it is right."""
    chosen = part_of(part)
    record = cataloguing.record(portal().live, chosen.kind, entry)
    if record is None or not any(spec.name == "checked_on" for spec in chosen.specs):
        abort(404)
    if StaffPress().validate_on_submit():
        body = {**record.body, "checked_on": visitor.now.date()}
        cataloguing.change(visitor.account, record, body, live=portal().live, now=visitor.now)
    return on_to(url_for(".listing", part=part, folge="alter"))
