"""Fixed interpreter hours of an office, and how long ahead somebody must be ordered (D30)."""

from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice as Option

from backend.actions import interpreting as planning
from backend.content import Office
from backend.domain import periods, roles
from backend.domain.interpreters import MOST_LEAD_DAYS, SIGN_LANGUAGE, USUAL_LEAD_DAYS, Hours
from backend.domain.roles import Place, Powers
from backend.domain.rules import wall_clock
from backend.domain.staff_refusals import HoursOverlap
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import interpreting
from backend.web import access
from backend.web.access import Visitor
from backend.web.callbacks import words
from backend.web.fields import Said, tidy_digits
from backend.web.interpreting.desk import SIGN_NAME
from backend.web.interpreting.pages import pages
from backend.web.portal import portal
from backend.web.staff_fields import ClockField, StaffForm, StaffPress
from backend.web.staffing.pages import on_to

WEEKDAYS = (
    s_("Monday"), s_("Tuesday"), s_("Wednesday"), s_("Thursday"), s_("Friday"),
)  # fmt: skip
NO_CLOCK = s_("Please write a time such as 8:00.")
ENDS_BEFORE = s_("The end must lie after the beginning.")
CHOOSE_LANGUAGE = s_("Please choose a language.")
NO_DAYS = s_("Please write a number of working days from 0 to 30.")


class HoursForm(StaffForm):
    """One line of fixed hours."""

    language = SelectField(s_("Language"), validate_choice=False)
    weekday = SelectField(
        s_("Weekday"),
        choices=[Option(str(number), name) for number, name in enumerate(WEEKDAYS)],
        validate_choice=False,
    )
    start = ClockField(s_("From what time"), validators=[Said(NO_CLOCK)])
    end = ClockField(s_("Until what time"), validators=[Said(NO_CLOCK)])
    place = SelectField(
        s_("Where"),
        choices=[Option("1", s_("on site")), Option("0", s_("by phone"))],
        validate_choice=False,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the fields: a known language, and an end behind the beginning."""
        is_valid = bool(super().validate(extra_validators))
        if self.language.data not in portal().content.interpreter_languages:
            self.language.errors = [CHOOSE_LANGUAGE]
            is_valid = False
        if is_valid and (self.end.minutes or 0) <= (self.start.minutes or 0):
            self.end.errors = [ENDS_BEFORE]
            is_valid = False
        return is_valid

    def hours(self, office: str) -> Hours:
        """What was written."""
        weekday = self.weekday.data or "0"
        return Hours(
            id=0,
            office=office,
            language=self.language.data,
            weekday=int(weekday) if weekday in set("01234") else 0,
            start=self.start.minutes or 0,
            end=self.end.minutes or 0,
            on_site=self.place.data != "0",
        )


class LeadForm(StaffForm):
    """How long ahead somebody of a language is ordered."""

    lead_language = SelectField(s_("Language"), validate_choice=False)
    days = StringField(
        s_("Working days ahead"), filters=[tidy_digits], render_kw={"inputmode": "numeric"}
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A known language and a small number."""
        is_valid = bool(super().validate(extra_validators))
        if self.lead_language.data not in {
            value for value, *_ in self.lead_language.iter_choices()
        }:
            self.lead_language.errors = [CHOOSE_LANGUAGE]
            is_valid = False
        days = self.days.data or ""
        if not (
            days.isascii() and days.isdigit() and len(days) < 3 and int(days) <= MOST_LEAD_DAYS
        ):
            self.days.errors = [NO_DAYS]
            is_valid = False
        return is_valid


class HoursLine(NamedTuple):
    """Fixed hours as the list shows them."""

    id: int
    language: str
    weekday: Text
    times: str
    place: Text
    relying: int


def may_set(powers: Powers, office: Office) -> bool:
    """Whether the interpreter hours of the office may be changed (R113)."""
    return roles.may_set_offers(powers, Place(office.key))


def may_remove(powers: Powers, hours: Hours) -> bool:
    """Whether these hours lie in an own office."""
    return roles.may_set_offers(powers, Place(hours.office))


def _itself(office: Office) -> Office:
    return office


@pages.route("/zeiten/<office:office>", methods=["GET", "POST"])
@access.to_one("office", fetch=_itself, may=may_set)
def hours(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """The fixed hours; a line more with each form sent."""
    form = HoursForm()
    form.language.choices = _languages()
    if form.validate_on_submit():
        try:
            planning.add_hours(visitor.account, form.hours(office.key), now=visitor.now)
            return on_to(url_for(".hours", office=office.key))
        except HoursOverlap as refusal:
            form.start.errors = [sentence_of(refusal)]
    return _page(visitor, office, form, _lead_form())


@pages.post("/vorlauf/<office:office>")
@access.to_one("office", fetch=_itself, may=may_set)
def lead(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """How long ahead somebody of this language is ordered here."""
    form = _lead_form()
    if form.validate_on_submit():
        language, days = form.lead_language.data, int(form.days.data)
        planning.set_lead(visitor.account, office.key, language, days=days, now=visitor.now)
        return on_to(url_for(".hours", office=office.key))
    fresh = HoursForm(formdata=None)
    fresh.language.choices = _languages()
    return _page(visitor, office, fresh, form)


@pages.post("/zeiten/<int:line>/entfernen")
@access.to_one("line", fetch=interpreting.hours_by_id, may=may_remove)
def remove(visitor: Visitor, line: Hours) -> ResponseReturnValue:
    """No fixed hours any more; who counted on them stands open at the desk."""
    if StaffPress().validate_on_submit():
        planning.remove_hours(visitor.account, line.id, now=visitor.now)
    return on_to(url_for(".hours", office=line.office))


def _languages(*, signed: tuple[tuple[str, Text], ...] = ()) -> list[tuple[str, Text | str]]:
    spoken = portal().content.interpreter_languages.values()
    return [
        ("", s_("Please choose")),
        *signed,
        *((each.tag, str(each.german_name)) for each in spoken),
    ]


def _lead_form() -> LeadForm:
    form = LeadForm()
    form.lead_language.choices = _languages(signed=((SIGN_LANGUAGE, SIGN_NAME),))[1:]
    return form


def _page(
    visitor: Visitor, office: Office, form: HoursForm, lead_form: LeadForm
) -> ResponseReturnValue:
    content, cell = portal().content, periods.cell_at(wall_clock(visitor.now))
    lines = [
        HoursLine(
            each.id,
            words.interpreter_name(each.language, content),
            WEEKDAYS[each.weekday] if each.weekday < len(WEEKDAYS) else s_("Weekend"),
            f"{_clock(each.start)}–{_clock(each.end)}",
            s_("on site") if each.on_site else s_("by phone"),
            len(interpreting.relying(each.id, cell)),
        )
        for each in interpreting.hours(office.key)
    ]
    leads = [
        (str(SIGN_NAME) if tag == SIGN_LANGUAGE else words.interpreter_name(tag, content), days)
        for tag, days in sorted(interpreting.leads(office.key).items())
    ]
    failed = lead_form if lead_form.errors else form
    page = render_template(
        "interpreting/hours.html",
        form=failed,
        hours_form=form,
        lead_form=lead_form,
        office=office,
        lines=lines,
        leads=leads,
        usual=USUAL_LEAD_DAYS,
    )
    return page, 422 if failed.errors else 200


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
