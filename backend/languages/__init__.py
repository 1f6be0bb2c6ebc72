"""Languages: catalogues, formats, the reader's pair of languages, and `Text`.

A `Text` is a sentence that has not been translated yet. It is rendered where it is shown: in one
language, or in two with German beneath. Babel and gettext only; no Flask in here.
"""

from backend.languages.catalogues import SOURCES, Catalogue
from backend.languages.overlay import Overlay, Wording, Wordings, blanks_of, trying
from backend.languages.texts import (
    N_,
    Found,
    Text,
    counted,
    editorial,
    sentence_of,
    staff_counted,
    staff_text,
    text_of,
)
from backend.languages.tongues import Languages, Pair, Tongue, current, read_in, reading
from backend.languages.values import Clock, Day, German, Ltr, Name, Shown, formatted_day

__all__ = [
    "SOURCES",
    "Catalogue",
    "Clock",
    "Day",
    "Found",
    "German",
    "Languages",
    "Ltr",
    "N_",
    "Name",
    "Overlay",
    "Pair",
    "Shown",
    "Text",
    "Tongue",
    "Wording",
    "Wordings",
    "blanks_of",
    "counted",
    "current",
    "editorial",
    "formatted_day",
    "read_in",
    "reading",
    "sentence_of",
    "staff_counted",
    "staff_text",
    "text_of",
    "trying",
]
