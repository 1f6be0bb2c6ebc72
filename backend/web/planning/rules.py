"""The rules of an office: cut-off, lead time, horizon, month-turn lock, limit of the building."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField

from backend.actions import arranging, supply
from backend.actions import loose as placing
from backend.content import Office
from backend.domain import rules as ruling
from backend.domain.refusals import Refusal
from backend.domain.rules import MOST_LOCKED_DAYS, OfficeRules
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.domain.video_links import LONGEST, is_template
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import capacity
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import TOO_LONG, AtMost, Valid, tidy
from backend.web.planning import carrying, terms, words
from backend.web.planning.pages import itself, pages
from backend.web.planning.terms import ClockField, NumberField
from backend.web.portal import portal
from backend.web.staff_fields import RevisionField, StaffForm
from backend.web.staffing.pages import on_to

CUT_OFF = OfficeRules().cut_off
"""As the instruction has it (R42)."""
LONGEST_LEAD, LONGEST_HORIZON = 14 * 24 * 60, 365
"""Minutes, and days."""
MOST_PERSONS = 2000
TURNS_SHOWN = 3
NEEDED = s_("Please write something here.")
TOO_LATE = s_("At 6:00 the list of the day is made: no later than 6:00.")
NO_TEMPLATE = s_("Please write a link that begins with https:// and holds {code} once at its end.")
TOO_LONG_LOCK = s_("Three working days at most, before and after the turn together.")


class RulesForm(StaffForm):
    """What one office decides."""

    cut_off = ClockField(
        s_("Cut-off on the day itself"),
        description=s_(
            "From this time on nobody books online for today. The instruction says 6:00."
        ),
    )
    lead_minutes = NumberField(
        s_("Lead time in minutes"),
        least=0,
        most=LONGEST_LEAD,
        description=s_("The first bookable time lies so far ahead. 120 are two hours."),
    )
    horizon_days = NumberField(
        s_("Bookable days ahead"),
        least=1,
        most=LONGEST_HORIZON,
        description=s_("42 are six weeks."),
    )
    new_times_at = ClockField(
        s_("New times open at"),
        description=s_("At this time the next day opens for booking."),
    )
    lock_before = SelectField(s_("Locked working days at the end of the month"))
    lock_after = SelectField(
        s_("Locked working days at the beginning of the month"),
        description=s_("Three at most, both together. Emergencies are booked all the same."),
    )
    building_cap = NumberField(
        s_("Most people in the building"),
        least=1,
        most=MOST_PERSONS,
        description=s_("Customers and those who come along. Leave it empty for no limit."),
    )
    reserved_release_days = NumberField(
        s_("Days before which late times open to all"),
        least=0,
        most=60,
        description=s_("For new lines of week templates that are kept for employed people."),
    )
    hotline_same_day = BooleanField(
        s_("The hotline may book for today"),
        description=s_("Past the cut-off, as the counter may."),
    )
    video_template = StringField(
        s_("Link for talks by video"),
        description=s_(
            "Such as https://video.example/{code}. For {code} each customer gets letters that "
            "nobody can guess. Leave it empty, and colleagues write each link themselves."
        ),
        filters=[tidy],
        validators=[AtMost(LONGEST, TOO_LONG), Valid(is_template, NO_TEMPLATE)],
        render_kw={"autocomplete": "off", "dir": "ltr", "spellcheck": "false", "inputmode": "url"},
    )
    revision = RevisionField()

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        days = [(str(number), str(number)) for number in range(MOST_LOCKED_DAYS + 1)]
        self.lock_before.choices = self.lock_after.choices = days

    def rules(self) -> OfficeRules | None:
        """What was asked for; None with errors at the fields that do not fit."""
        is_valid = self.validate()
        for field in (self.cut_off, self.new_times_at):
            if not field.errors and field.minute is None:
                field.errors = [NEEDED]
        for field in (self.lead_minutes, self.horizon_days, self.reserved_release_days):
            if not field.errors and field.number is None:
                field.errors = [NEEDED]
        if self.cut_off.minute is not None and self.cut_off.minute > CUT_OFF:
            self.cut_off.errors = [TOO_LATE]
        if not is_valid or self.errors:
            return None
        before, after = int(self.lock_before.data), int(self.lock_after.data)
        if before + after > MOST_LOCKED_DAYS:
            self.lock_after.errors = [TOO_LONG_LOCK]
            return None
        return OfficeRules(
            cut_off=self.cut_off.minute or 0,
            lead_minutes=self.lead_minutes.number or 0,
            horizon_days=self.horizon_days.number or 1,
            new_times_at=self.new_times_at.minute or 0,
            lock_before=before,
            lock_after=after,
            building_cap=self.building_cap.number,
            reserved_release_days=self.reserved_release_days.number or 0,
            hotline_same_day=bool(self.hotline_same_day.data),
            video_template=self.video_template.data or "",
        )


class LockedLine(NamedTuple):
    """Somebody booked in the month-turn lock."""

    start: str
    reference: str
    concern: Text | str


@pages.route("/stelle/<office:office>/regeln", methods=["GET", "POST"])
@access.to_one("office", fetch=itself, may=terms.may_set_office)
def rules(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """The rules as they stand, which days are locked next, and who is booked on those."""
    plan = capacity.plan()
    present, revision = supply.rules_of(plan, office.key), plan.revisions.get(office.key, 0)
    form = RulesForm(**_shown(present))
    seen, form.revision.data = form.revision.seen, str(revision)
    if form.is_submitted() and not carrying.is_going_back():
        wanted = form.rules()
        if wanted == present:
            return on_to(url_for(".rules", office=office))
        if wanted is not None and seen != revision:
            return _page(visitor, form, office, ChangedMeanwhile())
        if wanted is not None:
            edit = arranging.set_rules(office.key, wanted, revision=revision)
            try:
                return carrying.carry(visitor, edit, back=url_for(".rules", office=office))
            except Refusal as refusal:
                return _page(visitor, form, office, refusal)
    return _page(visitor, form, office)


def _shown(rules: OfficeRules) -> dict[str, Any]:
    """The rules as the form shows them."""
    return {
        "cut_off": terms.clock(rules.cut_off),
        "lead_minutes": str(rules.lead_minutes),
        "horizon_days": str(rules.horizon_days),
        "new_times_at": terms.clock(rules.new_times_at),
        "lock_before": str(rules.lock_before),
        "lock_after": str(rules.lock_after),
        "building_cap": "" if rules.building_cap is None else str(rules.building_cap),
        "reserved_release_days": str(rules.reserved_release_days),
        "hotline_same_day": rules.hotline_same_day,
        "video_template": rules.video_template,
    }


def _page(
    visitor: Visitor, form: RulesForm, office: Office, refusal: Refusal | None = None
) -> ResponseReturnValue:
    present = supply.rules_of(capacity.plan(), office.key)
    refused = [sentence_of(refusal)] if refusal else []
    theirs = _theirs(form, present) if isinstance(refusal, ChangedMeanwhile) else []
    status = refusal.status if refusal else 422 if form.errors else 200
    page = render_template(
        "planning/rules.html",
        form=form,
        refused=refused,
        theirs=theirs,
        office=office,
        is_early=present.cut_off < CUT_OFF,
        cut_off=words.clock(present.cut_off),
        turns=_turns(present, visitor.now.date()),
        locked=_locked(visitor, office),
        short=words.short,
    )
    return page, status


def _theirs(form: RulesForm, present: OfficeRules) -> list[tuple[Text, str]]:
    """The rules somebody has changed meanwhile, with what stands now."""
    shown = _shown(present)
    return [
        (field.label.text, _said(shown[field.name]))
        for field in form
        if field.name in shown and field.data != shown[field.name]
    ]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(s_("yes") if value else s_("no"))
    return str(value) or "–"


def _turns(rules: OfficeRules, today: date) -> list[list[date]]:
    """The locked days of the coming turns of the month, those gone by left out."""
    found: list[list[date]] = []
    month = today.replace(day=1) - timedelta(days=1)
    while len(found) < TURNS_SHOWN:
        years = {month.year, month.year + 1}
        content = portal().content
        holidays = frozenset().union(*(content.public_holidays(year) for year in years))
        days = ruling.locked_days(rules, month.year, month.month, holidays=holidays)
        if not days:
            if not rules.lock_before and not rules.lock_after:
                break
        elif max(days) >= today:
            found.append(sorted(days))
        month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return found


def _locked(visitor: Visitor, office: Office) -> list[LockedLine]:
    """Who is booked in the lock: they stay until somebody moves them (D24)."""
    return [
        LockedLine(
            f"{words.short(each.appointment.day)} {each.appointment.start:%H:%M}",
            each.appointment.reference,
            terms.concern_title(each.appointment.wish.concern),
        )
        for each in placing.locked(office.key, content=portal().content, now=visitor.now)
    ]
