"""How roles, states, deeds and purposes are called."""

import re
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
    Purpose.PARTNERS: s_("Partner organisations"),
    Purpose.STATISTICS: s_("Statistics"),
    Purpose.AUDIT: s_("Reading of the audit log"),
}
DETAILS = {
    "password": s_("Password"),
    "closed": s_("closed"),
    "reopened": s_("opened again"),
    "week template": s_("week template changed"),
    "week template added": s_("week template added"),
    "week template deleted": s_("week template deleted"),
    "day by itself": s_("day planned by itself"),
    "day by template": s_("day planned by the week template again"),
    "extra opening": s_("extra opening"),
    "extra opening taken back": s_("extra opening taken back"),
    "group": s_("group changed"),
    "group added": s_("group added"),
    "group given up": s_("group given up"),
    "offers": s_("offers"),
    "rules": s_("rules"),
    "phase": s_("phase"),
    "phase taken back": s_("phase taken back"),
    "normal": s_("Usual operation"),
    "emergencies_only": s_("Emergencies only"),
    "phone_only": s_("By phone only, emergencies also in person"),
    "taken over": s_("taken over from an old tool"),
    "moved": s_("moved"),
    "agreed": s_("agreed"),
    "second factor on": s_("Second factor set up"),
    "second factor off": s_("Second factor taken away"),
    "recovery codes": s_("New recovery codes"),
    "switched off": s_("Account switched off"),
    "switched on": s_("Account switched on again"),
    "invited again": s_("Invitation sent again"),
    "name or office": s_("Name or office"),
    "letter": s_("Letter"),
    "posted": s_("posted"),
    "handed over": s_("handed over"),
    "told in another way": s_("told in another way"),
    "waits for an earlier time": s_("waits for an earlier time"),
    "waits no more": s_("waits no more"),
    "took the earlier time": s_("took the earlier time"),
    "left the earlier time": s_("left the earlier time"),
    "list made": s_("list made"),
    "list passed on": s_("list passed on"),
    "list mailbox": s_("list mailbox"),
    "forgotten on request": s_("forgotten on request"),
    "information": s_("information"),
    "booked": s_("booked at the desk"),
    "walk_in": s_("came without appointment"),
    "placed": s_("placed"),
    "kept": s_("stays as it is"),
    "key released": s_("its details count elsewhere now"),
    "handover asked": s_("another office asked"),
    "handover accepted": s_("taken over from"),
    "handover declined": s_("handover declined"),
    "handover withdrawn": s_("handover taken back"),
    "handover promise": s_("promised after a handover"),
    "emergency": s_("emergency"),
    "family": s_("another person with the same details"),
    "follow_up": s_("next appointment"),
    "mistyped": s_("details mistyped elsewhere"),
    "money": s_("no money, no food"),
    "home": s_("flat or energy at risk"),
    "time_limit": s_("time limit"),
    "our_mistake": s_("our own mistake"),
    "appointment": s_("appointment"),
    "callback": s_("callback"),
    "checked in": s_("checked in"),
    "checked in at a terminal": s_("checked in at a terminal"),
    "terminal announced": s_("terminal added"),
    "terminal code": s_("new code for the terminal"),
    "terminal enrolled": s_("terminal set up"),
    "terminal off": s_("terminal switched off"),
    "called": s_("called in"),
    "finished": s_("finished"),
    "taken back": s_("step taken back"),
    "details": s_("details corrected"),
    "details, beside another": s_("details corrected, beside another appointment"),
    "sent again": s_("confirmation sent again"),
    "search": s_("search"),
    "kind": s_("kind"),
    "phone": s_("Telephone"),
    "in_person": s_("on site"),
    "cancelled": s_("cancelled"),
    "customer": s_("wish of the customer"),
    "staff": s_("nobody can serve"),
    "closure": s_("closure"),
    "twice": s_("booked twice"),
    "wrong": s_("wrong concern or office"),
    "other": s_("another reason"),
}
"""What the audit log notes in a word; a reason or an office may follow behind a colon."""
MOVED = re.compile(r"moved (\d+)\+(\d+), left (\d+)")
"""What has become of appointments that a change of the plan hit."""
GRANT = re.compile(r"(invited )?([a-z_]+)@([a-z0-9*-]+)(?:/([a-z0-9-]+))?(?: (\S*)–(\S*))?")
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


def detail(text: str, content: Content) -> Text | str:
    """What the audit log notes about a deed, for readers."""
    if text in DETAILS:
        return DETAILS[text]
    if "; " in text:
        return "; ".join(str(detail(part, content)) for part in text.split("; "))
    if moved := MOVED.fullmatch(text):
        return s_(
            "to another counter: %(counter)s, to another time: %(time)s, to be placed: %(left)s",
            counter=moved[1],
            time=moved[2],
            left=moved[3],
        )
    head, colon, rest = text.partition(": ")
    if colon and head in DETAILS:
        named = content.offices.get(rest)
        if named:
            return f"{DETAILS[head]}: {named.name}"
        if ", " in rest:
            return f"{DETAILS[head]}: {rest}"
        words = [str(DETAILS.get(word, word)) for word in rest.split(" ")]
        return f"{DETAILS[head]}: {', '.join(words)}"
    kinds: dict[str, Text] = {kind.value: name for kind, name in KINDS.items()}
    match = GRANT.fullmatch(text)
    if match is None or match[2] not in kinds:
        return text
    office = "" if match[3] == "*" else match[3]
    parts = [str(kinds[match[2]]), str(place_name(Place(office, match[4] or ""), content))]
    days = [date.fromisoformat(part) if part else None for part in (match[5], match[6])]
    if any(days):
        grant = Grant(kind=Right.COUNTER, first_day=days[0], last_day=days[1])
        parts.append(str(days_of(grant)))
    return ", ".join(parts)


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
