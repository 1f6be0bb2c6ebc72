"""Values that look different in each language or must be isolated in a line: dates, numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup, escape

from backend.languages.tongues import Pair, Tongue, current

YEAR_IN_PATTERN = re.compile(r"(?:,|\sد)?\s*y+(\s*'[^']*')?\.?")
LEAF_LETTERS = 6
"""As many fit on the leaf of the day list; languages with longer short forms show one letter."""

LEFT_TO_RIGHT, ISOLATE_END = "\u2066", "\u2069"


class Shown:
    """Base of values and texts: shows itself in the pair being read, by `str` in its first."""

    def html(self, tongue: Tongue) -> Markup:
        raise NotImplementedError

    def plain(self, tongue: Tongue) -> str:
        raise NotImplementedError

    def __html__(self) -> Markup:
        return self.html(current().first)

    def __str__(self) -> str:
        return self.plain(current().first)


@dataclass(frozen=True, slots=True)
class Ltr(Shown):
    """A phone number, time, code or address: always left to right, isolated in a line."""

    value: str

    def html(self, tongue: Tongue) -> Markup:
        if tongue.is_rtl:
            return Markup('<bdi dir="ltr">%s</bdi>') % self.value
        return escape(self.value)

    def plain(self, tongue: Tongue) -> str:
        return f"{LEFT_TO_RIGHT}{self.value}{ISOLATE_END}" if tongue.is_rtl else self.value


@dataclass(frozen=True, slots=True)
class German(Shown):
    """A German proper name inside a sentence of any language."""

    value: str

    def html(self, tongue: Tongue) -> Markup:
        if tongue.is_german:
            return escape(self.value)
        return Markup('<bdi lang="de" dir="ltr">%s</bdi>') % self.value

    def plain(self, tongue: Tongue) -> str:
        return f"{LEFT_TO_RIGHT}{self.value}{ISOLATE_END}" if tongue.is_rtl else self.value


@dataclass(frozen=True, slots=True)
class Name(Shown):
    """A person's name in whatever script: isolated, its direction found by the browser."""

    value: str

    def html(self, tongue: Tongue) -> Markup:
        return Markup("<bdi>%s</bdi>") % self.value

    def plain(self, tongue: Tongue) -> str:
        return f"\u2068{self.value}{ISOLATE_END}"


@dataclass(frozen=True, slots=True)
class Day(Shown):
    """A date; `style` is `full`, `day`, `weekday`, `short`, `month_year` or `number`."""

    value: date
    style: str = "full"

    def html(self, tongue: Tongue) -> Markup:
        return escape(formatted_day(self.value, self.style, tongue.locale))

    def plain(self, tongue: Tongue) -> str:
        return formatted_day(self.value, self.style, tongue.locale)

    def __html__(self) -> Markup:
        return paired(self.html, current())


@dataclass(frozen=True, slots=True)
class Clock(Shown):
    """A time of day in 24 hours, such as 09:05; 9:05 in simple German (BITV 2.0, Annex 2)."""

    value: time

    def html(self, tongue: Tongue) -> Markup:
        return Ltr(self.digits(tongue)).html(tongue)

    def plain(self, tongue: Tongue) -> str:
        return Ltr(self.digits(tongue)).plain(tongue)

    def digits(self, tongue: Tongue) -> str:
        """Hours and minutes alone, for a place that is isolated already."""
        hour = f"{self.value.hour}" if tongue.is_simple else f"{self.value.hour:02}"
        return f"{hour}:{self.value.minute:02}"


@lru_cache(maxsize=4096)
def formatted_day(value: date, style: str, locale: Locale) -> str:
    """A date in Gregorian months and digits 0–9; `day` leaves the year out."""
    if style == "full":
        return str(format_date(value, "full", locale))
    if style == "day":
        full = locale.date_formats["full"].pattern
        return str(format_date(value, YEAR_IN_PATTERN.sub("", full), locale))
    if style == "short":
        return str(format_date(value, _leaf_pattern(locale), locale)).rstrip(".")
    patterns = {"weekday": "EEEE", "month_year": "MMMM y", "number": "dd.MM.y"}
    return str(format_date(value, patterns[style], locale))


@lru_cache(maxsize=64)
def _leaf_pattern(locale: Locale) -> str:
    """The same for all days of a week: a single letter beside whole words would look wrong."""
    names = locale.days["format"]["abbreviated"].values()
    fits = all(len(name.rstrip(".")) <= LEAF_LETTERS for name in names)
    return "EEE" if fits else "EEEEE"


def paired(render: Callable[[Tongue], Markup], pair: Pair) -> Markup:
    """Both languages of the pair, the second one beneath; only one where there is no second."""
    if pair.second is None:
        return render(pair.first)
    return Markup('<span class="t">%s</span><span class="de" lang="%s" dir="%s">%s</span>') % (
        render(pair.first),
        pair.second.tag,
        pair.second.direction,
        render(pair.second),
    )
