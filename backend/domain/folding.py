"""Folding: one spelling for many, so that what people type meets what stands in the lists."""

import re
import unicodedata

ARABIC_VARIANTS = {
    "ا": "أإآٱ",
    "ي": "ىیېۍےئ",
    "و": "ؤ",
    "ك": "کڪګگ",
    "ه": "ةەہھۀۃ",
}
"""Letters of the Arabic script by what Arabic, Persian, Pashto or Kurdish keyboards offer instead.

گ is among them because Arabic keyboards lack it and people write ك.
"""
ETHIOPIC_VARIANTS = {"ሀ": "ሐኀ", "ሰ": "ሠ", "አ": "ዐ", "ጸ": "ፀ"}
"""First forms of Ethiopic letters that sound alike or nearly, as they are often exchanged."""
_ETHIOPIC_FORMS = 7
_TATWEEL = "\u0640"
"""Only stretches a word."""


def _variants() -> dict[int, str]:
    """Each variant with the letter it is folded to."""
    found = {"ı": "i", _TATWEEL: ""}
    for letter, variants in ARABIC_VARIANTS.items():
        found |= dict.fromkeys(variants, letter)
    for letter, variants in ETHIOPIC_VARIANTS.items():
        for first in letter + variants:
            for form in range(_ETHIOPIC_FORMS):
                found[chr(ord(first) + form)] = chr(ord(letter) + form)
    # Eritrea writes ኣ and ሃ where Ethiopia writes አ and ሀ.
    for letter in ("ሀ", "አ"):
        for first in letter + ETHIOPIC_VARIANTS[letter]:
            found[chr(ord(first) + 3)] = letter
    return str.maketrans(found)


_VARIANTS = _variants()
_BROKEN_UP = re.compile("(?<=[aou])e+")
_NO_LETTER = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The text without case, accents, umlauts (ä, ae, a are one), ß, Turkish ı, letter variants.

    Words are separated by one blank each; marks and hyphens count as blanks.
    """
    # Variants of letters before the marks are taken off: NFKD would tear أ into alif and hamza.
    plain = unicodedata.normalize("NFKC", text.casefold()).translate(_VARIANTS)
    marked = unicodedata.normalize("NFKD", plain).casefold()
    bare = "".join(sign for sign in marked if not unicodedata.combining(sign))
    # A mark may have hidden a variant: ۂ is ہ with a hamza.
    bare = bare.translate(_VARIANTS)
    return _NO_LETTER.sub(" ", _BROKEN_UP.sub("", bare)).strip()
