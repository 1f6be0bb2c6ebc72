"""Sheets: the rows of a CSV or Excel file as texts; whatever else is in the file stays in there.

Formulas count as what they showed last, macros are never looked at, and files that are too large
when unpacked, or bring their own XML entities, are refused.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, time
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from backend.web import uploads

LARGEST_FILE = 2 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 500
_LARGEST_UNPACKED = 40 * 1024 * 1024
_MOST_PARTS = 300
_ZIP = b"PK\x03\x04"


class OddFile(Exception):
    """Neither CSV nor a workbook that can be read."""


class TooLong(Exception):
    """More rows than are read at once."""


def rows_of(raw: bytes) -> list[list[str]]:
    """All rows with the first one; raises `OddFile` or `TooLong`."""
    found = []
    for row in _of_workbook(raw) if raw.startswith(_ZIP) else _of_text(raw):
        found.append([cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]])
        if len(found) > MOST_ROWS + 1:
            raise TooLong
    return found


def _of_text(raw: bytes) -> Iterator[list[str]]:
    if b"\0" in raw:
        raise OddFile
    try:
        for _number, row in uploads.rows_of(uploads.text_of(raw)):
            yield [" ".join(cell.split()) for cell in row]
    except uploads.OddLine as error:
        raise OddFile from error


def _of_workbook(raw: bytes) -> Iterator[list[str]]:
    """The first sheet of an Excel file."""
    _refuse_bombs(raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True):
            yield [_text(cell) for cell in row]
    except (
        InvalidFileException, ParseError, zipfile.BadZipFile, KeyError, ValueError, TypeError,
        IndexError, AttributeError, OSError, EOFError, RuntimeError, zlib.error,
    ) as error:  # fmt: skip
        # Whatever is wrong inside: the library tells it by many names.
        raise OddFile from error


def _refuse_bombs(raw: bytes) -> None:
    """Refuse what grows beyond all measure when unpacked, before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _LARGEST_UNPACKED:
                raise OddFile
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(4096).upper():
                            raise OddFile
    except (
        zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error,
    ) as error:  # fmt: skip
        # Damaged, or locked with a password.
        raise OddFile from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != time() else f"{cell:%Y-%m-%d}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
