"""Reads opening hours as they are printed: `Montag bis Mittwoch`, `8–12 Uhr, 13–16:30 Uhr`."""

import re

from backend.content.facts import Hours
from backend.content.tables import Table
from backend.domain.receptions import Reception, Window

_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_TIMES = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?–([0-9]{1,2})(?::([0-9]{2}))? Uhr")


def read_hours(table: Table) -> Hours:
    """One line of hours; what people read is what the program reckons with."""
    with table:
        days, times = table.sentence("days"), table.text("times")
        reception = Reception(weekdays=_weekdays(table, days), windows=_windows(table, times))
        return Hours(days=days, times=times, reception=reception)


def _weekdays(table: Table, days: str) -> tuple[int, ...]:
    """`Montag bis Freitag` or `Montag, Dienstag und Donnerstag`, Monday being 0."""
    names = re.split(r" bis |, | und ", days)
    if any(name not in _DAYS for name in names):
        raise table.error("days", f"“{days}” are no weekdays such as Montag bis Mittwoch")
    found = [_DAYS.index(name) for name in names]
    if " bis " in days and len(found) == 2:
        found = list(range(found[0], found[1] + 1))
    if not found or found != sorted(set(found)) or (" bis " in days and len(names) != 2):
        raise table.error("days", f"“{days}” are no weekdays in their order")
    return tuple(found)


def _windows(table: Table, times: str) -> tuple[Window, ...]:
    """`8–12 Uhr, 13–16 Uhr` in minutes from midnight, multiples of five, in their order."""
    windows: list[Window] = []
    for part in times.split(", "):
        match = _TIMES.fullmatch(part)
        if match is None:
            raise table.error("times", f"“{part}” is no span such as 8–12 Uhr or 8:30–12 Uhr")
        start = int(match[1]) * 60 + int(match[2] or 0)
        end = int(match[3]) * 60 + int(match[4] or 0)
        after = windows[-1][1] if windows else 0
        if not after <= start < end <= 24 * 60 or start % 5 or end % 5:
            raise table.error("times", f"“{part}” does not fit into the day in steps of 5 minutes")
        windows.append((start, end))
    return tuple(windows)
