"""The questions about partner organisations, their people, and the consent of a client."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice as Option
from wtforms.validators import StopValidation

from backend.domain.partners import OrganisationKind
from backend.languages import staff_text as s_
from backend.languages import text_of as _
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, tidy
from backend.web.person_fields import NAME_LINE, name_field, work_mail_field
from backend.web.staff_fields import DayField, StaffForm

KINDS = {
    OrganisationKind.COUNSELLING: s_("Advice centre"),
    OrganisationKind.GUARDIANS: s_("Professional guardians"),
}
NO_NAME = s_("Please write the name.")


class OrganisationForm(StaffForm):
    """Name, kind and agreement of an organisation."""

    name = name_field(s_("Name of the organisation"), missing=NO_NAME)
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

    lead_name = name_field(
        s_("Name of the lead"), hint=s_("Invites the colleagues."), missing=NO_NAME
    )
    mail = work_mail_field()


class LeadForm(StaffForm):
    """Somebody new of an organisation."""

    name = name_field(s_("Name"), missing=NO_NAME)
    mail = work_mail_field()


class ColleagueForm(LeadForm):
    """The same by its lead, who says whether there shall be another one."""

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

    def of_guardian(self) -> None:
        """A guardian says so of themselves (D6)."""
        self.comes_along.label.text = _("I come to the appointment too")
