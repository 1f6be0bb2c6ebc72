"""The questions about partner organisations, their people, and the consent of a client."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice as Option
from wtforms.validators import StopValidation

from backend.domain.partners import OrganisationKind
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.languages import text_of as _
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, Said, Valid, tidy
from backend.web.staff_fields import DayField, StaffForm
from backend.web.staffing.forms import MAIL_LINE, is_mail

KINDS = {
    OrganisationKind.COUNSELLING: s_("Advice centre"),
    OrganisationKind.GUARDIANS: s_("Professional guardians"),
}
NAME_LINE = {"autocomplete": "off", "dir": "auto", "spellcheck": "false"}


def _name(label: Text, hint: Text | str = "") -> Any:
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[Said(s_("Please write the name.")), AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw=NAME_LINE,
    )


def _mail() -> Any:
    return StringField(
        s_("Mail address at work"),
        description=s_("The invitation goes there. It is good for seven days."),
        filters=[tidy],
        validators=[
            Said(s_("Please write the mail address.")),
            AtMost(LONGEST_LINE, TOO_LONG),
            Valid(is_mail, s_("Please look at the mail address again.")),
        ],
        render_kw=MAIL_LINE | {"autocomplete": "off"},
    )


class OrganisationForm(StaffForm):
    """Name, kind and agreement of an organisation."""

    name = _name(s_("Name of the organisation"))
    kind = SelectField(
        s_("What it does"),
        choices=[Option(kind.value, label) for kind, label in KINDS.items()],
    )
    is_neutral = BooleanField(
        s_("Show “advice centre” only"),
        description=s_("Where the name says too much, as of a women’s shelter."),
    )
    agreed_on = DayField(s_("Agreement signed on"))
    agreement = StringField(
        s_("Where the agreement lies"),
        description=s_("Such as a file number. No names."),
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw=NAME_LINE,
    )


class AdmissionForm(OrganisationForm):
    """A new organisation with the person who leads it here."""

    lead_name = _name(s_("Name of the lead"), s_("Invites the colleagues."))
    mail = _mail()


class ColleagueForm(StaffForm):
    """Somebody new of an organisation."""

    name = _name(s_("Name"))
    mail = _mail()
    leads = BooleanField(s_("Also invites and removes colleagues"))


class Agreed:
    """A validator for the tick without which nobody books for anybody (R107)."""

    def __call__(self, _form: object, field: Any) -> None:
        if not field.data:
            raise StopValidation(_("Please agree first. Without it we cannot book together."))


class ConsentForm(StaffForm):
    """The client's consent; its label is the sentence itself."""

    agreed = BooleanField(validators=[Agreed()])
    comes_along = BooleanField(_("The advice centre comes to the appointment with me"))
