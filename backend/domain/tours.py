"""Tours: the stops of a spreadsheet, read leniently; what cannot be read is named (R102)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from backend.domain import imports, stops
from backend.domain.numbers import latin_digits
from backend.domain.stops import Stop

MOST_LINES = 500
LONGEST_CELL = 200


class Column(StrEnum):
    """What a column of the list tells."""

    DAY = "day"
    START = "start"
    END = "end"
    PLACE = "place"
    STREET = "street"
    POSTCODE = "postcode"
    CITY = "city"
    WAY = "way"
    OPEN_START = "open_start"
    OPEN_END = "open_end"


HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.DAY: ("Datum", "Tag"),
    Column.START: ("Von", "Beginn"),
    Column.END: ("Bis", "Ende"),
    Column.PLACE: ("Halt", "Haltepunkt", "Platz", "Standort"),
    Column.STREET: ("Straße", "Straße und Hausnummer", "Anschrift", "Adresse"),
    Column.POSTCODE: ("PLZ", "Postleitzahl"),
    Column.CITY: ("Ort", "Stadt"),
    Column.WAY: ("Weg", "Anfahrt", "Haltestelle"),
    Column.OPEN_START: ("Offen von", "Ohne Termin von"),
    Column.OPEN_END: ("Offen bis", "Ohne Termin bis"),
}
"""By which headings a column is known; the first one stands in the explanation."""
REQUIRED = (
    Column.DAY, Column.START, Column.END, Column.PLACE, Column.STREET, Column.POSTCODE,
)  # fmt: skip


class Finding(StrEnum):
    """What is the matter with a line."""

    ODD_DAY = "odd_day"
    PAST = "past"
    ODD_TIME = "odd_time"
    ODD_OPEN = "odd_open"
    """The hours without an appointment make no sense, or lie outside the stop."""
    NO_PLACE = "no_place"
    TOO_LONG = "too_long"
    ODD_POSTCODE = "odd_postcode"
    CROSSING = "crossing"
    """The team is elsewhere at this time, by the plan or by a line above."""
    STANDS = "stands"
    """It stands there already, in the plan or above: nothing is to be done."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: its number as a spreadsheet counts, and what it says."""

    number: int
    stop: Stop | None
    finding: Finding | None

    @property
    def is_new(self) -> bool:
        """Whether it would become a stop."""
        return self.stop is not None and self.finding is None


def columns_of(headings: Sequence[str]) -> dict[Column, int]:
    """Which column of the list tells what; the first one counts where two would do."""
    return imports.places_of(headings, HEADINGS)


def read(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: dict[Column, int],
    *,
    present: Iterable[Stop],
    city: str,
    today: date,
) -> list[Line]:
    """What becomes of each line beside the stops that are there; `city` where none is written."""
    planned = list(present)
    found = []
    for number, row in rows:
        cells = {
            column: " ".join(row[place].split()) if place < len(row) else ""
            for column, place in columns.items()
        }
        read_line = _read(cells, city=city, today=today)
        if isinstance(read_line, Finding):
            found.append(Line(number, None, read_line))
            continue
        finding = None
        if any(is_same(read_line, each) for each in planned):
            finding = Finding.STANDS
        elif stops.is_crossing(read_line, planned):
            finding = Finding.CROSSING
        else:
            # An own id each, so that a line can stand in the way of another one.
            planned.append(replace(read_line, id=-number))
        found.append(Line(number, read_line, finding))
    return found


def is_same(one: Stop, other: Stop) -> bool:
    """Whether both say the same of a stop that takes place."""
    return not other.is_cancelled and _bare(one) == _bare(other)


def _bare(stop: Stop) -> Stop:
    return replace(stop, id=0, revision=0)


def _read(cells: dict[Column, str], *, city: str, today: date) -> Stop | Finding:
    day = imports.day_of(latin_digits(cells[Column.DAY]))
    start, end = (_minute(cells[column]) for column in (Column.START, Column.END))
    postcode = latin_digits(cells[Column.POSTCODE])
    opened = [cells.get(column, "") for column in (Column.OPEN_START, Column.OPEN_END)]
    faults = {
        Finding.ODD_DAY: day is None,
        Finding.PAST: day is not None and day < today,
        Finding.ODD_TIME: start is None or end is None or end <= start,
        Finding.NO_PLACE: not cells[Column.PLACE] or not cells[Column.STREET],
        Finding.ODD_POSTCODE: re.fullmatch("[0-9]{5}", postcode) is None,
        Finding.TOO_LONG: max(map(len, cells.values())) > LONGEST_CELL,
        Finding.ODD_OPEN: any(cell and _minute(cell) is None for cell in opened),
    }
    first = next((finding for finding, is_so in faults.items() if is_so), None)
    if first is not None or day is None or start is None or end is None:
        return first or Finding.ODD_DAY
    try:
        return Stop(
            day=day,
            start=start,
            end=end,
            place=cells[Column.PLACE],
            street=cells[Column.STREET],
            postcode=postcode,
            city=cells.get(Column.CITY, "") or city,
            way=cells.get(Column.WAY, ""),
            open_start=_minute(opened[0]),
            open_end=_minute(opened[1]),
        )
    except ValueError:
        # Its own window has been looked at: it is that of the hours without an appointment.
        return Finding.ODD_OPEN


def _minute(text: str) -> int | None:
    """The minute of the day on the five-minute grid; None for none."""
    read_time: time | None = imports.time_of(text)
    if read_time is None or read_time.minute % 5:
        return None
    return read_time.hour * 60 + read_time.minute
