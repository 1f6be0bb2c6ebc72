"""The glossary: what the recurring words of the portal are called in each language."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GLOSSARY = Path(__file__).resolve().parent / "glossary"
SOURCE = "de"
OTHER_WORDS = re.compile("terminbrücke|terminal")
"""They begin with a term and do not say it."""
"""Its own name is no appointment."""

ARABIC_VOWELS = re.compile("[\u064b-\u0652\u0670]")
SIGNS = re.compile("[\u2066-\u2069\u200e\u200f\u00ad]")


@dataclass(frozen=True)
class Glossary:
    """The words of one language by their German ones.

    `free` are msgids right without them, `same` texts that are the same as in German or English.
    """

    stems: Mapping[str, Sequence[str]]
    particles: Sequence[str] = ()
    free: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()

    def says(self, term: str, text: str) -> bool:
        """Whether a word of the text begins with a stem of the term, after particles or not."""
        return bool(_pattern(tuple(self.stems[term]), tuple(self.particles)).search(plain(text)))


def plain(text: str) -> str:
    """The text as it is compared: without case, vowel signs and signs of direction."""
    return ARABIC_VOWELS.sub("", SIGNS.sub("", unicodedata.normalize("NFC", text.casefold())))


@cache
def _pattern(stems: tuple[str, ...], particles: tuple[str, ...]) -> re.Pattern[str]:
    before = "|".join(map(re.escape, particles))
    return re.compile(rf"\b(?:{before})*(?:{'|'.join(re.escape(plain(stem)) for stem in stems)})")


@cache
def glossary(folder: str) -> Glossary:
    """The glossary of a folder below `translations/`; raises `FileNotFoundError` without one."""
    tables = tomllib.loads((GLOSSARY / f"{folder}.toml").read_text("utf-8"))
    return Glossary(
        stems={name: table["stems"] for name, table in tables.items() if isinstance(table, dict)},
        particles=tables.get("particles", ()),
        free=frozenset(tables.get("free", ())),
        same=frozenset(tables.get("same", ())),
    )


def said(german: str) -> Iterator[str]:
    """The terms in a German text; compounds such as `Telefontermin` say them too."""
    text = OTHER_WORDS.sub("", plain(german))
    for term, stems in glossary(SOURCE).stems.items():
        if any(stem in text for stem in stems):
            yield term


def strays(msgid: str, german: str, translation: str, folder: str) -> Iterator[str]:
    """The terms of the German text for which the translation has another word."""
    words = glossary(folder)
    if msgid not in words.free:
        yield from (term for term in said(german) if not words.says(term, translation))
