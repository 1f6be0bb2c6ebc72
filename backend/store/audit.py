"""The audit log as it is kept: written with each deed, read by reference or by purpose (D33)."""

from collections.abc import Sequence
from typing import Any

from backend.domain.audits import Deed, Entry, Matter, Purpose
from backend.store import database

_COLUMNS = "at, actor, deed, purpose, reference, office, detail"
MOST_SHOWN = 500


def add(entry: Entry) -> None:
    """Write an entry, in the transaction of what it tells."""
    sql = f"INSERT INTO audit_entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
    database.run(
        sql,
        (
            entry.at,
            entry.actor,
            entry.deed.value,
            entry.matter.purpose.value,
            entry.matter.reference,
            entry.matter.office,
            entry.detail,
        ),
    )


def about(reference: str) -> list[Entry]:
    """What was done with one thing, the latest first."""
    sql = (
        f"SELECT {_COLUMNS} FROM audit_entry WHERE reference = ? ORDER BY at DESC, id DESC LIMIT ?"
    )
    return [_entry(row) for row in database.every(sql, (reference, MOST_SHOWN))]


def for_purpose(purpose: Purpose, *, since: int, before: int) -> list[Entry]:
    """What was done to one end between these UTC seconds, the latest first."""
    sql = (
        f"SELECT {_COLUMNS} FROM audit_entry WHERE purpose = ? AND at >= ? AND at < ?"
        " ORDER BY at DESC, id DESC LIMIT ?"
    )
    rows = database.every(sql, (purpose.value, since, before, MOST_SHOWN))
    return [_entry(row) for row in rows]


def is_noted(actor: int, reference: str, *, since: int, but: str) -> bool:
    """Whether somebody had to do with a thing since these UTC seconds, other than by `but`."""
    sql = (
        "SELECT 1 FROM audit_entry WHERE reference = ? AND actor = ? AND at >= ? AND detail <> ?"
        " LIMIT 1"
    )
    return database.one(sql, (reference, actor, since, but)) is not None


def sweep(before: int) -> int:
    """Delete entries older than these UTC seconds."""
    return int(database.run("DELETE FROM audit_entry WHERE at < ?", (before,)).rowcount)


def _entry(row: Sequence[Any]) -> Entry:
    at, actor, deed, purpose, reference, office, detail = row
    return Entry(
        at=int(at),
        actor=int(actor),
        deed=Deed(deed),
        matter=Matter(Purpose(purpose), reference, office),
        detail=detail,
    )
