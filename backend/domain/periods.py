"""Time in cells of five minutes, in the wall clock of the office.

A *cell* is an absolute number that grows by one every five minutes of local wall-clock time, so
two appointments overlap exactly when they share a cell. A day has 288 cells, on the days of a
clock change too: nobody is served between two and three at night.
"""

from datetime import date, datetime, timedelta

CELL_MINUTES = 5
CELLS_PER_DAY = 24 * 60 // CELL_MINUTES


def cells(minutes: int) -> int:
    """How many cells a duration takes; a duration that is no multiple of five is refused."""
    count, rest = divmod(minutes, CELL_MINUTES)
    if rest or minutes <= 0:
        raise ValueError(f"{minutes} minutes are no positive multiple of {CELL_MINUTES}")
    return count


def first_cell(day: date) -> int:
    """The cell that begins at midnight of the day."""
    return day.toordinal() * CELLS_PER_DAY


def cell_at(moment: datetime) -> int:
    """The cell a local wall-clock moment lies in."""
    return first_cell(moment.date()) + (moment.hour * 60 + moment.minute) // CELL_MINUTES


def moment_of(cell: int) -> datetime:
    """The local wall-clock moment at which a cell begins."""
    ordinal, within = divmod(cell, CELLS_PER_DAY)
    start_of_day = datetime.combine(date.fromordinal(ordinal), datetime.min.time())
    return start_of_day + timedelta(minutes=within * CELL_MINUTES)


def mask(first: int, count: int) -> int:
    """A day's cells `first … first + count - 1` as one integer, a bit per cell."""
    return ((1 << count) - 1) << first
