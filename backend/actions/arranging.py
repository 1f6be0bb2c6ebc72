"""Arranging: the edits by which an office sets up its groups, offers, rules and phases (R113).

Each function here returns an `Edit`, which `planning.carry_out` writes and whose consequences it
shows first. What two people change at the same time is refused to the second one.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.actions import videos
from backend.actions.consequences import is_for_customers
from backend.actions.planning import Edit
from backend.content import Concern, Content, Office
from backend.domain import audits, folding, periods, roles
from backend.domain.appointments import Channel
from backend.domain.counters import Counter
from backend.domain.offers import Offer
from backend.domain.phases import Phase
from backend.domain.roles import Place
from backend.domain.rules import OfficeRules
from backend.domain.staff_refusals import BookedUntold, ChangedMeanwhile, GoneAlready, KeyTaken
from backend.store import capacity, partners, shared_places
from backend.store import planning as rows
from backend.store.capacity import Group

LONGEST_KEY = 40
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_key(text: str) -> bool:
    """Whether it can be the key of a group: small letters and digits, with hyphens between."""
    return len(text) <= LONGEST_KEY and _KEY.fullmatch(text) is not None


def key_for(office: str, title: str) -> str:
    """A key nobody has, made of the office and the title: `nord-leistung`, `nord-leistung-2`."""
    words = re.findall(r"[a-z0-9]+", folding.folded(title))
    stem = "-".join([office, *(word for word in words if word != office)])[: LONGEST_KEY - 4]
    stem, number, key = stem.strip("-"), 1, stem.strip("-")
    while rows.is_group_key(key):
        number += 1
        key = f"{stem}-{number}"
    return key


# --- groups and counters


def has_group(office: str, title: str) -> bool:
    """Whether the office has a group of this name: who presses twice sets up one."""
    present = capacity.plan().groups.get(office, ())
    return any(group.title.casefold() == title.casefold() for group in present)


def add_group(
    office: str,
    title: str,
    *,
    key: str,
    area: str,
    counters: Sequence[Counter] = (),
    organisation: int = 0,
) -> Edit:
    """A new group with its counters, without offers and hours.

    `organisation` is the partner whose people sit there (R103), 0 for the Jobcenter. Raises
    `KeyTaken` where a group has the key, or one of the office the name, and `GoneAlready` where
    the organisation is not admitted.
    """

    def write() -> None:
        if rows.is_group_key(key) or has_group(office, title):
            raise KeyTaken
        _check_admitted(organisation)
        group_id = rows.add_group(
            key=key, office=office, title=title, area=area, organisation=organisation
        )
        for counter in counters:
            rows.add_counter(group_id, counter)

    note = f"group added: {audits.organisation(organisation)}" if organisation else "group added"
    return _edit(Place(office), about=key, note=note, write=write)


def change_group(
    group: Group,
    wanted: Group,
    *,
    today: date,
    changed: Sequence[Counter] = (),
    added: Sequence[Counter] = (),
    retired: Iterable[int] = (),
) -> Edit:
    """Title, area and whose it is, as `wanted`, and counters; `group` is what was seen.

    Raises `ChangedMeanwhile`, and `BookedUntold` where an organisation would see from now on who
    has booked without being told of it (R103).
    """
    organisation = wanted.organisation

    def write() -> None:
        _touch(group, title=wanted.title, area=wanted.area, organisation=organisation)
        if organisation != group.organisation:
            _check_admitted(organisation)
            if organisation and shared_places.has_visits(group.id, periods.first_cell(today)):
                raise BookedUntold
        for counter in changed:
            rows.change_counter(group.id, counter)
        for counter_id in retired:
            rows.retire_counter(group.id, counter_id)
        for counter in added:
            rows.add_counter(group.id, counter)

    whose = audits.organisation(organisation) if organisation else "Jobcenter"
    note = "group" if organisation == group.organisation else f"group: {whose}"
    return _edit(_place(group), about=group.key, note=note, write=write)


def retire_group(group: Group) -> Edit:
    """The group serves nobody any more; raises `ChangedMeanwhile`."""

    def write() -> None:
        _touch(group, gone=1)

    return _edit(_place(group), about=group.key, note="group given up", write=write)


# --- offers


def set_offers(group: Group, offers: Sequence[Offer]) -> Edit:
    """These offers in place of all former ones (R30, R34); raises `ChangedMeanwhile`."""

    def write() -> None:
        _touch(group, title=group.title)
        rows.write_offers(group.id, offers)

    return _edit(_place(group), about=group.key, note="offers", write=write)


def lost_mandatory(group: Group, offers: Iterable[Offer], *, content: Content) -> set[str]:
    """The mandatory concerns nobody at the office would take any more with these offers (D34)."""
    kept = {offer.concern for offer in offers if is_for_customers(offer, content)}
    before = {offer.concern for offer in group.offers if is_for_customers(offer, content)}
    others = {
        offer.concern
        for other in capacity.plan().groups.get(group.office, ())
        if other.id != group.id and other.counters
        for offer in other.offers
        if is_for_customers(offer, content)
    }
    lost = before - kept - others
    return {key for key in lost if key in content.concerns and content.concerns[key].mandatory}


def channels_of(office: Office, concern: Concern) -> tuple[Channel, ...]:
    """On which channels customers of the office can choose the concern."""
    return tuple(channel for channel in concern.channels if channel in office.channels)


@dataclass(frozen=True, slots=True)
class Unserved:
    """A concern that customers can choose on a channel on which no group takes it."""

    concern: Concern
    channel: Channel


def unserved(office: Office, *, content: Content) -> list[Unserved]:
    """What customers of the office would look for in vain, in the order of the catalogue."""
    taken = {
        (offer.concern, channel)
        for group in capacity.plan().groups.get(office.key, ())
        if group.counters
        for offer in group.offers
        if is_for_customers(offer, content)
        for channel in offer.channels
    }
    return [
        Unserved(content.concerns[key], channel)
        for key in office.concerns
        for channel in channels_of(office, content.concerns[key])
        if (key, channel) not in taken
    ]


# --- rules and phases


def set_rules(office: str, rules: OfficeRules, *, revision: int) -> Edit:
    """The rules of an office (R40, R42, R43, R46); raises `ChangedMeanwhile`."""

    def write() -> None:
        if office not in capacity.plan().rules:
            rows.add_office(office)
        videos.keep(office)
        if not rows.write_rules(office, rules, revision=revision):
            raise ChangedMeanwhile

    return _edit(Place(office), about=office, note="rules", write=write)


def mark_of(phase: Phase) -> str:
    """Stands for exactly this phase."""
    return hashlib.sha256(repr(phase).encode()).hexdigest()[:16]


def add_phase(office: str, phase: Phase) -> Edit:
    """Another phase of an office (R48); who presses twice plans it once."""

    def write() -> None:
        present = capacity.plan().phases.get(office, ())
        if all(replace(each, id=0) != phase for each in present):
            rows.add_phase(office, phase)

    return _phase_edit(office, phase, note="phase", write=write)


def change_phase(office: str, phase: Phase, *, seen: str) -> Edit:
    """Write the phase with this id anew, if it is still the one of the mark (R48).

    Raises `ChangedMeanwhile` or `GoneAlready`; where it stands there already exactly so the button
    was pressed twice.
    """

    def write() -> None:
        present = capacity.plan().phases.get(office, ())
        standing = next((each for each in present if each.id == phase.id), None)
        if standing is None:
            raise GoneAlready
        if standing == phase:
            return
        if mark_of(standing) != seen or not rows.change_phase(office, phase, seen=standing):
            raise ChangedMeanwhile

    return _phase_edit(office, phase, note="phase", write=write)


def drop_phase(office: str, phase: Phase) -> Edit:
    """Take a phase back; raises `GoneAlready`."""

    def write() -> None:
        if not rows.delete_phase(office, phase.id):
            raise GoneAlready

    return _phase_edit(office, phase, note="phase taken back", write=write)


# --- parts


def _edit(place: Place, *, about: str, note: str, write: Callable[[], None]) -> Edit:
    return Edit(places=(place,), may=roles.may_set_offers, write=write, about=about, note=note)


def _phase_edit(office: str, phase: Phase, *, note: str, write: Callable[[], None]) -> Edit:
    days = _span(phase.first_day, phase.last_day)
    return _edit(Place(office), about=office, note=f"{note}: {phase.kind} {days}", write=write)


def _place(group: Group) -> Place:
    return Place(group.office, group.key)


def _check_admitted(organisation: int) -> None:
    """Whoever is chosen is a partner at this moment, or the Jobcenter; raises `GoneAlready`."""
    found = partners.by_id(organisation) if organisation else None
    if organisation and (found is None or not found.is_admitted):
        raise GoneAlready


def _touch(group: Group, **values: object) -> None:
    if not rows.touch_group(group.id, revision=group.revision, **values):
        raise ChangedMeanwhile


def _span(first: date, last: date | None) -> str:
    return f"{first:%d.%m.%Y}–{last:%d.%m.%Y}" if last else f"{first:%d.%m.%Y}–"
