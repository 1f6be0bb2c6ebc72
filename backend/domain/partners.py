"""Partners: organisations that book beside their clients, and the consent that allows it (R107)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation does for its clients."""

    COUNSELLING = "counselling"
    GUARDIANS = "guardians"
    """Professional guardians, who act for people by law or with authority (D6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A partner of the Jobcenter, admitted by an administrator."""

    id: int
    name: str
    """German proper name, such as `Nachbarschaftshaus Beispiel`."""
    kind: OrganisationKind = OrganisationKind.COUNSELLING
    is_neutral: bool = False
    """Clients and office see “Beratungsstelle” only: the name would say too much (D17)."""
    agreed_on: date | None = None
    """When the agreement between the organisation and the Jobcenter was signed."""
    agreement: str = ""
    """Where the agreement lies, such as a file number; no names."""
    is_admitted: bool = True
    """Removed organisations sign in no more, and see nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A client's consent that an organisation books and sees one appointment (R107)."""

    id: int
    organisation: int
    appointment: int
    account: int
    """Who of the organisation was there; 0 once that account is gone."""
    given_at: int
    """UTC seconds."""
    languages: str
    """The pair of languages in which the text was read, such as `ar+de`."""
    text: str
    """What was agreed to: in German and, on a second line, as it was read."""
    comes_along: bool = False
    """The counsellor comes to the appointment: a larger room, and the name on the day view."""
    withdrawn_at: int | None = None

    @property
    def is_valid(self) -> bool:
        """Whether it still opens anything."""
        return self.withdrawn_at is None
