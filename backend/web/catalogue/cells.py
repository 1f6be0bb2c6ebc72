"""Cells: the records of a part as rows of a table for Excel, and rows as records again."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backend.content import Raw
from backend.domain import imports
from backend.domain.numbers import latin_digits
from backend.web import uploads
from backend.web.catalogue.listed import HoursField, hours_of
from backend.web.catalogue.parts import Part
from backend.web.catalogue.specs import Spec

YES, NO = "ja", "nein"
BETWEEN = " | "
KEY = "key"
ALWAYS = "!"
"""Behind the key of a document that is always needed."""
_USE = re.compile(r"([^!:\s]+)(!?)(?::\s*(.*))?")


class OddTable(Exception):
    """A file that is no table with these columns; the argument names what is wrong."""


def columns(part: Part) -> list[str]:
    """The head of the table: the key, each field, and of offices their concerns."""
    more = ["concerns"] if part.kind == "offices" else []
    return [KEY, *(spec.name for spec in part.specs), *more]


def written(part: Part, bodies: Mapping[str, Raw]) -> bytes:
    """The table as a file that Excel opens: `;` between the cells, UTF-8 with its mark."""
    stream = io.StringIO(newline="")
    rows = csv.writer(stream, delimiter=";")
    rows.writerow(columns(part))
    for key, body in bodies.items():
        rows.writerow([key, *(_cell(body.get(name), name) for name in columns(part)[1:])])
    return stream.getvalue().encode("utf-8-sig")


def _cell(value: Any, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if name == "hours":
        return BETWEEN.join(HoursField.joined(value).splitlines())
    if isinstance(value, list):
        return BETWEEN.join(_use(each) if isinstance(each, dict) else str(each) for each in value)
    if hasattr(value, "isoformat"):
        return f"{value:%d.%m.%Y}"
    return str(value)


def _use(line: Mapping[str, Any]) -> str:
    always = ALWAYS if line["always"] else ""
    hint = f": {line['hint']}" if line.get("hint") else ""
    return f"{line['key']}{always}{hint}"


def rows_of(text: str, names: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """(number of the line, cells by column); raises `OddTable` and `uploads.OddLine`."""
    every = list(uploads.rows_of(text))
    given = [name.strip() for name in every[0][1]] if every else []
    odd = [name for name in given if name not in names]
    if odd or len(set(given)) < len(given) or not given or given[0] != names[0]:
        raise OddTable((odd or [names[0]])[0])
    found = []
    for number, cells in every[1:]:
        if any(cell.strip() for cell in cells):
            row = dict(zip(given, (cell.strip() for cell in cells), strict=False))
            found.append((number, row))
    return found


def body_of_row(part: Part, row: Mapping[str, str], before: Raw) -> dict[str, Any]:
    """The record a row says; columns that are not there stay as they were.

    `ValueError` names a cell that cannot be read.
    """
    body = dict(before)
    for spec in part.specs:
        if spec.name in row:
            value = _value(spec, row[spec.name])
            if value is None or (value == spec.usual and spec.name not in before):
                body.pop(spec.name, None)
            else:
                body[spec.name] = value
    if "concerns" in row and part.kind == "offices":
        body["concerns"] = _list(row["concerns"])
    return body


def _list(cell: str) -> list[str]:
    return [each.strip() for each in cell.split("|") if each.strip()]


def _value(spec: Spec, cell: str) -> Any:
    if spec.shape == "box":
        return _flag(spec.name, cell)
    if spec.shape == "uses":
        return _uses(spec.name, _list(cell))
    if spec.name == "hours":
        return hours_of("\n".join(_list(cell)))
    if spec.shape in {"lines", "boxes"}:
        return _list(cell)
    if spec.name == "minutes":
        return int(cell) if re.fullmatch(r"[0-9]{1,4}", cell) else cell
    if spec.shape == "number":
        return _day(spec.name, cell)
    return cell or None


def _flag(name: str, cell: str) -> bool:
    if cell.casefold() not in {YES, NO, ""}:
        raise ValueError(f"{name}: {cell}")
    return cell.casefold() == YES


def _day(name: str, cell: str) -> Any:
    if not cell:
        return None
    found = imports.day_of(latin_digits(cell))
    if found is None:
        raise ValueError(f"{name}: {cell}")
    return found


def _uses(name: str, lines: Iterable[str]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        match = _USE.fullmatch(line)
        if match is None:
            raise ValueError(f"{name}: {line}")
        use: dict[str, Any] = {"key": match[1], "always": bool(match[2])}
        if match[3]:
            use["hint"] = match[3].strip()
        found.append(use)
    return found


def joined(rows: Iterable[Sequence[str]]) -> str:
    """Rows as the content folder keeps a table: `,` between the cells."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def for_excel(text: str) -> bytes:
    """A table of the content folder as Excel opens it."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows(csv.reader(io.StringIO(text, newline="")))
    return stream.getvalue().encode("utf-8-sig")
