"""Writing a callback down, at the counter and on the telephone: one dense page for the keyboard."""

import secrets
from datetime import datetime, time, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, SelectField, StringField

from backend.actions import auditing
from backend.actions import callbacks as calling
from backend.actions.callbacks import Request
from backend.content import Content
from backend.domain import references, roles
from backend.domain.appointments import Appointment
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.callbacks import Caller, Kind, PartOfDay
from backend.domain.roles import Place, Powers
from backend.domain.staff_refusals import NoSuchTeam
from backend.languages import sentence_of
from backend.languages import staff_text as s_
from backend.letters.sms import is_mobile
from backend.store import appointments
from backend.web import access
from backend.web.access import Visitor
from backend.web.callbacks import words
from backend.web.callbacks.board import own_teams
from backend.web.callbacks.pages import pages
from backend.web.callbacks.tickets import team_choices, team_of
from backend.web.fields import TOO_LONG, AtMost, Valid, tidy_digits
from backend.web.person_fields import LATIN_LINE, mail_field, name_field, number_field, phone_field
from backend.web.portal import portal
from backend.web.staff_fields import ClockField, DayField, StaffForm, StaffPress
from backend.web.staffing.pages import on_to

CHOOSE_TEAM = s_("Please choose who shall call.")
NO_REFERENCE = s_("This is no appointment number. Please look at it again.")
NO_MOBILE = s_("An SMS needs the number of a mobile phone.")
ODD_MOMENT = s_("The message was left before now, in the last seven days.")
LONGEST_PAST = timedelta(days=7)


class EntryForm(StaffForm):
    """Who is to be called by whom, and how the promise gets into the customer's hand (R73)."""

    once = HiddenField()
    name = name_field(s_("Name"), missing=s_("Please write the name."))
    phone = phone_field(missing=s_("Please write the telephone number."))
    team = SelectField(s_("Who shall call?"), validate_choice=False)
    kind = SelectField(s_("What is it?"), validate_choice=False)
    left_day = DayField(s_("Message left on"))
    left_at = ClockField(s_("Message left at"))
    concern = SelectField(s_("Concern"), validate_choice=False)
    part_of_day = SelectField(s_("Best reached"), validate_choice=False)
    interpreter = SelectField(s_("Interpreter"), validate_choice=False)
    languages = SelectField(s_("Language of the promise"), validate_choice=False)
    number = number_field()
    appointment = StringField(
        s_("Appointment number"),
        filters=[tidy_digits],
        validators=[
            AtMost(40, TOO_LONG),
            Valid(lambda text: references.normalise(text) is not None, NO_REFERENCE),
        ],
        render_kw=LATIN_LINE,
    )
    email = mail_field(s_("Promise by mail to"))
    urgent = BooleanField(s_("urgent: on top of the list"))
    sms = BooleanField(s_("Promise by SMS to this telephone"))

    def prepare(self, content: Content, *, sends_sms: object) -> None:
        """Fill in the lists."""
        self.kind.choices = [(kind.value, name) for kind, name in words.KINDS.items()]
        self.team.choices = [("", s_("Please choose")), *team_choices()]
        self.concern.choices = [("", s_("not known")), *(
            (each.key, each.keyword) for each in content.concerns.values()
        )]  # fmt: skip
        self.part_of_day.choices = [(part.value, name) for part, name in words.PARTS_OF_DAY.items()]
        self.interpreter.choices = [("", s_("none")), *(
            (each.tag, str(each.german_name)) for each in content.interpreter_languages.values()
        )]  # fmt: skip
        self.languages.choices = [
            (tongue.slug, words.language_name(tongue.slug, content))
            for tongue in portal().languages.tongues.values()
        ]
        if not sends_sms:
            del self.sms

    def take(self, appointment: Appointment) -> None:
        """Begin with what the appointment says: nothing is asked twice."""
        person = appointment.person
        self.name.data, self.phone.data = person.name, person.phone
        self.number.data, self.appointment.data = person.number, appointment.reference
        self.concern.data = appointment.wish.concern
        self.interpreter.data = appointment.wish.interpreter or ""
        self.languages.data = appointment.languages.partition("+")[0]
        self.team.data = f"{appointment.office}/{appointment.group}"

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the fields: somebody must call, and an SMS needs a mobile phone."""
        is_valid = bool(super().validate(extra_validators))
        for field in (self.kind, self.concern, self.part_of_day, self.interpreter, self.languages):
            known = [value for value, *_rest in field.iter_choices()]
            field.data = field.data if field.data in known else known[0]
        if is_valid and not self._is_past():
            self.left_day.errors = [ODD_MOMENT]
            is_valid = False
        if team_of(self.team.data) not in calling.teams(team_of(self.team.data).office):
            self.team.errors = [CHOOSE_TEAM]
            is_valid = False
        if is_valid and self.sms is not None and self.sms.data and not is_mobile(self.phone.data):
            self.phone.errors = [NO_MOBILE]
            is_valid = False
        return is_valid

    def begun(self) -> datetime | None:
        """When the message was left, in the office's zone; None: now."""
        day, minutes = self.left_day.day, self.left_at.minutes
        if day is None and minutes is None:
            return None
        now = portal().now()
        moment = datetime.combine(day or now.date(), time()) + timedelta(minutes=minutes or 0)
        return moment.replace(tzinfo=now.tzinfo)

    def _is_past(self) -> bool:
        """Whether the message was left before now, and not long ago."""
        begun, now = self.begun(), portal().now()
        return begun is None or now - LONGEST_PAST <= begun <= now

    def wish(self) -> Request:
        """What is asked for."""
        caller = Caller(
            name=self.name.data,
            phone=self.phone.data,
            number=self.number.data,
            email=self.email.data,
            is_mail_wanted=bool(self.email.data),
            is_sms_wanted=self.sms is not None and bool(self.sms.data),
        )
        return Request(
            team=team_of(self.team.data),
            caller=caller,
            concern=self.concern.data,
            kind=Kind(self.kind.data),
            is_urgent=bool(self.urgent.data),
            part_of_day=PartOfDay(self.part_of_day.data),
            languages=self.languages.data,
            interpreter=self.interpreter.data,
            appointment=references.normalise(self.appointment.data) or "",
            begun=self.begun(),
        )


@pages.route("/neu", methods=["GET", "POST"])
@access.to(roles.may_enter_callbacks)
def enter(visitor: Visitor) -> ResponseReturnValue:
    """A callback or a message of the voicebox; on to the promise for the customer's hand."""
    here, form = portal(), EntryForm()
    form.prepare(here.content, sends_sms=here.settings.sms_gateway)
    if not form.is_submitted():
        own = own_teams(visitor.powers)
        form.team.data = f"{own[0].office}/{own[0].group}" if len(own) == 1 else ""
        form.languages.data = here.languages.german.slug
        form.kind.data = request.args.get("art", "")
    if len(form.once.data or "") < 16:
        form.once.data = secrets.token_urlsafe(16)
    if form.validate_on_submit():
        try:
            written = calling.ask(
                form.wish(),
                once=form.once.data,
                content=here.content,
                now=visitor.now,
                by=visitor.account,
            )
        except NoSuchTeam as refusal:
            form.team.errors = [sentence_of(refusal)]
        else:
            return on_to(url_for(".promise", callback=written.id))
    page = render_template("callbacks/enter.html", form=form)
    return page, 422 if form.errors else 200


def may_serve(powers: Powers, appointment: Appointment) -> bool:
    """Whether the customer of the appointment is served by the own group (D26)."""
    return roles.may_work_at_counter(powers, Place(appointment.office, appointment.group))


@pages.post("/zu/<int:appointment>")
@access.to_one("appointment", fetch=appointments.by_id, may=may_serve)
def enter_for(visitor: Visitor, appointment: Appointment) -> ResponseReturnValue:
    """The same form, filled in from an appointment; that its contact was seen is noted."""
    here, form = portal(), EntryForm(formdata=None)
    form.prepare(here.content, sends_sms=here.settings.sms_gateway)
    if not StaffPress().validate_on_submit():
        return on_to(url_for(".enter"))
    form.take(appointment)
    form.once.data = secrets.token_urlsafe(16)
    matter = Matter(Purpose.COUNTER, appointment.reference, appointment.office)
    auditing.note_reading(visitor.account, Deed.SAW, matter, now=visitor.now)
    return render_template("callbacks/enter.html", form=form)
