"""Letters: the outbox. Each is written in the transaction of what it tells, and sent later."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from backend.store import database, sealing

CONFIRMATION = "confirmation"
REMINDER = "reminder"
MOVED = "moved"
CANCELLATION = "cancellation"
LIMIT_NOTICE = "limit_notice"
MAIL = "mail"
PAPER = "paper"
"""By post: printed by the office, never touched by the worker."""

_COLUMNS = (
    "id, kind, appointment, channel, sealed, languages, created_at, due_at, attempts, message_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as the worker gets it; recipient and facts lie sealed in the store."""

    id: int
    kind: str
    appointment: int
    channel: str
    """The way it goes: `mail` or `paper`."""
    recipient: str
    """A mail address, or the lines of a postal one."""
    languages: str
    facts: dict[str, Any]
    """Never concern, name or number (D15)."""
    created_at: int
    due_at: int
    attempts: int
    message_id: str
    """Random and stable; the public host is added when the letter is rendered (D36)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter to be written."""

    kind: str
    appointment: int
    recipient: str
    languages: str
    facts: dict[str, Any]
    due_at: int
    channel: str = MAIL


def add(letters: Sequence[NewLetter], *, now_seconds: int) -> None:
    """Write the letters in one statement."""
    params: list[object] = []
    for letter in letters:
        message_id = secrets.token_hex(16)
        text = json.dumps(
            {"recipient": letter.recipient, "facts": letter.facts}, ensure_ascii=False
        )
        params += (
            letter.kind,
            letter.appointment,
            letter.channel,
            sealing.seal(text, _context(message_id)),
            letter.languages,
            "waiting",
            now_seconds,
            letter.due_at,
            letter.due_at,
            0,
            message_id,
            "",
        )
    if params:
        sql = (
            "INSERT INTO letter (kind, appointment, channel, sealed, languages, state, created_at,"
            " wanted_at, due_at, attempts, message_id, reason) VALUES "
        )
        database.run(sql + database.marks(len(letters), 12), params)


@database.repeated
def claim_due(now_seconds: int, *, most: int, lease_seconds: int) -> list[Letter]:
    """Take up to `most` due mails; nobody else gets them before the lease is over.

    The lease is the next due time: a worker that dies leaves its letters to the next one.
    """
    rows = database.every(
        "UPDATE letter SET due_at = ?, attempts = attempts + 1 WHERE id IN (SELECT id FROM letter"
        " WHERE state = 'waiting' AND channel = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?"
        f" FOR UPDATE SKIP LOCKED) RETURNING {_COLUMNS}",
        (now_seconds + lease_seconds, MAIL, now_seconds, most),
    )
    return sorted((_letter(row) for row in rows), key=lambda letter: letter.id)


def waiting_papers() -> list[Letter]:
    """The letters by post that nobody has printed yet, oldest first."""
    sql = f"SELECT {_COLUMNS} FROM letter WHERE state = 'waiting' AND channel = ? ORDER BY id"
    return [_letter(row) for row in database.every(sql, (PAPER,))]


def lock_waiting_papers() -> frozenset[int]:
    """Ids of the unprinted letters by post; none is withdrawn before this transaction ends."""
    sql = "SELECT id FROM letter WHERE state = 'waiting' AND channel = ? ORDER BY id FOR UPDATE"
    return frozenset(int(row[0]) for row in database.every(sql, (PAPER,)))


@database.repeated
def mark_sent(letter_id: int, now_seconds: int) -> None:
    """It is out: recipient and facts are forgotten at once."""
    _end(letter_id, "sent", reason="", now_seconds=now_seconds)


@database.repeated
def put_off(letter_id: int, until_seconds: int, reason: str) -> None:
    """Try again then; the reason names no person."""
    database.run(
        "UPDATE letter SET due_at = ?, reason = ? WHERE id = ? AND state = 'waiting'",
        (until_seconds, reason, letter_id),
    )


@database.repeated
def give_up(letter_id: int, reason: str) -> None:
    """It cannot be delivered; the reason names no person."""
    _end(letter_id, "given_up", reason=reason, now_seconds=None)


def withdraw(appointment: int, kinds: Iterable[str]) -> int:
    """Take back letters of these kinds that are still waiting; returns how many."""
    wanted = sorted(kinds)
    sql = (
        "UPDATE letter SET state = 'withdrawn', sealed = '' WHERE appointment = ?"
        " AND state = 'waiting' AND kind IN "
    )
    done = database.run(sql + database.marks(1, len(wanted)), (appointment, *wanted))
    return int(done.rowcount)


def was_written_since(appointment: int, kind: str, *, since: int) -> bool:
    """Whether a letter of this kind was written for it after these UTC seconds."""
    sql = "SELECT 1 FROM letter WHERE appointment = ? AND kind = ? AND created_at > ?"
    return database.one(sql, (appointment, kind, since)) is not None


def count_by_state() -> dict[str, int]:
    """How many letters are `waiting`, `sent`, `given_up` and `withdrawn`."""
    rows = database.every("SELECT state, COUNT(*) FROM letter GROUP BY state")
    return {str(state): int(count) for state, count in rows}


def was_sent(appointment: int, channel: str) -> bool:
    """Whether anything for it has left the house this way."""
    sql = "SELECT 1 FROM letter WHERE appointment = ? AND channel = ? AND state = 'sent'"
    return database.one(sql, (appointment, channel)) is not None


def oldest_waiting(now_seconds: int) -> int:
    """For how many seconds the latest mail has been overdue; retries do not start anew.

    Letters by post wait for the office's next printing and say nothing about the outbox.
    """
    sql = "SELECT MIN(wanted_at) FROM letter WHERE state = 'waiting' AND channel = ?"
    row = database.one(sql, (MAIL,))
    return 0 if row is None or row[0] is None else max(0, now_seconds - int(row[0]))


def delete_of(appointments: Sequence[int]) -> int:
    """Delete the letters of appointments that are forgotten."""
    if not appointments:
        return 0
    sql = "DELETE FROM letter WHERE appointment IN " + database.marks(1, len(appointments))
    return int(database.run(sql, appointments).rowcount)


def reseal() -> int:
    """Seal all letters with the first key; returns how many were not yet."""
    rows = database.every("SELECT id, sealed, message_id FROM letter WHERE sealed <> ''")
    stale = [row for row in rows if not sealing.is_fresh(row[1])]
    for letter_id, sealed, message_id in stale:
        fresh = sealing.resealed(sealed, _context(message_id))
        database.run(
            "UPDATE letter SET sealed = ? WHERE id = ? AND sealed = ?", (fresh, letter_id, sealed)
        )
    return len(stale)


def _end(letter_id: int, state: str, *, reason: str, now_seconds: int | None) -> None:
    database.run(
        "UPDATE letter SET state = ?, sealed = '', reason = ?, due_at = COALESCE(?, due_at)"
        " WHERE id = ? AND state = 'waiting'",
        (state, reason, now_seconds, letter_id),
    )


def _context(message_id: str) -> str:
    return f"letter/{message_id}"


def _letter(row: Sequence[Any]) -> Letter:
    found = dict(zip(_COLUMNS.split(", "), row, strict=True))
    try:
        opened = json.loads(sealing.unseal(found.pop("sealed"), _context(found["message_id"])))
    except sealing.CannotUnseal:
        # Given out empty: the worker puts it off, and the letters behind it still go out.
        opened = {"recipient": "", "facts": {}}
    return Letter(**found, recipient=opened["recipient"], facts=opened["facts"])
