"""Folding: one spelling for many, so that what people type meets what stands in the lists."""

import re
import unicodedata

_VARIANTS = str.maketrans(
    {
        "ı": "i",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ـ": "",
    }
)
_BROKEN_UP = re.compile("(?<=[aou])e+")
_NO_LETTER = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """The text without case, accents, umlauts (ä, ae, a are one), ß, Turkish ı, Arabic variants.

    Words are separated by one blank each; marks and hyphens count as blanks.
    """
    # Variants of letters before the marks are taken off: NFKD would tear أ into alif and hamza.
    plain = unicodedata.normalize("NFKC", text.casefold()).translate(_VARIANTS)
    marked = unicodedata.normalize("NFKD", plain).casefold()
    bare = "".join(sign for sign in marked if not unicodedata.combining(sign))
    return _NO_LETTER.sub(" ", _BROKEN_UP.sub("", bare)).strip()
