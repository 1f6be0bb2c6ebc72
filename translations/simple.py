"""The countable rules of Leichte Sprache, for the texts in simple German (BITV 2.0, Annex 2)."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = "de_simple"
STAYS = Path(__file__).with_suffix(".toml")

MOST_WORDS = 12
"""DIN SPEC 33429 advises at most 15; readers who learn German lose the verb earlier."""
LONGEST_NOUN, LONGEST_WORD = 12, 16
"""Letters of a word without a hyphen: longer nouns are compounds nearly always."""

PARAMETER = re.compile(r"%\(\w+\)s")
SENTENCE_END = re.compile(r"(?<=[.!?:])[”“\u2069]?\s+(?=[„“\u2066]?[A-ZÄÖÜ0-9%])|\n")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
PASSIVE = re.compile(r"\b(?:wird|wirst|werden|werdet|wurde|wurden|worden)\b", re.IGNORECASE)
PARTICIPLE = re.compile(
    r"\b(?:\w*ge\w{2,}(?:t|en)|(?:be|ver|er|ent|zer)\w{2,}(?:t|en)|\w+iert)\b(?<!gegen)(?<!gerne)"
)
GENITIVE = re.compile(r"\b(?:des|eines|meines|Ihres|seines|ihres|unseres|wegen|trotz|während)\b")
SUBJUNCTIVE = re.compile(
    r"\b(?:würden?|könnten?|hätten?|wären?|sollten?|müssten?|dürften?|bräuchten?|sei)\b"
)
SHORTENED = re.compile(
    r"\b(?:z\. ?B|d\. ?h|u\. ?a|usw|etc|bzw|ca|ggf|evtl|inkl|Nr|Tel|Str|Std|Min)\.|\bz\.\s?Hd"
)
CAPITALS = re.compile(r"\b[A-ZÄÖÜ]{2,}\b")
ODD_SIGNS = re.compile(r"[()\[\]{}/&%§*_+=<>…;–—]")
LEADING_ZERO = re.compile(r"\b0\d[:.]\d\d\b")


@cache
def _allowed(kind: str) -> frozenset[str]:
    """Words that may stay, with their reasons beside them in the file."""
    return frozenset(tomllib.loads(STAYS.read_text("utf-8")).get(kind, ()))


def sentences(text: str) -> list[str]:
    """The sentences of a text; what follows a colon counts as one of its own."""
    return [part.strip() for part in SENTENCE_END.split(text) if part and part.strip()]


def faults(text: str) -> Iterator[str]:
    """What goes against a rule, with the place."""
    if text in _allowed("texts"):
        return
    bare = PARAMETER.sub("X", text)
    for sentence in sentences(bare):
        count = len(WORD.findall(sentence))
        if count > MOST_WORDS:
            yield f"{count} words: {sentence}"
        if PASSIVE.search(sentence) and PARTICIPLE.search(sentence):
            yield f"passive: {sentence}"
    for fault, pattern in (
        ("genitive", GENITIVE),
        ("subjunctive", SUBJUNCTIVE),
        ("abbreviation", SHORTENED),
        ("sign", ODD_SIGNS),
        ("leading zero", LEADING_ZERO),
    ):
        yield from (f"{fault}: {match[0]}" for match in pattern.finditer(bare))
    for name in CAPITALS.findall(bare):
        if name not in _allowed("capitals"):
            yield f"abbreviation: {name}"
    yield from (f"compound: {word}" for word in WORD.findall(bare) if _is_compound(word))


def _is_compound(word: str) -> bool:
    longest = LONGEST_NOUN if word[0].isupper() else LONGEST_WORD
    parts = word.split("-")
    return any(len(part) > longest and part not in _allowed("words") for part in parts)
