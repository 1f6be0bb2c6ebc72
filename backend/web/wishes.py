"""Questions about earlier times, the same on the customer's own page and at the desk."""

from datetime import date, datetime, timedelta
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice as Option
from wtforms.validators import StopValidation

from backend.domain.appointments import Appointment
from backend.domain.wishes import Choices, Half, Terms, Waiting
from backend.languages import Day
from backend.languages import text_of as _
from backend.web.portal import portal

ANY_DAY = _("Any day")


def terms() -> Terms:
    """How this house keeps earlier times for who waits."""
    settings = portal().settings
    return Terms(
        minutes=settings.earlier_minutes,
        hours=settings.earlier_hours,
        pause_minutes=settings.cancelled_pause_minutes,
    )


def former(waiting: Waiting | None) -> dict[str, str]:
    """What was chosen before, by the names of the questions."""
    choices = waiting.choices if waiting else Choices()
    return {
        "half": choices.half.value,
        "first_day": str(choices.first_day or ""),
        "last_day": str(choices.last_day or ""),
    }


def list_days(form: Any, appointment: Appointment, *, now: datetime) -> None:
    """Fill the lists of a form with the days before the appointment, without Sundays."""
    first = now.date() + timedelta(days=1)
    days = [first + timedelta(days=number) for number in range((appointment.day - first).days)]
    options = [Option(day.isoformat(), Day(day)) for day in days if day.weekday() < 6]
    form.first_day.choices = form.last_day.choices = [Option("", ANY_DAY), *options]


def chosen(form: Any) -> Choices:
    """The answers of a form that is valid."""
    return Choices(
        half=Half(form.half.data or Half.ANY),
        first_day=_day(form.first_day.data),
        last_day=_day(form.last_day.data),
    )


def moment(text: str) -> datetime | None:
    """The wall-clock start a button stands for; None when it was tampered with."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo else found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Preset(RadioField):
    """Radios with a usual answer: one that is missing or unknown counts as that."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in {value for value, *_rest in self.iter_choices()}:
            self.process_data(self.default)


class Listed(SelectField):
    """A list to open; an unknown value counts as nothing chosen."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in {value for value, *_rest in self.iter_choices()}:
            self.process_data("")


class Questions:
    """Which earlier times suit; nothing chosen: any of them. Part of a form."""

    half = Preset(
        _("Time of day"),
        choices=[
            Option(Half.ANY.value, _("Any time")),
            Option(Half.MORNING.value, _("Morning")),
            Option(Half.AFTERNOON.value, _("Afternoon")),
        ],
        default=Half.ANY.value,
    )
    first_day = Listed(_("First day"))
    last_day = Listed(_("Last day"))

    def validate_last_day(self, field: Any) -> None:
        """The last day must not lie before the first one (both as `2026-12-24`)."""
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise StopValidation(_("The last day lies before the first day."))
