"""Callbacks: the tickets of who is to be called back, and which teams take them from the pages."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from backend.domain.callbacks import Callback, Caller, Kind, PartOfDay, State
from backend.domain.roles import Place
from backend.store import database, sealing

_COLUMNS = (
    "id, reference, kind, state, office, group_key, offered_office, offered_group, concern, urgent,"
    " part_of_day, languages, interpreter, appointment, sealed, nonce, entered_by, begun_at,"
    " due_at, tries, tried_at, taken_by, taken_until"
)
_SELECT = f"SELECT {_COLUMNS} FROM callback"


def add(callback: Callback, *, once: str) -> int:
    """Write a ticket; `once` is the keyed hash of its form. Returns its id."""
    sql = (
        "INSERT INTO callback (reference, once, kind, state, office, group_key, offered_office,"
        " offered_group, concern, urgent, part_of_day, languages, interpreter, appointment, sealed,"
        " nonce, entered_by, begun_at, due_at, tries, tried_at, taken_by, taken_until) VALUES "
        + database.marks(1, 23)
        + " RETURNING id"
    )
    params = (
        callback.reference, once, callback.kind.value, callback.state.value,
        callback.team.office, callback.team.group, "", "", callback.concern,
        int(callback.is_urgent), callback.part_of_day.value, callback.languages,
        callback.interpreter, callback.appointment, _sealed(callback.caller, callback.nonce),
        callback.nonce, callback.entered_by, callback.begun_at, callback.due_at, 0, 0, 0, 0,
    )  # fmt: skip
    row = database.one(sql, params)
    assert row is not None
    return int(row[0])


def by_id(callback_id: int) -> Callback | None:
    """The ticket of this id."""
    return _first(f"{_SELECT} WHERE id = ?", callback_id)


def by_once(once: str) -> Callback | None:
    """The ticket that was written from this form."""
    return _first(f"{_SELECT} WHERE once = ?", once)


def by_reference(reference: str) -> Callback | None:
    """The ticket of a normalised reference."""
    return _first(f"{_SELECT} WHERE reference = ?", reference)


def by_token(token: str) -> Callback | None:
    """The ticket a link leads to; None for any token that is wrong."""
    parts = sealing.appointment_in(token)
    if parts is None:
        return None
    callback_id, mac = parts
    found = by_id(callback_id)
    is_right = sealing.is_proof(mac, callback_id, nonce=found.nonce if found else "")
    return found if found and is_right else None


def lock(callback_id: int) -> Callback | None:
    """The ticket for writing: nobody else writes it until the transaction ends."""
    return _first(f"{_SELECT} WHERE id = ? FOR UPDATE", callback_id)


def standing(now_seconds: int) -> list[Callback]:
    """The tickets still to be called, the urgent and the overdue ones first, then by due time."""
    rows = database.every(
        f"{_SELECT} WHERE state = 'open'"
        " ORDER BY CASE WHEN due_at < ? THEN 0 ELSE 1 END, urgent DESC, due_at, id",
        (now_seconds,),
    )
    return [_callback(row) for row in rows]


def ended_since(since: int) -> list[Callback]:
    """The tickets that ended after these UTC seconds, the last ones first."""
    sql = f"{_SELECT} WHERE ended_at > ? ORDER BY ended_at DESC, id DESC"
    return [_callback(row) for row in database.every(sql, (since,))]


def take(callback_id: int, account: int, *, until: int, now_seconds: int) -> bool:
    """Keep it for who is calling; False when it has ended or a colleague is at it."""
    done = database.run(
        "UPDATE callback SET taken_by = ?, taken_until = ? WHERE id = ? AND state = 'open'"
        " AND (taken_by IN (0, ?) OR taken_until <= ?)",
        (account, until, callback_id, account, now_seconds),
    )
    return bool(done.rowcount)


def let_go(callback_id: int) -> None:
    """Nobody is calling any more."""
    database.run("UPDATE callback SET taken_by = 0, taken_until = 0 WHERE id = ?", (callback_id,))


def note_try(callback_id: int, tries: int, now_seconds: int) -> None:
    """So many calls were made that nobody answered."""
    database.run(
        "UPDATE callback SET tries = ?, tried_at = ?, taken_by = 0, taken_until = 0 WHERE id = ?",
        (tries, now_seconds, callback_id),
    )


def end(callback_id: int, state: State, *, now_seconds: int) -> None:
    """It is over: done, never reached, or withdrawn."""
    database.run(
        "UPDATE callback SET state = ?, ended_at = ?, offered_office = '', offered_group = '',"
        " taken_by = 0, taken_until = 0 WHERE id = ?",
        (state.value, now_seconds, callback_id),
    )


def reopen(callback_id: int) -> None:
    """It was ended by mistake."""
    database.run(
        "UPDATE callback SET state = 'open', ended_at = NULL, tries = 0, tried_at = 0 WHERE id = ?",
        (callback_id,),
    )


def hand_over(callback_id: int, team: Place) -> None:
    """It is the ticket of another team now; its clock goes on."""
    database.run(
        "UPDATE callback SET office = ?, group_key = ?, offered_office = '', offered_group = '',"
        " taken_by = 0, taken_until = 0 WHERE id = ?",
        (team.office, team.group, callback_id),
    )


def offer(callback_id: int, team: Place | None) -> None:
    """Ask a team of another office to take it over, or ask nobody any more."""
    office, group = (team.office, team.group) if team else ("", "")
    database.run(
        "UPDATE callback SET offered_office = ?, offered_group = ?, taken_by = 0, taken_until = 0"
        " WHERE id = ?",
        (office, group, callback_id),
    )


def sweep(ended_before: int, *, begun_before: int, most: int) -> int:
    """Delete tickets that ended, or that began, before these UTC seconds; returns how many."""
    done = database.run(
        "DELETE FROM callback WHERE id IN (SELECT id FROM callback WHERE ended_at < ?"
        " OR begun_at < ? ORDER BY id LIMIT ?)",
        (ended_before, begun_before, most),
    )
    return int(done.rowcount)


def naming(reference: str) -> list[Callback]:
    """The tickets of this reference, or about the appointment of this reference."""
    rows = database.every(
        f"{_SELECT} WHERE reference = ? OR appointment = ? ORDER BY id", (reference, reference)
    )
    return [_callback(row) for row in rows]


def delete(callback_id: int) -> None:
    """Delete a ticket that is forgotten on request."""
    database.run("DELETE FROM callback WHERE id = ?", (callback_id,))


def reseal() -> int:
    """Seal all callers with the first key; returns how many were not yet."""
    stale = [
        row
        for row in database.every("SELECT id, sealed, nonce FROM callback")
        if not sealing.is_fresh(row[1])
    ]
    for callback_id, sealed, nonce in stale:
        database.run(
            "UPDATE callback SET sealed = ? WHERE id = ? AND sealed = ?",
            (sealing.resealed(sealed, _context(nonce)), callback_id, sealed),
        )
    return len(stale)


# --- which teams take them from the pages


def pauses() -> frozenset[Place]:
    """The teams that take none from the pages."""
    rows = database.every("SELECT office, group_key FROM callback_pause")
    return frozenset(Place(office, group) for office, group in rows)


def write_pauses(office: str, groups: Iterable[str]) -> None:
    """These groups of the office take none from the pages, and all others do."""
    database.run("DELETE FROM callback_pause WHERE office = ?", (office,))
    for group in sorted(set(groups)):
        database.run(
            "INSERT INTO callback_pause (office, group_key) VALUES (?, ?)", (office, group)
        )


# --- parts


def _first(sql: str, value: int | str) -> Callback | None:
    row = database.one(sql, (value,))
    return None if row is None else _callback(row)


def _callback(row: Sequence[Any]) -> Callback:
    found = dict(zip(_COLUMNS.split(", "), row, strict=True))
    offered = Place(found.pop("offered_office"), found.pop("offered_group"))
    try:
        caller = Caller(**json.loads(sealing.unseal(found["sealed"], _context(found["nonce"]))))
    except sealing.CannotUnseal:
        # Shown empty, so that the other tickets of the list can still be called.
        caller = Caller(name="", phone="")
    return Callback(
        id=found["id"],
        reference=found["reference"],
        kind=Kind(found["kind"]),
        state=State(found["state"]),
        team=Place(found["office"], found["group_key"]),
        offered=offered if offered.office else None,
        concern=found["concern"],
        is_urgent=bool(found["urgent"]),
        part_of_day=PartOfDay(found["part_of_day"]),
        languages=found["languages"],
        interpreter=found["interpreter"],
        appointment=found["appointment"],
        caller=caller,
        nonce=found["nonce"],
        entered_by=found["entered_by"],
        begun_at=found["begun_at"],
        due_at=found["due_at"],
        tries=found["tries"],
        tried_at=found["tried_at"],
        taken_by=found["taken_by"],
        taken_until=found["taken_until"],
    )


def _sealed(caller: Caller, nonce: str) -> str:
    return sealing.seal(json.dumps(asdict(caller), ensure_ascii=False), _context(nonce))


def _context(nonce: str) -> str:
    return f"callback/{nonce}"
