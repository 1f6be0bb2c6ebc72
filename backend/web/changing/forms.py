"""The questions about one's own appointment: its number, a name, a press on a button."""

from wtforms import StringField

from backend.domain.names import clean
from backend.languages import text_of as _
from backend.web.fields import Form, Said, reference_field, tidy

NO_MATCH = _("Number and name do not match. Please look at both again.")
WRONG_NAME = _("This name does not match. Please look at it again.")
NAME_HINT = _("As you gave it for the appointment. One part of it is enough.")
NAME_LINE = {"dir": "auto", "spellcheck": "false", "autocomplete": "name"}


def _name(value: str | None) -> str:
    return clean(tidy(value))


class LookupForm(Form):
    """The number of the appointment and any part of the name (R56, D4)."""

    reference = reference_field(
        _("Appointment number"), missing=_("Please write the appointment number.")
    )
    name = StringField(
        _("Your name"),
        description=NAME_HINT,
        filters=[_name],
        validators=[Said(_("Please write the name."))],
        render_kw=NAME_LINE,
    )


class NameForm(Form):
    """The name, asked from who has only the link (D17)."""

    name = StringField(
        _("What is your name?"),
        description=NAME_HINT,
        filters=[_name],
        validators=[Said(_("Please write the name."))],
        render_kw=NAME_LINE,
    )
