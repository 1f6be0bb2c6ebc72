"""Appointments: those booked, held or cancelled, and the given-up times that pause."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from backend.domain import periods
from backend.domain.appointments import (
    Appointment,
    Channel,
    Delivery,
    ForWhom,
    Need,
    Person,
    State,
    Wish,
)
from backend.store import claims, database, sealing

_WISH = (
    "concern", "channel", "emergency", "interpreter", "interpreter_present", "companion",
    "sign_language", "large_household", "employed",
)  # fmt: skip
_SPOT = (
    "office", "group_id", "counter_id", "start_cell", "cells", "minutes", "reserved",
    "interpreter_id", "persons", "places",
)  # fmt: skip
_PERSON = (
    "name", "latin_name", "birth_day", "birth_month", "birth_year", "for_whom", "private",
    "delivery", "contact", "needs", "languages",
)  # fmt: skip
_SEALED = ("email", "phone", "number", "representative", "address")
_REST = ("id", "reference", "state", "hold_until", "sequence", "nonce", "ended_at")
_COLUMNS = _REST + _WISH + _SPOT + _PERSON
_INSERT = (
    "INSERT INTO appointment (" + ", ".join((*_COLUMNS, "created_at")) + ") VALUES "
    + database.marks(1, len(_COLUMNS) + 1)
)  # fmt: skip
_SELECT = (
    "SELECT " + ", ".join(f"appointment.{column}" for column in _COLUMNS) + ", counter_group.key"
    " FROM appointment LEFT JOIN counter_group ON counter_group.id = appointment.group_id"
)
_LOCK = _SELECT + " WHERE appointment.id = ? FOR UPDATE OF appointment"
_ASSIGN_SPOT = ", ".join(f"{column} = ?" for column in _WISH + _SPOT)
_ASSIGN_PERSON = ", ".join(f"{column} = ?" for column in _PERSON)
_COUNTS = "(hold_until IS NULL OR hold_until > ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where and when an appointment sits, and the resources it claims for that."""

    office: str
    group_id: int
    counter_id: int
    start_cell: int
    cells: int
    """Claimed, with the turn-round."""
    minutes: int
    """The customer's part."""
    reserved: bool
    """A late time given upon the customer's declaration (R39)."""
    interpreter_id: int | None = None
    persons: int = 0
    """People in the building (R46)."""
    places: tuple[int, ...] = ()
    """Numbers of the claimed places, each for some of the cells at least."""

    @property
    def end_cell(self) -> int:
        """The first cell behind it."""
        return self.start_cell + self.cells

    @property
    def resources(self) -> list[str]:
        """Everything it has claims on."""
        found = [claims.counter(self.counter_id)]
        if self.interpreter_id is not None:
            found.append(claims.interpreter(self.interpreter_id))
        return found + [claims.place(self.office, number) for number in self.places]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One row as actions need it: the appointment with its spot and the end of its hold."""

    appointment: Appointment
    spot: Spot
    hold_until: int | None
    """UTC seconds; None when booked."""


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
    return None if row is None else _standing(row)


def add_hold(
    appointment_id: int, wish: Wish, *, spot: Spot, until: int, created_at: int
) -> None:
    """Write a held time; nobody's name stands in it."""
    _insert(appointment_id, State.HELD, wish=wish, spot=spot, until=until, created_at=created_at)


def add_pause(
    appointment_id: int, wish: Wish, *, spot: Spot, until: int, created_at: int
) -> None:
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
            *_wish_values(appointment.wish),
            *_spot_values(spot),
            *_person_values(appointment),
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
            *_wish_values(appointment.wish),
            *_spot_values(spot),
            *_person_values(appointment),
            appointment.id,
        ),
    )


def mark_cancelled(appointment_id: int, *, sequence: int, now: int) -> None:
    """It takes no time any more; the record stays until the retention ends."""
    database.run(
        "UPDATE appointment SET state = ?, hold_until = 0, sequence = ?, ended_at = ?"
        " WHERE id = ?",
        (State.CANCELLED.value, sequence, now, appointment_id),
    )


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


def lapsed(now: int, *, most: int) -> list[Standing]:
    """Holds and pauses that are over, locked; those somebody works on are left out."""
    sql = (
        _SELECT + " WHERE appointment.state IN ('held', 'paused')"
        " AND appointment.hold_until <= ? ORDER BY appointment.id LIMIT ?"
        " FOR UPDATE OF appointment SKIP LOCKED"
    )
    return [_standing(row) for row in database.every(sql, (now, most))]


def over(before: int, *, most: int) -> list[int]:
    """Ids of the appointments that ended before these UTC seconds."""
    sql = "SELECT id FROM appointment WHERE ended_at < ? ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED"
    return [int(found) for (found,) in database.every(sql, (before, most))]


def contacts() -> list[tuple[int, str, str]]:
    """(id, sealed contact, nonce) of all that have one, for a rotation of keys."""
    return database.every("SELECT id, contact, nonce FROM appointment WHERE contact <> ''")  # type: ignore[return-value]


def rewrite_contact(appointment_id: int, sealed: str, *, old: str) -> None:
    """Put the resealed contact in place, unless it changed meanwhile."""
    database.run(
        "UPDATE appointment SET contact = ? WHERE id = ? AND contact = ?",
        (sealed, appointment_id, old),
    )


def contact_context(nonce: str) -> str:
    """What a sealed contact is bound to."""
    return f"appointment/{nonce}"


def _but(
    sql: str, params: tuple[object, ...], ignoring: Iterable[int]
) -> tuple[str, tuple[object, ...]]:
    left_out = tuple(ignoring)
    if not left_out:
        return sql, params
    return f"{sql} AND id NOT IN {database.marks(1, len(left_out))}", (*params, *left_out)


def _appointment(where: str, value: object) -> Appointment | None:
    row = database.one(_SELECT + where, (value,))
    return None if row is None else _standing(row).appointment


def _insert(
    appointment_id: int, state: State, *, wish: Wish, spot: Spot, until: int, created_at: int
) -> None:
    database.run(
        _INSERT,
        (
            *(appointment_id, None, state.value, until, 0, "", None),
            *_wish_values(wish),
            *_spot_values(spot),
            *("", "", None, None, None, "", 0, "", "", "", ""),
            created_at,
        ),
    )


def _wish_values(wish: Wish) -> tuple[object, ...]:
    return (
        wish.concern,
        wish.channel.value,
        int(wish.emergency),
        wish.interpreter or "",
        int(wish.interpreter_present),
        int(wish.companion),
        int(wish.sign_language),
        int(wish.large_household),
        int(wish.employed),
    )


def _spot_values(spot: Spot) -> tuple[object, ...]:
    return (
        spot.office,
        spot.group_id,
        spot.counter_id,
        spot.start_cell,
        spot.cells,
        spot.minutes,
        int(spot.reserved),
        spot.interpreter_id,
        spot.persons,
        ",".join(map(str, spot.places)),
    )


def _person_values(appointment: Appointment) -> tuple[object, ...]:
    person = appointment.person
    contact = {name: getattr(person, name) for name in _SEALED if getattr(person, name)}
    sealed = ""
    if contact:
        text = json.dumps(contact, ensure_ascii=False)
        sealed = sealing.seal(text, contact_context(appointment.nonce))
    return (
        person.name,
        person.latin_name,
        person.birth_day,
        person.birth_month,
        person.birth_year,
        person.for_whom.value,
        int(person.private),
        person.delivery.value,
        sealed,
        ",".join(sorted(need.value for need in appointment.needs)),
        appointment.languages,
    )


def _standing(row: Sequence[Any]) -> Standing:
    found = dict(zip((*_COLUMNS, "group"), row, strict=True))
    spot = Spot(
        **{
            name: found[name]
            for name in (each.name for each in fields(Spot))
            if name not in {"reserved", "places"}
        },
        reserved=bool(found["reserved"]),
        places=tuple(int(number) for number in found["places"].split(",") if number),
    )
    appointment = Appointment(
        id=found["id"],
        reference=found["reference"] or "",
        office=found["office"],
        group=found["group"] or "",
        counter=found["counter_id"],
        wish=_wish(found),
        state=State(found["state"]),
        start=start_of(spot),
        minutes=found["minutes"],
        person=_person(found),
        needs=frozenset(Need(need) for need in found["needs"].split(",") if need),
        languages=found["languages"] or "de",
        sequence=found["sequence"],
        nonce=found["nonce"],
        interpreter_claimed=found["interpreter_id"] is not None,
    )
    return Standing(appointment=appointment, spot=spot, hold_until=found["hold_until"])


def start_of(spot: Spot) -> datetime:
    """Local wall-clock time at the office."""
    return periods.moment_of(spot.start_cell)


def _wish(found: dict[str, Any]) -> Wish:
    return Wish(
        office=found["office"],
        concern=found["concern"],
        channel=Channel(found["channel"]),
        emergency=bool(found["emergency"]),
        interpreter=found["interpreter"] or None,
        interpreter_present=bool(found["interpreter_present"]),
        companion=bool(found["companion"]),
        sign_language=bool(found["sign_language"]),
        large_household=bool(found["large_household"]),
        employed=bool(found["employed"]),
    )


def _person(found: dict[str, Any]) -> Person:
    contact: dict[str, str] = {}
    if found["contact"]:
        contact = json.loads(sealing.unseal(found["contact"], contact_context(found["nonce"])))
    return Person(
        name=found["name"],
        latin_name=found["latin_name"],
        for_whom=ForWhom(found["for_whom"] or ForWhom.MYSELF),
        birth_day=found["birth_day"],
        birth_month=found["birth_month"],
        birth_year=found["birth_year"],
        private=bool(found["private"]),
        delivery=Delivery(found["delivery"] or Delivery.NONE),
        **contact,
    )
