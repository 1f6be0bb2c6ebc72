"""Figure files: an evaluation as an Excel file and as CSV, with the same numbers as the page."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from backend.languages import Shown, Tongue
from backend.languages import staff_text as s_
from backend.letters.figures import HIDDEN, Figure, Number, Sheet, Word
from backend.letters.workbooks import fit_on_paper, put, safe, sheet_title

CSV_COLUMNS = (s_("Table"), s_("Row"), s_("Column"), s_("Count"))
TOP = 3
"""The row of the column headings; title and table stand above."""
FIRST_WIDTH, WIDTH = 44, 14
"""Of the columns, in characters."""


def as_csv(sheet: Sheet, tongue: Tongue) -> bytes:
    """One line for each number, with a mark at the front by which Excel reads it as UTF-8."""
    stream = io.StringIO()
    lines = csv.writer(stream, delimiter=";")
    lines.writerow([word.plain(tongue) for word in CSV_COLUMNS])
    for figure in sheet.figures:
        for name, numbers in figure.rows:
            for column, number in zip(figure.columns[1:], numbers, strict=True):
                words = (figure.title, name, column)
                lines.writerow([*(_inert(said(word, tongue)) for word in words), shown(number)])
    return stream.getvalue().encode("utf-8-sig")


def as_workbook(sheet: Sheet, tongue: Tongue) -> bytes:
    """A sheet for each table, each of which says what it is about; prints on A4."""
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "Terminbrücke"
    book.properties.title = safe(said(sheet.title, tongue))
    taken: set[str] = set()
    for number, figure in enumerate(sheet.figures):
        page = book.worksheets[0] if number == 0 else book.create_sheet()
        page.title = sheet_title(said(figure.title, tongue), taken)
        _write(page, sheet, figure, tongue=tongue)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write(page: Worksheet, sheet: Sheet, figure: Figure, *, tongue: Tongue) -> None:
    put(page["A1"], said(sheet.title, tongue))
    page["A1"].font = Font(bold=True, size=14)
    put(page["A2"], said(figure.title, tongue))
    page["A2"].font = Font(bold=True)
    for place, column in enumerate(figure.columns, start=1):
        put(page.cell(TOP, place), said(column, tongue))
        page.cell(TOP, place).font = Font(bold=True)
        page.cell(TOP, place).alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(place)].width = (
            FIRST_WIDTH if place == 1 else WIDTH
        )
    for line, (name, numbers) in enumerate(figure.rows, start=TOP + 1):
        put(page.cell(line, 1), said(name, tongue))
        for place, number in enumerate(numbers, start=2):
            cell = page.cell(line, place)
            if isinstance(number, int):
                cell.value = number
            else:
                put(cell, shown(number))
            cell.alignment = Alignment(horizontal="right")
    last = TOP + len(figure.rows)
    if figure.has_sum:
        for place in range(1, len(figure.columns) + 1):
            page.cell(last, place).font = Font(bold=True)
    for number, note in enumerate((figure.about, *sheet.notes), start=last + 2):
        put(page.cell(number, 1), said(note, tongue))
    page.freeze_panes = f"B{TOP + 1}"
    page.print_title_rows = f"1:{TOP}"
    fit_on_paper(page, said(sheet.title, tongue), tongue)


def shown(number: Number) -> str:
    """As it is written where it is no number to compute with."""
    return HIDDEN if number is None else str(number)


def said(word: Word, tongue: Tongue) -> str:
    """The word in the language of the file."""
    return word.plain(tongue) if isinstance(word, Shown) else word


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
