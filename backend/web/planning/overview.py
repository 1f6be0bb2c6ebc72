"""The first page of planning: the own offices and groups, with lights (R37, R38, R41, D24, D34)."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, url_for

from backend.actions import arranging, consequences, loads
from backend.actions.loads import Load
from backend.actions.loose import loose
from backend.content import Office
from backend.domain import roles
from backend.domain.openings import in_force
from backend.domain.roles import Place
from backend.languages import Text
from backend.languages import staff_counted as s_counted
from backend.languages import staff_text as s_
from backend.store import planning as stored
from backend.store.capacity import Group
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning import words
from backend.web.planning.closures import entries_of
from backend.web.planning.pages import groups_of, pages, planned_groups
from backend.web.portal import portal

NEXT_CLOSURES = 5


@dataclass(frozen=True, slots=True)
class Light:
    """One thing to keep an eye on; red ones come with a way to them where there is one."""

    text: Text
    is_bad: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as the overview shows it."""

    group: Group
    today: Load
    template: str


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """An office with those of its groups that somebody plans."""

    office: Office
    lights: list[Light]
    groups: list[GroupLine]
    is_arranged: bool
    """This person also decides on groups, offers and rules."""
    plans_stops: bool
    """The office comes to people, and this person says where to."""


@pages.get("/")
@access.to(roles.may_plan_somewhere)
def start(visitor: Visitor) -> str:
    """What this person plans, and what needs a look."""
    return render_template(
        "planning/start.html",
        cards=list(_cards(visitor)),
        closures=entries_of(groups_of(visitor.powers), visitor)[:NEXT_CLOSURES],
        takes_over=roles.may_take_over(visitor.powers),
    )


def _cards(visitor: Visitor) -> Iterator[OfficeCard]:
    for key, office in portal().content.offices.items():
        groups = planned_groups(visitor.powers, key)
        is_arranged = roles.may_set_offers(visitor.powers, Place(key))
        if groups or is_arranged:
            yield OfficeCard(
                office,
                list(lights_of(office, visitor)),
                [_line(group, visitor) for group in groups],
                is_arranged,
                office.is_touring and roles.may_plan(visitor.powers, Place(key)),
            )


def _line(group: Group, visitor: Visitor) -> GroupLine:
    today = visitor.now.date()
    found = loads.of(group, [today], content=portal().content, now=visitor.now)
    week = in_force(group.weeks, today)
    return GroupLine(group, found[today], week.title if week else "")


def lights_of(office: Office, visitor: Visitor) -> Iterator[Light]:
    """What must not be overlooked at an office; the good news too."""
    content, now = portal().content, visitor.now
    agreed = stored.agreements(office.key)
    gaps = [
        gap
        for gap in sorted(consequences.missing_windows(office.key, content=content, now=now))
        if not any(each.covers(gap) for each in agreed)
    ]
    if gaps:
        yield Light(
            s_("%(week)s: %(duty)s", week=words.week_of(gaps[0]), duty=words.DUTIES[gaps[0].duty]),
            is_bad=True,
        )
        if len(gaps) > 1:
            more = len(gaps) - 1
            yield Light(
                s_counted("%(number)s more week", "%(number)s more weeks", more), is_bad=True
            )
    else:
        yield Light(s_("Required windows are there"), is_bad=False)
    missing = _missing_mandatory(office)
    if missing:
        yield Light(
            s_counted(
                "%(number)s mandatory concern is not offered",
                "%(number)s mandatory concerns are not offered",
                missing,
            ),
            is_bad=True,
        )
    waiting = len(loose(office.key, content=content, now=now))
    if waiting:
        text = s_counted(
            "%(number)s appointment to be placed", "%(number)s appointments to be placed", waiting
        )
        yield Light(text, is_bad=True, address=url_for("placing.overview", office=office))


def _missing_mandatory(office: Office) -> int:
    """How many mandatory concerns no group takes on any channel (R26, D34)."""
    content = portal().content
    lost = {
        (each.concern.key, each.channel) for each in arranging.unserved(office, content=content)
    }
    return sum(
        all((key, channel) in lost for channel in arranging.channels_of(office, concern))
        for key in office.concerns
        if (concern := content.concerns[key]).mandatory
    )
