"""Who of the staff may do what, where and until when: the ladder of roles and the rights beside it.

The four roles contain each other (R111–R115); the rights stand beside the ladder (R116, D26, D33).
Each is given as a `Grant`, bound to a place and, where it is lent, to days (R124). `Powers` are
the grants of one person on one day; every question about them begins with `may_`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """The ladder of the Geschäftsanweisung (GA 3.6); each role contains those above it here."""

    APPOINTMENT_MANAGER = "appointment_manager"
    """Sees the booking files of the own office, and passes them on (R111)."""
    GROUP_LEAD = "group_lead"
    """Plans appointments and availabilities of counter groups (R112)."""
    OFFICE_ADMINISTRATOR = "office_administrator"
    """Decides what the groups of an office offer, and who works there (R113)."""
    ADMINISTRATOR = "administrator"
    """All of it in all offices, and the central catalogue (R114)."""

    def contains(self, other: "Role") -> bool:
        """Whether whoever has this role has the other one too (R115)."""
        return LADDER.index(self) >= LADDER.index(other)


LADDER = tuple(Role)


class Right(StrEnum):
    """Rights beside the ladder; no role but the named one contains them."""

    COUNTER = "counter"
    """Works at counters: day view, check-in, booking, printing; group leads have it too (D26)."""
    HOTLINE = "hotline"
    """Books for customers of every office by telephone, and sees nothing else (R117)."""
    STATISTICS = "statistics"
    """Reads evaluations (R65, R116)."""
    AUDIT = "audit"
    """Reads who saw and changed what (D33)."""


Kind = Role | Right
EVERYWHERE_ONLY = frozenset({Role.ADMINISTRATOR, Right.HOTLINE, Right.AUDIT})
WHOLE_OFFICES_ONLY = frozenset({Role.OFFICE_ADMINISTRATOR, Right.STATISTICS})


def kind_of(text: str) -> Kind:
    """The role or right of this name; `ValueError` when there is none."""
    return Role(text) if text in set(Role) else Right(text)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: an office, or a counter group of it, by their keys.

    With neither it is the whole Jobcenter, which only who works for all offices covers.
    """

    office: str = ""
    group: str = ""

    def covers(self, other: "Place") -> bool:
        """Whether all of the other place lies within this one."""
        if not self.office:
            return True
        return self.office == other.office and self.group in {"", other.group}


JOBCENTER = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role or right of one person at a place; with days it is lent (R124)."""

    kind: Kind
    place: Place = JOBCENTER
    first_day: date | None = None
    last_day: date | None = None
    """The last day on which it counts."""
    id: int = 0

    @property
    def is_lent(self) -> bool:
        """Whether it ends by itself."""
        return self.last_day is not None

    def counts_on(self, day: date) -> bool:
        """Whether it counts on this day of the offices' calendar."""
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.last_day is None or day <= self.last_day)

    def is_over(self, day: date) -> bool:
        """Whether its last day lies behind."""
        return self.last_day is not None and self.last_day < day

    def gives(self, kind: Kind) -> bool:
        """Whether it is this role or right, or contains it."""
        if isinstance(self.kind, Role):
            if isinstance(kind, Role):
                return self.kind.contains(kind)
            return kind is Right.COUNTER and self.kind.contains(Role.GROUP_LEAD)
        return self.kind is kind


def is_possible(grant: Grant) -> bool:
    """Whether place and days fit the kind: an administrator is one for all offices (R114)."""
    if grant.first_day and grant.last_day and grant.last_day < grant.first_day:
        return False
    if grant.place.group and not grant.place.office:
        return False
    if grant.kind in EVERYWHERE_ONLY:
        return grant.place == JOBCENTER
    if grant.kind in WHOLE_OFFICES_ONLY and grant.place.group:
        return False
    return bool(grant.place.office) or grant.kind is Right.STATISTICS


@dataclass(frozen=True, slots=True)
class Powers:
    """What one person may do on one day; made by `on`, and asked by the functions below."""

    grants: tuple[Grant, ...] = ()

    def at(self, kind: Kind, place: Place) -> bool:
        """Whether they contain the role or right for all of this place."""
        return any(grant.gives(kind) and grant.place.covers(place) for grant in self.grants)

    def anywhere(self, kind: Kind) -> bool:
        """Whether they contain the role or right for some place."""
        return any(grant.gives(kind) for grant in self.grants)

    def places(self, kind: Kind) -> tuple[Place, ...]:
        """For which places they contain it, in a fixed order."""
        found = {grant.place for grant in self.grants if grant.gives(kind)}
        return tuple(sorted(found, key=lambda place: (place.office, place.group)))


def on(day: date, grants: Iterable[Grant]) -> Powers:
    """What the grants amount to on this day; those not begun or over count for nothing."""
    return Powers(tuple(grant for grant in grants if grant.counts_on(day)))


# --- what the powers allow


def may_see_bookings(powers: Powers, place: Place) -> bool:
    """Whether the booking files of the place may be read (R111, R121, D26)."""
    return powers.at(Role.APPOINTMENT_MANAGER, place) or powers.at(Right.COUNTER, place)


def may_see_a_day(powers: Powers) -> bool:
    """Whether there is some place whose bookings may be read (R111, D26)."""
    return powers.anywhere(Role.APPOINTMENT_MANAGER) or powers.anywhere(Right.COUNTER)


def may_see_lists(powers: Powers) -> bool:
    """Whether there is a whole office whose bookings may be read (R63, R111)."""
    kinds = (Role.APPOINTMENT_MANAGER, Right.COUNTER)
    return any(not place.group for kind in kinds for place in powers.places(kind))


def may_forget(powers: Powers) -> bool:
    """Whether all that is stored about one customer may be read whole and deleted (Art. 15, 17)."""
    return powers.at(Role.ADMINISTRATOR, JOBCENTER)


def may_work_at_counter(powers: Powers, place: Place) -> bool:
    """Whether customers of the place may be checked in, called and finished (D26)."""
    return powers.at(Right.COUNTER, place)


def may_work_somewhere(powers: Powers) -> bool:
    """Whether there is a counter at which this person works (D26)."""
    return powers.anywhere(Right.COUNTER)


def may_book(powers: Powers, place: Place) -> bool:
    """Whether appointments of the place may be booked, moved and cancelled for customers (R117)."""
    return powers.at(Right.COUNTER, place) or powers.at(Right.HOTLINE, place)


def may_book_within(powers: Powers, office: str) -> bool:
    """Whether somebody books for customers of this office, at whichever of its groups (R117).

    The counter of one group finds times for all of its house: customers are not sent on to ask.
    """
    places = (*powers.places(Right.COUNTER), *powers.places(Right.HOTLINE))
    return any(place.office in {"", office} for place in places)


def may_book_somewhere(powers: Powers) -> bool:
    """Whether there is an office for whose customers somebody books (R117)."""
    return powers.anywhere(Right.COUNTER) or powers.anywhere(Right.HOTLINE)


def may_answer_calls(powers: Powers) -> bool:
    """Whether this person books for callers of all offices (R77, R117)."""
    return powers.anywhere(Right.HOTLINE)


def may_receive_within(powers: Powers, office: str) -> bool:
    """Whether somebody serves at a counter of this office, and not on the telephone alone."""
    return any(place.office in {"", office} for place in powers.places(Right.COUNTER))


def may_enter_callbacks(powers: Powers) -> bool:
    """Whether callbacks may be written down, for whichever team is responsible (R68, R70, R78)."""
    return powers.anywhere(Right.COUNTER) or powers.anywhere(Right.HOTLINE)


def may_plan(powers: Powers, place: Place) -> bool:
    """Whether openings and closures of the place may be changed (R112)."""
    return powers.at(Role.GROUP_LEAD, place)


def may_plan_somewhere(powers: Powers) -> bool:
    """Whether openings of some place may be changed (R112)."""
    return powers.anywhere(Role.GROUP_LEAD)


def may_set_offers(powers: Powers, place: Place) -> bool:
    """Whether groups, their offers and the rules of an office may be changed (R113)."""
    return powers.at(Role.OFFICE_ADMINISTRATOR, place)


def may_set_up_kiosks(powers: Powers) -> bool:
    """Whether there is an office whose terminals may be set up and switched off (R101, R113)."""
    return powers.anywhere(Role.OFFICE_ADMINISTRATOR)


def may_set_up_kiosk(powers: Powers, place: Place) -> bool:
    """Whether terminals of the place may be set up and switched off (R101, R113)."""
    return powers.at(Role.OFFICE_ADMINISTRATOR, place)


def may_assign_somewhere(powers: Powers) -> bool:
    """Whether there is an office whose concerns may be decided on (R28)."""
    return powers.anywhere(Role.OFFICE_ADMINISTRATOR)


def may_edit_catalogue(powers: Powers) -> bool:
    """Whether what holds for all offices may be changed: concerns, texts, offices (R114)."""
    return powers.at(Role.ADMINISTRATOR, JOBCENTER)


def may_admit_partners(powers: Powers) -> bool:
    """Whether organisations that book beside their clients may be admitted and removed."""
    return powers.at(Role.ADMINISTRATOR, JOBCENTER)


def may_take_over(powers: Powers) -> bool:
    """Whether open appointments of an old tool may be taken over, for all offices (D35)."""
    return powers.at(Role.ADMINISTRATOR, JOBCENTER)


def may_set_sign_in(powers: Powers) -> bool:
    """Whether it may be decided who needs a second factor."""
    return powers.at(Role.ADMINISTRATOR, JOBCENTER)


def may_read_statistics(powers: Powers, place: Place) -> bool:
    """Whether evaluations of the place may be read (R65, R116)."""
    return powers.at(Right.STATISTICS, place)


def may_read_some_statistics(powers: Powers) -> bool:
    """Whether evaluations of some office, or of all, may be read (R65, R116)."""
    return powers.anywhere(Right.STATISTICS)


def may_see_keeping(powers: Powers) -> bool:
    """Whether it may be read what is kept how long and how much was deleted, in numbers (D38).

    Whoever evaluates for the whole Jobcenter checks that too.
    """
    return may_forget(powers) or powers.at(Right.STATISTICS, JOBCENTER)


def may_read_audit(powers: Powers) -> bool:
    """Whether it may be read who saw and changed what (D33)."""
    return powers.at(Right.AUDIT, JOBCENTER)


def may_manage_people(powers: Powers) -> bool:
    """Whether roles of some place may be given at all (R113, R114)."""
    return powers.anywhere(Role.OFFICE_ADMINISTRATOR)


def may_give(powers: Powers, grant: Grant) -> bool:
    """Whether this grant may be given and taken (R113, R114).

    An office administrator decides on the roles below the own one in the own offices, an
    administrator on all: nobody gives what they do not have themselves, but for the rights that
    stand beside the ladder, which are given centrally.
    """
    if not is_possible(grant):
        return False
    if powers.at(Role.ADMINISTRATOR, JOBCENTER):
        return True
    below = {Role.APPOINTMENT_MANAGER, Role.GROUP_LEAD, Right.COUNTER}
    return grant.kind in below and powers.at(Role.OFFICE_ADMINISTRATOR, grant.place)


def may_see_person(powers: Powers, *, home: str, grants: Iterable[Grant]) -> bool:
    """Whether a person is one of the own people: at home or with a role in an own office (R121).

    `home` is the key of the office that invited the person, empty for the Jobcenter itself.
    """
    if powers.at(Role.ADMINISTRATOR, JOBCENTER):
        return True
    places = [Place(home)] if home else []
    places += [grant.place for grant in grants if grant.place.office]
    return any(powers.at(Role.OFFICE_ADMINISTRATOR, Place(each.office)) for each in places)


def may_decide_on(powers: Powers, *, home: str, grants: Iterable[Grant]) -> bool:
    """Whether the whole account may be switched off and its second factor taken away.

    Whoever also works elsewhere, or stands higher, is decided on by an administrator.
    """
    is_own = powers.at(Role.OFFICE_ADMINISTRATOR, Place(home))
    return is_own and all(may_give(powers, grant) for grant in grants)
