"""Drafts: what somebody has answered so far, sealed, behind the keyed hash of a cookie."""

import dataclasses
import json
from datetime import datetime
from typing import Any

from backend.domain.appointments import Channel, Draft
from backend.store import database, sealing

LIFE_MINUTES = 120
"""How long a draft lives after the last touch, unless the settings say otherwise."""
_PLAIN = {field.name: field.default for field in dataclasses.fields(Draft)}
"""Each answer as long as nobody has given it."""


def read(key: str, *, now: datetime, minutes: int = LIFE_MINUTES) -> Draft | None:
    """The draft behind this cookie value; None when there is none or it is too old."""
    hashed = _hashed(key)
    row = database.one("SELECT sealed, touched_at FROM draft WHERE key = ?", (hashed,))
    if row is None or row[1] < now.timestamp() - minutes * 60:
        return None
    return _draft(row[0], hashed)


def lock(key: str) -> Draft | None:
    """The draft for writing, however old: nobody else writes it until the transaction ends."""
    hashed = _hashed(key)
    row = database.one("SELECT sealed FROM draft WHERE key = ? FOR UPDATE", (hashed,))
    return None if row is None else _draft(row[0], hashed)


def write(key: str, draft: Draft, *, now: datetime) -> None:
    """Keep the draft; answers that are empty take no room."""
    given = ((name, getattr(draft, name)) for name in _PLAIN)
    answers = {name: value for name, value in given if value != _PLAIN[name]}
    hashed = _hashed(key)
    sealed = sealing.seal(json.dumps(answers, ensure_ascii=False), _context(hashed))
    database.run(
        "INSERT INTO draft (key, sealed, touched_at) VALUES (?, ?, ?) ON CONFLICT (key)"
        " DO UPDATE SET sealed = excluded.sealed, touched_at = excluded.touched_at",
        (hashed, sealed, int(now.timestamp())),
    )


def begin(key: str, *, now: datetime) -> Draft | None:
    """What a form that may be sent twice has become, as `lock`; a draft is begun where none is.

    Of two that begin at the same moment the second one waits for the first to end.
    """
    hashed = _hashed(key)
    sealed = sealing.seal("{}", _context(hashed))
    database.run(
        "INSERT INTO draft (key, sealed, touched_at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
        (hashed, sealed, int(now.timestamp())),
    )
    return lock(key)


def close(key: str, appointment: int, *, now: datetime, partner: int = 0) -> None:
    """Forget all answers but the appointment they have become, for a form that is sent twice.

    Of a partner's draft it stays known whose it was: the access ends with the consent (R107).
    """
    write(key, Draft(booked=appointment, partner=partner), now=now)


def delete(key: str) -> None:
    """Delete the draft."""
    database.run("DELETE FROM draft WHERE key = ?", (_hashed(key),))


def about(appointment: int) -> list[dict[str, Any]]:
    """The answers of the drafts that hold, move or have become this appointment."""
    return [answers for _key, answers in _with(appointment)]


def delete_about(appointment: int) -> int:
    """Delete these drafts; returns how many."""
    keys = [key for key, _answers in _with(appointment)]
    for key in keys:
        database.run("DELETE FROM draft WHERE key = ?", (key,))
    return len(keys)


def sweep(before: int) -> int:
    """Delete the drafts last touched before these UTC seconds."""
    return int(database.run("DELETE FROM draft WHERE touched_at < ?", (before,)).rowcount)


def reseal() -> int:
    """Seal all drafts with the first key; returns how many were not yet."""
    rows = database.every("SELECT key, sealed FROM draft")
    stale = [(key, sealed) for key, sealed in rows if not sealing.is_fresh(sealed)]
    for key, sealed in stale:
        fresh = sealing.resealed(sealed, _context(key))
        database.run(
            "UPDATE draft SET sealed = ? WHERE key = ? AND sealed = ?", (fresh, key, sealed)
        )
    return len(stale)


def _with(appointment: int) -> list[tuple[str, dict[str, Any]]]:
    """Key and answers of all drafts of an appointment; all must be opened to find them."""
    found = []
    for key, sealed in database.every("SELECT key, sealed FROM draft ORDER BY key"):
        try:
            answers: dict[str, Any] = json.loads(sealing.unseal(sealed, _context(key)))
        except sealing.CannotUnseal:
            continue
        if appointment in {answers.get(name) for name in ("held", "booked", "moving")}:
            found.append((key, answers))
    return found


def _hashed(key: str) -> str:
    return sealing.keyed_hash("draft", key)


def _context(hashed: str) -> str:
    return f"draft/{hashed}"


def _draft(sealed: str, hashed: str) -> Draft | None:
    try:
        answers: dict[str, Any] = json.loads(sealing.unseal(sealed, _context(hashed)))
    except sealing.CannotUnseal:
        # Sealed with a key that is gone: the answers are lost, which the customer sees as expired.
        return None
    if "channel" in answers:
        answers["channel"] = Channel(answers["channel"])
    restored: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in answers.items()
        if name in _PLAIN
    }
    return Draft(**restored)
