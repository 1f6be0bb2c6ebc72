"""Import and export: tables as CSV with a dry run, and everything as content files."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from backend import content as contents
from backend.actions import auditing, cataloguing, exporting, live_content
from backend.actions.cataloguing import Record
from backend.content import ContentError, Raw, folders
from backend.domain import roles
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.refusals import Refusal
from backend.domain.staff_refusals import MandatoryStays
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import edits
from backend.web import access, uploads
from backend.web.access import Visitor
from backend.web.catalogue import cells
from backend.web.catalogue.adding import ODD_KEY, beginning_of, is_key
from backend.web.catalogue.cells import OddTable
from backend.web.catalogue.faults import sentence_of_fault
from backend.web.catalogue.pages import pages
from backend.web.catalogue.parts import PARTS
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.uploads import OddLine

LARGEST_FILE = 2 * 1024 * 1024
RESPONSIBILITIES = "zustaendigkeiten"
TABLES: Mapping[str, Text] = {
    **{
        slug: part.title
        for slug, part in PARTS.items()
        if part.kind not in {folders.PAGES, folders.JOBCENTER}
    },
    RESPONSIBILITIES: s_("Responsibilities of the offices"),
}
MOST_ROWS = 500
"""Of one table; responsibilities may have more, since they are read at once."""
TOO_MANY = s_("At most 500 rows at once. Please divide the file.")
NO_TABLE = s_("Please choose a table and a file.")
CELL_ODD = s_("This cannot be read: %(cell)s")
LINE_ODD = s_("Line %(number)s cannot be read. Is a quotation mark missing before it?")
COLUMN_ODD = s_("The column %(name)s is missing or not known.")


class Outcome(NamedTuple):
    """What a row of the file would do."""

    number: int
    key: str
    what: Text
    fields: str
    is_refused: bool
    changes: bool


class Trial(NamedTuple):
    """A dry run: the rows, and the tables to be taken over."""

    rows: list[Outcome]
    bodies: dict[str, Raw]
    seen: str

    @property
    def is_good(self) -> bool:
        """Whether something can be taken over."""
        return bool(self.bodies) and not any(row.is_refused for row in self.rows)


@pages.route("/austausch", methods=["GET", "POST"])
@access.to(roles.may_edit_catalogue)
def exchange(visitor: Visitor) -> ResponseReturnValue:
    """The ways in and out; a file that was sent is tried first, and shown row by row."""
    request.max_content_length = request.max_form_memory_size = LARGEST_FILE
    if request.method == "GET":
        return _page()
    press = StaffPress()
    table, text = request.form.get("table", ""), _sent_text()
    if not press.validate_on_submit():
        return _page(refused=press.errors)
    if table not in TABLES or not text.strip():
        return _page(refused=[NO_TABLE])
    try:
        trial = _tried(table, text)
    except (OddTable, OddLine) as odd:
        return _page(refused=[_why(odd)])
    if "take" in request.form and trial.is_good:
        try:
            cataloguing.take_over(
                visitor.account,
                _kind(table),
                trial.bodies,
                seen=request.form.get("seen", ""),
                live=portal().live,
                now=visitor.now,
            )
        except ContentError as error:
            return _page(refused=[sentence_of_fault(error)])
        except Refusal as refusal:
            sentence = sentence_of(refusal)
            return _page(refused=[sentence], table=table, text=text, trial=_tried(table, text))
        return _page(taken=len(trial.bodies))
    return _page(table=table, text=text, trial=trial)


def _why(odd: OddTable | OddLine) -> Text:
    if isinstance(odd, OddLine):
        return s_(LINE_ODD.msgid, number=str(odd))
    return s_(COLUMN_ODD.msgid, name=str(odd))


def _sent_text() -> str:
    """The file, or the text of the dry run."""
    sent = request.files.get("file")
    raw = sent.read() if sent else b""
    return uploads.text_of(raw) if raw else request.form.get("text", "")


def _kind(table: str) -> str:
    return folders.RESPONSIBILITIES if table == RESPONSIBILITIES else PARTS[table].kind


def _page(
    *,
    refused: list[Text] | None = None,
    table: str = "",
    text: str = "",
    trial: Trial | None = None,
    taken: int | None = None,
) -> ResponseReturnValue:
    bad = trial is not None and any(row.is_refused for row in trial.rows)
    status = 422 if refused or bad else 200
    return render_template(
        "catalogue/exchange.html",
        tables=TABLES,
        refused=refused or [],
        table=table,
        text=text,
        trial=trial,
        taken=taken,
    ), status


def _tried(table: str, text: str) -> Trial:
    if table == RESPONSIBILITIES:
        return _tried_responsibilities(text)
    part = PARTS[table]
    present = cataloguing.records(portal().live, part.kind)
    laid = live_content.laid_over(edits.every())
    rows, bodies = [], dict[str, Raw]()
    labels = {spec.name: str(spec.field.args[0]) for spec in part.specs}
    lines = cells.rows_of(text, cells.columns(part))
    if len(lines) > MOST_ROWS:
        number = lines[MOST_ROWS][0]
        return Trial([_outcome(number, "", TOO_MANY, [], is_new=False)], {}, "")
    for number, row in lines:
        key = row[cells.KEY]
        before = present.get(key, Record(part.kind, key, {}, None))
        fault, body = None, dict(before.body)
        if key not in present and (part.new is None or not is_key(part, key)):
            fault = s_("%(name)s is not known.", name=key) if part.new is None else ODD_KEY
        elif key in bodies:
            fault = s_("Something stands here twice.")
        else:
            fault, body = _row(table, row, before, laid=laid)
        changed = [
            name for name in dict.fromkeys((*body, *before.body))
            if body.get(name) != before.body.get(name)
        ]  # fmt: skip
        if fault is None and changed:
            bodies[key] = body
        named = [labels.get(name, name) for name in changed]
        rows.append(_outcome(number, key, fault, named, is_new=key not in present))
    return Trial(rows, bodies, cataloguing.state_of(present))


def _row(
    table: str, row: Mapping[str, str], before: Record, *, laid: folders.Edits
) -> tuple[Text | None, dict[str, object]]:
    """What is wrong with a row, if anything, and the table it says."""
    part = PARTS[table]
    beginning = before.body or beginning_of(part)
    try:
        body = cells.body_of_row(part, row, beginning)
    except ValueError as odd:
        return s_(CELL_ODD.msgid, cell=str(odd)), dict(before.body)
    if body == before.body:
        return None, body
    if (before.shipped or {}).get("mandatory") and not body.get("mandatory"):
        return sentence_of(MandatoryStays), body
    others = {**laid, part.kind: {**laid.get(part.kind, {}), before.key: body}}
    try:
        contents.load(portal().live.folder, others)
    except ContentError as error:
        return sentence_of_fault(error), body
    return None, body


def _outcome(
    number: int, key: str, fault: Text | None, changed: list[str], *, is_new: object
) -> Outcome:
    if fault is not None:
        return Outcome(number, key, fault, "", is_refused=True, changes=False)
    if not changed:
        return Outcome(number, key, s_("stays"), "", is_refused=False, changes=False)
    what = s_("new") if is_new else s_("changes")
    fields = "" if is_new else ", ".join(changed)
    return Outcome(number, key, what, fields, is_refused=False, changes=True)


def _tried_responsibilities(text: str) -> Trial:
    """Lines that go and lines that come; a bad one is named by its number."""
    kind = folders.RESPONSIBILITIES
    present = cataloguing.records(portal().live, kind)
    record = present[kind]
    names = str(record.body["text"]).splitlines()[0].split(",")
    found = cells.rows_of(text, names)
    new = cells.joined([names, *([row.get(name, "") for name in names] for _n, row in found)])
    before, seen = set(str(record.body["text"]).splitlines()), cataloguing.state_of(present)
    lines = new.splitlines()
    rows = [
        _outcome(number, line, None, ["x"] if line not in before else [], is_new=line not in before)
        for (number, _row), line in zip(found, lines[1:], strict=False)
    ]
    rows += [
        Outcome(0, line, s_("goes"), "", is_refused=False, changes=True)
        for line in str(record.body["text"]).splitlines()[1:]
        if line not in set(lines)
    ]
    laid = live_content.laid_over(edits.every())
    try:
        contents.load(portal().live.folder, {**laid, kind: {kind: {"text": new}}})
    except ContentError as error:
        number = int(error.key.removeprefix("line ")) if error.key.startswith("line ") else 0
        at = found[number - 2][0] if 2 <= number < len(found) + 2 else number
        rows.insert(0, _outcome(at, "", sentence_of_fault(error), [], is_new=False))
    changes = {kind: {"text": new}} if any(row.changes for row in rows) else {}
    return Trial(rows, dict(changes), seen)


# --- out


@pages.post("/ausgeben/<table>.csv")
@access.to(roles.may_edit_catalogue)
def table_out(visitor: Visitor, *, table: str) -> ResponseReturnValue:
    """A table for Excel; taken in again as it is, it changes nothing."""
    if table not in TABLES or not StaffPress().validate_on_submit():
        return _page(refused=[NO_TABLE])
    present = cataloguing.records(portal().live, _kind(table))
    bodies = {key: record.body for key, record in present.items()}
    if table == RESPONSIBILITIES:
        raw = cells.for_excel(str(bodies[folders.RESPONSIBILITIES]["text"]))
    else:
        raw = cells.written(PARTS[table], bodies)
    matter = Matter(Purpose.CATALOGUE, _kind(table))
    auditing.note_reading(visitor.account, Deed.EXPORTED, matter, now=visitor.now)
    return _file(raw, f"{table}.csv", "text/csv; charset=utf-8")


@pages.post("/ausgeben/inhalte.zip")
@access.to(roles.may_edit_catalogue)
def all_out(visitor: Visitor) -> ResponseReturnValue:
    """Everything as content files, which make the same portal elsewhere."""
    if not StaffPress().validate_on_submit():
        return _page(refused=[NO_TABLE])
    raw = exporting.package(visitor.account, live=portal().live, now=visitor.now)
    return _file(raw, "inhalte.zip", "application/zip")


def _file(raw: bytes, name: str, kind: str) -> Response:
    return Response(
        raw,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
