"""Queues: what the office works through by hand: papers, calls, forms, and what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.domain import periods
from backend.domain.appointments import Delivery
from backend.store import database, letters
from backend.store.letters import BOOKING_INVITATION, CALL, DOOR, PAPER, PARCEL, Letter

LATE_SECONDS = 24 * 60 * 60
"""A message that could not be sent for so long is a matter for the office."""
_JOINED = " FROM letter LEFT JOIN appointment ON appointment.id = letter.appointment"
_LETTER = ", ".join(f"letter.{name}" for name in letters.COLUMNS.split(", "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A message that did not reach somebody, without a word of who that is."""

    letter: int
    kind: str
    channel: str
    state: str
    """`given_up`, `bounced`, `unsure`, or `waiting` when it is late or there is no way at all."""
    reason: str
    reference: str
    """Of the appointment; empty when there is none any more."""
    office: str
    start: datetime | None
    """Local wall-clock time."""
    appointment: int = 0
    group: str = ""
    """The key of its counter group."""

    @property
    def may_be_settled(self) -> bool:
        """Whether the office decides that it is done; what is only late still goes out."""
        return self.state != "waiting" or self.channel == DOOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A letter by post on its way through the office; what it says lies sealed."""

    letter: int
    kind: str
    appointment: int
    reference: str
    group: str
    """The key of the counter group of its appointment; empty: of the whole office."""
    start: datetime
    """Of the appointment, local wall-clock time; of an offer its last day."""
    is_kept: bool
    """It waits at the counter for the person, and goes into no letterbox."""
    batch: int
    """With which others it was printed (UTC seconds); 0: not yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody to be called: a reminder, or what no letter can tell in time (D28, D37)."""

    letter: int
    kind: str
    reference: str
    phone: str
    start: datetime
    """Of the appointment, local wall-clock time."""
    languages: str
    interpreter: str
    """Tag of the language the person needs an interpreter for; may be empty."""


def troubles(now_seconds: int) -> list[Trouble]:
    """What never arrived or perhaps did not, and the people nothing reaches; oldest first."""
    sql = (
        "SELECT letter.id, letter.kind, letter.channel, letter.state, letter.reason,"
        " appointment.reference, appointment.office, appointment.start_cell, appointment.id,"
        f" counter_group.key{_JOINED}"
        " LEFT JOIN counter_group ON counter_group.id = appointment.group_id"
        " WHERE letter.state IN ('given_up', 'bounced', 'unsure')"
        " OR (letter.state = 'waiting' AND letter.channel = ?)"
        " OR (letter.state = 'waiting' AND letter.channel IN (?, ?) AND letter.wanted_at < ?)"
        " ORDER BY letter.id"
    )
    params = (DOOR, letters.MAIL, letters.SMS, now_seconds - LATE_SECONDS)
    return [_trouble(row) for row in database.every(sql, params)]


def settle(letter_id: int) -> bool:
    """The office has told the person in another way; False when there was nothing to settle."""
    done = database.run(
        "UPDATE letter SET state = 'settled', sealed = '' WHERE id = ?"
        " AND (state IN ('given_up', 'bounced', 'unsure')"
        " OR (state = 'waiting' AND channel = ?))",
        (letter_id, DOOR),
    )
    return bool(done.rowcount)


def calls(office: str, until_seconds: int) -> list[Call]:
    """Who is to be called until these UTC seconds, in the order of their appointments."""
    sql = (
        f"SELECT {_LETTER}, appointment.reference, appointment.start_cell,"
        f" appointment.interpreter{_JOINED}"
        " WHERE letter.state = 'waiting' AND letter.channel = ? AND letter.due_at <= ?"
        " AND appointment.office = ? ORDER BY appointment.start_cell, letter.id"
    )
    return [_call(row) for row in database.every(sql, (CALL, until_seconds, office))]


def end_call(letter_id: int, now_seconds: int) -> bool:
    """The call was made, the number is forgotten; False when it was no open call."""
    done = database.run(
        "UPDATE letter SET state = 'sent', sealed = '', due_at = ?"
        " WHERE id = ? AND state = 'waiting' AND channel = ?",
        (now_seconds, letter_id, CALL),
    )
    return bool(done.rowcount)


def begun_calls(now_cell: int) -> list[int]:
    """Ids of the calls nobody made before the appointment began."""
    sql = (
        f"SELECT letter.id{_JOINED} WHERE letter.state = 'waiting' AND letter.channel = ?"
        " AND (appointment.id IS NULL OR appointment.start_cell <= ?)"
    )
    return [int(row[0]) for row in database.every(sql, (CALL, now_cell))]


def papers(office: str) -> list[Paper]:
    """The letters by post of an office that are not under way yet, by appointment (R121)."""
    sql = (
        "SELECT letter.id, letter.kind, letter.state, letter.due_at, appointment.id,"
        " appointment.reference, counter_group.key, appointment.start_cell, appointment.delivery"
        " FROM letter JOIN appointment ON appointment.id = letter.appointment"
        " LEFT JOIN counter_group ON counter_group.id = appointment.group_id"
        " WHERE letter.channel = ? AND letter.state IN ('waiting', 'printed')"
        " AND appointment.office = ? ORDER BY appointment.start_cell, letter.id"
    )
    return [_paper(row) for row in database.every(sql, (PAPER, office))]


def offers_on_paper(office: str) -> list[Paper]:
    """The booking invitations by post of an office that are not under way yet (R89).

    Which office posts them lies sealed beside the address.
    """
    sql = (
        f"SELECT {letters.COLUMNS}, state FROM letter WHERE channel = ? AND kind = ?"
        " AND state IN ('waiting', 'printed') ORDER BY id"
    )
    found = []
    for *row, state in database.every(sql, (PAPER, BOOKING_INVITATION)):
        letter = letters.letter_of(row)
        if letter.facts.get("office") == office:
            found.append(_offer(letter, state))
    return found


def letters_of(ids: Sequence[int]) -> list[Letter]:
    """These letters with what they say, oldest first."""
    if not ids:
        return []
    sql = f"SELECT {letters.COLUMNS} FROM letter WHERE id IN {database.marks(1, len(ids))}"
    return [letters.letter_of(row) for row in database.every(f"{sql} ORDER BY id", ids)]


def bundle(ids: Sequence[int], now_seconds: int) -> int:
    """These are on paper now, as one batch; returns how many were still waiting for it."""
    sql = "UPDATE letter SET state = 'printed', due_at = ? WHERE state = 'waiting' AND channel = ?"
    return _changed(sql, (now_seconds, PAPER), ids)


def post(ids: Sequence[int], now_seconds: int) -> int:
    """These are in the post or handed over: addresses and facts are forgotten."""
    sql = (
        "UPDATE letter SET state = 'sent', sealed = '', due_at = ?"
        " WHERE state = 'printed' AND channel = ?"
    )
    return _changed(sql, (now_seconds, PAPER), ids)


def put_back(ids: Sequence[int]) -> int:
    """These wait to be printed again."""
    sql = "UPDATE letter SET state = 'waiting' WHERE state = 'printed' AND channel = ?"
    return _changed(sql, (PAPER,), ids)


def printed() -> list[Letter]:
    """The letters that are on paper and not yet in the post."""
    sql = f"SELECT {letters.COLUMNS} FROM letter WHERE state = 'printed' AND channel = ?"
    return [letters.letter_of(row) for row in database.every(f"{sql} ORDER BY id", (PAPER,))]


def post_printed(now_seconds: int) -> int:
    """All that is printed is in the post: addresses and facts are forgotten; returns how many."""
    done = database.run(
        "UPDATE letter SET state = 'sent', sealed = '', due_at = ?"
        " WHERE state = 'printed' AND channel = ?",
        (now_seconds, PAPER),
    )
    return int(done.rowcount)


def unprint() -> int:
    """The print went wrong: all that is not in the post waits to be printed again."""
    done = database.run(
        "UPDATE letter SET state = 'waiting' WHERE state = 'printed' AND channel = ?", (PAPER,)
    )
    return int(done.rowcount)


def orders(office: str = "") -> list[Letter]:
    """The orders of paper forms, oldest first (R83); those of one office where one is named.

    Which office packs them lies sealed beside the address.
    """
    sql = f"SELECT {letters.COLUMNS} FROM letter WHERE state = 'waiting' AND channel = ?"
    found = [letters.letter_of(row) for row in database.every(f"{sql} ORDER BY id", (PARCEL,))]
    return [order for order in found if not office or order.facts.get("office") == office]


def post_order(letter_id: int, now_seconds: int) -> bool:
    """The forms are in the post, the address is forgotten; False when it was no open order."""
    done = database.run(
        "UPDATE letter SET state = 'sent', sealed = '', due_at = ?"
        " WHERE id = ? AND state = 'waiting' AND channel = ?",
        (now_seconds, letter_id, PARCEL),
    )
    return bool(done.rowcount)


def _changed(sql: str, params: Sequence[object], ids: Sequence[int]) -> int:
    if not ids:
        return 0
    done = database.run(f"{sql} AND id IN {database.marks(1, len(ids))}", (*params, *ids))
    return int(done.rowcount)


def _paper(row: Sequence[Any]) -> Paper:
    letter_id, kind, state, due_at, appointment, reference, group, cell, delivery = row
    return Paper(
        letter=letter_id,
        kind=kind,
        appointment=appointment,
        reference=reference,
        group=group or "",
        start=periods.moment_of(cell),
        is_kept=delivery == Delivery.COUNTER.value,
        batch=due_at if state == "printed" else 0,
    )


def _offer(letter: Letter, state: str) -> Paper:
    return Paper(
        letter=letter.id,
        kind=letter.kind,
        appointment=letters.NO_APPOINTMENT,
        reference=letter.facts["reference"],
        group="",
        start=datetime.fromisoformat(letter.facts["until"]),
        is_kept=False,
        batch=letter.due_at if state == "printed" else 0,
    )


def _trouble(row: Sequence[Any]) -> Trouble:
    letter_id, kind, channel, state, reason, reference, office, cell, appointment, group = row
    return Trouble(
        letter=letter_id,
        kind=kind,
        channel=channel,
        state=state,
        reason=reason,
        reference=reference or "",
        office=office or "",
        start=None if cell is None else periods.moment_of(cell),
        appointment=appointment or 0,
        group=group or "",
    )


def _call(row: Sequence[Any]) -> Call:
    *own, reference, cell, interpreter = row
    letter = letters.letter_of(own)
    return Call(
        letter=letter.id,
        kind=letter.kind,
        reference=reference,
        phone=letter.recipient,
        start=periods.moment_of(cell),
        languages=letter.languages,
        interpreter=interpreter,
    )
