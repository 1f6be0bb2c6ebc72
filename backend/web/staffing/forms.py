"""The questions about signing in, accounts and roles."""

from typing import Any

from wtforms import PasswordField, SelectField, StringField

from backend.domain.accounts import LONGEST_PASSWORD
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.web.fields import (
    LONGEST_LINE,
    TOO_LONG,
    AtMost,
    Boxes,
    Form,
    Said,
    tidy,
    tidy_digits,
)
from backend.web.person_fields import name_field, work_mail_field
from backend.web.staff_fields import DayField, StaffForm

NO_PASSWORD = s_("Please write your password.")
NO_NEW_PASSWORD = s_("Please write a new password.")
NO_CODE = s_("Please write the code.")
PASSWORD_HINT = s_(
    "At least 12 characters. Several words in a row are easy to remember; capitals and digits are "
    "not needed."
)
CODE_LINE = {
    "inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "spellcheck": "false",
}  # fmt: skip
MAIL_LINE = {"autocomplete": "username", "dir": "ltr", "spellcheck": "false", "inputmode": "email"}


class SecretField(PasswordField):
    """A password; never sent back to the browser."""

    def _value(self) -> str:
        return ""


def _secret(label: Text, *, empty: Text, autocomplete: str, hint: Text | str = "") -> Any:
    return SecretField(
        label,
        description=hint,
        validators=[Said(empty), AtMost(LONGEST_PASSWORD, TOO_LONG)],
        render_kw={"autocomplete": autocomplete, "dir": "ltr", "spellcheck": "false"},
    )


def present_password() -> Any:
    """The question for the password somebody has now."""
    return _secret(s_("Your password"), empty=NO_PASSWORD, autocomplete="current-password")


def new_password() -> Any:
    """The question for the password somebody shall have."""
    return _secret(
        s_("New password"), empty=NO_NEW_PASSWORD, autocomplete="new-password", hint=PASSWORD_HINT
    )


class SignInForm(Form):
    """Mail address and password."""

    mail = StringField(
        s_("Mail address"),
        filters=[tidy],
        validators=[Said(s_("Please write your mail address.")), AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw=MAIL_LINE,
    )
    password = present_password()


class ForgottenForm(Form):
    """The address to which a link goes, if there is an account."""

    mail = StringField(
        s_("Mail address"),
        filters=[tidy],
        validators=[Said(s_("Please write your mail address.")), AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw=MAIL_LINE,
    )


class ChosenPasswordForm(Form):
    """The first password, or a new one, behind a link."""

    password = new_password()


class CodeForm(StaffForm):
    """The second step."""

    code = StringField(
        s_("Code"),
        description=s_("Six digits from the app on your telephone, or one of your recovery codes."),
        filters=[tidy_digits],
        validators=[Said(NO_CODE), AtMost(40, TOO_LONG)],
        render_kw=CODE_LINE,
    )


class FactorForm(StaffForm):
    """Proves that the telephone has the secret."""

    code = StringField(
        s_("Code that the app shows"),
        filters=[tidy_digits],
        validators=[Said(NO_CODE), AtMost(40, TOO_LONG)],
        render_kw=CODE_LINE,
    )


class FactorAgainForm(FactorForm):
    """In place of an older one it takes the password too."""

    password = present_password()


class PasswordAgainForm(StaffForm):
    """The password once more, before something weighty."""

    password = present_password()


class PasswordForm(StaffForm):
    """Another password."""

    old = present_password()
    new = new_password()


class RulesForm(StaffForm):
    """Which roles demand a second factor."""

    kinds = Boxes(s_("A second factor is demanded of"))


class GrantForm(StaffForm):
    """A role or right, a place, and the days for which it is lent."""

    kind = SelectField(s_("Role or right"), validate_choice=False)
    place = SelectField(s_("Where"), validate_choice=False)
    first_day = DayField(s_("From"), description=s_("Leave both days empty where it shall last."))
    last_day = DayField(s_("Up to and including"))


class PersonForm(StaffForm):
    """Another name, another office."""

    name = name_field(s_("Name"), missing=s_("Please write the name."))
    home = SelectField(
        s_("Belongs to"),
        description=s_("The administrators there look after the account."),
        validate_choice=False,
    )


class InviteForm(GrantForm):
    """Somebody new with a first role."""

    name = name_field(
        s_("Name"), hint=s_("As colleagues know the person."), missing=s_("Please write the name.")
    )
    mail = work_mail_field()


class AuditForm(StaffForm):
    """What to look for in the audit log: one thing, or one purpose."""

    reference = StringField(
        s_("Appointment number, group or person"),
        description=s_("Such as K7M4-2PX9, mitte-eingang or P-12. Shows who did what with it."),
        filters=[tidy_digits],
        validators=[AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"},
    )
    purpose = SelectField(
        s_("or a purpose in the last 30 days"),
        description=s_("Shows what was done, not by whom."),
        validate_choice=False,
    )
