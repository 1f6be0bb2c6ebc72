"""Forms of the staff's pages: their token belongs to the session of who is signed in."""

import hmac
import re
from datetime import date
from typing import Any

from flask import g, request
from wtforms import HiddenField, StringField
from wtforms.csrf.core import CSRF
from wtforms.validators import StopValidation, ValidationError

from backend.domain.numbers import latin_digits
from backend.languages import Shown
from backend.languages import staff_text as s_
from backend.web import access
from backend.web.fields import SEND_AGAIN, Form, Press, tidy, tidy_digits


def has_token(sent: str | None) -> bool:
    """Whether a form was sent from a page that this session was shown."""
    visitor = g.get("visitor")
    return visitor is not None and hmac.compare_digest(
        (sent or "").encode(), access.token_of(visitor.session).encode()
    )


class SessionTokens(CSRF):
    """The form token of the staff; a wrong one keeps what was typed."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        """The token of the session."""
        return access.form_token()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        """Raise `ValidationError` unless the token is that of the session."""
        if not has_token(field.data):
            raise ValidationError(SEND_AGAIN)


class StaffForm(Form):
    """The base of forms behind the gate."""

    class Meta(Form.Meta):
        """Tokens of the session in place of the customers' cookie."""

        csrf_class = SessionTokens


class StaffPress(Press):
    """A button behind the gate."""

    def validate_on_submit(self) -> bool:
        """Whether the button was pressed, on a page that this session was shown."""
        if request.method != "POST":
            return False
        self.form_errors = [] if has_token(request.form.get("csrf_token")) else [SEND_AGAIN]
        return not self.form_errors


class RevisionField(HiddenField):
    """The revision a form was filled in with: nobody overwrites what they have not seen."""

    @property
    def seen(self) -> int:
        """The revision that was sent; -1 where there is none."""
        text = self.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else -1


NO_DAY = s_("Please write a day such as 24.12.2026.")


class DayField(StringField):
    """A day as `24.12.2026`, also without leading zeros; `day` is None where nothing is written."""

    day: date | None = None

    def __init__(self, label: Shown, **named: Any) -> None:
        keywords = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        super().__init__(label, filters=[_tidy_day], render_kw=keywords, **named)

    def pre_validate(self, form: Any) -> None:
        """Read the day; `StopValidation` when it is none."""
        if not self.data:
            return
        parts = self.data.split(".")
        try:
            day, month, year = (int(part) for part in parts)
            self.day = date(year, month, day)
        except ValueError as odd:
            raise StopValidation(NO_DAY) from odd


NO_TIME = s_("Please write a time such as 8:00.")
NOT_FIVE = s_("Times go by five minutes, such as 8:05.")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.,]?(\d{2}))?(?:uhr|h)?")


class ClockField(StringField):
    """A time as `8:00`, also as `8`, `8.30` or `0830`; `minutes` from midnight, None for nothing.

    `24:00` is the end of the day.
    """

    minutes: int | None = None

    def __init__(self, label: Shown, **named: Any) -> None:
        keywords = {"inputmode": "text", "autocomplete": "off", "dir": "ltr"}
        super().__init__(label, filters=[tidy_digits], render_kw=keywords, **named)

    def pre_validate(self, form: Any) -> None:
        """Read the time; `StopValidation` when it is none, or off the five-minute grid."""
        if not self.data:
            return
        match = _CLOCK.fullmatch(self.data.replace(" ", "").casefold())
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 1)
        if minute > 59 or hour * 60 + minute > 24 * 60:
            raise StopValidation(NO_TIME)
        if minute % 5:
            raise StopValidation(NOT_FIVE)
        self.minutes = hour * 60 + minute


def _tidy_day(value: str | None) -> str:
    return latin_digits(tidy(value)).replace(" ", "").strip(".")
