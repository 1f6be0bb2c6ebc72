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
BARRIER_REPORT = "barrier_report"
NO_APPOINTMENT = 0
"""The appointment of letters that are about none."""
OFFICE_MOVED = "office_moved"
OFFICE_CANCELLED = "office_cancelled"
OFFICE_ROOM = "office_room"
"""What the office itself had to change."""
EARLIER = "earlier"
"""An earlier time is kept for who waits for one."""
LIST_READY = "list_ready"
LIST_CHANGED = "list_changed"
LIST_COPIES = "list_copies"
"""To the mailbox of an office: its day list is there, has changed, copies are to be deleted."""
FORMS = "forms"
"""Paper forms by post; of no appointment (R83)."""
CALLBACK = "callback"
"""When somebody is called back; of no appointment (D29)."""
CALLBACK_UNREACHED = "callback_unreached"
NOT_REACHED = "not_reached"
"""Nobody answered the calls of a phone appointment (D28)."""
NO_INTERPRETER = "no_interpreter"
"""For this time nobody was found who interprets (D30)."""
BOOKING_INVITATION = "booking_invitation"
"""An offer to choose a time; of no appointment yet (R89)."""
CALLBACK_KINDS = frozenset({CALLBACK, CALLBACK_UNREACHED})
CANCELLED_KINDS = frozenset({CANCELLATION, OFFICE_CANCELLED})
"""After these there is no appointment any more."""

MAIL = "mail"
SMS = "sms"
PAPER = "paper"
"""By post: printed by the office, never touched by the worker."""
CALL = "call"
"""Told by phone: on the call list of the office."""
DOOR = "door"
"""Nothing reaches this person: told at door and counter (D37)."""
PARCEL = "parcel"
"""Packed by the office."""

COLUMNS = (
    "id, kind, appointment, channel, sealed, languages, created_at, wanted_at, due_at, attempts,"
    " message_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as the worker gets it; recipient and facts lie sealed in the store."""

    id: int
    kind: str
    appointment: int
    channel: str
    """The way it goes: `mail`, `sms`, `paper`, `call`, `door` or `parcel`."""
    recipient: str
    """A mail address, a phone number as it was typed, or the lines of a postal address."""
    languages: str
    facts: dict[str, Any]
    """Never concern, name or number (D15)."""
    created_at: int
    due_at: int
    attempts: int
    message_id: str
    """Random and stable; the public host is added when the letter is rendered (D36)."""
    wanted_at: int = 0
    """When it was first due; new tries do not change it."""


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
        f" FOR UPDATE SKIP LOCKED) RETURNING {COLUMNS}",
        (now_seconds + lease_seconds, MAIL, now_seconds, most),
    )
    return sorted((letter_of(row) for row in rows), key=lambda letter: letter.id)


@database.repeated
def claim_due_sms(now_seconds: int, *, most: int, lease_seconds: int) -> list[Letter]:
    """Take up to `most` due short messages and mark them before the call (D36).

    A worker that dies now leaves them marked: nobody knows whether they went out, so nobody sends
    them again; `lapse_sms` shows them to the office.
    """
    rows = database.every(
        "UPDATE letter SET state = 'sending', due_at = ?, attempts = attempts + 1 WHERE id IN"
        " (SELECT id FROM letter WHERE state = 'waiting' AND channel = ? AND due_at <= ?"
        f" ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING {COLUMNS}",
        (now_seconds + lease_seconds, SMS, now_seconds, most),
    )
    return sorted((letter_of(row) for row in rows), key=lambda letter: letter.id)


@database.repeated
def lapse_sms(now_seconds: int) -> int:
    """Short messages whose worker died amid the call become unsure; returns how many."""
    done = database.run(
        "UPDATE letter SET state = 'unsure', sealed = '', reason = 'stopped amid the call'"
        " WHERE state = 'sending' AND due_at <= ?",
        (now_seconds,),
    )
    return int(done.rowcount)


def waiting_papers() -> list[Letter]:
    """The letters by post that nobody has printed yet, oldest first."""
    sql = f"SELECT {COLUMNS} FROM letter WHERE state = 'waiting' AND channel = ? ORDER BY id"
    return [letter_of(row) for row in database.every(sql, (PAPER,))]


def lock_waiting_papers() -> frozenset[int]:
    """Ids of the unprinted letters by post; none is withdrawn before this transaction ends."""
    sql = "SELECT id FROM letter WHERE state = 'waiting' AND channel = ? ORDER BY id FOR UPDATE"
    return frozenset(int(row[0]) for row in database.every(sql, (PAPER,)))


@database.repeated
def mark_sent(letter_id: int, now_seconds: int) -> None:
    """It is out: recipient and facts are forgotten at once."""
    _end(letter_id, "sent", reason="", now_seconds=now_seconds)


@database.repeated
def mark_printed(letter_id: int, now_seconds: int) -> None:
    """It is on paper; until it is in the post its facts stay, so that it can be printed again."""
    database.run(
        "UPDATE letter SET state = 'printed', due_at = ? WHERE id = ? AND state = 'waiting'",
        (now_seconds, letter_id),
    )


@database.repeated
def put_off(letter_id: int, until_seconds: int, reason: str) -> None:
    """Try again then; the reason names no person."""
    database.run(
        "UPDATE letter SET state = 'waiting', due_at = ?, reason = ?"
        " WHERE id = ? AND state IN ('waiting', 'sending')",
        (until_seconds, reason, letter_id),
    )


@database.repeated
def mark_unsure(letter_id: int, reason: str) -> None:
    """Nobody knows whether it went out: it is not sent again (D36); the reason names no person."""
    _end(letter_id, "unsure", reason=reason, now_seconds=None)


def mark_bounced(message_id: str, reason: str) -> bool:
    """A mail we sent came back; False when we know no such mail. The reason names no person."""
    done = database.run(
        "UPDATE letter SET state = 'bounced', reason = ? WHERE message_id = ? AND state = 'sent'"
        " AND channel = ?",
        (reason, message_id, MAIL),
    )
    return bool(done.rowcount)


@database.repeated
def give_up(letter_id: int, reason: str) -> None:
    """It cannot be delivered; the reason names no person."""
    _end(letter_id, "given_up", reason=reason, now_seconds=None)


def withdraw(appointment: int, kinds: Iterable[str], *, channels: Iterable[str] = ()) -> int:
    """Take back letters of these kinds that are still waiting, on all channels unless named.

    Returns how many.
    """
    wanted, ways = sorted(kinds), sorted(channels)
    sql = (
        "UPDATE letter SET state = 'withdrawn', sealed = '' WHERE appointment = ?"
        " AND state = 'waiting' AND kind IN "
    ) + database.marks(1, len(wanted))
    if ways:
        sql += " AND channel IN " + database.marks(1, len(ways))
    return int(database.run(sql, (appointment, *wanted, *ways)).rowcount)


def redirect_mails(appointment: int, old: str, *, new: str) -> int:
    """Let waiting mails go to another address than the old one; an empty one takes them back.

    Returns how many.
    """
    sql = (
        f"SELECT {COLUMNS} FROM letter WHERE appointment = ? AND channel = ?"
        " AND state = 'waiting' AND sealed <> '' ORDER BY id"
    )
    found = [letter_of(row) for row in database.every(sql, (appointment, MAIL))]
    chosen = [each for each in found if each.recipient.casefold() == old.casefold()]
    for letter in chosen:
        if not new:
            _end(letter.id, "withdrawn", reason="", now_seconds=None)
            continue
        text = json.dumps({"recipient": new, "facts": letter.facts}, ensure_ascii=False)
        database.run(
            "UPDATE letter SET sealed = ? WHERE id = ? AND state = 'waiting'",
            (sealing.seal(text, _context(letter.message_id)), letter.id),
        )
    return len(chosen)


def was_written_since(appointment: int, kind: str, *, since: int) -> bool:
    """Whether a letter of this kind was written for it after these UTC seconds."""
    sql = "SELECT 1 FROM letter WHERE appointment = ? AND kind = ? AND created_at > ?"
    return database.one(sql, (appointment, kind, since)) is not None


def count_by_state() -> dict[str, int]:
    """How many letters are in each state.

    `waiting`, `sent`, `given_up`, `withdrawn`; of short messages `sending` and `unsure`, of mails
    `bounced`, of letters by post `printed`; and `settled`, what the office has dealt with.
    """
    rows = database.every("SELECT state, COUNT(*) FROM letter GROUP BY state")
    return {str(state): int(count) for state, count in rows}


def channels_of(appointment: int) -> frozenset[str]:
    """The ways on which this appointment was told of, or will be; reminders do not count."""
    sql = (
        "SELECT DISTINCT channel FROM letter WHERE appointment = ? AND kind <> ?"
        " AND state <> 'withdrawn'"
    )
    return frozenset(str(row[0]) for row in database.every(sql, (appointment, REMINDER)))


def was_sent(appointment: int, channel: str) -> bool:
    """Whether anything for it has left the house this way, or lies printed to leave it."""
    sql = (
        "SELECT 1 FROM letter WHERE appointment = ? AND channel = ? AND state IN ('sent','printed')"
    )
    return database.one(sql, (appointment, channel)) is not None


def oldest_waiting(now_seconds: int) -> int:
    """For how many seconds the latest mail or short message is overdue; retries start no new count.

    What waits for the office, on paper or to be called, says nothing about the outbox.
    """
    sql = "SELECT MIN(wanted_at) FROM letter WHERE state = 'waiting' AND channel IN (?, ?)"
    row = database.one(sql, (MAIL, SMS))
    return 0 if row is None or row[0] is None else max(0, now_seconds - int(row[0]))


def delete_of(appointments: Sequence[int]) -> int:
    """Delete the letters of appointments that are forgotten."""
    return database.delete_in("letter", "appointment", appointments)


def about(appointment: int) -> list[dict[str, Any]]:
    """The letters of an appointment for who asks what is stored; what is sent is forgotten."""
    sql = f"SELECT {COLUMNS}, state FROM letter WHERE appointment = ? ORDER BY id"
    found: list[dict[str, Any]] = []
    for *row, state in database.every(sql, (appointment,)):
        letter = letter_of(row)
        found.append(
            {
                "kind": letter.kind,
                "channel": letter.channel,
                "state": state,
                "written_at": letter.created_at,
                "due_at": letter.due_at,
                "recipient": letter.recipient,
                "languages": letter.languages,
                "content": letter.facts,
            }
        )
    return found


def delete_without_appointment(ended_before: int, *, ordered_before: int, most: int) -> int:
    """Delete what belongs to no appointment and was ended before these UTC seconds.

    What waits, such as an order of forms, goes at the latest with `ordered_before`: its address
    must not stay for ever (D38).
    """
    sql = (
        "DELETE FROM letter WHERE id IN (SELECT id FROM letter WHERE appointment = ? AND"
        " ((state <> 'waiting' AND due_at < ?) OR created_at < ?)"
        " ORDER BY id LIMIT ?)"
    )
    params = (NO_APPOINTMENT, ended_before, ordered_before, most)
    return int(database.run(sql, params).rowcount)


def delete_naming(reference: str) -> int:
    """Delete the letters of no appointment that name this reference, such as a callback's."""
    sql = f"SELECT {COLUMNS} FROM letter WHERE appointment = ? AND sealed <> ''"
    found = [letter_of(row) for row in database.every(sql, (NO_APPOINTMENT,))]
    ids = [letter.id for letter in found if letter.facts.get("reference") == reference]
    return database.delete_in("letter", "id", ids)


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
        " WHERE id = ? AND state IN ('waiting', 'sending', 'printed')",
        (state, reason, now_seconds, letter_id),
    )


def _context(message_id: str) -> str:
    return f"letter/{message_id}"


def letter_of(row: Sequence[Any]) -> Letter:
    """The letter in a row of the columns `COLUMNS`."""
    found = dict(zip(COLUMNS.split(", "), row, strict=True))
    try:
        opened = json.loads(sealing.unseal(found.pop("sealed"), _context(found["message_id"])))
    except sealing.CannotUnseal:
        # Given out empty: the worker puts it off, and the letters behind it still go out.
        opened = {"recipient": "", "facts": {}}
    return Letter(**found, recipient=opened["recipient"], facts=opened["facts"])
