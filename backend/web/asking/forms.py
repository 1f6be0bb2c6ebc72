"""The questions of who wants to be called back: name, phone, when, interpreting."""

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice as Option

from backend.content import Content
from backend.domain.callbacks import Caller, PartOfDay
from backend.languages import Tongue, editorial
from backend.languages import text_of as _
from backend.letters.sms import is_mobile
from backend.letters.wordings import said
from backend.web.booking.forms import (
    LATIN_LINE,
    NAME_LINE,
    NO_MOBILE,
    ODD_PHONE,
    MailAddress,
    is_phone,
)
from backend.web.fields import (
    LONGEST_LINE,
    TOO_LONG,
    AtMost,
    Choice,
    Form,
    Said,
    Valid,
    reference_field,
    tidy,
    tidy_digits,
)


class RequestForm(Form):
    """Everything on one page; who reads no form has the counter and the voicebox."""

    once = HiddenField()
    """Random: the same form sent twice asks for one call."""
    name = StringField(
        _("Your name"),
        filters=[tidy],
        validators=[Said(_("Please write the name.")), AtMost(120, TOO_LONG)],
        render_kw=NAME_LINE,
    )
    phone = StringField(
        _("Telephone"),
        description=_("We call you on this number."),
        filters=[tidy_digits],
        validators=[
            Said(_("Please write the telephone number we shall call.")),
            AtMost(60, TOO_LONG),
            Valid(is_phone, ODD_PHONE),
        ],
        render_kw={**LATIN_LINE, "autocomplete": "tel"},
    )
    part_of_day = Choice(
        _("When can we reach you best?"),
        unanswered=_("Please choose when we can reach you."),
        choices=[
            Option(str(PartOfDay.ANY), _("At any time")),
            Option(str(PartOfDay.MORNING), _("Morning")),
            Option(str(PartOfDay.AFTERNOON), _("Afternoon")),
        ],
    )
    interpreter = SelectField(
        _("Shall somebody interpret?"),
        description=_("That is free of charge for you."),
        validate_choice=False,
    )
    number = StringField(
        _("Customer number or BG number (voluntary)"),
        filters=[tidy_digits],
        validators=[AtMost(40, TOO_LONG)],
        render_kw={**LATIN_LINE, "autocomplete": "off"},
    )
    email = StringField(
        _("E-mail (voluntary)"),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG), MailAddress()],
        render_kw={**LATIN_LINE, "autocomplete": "email"},
    )
    sms = BooleanField(_("Send me day and time by SMS too"))

    def prepare(self, content: Content, tongue: Tongue, *, sends_sms: object) -> None:
        """Fill in the languages, the reader's own first; do not offer what nobody sends."""
        spoken = content.interpreter_languages
        own = spoken.get(tongue.tag)
        known = ([own] if own else []) + [each for each in spoken.values() if each is not own]
        self.interpreter.choices = [Option("", _("No"))] + [
            Option(each.tag, f"{each.autonym} – {editorial(each.german_name)}") for each in known
        ]
        if not sends_sms:
            del self.sms

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the fields: an SMS needs a mobile phone."""
        is_valid = bool(super().validate(extra_validators))
        if self.interpreter.data not in {option.value for option in self.interpreter.choices}:
            self.interpreter.data = ""
        if is_valid and self._wants_sms and not is_mobile(self.phone.data):
            self.phone.errors = [NO_MOBILE]
            is_valid = False
        return is_valid

    @property
    def _wants_sms(self) -> bool:
        return self.sms is not None and bool(self.sms.data)

    def caller(self) -> Caller:
        """Who is called."""
        return Caller(
            name=self.name.data,
            phone=self.phone.data,
            number=self.number.data,
            email=self.email.data,
            is_mail_wanted=bool(self.email.data),
            is_sms_wanted=self._wants_sms,
        )


class LookupForm(Form):
    """The number of the callback and any part of the name."""

    reference = reference_field(
        said("row.callback"), missing=_("Please write the number of your callback.")
    )
    name = StringField(
        _("Your name"),
        filters=[tidy],
        validators=[Said(_("Please write the name.")), AtMost(120, TOO_LONG)],
        render_kw=NAME_LINE,
    )
