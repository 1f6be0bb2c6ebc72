"""Open appointments of an old tool: a file is tried, shown line by line, then taken over (D35).

The file is never written anywhere. What was understood of it travels sealed within the page from
the try to the taking over, for two hours and for this one person.
"""

import base64
import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backend.actions import importing
from backend.actions.importing import Taken, Wanted
from backend.actions.old_lists import Entry, Tried
from backend.domain import imports, roles
from backend.domain.imports import REFUSED, Column, Finding, Line
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store import sealing
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning import sheets
from backend.web.planning.pages import pages
from backend.web.planning.terms import COLUMNS, FINDINGS
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress

LARGEST_REQUEST = 2 * sheets.LARGEST_FILE
LASTS = timedelta(hours=2)
MOST_SHOWN = 500
NO_FILE = s_("Please choose a file.")
TOO_LARGE = s_("The file is too large: two megabytes at most.")
ODD_FILE = s_("This file cannot be read. Please save it as CSV or Excel (.xlsx).")
TOO_LONG = s_("The file has too many lines: 5000 at most. Please divide it.")
MISSING = s_("The file has no column for: %(columns)s")
EMPTY = s_("There is no line in the file beside the headings.")
OVER = s_("The try is too old or was changed. Please choose the file again.")


class FoundLine(NamedTuple):
    """A line about which something is to be said."""

    number: int
    start: datetime | None
    is_refused: bool
    findings: tuple[Text, ...]


class Trial(NamedTuple):
    """What came of a try."""

    good: int
    """Lines that would be taken over, those to be placed among them."""
    to_place: int
    refused: int
    lines: list[FoundLine]
    """Those with findings, the first ones."""
    more: int
    """Lines with findings that are not shown."""
    counts: list[tuple[Text, int]]
    columns: list[Text]
    ignored: list[str]
    sealed: str


class OddUpload(Exception):
    """The file cannot be tried; the argument is the sentence about it."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@pages.route("/uebernahme", methods=["GET", "POST"])
@access.to(roles.may_take_over)
def take_over(visitor: Visitor) -> ResponseReturnValue:
    """Try a file; take over what was tried."""
    request.max_content_length = request.max_form_memory_size = LARGEST_REQUEST
    if request.method == "GET":
        return _page()
    press = StaffPress()
    if not press.validate_on_submit():
        return _page(refused=press.errors)
    wanted = Wanted(with_letters="letters" in request.form, beside="beside" in request.form)
    if "tried" in request.form:
        entries = _opened(request.form["tried"], visitor)
        if entries is None:
            return _page(refused=[OVER], wanted=wanted)
        taken = importing.take_over(
            visitor.account, entries, wanted, content=portal().content, now=visitor.now
        )
        # What is left is taken over by the same page once more: what is done counts as done.
        return _page(wanted=wanted, taken=taken, sealed=_sealed(entries, visitor))
    try:
        return _page(wanted=wanted, trial=_tried(wanted, visitor))
    except OddUpload as odd:
        return _page(refused=[odd.sentence], wanted=wanted)


def _page(
    *,
    refused: Sequence[Text] = (),
    wanted: Wanted | None = None,
    trial: Trial | None = None,
    taken: Taken | None = None,
    sealed: str = "",
) -> ResponseReturnValue:
    page = render_template(
        "planning/import.html",
        refused=refused,
        wanted=wanted or Wanted(),
        trial=trial,
        taken=taken,
        sealed=sealed,
        findings=FINDINGS,
        columns=[
            (COLUMNS[each], imports.HEADINGS[each], each in imports.REQUIRED) for each in Column
        ],
    )
    return page, 422 if refused else 200


# --- the try


def _tried(wanted: Wanted, visitor: Visitor) -> Trial:
    headings, lines = uploaded_lines()
    columns = imports.columns_of(headings)
    if lacking := imports.missing(columns):
        names = ", ".join(imports.HEADINGS[each][0] for each in lacking)
        raise OddUpload(s_(MISSING.msgid, columns=names))
    if not lines:
        raise OddUpload(EMPTY)
    found = importing.tried(
        [
            Line(number, {c: row[place] for c, place in columns.items() if place < len(row)})
            for number, row in lines
        ],
        wanted,
        content=portal().content,
        now=visitor.now,
    )
    good = [each.entry for each in found if each.entry and not each.is_refused]
    told = [each for each in found if each.findings]
    counts = Counter(finding for each in found for finding in each.findings)
    return Trial(
        good=len(good),
        to_place=sum(Finding.NO_COUNTER in each.findings for each in found if not each.is_refused),
        refused=sum(each.is_refused for each in found),
        lines=[_line(each) for each in told[:MOST_SHOWN]],
        more=max(0, len(told) - MOST_SHOWN),
        counts=[(FINDINGS[finding], count) for finding, count in counts.most_common()],
        columns=[COLUMNS[each] for each in columns],
        ignored=[
            text for place, text in enumerate(headings) if text and place not in columns.values()
        ],
        sealed=_sealed(good, visitor),
    )


def uploaded_lines() -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings, and the numbered lines that are not empty; raises `OddUpload`."""
    sent = request.files.get("file")
    raw = sent.read(sheets.LARGEST_FILE + 1) if sent else b""
    if not raw:
        raise OddUpload(NO_FILE)
    if len(raw) > sheets.LARGEST_FILE:
        raise OddUpload(TOO_LARGE)
    try:
        rows = sheets.rows_of(raw)
    except sheets.OddFile as error:
        raise OddUpload(ODD_FILE) from error
    except sheets.TooLong as error:
        raise OddUpload(TOO_LONG) from error
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not numbered:
        raise OddUpload(EMPTY)
    return numbered[0][1], numbered[1:]


def _line(tried: Tried) -> FoundLine:
    findings = sorted(tried.findings, key=lambda finding: finding not in REFUSED)
    return FoundLine(
        tried.number,
        tried.entry.moment if tried.entry else None,
        tried.is_refused,
        tuple(FINDINGS[finding] for finding in findings),
    )


# --- from the try to the taking over


def _context(visitor: Visitor) -> str:
    return f"import/{visitor.account.id}"


def _sealed(entries: Sequence[Entry], visitor: Visitor) -> str:
    """The entries as nobody but this portal can read them, and only for this person."""
    whole = {"at": int(visitor.now.timestamp()), "entries": [asdict(entry) for entry in entries]}
    packed = zlib.compress(json.dumps(whole, separators=(",", ":")).encode(), 9)
    return sealing.seal(base64.b85encode(packed).decode(), _context(visitor))


def _opened(sealed: str, visitor: Visitor) -> list[Entry] | None:
    """The entries again; None when they are too old, of somebody else, or no longer whole."""
    try:
        packed = base64.b85decode(sealing.unseal(sealed, _context(visitor)))
        whole = json.loads(zlib.decompress(packed))
    except (sealing.CannotUnseal, ValueError, zlib.error):
        return None
    if whole["at"] < (visitor.now - LASTS).timestamp():
        return None
    known = portal().content
    entries = [Entry(**each) for each in whole["entries"]]
    is_known = all(
        each.concern in known.concerns and each.office in known.offices for each in entries
    )
    return entries if is_known else None
