"""An office as customers see it, now or on a day ahead, and who else sees how much (D21)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask import render_template, request, url_for
from wtforms import Form, SelectField

from backend.actions import choosing, previewing, supply
from backend.actions.previewing import Eye
from backend.content import Concern, Office
from backend.domain.appointments import Channel, Wish
from backend.languages import editorial
from backend.languages import staff_text as s_
from backend.letters.day_lists import CHANNELS
from backend.store import capacity
from backend.web import access
from backend.web.access import Visitor
from backend.web.booking.steps import channels as channels_of
from backend.web.planning import terms, words
from backend.web.planning.pages import itself, may_plan_within, pages
from backend.web.portal import portal
from backend.web.public.phases import notes_of
from backend.web.staff_fields import DayField

LONGEST_AHEAD = timedelta(days=400)
AT = time(9)
"""On a day ahead it is looked at this time: new times have opened by then."""
TOO_FAR = s_("Please write a day from today on, within a year.")
EYES = {
    Eye.CUSTOMER: s_("Customers"),
    Eye.EMPLOYED: s_("Customers who work or take part in a measure"),
    Eye.PARTNER: s_("Advice centres"),
    Eye.HOTLINE: s_("Hotline"),
    Eye.COUNTER: s_("Counter"),
}


class PreviewForm(Form):
    """What a customer would choose; sent by GET, since it changes nothing."""

    anliegen = SelectField(s_("Concern"), validate_choice=False)
    art = SelectField(s_("How"), validate_choice=False)
    sprache = SelectField(s_("Interpreter"), validate_choice=False)
    beruf = SelectField(s_("Works or takes part in a measure"), validate_choice=False)
    stand = DayField(s_("As it looks on"), description=s_("Empty: now."))


@dataclass(frozen=True, slots=True)
class Asked:
    """What was chosen, with what does not fit put right."""

    wish: Wish
    concern: Concern
    channels: tuple[Channel, ...]
    now: datetime


@pages.get("/stelle/<office:office>/vorschau")
@access.to_one("office", fetch=itself, may=may_plan_within)
def preview(visitor: Visitor, office: Office) -> tuple[str, int]:
    """The days and times of a concern as a customer would see them."""
    form = _form(office)
    asked = _asked(form, office, visitor)
    plan = capacity.plan()
    page = render_template(
        "planning/preview.html",
        office=office,
        form=form,
        asked=asked,
        arranges=terms.may_set_office(visitor.powers, office),
        public=url_for(
            "booking.days",
            pair="de",
            office=office,
            concern=asked.concern,
            channel=asked.wish.channel,
        ),
        found=previewing.preview(asked.wish, content=portal().content, now=asked.now),
        outlook=choosing.outlook(asked.wish, content=portal().content, now=asked.now),
        notes=notes_of(
            plan.phases.get(office.key, ()), supply.rules_of(plan, office.key), now=asked.now
        ),
        eyes=EYES,
        short=words.short,
        compared=previewing.COMPARED_DAYS,
    )
    return page, 422 if form.errors else 200


def _form(office: Office) -> Any:
    content = portal().content
    form = PreviewForm(request.args)
    form.anliegen.choices = [
        (key, editorial(content.concerns[key].title)) for key in office.concerns
    ]
    form.beruf.choices = [("", s_("no")), ("1", s_("yes"))]
    form.sprache.choices = [
        ("", s_("not needed")),
        *(
            (tag, editorial(each.german_name))
            for tag, each in content.interpreter_languages.items()
        ),
    ]
    return form


def _asked(form: Any, office: Office, visitor: Visitor) -> Asked:
    """Unknown choices give way to the first ones: there is nothing to refuse about looking."""
    content = portal().content
    if form.anliegen.data not in office.concerns:
        form.anliegen.data = office.concerns[0]
    concern = content.concerns[form.anliegen.data]
    channels = channels_of(office, concern)
    form.art.choices = [(each.value, CHANNELS[each]) for each in channels]
    if form.art.data not in {each.value for each in channels}:
        form.art.data = channels[0].value
    if form.sprache.data not in content.interpreter_languages:
        form.sprache.data = ""
    wish = Wish(
        office=office.key,
        concern=concern.key,
        channel=Channel(form.art.data),
        emergency=concern.emergency,
        interpreter=form.sprache.data or None,
        employed=form.beruf.data == "1",
    )
    return Asked(wish, concern, channels, _moment(form, visitor.now))


def _moment(form: Any, now: datetime) -> datetime:
    form.validate()
    day = form.stand.day
    if day is None or day == now.date():
        return now
    if not now.date() < day <= now.date() + LONGEST_AHEAD:
        form.stand.errors = [TOO_FAR]
        return now
    return datetime.combine(day, AT, tzinfo=now.tzinfo)
