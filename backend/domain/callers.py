"""Callers: what somebody must know before anything is told about an appointment (D3, D32)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain import names, numbers
from backend.domain.appointments import Person


class Proof(StrEnum):
    """How far the facts reach."""

    TOO_LITTLE = "too_little"
    TOLD = "told"
    """Time and place may be told."""
    SENT = "sent"
    """Only to the contact that is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The facts somebody names at the counter or on the phone."""

    reference: str = ""
    """Normalised; it names one appointment and is proof by itself."""
    number: str = ""
    """Customer number or BG number, normalised."""
    birth: date | None = None
    name: str = ""

    @property
    def proof(self) -> Proof:
        """What these facts are good for, whether they are right or not.

        Name and birth date are known to many: with them alone nothing is told.
        """
        if self.reference or (self.number and (self.birth or self.name)):
            return Proof.TOLD
        return Proof.SENT if self.birth and self.name else Proof.TOO_LITTLE

    def is_met_by(self, reference: str, person: Person) -> bool:
        """Whether all that was named is so; at least as much as the proof demands.

        Beside a number the birth date counts where one is stored, and the name where none is: a
        birth date is asked only from who has no number (D5).
        """
        if self.reference and self.reference != reference:
            return False
        if self.number and numbers.normalise(person.number) != self.number:
            return False
        is_born_so = self.birth is not None and _born(person) == self.birth
        if self.birth and person.birth_year is not None and not is_born_so:
            return False
        is_named_so = bool(self.name) and names.is_match(self.name, person.name, person.latin_name)
        if self.name and not is_named_so:
            return False
        if self.reference:
            return True
        return is_born_so or is_named_so if self.number else is_born_so and is_named_so


def _born(person: Person) -> date | None:
    if not (person.birth_year and person.birth_month and person.birth_day):
        return None
    try:
        return date(person.birth_year, person.birth_month, person.birth_day)
    except ValueError:
        return None
