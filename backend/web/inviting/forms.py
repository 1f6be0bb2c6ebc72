"""What the staff write down to invite somebody: one page for the keyboard."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField

from backend.actions.inviting import Request
from backend.content import Content, Office
from backend.domain import booking_invitations, numbers
from backend.domain.appointments import Appointment, Channel
from backend.domain.booking_invitations import Invited, NoContactForWay, Way
from backend.languages import sentence_of
from backend.languages import staff_text as s_
from backend.letters.sms import is_mobile
from backend.web.booking.forms import is_whole_address
from backend.web.inviting import words
from backend.web.person_fields import (
    mail_field,
    name_field,
    number_field,
    phone_field,
    postal_field,
)
from backend.web.portal import portal
from backend.web.registering import concerns
from backend.web.staff_fields import DayField, StaffForm

USUAL_DAYS = 14
NO_CONCERN = s_("Please choose the concern.")
NO_DAY = s_("Please write until which day.")
ODD_DAY = s_("The day lies between today and 60 days from now.")
NO_MOBILE = s_("An SMS needs the number of a mobile phone.")
NO_ADDRESS = s_("Please write the whole address, in several lines.")


class InvitationForm(StaffForm):
    """One concern, until one day, to one person, on one way."""

    once = HiddenField()
    name = name_field(
        s_("Name"),
        hint=s_("The customer gives it to open the offer; one part of it is enough."),
        missing=s_("Please write the name."),
    )
    concern = SelectField(s_("Concern"), validate_choice=False)
    channel = SelectField(s_("Kind"), validate_choice=False)
    until = DayField(s_("Can be used until"))
    languages = SelectField(s_("Language"), validate_choice=False)
    interpreter = SelectField(s_("Interpreter"), validate_choice=False)
    way = SelectField(s_("How it gets to the customer"), validate_choice=False)
    number = number_field()
    email = mail_field(s_("Mail"))
    phone = phone_field()
    address = postal_field(s_("Address for the letter"))
    private = BooleanField(s_("Others read mail or telephone: only on paper, handed over"))

    def prepare(
        self,
        office: Office,
        content: Content,
        *,
        tongues: Iterable[tuple[str, str]],
        sends_sms: object,
    ) -> None:
        """Fill in the lists."""
        offered = concerns.offered(office.key, content)
        self.concern.choices = [("", s_("Please choose"))]
        self.concern.choices += [(each.key, each.keyword) for each in offered]
        self.channel.choices = [(str(each), words.CHANNELS[each]) for each in office.channels]
        self.interpreter.choices = [("", s_("not needed"))]
        self.interpreter.choices += [
            (each.tag, str(each.german_name)) for each in content.interpreter_languages.values()
        ]
        self.languages.choices = list(tongues)
        ways = [way for way in words.WAYS if way is not Way.SMS or sends_sms]
        self.way.choices = [(way.value, words.WAYS[way]) for way in ways]

    def begin(self, now: datetime) -> None:
        """What is usual."""
        day = now.date() + timedelta(days=USUAL_DAYS)
        self.until.data = f"{day:%d.%m.%Y}"
        self.languages.data = "de"

    def take(self, appointment: Appointment) -> None:
        """Begin with what an appointment says: nothing is asked twice."""
        person = appointment.person
        self.name.data, self.number.data = person.name, person.number
        self.private.data = person.private
        if not person.private:
            self.email.data, self.phone.data = person.email, person.phone
            if person.shared_mail:
                self.email.data = ""
            self.address.data = person.address
        self.concern.data, self.channel.data = appointment.wish.concern, appointment.wish.channel
        self.interpreter.data = appointment.wish.interpreter or ""
        self.languages.data = appointment.languages.partition("+")[0]

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the fields: a concern, a day, and a contact for the way that was chosen."""
        super().validate(extra_validators)
        for field in (self.channel, self.interpreter, self.languages, self.way):
            known = [value for value, *_rest in field.iter_choices()]
            field.data = field.data if field.data in known else known[0]
        if self.concern.data not in [value for value, *_rest in self.concern.iter_choices()][1:]:
            self.concern.errors = [NO_CONCERN]
        if not self.until.errors and self.until.day is None:
            self.until.errors = [NO_DAY]
        if self.until.day and not self._is_soon(self.until.day):
            self.until.errors = [ODD_DAY]
        self._check_way(Way(self.way.data))
        return not self.errors

    def _is_soon(self, day: date) -> bool:
        today = portal().now().date()
        return today <= day <= today + timedelta(days=booking_invitations.MOST_DAYS)

    def _check_way(self, way: Way) -> None:
        """Say at its field what the way lacks."""
        if way not in booking_invitations.ways_of(self.invited):
            self.way.errors = [sentence_of(NoContactForWay)]
        elif way is Way.SMS and not self.phone.errors and not is_mobile(self.phone.data):
            self.phone.errors = [NO_MOBILE]
        if self.address.data and not is_whole_address(self.address.data):
            self.address.errors = [NO_ADDRESS]

    @property
    def invited(self) -> Invited:
        """Who is invited."""
        return Invited(
            name=self.name.data,
            number=numbers.normalise(self.number.data) if self.number.data else "",
            email=self.email.data,
            phone=self.phone.data,
            address=self.address.data,
            is_private=bool(self.private.data),
        )

    def request(self, office: Office) -> Request:
        """What is asked for; only of a valid form."""
        assert self.until.day is not None
        return Request(
            office=office.key,
            concern=self.concern.data,
            channel=Channel(self.channel.data),
            way=Way(self.way.data),
            until=self.until.day,
            invited=self.invited,
            languages=self.languages.data,
            interpreter=self.interpreter.data,
        )
