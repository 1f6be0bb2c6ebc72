"""Imports: the lines of an old tool's list, read leniently; what cannot be read is named (D35)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from backend.domain import folding
from backend.domain.appointments import Channel
from backend.domain.numbers import latin_digits

Key = TypeVar("Key", bound=StrEnum)


class Column(StrEnum):
    """What a column of the list tells."""

    OFFICE = "office"
    CONCERN = "concern"
    DAY = "day"
    TIME = "time"
    CHANNEL = "channel"
    NAME = "name"
    FIRST_NAME = "first_name"
    MAIL = "mail"
    PHONE = "phone"
    NUMBER = "number"
    LANGUAGE = "language"
    BORN = "born"


REQUIRED = (Column.OFFICE, Column.CONCERN, Column.DAY, Column.TIME, Column.NAME)
HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.OFFICE: ("Geschäftsstelle", "Standort", "Dienststelle", "Stelle", "Ort"),
    Column.CONCERN: ("Anliegen", "Dienstleistung", "Thema", "Grund", "Leistung"),
    Column.DAY: ("Datum", "Tag", "Termin", "Termin am", "Beginn", "Terminbeginn"),
    Column.TIME: ("Uhrzeit", "Zeit", "Von", "Um", "Startzeit"),
    Column.CHANNEL: ("Terminart", "Art", "Kanal"),
    Column.NAME: ("Name", "Nachname", "Familienname", "Kunde", "Kundin"),
    Column.FIRST_NAME: ("Vorname",),
    Column.MAIL: ("E-Mail", "Mail", "E-Mail-Adresse", "Mailadresse"),
    Column.PHONE: ("Telefon", "Telefonnummer", "Handy", "Mobil", "Rufnummer"),
    Column.NUMBER: ("Kundennummer", "BG-Nummer", "Kundennummer oder BG-Nummer"),
    Column.LANGUAGE: ("Sprache", "Dolmetschen", "Sprachbedarf"),
    Column.BORN: ("Geburtsdatum", "Geburtstag"),
}
"""By which headings a column is known; the first one stands in the explanation."""
CHANNELS = {
    Channel.IN_PERSON: ("persönlich", "vor Ort", "Präsenz", "in person", "in_person"),
    Channel.PHONE: ("telefonisch", "Telefon", "Anruf", "phone"),
    Channel.VIDEO: ("Video", "per Video", "online"),
}
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
_PLAIN_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?::00)?)?\s*(?:uhr|h)?")


class Finding(StrEnum):
    """What is the matter with a line."""

    UNKNOWN_OFFICE = "unknown_office"
    UNKNOWN_CONCERN = "unknown_concern"
    NOT_TAKEN = "not_taken"
    """The office takes the concern nowhere, or not on this channel."""
    ODD_CHANNEL = "odd_channel"
    ODD_DAY = "odd_day"
    ODD_TIME = "odd_time"
    PAST = "past"
    NO_NAME = "no_name"
    TAKEN_BEFORE = "taken_before"
    """It has been taken over already."""
    TWICE = "twice"
    """The same line stands above."""
    SAME_PERSON = "same_person"
    """The details count for another open appointment, here or above in the list (D2)."""
    NO_COUNTER = "no_counter"
    """No counter is free: it would stand on the list “to be placed” (D24)."""
    ODD_MAIL = "odd_mail"
    ODD_PHONE = "odd_phone"
    NO_PHONE = "no_phone"
    """An appointment by telephone without a number."""
    ODD_NUMBER = "odd_number"
    ODD_LANGUAGE = "odd_language"
    ODD_BIRTH_DATE = "odd_birth_date"


REFUSED = frozenset(
    {
        Finding.UNKNOWN_OFFICE, Finding.UNKNOWN_CONCERN, Finding.NOT_TAKEN, Finding.ODD_CHANNEL,
        Finding.ODD_DAY, Finding.ODD_TIME, Finding.PAST, Finding.NO_NAME, Finding.TAKEN_BEFORE,
        Finding.TWICE, Finding.SAME_PERSON,
    }
)  # fmt: skip
"""With one of these a line is not taken over; all others are warnings."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: its number as a spreadsheet counts, and its cells by column."""

    number: int
    cells: dict[Column, str]

    def cell(self, column: Column) -> str:
        """What stands in the column; empty where there is none."""
        return self.cells.get(column, "")


def columns_of(headings: Sequence[str]) -> dict[Column, int]:
    """Which column of the list tells what; the first one counts where two would do."""
    return places_of(headings, HEADINGS)


def places_of(headings: Sequence[str], names: Mapping[Key, tuple[str, ...]]) -> dict[Key, int]:
    """The place of each column among the headings, by the names it goes by."""
    known = {folding.folded(each): column for column, all_ in names.items() for each in all_}
    found: dict[Key, int] = {}
    for place, heading in enumerate(headings):
        column = known.get(folding.folded(heading))
        if column is not None and column not in found:
            found[column] = place
    return found


def missing(columns: dict[Column, int]) -> list[Column]:
    """The columns without which nothing can be read; a day may hold the time too."""
    needed = [each for each in REQUIRED if each is not Column.TIME]
    return [each for each in needed if each not in columns]


def start_of(day: str, clock: str) -> datetime | Finding:
    """The wall-clock start; the time may stand in the cell of the day too."""
    text, _, rest = " ".join(latin_digits(day).replace("T", " ").split()).partition(" ")
    read = day_of(text)
    if read is None:
        return Finding.ODD_DAY
    at = time_of(clock or rest)
    if at is None or at.minute % 5:
        return Finding.ODD_TIME
    return datetime.combine(read, at)


def day_of(text: str) -> date | None:
    """A day such as `24.12.2026`, `24.12.26` or `2026-12-24`."""
    german, plain = _GERMAN_DAY.fullmatch(text.strip()), _PLAIN_DAY.fullmatch(text.strip())
    try:
        if german:
            year = int(german[3]) + (2000 if len(german[3]) == 2 else 0)
            return date(year, int(german[2]), int(german[1]))
        if plain:
            return date(int(plain[1]), int(plain[2]), int(plain[3]))
    except ValueError:
        return None
    return None


def time_of(text: str) -> time | None:
    """A time such as `9:00`, `09.00 Uhr` or `9 Uhr`."""
    read = _TIME.fullmatch(latin_digits(text).strip().casefold())
    if read is None or int(read[1]) > 23 or int(read[2] or 0) > 59:
        return None
    return time(int(read[1]), int(read[2] or 0))


def channel_of(text: str) -> Channel | None:
    """The channel a word means; None for one nobody knows."""
    wanted = folding.folded(text)
    return next(
        (
            channel
            for channel, words in CHANNELS.items()
            if wanted in {folding.folded(each) for each in words}
        ),
        None,
    )
