"""Demonstrating: one account for each role, in development only (D39)."""

from dataclasses import dataclass
from datetime import datetime

from backend.actions import partnering, staffing
from backend.content import Content
from backend.domain.roles import (
    EVERYWHERE_ONLY,
    JOBCENTER,
    WHOLE_OFFICES_ONLY,
    Grant,
    Kind,
    Place,
    Right,
    Role,
)
from backend.store import capacity, staff

PASSWORD = "nur zum Ausprobieren"  # noqa: S105 - everybody may know it; production refuses it
PEOPLE: dict[Kind, tuple[str, str]] = {
    Role.APPOINTMENT_MANAGER: ("Toni Termin", "termine"),
    Role.GROUP_LEAD: ("Gesa Gruppe", "leitung"),
    Role.OFFICE_ADMINISTRATOR: ("Stefan Standort", "standort"),
    Role.ADMINISTRATOR: ("Adile Admin", "admin"),
    Right.COUNTER: ("Paula Platz", "platz"),
    Right.HOTLINE: ("Selim Telefon", "hotline"),
    Right.STATISTICS: ("Zora Zahl", "zahlen"),
    Right.AUDIT: ("Pia Protokoll", "protokoll"),
}
"""Invented name and first part of the mail address."""
PARTNER = ("Nachbarschaftshaus Beispiel", "Bela Beratung", "beratung")
"""A partner organisation with its lead."""


@dataclass(frozen=True, slots=True)
class Demo:
    """An account for trying out."""

    kind: str
    mail: str


def set_up(content: Content, *, now: datetime) -> list[Demo]:
    """Make the accounts in a database without any; returns them, or nothing in another one."""
    people = [
        (name, _mail(word), Grant(kind=kind, place=_place(kind, content)))
        for kind, (name, word) in PEOPLE.items()
    ]
    staffing.create_demo(people, PASSWORD, now=now)
    if not staff.has_demo():
        return []
    organisation, name, word = PARTNER
    partnering.create_demo(organisation, name=name, mail=_mail(word), password=PASSWORD, now=now)
    demos = [Demo(kind, _mail(word)) for kind, (_name, word) in PEOPLE.items()]
    return [*demos, Demo("partner", _mail(word))]


def _mail(word: str) -> str:
    return f"{word}@demo.example"


def _place(kind: Kind, content: Content) -> Place:
    """The first office and, where the role is for groups, its first group."""
    if kind in EVERYWHERE_ONLY or kind is Right.STATISTICS:
        return JOBCENTER
    office = next(iter(content.offices))
    groups = capacity.plan().groups.get(office, ())
    if kind in WHOLE_OFFICES_ONLY or kind is Role.APPOINTMENT_MANAGER or not groups:
        return Place(office)
    return Place(office, groups[0].key)
