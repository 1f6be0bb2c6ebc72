"""`Text`: a sentence that is translated where it is shown, in one language or in two."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup, escape

from backend.content import Sentence
from backend.domain.refusals import Refusal
from backend.languages.overlay import Wording
from backend.languages.tongues import Pair, Tongue, current
from backend.languages.values import Shown, paired

ISOLATED = re.compile("\u2066([^\u2069]*)\u2069")
BETWEEN_SENTENCES = re.compile("(?:(?<=[.!?])(?<![0-9][.])|(?<=[.!?]“)) (?=[A-ZÄÖÜ„0-9%<])")
"""Not behind the full stop of `1.` and `3. Mai`; the space stays for cards too small for lines."""
NO_ISOLATES = str.maketrans("", "", "\u2066\u2069")


def N_(msgid: str) -> str:
    """Mark a sentence for the translators without making a `Text` of it yet."""
    return msgid


class Found(NamedTuple):
    """What stands for a text in a language."""

    text: str
    is_german: bool
    """German stands in for a missing translation."""
    is_older: bool = False
    """It was written for another German text than the present one."""


@dataclass(frozen=True, slots=True, eq=False)
class Text(Shown):
    """A sentence to translate; parameters stand in it as `%(name)s`.

    Shown in a pair it renders both languages; nested in another text only that one's language.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    number: int = 0
    domain: str = "messages"
    place: str = ""
    """Where it stands, if it can be written anew while the portal runs."""
    shipped: str = ""
    """The German text that was shipped, where somebody has edited it since."""

    def found(self, tongue: Tongue) -> Found:
        """What stands for it in the language, before blanks are filled in.

        A text written here comes first, then the shipped translation, then German. A translation
        of another German text than the present one stays, as an older one.
        """
        catalogue = tongue.catalogues[self.domain]
        if self.plural:
            return Found(*catalogue.plural(self.msgid, self.plural, self.number))
        if not self.place or self._is_as_shipped(tongue):
            return Found(*catalogue.text(self.msgid))
        written = tongue.written(self.place)
        if written is not None and self._takes(written):
            return self._placed(written, tongue)
        return self.shipped_in(tongue)

    def shipped_in(self, tongue: Tongue) -> Found:
        """As `found`, without what somebody wrote here for the language."""
        placed = tongue.placed(self.place)
        if placed is not None and self._takes(placed):
            return self._placed(placed, tongue)
        catalogue = tongue.catalogues[self.domain]
        text, is_german = catalogue.text(self.msgid)
        if tongue.is_german or tongue.german is None:
            return Found(text, is_german)
        if is_german and self.shipped:
            older, has_none = catalogue.text(self.shipped)
            if not has_none:
                return Found(older, is_german=False, is_older=True)
        if self.domain != "content" and tongue.german.own(self.place) is not None:
            german = self.german_now(tongue)
            return Found(german if is_german else text, is_german, not is_german)
        return Found(text, is_german)

    def _placed(self, wording: Wording, tongue: Tongue) -> Found:
        is_older = not tongue.is_german and wording.german != self.german_now(tongue)
        return Found(wording.text, is_german=False, is_older=is_older)

    def _takes(self, wording: Wording) -> bool:
        """Whether its blanks can be filled; a new version may have others."""
        return not self._has_blanks or wording.blanks <= self.params.keys()

    @property
    def _has_blanks(self) -> bool:
        return bool(self.params) or self.domain != "content"

    def german_now(self, tongue: Tongue) -> str:
        """The German text as it stands now; for German itself the shipped one."""
        if self.domain == "content":
            return str(self.msgid)
        if tongue.german is None:
            return self.shipped_in(tongue).text
        return self.found(tongue.german).text

    def is_older(self, tongue: Tongue) -> bool:
        """Whether the German text has changed since the translation was written."""
        if not self.place or self._is_as_shipped(tongue):
            return False
        return self.found(tongue).is_older

    def _is_as_shipped(self, tongue: Tongue) -> bool:
        return not self.shipped and tongue.is_as_shipped

    def html(self, tongue: Tongue) -> Markup:
        text, is_german, _is_older = self.found(tongue)
        if is_german and not tongue.is_german:
            return Markup('<span lang="de" dir="ltr">%s</span>') % self._filled_html(text, tongue)
        return self._filled_html(text, tongue)

    def _filled_html(self, text: str, tongue: Tongue) -> Markup:
        marked = _marked(text)
        if tongue.is_simple:
            marked = Markup(BETWEEN_SENTENCES.sub(" <br>", str(marked)))
        if not self.params and not self.plural:
            return marked
        shown = {name: _html(value, tongue) for name, value in self._all_params().items()}
        return Markup(str(marked) % shown)

    def plain(self, tongue: Tongue) -> str:
        text = self.found(tongue).text
        if not tongue.is_rtl:
            # Where lines run from the left, the signs only mark German words for `html`.
            text = text.translate(NO_ISOLATES)
        if not self.params and not self.plural:
            return text
        return text % {name: _plain(value, tongue) for name, value in self._all_params().items()}

    def _all_params(self) -> Mapping[str, object]:
        return {"number": self.number, **self.params} if self.plural else self.params

    def is_missing(self, tongue: Tongue) -> bool:
        """Whether German stands in for this text in the language."""
        return self.found(tongue).is_german and not tongue.is_german

    def __html__(self) -> Markup:
        pair = current()
        german = pair.first.german
        if pair.second is None:
            if german and self.is_older(pair.first):
                return paired(self.html, Pair(pair.first, german))
            return self.html(pair.first)
        if pair.second.is_german and self.is_missing(pair.first):
            return Markup('<span class="t" lang="de" dir="ltr">%s</span>') % self.html(pair.second)
        both = paired(self.html, pair)
        if german and not pair.second.is_german and self.is_older(pair.first):
            # What holds must stand somewhere.
            both += Markup('<span class="de" lang="de" dir="ltr">%s</span>') % self.html(german)
        return both


def _marked(text: str) -> Markup:
    """German words that a translation isolates by signs become German for screen readers too."""
    escaped = escape(text)
    if "\u2066" not in text:
        return escaped
    return Markup(ISOLATED.sub(_isolated, str(escaped)))


def _isolated(match: re.Match[str]) -> str:
    language = ' lang="de"' if any(sign.isalpha() for sign in match[1]) else ""
    return f'<bdi{language} dir="ltr">{match[1]}</bdi>'


def _html(value: object, tongue: Tongue) -> Markup:
    return value.html(tongue) if isinstance(value, Shown) else escape(value)


def _plain(value: object, tongue: Tongue) -> str:
    return value.plain(tongue) if isinstance(value, Shown) else str(value)


def text_of(msgid: str, /, **params: object) -> Text:
    """An interface text; pages and forms import it as `_`."""
    return Text(msgid, params)


def sentence_of(refusal: Refusal | type[Refusal]) -> Text:
    """Why something is not possible, from the catalogue of those who may read it."""
    return Text(refusal.sentence, domain=refusal.domain)


def counted(msgid: str, plural: str, number: int, /, **params: object) -> Text:
    """An interface text in the plural form of its number, which stands in it as `%(number)s`."""
    return Text(msgid, params, plural=plural, number=number)


def staff_text(msgid: str, /, **params: object) -> Text:
    """A text that only staff read; modules import it as `s_`, templates call it `s`.

    It has a catalogue of its own, so that nobody translates it into languages no desk works in.
    """
    return Text(msgid, params, domain="staff")


def staff_counted(msgid: str, plural: str, number: int, /, **params: object) -> Text:
    """A text for staff in the plural form of its number, `%(number)s`."""
    return Text(msgid, params, plural=plural, number=number, domain="staff")


def editorial(sentence: str, /) -> Text:
    """A text of the content, German in itself."""
    if isinstance(sentence, Sentence):
        return Text(str(sentence), domain="content", place=sentence.place, shipped=sentence.shipped)
    return Text(sentence, domain="content")
