"""Day lists: what stands in them, and the one sealed file per office and day (R59, R61).

The file lies sealed in the database and nowhere else: deleting the row deletes it for every
process at once, and what a disk keeps of it cannot be read without the key.
"""

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.domain import periods
from backend.domain.appointments import Appointment, Channel, State
from backend.domain.day_lists import PREPARED, DayLine
from backend.store import capacity, database, records, sealing
from backend.store.deletions import as_day

_COLUMNS = (
    "office, day, made_at, count, first_marks, marks, told_at, told_mark, passed_on_at,"
    " passed_on_by"
)
_MARK_LENGTH = 24
_CONTACT = records.COLUMNS.index("contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of a stored list without opening it."""

    office: str
    day: date
    made_at: int
    """UTC seconds."""
    count: int
    """Appointments in it."""
    first_marks: Mapping[int, str]
    """Of the first list of the day, by the appointment's id."""
    marks: Mapping[int, str]
    """Of this one."""
    told_at: int
    """UTC seconds at which the mailbox last heard of it; 0 for never."""
    told_mark: str
    """The state it was told of."""
    passed_on_at: int | None
    passed_on_by: int | None
    """The account."""


def lines(office: str, day: date) -> list[DayLine]:
    """The booked appointments of an office on a day, in order of time, group and counter."""
    first = periods.first_cell(day)
    rows = database.every(
        f"SELECT {records.READ} FROM{records.WITH_GROUP}"
        " WHERE appointment.office = ? AND appointment.state = ?"
        " AND appointment.start_cell >= ? AND appointment.start_cell < ?"
        " ORDER BY appointment.start_cell, counter_group.position, appointment.counter_id,"
        " appointment.reference",
        (office, State.BOOKED.value, first, first + periods.CELLS_PER_DAY),
    )
    groups = capacity.plan().groups.get(office, ())
    titles = {group.key: group.title for group in groups}
    counters = {counter.id: counter.title for group in groups for counter in group.counters}
    return [_line(_appointment(row), titles, counters) for row in rows]


def marks_of(found: Sequence[DayLine]) -> dict[int, str]:
    """A keyed hash of each line by its id: equal lines are equal, and nothing can be read."""
    return {line.id: sealing.keyed_hash("day list", repr(line))[:_MARK_LENGTH] for line in found}


def mark_of(marks: Mapping[int, str]) -> str:
    """One mark of a whole state."""
    return sealing.keyed_hash("day list", json.dumps(sorted(marks.items())))[:_MARK_LENGTH]


def references_of(ids: Collection[int]) -> list[str]:
    """The references of these appointments, as far as they are still kept."""
    if not ids:
        return []
    sql = "SELECT reference FROM appointment WHERE reference IS NOT NULL AND id IN "
    rows = database.every(sql + database.marks(1, len(ids)), sorted(ids))
    return sorted(str(reference) for (reference,) in rows)


def find(office: str, day: date) -> Kept | None:
    """The list of an office and day; None when there is none (any more)."""
    sql = f"SELECT {_COLUMNS} FROM day_list WHERE office = ? AND day = ?"
    row = database.one(sql, (office, day.isoformat()))
    return None if row is None else _kept(row)


def of_day(day: date) -> dict[str, Kept]:
    """The lists of a day by the office's key."""
    rows = database.every(f"SELECT {_COLUMNS} FROM day_list WHERE day = ?", (day.isoformat(),))
    return {kept.office: kept for kept in map(_kept, rows)}


def lock(office: str, day: date) -> Kept | None:
    """The same for writing: nobody else writes it until the transaction ends."""
    sql = f"SELECT {_COLUMNS} FROM day_list WHERE office = ? AND day = ? FOR UPDATE"
    row = database.one(sql, (office, day.isoformat()))
    return None if row is None else _kept(row)


def before(day: date) -> list[Kept]:
    """The lists of days that are over."""
    sql = f"SELECT {_COLUMNS} FROM day_list WHERE day < ? ORDER BY office, day FOR UPDATE"
    return [_kept(row) for row in database.every(sql, (day.isoformat(),))]


def content(office: str, day: date) -> bytes | None:
    """The Excel file; None when there is none, or none that our keys open."""
    sql = "SELECT sealed, nonce FROM day_list WHERE office = ? AND day = ?"
    row = database.one(sql, (office, day.isoformat()))
    if row is None:
        return None
    try:
        return base64.b64decode(sealing.unseal(row[0], _context(row[1])))
    except sealing.CannotUnseal:
        return None


def write(
    office: str, day: date, *, file: bytes, marks: Mapping[int, str], now_seconds: int
) -> None:
    """Put the file in the place of the day's former one; that it was passed on stays noted."""
    nonce = sealing.new_nonce()
    sealed = sealing.seal(base64.b64encode(file).decode("ascii"), _context(nonce))
    written = json.dumps({str(key): mark for key, mark in sorted(marks.items())})
    database.run(
        "INSERT INTO day_list (office, day, made_at, count, nonce, sealed, first_marks, marks,"
        " told_at, told_mark) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '')"
        " ON CONFLICT (office, day) DO UPDATE SET made_at = excluded.made_at,"
        " count = excluded.count, nonce = excluded.nonce, sealed = excluded.sealed,"
        " marks = excluded.marks",
        (
            office,
            day.isoformat(),
            now_seconds,
            len(marks),
            nonce,
            sealed,
            written,
            written,
        ),
    )


def pass_on(office: str, day: date, *, account: int, now_seconds: int) -> None:
    """Somebody has passed the list on (R111)."""
    database.run(
        "UPDATE day_list SET passed_on_at = ?, passed_on_by = ? WHERE office = ? AND day = ?",
        (now_seconds, account, office, day.isoformat()),
    )


def tell(office: str, day: date, *, mark: str, now_seconds: int) -> None:
    """The mailbox of the office has been written to about this state."""
    database.run(
        "UPDATE day_list SET told_at = ?, told_mark = ? WHERE office = ? AND day = ?",
        (now_seconds, mark, office, day.isoformat()),
    )


def delete(office: str, day: date) -> None:
    """Delete the file and all that is known of it."""
    sql = "DELETE FROM day_list WHERE office = ? AND day = ?"
    database.run(sql, (office, day.isoformat()))


def mailbox(office: str) -> str:
    """Where the office wants to hear of its lists; empty for nowhere."""
    row = database.one("SELECT mail FROM list_mailbox WHERE office = ?", (office,))
    return "" if row is None else str(row[0])


def mailboxes() -> dict[str, str]:
    """The mailboxes of all offices that named one."""
    rows = database.every("SELECT office, mail FROM list_mailbox ORDER BY office")
    return {str(office): str(mail) for office, mail in rows}


def set_mailbox(office: str, mail: str) -> None:
    """Name the mailbox of an office; an empty one takes it back."""
    if not mail:
        database.run("DELETE FROM list_mailbox WHERE office = ?", (office,))
        return
    database.run(
        "INSERT INTO list_mailbox (office, mail) VALUES (?, ?)"
        " ON CONFLICT (office) DO UPDATE SET mail = excluded.mail",
        (office, mail),
    )


def reseal() -> int:
    """Seal all files with the first key; returns how many were not yet."""
    rows = database.every("SELECT office, day, nonce, sealed FROM day_list")
    stale = [row for row in rows if not sealing.is_fresh(row[3])]
    for office, day, nonce, sealed in stale:
        database.run(
            "UPDATE day_list SET sealed = ? WHERE office = ? AND day = ? AND sealed = ?",
            (sealing.resealed(sealed, _context(nonce)), office, as_day(day).isoformat(), sealed),
        )
    return len(stale)


def _context(nonce: str) -> str:
    return f"day list/{nonce}"


def _kept(row: Sequence[Any]) -> Kept:
    found = dict(zip(_COLUMNS.split(", "), row, strict=True))
    for name in ("first_marks", "marks"):
        found[name] = {int(key): mark for key, mark in json.loads(found[name]).items()}
    return Kept(**(found | {"day": as_day(found["day"])}))


def _appointment(row: Sequence[Any]) -> Appointment:
    try:
        return records.standing(row).appointment
    except sealing.CannotUnseal:
        # The day goes on without this contact, rather than without the list.
        bare = [*row]
        bare[_CONTACT] = ""
        return records.standing(bare).appointment


def _line(found: Appointment, titles: Mapping[str, str], counters: Mapping[int, str]) -> DayLine:
    person, wish = found.person, found.wish
    return DayLine(
        id=found.id,
        reference=found.reference,
        start=found.start,
        minutes=found.minutes,
        name=person.name,
        latin_name=person.latin_name,
        number=person.number,
        born=(person.birth_day, person.birth_month, person.birth_year),
        concern=wish.concern,
        channel=wish.channel,
        phone=person.phone if wish.channel is Channel.PHONE else "",
        languages=found.languages,
        interpreter=wish.interpreter or "",
        interpreter_claimed=found.interpreter_claimed,
        sign_language=wish.sign_language,
        companion=wish.companion,
        needs=tuple(need for need in PREPARED if need in found.needs),
        group=found.group,
        group_title=titles.get(found.group, found.group),
        counter=counters.get(found.counter, ""),
        booked_by=wish.booked_by,
        is_walk_in=found.is_walk_in,
    )
