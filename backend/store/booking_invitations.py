"""Booking invitations: the open ones; name, number, contact and code lie sealed."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from backend.domain.appointments import Channel
from backend.domain.booking_invitations import BookingInvitation, Invited, Way
from backend.store import database, sealing

_COLUMNS = (
    "id, reference, office, concern, channel, way, languages, interpreter, sealed, nonce,"
    " last_day, expires_at"
)
_SELECT = f"SELECT {_COLUMNS} FROM booking_invitation"


def add(invitation: BookingInvitation, *, once: str) -> int:
    """Write one; `once` is the keyed hash of its form. Returns its id."""
    row = database.one(
        "INSERT INTO booking_invitation (reference, once, code, office, concern, channel, way,"
        " languages, interpreter, sealed, nonce, last_day, expires_at) VALUES "
        + database.marks(1, 13)
        + " RETURNING id",
        (
            invitation.reference, once, _hashed(invitation.code), invitation.office,
            invitation.concern, invitation.channel.value, invitation.way.value,
            invitation.languages, invitation.interpreter,
            _sealed(invitation), invitation.nonce, invitation.until.isoformat(),
            invitation.expires_at,
        ),
    )  # fmt: skip
    assert row is not None
    return int(row[0])


def by_id(invitation_id: int) -> BookingInvitation | None:
    """The one of this id."""
    return _first(f"{_SELECT} WHERE id = ?", invitation_id)


def by_once(once: str) -> BookingInvitation | None:
    """The one that was written from this form."""
    return _first(f"{_SELECT} WHERE once = ?", once)


def by_code(code: str) -> BookingInvitation | None:
    """The one that a normalised code opens, over or not."""
    return _first(f"{_SELECT} WHERE code = ?", _hashed(code))


def lock(invitation_id: int) -> BookingInvitation | None:
    """The one of this id for writing: nobody else uses it until the transaction ends."""
    return _first(f"{_SELECT} WHERE id = ? FOR UPDATE", invitation_id)


def naming(reference: str) -> list[BookingInvitation]:
    """The one of this normalised reference, if there is one."""
    found = _first(f"{_SELECT} WHERE reference = ?", reference)
    return [found] if found else []


def standing(office: str, now_seconds: int) -> list[BookingInvitation]:
    """The open ones of an office, those first whose day comes first."""
    rows = database.every(
        f"{_SELECT} WHERE office = ? AND expires_at > ? ORDER BY expires_at, id",
        (office, now_seconds),
    )
    return [_invitation(row) for row in rows]


def delete(invitation_id: int) -> bool:
    """Nothing of it is left; False when it is gone already."""
    sql = "DELETE FROM booking_invitation WHERE id = ?"
    return bool(database.run(sql, (invitation_id,)).rowcount)


def sweep(before: int, *, most: int) -> int:
    """Delete those whose last day was over before these UTC seconds; returns how many."""
    done = database.run(
        "DELETE FROM booking_invitation WHERE id IN (SELECT id FROM booking_invitation"
        " WHERE expires_at <= ? ORDER BY id LIMIT ?)",
        (before, most),
    )
    return int(done.rowcount)


def reseal() -> int:
    """Seal all with the first key, and find them by the hash key in use; returns how many.

    What cannot be opened any more is left as it is: it goes with its last day.
    """
    fresh = 0
    for found, sealed, code in database.every(
        "SELECT id, sealed, code FROM booking_invitation ORDER BY id"
    ):
        invitation = by_id(found)
        if invitation is None or not invitation.code:
            continue
        hashed = _hashed(invitation.code)
        if sealing.is_fresh(sealed) and hashed == code:
            continue
        database.run(
            "UPDATE booking_invitation SET sealed = ?, code = ? WHERE id = ? AND sealed = ?",
            (_sealed(invitation), hashed, found, sealed),
        )
        fresh += 1
    return fresh


# --- parts


def _first(sql: str, value: int | str) -> BookingInvitation | None:
    row = database.one(sql, (value,))
    return None if row is None else _invitation(row)


def _invitation(row: Sequence[Any]) -> BookingInvitation:
    found = dict(zip(_COLUMNS.split(", "), row, strict=True))
    try:
        opened = json.loads(sealing.unseal(found.pop("sealed"), _context(found["nonce"])))
    except sealing.CannotUnseal:
        # Shown empty: the others of the list must still be seen, and this one withdrawn.
        opened = {"code": "", "invited": {"name": ""}}
    return BookingInvitation(
        id=found["id"],
        reference=found["reference"],
        office=found["office"],
        concern=found["concern"],
        channel=Channel(found["channel"]),
        way=Way(found["way"]),
        languages=found["languages"],
        interpreter=found["interpreter"],
        invited=Invited(**opened["invited"]),
        code=opened["code"],
        until=date.fromisoformat(found["last_day"]),
        expires_at=found["expires_at"],
        nonce=found["nonce"],
    )


def _sealed(invitation: BookingInvitation) -> str:
    opened = {"code": invitation.code, "invited": asdict(invitation.invited)}
    return sealing.seal(json.dumps(opened, ensure_ascii=False), _context(invitation.nonce))


def _hashed(code: str) -> str:
    return sealing.keyed_hash("booking invitation", code)


def _context(nonce: str) -> str:
    return f"booking invitation/{nonce}"
