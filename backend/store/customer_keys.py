"""Customer keys: at most one open appointment per customer, by a unique key (R49–R51, D2)."""

from collections.abc import Iterable, Sequence

from backend.store import database


def take(appointment: int, keys: Iterable[str], *, until: int, now: int) -> bool:
    """Take all keys until the given UTC seconds; False when one counts for another appointment."""
    rows = sorted(keys)
    if not rows:
        return True
    params: list[object] = []
    for key in rows:
        params += (key, appointment, until)
    sql = (
        "INSERT INTO customer_key (key, appointment, until) VALUES "
        + database.marks(len(rows), 3)
        + " ON CONFLICT (key) DO UPDATE"
        " SET appointment = excluded.appointment, until = excluded.until"
        " WHERE customer_key.until <= ? OR customer_key.appointment = excluded.appointment"
    )
    return bool(database.run(sql, (*params, now)).rowcount == len(rows))


def owners(keys: Iterable[str], *, now: int) -> list[int]:
    """The appointments for which these keys count now."""
    wanted = sorted(keys)
    if not wanted:
        return []
    sql = (
        "SELECT DISTINCT appointment FROM customer_key WHERE key IN "
        + database.marks(1, len(wanted))
        + " AND until > ?"
    )
    return sorted(int(owner) for (owner,) in database.every(sql, (*wanted, now)))


def postpone(appointment: int, until: int) -> None:
    """Let the appointment's keys count until another time: it was moved."""
    database.run("UPDATE customer_key SET until = ? WHERE appointment = ?", (until, appointment))


def release(appointment: int) -> None:
    """Free the appointment's keys."""
    database.run("DELETE FROM customer_key WHERE appointment = ?", (appointment,))


def release_for(keys: Iterable[str], *, but: int) -> list[int]:
    """Free these keys wherever they count for another appointment; returns which lost one (D2)."""
    lost = set()
    for key in sorted(keys):
        row = database.one("SELECT appointment FROM customer_key WHERE key = ?", (key,))
        if row is not None and row[0] != but:
            database.run("DELETE FROM customer_key WHERE key = ?", (key,))
            lost.add(int(row[0]))
    return sorted(lost)


def delete_of(appointments: Sequence[int]) -> int:
    """Delete the keys of appointments that are forgotten."""
    return database.delete_in("customer_key", "appointment", appointments)


def about(appointment: int) -> list[dict[str, object]]:
    """The keys of an appointment for who asks what is stored: hashes, and until when they count."""
    sql = "SELECT key, until FROM customer_key WHERE appointment = ? ORDER BY key"
    rows = database.every(sql, (appointment,))
    return [{"keyed_hash": key, "until": int(until)} for key, until in rows]


def ends() -> dict[int, int]:
    """Until when the keys of each appointment count, for a change of the hash key."""
    rows = database.every("SELECT appointment, MAX(until) FROM customer_key GROUP BY appointment")
    return {int(appointment): int(until) for appointment, until in rows}


def clear() -> None:
    """Delete all keys; only a change of the hash key does so, and writes them anew."""
    database.run("DELETE FROM customer_key")


def sweep(now: int) -> int:
    """Delete what counts no more."""
    return int(database.run("DELETE FROM customer_key WHERE until <= ?", (now,)).rowcount)
