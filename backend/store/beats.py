"""Beats: when each worker was last seen."""

from backend.store import database


@database.repeated
def beat(name: str, now_seconds: int) -> None:
    """Note that the worker of this name is alive at these UTC seconds."""
    database.run(
        "INSERT INTO beat (name, seen_at) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at",
        (name, now_seconds),
    )


def last(name: str) -> int | None:
    """The UTC seconds of its last beat; None before the first one."""
    row = database.one("SELECT seen_at FROM beat WHERE name = ?", (name,))
    return None if row is None else int(row[0])


def take_turn(name: str, due_seconds: int, *, now_seconds: int) -> bool:
    """Whether this worker is the one to do the work that was due then; only one of them is."""
    done = database.run(
        "INSERT INTO beat (name, seen_at) VALUES (?, ?) ON CONFLICT (name)"
        " DO UPDATE SET seen_at = excluded.seen_at WHERE beat.seen_at < ?",
        (name, now_seconds, due_seconds),
    )
    return bool(done.rowcount)
