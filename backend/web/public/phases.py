"""What an office takes while circumstances are not the usual ones, told to customers (R48).

Phases stand in the database; pages of information go on without them where it does not answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.content import Office
from backend.domain import phases, rules
from backend.domain.phases import Phase, PhaseKind, Span
from backend.domain.rules import OfficeRules
from backend.languages import Day, Text
from backend.languages import text_of as _
from backend.store import capacity
from backend.web.portal import portal

SENTENCES = {
    PhaseKind.EMERGENCIES_ONLY: _("This office is there for emergencies only."),
    PhaseKind.PHONE_ONLY: _("This office talks by phone only. In an emergency you can come."),
    PhaseKind.CLOSED: _("This office is closed."),
}


@dataclass(frozen=True, slots=True)
class PhaseNote:
    """One phase as customers read it."""

    sentence: Text
    days: Text | None
    """None: without beginning and end."""
    german: str
    """What the office adds, in German; may be empty."""
    is_shut: bool
    """Closed today: nobody can be seen, not even in an emergency."""


def notes(office: Office) -> list[PhaseNote]:
    """What holds now or begins within the booking horizon, in order."""
    here = portal()
    plan = capacity.known_plan() if here.live.is_answered else None
    if plan is None:
        return []
    own = plan.phases.get(office.key, ())
    return notes_of(own, plan.rules.get(office.key) or OfficeRules(), now=here.now())


def is_shut(office: Office) -> bool:
    """Whether nobody is there today, not even for an emergency."""
    return any(note.is_shut for note in notes(office))


def notes_of(own: Iterable[Phase], office_rules: OfficeRules, *, now: datetime) -> list[PhaseNote]:
    """The notes for these phases."""
    today = now.date()
    last = max(today + timedelta(days=1), rules.last_day(office_rules, now))
    return [_note(span, today) for span in phases.spans(own, today, last)]


def _note(span: Span, today: date) -> PhaseNote:
    first = span.first_day if span.first_day > today else None
    return PhaseNote(
        SENTENCES[span.phase.kind],
        _days(first, span.last_day),
        span.phase.text,
        span.phase.kind is PhaseKind.CLOSED and first is None,
    )


def _days(first: date | None, last: date | None) -> Text | None:
    if first and last:
        if first == last:
            return _("On %(day)s.", day=Day(first))
        return _("From %(first)s to %(last)s.", first=Day(first), last=Day(last))
    if first:
        return _("From %(first)s.", first=Day(first))
    return _("Until %(last)s.", last=Day(last)) if last else None
