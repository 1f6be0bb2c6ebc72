"""Kiosks: terminals on which customers book and check in, and the visits at them (R101)."""

from dataclasses import dataclass
from enum import StrEnum

from backend.domain.booking_invitations import new_code, normalise, spaced
from backend.domain.staff_refusals import StaffRefusal

__all__ = [
    "CODE_SECONDS", "Kiosk", "KioskCodeRefused", "KioskOff", "Paper", "new_code", "normalise",
    "spaced",
]  # fmt: skip
CODE_SECONDS = 24 * 60 * 60
"""So long somebody may be on the way to the terminal with its code."""


def s_(msgid: str) -> str:
    """Mark a sentence that only staff read."""
    return msgid


class Paper(StrEnum):
    """What the printer of a terminal prints on."""

    RECEIPT = "receipt"
    """A roll of 80 mm."""
    SHEET = "sheet"
    """A4; the card for the pocket comes out on it too."""
    NONE = "none"
    """No printer: the screen says what to write down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kiosk:
    """One terminal; times in UTC seconds, 0 for never."""

    id: int
    office: str
    title: str
    """Where it stands, for the staff."""
    paper: Paper
    code_until: int = 0
    """Until when the code that was given out enrols it; 0: there is none."""
    enrolled_at: int = 0
    seen_at: int = 0
    revoked_at: int = 0

    @property
    def is_off(self) -> bool:
        """Whether it was switched off for good."""
        return bool(self.revoked_at)


class KioskCodeRefused(StaffRefusal):
    """A code that is wrong, used or too old: never said which."""

    sentence = s_("This code does not work, or no longer. A new one is made under “Terminals”.")
    status = 422


class KioskOff(StaffRefusal):
    """Somebody has switched it off meanwhile."""

    sentence = s_("This terminal is switched off already.")
