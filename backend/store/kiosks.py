"""Terminals: which there are, what enrols and knows them, and who is at one of them now.

Codes, the cookies of the devices and the marks of visits are random; only keyed hashes are kept.
"""

from collections.abc import Sequence
from typing import Any

from backend.domain.kiosks import Kiosk, Paper
from backend.store import database, sealing

_COLUMNS = "id, office, title, paper, code_until, enrolled_at, seen_at, revoked_at"
_SELECT = f"SELECT {_COLUMNS} FROM kiosk"


def add(kiosk: Kiosk, *, code: str) -> int:
    """Write a new one; returns its id."""
    row = database.one(
        "INSERT INTO kiosk (office, title, paper, code, code_until, enrolled_at, visit,"
        " touched_at, seen_at, revoked_at) VALUES (?, ?, ?, ?, ?, 0, '', 0, 0, 0) RETURNING id",
        (kiosk.office, kiosk.title, kiosk.paper.value, _code(code), kiosk.code_until),
    )
    assert row is not None
    return int(row[0])


def by_id(kiosk_id: int) -> Kiosk | None:
    """The one of this id, switched off or not."""
    return _first(f"{_SELECT} WHERE id = ?", kiosk_id)


def by_device(token: str) -> Kiosk | None:
    """The one on which this cookie lies, switched off or not."""
    return _first(f"{_SELECT} WHERE device = ?", _device(token))


def lock(kiosk_id: int) -> Kiosk | None:
    """The one of this id for writing."""
    return _first(f"{_SELECT} WHERE id = ? FOR UPDATE", kiosk_id)


def lock_by_code(code: str) -> Kiosk | None:
    """The one that a normalised code enrols, for writing; the code may be too old."""
    return _first(f"{_SELECT} WHERE code = ? FOR UPDATE", _code(code))


def standing() -> list[Kiosk]:
    """Those that are not switched off, by office and title."""
    rows = database.every(f"{_SELECT} WHERE revoked_at = 0 ORDER BY office, title, id")
    return [_kiosk(row) for row in rows]


def set_code(kiosk_id: int, code: str, until: int) -> None:
    """From now on this code enrols it, and no other."""
    sql = "UPDATE kiosk SET code = ?, code_until = ? WHERE id = ?"
    database.run(sql, (_code(code), until, kiosk_id))


def enrol(kiosk_id: int, token: str, now_seconds: int) -> None:
    """The device with this cookie is the terminal, in place of any other; the code is used up."""
    database.run(
        "UPDATE kiosk SET code = NULL, code_until = 0, device = ?, enrolled_at = ?, seen_at = ?,"
        " visit = '' WHERE id = ?",
        (_device(token), now_seconds, now_seconds, kiosk_id),
    )


def revoke(kiosk_id: int, now_seconds: int) -> None:
    """Switch it off; what lies on the device still tells that it was one."""
    database.run(
        "UPDATE kiosk SET code = NULL, code_until = 0, visit = '', revoked_at = ? WHERE id = ?",
        (now_seconds, kiosk_id),
    )


def begin_visit(kiosk_id: int, visit: str, now_seconds: int) -> None:
    """Somebody new is there; the visit before is over."""
    sql = "UPDATE kiosk SET visit = ?, touched_at = ?, seen_at = ? WHERE id = ?"
    database.run(sql, (_visit(visit), now_seconds, now_seconds, kiosk_id))


def touch(kiosk_id: int, visit: str, *, after: int, now_seconds: int) -> bool:
    """The same somebody is still there; False when this visit is over or rested since `after`."""
    sql = (
        "UPDATE kiosk SET touched_at = ?, seen_at = ?"
        " WHERE id = ? AND visit = ? AND touched_at > ? AND revoked_at = 0"
    )
    values = (now_seconds, now_seconds, kiosk_id, _visit(visit), after)
    return bool(database.run(sql, values).rowcount)


def end_visit(kiosk_id: int, now_seconds: int) -> None:
    """Nobody is there."""
    sql = "UPDATE kiosk SET visit = '', seen_at = ? WHERE id = ?"
    database.run(sql, (now_seconds, kiosk_id))


def see(kiosk_id: int, now_seconds: int) -> None:
    """It is there, with nobody before it."""
    database.run("UPDATE kiosk SET seen_at = ? WHERE id = ?", (now_seconds, kiosk_id))


# --- parts


def _code(code: str) -> str:
    return sealing.keyed_hash("kiosk code", code)


def _device(token: str) -> str:
    return sealing.keyed_hash("kiosk device", token)


def _visit(visit: str) -> str:
    return sealing.keyed_hash("kiosk visit", visit)


def _first(sql: str, value: int | str) -> Kiosk | None:
    row = database.one(sql, (value,))
    return None if row is None else _kiosk(row)


def _kiosk(row: Sequence[Any]) -> Kiosk:
    found = dict(zip(_COLUMNS.split(", "), row, strict=True))
    return Kiosk(**(found | {"paper": Paper(found["paper"])}))
