"""Imports: which lines of an old tool's list have become appointments (D35)."""

from collections.abc import Iterable, Sequence

from backend.store import database

_AT_ONCE = 500


def taken(marks: Iterable[str]) -> set[str]:
    """Those of these marks whose lines were taken over."""
    wanted = sorted(set(marks))
    found: set[str] = set()
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        sql = "SELECT mark FROM taken_over WHERE mark IN " + database.marks(1, len(some))
        found |= {mark for (mark,) in database.every(sql, some)}
    return found


def note(mark: str, appointment: int) -> bool:
    """Note that the line has become this appointment; False when it had become one before."""
    sql = "INSERT INTO taken_over (mark, appointment) VALUES (?, ?) ON CONFLICT (mark) DO NOTHING"
    return bool(database.run(sql, (mark, appointment)).rowcount)


def delete_of(appointments: Sequence[int]) -> int:
    """Delete the marks of appointments that are forgotten."""
    return database.delete_in("taken_over", "appointment", appointments)


def about(appointment: int) -> list[dict[str, object]]:
    """For who asks what is stored: that it came from an old tool, as a hash."""
    rows = database.every("SELECT mark FROM taken_over WHERE appointment = ?", (appointment,))
    return [{"keyed_hash": mark} for (mark,) in rows]
