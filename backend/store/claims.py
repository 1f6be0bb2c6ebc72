"""Claims: one row per resource and cell, so that the database itself forbids double booking."""

from collections.abc import Iterable, Sequence

from backend.store import database


def counter(counter_id: int) -> str:
    """The resource of a counter."""
    return f"counter/{counter_id}"


def interpreter(interpreter_id: int) -> str:
    """The resource of somebody who interprets."""
    return f"interpreter/{interpreter_id}"


def place(office: str, number: int) -> str:
    """The resource of a place in a building with a cap, one per person (R46)."""
    return f"place/{office}/{number:04}"


def span(resource: str, first: int, count: int) -> list[tuple[str, int]]:
    """One resource over `count` cells from `first` on."""
    return [(resource, cell) for cell in range(first, first + count)]


def take(
    appointment: int, wanted: Iterable[tuple[str, int]], *, until: int | None, now: int
) -> bool:
    """Claim all (resource, cell), or return False: then some are taken and the caller undoes it.

    Holding, booking and moving run this same statement; `until` None is booked, otherwise UTC
    seconds. Own claims and lapsed ones of others are taken over. Sorted, since two transactions
    that insert the same cells in different orders deadlock.
    """
    rows = sorted(wanted)
    if not rows:
        return True
    params: list[object] = []
    for resource, cell in rows:
        params += (resource, cell, appointment, until)
    params.append(now)
    sql = (
        "INSERT INTO claim (resource, cell, appointment, until) VALUES "
        + database.marks(len(rows), 4)
        + " ON CONFLICT (resource, cell) DO UPDATE"
        " SET appointment = excluded.appointment, until = excluded.until"
        " WHERE claim.until <= ? OR claim.appointment = excluded.appointment"
    )
    return bool(database.run(sql, params).rowcount == len(rows))


def give_back(appointment: int, resources: Iterable[str], *, first: int, count: int) -> None:
    """Delete the appointment's own claims on these resources and cells."""
    for resource in sorted(resources):
        database.run(
            "DELETE FROM claim WHERE resource = ? AND cell >= ? AND cell < ? AND appointment = ?",
            (resource, first, first + count, appointment),
        )


def standing(
    resources: Sequence[str], *, first: int, count: int, now: int
) -> list[tuple[str, int, int]]:
    """(resource, cell, appointment) of the claims that count now."""
    if not resources:
        return []
    sql = (
        "SELECT resource, cell, appointment FROM claim WHERE resource IN "
        + database.marks(1, len(resources))
        + " AND cell >= ? AND cell < ? AND (until IS NULL OR until > ?)"
    )
    rows = database.every(sql, (*resources, first, first + count, now))
    return [(str(resource), int(cell), int(owner)) for resource, cell, owner in rows]
