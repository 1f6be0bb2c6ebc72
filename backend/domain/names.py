"""Names in any script: cleaned, compared leniently, and put into Latin letters for staff (D4)."""

import re
import unicodedata

from backend.domain import transliteration

MOST_CHARACTERS = 120
FEWEST_LETTERS = 2
_MOST_PARTS = 4
"""Only so many parts of what is given are tried: a list of common names must not open a door."""
_FEWEST_CONSONANTS = 3

_JOINERS = "\u200c\u200d"
"""They shape letters within Persian and Indic names; all other invisible characters go."""

_PARTICLES = frozenset(
    "al el ul von van der den de da di du la le zu bin ibn bint ال بن ابن بنت".split()
)
"""Far too common to tell anybody apart."""

_FOLDED = str.maketrans(
    dict(
        pair.split("=")
        for pair in (
            "ø=o ł=l đ=d ħ=h ı=i ə=e ð=d æ=ae œ=oe þ=th і=и ґ=г є=е ь= ъ= "
            "ى=ي ی=ي ے=ي ې=ي ۍ=ي ة=ه ە=ه ہ=ه ھ=ه ک=ك ٱ=ا ء= ـ="
        ).split()
    )
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_BREAKS = re.compile(r"[\s\-‐‑‒–—־/,.;()]+")
_VOWELS = re.compile(r"[aeiouyw]")
_DOUBLE = re.compile(r"(.)\1+")


def clean(name: str) -> str:
    """The name on one line, without control, bidi-control and private characters, at most 120."""
    kept = "".join(_visible(character) for character in name)
    composed = unicodedata.normalize("NFC", " ".join(kept.split()))
    return composed[:MOST_CHARACTERS].strip()


def is_match(given: str, stored: str, latin: str) -> bool:
    """Whether what somebody gives is a part of the stored name or of its Latin spelling (D4).

    Folded for case, accents, hyphens and script; at least two letters, and more than a particle.
    It accompanies a reference and is no secret by itself.
    """
    names = [name for name in (stored, latin) if name]
    known = {key for name in names for key in _keys(name, parts=None)}
    asked = _keys(given, parts=_MOST_PARTS)
    if known & asked:
        return True
    return bool(_skeletons(given) & {key for name in names for key in _skeletons(name)})


def folded(name: str) -> str:
    """The whole name for comparing: its folded parts in order, so that `Omar ALI` is `Ali Omar`."""
    return " ".join(sorted(_parts(_fold(name))))


def transliterated(name: str) -> str:
    """The name in Latin letters, as well as a machine can tell; Latin letters stay as they are.

    Arabic script is written without most vowels, so staff see that this spelling is automatic.
    """
    return transliteration.to_latin(clean(name))


def _visible(character: str) -> str:
    """The character, a blank for a line break or tab, nothing for what cannot be seen."""
    if character.isspace():
        return " "
    is_control = unicodedata.category(character)[0] == "C" and character not in _JOINERS
    return "" if is_control else character


def _keys(name: str, *, parts: int | None) -> set[str]:
    """All that counts as this name: each part, neighbouring parts joined, German spellings."""
    keys: set[str] = set()
    lowered = name.casefold()
    spellings = {_fold(lowered), _fold(unicodedata.normalize("NFC", lowered).translate(_GERMAN))}
    if transliteration.is_foreign(name):
        spellings.add(_fold(transliterated(name)))
    for spelling in spellings:
        found = _parts(spelling)[:parts]
        for first in range(len(found)):
            for last in range(first + 1, min(first + 4, len(found)) + 1):
                keys.add("".join(found[first:last]))
    keys |= {key[2:] for key in keys if key.startswith("ال")}
    alone = {key for key in keys if len(key) >= FEWEST_LETTERS}
    return alone - _PARTICLES or alone


def _skeletons(name: str) -> set[str]:
    """The consonants of each part: `محمد` and `Mohammed` have the same ones."""
    latin = _fold(transliterated(name)).replace("q", "k")
    bare = {_DOUBLE.sub(r"\1", _VOWELS.sub("", part)) for part in _parts(latin)[:_MOST_PARTS]}
    return {part for part in bare if len(part) >= _FEWEST_CONSONANTS}


def _fold(name: str) -> str:
    """Lower case without accents, vowel marks and variants of the same letter."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(
        character
        for character in apart.translate(_FOLDED)
        if unicodedata.category(character) not in ("Mn", "Cf", "Lm")
    )


def _parts(spelling: str) -> list[str]:
    """The parts of a folded name; apostrophes belong to a part and fall away."""
    return [
        letters
        for part in _BREAKS.split(spelling)
        if (letters := "".join(each for each in part if each.isalpha() or _is_mark(each)))
    ]


def _is_mark(character: str) -> bool:
    """Vowel signs of Indic scripts stand beside letters and tell names apart."""
    return unicodedata.category(character) == "Mc"
