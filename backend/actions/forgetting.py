"""Forgetting: what is over is deleted (D38)."""

from dataclasses import dataclass
from datetime import datetime

from backend.actions import placements
from backend.store import appointments, customer_keys, database, drafts, letters, rates

_AT_ONCE = 200
"""Rows per transaction, so that nobody waits long for the sweep."""
_DAY = 24 * 60 * 60
ORDER_DAYS = 30
"""So long an order of paper forms waits at most for somebody to pack it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How much was deleted."""

    holds: int
    """Lapsed holds and pauses that are over."""
    drafts: int
    appointments: int
    letters: int
    rates: int


def sweep(*, now: datetime, retention_days: int, draft_minutes: int) -> Swept:
    """Delete lapsed holds, old drafts and appointments past the retention with their letters.

    Nothing else depends on it: what lapsed counts nowhere, swept or not.
    """
    seconds = int(now.timestamp())
    gone, sent = 0, 0
    while True:
        some, some_letters = _sweep_appointments(seconds - retention_days * _DAY)
        gone, sent = gone + some, sent + some_letters
        if some < _AT_ONCE:
            break
    holds = 0
    while True:
        some = _sweep_other_letters(seconds, retention_days)
        sent += some
        if some < _AT_ONCE:
            break
    while True:
        some = _sweep_holds(seconds)
        holds += some
        if some < _AT_ONCE:
            break
    swept = Swept(
        holds=holds,
        drafts=_sweep_drafts(seconds - draft_minutes * 60),
        appointments=gone,
        letters=sent,
        rates=_sweep_rates(seconds),
    )
    if gone:
        database.clear_journal()
    return swept


@database.repeated
def _sweep_holds(now: int) -> int:
    lapsed = appointments.lapsed(now, most=_AT_ONCE)
    for standing in lapsed:
        placements.give_back(standing)
    for standing in lapsed:
        appointments.delete(standing.appointment.id)
    return len(lapsed)


@database.repeated
def _sweep_appointments(before: int) -> tuple[int, int]:
    old = appointments.over(before, most=_AT_ONCE)
    for appointment_id in old:
        standing = appointments.lock(appointment_id)
        if standing:
            placements.give_back(standing)
    for appointment_id in old:
        customer_keys.release(appointment_id)
        appointments.delete(appointment_id)
    return len(old), letters.delete_of(old)


@database.repeated
def _sweep_other_letters(now: int, retention_days: int) -> int:
    """Orders of forms and reports: of no appointment with which they would go."""
    return letters.delete_without_appointment(
        now - retention_days * _DAY, ordered_before=now - ORDER_DAYS * _DAY, most=_AT_ONCE
    )


@database.repeated
def _sweep_drafts(before: int) -> int:
    return drafts.sweep(before)


@database.repeated
def _sweep_rates(now: int) -> int:
    customer_keys.sweep(now)
    return rates.sweep(now - _DAY)
