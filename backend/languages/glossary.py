"""The glossary: what recurring words are called in a language, to be reminded of while writing."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[2] / "translations" / "glossary"
SOURCE = "de"
PORTAL = "terminbrücke"
"""Its own name is no appointment."""
_VOWELS = re.compile("[\u064b-\u0652\u0670]")
_SIGNS = re.compile("[\u2066-\u2069\u200e\u200f\u00ad]")


class Word(NamedTuple):
    """A German word and what it is called elsewhere."""

    german: str
    term: str


class _Entry(NamedTuple):
    term: str
    pattern: re.Pattern[str]


def strays(german: str, translation: str, folder: str) -> Iterator[Word]:
    """The words of a German text for which the translation has another one than the glossary.

    `folder` is that of the catalogue, such as `fa_AF`; without a glossary there are none.
    """
    text = _plain(german).replace(PORTAL, "")
    written = _plain(translation)
    for name, entry in _entries(folder).items():
        source = _entries(SOURCE).get(name)
        if source and source.pattern.search(text) and not entry.pattern.search(written):
            yield Word(name, entry.term)


@cache
def _entries(folder: str) -> dict[str, _Entry]:
    path = FOLDER / f"{folder}.toml"
    if not path.exists():
        return {}
    tables = tomllib.loads(path.read_text("utf-8"))
    before = "|".join(map(re.escape, tables.get("particles", ())))
    start = "" if folder == SOURCE else rf"\b(?:{before})*"
    return {
        name: _Entry(
            table.get("term", name),
            re.compile(f"{start}(?:{'|'.join(re.escape(_plain(s)) for s in table['stems'])})"),
        )
        for name, table in tables.items()
        if isinstance(table, dict)
    }


def _plain(text: str) -> str:
    """As it is compared: without case, vowel signs and signs of direction."""
    return _VOWELS.sub("", _SIGNS.sub("", unicodedata.normalize("NFC", text.casefold())))
