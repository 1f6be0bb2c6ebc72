"""Handovers: what one office has asked another, and what was answered."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from backend.domain.handovers import Handover, Promise, State
from backend.store import database

_COLUMNS = "id, appointment, from_office, to_office, state, asked_at, answered_at, promise"
_SELECT = f"SELECT {_COLUMNS} FROM handover"


def add(appointment: int, from_office: str, to_office: str, *, now_seconds: int) -> int:
    """Write a request; returns its id."""
    row = database.one(
        "INSERT INTO handover (appointment, from_office, to_office, state, asked_at, promise)"
        " VALUES (?, ?, ?, ?, ?, '') RETURNING id",
        (appointment, from_office, to_office, State.ASKED.value, now_seconds),
    )
    return int(row[0]) if row else 0


def by_id(handover_id: int) -> Handover | None:
    """The request of this id."""
    row = database.one(f"{_SELECT} WHERE id = ?", (handover_id,))
    return None if row is None else _read(row)


def lock(handover_id: int) -> Handover | None:
    """The request for writing; the appointment is locked before it."""
    row = database.one(f"{_SELECT} WHERE id = ? FOR UPDATE", (handover_id,))
    return None if row is None else _read(row)


def of_appointment(appointment: int) -> list[Handover]:
    """All requests about an appointment, the latest first."""
    rows = database.every(f"{_SELECT} WHERE appointment = ? ORDER BY id DESC", (appointment,))
    return [_read(row) for row in rows]


def of_office(office: str) -> list[Handover]:
    """All that this office has asked or been asked, the latest first."""
    sql = f"{_SELECT} WHERE from_office = ? OR to_office = ? ORDER BY id DESC"
    return [_read(row) for row in database.every(sql, (office, office))]


def answer(
    handover_id: int, state: State, *, now_seconds: int, promise: Promise | None = None
) -> None:
    """Write what has become of it."""
    database.run(
        "UPDATE handover SET state = ?, answered_at = ?, promise = ? WHERE id = ?",
        (state.value, now_seconds, promise.value if promise else "", handover_id),
    )


def delete_of(appointments: Sequence[int]) -> int:
    """Delete the requests about appointments that are forgotten."""
    return database.delete_in("handover", "appointment", appointments)


def about(appointment: int) -> list[dict[str, object]]:
    """The requests about an appointment for who asks what is stored."""
    rows = database.every(f"{_SELECT} WHERE appointment = ? ORDER BY id", (appointment,))
    names = _COLUMNS.split(", ")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _read(row: Sequence[Any]) -> Handover:
    number, appointment, from_office, to_office, state, asked_at, answered_at, promise = row
    return Handover(
        id=int(number),
        appointment=int(appointment),
        from_office=from_office,
        to_office=to_office,
        state=State(state),
        asked_at=datetime.fromtimestamp(asked_at, UTC),
        answered_at=None if answered_at is None else datetime.fromtimestamp(answered_at, UTC),
        promise=Promise(promise) if promise else None,
    )
