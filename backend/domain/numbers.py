"""Customer numbers and BG numbers: read leniently, checked softly, shown masked (R5, D11)."""

import re
import unicodedata
from typing import Literal

Kind = Literal["customer", "bg", "unknown"]

MOST_CHARACTERS = 40
"""Longer input is cut: no agency prints such a number."""

# The letter O stands for the digit 0 wherever only a digit can be.
_CUSTOMER = re.compile(r"([0-9O]{3})([A-Z])([0-9O]{6})")
_BG = re.compile(r"([0-9A-Z]{5})(?:BG|/{1,2})?([0-9O]{7})")

_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХІЈЅ", "ABEKMHOPCTXIJS")
"""Capital letters of a Cyrillic keyboard that look like Latin ones."""


def latin_digits(text: str) -> str:
    """The text with the decimal digits of every script as 0–9, such as Arabic and Persian ones."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(character)) if character.isdecimal() else character
        for character in text
    )


def plain(text: str) -> str:
    """Capitals, digits and slashes alone, in Latin script where they could be meant so."""
    wide = latin_digits(unicodedata.normalize("NFKC", text)).upper().translate(_LOOK_ALIKES)
    kept = "".join(each for each in wide if each.isalnum() or each == "/")
    # What was kept apart by a blank or an accent may have come together.
    return unicodedata.normalize("NFKC", kept)


def normalise(text: str) -> str:
    """The number as stored and compared; what looks like none is kept in capitals.

    `21404//0012345`, `21404/0012345` and `21404 0012345` all become `21404BG0012345`.
    """
    number = plain(text)[:MOST_CHARACTERS]
    if found := _CUSTOMER.fullmatch(number):
        return _digits(found[1]) + found[2] + _digits(found[3])
    if found := _BG.fullmatch(number):
        return f"{found[1]}BG{_digits(found[2])}"
    return number


def kind(text: str) -> Kind:
    """Which number it looks like; `unknown` is no refusal: the patterns are a soft check."""
    number = normalise(text)
    if _CUSTOMER.fullmatch(number):
        return "customer"
    return "bg" if _BG.fullmatch(number) else "unknown"


def looks_right(text: str) -> bool:
    """Whether the page need not ask to look at the letter again; it warns and never blocks."""
    return kind(text) != "unknown"


def masked(text: str) -> str:
    """The number with all but its last three characters hidden; short ones wholly."""
    number = normalise(text)
    shown = number[-3:] if len(number) > 5 else ""
    return "•" * (len(number) - len(shown)) + shown


def _digits(text: str) -> str:
    """Digits with the letter O read as zero."""
    return text.replace("O", "0")
