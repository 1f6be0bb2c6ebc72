"""The questions on the way to an appointment."""

from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice as Option
from wtforms.validators import StopValidation

from backend.content import Concern, Content, Office
from backend.domain import numbers
from backend.domain.appointments import Channel, Delivery, Draft, ForWhom, Need
from backend.languages import German, Text, Tongue, editorial
from backend.languages import text_of as _
from backend.web.fields import (
    LONGEST_LINE,
    LONGEST_TEXT,
    AtMost,
    Form,
    Said,
    Valid,
    tidy,
    tidy_digits,
    tidy_lines,
)

TOO_LONG = _("This is too long. Please write less.")
CHOOSE_ONE = _("Please choose one answer.")
ODD_NUMBER = _(
    "This number looks unusual. Please compare it with your letter. "
    "If it is right, just press Continue."
)
COMPANION = "companion"
HOUSEHOLD = "household"
NOBODY = "no"
OTHER = "other"
SIGN_LANGUAGE = "sign"
LATIN_LINE = {"dir": "ltr", "spellcheck": "false"}
NAME_LINE = {"dir": "auto", "spellcheck": "false", "autocomplete": "name"}

CHANNEL_NAMES = {
    Channel.IN_PERSON: _("I come to the office"),
    Channel.PHONE: _("You call me"),
    Channel.VIDEO: _("By video"),
}
CHANNEL_SYMBOLS = {Channel.IN_PERSON: "person", Channel.PHONE: "call", Channel.VIDEO: "video"}
NEED_NAMES = {
    Need.STEP_FREE: _("A way without steps"),
    Need.LARGE_PRINT: _("Large print"),
    Need.READ_ALOUD: _("Somebody reads texts to me"),
    Need.QUIET_PLACE: _("A quiet place to wait"),
    Need.CHILDREN: _("I bring children"),
    Need.NO_PHONE_CALLS: _("I cannot talk on the phone"),
    Need.SIGN_LANGUAGE: _("German Sign Language"),
}
CANNOT_PHONE = _("You cannot talk on the phone. Please choose: I come to the office.")
WHICH_LANGUAGE = _("Please choose the language from the list.")


class Choice(RadioField):
    """Radios none of which is chosen beforehand; an unknown value is the same as none."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in {value for value, *_rest in self.iter_choices()}:
            raise StopValidation(CHOOSE_ONE)


class Boxes(SelectMultipleField):
    """Checkboxes; unknown values are dropped."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        known = {value for value, *_rest in self.iter_choices()}
        self.data = [value for value in self.data or [] if value in known]


class Press(Form):
    """A button without questions."""


class NeedsForm(Form):
    """How the talk shall be: channel, interpreting, what the office shall provide (R10, D9)."""

    channel = Choice(_("How shall we talk?"))
    interpreting = Choice(
        _("Shall somebody interpret?"), description=_("That is free of charge for you.")
    )
    language = SelectField(_("If another language: which one?"), validate_choice=False)
    needs = Boxes(
        _("What can we do for you? (voluntary)"),
        description=_("We only use this to prepare the appointment."),
    )

    def prepare(
        self, concern: Concern, channels: tuple[Channel, ...], tongue: Tongue, content: Content
    ) -> None:
        """Fill in the choices for this concern and this reader."""
        self.channel.choices = [
            Option(str(channel), CHANNEL_NAMES[channel]) for channel in channels
        ]
        if len(channels) == 1:
            self.channel.data = str(channels[0])
        known = content.interpreter_languages
        own = known.get(tongue.tag)
        self.interpreting.choices = [
            Option(NOBODY, _("No")),
            *(
                [Option(own.tag, _("Yes, %(language)s", language=spoken(own.german_name)))]
                if own
                else []
            ),
            Option(OTHER, _("Yes, another language")),
            Option(SIGN_LANGUAGE, _("Yes, German Sign Language")),
        ]
        self.language.choices = [Option("", _("Choose a language"))] + [
            Option(language.tag, f"{language.autonym} – {spoken(language.german_name)}")
            for language in known.values()
        ]
        self.needs.choices = [
            Option(COMPANION, _("I bring somebody along")),
            *(
                [(HOUSEHOLD, _("Five or more people live with me"))]
                if concern.is_application
                else []
            ),
            *(
                Option(str(need), NEED_NAMES[need])
                for need in NEED_NAMES
                if need != Need.SIGN_LANGUAGE
            ),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if self.interpreting.data == OTHER and not self._chosen_language():
            self.language.errors = [WHICH_LANGUAGE]
            is_valid = False
        if self.channel.data == Channel.PHONE and Need.NO_PHONE_CALLS in (self.needs.data or ()):
            self.channel.errors = [CANNOT_PHONE]
            is_valid = False
        return is_valid

    def _chosen_language(self) -> str:
        known = {option.value for option in self.language.choices if option.value}
        return self.language.data if self.language.data in known else ""

    def answers(self) -> dict[str, Any]:
        """The answers as fields of a draft."""
        ticked = set(self.needs.data or ())
        needs = sorted(ticked - {COMPANION, HOUSEHOLD})
        interpreting = self.interpreting.data
        if interpreting == SIGN_LANGUAGE:
            needs.append(str(Need.SIGN_LANGUAGE))
        spoken = interpreting not in (NOBODY, SIGN_LANGUAGE, OTHER)
        return {
            "channel": Channel(self.channel.data),
            "interpreter": interpreting if spoken else self._language_or_none(),
            "companion": COMPANION in ticked,
            "large_household": HOUSEHOLD in ticked,
            "needs": tuple(needs),
        }

    def _language_or_none(self) -> str:
        return self._chosen_language() if self.interpreting.data == OTHER else ""

    def take(self, draft: Draft, tongue: Tongue) -> None:
        """Show what was answered before."""
        self.channel.data = self.channel.data or (str(draft.channel) if draft.channel else None)
        ticked = [need for need in draft.needs if need != Need.SIGN_LANGUAGE]
        ticked += [COMPANION] * draft.companion + [HOUSEHOLD] * draft.large_household
        self.needs.data = ticked
        if Need.SIGN_LANGUAGE in draft.needs:
            self.interpreting.data = SIGN_LANGUAGE
        elif draft.interpreter:
            is_own = draft.interpreter == tongue.tag
            self.interpreting.data = draft.interpreter if is_own else OTHER
            self.language.data = "" if is_own else draft.interpreter
        else:
            self.interpreting.data = NOBODY


def spoken(name: str) -> Text:
    """The name of a language to interpret."""
    return editorial(name)


def office_name(office: Office) -> German:
    """An office's proper name."""
    return German(office.name)


class TimeForm(Form):
    """Which time; late ones are for people who work or take part in a measure (R39)."""

    start = HiddenField()
    employed = BooleanField(_("I work, or I take part in a measure."))


class WhoForm(Form):
    """For whom, the name and the number (D4, D6, R5)."""

    for_whom = Choice(
        _("For whom is the appointment?"),
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

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the fields: an odd number is pointed at once, then accepted (D11)."""
        is_valid = bool(super().validate(extra_validators))
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
                field.errors = [_("Please write the birth date with digits, such as 27 3 1985.")]
                is_valid = False
        return is_valid


def _is_between(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdigit() and least <= int(text[:6]) <= most


def _is_phone(text: str) -> bool:
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
            validate_email(field.data, check_deliverability=False)
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
        description=_("We only call if the appointment changes."),
        filters=[tidy_digits],
        validators=[
            AtMost(60, TOO_LONG),
            Valid(_is_phone, _("The telephone number is not complete. Please look at it again.")),
        ],
        render_kw={**LATIN_LINE, "autocomplete": "tel"},
    )
    private = BooleanField(
        _("Other people read my mail or use my phone"),
        description=_("Then we send you nothing."),
    )

    def for_phone_talk(self) -> None:
        """Ask for the number that is called (R11)."""
        self.phone.label.text = _("Telephone")
        self.phone.description = _("We call you on this number.")
        self.phone.validators = [
            Said(_("Please write the telephone number we shall call.")),
            *self.phone.validators,
        ]


class PaperForm(Form):
    """How the confirmation is kept by who gets no mail (D37)."""

    delivery = Choice(
        _("How do you want to keep your appointment?"),
        choices=[
            Option(str(Delivery.NONE), _("I print it, take a photo or write it down")),
            Option(str(Delivery.LETTER), _("Send me a letter")),
        ],
    )
    address = TextAreaField(
        _("Address for the letter"),
        description=_("Name, street and house number, postcode and town. You can add c/o."),
        filters=[tidy_lines],
        validators=[AtMost(LONGEST_TEXT, TOO_LONG)],
        render_kw={"dir": "ltr", "autocomplete": "street-address", "spellcheck": "false"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if self.delivery.data == Delivery.LETTER and self.address.data.count("\n") < 1:
            self.address.errors = [_("Please write the whole address for the letter.")]
            is_valid = False
        return is_valid
