"""Rekeying: after a change of keys everything sealed is sealed anew."""

from dataclasses import dataclass

from backend.actions import persons
from backend.store import (
    appointments,
    booking_invitations,
    callbacks,
    customer_keys,
    database,
    drafts,
    letters,
    lists,
    records,
    sealing,
    staff,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """How much was sealed anew."""

    appointments: int
    drafts: int
    letters: int
    day_lists: int
    customer_keys: int
    accounts: int
    callbacks: int
    booking_invitations: int


@database.repeated
def rotate() -> Rotated:
    """Seal every field with the first key and hash the customer keys with the hash key in use.

    Run it with the new field key in front of the old ones; afterwards the old ones can go. A new
    hash key makes the links in letters already sent, open drafts and counted tries void, and
    terminals must be set up again.
    """
    ends = customer_keys.ends()
    customer_keys.clear()
    keys = 0
    for appointment_id, until in sorted(ends.items()):
        found = appointments.by_id(appointment_id)
        if found:
            own = persons.keys_of(found.person)
            customer_keys.take(appointment_id, own, until=until, now=0)
            keys += len(own)
    fresh = 0
    for appointment_id, sealed, nonce in appointments.contacts():
        if not sealing.is_fresh(sealed):
            again = sealing.resealed(sealed, records.contact_context(nonce))
            appointments.rewrite_contact(appointment_id, again, old=sealed)
            fresh += 1
    return Rotated(
        appointments=fresh,
        drafts=drafts.reseal(),
        letters=letters.reseal(),
        day_lists=lists.reseal(),
        customer_keys=keys,
        accounts=staff.reseal(),
        callbacks=callbacks.reseal(),
        booking_invitations=booking_invitations.reseal(),
    )
