"""Tongues, the languages as they are read and written here, and the reader's pair of them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from babel import Locale

from backend.content import Language
from backend.languages.catalogues import SOURCES, Catalogue
from backend.languages.overlay import Overlay, Wording


@dataclass(frozen=True, eq=False)
class Tongue:
    """A language of the content with its catalogues and its formats."""

    slug: str
    tag: str
    autonym: str
    direction: str
    locale: Locale
    review: str
    catalogues: Mapping[str, Catalogue]
    overlay: Overlay = field(default_factory=Overlay)
    german: "Tongue | None" = None
    """The official language, for what has to stand beneath; None for German itself."""

    def own(self, place: str) -> Wording | None:
        """What somebody of the Jobcenter wrote for this place in this language."""
        return self.written(place) or self.placed(place)

    def written(self, place: str) -> Wording | None:
        """What somebody wrote while the portal runs."""
        return self.overlay.at(self.slug, place)

    def placed(self, place: str) -> Wording | None:
        """What the catalogues of the Jobcenter's own folder say for this one place."""
        return self._placed.get(place)

    @cached_property
    def _placed(self) -> dict[str, Wording]:
        return {
            place: each
            for catalogue in self.catalogues.values()
            for place, each in catalogue.placed.items()
        }

    @property
    def is_as_shipped(self) -> bool:
        """Whether nobody has written anything for single places, in this language or German."""
        if self._placed or not self.overlay.is_empty:
            return False
        return self.german is None or not self.german._placed

    @property
    def is_german(self) -> bool:
        """Whether it is the official text itself; simple German has it beside, like the others."""
        return self.tag == "de"

    @property
    def is_draft(self) -> bool:
        """Whether its pages say that nobody has checked the translation yet (D19)."""
        return self.review == "draft"

    @property
    def is_simple(self) -> bool:
        """Whether each sentence stands on a line of its own, and 9:00 has no zero before it."""
        return self.tag == "de-simple"

    @property
    def is_rtl(self) -> bool:
        return self.direction == "rtl"


@dataclass(frozen=True, eq=False)
class Pair:
    """The reader's language and, side by side, a second one; `slug` is its part of the address."""

    first: Tongue
    second: Tongue | None = None

    @property
    def slug(self) -> str:
        return f"{self.first.slug}+{self.second.slug}" if self.second else self.first.slug


class Languages:
    """All languages of a Jobcenter that are switched on, in their fixed order."""

    def __init__(self, languages: Mapping[str, Language], folders: Sequence[Path]):
        self.tongues: dict[str, Tongue] = {}
        self.overlay = Overlay()
        german = {
            domain: Catalogue(
                _files(folders, ("de",), domain), is_source=SOURCES[domain] == "de", german=None
            )
            for domain in SOURCES
        }
        # German first, since the others point to it; in the order of the list afterwards.
        for slug, language in sorted(languages.items(), key=lambda each: each[1].tag != "de"):
            catalogues = {
                domain: german[domain]
                if language.tag == "de"
                else Catalogue(
                    _files(folders, language.catalogues, domain),
                    is_source=language.catalogues[0] == SOURCES[domain],
                    german=german[domain],
                )
                for domain in SOURCES
            }
            self.tongues[slug] = Tongue(
                slug=slug,
                tag=language.tag,
                autonym=language.autonym,
                direction=language.direction,
                locale=Locale.parse(language.locale, sep="_"),
                review=language.review,
                catalogues=catalogues,
                overlay=self.overlay,
                german=self.tongues.get("de"),
            )
        self.german = self.tongues["de"]
        self.tongues = {slug: self.tongues[slug] for slug in languages}
        self._also = {
            tag: self.tongues[slug] for slug, language in languages.items() for tag in language.also
        }
        self._pairs: dict[str, Pair] = {}
        for first in self.tongues.values():
            self._pairs[first.slug] = Pair(first)
            for second in self.tongues.values():
                if second is not first:
                    self._pairs[f"{first.slug}+{second.slug}"] = Pair(first, second)

    def pair(self, slug: str) -> Pair | None:
        """The pair for a part of an address such as `ar` or `ar+de`; None if there is none."""
        return self._pairs.get(slug)

    def alone(self, tongue: Tongue) -> Pair:
        """The language on its own."""
        return self._pairs[tongue.slug]

    def with_german(self, pair: Pair) -> Pair:
        """The pair in which papers and letters are written: German stands beside it."""
        if pair.first.is_german or pair.second is not None:
            return pair
        return self._pairs[f"{pair.first.slug}+de"]

    def preferred(self, accepted: Sequence[str]) -> Tongue:
        """The first language of an Accept-Language list that is switched on, else German."""
        by_tag = dict(self._also)
        by_tag.update({tongue.tag.lower(): tongue for tongue in self.tongues.values()})
        for tag in accepted:
            wanted = tag.lower()
            found = by_tag.get(wanted) or by_tag.get(wanted.split("-")[0])
            if found is not None:
                return found
        return self.german


def _files(folders: Sequence[Path], names: Sequence[str], domain: str) -> list[Path]:
    paths = [folder / name / "LC_MESSAGES" / f"{domain}.mo" for name in names for folder in folders]
    return [path for path in paths if path.exists()]


# --- the pair in which the present page or letter is read

_reading: ContextVar[Pair] = ContextVar("reading")


def current() -> Pair:
    """The pair of the page or letter that is being rendered."""
    return _reading.get()


def read_in(pair: Pair) -> None:
    """Render all that follows in this context in the pair (a request sets it once)."""
    _reading.set(pair)


@contextmanager
def reading(pair: Pair) -> Iterator[None]:
    """Render in the pair inside the `with` block."""
    token = _reading.set(pair)
    try:
        yield
    finally:
        _reading.reset(token)
