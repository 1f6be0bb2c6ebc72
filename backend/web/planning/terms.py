"""How areas, channels and phases are called where an office is arranged; and its own numbers."""

import re
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from backend.content import Office
from backend.domain.imports import Column, Finding
from backend.domain.numbers import latin_digits
from backend.domain.periods import CELL_MINUTES
from backend.domain.phases import PhaseKind
from backend.domain.roles import Place, Powers, may_set_offers
from backend.languages import Shown, Text, editorial
from backend.languages import staff_text as s_
from backend.store.capacity import Group
from backend.web.fields import tidy
from backend.web.planning import words
from backend.web.planning.pages import place_of
from backend.web.portal import portal

AREAS = {
    "entrance": s_("Entrance zone"),
    "youth": s_("Entrance zone of the youth office"),
    "benefits": s_("Benefits"),
    "placement": s_("Work and training"),
}
KINDS = {
    PhaseKind.NORMAL: s_("Usual operation"),
    PhaseKind.EMERGENCIES_ONLY: s_("Emergencies only"),
    PhaseKind.PHONE_ONLY: s_("By phone only, emergencies also in person"),
    PhaseKind.CLOSED: s_("Closed"),
}
COLUMNS = {
    Column.OFFICE: s_("Office"),
    Column.CONCERN: s_("Concern"),
    Column.DAY: s_("Day"),
    Column.TIME: s_("Time"),
    Column.CHANNEL: s_("Kind of appointment"),
    Column.NAME: s_("Name"),
    Column.FIRST_NAME: s_("First name"),
    Column.MAIL: s_("Mail address"),
    Column.PHONE: s_("Telephone"),
    Column.NUMBER: s_("Customer number or BG number"),
    Column.LANGUAGE: s_("Language to interpret"),
    Column.BORN: s_("Birth date"),
}
FINDINGS = {
    Finding.UNKNOWN_OFFICE: s_("The office is not known."),
    Finding.UNKNOWN_CONCERN: s_("The concern is not known."),
    Finding.NOT_TAKEN: s_("No group of the office takes this concern in this way."),
    Finding.ODD_CHANNEL: s_("The kind of appointment cannot be read."),
    Finding.ODD_DAY: s_("The day cannot be read."),
    Finding.ODD_TIME: s_("The time cannot be read, or is no multiple of five minutes."),
    Finding.PAST: s_("It lies behind."),
    Finding.NO_NAME: s_("There is no name."),
    Finding.TAKEN_BEFORE: s_("It has been taken over before."),
    Finding.TWICE: s_("The same line stands above."),
    Finding.SAME_PERSON: s_("This person has another open appointment, here or above."),
    Finding.NO_COUNTER: s_("No counter is free: it goes onto the list to be placed."),
    Finding.ODD_MAIL: s_("The mail address is odd and is left out."),
    Finding.ODD_PHONE: s_("The telephone number is odd and is left out."),
    Finding.NO_PHONE: s_("By telephone, but without a number."),
    Finding.ODD_NUMBER: s_("The customer number looks unusual."),
    Finding.ODD_LANGUAGE: s_("The language is not known and is left out."),
    Finding.ODD_BIRTH_DATE: s_("The birth date cannot be read and is left out."),
}
LONGEST_TITLE = 80
TOO_LONG: Text = s_("This is too long.")
NO_NUMBER: Text = s_("Please write a whole number.")
NO_CLOCK: Text = s_("Please write a time such as 6:00.")
NO_STEP: Text = s_("Please write minutes in steps of five.")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def may_set_group(powers: Powers, group: Group) -> bool:
    """Whether counters and offers of the group may be changed (R113)."""
    return may_set_offers(powers, place_of(group))


def may_set_office(powers: Powers, office: Office) -> bool:
    """Whether groups, rules and phases of the office may be changed (R113)."""
    return may_set_offers(powers, Place(office.key))


class NumberField(StringField):
    """A whole number between two; `number` is None where nothing, or no number, is written."""

    number: int | None = None

    def __init__(self, label: Shown, *, least: int, most: int, **named: Any) -> None:
        self.least, self.most = least, most
        keywords = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        super().__init__(label, filters=[_tidy_number], render_kw=keywords, **named)

    def pre_validate(self, form: Any) -> None:
        """Read the number; `StopValidation` when it is none, or out of bounds."""
        if not self.data:
            return
        if not self.data.isdecimal() or len(self.data) > 6:
            raise StopValidation(NO_NUMBER)
        number = int(self.data)
        if not self.least <= number <= self.most:
            raise StopValidation(out_of_bounds(self.least, self.most))
        self.number = number


class MinutesField(NumberField):
    """Minutes, in steps of five (D22)."""

    def pre_validate(self, form: Any) -> None:
        """Read the minutes; `StopValidation` when they do not fit."""
        super().pre_validate(form)
        if self.number is not None and self.number % CELL_MINUTES:
            self.number = None
            raise StopValidation(NO_STEP)


class ClockField(StringField):
    """A time of day as `6:00`; `minute` counts from midnight, None where nothing is written."""

    minute: int | None = None

    def __init__(self, label: Shown, **named: Any) -> None:
        keywords = {"autocomplete": "off", "dir": "ltr"}
        super().__init__(label, filters=[_tidy_number], render_kw=keywords, **named)

    def pre_validate(self, form: Any) -> None:
        """Read the time; `StopValidation` when it is none."""
        if not self.data:
            return
        read = _CLOCK.fullmatch(self.data)
        hour, minute = (int(read[1]), int(read[2] or 0)) if read else (24, 0)
        if hour > 23 or minute > 59:
            raise StopValidation(NO_CLOCK)
        self.minute = hour * 60 + minute


def out_of_bounds(least: int, most: int) -> Text:
    """The sentence for a number that is too small or too large."""
    return s_("Please write a number from %(least)s to %(most)s.", least=least, most=most)


def concern_title(key: str) -> Text | str:
    """What a concern is called; its key where the catalogue has it no more."""
    concern = portal().content.concerns.get(key)
    return editorial(concern.title) if concern else key


def clock(minute: int) -> str:
    """A minute of the day as it is typed."""
    return words.clock(minute)


def _tidy_number(value: str | None) -> str:
    return latin_digits(tidy(value)).replace(" ", "")
