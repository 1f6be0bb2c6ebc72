"""Forgetting: what is over is deleted and counted, by the rules of `domain.retention` (D38).

What another table holds about an appointment goes with it: see `belongings`. A table of its own
time joins `_sweep_parts` by one line.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.actions import belongings, counting, placements
from backend.domain import callbacks as promises
from backend.domain.retention import DELETION_DAYS, ORDER_DAYS, Kind
from backend.store import (
    appointments,
    booking_invitations,
    callbacks,
    customer_keys,
    database,
    deletions,
    drafts,
    letters,
    rates,
)

_AT_ONCE = 200
"""Rows per transaction, so that nobody waits long for the sweep."""
_DAY = 24 * 60 * 60

Counts = dict[Kind, int]
"""How much of each kind was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How much was deleted."""

    counts: Counts

    @property
    def holds(self) -> int:
        """Lapsed holds and pauses that are over."""
        return self.counts.get(Kind.HOLDS, 0)

    @property
    def drafts(self) -> int:
        return self.counts.get(Kind.DRAFTS, 0)

    @property
    def appointments(self) -> int:
        return self.counts.get(Kind.APPOINTMENTS, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ends:
    """What is over at one moment: whatever ended before, in UTC seconds."""

    now: datetime
    appointments: int
    drafts: int

    @property
    def seconds(self) -> int:
        return int(self.now.timestamp())


def sweep(*, now: datetime, retention_days: int, draft_minutes: int) -> Swept:
    """Delete lapsed holds, old drafts and appointments past the retention with all of theirs.

    Nothing else depends on it: what lapsed counts nowhere, swept or not. What went is counted on
    the day of `now`, in the transaction that deletes it.
    """
    seconds = int(now.timestamp())
    ends = _Ends(
        now=now,
        appointments=seconds - retention_days * _DAY,
        drafts=seconds - draft_minutes * 60,
    )
    counts: Counter[Kind] = Counter()
    for part in _sweep_parts:
        while True:
            some = part(ends)
            counts.update(some)
            if sum(some.values()) < _AT_ONCE:
                break
    if counts[Kind.APPOINTMENTS]:
        database.clear_journal()
    return Swept(counts=dict(counts))


def count(counts: Counts, now: datetime) -> Counts:
    """Write down how much was deleted; part of the action that deletes it."""
    for kind, number in sorted(counts.items()):
        deletions.count(now.date(), kind, number)
    return counts


@database.repeated
def _sweep_appointments(ends: _Ends) -> Counts:
    old = appointments.over(ends.appointments, most=_AT_ONCE)
    for appointment_id in old:
        standing = appointments.lock(appointment_id)
        if standing:
            placements.give_back(standing)
    counting.before_deletion(old)
    gone = belongings.delete_of(old)
    for appointment_id in old:
        appointments.delete(appointment_id)
    return count({**gone, Kind.APPOINTMENTS: len(old)}, ends.now)


@database.repeated
def _sweep_other_letters(ends: _Ends) -> Counts:
    """Orders of forms and reports: of no appointment with which they would go."""
    gone = letters.delete_without_appointment(
        ends.appointments, ordered_before=ends.seconds - ORDER_DAYS * _DAY, most=_AT_ONCE
    )
    return count({Kind.ORDERS: gone}, ends.now)


@database.repeated
def _sweep_holds(ends: _Ends) -> Counts:
    lapsed = appointments.lapsed(ends.seconds, most=_AT_ONCE)
    for standing in lapsed:
        placements.give_back(standing)
    for standing in lapsed:
        appointments.delete(standing.appointment.id)
    return count({Kind.HOLDS: len(lapsed)}, ends.now)


@database.repeated
def _sweep_drafts(ends: _Ends) -> Counts:
    return count({Kind.DRAFTS: drafts.sweep(ends.drafts)}, ends.now)


@database.repeated
def _sweep_rates(ends: _Ends) -> Counts:
    gone = {
        Kind.CUSTOMER_KEYS: customer_keys.sweep(ends.seconds),
        Kind.RATES: rates.sweep(ends.seconds - _DAY),
    }
    return count(gone, ends.now)


@database.repeated
def _sweep_callbacks(ends: _Ends) -> Counts:
    gone = callbacks.sweep(
        ends.seconds - promises.KEPT_DAYS * _DAY,
        begun_before=ends.seconds - promises.KEPT_OPEN_DAYS * _DAY,
        most=_AT_ONCE,
    )
    return count({Kind.CALLBACKS: gone}, ends.now)


@database.repeated
def _sweep_booking_invitations(ends: _Ends) -> Counts:
    """Unused ones: nobody can tell afterwards who was invited."""
    gone = booking_invitations.sweep(ends.seconds, most=_AT_ONCE)
    return count({Kind.BOOKING_INVITATIONS: gone}, ends.now)


@database.repeated
def _sweep_deletions(ends: _Ends) -> Counts:
    kept_from = ends.now.date() - timedelta(days=DELETION_DAYS)
    return count({Kind.DELETIONS: deletions.sweep(kept_from)}, ends.now)


_sweep_parts: tuple[Callable[[_Ends], Counts], ...] = (
    _sweep_appointments,
    _sweep_other_letters,
    _sweep_holds,
    _sweep_drafts,
    _sweep_rates,
    _sweep_callbacks,
    _sweep_booking_invitations,
    _sweep_deletions,
)
"""Each deletes some, at most `_AT_ONCE` where there may be many, and says how many it was."""
