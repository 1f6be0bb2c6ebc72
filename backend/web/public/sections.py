"""Concerns in the order in which people look for them, and the search among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.content import Concern
from backend.domain.search import ALL_WORDS, matches
from backend.languages import Text, current, editorial
from backend.languages import text_of as _
from backend.web.portal import Portal

HEADINGS = {
    "money": _("Money and letters"),
    "home": _("Home and family"),
    "work": _("Work and training"),
    "other": _("Other concerns"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Concerns under one heading."""

    title: Text
    concerns: tuple[Concern, ...]


def urgent(concerns: Iterable[Concern]) -> list[Concern]:
    """The emergencies, which stand first (R31)."""
    return [concern for concern in concerns if concern.emergency]


def sections(concerns: Sequence[Concern]) -> list[Section]:
    """All others under their headings; a section of none is left out."""
    calm = [concern for concern in concerns if not concern.emergency]
    grouped = [
        Section(title, tuple(each for each in calm if _heading(each) == key))
        for key, title in HEADINGS.items()
    ]
    return [section for section in grouped if section.concerns]


def _heading(concern: Concern) -> str:
    return concern.section if concern.section in HEADINGS else "other"


def found(concerns: Iterable[Concern], query: str, portal: Portal) -> list[Concern]:
    """What the search finds, best first; where something has every word, nothing less."""
    scores = {
        concern.key: (matches(query, _words(concern, portal)), concern) for concern in concerns
    }
    hits = [(score, concern) for score, concern in scores.values() if score]
    if any(score >= ALL_WORDS for score, _concern in hits):
        hits = [(score, concern) for score, concern in hits if score >= ALL_WORDS]
    return [concern for _score, concern in sorted(hits, key=lambda hit: (-hit[0], hit[1].order))]


def _words(concern: Concern, portal: Portal) -> Iterator[str]:
    """Title, summary and search words, in the languages being read and in German."""
    pair, jobcenter = current(), portal.content.jobcenter
    sentences = [concern.title, concern.summary, *concern.search]
    yield concern.keyword
    if concern.is_application:
        sentences.append(jobcenter.benefit_name)
        yield from jobcenter.former_names
    for tongue in {pair.first, pair.second or pair.first, portal.languages.german}:
        for sentence in sentences:
            yield editorial(sentence).plain(tongue)
