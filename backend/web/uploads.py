"""Uploads: the text and the cells of a CSV file, as Excel and others write it."""

import csv
import io
from collections.abc import Iterator

DELIMITERS = ";,\t"


class OddLine(Exception):
    """A line that cannot be taken apart into cells; the argument is its number."""


def text_of(raw: bytes) -> str:
    """The text of a file in UTF-8, with or without its mark, or in Windows letters."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, its cells), whatever stands between them; raises `OddLine`."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in lines:
            yield lines.line_num, cells
    except csv.Error as error:
        # A quotation mark without its second one makes one cell of the rest of the file.
        raise OddLine(lines.line_num) from error
