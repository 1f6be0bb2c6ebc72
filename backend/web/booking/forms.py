"""The questions about the person: who, how to reach, how to keep the appointment; and the time."""

from collections.abc import Collection
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice as Option
from wtforms.validators import StopValidation

from backend.domain import numbers
from backend.domain.appointments import Delivery, ForWhom
from backend.languages import text_of as _
from backend.letters.sms import is_mobile
from backend.web.fields import (
    LONGEST_LINE,
    LONGEST_TEXT,
    TOO_LONG,
    AtMost,
    Choice,
    Form,
    Said,
    Valid,
    tidy,
    tidy_digits,
    tidy_lines,
)

ODD_NUMBER = _(
    "This number looks unusual. Please compare it with your letter. "
    "If it is right, just press Continue."
)
ODD_PHONE = _("The telephone number is not complete. Please look at it again.")
NO_MOBILE = _("Please write the number of a mobile phone for the SMS.")
LATIN_LINE = {"dir": "ltr", "spellcheck": "false"}
NAME_LINE = {"dir": "auto", "spellcheck": "false", "autocomplete": "name"}


class TimeForm(Form):
    """Which time; late ones are for people who work or take part in a measure (R39)."""

    start = HiddenField()
    employed = BooleanField(_("I work, or I take part in a measure."))


class WhoForm(Form):
    """For whom, the name and the number (D4, D6, R5)."""

    for_whom = Choice(
        _("For whom is the appointment?"),
        unanswered=_("Please choose for whom the appointment is."),
        choices=[
            Option(str(ForWhom.MYSELF), _("For me")),
            Option(str(ForWhom.MY_CHILD), _("For my child")),
            Option(str(ForWhom.REPRESENTED), _("For somebody I represent (guardian, authority)")),
        ],
    )
    name = StringField(
        _("Full name of the person with the appointment"),
        description=_("As it is written in the papers."),
        filters=[tidy],
        validators=[Said(_("Please write the name.")), AtMost(120, TOO_LONG)],
        render_kw=NAME_LINE,
    )
    number = StringField(
        _("Customer number or BG number"),
        description=_("It stands at the top right of every letter from the Jobcenter."),
        filters=[tidy_digits],
        validators=[AtMost(40, TOO_LONG)],
        render_kw={**LATIN_LINE, "autocomplete": "off"},
    )
    no_number = BooleanField(_("I do not have one, or not with me"))
    seen = HiddenField()
    """The odd-looking number somebody has been shown the warning for."""

    def without_number(self) -> None:
        """Do not ask for what nobody needs to have there (R108)."""
        del self.number, self.no_number

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the fields: an odd number is pointed at once, then accepted (D11)."""
        is_valid = bool(super().validate(extra_validators))
        if self.number is None:
            return is_valid
        if self.no_number.data:
            self.number.data = ""
        number = self.number.data
        if is_valid and number and not numbers.looks_right(number) and self.seen.data != number:
            self.seen.data = number
            self.number.errors = [ODD_NUMBER]
            return False
        if is_valid and number:
            self.number.data = numbers.normalise(number)
        return is_valid


class MoreForm(Form):
    """What only some are asked: who represents, a Latin spelling, the birth date (D4–D6)."""

    representative = StringField(
        _("Your own name"),
        description=_("You book for another person. We write your name beside theirs."),
        filters=[tidy],
        validators=[AtMost(120, TOO_LONG)],
        render_kw=NAME_LINE,
    )
    latin_name = StringField(
        _("The name in Latin letters (voluntary)"),
        description=_("As it is written in the passport or residence permit."),
        filters=[tidy],
        validators=[AtMost(120, TOO_LONG)],
        render_kw={**LATIN_LINE, "autocomplete": "off"},
    )
    birth_day = StringField(_("Day"), filters=[tidy_digits], render_kw={"autocomplete": "bday-day"})
    birth_month = StringField(
        _("Month"), filters=[tidy_digits], render_kw={"autocomplete": "bday-month"}
    )
    birth_year = StringField(
        _("Year"), filters=[tidy_digits], render_kw={"autocomplete": "bday-year"}
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        for field, least, most in (
            (self.birth_day, 1, 31),
            (self.birth_month, 1, 12),
            (self.birth_year, 1900, 2100),
        ):
            if field.data and not _is_between(field.data, least, most):
                # One question, one sentence: it leads to the first of the fields that is odd.
                field.errors = [_("Please write the birth date with digits, such as 27 3 1985.")]
                return False
        return is_valid


def _is_between(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7 and least <= int(text) <= most


def is_phone(text: str) -> bool:
    """Whether the number may be one, as far as its length tells."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, "DE"))
    except phonenumbers.NumberParseException:
        return False


class MailAddress:
    """A validator that says what is missing in a mail address."""

    def __call__(self, _form: object, field: StringField) -> None:
        if not field.data:
            return
        if "@" not in field.data:
            raise StopValidation(_("The e-mail address is not complete. The sign @ is missing."))
        try:
            validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as error:
            raise StopValidation(
                _("The e-mail address is not right. Please look at it again.")
            ) from error


class ReachForm(Form):
    """How the office reaches somebody; all of it voluntary but the number of a phone talk."""

    email = StringField(
        _("E-mail (voluntary)"),
        description=_("We send you the confirmation and a reminder."),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG), MailAddress()],
        render_kw={**LATIN_LINE, "autocomplete": "email"},
    )
    phone = StringField(
        _("Telephone (voluntary)"),
        description=_("We only call if the appointment changes, or to remind you of it."),
        filters=[tidy_digits],
        validators=[
            AtMost(60, TOO_LONG),
            Valid(is_phone, ODD_PHONE),
        ],
        render_kw={**LATIN_LINE, "autocomplete": "tel"},
    )
    private = BooleanField(
        _("Other people read my mail or use my phone"),
        description=_("Then we send you nothing."),
    )

    sms = BooleanField(
        _("Send me the appointment and a reminder by SMS"),
        description=_("To a mobile phone. The SMS names day, time and place, not your concern."),
    )

    shared_mail = BooleanField(
        _("Send the messages to the advice centre"),
        description=_("For people without an address of their own."),
    )

    def alone(self) -> None:
        """No advice centre sits beside the person."""
        del self.shared_mail

    def without_sms(self) -> None:
        """Do not offer what nobody sends."""
        del self.sms

    def phone_alone(self) -> None:
        """Ask who moves an appointment for nothing but the number that is called."""
        del self.email, self.private, self.sms, self.shared_mail

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the fields: an SMS needs a mobile phone that nobody else reads (D17)."""
        is_valid = bool(super().validate(extra_validators))
        if self.sms is not None and self.sms.data:
            if self.private.data:
                self.sms.data = False
            elif not self.phone.errors and not is_mobile(self.phone.data):
                self.phone.errors = [NO_MOBILE]
                return False
        return is_valid

    def for_phone_talk(self) -> None:
        """Ask for the number that is called (R11)."""
        self.phone.label.text = _("Telephone")
        self.phone.description = _("We call you on this number.")
        self.phone.validators = [
            Said(_("Please write the telephone number we shall call.")),
            *self.phone.validators,
        ]


ADDRESS_LABEL = _("Address for the letter")
ADDRESS_HINT = _("Name, street and house number, postcode and town. You can add c/o.")
ADDRESS_LINES = {"dir": "ltr", "autocomplete": "street-address", "spellcheck": "false"}
NO_ADDRESS = _("Please write the whole address for the letter.")


def is_whole_address(address: str) -> bool:
    """A name and a place at least."""
    return address.count("\n") >= 1


class OrderForm(Form):
    """Paper forms by post (R83): an address, and nothing else about the person."""

    address = TextAreaField(
        ADDRESS_LABEL,
        description=ADDRESS_HINT,
        filters=[tidy_lines],
        validators=[
            Said(NO_ADDRESS),
            AtMost(LONGEST_TEXT, TOO_LONG),
            Valid(is_whole_address, NO_ADDRESS),
        ],
        render_kw=ADDRESS_LINES,
    )


class PaperForm(Form):
    """How the confirmation is kept by who gets no mail (D37)."""

    delivery = Choice(
        _("How do you want to keep your appointment?"),
        unanswered=_("Please choose how you want to keep your appointment."),
        choices=[
            Option(str(Delivery.NONE), _("I print it, take a photo or write it down")),
            Option(str(Delivery.LETTER), _("Send me a letter")),
            Option(str(Delivery.COUNTER), _("Keep a letter for me at the counter")),
            Option(str(Delivery.CALL), _("Call me and tell me day and time")),
        ],
    )
    address = TextAreaField(
        ADDRESS_LABEL,
        description=ADDRESS_HINT,
        filters=[tidy_lines],
        validators=[AtMost(LONGEST_TEXT, TOO_LONG)],
        render_kw=ADDRESS_LINES,
    )

    def offer(self, ways: Collection[Delivery]) -> None:
        """Offer only these ways."""
        self.delivery.choices = [
            option for option in self.delivery.choices if option.value in set(map(str, ways))
        ]
        if Delivery.LETTER not in ways:
            del self.address

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if (
            is_valid
            and self.delivery.data == Delivery.LETTER
            and not is_whole_address(self.address.data)
        ):
            self.address.errors = [NO_ADDRESS]
            is_valid = False
        return is_valid
