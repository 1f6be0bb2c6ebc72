"""Workbooks: the day list as an Excel file that prints well and in which every text stays a text.

A name that begins with `=` is no formula, characters that Excel files cannot hold are left out,
and neither the file's name nor its properties say anything about a person (R62).
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from backend.languages import Clock, Day, Tongue
from backend.languages import staff_text as s_
from backend.languages import text_of as _
from backend.letters.day_lists import DayTable, Row, Value

TOP = 3
"""The row of the column headings; title and time of making stand above."""
FEWEST, MOST = 5, 17
"""Widths of columns in characters; what is longer goes on in the next line."""
LONGEST_TITLE = 31
"""Characters that Excel takes as the name of a sheet."""
LONGEST_CELL = 32_000
OVERVIEW, EVERYBODY = s_("Overview"), s_("All")
STAMP = s_("As of %(day)s, %(time)s. Delete the file and shred the paper after use.")
SAMPLE = _("Sample data, not an offer of the Jobcenter.")
PAGE = s_("Page %(page)s of %(pages)s")
GONE = s_("Cancelled or moved since the first list: %(references)s")
_NOT_IN_TITLES = re.compile(r"[\\/?*\[\]:]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BREAK = re.compile(r"\s|(?<=-)")
_JOINERS = "\u200c\u200d"
_LINE = Border(bottom=Side(style="thin", color="FF8A94A6"))
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_TEXT, _TURNED, _TIME, _NUMBER, _HEAD = (
    f"list {name}" for name in ("text", "turned", "time", "number", "head")
)
"""The styles of the file by name."""


def workbook(table: DayTable, tongue: Tongue) -> bytes:
    """The Excel file of a day list: an overview, a sheet for all and one for each group."""
    book = Workbook()
    _declare(book, table)
    for style in _styles():
        book.add_named_style(style)
    taken: set[str] = set()
    overview = book.worksheets[0]
    overview.title = sheet_title(OVERVIEW.plain(tongue), taken)
    _write_overview(overview, table, tongue)
    parts: list[tuple[str, Sequence[Row]]] = [(EVERYBODY.plain(tongue), table.rows)]
    if len(table.groups) > 1:
        parts += [
            (title, [row for row in table.rows if row.group == key])
            for key, title in table.groups.items()
        ]
    for title, rows in parts:
        sheet = book.create_sheet(sheet_title(title, taken))
        _write_rows(sheet, table, rows, title=title, tongue=tongue)
    book.active = 1
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def safe(text: str) -> str:
    """The text as a cell can hold it and shows it: no control, format or broken characters."""
    kept = "".join(
        sign if sign in _JOINERS or unicodedata.category(sign) not in _INVISIBLE else " "
        for sign in text.replace("\n", " ")
        if not 0xFDD0 <= ord(sign) <= 0xFDEF and ord(sign) & 0xFFFE != 0xFFFE
    )
    return _ESCAPED.sub("_x005F_", kept)[:LONGEST_CELL]


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def sheet_title(text: str, taken: set[str]) -> str:
    """A name that Excel takes for a sheet and that none of the others has; adds it to them."""
    bare = " ".join(_NOT_IN_TITLES.sub(" ", safe(text)).split()).strip("' ") or "-"
    title, number = bare[:LONGEST_TITLE].strip("' "), 1
    while title.casefold() in taken | {"history"}:
        number += 1
        title = f"{bare[: LONGEST_TITLE - 4].strip()} {number}"
    taken.add(title.casefold())
    return title


def _declare(book: Workbook, table: DayTable) -> None:
    """What the file says of itself: a title, and when it was made."""
    made = table.stamped.replace(tzinfo=None, microsecond=0)
    book.properties.creator = "Terminbrücke"
    book.properties.lastModifiedBy = "Terminbrücke"
    book.properties.title = safe(table.title)
    book.properties.created = book.properties.modified = made


def _styles() -> list[NamedStyle]:
    head = NamedStyle(
        _HEAD,
        font=Font(bold=True, color="FFFFFFFF"),
        fill=PatternFill("solid", fgColor="FF131B3A"),
        alignment=Alignment(vertical="top", wrap_text=True),
    )
    return [
        head,
        NamedStyle(_TEXT, alignment=_aligned("left"), border=_LINE),
        NamedStyle(_TURNED, alignment=_aligned("right", reading=2), border=_LINE),
        NamedStyle(
            _TIME,
            number_format="hh:mm",
            font=Font(bold=True),
            alignment=_aligned("left"),
            border=_LINE,
        ),
        NamedStyle(_NUMBER, alignment=_aligned("right"), border=_LINE),
    ]


def _aligned(side: Literal["left", "right"], reading: int = 0) -> Alignment:
    """At the top of the line, broken where it is too long; `reading` 2 runs from the right."""
    return Alignment(horizontal=side, vertical="top", wrap_text=True, readingOrder=reading)


def _write_overview(sheet: Worksheet, table: DayTable, tongue: Tongue) -> None:
    _write_top(sheet, table, tongue, title=table.title)
    for place, (name, value) in enumerate(table.summary, start=TOP):
        _write(sheet.cell(place, 1), name)
        _write(sheet.cell(place, 2), value)
    last = TOP + len(table.summary)
    if table.gone:
        references = ", ".join(table.gone)
        put(sheet.cell(last + 1, 1), s_(GONE.msgid, references=references).plain(tongue))
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["B"].width = 12
    fit_on_paper(sheet, table.title, tongue)


def _write_rows(
    sheet: Worksheet, table: DayTable, rows: Sequence[Row], *, title: str, tongue: Tongue
) -> None:
    _write_top(sheet, table, tongue, title=f"{table.title}: {title}")
    for place, name in enumerate(table.columns, start=1):
        cell = sheet.cell(TOP, place)
        put(cell, name)
        cell.style = _HEAD
    for number, row in enumerate(rows, start=TOP + 1):
        for place, value in enumerate(row.cells, start=1):
            _write(sheet.cell(number, place), value)
    for place, width in enumerate(widths(table.columns, rows)):
        column = sheet.column_dimensions[get_column_letter(place + 1)]
        column.width = width
        # What is empty or the same all the way down takes no room on paper; it can be shown again.
        column.hidden = bool(rows) and {row.cells[place] for row in rows} <= {"", title}
    last = get_column_letter(len(table.columns))
    sheet.freeze_panes = f"B{TOP + 1}"
    sheet.auto_filter.ref = f"A{TOP}:{last}{TOP + max(len(rows), 1)}"
    sheet.print_title_rows = f"1:{TOP}"
    fit_on_paper(sheet, table.title, tongue)


def widths(columns: Sequence[str], rows: Sequence[Row]) -> list[float]:
    """How wide each column is, in characters: as its texts need it, within bounds.

    A heading may break between words and at hyphens, a text goes on in the next line; the button
    of the filter needs its room.
    """
    found = []
    for place, name in enumerate(columns):
        longest = max((len(_shown(row.cells[place])) for row in rows), default=0)
        heading = max(map(len, _BREAK.split(name))) + 2
        needed = 1.05 * longest + 1
        found.append(round(min(max(needed, heading, FEWEST), MOST), 1))
    return found


def _write_top(sheet: Worksheet, table: DayTable, tongue: Tongue, *, title: str) -> None:
    """What the sheet is, and when it was made."""
    put(sheet["A1"], title)
    sheet["A1"].font = Font(bold=True, size=14)
    stamp = s_(STAMP.msgid, day=Day(table.stamped.date(), "number"), time=_clock(table.stamped))
    sample = f"{SAMPLE.plain(tongue)} " if table.is_sample else ""
    put(sheet["A2"], sample + stamp.plain(tongue))


def fit_on_paper(sheet: Worksheet, title: str, tongue: Tongue) -> None:
    """A4 across, as wide as the paper, the title below every page, pages counted."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top, sheet.page_margins.bottom = 0.4, 0.6
    page = s_(PAGE.msgid, page="&P", pages="&N").plain(tongue)
    footer = HeaderFooterItem()
    # A single & begins a command of headers and footers, and Excel takes 255 characters in all.
    footer.left.text = safe(title)[:150].replace("&", "&&")
    footer.right.text = page
    sheet.HeaderFooter.oddFooter = footer


def _write(cell: Cell | MergedCell, value: Value) -> None:
    """A value as its kind wants it."""
    if isinstance(value, str):
        if value:
            put(cell, value)
        cell.style = _TURNED if _is_right_to_left(value) else _TEXT
        return
    cell.value = value
    cell.style = _TIME if isinstance(value, time) else _NUMBER


def put(cell: Cell | MergedCell, text: str) -> None:
    """A text that stays one: never a formula, an error or a number, also when somebody edits it."""
    cell.value = safe(text)
    cell.data_type = "s"


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter runs from the right."""
    if text.isascii():
        return False
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((each in _RIGHT_TO_LEFT for each in strong if each in {"L", "R", "AL"}), False)


def _shown(value: Value) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _clock(moment: datetime) -> Clock:
    return Clock(moment.time())
