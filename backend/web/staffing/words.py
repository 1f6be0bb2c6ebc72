"""How roles, states, deeds and purposes are called."""

from datetime import date
from typing import NamedTuple

from backend.content import Content
from backend.domain.accounts import State
from backend.domain.audits import Deed, Purpose
from backend.domain.roles import Grant, Kind, Place, Right, Role
from backend.languages import Shown, Text
from backend.languages import staff_text as s_
from backend.store import capacity

KINDS: dict[Kind, Text] = {
    Role.APPOINTMENT_MANAGER: s_("Appointment manager"),
    Role.GROUP_LEAD: s_("Lead of counter groups"),
    Role.OFFICE_ADMINISTRATOR: s_("Office administrator"),
    Role.ADMINISTRATOR: s_("Administrator"),
    Right.COUNTER: s_("Counter"),
    Right.HOTLINE: s_("Hotline"),
    Right.STATISTICS: s_("Statistics"),
    Right.AUDIT: s_("Read the audit log"),
}
STATES = {
    State.INVITED: s_("invited"),
    State.ACTIVE: s_("active"),
    State.OFF: s_("switched off"),
}
DEEDS = {
    Deed.SAW: s_("saw"),
    Deed.PRINTED: s_("printed"),
    Deed.EXPORTED: s_("exported"),
    Deed.CHANGED: s_("changed"),
    Deed.DELETED: s_("deleted"),
}
PURPOSES = {
    Purpose.PEOPLE: s_("People and roles"),
    Purpose.COUNTER: s_("Customers at the counter"),
    Purpose.HOTLINE: s_("Customers on the telephone"),
    Purpose.PLANNING: s_("Planning"),
    Purpose.CATALOGUE: s_("Catalogue"),
    Purpose.STATISTICS: s_("Statistics"),
    Purpose.AUDIT: s_("Reading of the audit log"),
}
ALL_OFFICES = s_("All offices")


class GrantLine(NamedTuple):
    """A role as a list shows it."""

    id: int
    kind: Text
    place: Shown | str
    days: Text | None
    is_current: bool
    may_be_taken: bool


def place_name(place: Place, content: Content) -> Text | str:
    """`All offices`, an office, or an office and its group."""
    if not place.office:
        return ALL_OFFICES
    office = content.offices.get(place.office)
    name = office.name if office else place.office
    if not place.group:
        return name
    groups = capacity.plan().groups.get(place.office, ())
    title = next((group.title for group in groups if group.key == place.group), place.group)
    return f"{name}: {title}"


def days_of(grant: Grant) -> Text | None:
    """From when until when it is lent; None when it has no end."""
    first, last = number(grant.first_day), number(grant.last_day)
    if first and last:
        return s_("from %(first)s to %(last)s", first=first, last=last)
    if last:
        return s_("until %(last)s", last=last)
    if first:
        return s_("from %(first)s", first=first)
    return None


def number(day: date | None) -> str:
    """A day as `24.12.2026`; empty for none."""
    return f"{day:%d.%m.%Y}" if day else ""
