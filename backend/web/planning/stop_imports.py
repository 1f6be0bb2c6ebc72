"""A tour from a spreadsheet: tried first, line by line, then added (R102).

The file is never written anywhere: what was read travels within the page from the try to the
adding, and is read once more by the same rules.
"""

import json
from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import touring
from backend.content import Office
from backend.domain import tours
from backend.domain.refusals import Refusal
from backend.domain.tours import HEADINGS, REQUIRED, Column, Finding, Line
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning import carrying
from backend.web.planning.importing import (
    EMPTY,
    MISSING,
    OVER,
    OddUpload,
    uploaded_lines,
)
from backend.web.planning.pages import pages
from backend.web.planning.stop_forms import title_of
from backend.web.planning.stops import may_plan_stops, touring_office
from backend.web.staff_fields import StaffPress

LARGEST_REQUEST = 2_000_000
TOO_LONG = s_("The file has too many lines: 500 at most. Please divide it.")
COLUMNS = {
    Column.DAY: s_("Day"),
    Column.START: s_("From (time)"),
    Column.END: s_("until (time)"),
    Column.PLACE: s_("Place of the stop"),
    Column.STREET: s_("Street and number"),
    Column.POSTCODE: s_("Postcode"),
    Column.CITY: s_("Town"),
    Column.WAY: s_("How to get there"),
    Column.OPEN_START: s_("Without an appointment from"),
    Column.OPEN_END: s_("Without an appointment until"),
}
FINDINGS = {
    Finding.ODD_DAY: s_("The day cannot be read."),
    Finding.PAST: s_("This day lies behind."),
    Finding.ODD_TIME: s_("The time cannot be read."),
    Finding.ODD_OPEN: s_("These hours must lie within the stop."),
    Finding.NO_PLACE: s_("Place or street is missing."),
    Finding.TOO_LONG: s_("This is too long."),
    Finding.ODD_POSTCODE: s_("A postcode has 5 digits."),
    Finding.CROSSING: s_("At this time the team is at another stop already."),
    Finding.STANDS: s_("stands there already"),
}


@pages.route("/stelle/<office:tour>/halte/einlesen", methods=["GET", "POST"])
@access.to_one("tour", fetch=touring_office, may=may_plan_stops)
def read_tour(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Try a file; add what was tried."""
    request.max_content_length = request.max_form_memory_size = LARGEST_REQUEST
    if request.method == "GET":
        return _page(office)
    press = StaffPress()
    if not press.validate_on_submit():
        return _page(office, refused=press.errors)
    try:
        rows = _sent_rows() if "lines" in request.form else _file_rows()
        found = _read(rows, visitor, office)
        new = [line.stop for line in found if line.is_new and line.stop]
        if "lines" in request.form and not carrying.is_going_back():
            edit = touring.add(office.key, new)
            return carrying.carry(visitor, edit, back=url_for(".tour", tour=office))
    except OddUpload as odd:
        return _page(office, refused=[odd.sentence])
    except Refusal as refusal:
        return _page(office, refused=[sentence_of(refusal)])
    return _page(office, found=found, rows=rows)


def _page(
    office: Office,
    *,
    refused: Sequence[Text] = (),
    found: Sequence[Line] | None = None,
    rows: Sequence[tuple[int, list[str]]] = (),
) -> ResponseReturnValue:
    page = render_template(
        "planning/stop_import.html",
        office=office,
        refused=refused,
        found=found,
        new=sum(line.is_new for line in found or ()),
        refused_lines=sum(line.stop is None or line.finding == "crossing" for line in found or ()),
        lines=json.dumps(rows, ensure_ascii=False),
        findings=FINDINGS,
        title_of=title_of,
        columns=[(COLUMNS[each], HEADINGS[each], each in REQUIRED) for each in Column],
    )
    return page, 422 if refused else 200


def _file_rows() -> list[tuple[int, list[str]]]:
    headings, lines = uploaded_lines()
    return [(0, headings), *lines]


def _sent_rows() -> list[tuple[int, list[str]]]:
    """The rows as the page has sent them again."""
    try:
        return [
            (int(number), [str(cell) for cell in row])
            for number, row in json.loads(request.form["lines"])
        ]
    except (ValueError, TypeError) as error:
        raise OddUpload(OVER) from error


def _read(rows: list[tuple[int, list[str]]], visitor: Visitor, office: Office) -> list[Line]:
    if len(rows) < 2:
        raise OddUpload(EMPTY)
    if len(rows) > tours.MOST_LINES + 1:
        raise OddUpload(TOO_LONG)
    columns = tours.columns_of(rows[0][1])
    lacking = [HEADINGS[each][0] for each in REQUIRED if each not in columns]
    if lacking:
        raise OddUpload(s_(MISSING.msgid, columns=", ".join(lacking)))
    return tours.read(
        rows[1:],
        columns,
        present=touring.of(office.key),
        city=office.city,
        today=visitor.now.date(),
    )
