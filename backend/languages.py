"""Languages: catalogues, formats, the reader's pair of languages, and `Text`.

A `Text` is a sentence that has not been translated yet. It is rendered where it is shown: in one
language, or in two with German beneath. Babel and gettext only; no Flask in here.
"""

import gettext
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup, escape

from backend.content import Language

SOURCES = {"messages": "en", "content": "de"}
"""The language in which the msgids of a domain are written."""

YEAR_IN_PATTERN = re.compile(r",?\s*y+(\s*'[^']*'\.?)?")
LEAF_LETTERS = 4
"""As many fit on the leaf of the day list; languages without a short form show one letter."""

LEFT_TO_RIGHT, ISOLATE_END = "\u2066", "\u2069"


def N_(msgid: str) -> str:
    """Mark a sentence for the translators without making a `Text` of it yet."""
    return msgid


class Catalogue:
    """The texts of one domain in one language, with German behind it as the last resort."""

    def __init__(self, files: Sequence[Path], *, is_source: bool, german: "Catalogue | None"):
        self._texts: dict[str, str] = {}
        self._forms: dict[str, tuple[gettext.GNUTranslations, str]] = {}
        self._is_source = is_source
        self._german = german
        for path in reversed(files):
            with path.open("rb") as file:
                self._take(gettext.GNUTranslations(file))

    def _take(self, translations: gettext.GNUTranslations) -> None:
        catalogue: Mapping[object, str] = translations._catalog  # type: ignore[attr-defined]
        for msgid, text in catalogue.items():
            if isinstance(msgid, str) and msgid and text:
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

    def has(self, msgid: str) -> bool:
        """Whether the text is there without standing in."""
        return self._is_source or msgid in self._texts or msgid in self._forms


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

    @property
    def is_german(self) -> bool:
        return self.tag == "de" or self.tag.startswith("de-")

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
        german = {
            domain: Catalogue(
                _files(folders, ("de",), domain), is_source=SOURCES[domain] == "de", german=None
            )
            for domain in SOURCES
        }
        for slug, language in languages.items():
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
            )
        self.german = self.tongues["de"]
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
        by_tag = {tongue.tag.lower(): tongue for tongue in self.tongues.values()}
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


# --- values inside texts


class Value(Protocol):
    """Something that looks different in each language, or must be isolated in a line."""

    def html(self, tongue: Tongue) -> Markup: ...

    def plain(self, tongue: Tongue) -> str: ...


class Shown:
    """Base of values and texts: shows itself in the pair being read, by `str` in its first."""

    def html(self, tongue: Tongue) -> Markup:
        raise NotImplementedError

    def plain(self, tongue: Tongue) -> str:
        raise NotImplementedError

    def __html__(self) -> Markup:
        return self.html(current().first)

    def __str__(self) -> str:
        return self.plain(current().first)


@dataclass(frozen=True, slots=True)
class Ltr(Shown):
    """A phone number, time, code or address: always left to right, isolated in a line."""

    value: str

    def html(self, tongue: Tongue) -> Markup:
        if tongue.is_rtl:
            return Markup('<bdi dir="ltr">%s</bdi>') % self.value
        return escape(self.value)

    def plain(self, tongue: Tongue) -> str:
        return f"{LEFT_TO_RIGHT}{self.value}{ISOLATE_END}" if tongue.is_rtl else self.value


@dataclass(frozen=True, slots=True)
class German(Shown):
    """A German proper name inside a sentence of any language."""

    value: str

    def html(self, tongue: Tongue) -> Markup:
        if tongue.is_german:
            return escape(self.value)
        return Markup('<bdi lang="de" dir="ltr">%s</bdi>') % self.value

    def plain(self, tongue: Tongue) -> str:
        return f"{LEFT_TO_RIGHT}{self.value}{ISOLATE_END}" if tongue.is_rtl else self.value


@dataclass(frozen=True, slots=True)
class Name(Shown):
    """A person's name in whatever script: isolated, its direction found by the browser."""

    value: str

    def html(self, tongue: Tongue) -> Markup:
        return Markup("<bdi>%s</bdi>") % self.value

    def plain(self, tongue: Tongue) -> str:
        return f"\u2068{self.value}{ISOLATE_END}"


@dataclass(frozen=True, slots=True)
class Day(Shown):
    """A date; `style` is `full`, `day`, `weekday`, `short`, `month_year` or `number`."""

    value: date
    style: str = "full"

    def html(self, tongue: Tongue) -> Markup:
        return escape(formatted_day(self.value, self.style, tongue.locale))

    def plain(self, tongue: Tongue) -> str:
        return formatted_day(self.value, self.style, tongue.locale)

    def __html__(self) -> Markup:
        return _paired(self.html, current())


@dataclass(frozen=True, slots=True)
class Clock(Shown):
    """A time of day in 24 hours, such as 09:05."""

    value: time

    def html(self, tongue: Tongue) -> Markup:
        return Ltr(self.plain_clock).html(tongue)

    def plain(self, tongue: Tongue) -> str:
        return Ltr(self.plain_clock).plain(tongue)

    @property
    def plain_clock(self) -> str:
        return f"{self.value:%H:%M}"


@lru_cache(maxsize=4096)
def formatted_day(value: date, style: str, locale: Locale) -> str:
    """A date in Gregorian months and digits 0–9; `day` leaves the year out."""
    if style == "full":
        return str(format_date(value, "full", locale))
    if style == "day":
        full = locale.date_formats["full"].pattern
        return str(format_date(value, YEAR_IN_PATTERN.sub("", full), locale))
    if style == "short":
        short = str(format_date(value, "EEE", locale)).rstrip(".")
        return short if len(short) <= LEAF_LETTERS else str(format_date(value, "EEEEE", locale))
    patterns = {"weekday": "EEEE", "month_year": "MMMM y", "number": "dd.MM.y"}
    return str(format_date(value, patterns[style], locale))


# --- texts


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

    def _found(self, tongue: Tongue) -> tuple[str, bool]:
        catalogue = tongue.catalogues[self.domain]
        if self.plural:
            return catalogue.plural(self.msgid, self.plural, self.number)
        return catalogue.text(self.msgid)

    def html(self, tongue: Tongue) -> Markup:
        text, is_german = self._found(tongue)
        if is_german and not tongue.is_german:
            return Markup('<span lang="de" dir="ltr">%s</span>') % self._filled_html(text, tongue)
        return self._filled_html(text, tongue)

    def _filled_html(self, text: str, tongue: Tongue) -> Markup:
        if not self.params and not self.plural:
            return escape(text)
        shown = {name: _html(value, tongue) for name, value in self._all_params().items()}
        return Markup(str(escape(text)) % shown)

    def plain(self, tongue: Tongue) -> str:
        text, _ = self._found(tongue)
        if not self.params and not self.plural:
            return text
        return text % {name: _plain(value, tongue) for name, value in self._all_params().items()}

    def _all_params(self) -> Mapping[str, object]:
        return {"number": self.number, **self.params} if self.plural else self.params

    def is_missing(self, tongue: Tongue) -> bool:
        """Whether German stands in for this text in the language."""
        return self._found(tongue)[1] and not tongue.is_german

    def __html__(self) -> Markup:
        pair = current()
        if pair.second is None:
            return self.html(pair.first)
        if pair.second.is_german and self.is_missing(pair.first):
            return Markup('<span class="t" lang="de" dir="ltr">%s</span>') % self.html(pair.second)
        return _paired(self.html, pair)


class _Rendering(Protocol):
    def __call__(self, tongue: Tongue, /) -> Markup: ...


def _paired(render: _Rendering, pair: Pair) -> Markup:
    if pair.second is None:
        return render(pair.first)
    return Markup('<span class="t">%s</span><span class="de" lang="%s" dir="%s">%s</span>') % (
        render(pair.first),
        pair.second.tag,
        pair.second.direction,
        render(pair.second),
    )


def _html(value: object, tongue: Tongue) -> Markup:
    return value.html(tongue) if isinstance(value, Shown) else escape(value)


def _plain(value: object, tongue: Tongue) -> str:
    return value.plain(tongue) if isinstance(value, Shown) else str(value)


def text_of(msgid: str, /, **params: object) -> Text:
    """An interface text; pages and forms import it as `_`."""
    return Text(msgid, params)


def counted(msgid: str, plural: str, number: int, /, **params: object) -> Text:
    """An interface text in the plural form of its number, which stands in it as `%(number)s`."""
    return Text(msgid, params, plural=plural, number=number)


def editorial(sentence: str, /) -> Text:
    """A text of the content, German in itself."""
    return Text(sentence, domain="content")
