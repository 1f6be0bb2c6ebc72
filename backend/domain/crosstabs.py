"""Crosstabs: the tables of an evaluation, in which nothing small can be read or computed (R109).

One year is looked at as a whole, with all its months, quarters and offices: what is hidden in the
table of a month must not follow from that of the quarter, nor that of an office from all others.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from backend.domain import disclosure
from backend.domain.disclosure import Sum
from backend.domain.evaluations import EMERGENCY, OTHER, Counts, Ending, Key, Period, Topic

ALL_OFFICES = ""
SUM = "sum"
"""The row and the column of sums."""
COLUMNS = (*(ending.value for ending in Ending), SUM)
MONTH = "month"
SECTION = "section"
"""Concerns under the headings of the catalogue: their classes."""
EVENT = "event"
"""What happened in the time, on whatever day the appointments lie."""
TABLES = (
    MONTH,
    Topic.OFFICE.value,
    SECTION,
    Topic.CONCERN.value,
    Topic.URGENCY.value,
    Topic.CHANNEL.value,
    Topic.BOOKED_BY.value,
    Topic.AGE.value,
)
"""In the order of the page."""


class Line(NamedTuple):
    """A row of numbers: of one period and office, in a table; the sum of all has none."""

    period: str
    office: str
    table: str
    row: str


class Cell(NamedTuple):
    """One number."""

    line: Line
    column: str


Events = Mapping[tuple[str, str, str], int]
"""By month, office and kind."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table as it is shown; None is hidden."""

    key: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by one topic; the columns are `COLUMNS`, `sum` is that of all rows."""

    name: str
    rows: tuple[Row, ...]
    sum: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All tables of one period, of one office or of all."""

    period: Period
    office: str
    """`ALL_OFFICES` or a key."""
    tables: tuple[Table, ...]
    events: tuple[Row, ...]
    """One number each."""

    @property
    def is_empty(self) -> bool:
        """Whether there was no appointment at all."""
        return not self.tables

    @property
    def has_hidden(self) -> bool:
        """Whether some number is left out."""
        lines = [row for table in self.tables for row in (*table.rows, table.sum)]
        return any(None in row.values for row in (*lines, *self.events))


@dataclass(frozen=True)
class Year:
    """The counts of one year, as far as its `periods` are over.

    With each that is over there are more sums, and other cells may be hidden than before: what
    somebody has printed until then cannot be taken back.
    """

    counts: Counts
    events: Events
    periods: Sequence[Period]
    sections: Mapping[str, str]
    """The heading of each concern; one that is in no catalogue any more stands for itself."""
    emergencies: AbstractSet[str] = frozenset()
    """The concerns that are emergencies, as far as readers know."""

    @cached_property
    def cells(self) -> dict[Cell, int]:
        """Every number that may be asked for, zeros among them."""
        found: dict[Line, Counter[str]] = {}
        for key, count in self.counts.items():
            for line in self._spread(key.month, key.office, self._places(key)):
                numbers = found.setdefault(line, Counter())
                numbers[key.ending] += count
                numbers[SUM] += count
        for (month, office, kind), count in self.events.items():
            for line in self._spread(month, office, [(EVENT, kind)]):
                found.setdefault(line, Counter())[SUM] += count
        return {
            Cell(line, column): numbers[column]
            for line, numbers in sorted(found.items())
            for column in _columns(line)
        }

    @cached_property
    def sums(self) -> list[Sum[Cell]]:
        """Which numbers are the sums of which others, on all pages together."""
        lines = dict.fromkeys(cell.line for cell in self.cells)
        parts: dict[tuple[str, Line], list[Line]] = {}
        for line in lines:
            for aspect, total in self._totals(line):
                if total in lines:
                    parts.setdefault((aspect, total), []).append(line)
        across = [
            Sum(Cell(line, SUM), tuple(Cell(line, ending.value) for ending in Ending))
            for line in lines
            if line.table != EVENT
        ]
        down = [
            Sum(Cell(total, column), tuple(Cell(line, column) for line in found))
            for (_aspect, total), found in parts.items()
            for column in _columns(total)
        ]
        # The catalogue may have changed since some were counted: then they are no sums.
        return [each for each in across + down if self._holds(each)]

    @cached_property
    def hidden(self) -> frozenset[Cell]:
        """What no page may show, lest one sum of whatever pages tells a small number."""
        return disclosure.guarded(self.cells, self.sums)

    def evaluate(self, period: Period, office: str) -> Evaluation:
        """The page of one period and office: what must be hidden is left out.

        Nothing hidden follows from all numbers of the page together.
        """
        months = {month for month in period.months if period.length > 1}
        cells = {
            cell: count
            for cell, count in self.cells.items()
            if _is_on_page(cell.line, period.key, office, months)
        }
        sums = [each for each in self.sums if all(cell in cells for cell in each.cells)]
        gone = disclosure.hidden(cells, sums, self.hidden & cells.keys())
        lines = list(dict.fromkeys(cell.line for cell in cells))
        rows = {line: _row(line, period.key, cells, gone) for line in lines}
        return Evaluation(
            period=period,
            office=office,
            tables=_tables(rows, period.key, office),
            events=tuple(row for line, row in rows.items() if line.table == EVENT),
        )

    def _places(self, key: Key) -> list[tuple[str, str]]:
        """The tables and rows in which a count stands."""
        if key.topic is Topic.OFFICE:
            return [WHOLE]
        if key.topic is Topic.CONCERN:
            return [(SECTION, self._heading(key.value)), (key.topic.value, key.value)]
        return [(key.topic.value, key.value)]

    def _heading(self, concern: str) -> str:
        return self.sections.get(concern, concern)

    def _holds(self, sum_: Sum[Cell]) -> bool:
        return self.cells[sum_.total] == sum(self.cells[cell] for cell in sum_.parts)

    def _spread(self, month: str, office: str, places: Sequence[tuple[str, str]]) -> Iterator[Line]:
        """The lines of all periods that hold the month, of the office and of all."""
        for period in self._holding.get(month, ()):
            for table, row in places:
                yield Line(period, office, table, row)
                yield Line(period, ALL_OFFICES, table, row)

    @cached_property
    def _holding(self) -> dict[str, list[str]]:
        """For each month the periods in which it lies."""
        found: dict[str, list[str]] = {}
        for period in self.periods:
            for month in period.months:
                found.setdefault(month, []).append(period.key)
        return found

    @cached_property
    def _longer(self) -> dict[str, list[tuple[str, str]]]:
        """For each period the longer ones it is a part of, and in which respect."""
        return {
            part.key: [
                (f"{part.length} months", whole.key)
                for whole in self.periods
                if whole.length > part.length and part.months[0] in whole.months
            ]
            for part in self.periods
        }

    def _totals(self, line: Line) -> Iterator[tuple[str, Line]]:
        """The lines this one is a part of, and in which respect."""
        if (line.table, line.row) != WHOLE and line.table != EVENT:
            yield line.table, Line(line.period, line.office, *WHOLE)
        if line.table == Topic.CONCERN:
            yield "heading", line._replace(table=SECTION, row=self._heading(line.row))
            urgency = EMERGENCY if line.row in self.emergencies else OTHER
            yield "urgency", line._replace(table=Topic.URGENCY.value, row=urgency)
        if line.office != ALL_OFFICES:
            yield "offices", line._replace(office=ALL_OFFICES)
        for aspect, period in self._longer[line.period]:
            yield aspect, line._replace(period=period)


WHOLE = ("", SUM)
"""Table and row of the line that is the sum of each table."""


def _columns(line: Line) -> tuple[str, ...]:
    return (SUM,) if line.table == EVENT else COLUMNS


def _is_on_page(line: Line, period: str, office: str, months: set[str]) -> bool:
    """Its own tables, the sums of its months, and for all offices the sum of each."""
    if (line.table, line.row) == WHOLE:
        is_month = line.period in months and line.office == office
        is_office = line.period == period and office == ALL_OFFICES
        return is_month or is_office or (line.period, line.office) == (period, office)
    return (line.period, line.office) == (period, office)


def _row(line: Line, period: str, cells: Mapping[Cell, int], gone: frozenset[Cell]) -> Row:
    own = [Cell(line, column) for column in _columns(line)]
    keys = {MONTH: line.period, Topic.OFFICE.value: line.office}
    key = keys.get(_table_of(line, period), line.row)
    return Row(key, tuple(None if cell in gone else cells[cell] for cell in own))


def _tables(rows: Mapping[Line, Row], period: str, office: str) -> tuple[Table, ...]:
    """Those that have rows, in the order of `TABLES`."""
    whole = rows.get(Line(period, office, *WHOLE))
    if whole is None:
        return ()
    by_name: dict[str, list[Row]] = {}
    for line, row in rows.items():
        if row is not whole and line.table != EVENT:
            by_name.setdefault(_table_of(line, period), []).append(row)
    return tuple(
        Table(name, tuple(by_name[name]), Row(SUM, whole.values))
        for name in TABLES
        if name in by_name
    )


def _table_of(line: Line, period: str) -> str:
    if line.table:
        return line.table
    return Topic.OFFICE.value if line.period == period else MONTH
