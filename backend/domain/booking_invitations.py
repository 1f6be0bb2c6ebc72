"""Booking invitations: an offer to choose a time oneself, never a duty to come (R89, D12).

They have nothing in common with an invitation by letter that has legal consequences.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain import numbers, references
from backend.domain.appointments import Channel
from backend.domain.staff_refusals import StaffRefusal


def s_(msgid: str) -> str:
    """Mark a text that only staff read."""
    return msgid


MOST_DAYS = 60
"""No longer than so many days ahead: what is kept of a person must not stay for long."""
CODE_LENGTH = 12
"""29¹², beyond guessing even without a limit, and short enough to be copied by hand."""
_GROUP = 4
_OWN_KINDS = frozenset({"branch", "youth"})
# Nothing else in the alphabet looks like these.
_MEANT = str.maketrans({"1": "L", "I": "L"})


class Way(StrEnum):
    """How it comes into the customer's hand."""

    MAIL = "mail"
    SMS = "sms"
    LETTER = "letter"
    PRINT = "print"
    """Printed at once and handed over: nothing is sent (D17)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who is invited; sealed in the store, and taken over into the booking."""

    name: str
    number: str = ""
    """Customer number or BG number as normalised by `domain.numbers`."""
    email: str = ""
    phone: str = ""
    address: str = ""
    """Postal address, several lines."""
    is_private: bool = False
    """Other people read mail or telephone: only paper, handed over (D17)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingInvitation:
    """One that was neither used nor withdrawn; of others nothing is left."""

    id: int
    reference: str
    """Readable, as that of an appointment; it opens nothing."""
    office: str
    concern: str
    channel: Channel
    way: Way
    languages: str
    interpreter: str
    """Tag of the language to be interpreted, empty for none."""
    invited: Invited
    code: str
    """Opens it; sealed, so that it can be printed once more, and found by a keyed hash."""
    until: date
    """The last day on which it can be used."""
    expires_at: int
    """UTC seconds of the end of that day."""
    nonce: str


def new_code(random_below: Callable[[int], int]) -> str:
    """A new code; `random_below(n)` gives a secret random number 0 … n - 1."""
    alphabet = references.ALPHABET
    return "".join(alphabet[random_below(len(alphabet))] for _ in range(CODE_LENGTH))


def normalise(text: str) -> str | None:
    """The code somebody means, however it is typed; None when it cannot be one."""
    code = numbers.plain(text).translate(_MEANT)
    is_possible = len(code) == CODE_LENGTH and set(code) <= set(references.ALPHABET)
    return code if is_possible else None


def spaced(code: str) -> str:
    """As shown and printed: `K7M4-2PX9-BCDF`."""
    return "-".join(code[first : first + _GROUP] for first in range(0, len(code), _GROUP))


def is_invited_to(kind: str) -> bool:
    """Whether an office of this kind invites: never the rooms of others, nor a tour (R106)."""
    return kind in _OWN_KINDS


def ways_of(invited: Invited) -> tuple[Way, ...]:
    """The ways that are open; paper in the hand always is, and the only one for some (D17)."""
    if invited.is_private:
        return (Way.PRINT,)
    contacts = ((Way.MAIL, invited.email), (Way.SMS, invited.phone), (Way.LETTER, invited.address))
    return (*(way for way, contact in contacts if contact), Way.PRINT)


# --- why nobody is invited


class NoTimesToInvite(StaffRefusal):
    """Nobody is invited to times that do not exist."""

    sentence = s_("Until this day there is no free time. Please choose a later day.")
    status = 422


class NoInvitationsHere(StaffRefusal):
    """In the rooms of others people are advised, never called in (R106)."""

    sentence = s_("Nobody is invited to this office: it is only a place for advice.")


class NoContactForWay(StaffRefusal):
    """There is nothing to which it could be sent this way, or others would read it (D17)."""

    sentence = s_("This way is not open. Please write where it goes, or print it.")
    status = 422
