"""Whether an office offers what it has to, and whether it meets the demand (R37–R41, R44)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from flask import render_template

from backend.actions import arranging, consequences, counting, loads, supply
from backend.actions.consequences import is_for_customers
from backend.actions.loads import Load
from backend.content import Office
from backend.domain.compliance import Agreement, Gap
from backend.languages import Text
from backend.letters.day_lists import CHANNELS
from backend.store import capacity, tallies
from backend.store import planning as rows
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning import terms, words
from backend.web.planning.pages import itself, may_plan_within, pages
from backend.web.portal import portal
from backend.web.staffing.words import number

WEEKS = 6
"""So many weeks of utilisation are shown, the present one among them."""
LOOKED_BACK = timedelta(days=28)


class GapLine(NamedTuple):
    """A week that misses something."""

    week: Text
    duty: Text
    agreement: Agreement | None


class MandatoryLine(NamedTuple):
    """A mandatory concern and who takes it."""

    concern: Text | str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Utilisation:
    """How much of what a group has open is taken, week by week."""

    title: str
    weeks: tuple[Load, ...]


@pages.get("/stelle/<office:office>/vorgaben")
@access.to_one("office", fetch=itself, may=may_plan_within)
def requirements(visitor: Visitor, office: Office) -> str:
    """Lights, agreements so far, utilisation, and how often no time was free."""
    content, now = portal().content, visitor.now
    agreements = rows.agreements(office.key)
    gaps = sorted(consequences.missing_windows(office.key, content=content, now=now))
    monday = now.date() - timedelta(days=now.weekday())
    none_found = tallies.by_concern(office.key, counting.NONE_FOUND, now.date() - LOOKED_BACK)
    return render_template(
        "planning/requirements.html",
        office=office,
        arranges=terms.may_set_office(visitor.powers, office),
        owes_windows=office.kind in {"branch", "youth"},
        gaps=[_gap(gap, agreements) for gap in gaps],
        weeks_ahead=consequences.WEEKS_AHEAD,
        rules=supply.rules_of(capacity.plan(), office.key),
        mandatory=_mandatory(office),
        unserved=[
            (terms.concern_title(each.concern.key), CHANNELS[each.channel])
            for each in arranging.unserved(office, content=content)
        ],
        agreements=agreements,
        mondays=[monday + timedelta(weeks=number) for number in range(WEEKS)],
        utilisation=list(_utilisation(office, visitor, monday)),
        none_found=[(terms.concern_title(key), count) for key, count in none_found.items()],
        days=words.days,
        number=number,
        looked_back=LOOKED_BACK.days,
    )


def _gap(gap: Gap, agreements: list[Agreement]) -> GapLine:
    agreed = next((each for each in agreements if each.covers(gap)), None)
    return GapLine(words.week_of(gap), words.DUTIES[gap.duty], agreed)


def _mandatory(office: Office) -> list[MandatoryLine]:
    content = portal().content
    groups = capacity.plan().groups.get(office.key, ())
    return [
        MandatoryLine(
            terms.concern_title(key),
            tuple(
                group.title
                for group in groups
                if group.counters
                and any(
                    offer.concern == key and is_for_customers(offer, content)
                    for offer in group.offers
                )
            ),
        )
        for key in office.concerns
        if content.concerns[key].mandatory
    ]


def _utilisation(office: Office, visitor: Visitor, monday: date) -> list[Utilisation]:
    days = [monday + timedelta(days=number) for number in range(7 * WEEKS)]
    found = []
    for group in capacity.plan().groups.get(office.key, ()):
        own = loads.of(group, days, content=portal().content, now=visitor.now)
        weeks = [
            sum((own[day] for day in days[first : first + 7]), Load())
            for first in range(0, len(days), 7)
        ]
        found.append(Utilisation(group.title, tuple(weeks)))
    return found
