"""Evaluations: what is counted of appointments, and the tables made of it (R64, R66, R109).

Each appointment is counted once under its month and office for each `Topic`, with how it ended.
Topics are never crossed: no count is about, say, a concern *and* an age, and nothing is counted
per colleague.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain import disclosure
from backend.domain.attendance import Outcome, Step
from backend.domain.disclosure import Sum

FIRST_YEAR = 2000
YOUNG = 25
"""Who is younger belongs to the offices for young people (D7, R66)."""


class Ending(StrEnum):
    """What became of an appointment (R58, R64)."""

    CAME = "came"
    MISSED = "missed"
    UNRECORDED = "unrecorded"
    """Nothing was noted, which is never a duty: no sign that somebody stayed away (D27)."""
    CANCELLED = "cancelled"
    """By the customer, or for the customer upon demand."""
    CANCELLED_BY_OFFICE = "cancelled_by_office"


class Topic(StrEnum):
    """By what appointments are told apart."""

    OFFICE = "office"
    """Its one value is empty: the office itself stands in each count."""
    CONCERN = "concern"
    URGENCY = "urgency"
    """Emergencies and others (R66)."""
    CHANNEL = "channel"
    BOOKED_BY = "booked_by"
    AGE = "age"
    """Under 25 or not (R66); only who has no customer number is asked for it (D5)."""


EMERGENCY, OTHER = "emergency", "other"
WALK_IN = "walk_in"
"""In place of who booked it: nobody did (R58, R86)."""


class Age(StrEnum):
    """On the day of the appointment."""

    YOUNG = "under_25"
    OLDER = "from_25"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """What one count is about."""

    month: str
    """Of the appointment, `2026-11`."""
    office: str
    topic: Topic
    value: str
    ending: Ending


Counts = Mapping[Key, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What counting has to know of one appointment: nothing that names anybody."""

    day: date
    office: str
    concern: str
    channel: str
    booked_by: str
    is_emergency: bool
    is_walk_in: bool
    born: tuple[int | None, int | None, int | None]
    """Year, month and day, each of which may be unknown."""
    is_cancelled: bool
    cancelled_by_office: bool
    step: Step | None
    """None: nothing was noted."""
    outcome: Outcome | None

    @property
    def ending(self) -> Ending:
        if self.is_cancelled:
            return Ending.CANCELLED_BY_OFFICE if self.cancelled_by_office else Ending.CANCELLED
        if self.outcome is Outcome.MISSED:
            return Ending.MISSED
        return Ending.CAME if self.step else Ending.UNRECORDED

    def counts_under(self) -> Iterator[Key]:
        """Everything it is counted under, once each."""
        values = {
            Topic.OFFICE: "",
            Topic.CONCERN: self.concern,
            Topic.URGENCY: EMERGENCY if self.is_emergency else OTHER,
            Topic.CHANNEL: self.channel,
            Topic.BOOKED_BY: WALK_IN if self.is_walk_in else self.booked_by,
            Topic.AGE: age(self.born, self.day),
        }
        for topic, value in values.items():
            yield Key(f"{self.day:%Y-%m}", self.office, topic, value, self.ending)


def age(born: tuple[int | None, int | None, int | None], day: date) -> Age:
    """Whether somebody is under 25 on the day; unknown where the birthday would decide it."""
    year, month, in_month = born
    if year is None:
        return Age.UNKNOWN
    years = day.year - year
    if years != YOUNG:
        return Age.YOUNG if years < YOUNG else Age.OLDER
    if month is None or (month == day.month and in_month is None):
        return Age.UNKNOWN
    return Age.YOUNG if (month, in_month or 0) > (day.month, day.day) else Age.OLDER


def counted(every: Iterable[Facts]) -> Counter[Key]:
    """The counts of these appointments."""
    return Counter(key for facts in every for key in facts.counts_under())


# --- over which time


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter or year of the calendar.

    No other spans: from two that overlap, the hidden counts of their difference could be computed.
    """

    year: int
    first: int
    """Its first month."""
    length: int
    """Months: 1, 3 or 12."""

    @property
    def key(self) -> str:
        """`2026-11`, `2026-Q4` or `2026`."""
        if self.length == 12:
            return str(self.year)
        if self.length == 3:
            return f"{self.year}-Q{self.first // 3 + 1}"
        return f"{self.year}-{self.first:02}"

    @property
    def months(self) -> list[str]:
        """The keys of its months."""
        return [f"{self.year}-{self.first + number:02}" for number in range(self.length)]

    @property
    def first_day(self) -> date:
        return date(self.year, self.first, 1)

    @property
    def next_day(self) -> date:
        """The day after it."""
        end = self.first + self.length
        return date(self.year + 1, 1, 1) if end > 12 else date(self.year, end, 1)


def periods_of(year: int) -> list[Period]:
    """The year, its quarters and its months."""
    quarters = [Period(year, first, 3) for first in (1, 4, 7, 10)]
    return [Period(year, 1, 12), *quarters, *(Period(year, first, 1) for first in range(1, 13))]


def periods(since: str, today: date) -> list[Period]:
    """Those that are over, the latest first, from the year of the month `since` on.

    What is not over changes daily, and the difference of two days would tell of single people.
    """
    years = range(int(since[:4]) if since else today.year, today.year + 1)
    found = [each for year in years for each in periods_of(year) if each.next_day <= today]
    return sorted(found, key=lambda each: (each.length, each), reverse=True)


# --- the tables


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the tables of an evaluation; the row of sums is the same one in all of them."""

    table: str
    row: str
    column: str


SUM = "sum"
"""The row and the column of sums."""
COLUMNS = (*(ending.value for ending in Ending), SUM)
MONTH = "month"
SECTION = "section"
"""Concerns under the headings of the catalogue."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; None is hidden."""

    key: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by one topic; the columns are `COLUMNS`, the last row is the sum of the others."""

    name: str
    rows: tuple[Row, ...]
    sum: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All tables of one period, of one office or of all."""

    period: Period
    office: str
    """Empty: all offices."""
    tables: tuple[Table, ...]

    @property
    def has_hidden(self) -> bool:
        return any(
            value is None for table in self.tables for row in table.rows for value in row.values
        )


def evaluate(
    counts: Counts, period: Period, *, office: str, sections: Mapping[str, str]
) -> Evaluation:
    """The tables of one period and office (empty: all), with what must be hidden left out.

    `sections` names the heading of each concern; one that is in no catalogue any more stands
    under its own.
    """
    months = set(period.months)
    chosen = {
        key: count
        for key, count in counts.items()
        if key.month in months and office in {"", key.office}
    }
    cells, sums = _cells(chosen, period, office=office, sections=sections)
    gone = disclosure.hidden(cells, sums)
    names = list(dict.fromkeys(cell.table for cell in cells if cell.table))
    return Evaluation(
        period=period,
        office=office,
        tables=tuple(_table(name, cells, gone) for name in names),
    )


def _cells(
    counts: Counts, period: Period, *, office: str, sections: Mapping[str, str]
) -> tuple[dict[Cell, int], list[Sum[Cell]]]:
    """Each cell with its count, and which cells are the sums of which."""
    rows: dict[tuple[str, str], Counter[str]] = {}
    whole = Counter[str]()
    for key, count in sorted(counts.items(), key=lambda item: _order(item[0])):
        for table, row in _places(key, period, office=office, sections=sections):
            rows.setdefault((table, row), Counter())[key.ending.value] += count
        if key.topic is Topic.OFFICE:
            whole[key.ending.value] += count
    cells: dict[Cell, int] = {}
    sums: list[Sum[Cell]] = []
    for (table, row), found in [*rows.items(), (("", SUM), whole)]:
        line = [Cell(table, row, column) for column in COLUMNS]
        cells |= {cell: found[cell.column] for cell in line[:-1]}
        cells[line[-1]] = sum(found.values())
        sums.append(Sum(line[-1], tuple(line[:-1])))
    for table in dict.fromkeys(table for table, _row in rows):
        for column in COLUMNS:
            parts = [Cell(table, row, column) for each, row in rows if each == table]
            sums.append(Sum(Cell("", SUM, column), tuple(parts)))
    return cells, sums + _headings(rows, sections)


def _headings(rows: Iterable[tuple[str, str]], sections: Mapping[str, str]) -> list[Sum[Cell]]:
    """Each heading of the catalogue is the sum of its concerns."""
    under: dict[str, list[str]] = {}
    for table, row in rows:
        if table == Topic.CONCERN:
            under.setdefault(sections.get(row, row), []).append(row)
    return [
        Sum(
            Cell(SECTION, heading, column),
            tuple(Cell(Topic.CONCERN, row, column) for row in concerns),
        )
        for heading, concerns in under.items()
        for column in COLUMNS
    ]


def _order(key: Key) -> tuple[str, ...]:
    return (key.topic.value, key.month, key.office, key.value, key.ending.value)


def _places(
    key: Key, period: Period, *, office: str, sections: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The tables and rows in which a count stands."""
    if key.topic is Topic.OFFICE:
        by_month = [(MONTH, key.month)] if period.length > 1 else []
        return by_month + ([] if office else [(Topic.OFFICE.value, key.office)])
    if key.topic is Topic.CONCERN:
        heading = sections.get(key.value, key.value)
        return [(SECTION, heading), (Topic.CONCERN.value, key.value)]
    return [(key.topic.value, key.value)]


def _table(name: str, cells: Mapping[Cell, int], gone: frozenset[Cell]) -> Table:
    def row_of(table: str, row: str) -> Row:
        line = [Cell(table, row, column) for column in COLUMNS]
        return Row(row, tuple(None if cell in gone else cells[cell] for cell in line))

    rows = dict.fromkeys(cell.row for cell in cells if cell.table == name)
    return Table(name, tuple(row_of(name, row) for row in rows), row_of("", SUM))
