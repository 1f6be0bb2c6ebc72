"""Latin letters for names in Arabic, Persian, Kurdish, Pashto, Cyrillic and Ge'ez script (D4).

Cyrillic follows the passports of Ukraine where the name shows Ukrainian letters, otherwise those
of Russia; Arabic script gives its consonants and long vowels.
"""

import re
import unicodedata
from collections.abc import Mapping


def _table(pairs: str) -> dict[str, str]:
    """Letters and what they become, written `ж=zh ь=`."""
    return dict(pair.split("=") for pair in pairs.split())


_CYRILLIC = _table(
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f "
    "х=kh ц=ts ч=ch ш=sh щ=shch ъ=a ы=y ь= э=e ю=iu я=ia "
    "і=i ї=i є=ie ґ=g ў=u ј=j ђ=dj љ=lj њ=nj ћ=c џ=dz ѓ=g ќ=k ѕ=dz"
)
_UKRAINIAN = _CYRILLIC | _table("г=h и=y")
_UKRAINIAN_FIRST = _table("є=ye ї=yi й=y ю=yu я=ya")
_ONLY_UKRAINIAN = re.compile("[іїєґ]|ьк(?:ий|а|ої)\\b")

_ARABIC = _table(
    "ا=a أ=a إ=i آ=a ٱ=a ء= ئ= ؤ= ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d "
    "ط=t ظ=z ع=a غ=gh ف=f ق=q ك=k ل=l م=m ن=n ه=h ة=a ى=a ـ= "
    # Persian, Kurdish, Pashto, Urdu
    "پ=p چ=ch ژ=zh گ=g ک=k ۀ=a ہ=h ھ=h ە=e ێ=e ې=e ۍ=ai ے=e ۆ=o ڕ=r ڵ=l ڤ=v ټ=t ډ=d ړ=r ڼ=n "
    "ښ=sh ږ=g څ=ts ځ=dz ٹ=t ڈ=d ڑ=r ں=n "
    # short vowels, where somebody writes them
    "\u064e=a \u0650=i \u064f=u \u064b=an \u064c=un \u064d=in \u0652= \u0653= \u0654= \u0655="
)
_LONG_VOWELS = {"و": ("w", "u"), "ي": ("y", "i"), "ی": ("y", "i")}
_SHADDA = "\u0651"
_ETHIOPIC = re.compile(r"ETHIOPIC SYLLABLE (?:GLOTTAL |PHARYNGEAL )?([A-Z]+)")
_WORD = re.compile(r"[^\s\-]+")


def is_foreign(text: str) -> bool:
    """Whether some letter of the text is not a Latin one."""
    return any(
        character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")
        for character in text
    )


def to_latin(name: str) -> str:
    """The name in Latin letters, each word with a capital; other scripts stay untouched."""
    if not is_foreign(name):
        return name
    # One letter of one part tells the language of the whole name.
    cyrillic = _UKRAINIAN if _ONLY_UKRAINIAN.search(name.casefold()) else _CYRILLIC
    return _WORD.sub(lambda found: _word(found[0], cyrillic), name)


def _word(word: str, cyrillic: Mapping[str, str]) -> str:
    """One word in Latin letters; a word of Latin letters keeps its capitals."""
    if not is_foreign(word):
        return word
    composed = unicodedata.normalize("NFC", word.casefold())
    if any(character in _ARABIC or character in _LONG_VOWELS for character in composed):
        latin = _from_arabic(composed)
    elif any(character in _CYRILLIC for character in composed):
        latin = _from_cyrillic(composed, cyrillic)
    else:
        latin = _from_ethiopic(composed)
    return "-".join(part[:1].upper() + part[1:] for part in latin.split("-"))


def _from_cyrillic(word: str, letters: Mapping[str, str]) -> str:
    """Letter by letter; a hard sign before a vowel is silent, in Bulgarian elsewhere it is not."""
    word = re.sub("ъ(?=[еёюя])", "", word)
    first = ""
    if letters is _UKRAINIAN:
        first = _UKRAINIAN_FIRST.get(word[:1], "")
        word = re.sub("['’ʼ]", "", word.replace("зг", "zgh"))
    rest = word[1:] if first else word
    return first + "".join(letters.get(character, character) for character in rest)


def _from_arabic(word: str) -> str:
    """Consonants, long vowels and what short vowels are written; the article keeps its hyphen."""
    article = ""
    if word.startswith("ال") and len(word) > 4:
        article, word = "al-", word[2:]
    # Unicode's order puts the doubling sign behind the vowel that follows the doubled letter.
    word = re.sub(f"([\u064b-\u0650]){_SHADDA}", rf"{_SHADDA}\1", word)
    letters: list[str] = []
    for place, character in enumerate(word):
        if character == _SHADDA:
            letters.append(letters[-1] if letters else "")
        elif character in _LONG_VOWELS:
            consonant, vowel = _LONG_VOWELS[character]
            before_alef = word[place + 1 : place + 2] in ("ا", "آ", "ة", "\u064e")
            letters.append(consonant if place == 0 or before_alef else vowel)
        elif character != "\u200c":
            letters.append(_ARABIC.get(character, character))
    return article + "".join(letters)


def _from_ethiopic(word: str) -> str:
    """Ge'ez syllables by their Unicode names; the sixth vowel is silent at the end of a word."""
    syllables: list[str] = []
    for character in word:
        found = _ETHIOPIC.match(unicodedata.name(character, ""))
        syllable = found[1].lower().replace("aa", "a").replace("ee", "ē") if found else character
        syllables.append(syllable)
    if syllables and syllables[-1].endswith("e") and len(syllables[-1]) > 1:
        syllables[-1] = syllables[-1][:-1]
    return "".join(syllables).replace("ē", "e")
