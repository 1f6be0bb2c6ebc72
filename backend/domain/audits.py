"""The audit log: who saw, printed, exported, changed or deleted what, and to which end (D33)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from backend.domain import references


class Deed(StrEnum):
    """What was done."""

    SAW = "saw"
    PRINTED = "printed"
    EXPORTED = "exported"
    CHANGED = "changed"
    DELETED = "deleted"


class Purpose(StrEnum):
    """To which end: the part of the work it belongs to."""

    PEOPLE = "people"
    """Accounts, roles and second factors of the staff."""
    COUNTER = "counter"
    """Customers at the counter."""
    HOTLINE = "hotline"
    """Customers on the telephone."""
    PLANNING = "planning"
    """Openings, closures, offers; who agreed to a cut (R44)."""
    CATALOGUE = "catalogue"
    """Texts and concerns."""
    PARTNERS = "partners"
    """Organisations that book beside their clients, and their people."""
    STATISTICS = "statistics"
    AUDIT = "audit"
    """Reading this log."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a deed was about: an appointment's reference, a group's key, `person(…)`; no names."""

    purpose: Purpose
    reference: str
    office: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log."""

    at: int
    """UTC seconds."""
    actor: int
    """The account; 0 for the command line and the worker."""
    deed: Deed
    matter: Matter
    detail: str = ""
    """A word about what has changed, such as `group_lead@mitte`; no names."""


def person(account_id: int) -> str:
    """The reference of somebody of the staff."""
    return f"P-{account_id}"


def organisation(organisation_id: int) -> str:
    """The reference of a partner organisation."""
    return f"O-{organisation_id}"


def terminal(kiosk_id: int) -> str:
    """The reference of a terminal."""
    return f"T-{kiosk_id}"


def tidied_reference(text: str) -> str:
    """A reference as it is kept, however it is typed: `k7m4 2px9`, `P-12`, `mitte-eingang`."""
    text = text.strip()
    numbered = re.fullmatch(r"([pPoOtT])\s*-?\s*(\d{1,15})", text)
    if numbered:
        return f"{numbered[1].upper()}-{int(numbered[2])}"
    return references.normalise(text) or text.casefold()
