"""Tallies: counts without persons, from which statistics are made (R41)."""

from datetime import date

from backend.store import database


def add(day: date, office: str, *, concern: str, kind: str) -> None:
    """Count one event of a kind (`booked`, `moved`, `cancelled`) on a day."""
    database.run(
        "INSERT INTO tally (day, office, concern, kind, count) VALUES (?, ?, ?, ?, 1)"
        " ON CONFLICT (day, office, concern, kind) DO UPDATE SET count = tally.count + 1",
        (day.isoformat(), office, concern, kind),
    )


def total(kind: str) -> int:
    """How often this kind was counted in all."""
    row = database.one("SELECT COALESCE(SUM(count), 0) FROM tally WHERE kind = ?", (kind,))
    return 0 if row is None else int(row[0])


def by_concern(office: str, kind: str, since: date) -> dict[str, int]:
    """How often this kind was counted at an office from that day on, the most frequent first."""
    rows = database.every(
        "SELECT concern, SUM(count) FROM tally WHERE office = ? AND kind = ? AND day >= ?"
        " GROUP BY concern ORDER BY SUM(count) DESC, concern",
        (office, kind, since.isoformat()),
    )
    return {concern: int(count) for concern, count in rows}
