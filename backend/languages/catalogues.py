"""Catalogues: the compiled texts of one domain in one language (gettext)."""

import gettext
from collections.abc import Mapping, Sequence
from pathlib import Path

from backend.languages.overlay import CONTEXT_END, Wording

SOURCES = {"messages": "en", "content": "de", "staff": "en"}
"""The language in which the msgids of a domain are written; `staff` is what only staff read."""


class Catalogue:
    """The texts of one domain in one language, with German behind it as the last resort."""

    def __init__(self, files: Sequence[Path], *, is_source: bool, german: "Catalogue | None"):
        self._texts: dict[str, str] = {}
        self._forms: dict[str, tuple[gettext.GNUTranslations, str]] = {}
        self.placed: dict[str, Wording] = {}
        """Wordings for one place: entries whose context is the place and whose msgid is German."""
        self._is_source = is_source
        self._german = german
        for path in reversed(files):
            with path.open("rb") as file:
                self._take(gettext.GNUTranslations(file))

    def _take(self, translations: gettext.GNUTranslations) -> None:
        catalogue: Mapping[object, str] = translations._catalog  # type: ignore[attr-defined]
        for msgid, text in catalogue.items():
            if isinstance(msgid, str) and CONTEXT_END in msgid:
                place, _, german = msgid.partition(CONTEXT_END)
                self.placed[place] = Wording(text, german)
            elif isinstance(msgid, str) and msgid and text:
                self._texts[msgid] = text
            elif isinstance(msgid, tuple):
                self._forms[msgid[0]] = (translations, msgid[0])

    def text(self, msgid: str) -> tuple[str, bool]:
        """The text and whether it is German standing in for a missing translation."""
        own = self._texts.get(msgid)
        if own is not None:
            return own, False
        if self._is_source:
            return msgid, False
        if self._german is None:
            return msgid, False
        return self._german.text(msgid)[0], True

    def plural(self, msgid: str, plural: str, number: int) -> tuple[str, bool]:
        """The form for a number and whether it is German standing in."""
        found = self._forms.get(msgid)
        if found is not None:
            return found[0].ngettext(msgid, plural, number), False
        if self._is_source or self._german is None:
            return (msgid if number == 1 else plural), False
        return self._german.plural(msgid, plural, number)[0], True
