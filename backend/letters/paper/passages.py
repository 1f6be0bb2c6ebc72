"""Passages: a text in the reader's language and, beneath, in German, as the templates take it."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.content import Content
from backend.languages import Clock, Languages, Ltr, Pair, Shown, Text, Tongue
from backend.languages import text_of as _

Passage = list[list[str]]
"""Lines of language, direction and words; the second one is German."""
_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")

OFFICIAL = _("The official language is German. The German text is the one that counts.")
DRAFT = _("This translation is a draft. Nobody has checked it yet.")
SAMPLE = _("Sample data, not an offer of the Jobcenter.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Whose papers are set: the Jobcenter, its languages and the address of its portal."""

    content: Content
    languages: Languages
    public_address: str

    def reader(self, pair: Pair) -> "Reader":
        """The first language of the pair, and German for the office.

        A second language that is not German is left out: two languages fit on a paper, and the
        office must be able to read it.
        """
        first = pair.first
        return Reader((first,) if first.is_german else (first, self.languages.german))


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a paper: one language, or one with German beneath."""

    tongues: Sequence[Tongue]

    @property
    def first(self) -> Tongue:
        """The reader's own language."""
        return self.tongues[0]

    @property
    def language(self) -> list[str]:
        """Language and direction of the paper."""
        return [_language(self.first), self.first.direction]

    @property
    def has_german_beside(self) -> bool:
        """Whether German stands beside another language."""
        return len(self.tongues) > 1

    def said(self, shown: Shown) -> Passage:
        """A text in each language, once where both would read the same."""
        first, last = self.tongues[0], self.tongues[-1]
        if first is last:
            return [_line(shown, first)]
        if isinstance(shown, Clock | Ltr):
            return [_line(shown, first)]
        same = shown.plain(first).translate(_ISOLATES) == shown.plain(last).translate(_ISOLATES)
        if same or (isinstance(shown, Text) and shown.is_missing(first)):
            return [_line(shown, last)]
        return [_line(shown, tongue) for tongue in self.tongues]

    def worth_of_german(self) -> Passage | None:
        """That German counts (SGB X § 19), and of a draft that nobody has checked it (D19)."""
        if not self.has_german_beside:
            return None
        (language, direction, words), *german = self.said(OFFICIAL)
        if self.first.is_draft:
            words = f"{words} {DRAFT.plain(self.first)}"
        return [[language, direction, words], *german]

    def frame(self, press: Press, title: Text) -> dict[str, object]:
        """What every paper has: title, language, whose it is, and whether it is a sample (D18)."""
        return {
            "title": title.plain(self.first),
            "language": self.language,
            "jobcenter": press.content.jobcenter.name,
            "sample": self.said(SAMPLE) if press.content.is_sample else None,
            "official": self.worth_of_german(),
            "large": False,
        }


def in_german(*lines: str) -> Passage:
    """German proper names and addresses, once for all readers."""
    return [["de", "ltr", "\n".join(lines)]]


def _line(shown: Shown, tongue: Tongue) -> list[str]:
    return [_language(tongue), tongue.direction, shown.plain(tongue)]


def _language(tongue: Tongue) -> str:
    """The typesetter knows languages only: simple German is German, whatever the variant."""
    return tongue.tag.partition("-")[0]
