"""Appointments: those booked, held or cancelled, and the given-up times that pause."""

import secrets
from collections.abc import Iterable
from datetime import date

from backend.domain.appointments import Appointment, State, Wish
from backend.store import database, records, sealing
from backend.store.records import Spot, Standing

_INSERT = (
    "INSERT INTO appointment (" + ", ".join((*records.COLUMNS, "created_at")) + ") VALUES "
    + database.marks(1, len(records.COLUMNS) + 1)
)  # fmt: skip
_SELECT = f"SELECT {records.READ} FROM{records.WITH_GROUP}"
_LOCK = _SELECT + " WHERE appointment.id = ? FOR UPDATE OF appointment"
_ASSIGN_SPOT = ", ".join(f"{column} = ?" for column in records.WISH + records.SPOT)
_ASSIGN_PERSON = ", ".join(f"{column} = ?" for column in records.PERSON)
BY_CUSTOMER, BY_OFFICE = "by_customer", "by_office"
"""On whose side it was that an appointment could not be kept."""
_COUNTS = "(hold_until IS NULL OR hold_until > ?)"


def new_id(seconds: int) -> int:
    """A number for a new appointment: it grows with time, so that rows lie together."""
    return (seconds << 31) + secrets.randbits(31)


def by_id(appointment_id: int) -> Appointment | None:
    """The appointment of this id, in whatever state."""
    return _appointment(" WHERE appointment.id = ?", appointment_id)


def by_reference(reference: str) -> Appointment | None:
    """The booked or cancelled appointment of a normalised reference."""
    return _appointment(" WHERE appointment.reference = ?", reference)


def by_token(token: str) -> Appointment | None:
    """The booked or cancelled appointment a link leads to; None for any token that is wrong."""
    parts = sealing.appointment_in(token)
    if parts is None:
        return None
    appointment_id, mac = parts
    found = by_id(appointment_id)
    nonce = found.nonce if found else ""
    # Also compared when there is none: a wrong link tells nothing by its time.
    is_right = sealing.is_proof(mac, appointment_id, nonce=nonce)
    return found if found and found.reference and is_right else None


def lock(appointment_id: int) -> Standing | None:
    """The row for writing: nobody else writes it until the transaction ends."""
    row = database.one(_LOCK, (appointment_id,))
    return None if row is None else records.standing(row)


def add_hold(appointment_id: int, wish: Wish, *, spot: Spot, until: int, created_at: int) -> None:
    """Write a held time; nobody's name stands in it."""
    _insert(appointment_id, State.HELD, wish=wish, spot=spot, until=until, created_at=created_at)


def add_pause(appointment_id: int, wish: Wish, *, spot: Spot, until: int, created_at: int) -> None:
    """Write a given-up time that stays unoffered until then (D23)."""
    _insert(appointment_id, State.PAUSED, wish=wish, spot=spot, until=until, created_at=created_at)


def prolong(appointment_id: int, until: int, *, spot: Spot) -> None:
    """Hold the time until then; its places in the building may have changed."""
    database.run(
        "UPDATE appointment SET hold_until = ?, places = ? WHERE id = ?",
        (until, ",".join(map(str, spot.places)), appointment_id),
    )


def confirm(appointment: Appointment, *, spot: Spot, ended_at: int) -> None:
    """Turn the hold of this id into the booked appointment."""
    database.run(
        "UPDATE appointment SET reference = ?, state = ?, hold_until = NULL, nonce = ?,"
        f" ended_at = ?, {_ASSIGN_SPOT}, {_ASSIGN_PERSON} WHERE id = ?",
        (
            appointment.reference,
            State.BOOKED.value,
            appointment.nonce,
            ended_at,
            *records.wish_values(appointment.wish),
            *records.spot_values(spot),
            *records.person_values(appointment),
            appointment.id,
        ),
    )


def rewrite(appointment: Appointment, *, spot: Spot, ended_at: int) -> None:
    """Put a booked appointment elsewhere; reference and nonce stay."""
    database.run(
        f"UPDATE appointment SET sequence = ?, ended_at = ?, {_ASSIGN_SPOT}, {_ASSIGN_PERSON}"
        " WHERE id = ?",
        (
            appointment.sequence,
            ended_at,
            *records.wish_values(appointment.wish),
            *records.spot_values(spot),
            *records.person_values(appointment),
            appointment.id,
        ),
    )


def change_contact(appointment: Appointment) -> None:
    """Other ways to reach the person, and the nonce, with which the links to it change."""
    values = dict(zip(records.PERSON, records.person_values(appointment), strict=True))
    database.run(
        "UPDATE appointment SET delivery = ?, contact = ?, nonce = ? WHERE id = ?",
        (values["delivery"], values["contact"], appointment.nonce, appointment.id),
    )


def mark_cancelled(appointment_id: int, *, by: str, sequence: int, now: int) -> None:
    """It takes no time any more; the record stays until the retention ends.

    `by` is `BY_CUSTOMER` or `BY_OFFICE`.
    """
    database.run(
        "UPDATE appointment SET state = ?, cancelled_by = ?, hold_until = 0, sequence = ?,"
        " ended_at = ? WHERE id = ?",
        (State.CANCELLED.value, by, sequence, now, appointment_id),
    )


def forget_link(appointment_id: int) -> None:
    """Let follow-ups no longer say what they follow: it is forgotten (R74)."""
    sql = "UPDATE appointment SET follow_up_of = 0 WHERE follow_up_of = ?"
    database.run(sql, (appointment_id,))


def stamps(appointment_id: int) -> dict[str, object]:
    """When the record was made and when it ended or was cancelled, in UTC seconds; by whom."""
    sql = "SELECT created_at, ended_at, cancelled_by FROM appointment WHERE id = ?"
    row = database.one(sql, (appointment_id,))
    names = ("created_at", "ended_at", "cancelled_by")
    return {} if row is None else dict(zip(names, row, strict=True))


def delete(appointment_id: int) -> None:
    """Delete the row; its claims go before it."""
    database.run("DELETE FROM appointment WHERE id = ?", (appointment_id,))


def taken(
    group_id: int, first: int, *, end: int, now: int, ignoring: Iterable[int] = ()
) -> list[tuple[int, int, int]]:
    """(counter id, first cell, count) that counts now and starts in cells `first` … `end` - 1."""
    sql = (
        "SELECT counter_id, start_cell, cells FROM appointment"
        f" WHERE group_id = ? AND start_cell >= ? AND start_cell < ? AND {_COUNTS}"
    )
    return database.every(*_but(sql, (group_id, first, end, now), ignoring))


def company(
    office: str, first: int, *, end: int, now: int, ignoring: Iterable[int] = ()
) -> list[tuple[int, int, int, int | None]]:
    """(first cell, count, persons, interpreter id) of an office, for building and interpreters."""
    sql = (
        "SELECT start_cell, cells, persons, interpreter_id FROM appointment"
        f" WHERE office = ? AND start_cell >= ? AND start_cell < ? AND {_COUNTS}"
        " AND (persons > 0 OR interpreter_id IS NOT NULL)"
    )
    return database.every(*_but(sql, (office, first, end, now), ignoring))


def ahead(office: str, first: int) -> list[Standing]:
    """What is booked at an office and begins in the cell `first` or later, in order of time."""
    sql = (
        _SELECT + " WHERE appointment.office = ? AND appointment.start_cell >= ?"
        " AND appointment.state = ? ORDER BY appointment.start_cell, appointment.id"
    )
    rows = database.every(sql, (office, first, State.BOOKED.value))
    return [records.standing(row) for row in rows]


def keep(appointment_id: int) -> None:
    """It stays where it is, whatever the plan says (D24)."""
    database.run("UPDATE appointment SET kept = 1 WHERE id = ?", (appointment_id,))


def lapsed(now: int, *, most: int) -> list[Standing]:
    """Holds and pauses that are over, locked; those somebody works on are left out."""
    sql = (
        _SELECT + " WHERE appointment.state IN ('held', 'paused')"
        " AND appointment.hold_until <= ? ORDER BY appointment.id LIMIT ?"
        " FOR UPDATE OF appointment SKIP LOCKED"
    )
    return [records.standing(row) for row in database.every(sql, (now, most))]


def over(before: int, *, most: int) -> list[int]:
    """Ids of the appointments that ended before these UTC seconds."""
    sql = "SELECT id FROM appointment WHERE ended_at < ? ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED"
    return [int(found) for (found,) in database.every(sql, (before, most))]


def born(day: date, *, since: int) -> list[int]:
    """Ids of the booked appointments from this cell on of who was born on the day."""
    sql = (
        "SELECT id FROM appointment WHERE state = 'booked' AND start_cell >= ?"
        " AND birth_year = ? AND birth_month = ? AND birth_day = ? ORDER BY id"
    )
    rows = database.every(sql, (since, day.year, day.month, day.day))
    return [int(found) for (found,) in rows]


def has_concern(concern: str) -> bool:
    """Whether somebody holds, has or had an appointment for this concern, as long as it is kept."""
    return (
        database.one("SELECT 1 FROM appointment WHERE concern = ? LIMIT 1", (concern,)) is not None
    )


def contacts() -> list[tuple[int, str, str]]:
    """(id, sealed contact, nonce) of all that have one, for a rotation of keys."""
    return database.every("SELECT id, contact, nonce FROM appointment WHERE contact <> ''")


def rewrite_contact(appointment_id: int, sealed: str, *, old: str) -> None:
    """Put the resealed contact in place, unless it changed meanwhile."""
    database.run(
        "UPDATE appointment SET contact = ? WHERE id = ? AND contact = ?",
        (sealed, appointment_id, old),
    )


def _but(
    sql: str, params: tuple[object, ...], ignoring: Iterable[int]
) -> tuple[str, tuple[object, ...]]:
    left_out = tuple(ignoring)
    if not left_out:
        return sql, params
    return f"{sql} AND id NOT IN {database.marks(1, len(left_out))}", (*params, *left_out)


def _appointment(where: str, value: object) -> Appointment | None:
    row = database.one(_SELECT + where, (value,))
    return None if row is None else records.standing(row).appointment


def _insert(
    appointment_id: int, state: State, *, wish: Wish, spot: Spot, until: int, created_at: int
) -> None:
    database.run(
        _INSERT,
        (
            *(appointment_id, None, state.value, until, 0, "", None),
            *records.wish_values(wish),
            *records.spot_values(spot),
            *("", "", None, None, None, "", 0, "", "", "", "", 0, 0, 0),
            created_at,
        ),
    )
