"""The questions about a stop: when, where, and when anybody may come."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from wtforms import StringField

from backend.content import Office
from backend.domain.stops import Stop
from backend.languages import staff_text as s_
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, Said, Valid, tidy, tidy_digits
from backend.web.planning import words
from backend.web.portal import portal
from backend.web.staff_fields import ClockField, DayField, RevisionField, StaffForm

MOST_WEEKS = 53
TIME_NEEDED = s_("Please write a time such as 8:00.")
LINE = {"autocomplete": "off", "dir": "ltr", "lang": "de"}


def _line(label: Any, needed: Any = None, hint: Any = "") -> StringField:
    checks = [Said(needed)] if needed else []
    return StringField(
        label,
        description=hint,
        filters=[tidy],
        validators=[*checks, AtMost(LONGEST_LINE, TOO_LONG)],
        render_kw=LINE,
    )


class StopForm(StaffForm):
    """One stop, or the same stop every week."""

    day = DayField(s_("Day"))
    until = DayField(
        s_("Every week until"),
        description=s_("Leave it empty for one day. Public holidays are left out."),
    )
    start = ClockField(s_("From (time)"))
    end = ClockField(s_("until (time)"))
    place = _line(
        s_("Place of the stop"),
        s_("Please write the place."),
        s_("As people call it, such as Marktplatz."),
    )
    street = _line(s_("Street and number"), s_("Please write street and number."))
    postcode = StringField(
        s_("Postcode"),
        filters=[tidy_digits],
        validators=[
            Said(s_("Please write the postcode.")),
            Valid(
                lambda text: re.fullmatch(r"[0-9]{5}", text) is not None,
                s_("A postcode has 5 digits."),
            ),
        ],
        render_kw={**LINE, "inputmode": "numeric"},
    )
    city = _line(s_("Town"), s_("Please write the town."))
    way = _line(
        s_("How to get there"),
        hint=s_("Bus and tram, and where to look. German, it is shown as it stands."),
    )
    open_start = ClockField(
        s_("Without an appointment from"), description=s_("Leave both empty for no such hours.")
    )
    open_end = ClockField(s_("until (time)"))
    revision = RevisionField()

    @classmethod
    def shown(cls, office: Office, seen: Stop | None) -> "StopForm":
        """The form for a stop, or for a new one of this office; filled in by what was sent."""
        if seen is None:
            return cls(city=office.city)
        start, end = seen.open_hours or (None, None)
        return cls(
            start=words.clock(seen.start),
            end=words.clock(seen.end),
            place=seen.place,
            street=seen.street,
            postcode=seen.postcode,
            city=seen.city,
            way=seen.way,
            open_start="" if start is None else words.clock(start),
            open_end="" if end is None else words.clock(end),
            revision=str(seen.revision),
        )

    def stops(self, seen: Stop | None, *, today: date) -> list[Stop]:
        """What was asked for; nothing, with errors at the fields, where it makes no sense."""
        is_valid = self.validate()
        day = self._day(seen, today)
        self._check_times()
        if not is_valid or self.errors or day is None:
            return []
        stop = self._stop(day)
        if seen is not None:
            return [replace(stop, id=seen.id, revision=self.revision.seen)]
        return [replace(stop, day=each) for each in _weekly(day, self.until.day or day)]

    def _stop(self, day: date) -> Stop:
        return Stop(
            day=day,
            start=self.start.minutes or 0,
            end=self.end.minutes or 0,
            place=self.place.data,
            street=self.street.data,
            postcode=self.postcode.data,
            city=self.city.data,
            way=self.way.data or "",
            open_start=self.open_start.minutes,
            open_end=self.open_end.minutes,
        )

    def _day(self, seen: Stop | None, today: date) -> date | None:
        """The day of a stop stays: who wants another one cancels it and adds a new one."""
        if seen is not None:
            return seen.day
        day, until = self.day.day, self.until.day
        if day is None:
            self.day.errors = self.day.errors or [s_("Please write a day such as 24.12.2026.")]
        elif day < today:
            self.day.errors = [s_("This day lies behind.")]
        elif until and until < day:
            self.until.errors = [s_("The last day lies before the first one.")]
        elif until and until > day + timedelta(weeks=MOST_WEEKS):
            self.until.errors = [s_("At most a year can be planned at once.")]
        return day

    def _check_times(self) -> None:
        for field in (self.start, self.end):
            if field.minutes is None and not field.errors:
                field.errors = [TIME_NEEDED]
        start, end = self.start.minutes, self.end.minutes
        if start is None or end is None:
            return
        if end <= start:
            self.end.errors = [s_("The end lies before the beginning.")]
            return
        first, last = self.open_start.minutes, self.open_end.minutes
        if first is None and last is None:
            return
        if first is None or last is None or last <= first or first < start or last > end:
            self.open_end.errors = [s_("These hours must lie within the stop.")]


def _weekly(first: date, last: date) -> Iterable[date]:
    """Every week from the first to the last day, without public holidays but the chosen day."""
    content = portal().content
    days = [first + timedelta(days=each) for each in range(0, (last - first).days + 1, 7)]
    return [day for day in days if day == first or day not in content.public_holidays(day.year)]


def title_of(stop: Stop) -> str:
    """A stop in one line, such as `Di 24.11.2026, 10:00–13:00, Marktplatz`."""
    return f"{words.short(stop.day)}, {words.hours(stop.start, stop.end)}, {stop.place}"
