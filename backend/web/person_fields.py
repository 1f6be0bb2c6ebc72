"""The lines in which staff write who somebody is and how to reach them."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import StringField, TextAreaField

from backend.languages import Text
from backend.languages import staff_text as s_
from backend.web.booking.forms import MailAddress, is_phone
from backend.web.fields import (
    LONGEST_LINE,
    LONGEST_TEXT,
    TOO_LONG,
    AtMost,
    Said,
    Valid,
    tidy,
    tidy_digits,
    tidy_lines,
)

LONGEST_NAME, LONGEST_NUMBER = 120, 60
NAME_LINE = {"autocomplete": "off", "dir": "auto", "spellcheck": "false"}
LATIN_LINE = {"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}
MAIL_LINE = LATIN_LINE | {"inputmode": "email"}
ODD_MAIL = s_("Please look at the mail address again.")


def is_mail(text: str) -> bool:
    """Whether it looks like a mail address."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def name_field(label: Text, *, hint: Any = "", missing: Text | None = None) -> Any:
    """A name in any script; it must be given where there is a sentence for its absence."""
    required = [Said(missing)] if missing else []
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[*required, AtMost(LONGEST_NAME, TOO_LONG)],
        render_kw=NAME_LINE,
    )


def number_field() -> Any:
    """The customer's own number."""
    return StringField(
        s_("Customer number or BG number"),
        filters=[tidy_digits],
        validators=[AtMost(LONGEST_NUMBER, TOO_LONG)],
        render_kw=LATIN_LINE,
    )


def phone_field(*, missing: Text | None = None) -> Any:
    """A telephone number; it must be given where there is a sentence for its absence."""
    required = [Said(missing)] if missing else []
    return StringField(
        s_("Telephone"),
        filters=[tidy_digits],
        validators=[
            *required,
            AtMost(LONGEST_NUMBER, TOO_LONG),
            Valid(is_phone, s_("This telephone number is not complete.")),
        ],
        render_kw=LATIN_LINE | {"inputmode": "tel"},
    )


def mail_field(label: Text) -> Any:
    """The mail address of a customer."""
    return StringField(
        label,
        filters=[tidy],
        validators=[AtMost(LONGEST_LINE, TOO_LONG), MailAddress()],
        render_kw=MAIL_LINE,
    )


def work_mail_field() -> Any:
    """The mail address of a new colleague; domains kept for trying out are fine."""
    return StringField(
        s_("Mail address at work"),
        description=s_("The invitation goes there. It is good for seven days."),
        filters=[tidy],
        validators=[
            Said(s_("Please write the mail address.")),
            AtMost(LONGEST_LINE, TOO_LONG),
            Valid(is_mail, ODD_MAIL),
        ],
        render_kw=MAIL_LINE,
    )


def postal_field(label: Text) -> Any:
    """Where a letter goes, in several lines."""
    return TextAreaField(
        label,
        filters=[tidy_lines],
        validators=[AtMost(LONGEST_TEXT, TOO_LONG)],
        render_kw=NAME_LINE,
    )
