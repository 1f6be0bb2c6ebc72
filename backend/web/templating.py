"""What every template knows: texts, addresses, static files."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask, g, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.local import LocalProxy

from backend.content import Recording, Sentence
from backend.languages import (
    Clock,
    Day,
    German,
    Ltr,
    Name,
    Shown,
    Text,
    Tongue,
    counted,
    current,
    editorial,
    text_of,
)
from backend.web.kiosk import fitting
from backend.web.portal import Portal, portal


class Reading:
    """The pair being read; global, so that imported components need no context."""

    @property
    def first(self) -> Tongue:
        return current().first

    @property
    def second(self) -> Tongue | None:
        return current().second

    @property
    def slug(self) -> str:
        return current().slug


def one(text: object, /, **params: object) -> str:
    """A text in the reader's language only, for titles and attributes."""
    if isinstance(text, Shown):
        return text.plain(current().first)
    return text_of(str(text), **params).plain(current().first)


def in_first(text: Shown) -> Markup:
    """A text as HTML in the reader's language only."""
    return text.html(current().first)


def in_second(text: Shown) -> Markup:
    """A text as HTML in the second language of the pair."""
    tongue = current().second
    return text.html(tongue) if tongue else Markup("")


def to(endpoint: str, /, **values: Any) -> str:
    """The address of a page in the pair being read."""
    if "token" in values:
        return url_for(endpoint, pair=current().slug, **values)
    return _address(endpoint, current().slug, tuple(sorted(values.items())))


@lru_cache(maxsize=16384)
def _address(endpoint: str, pair: str, values: tuple[tuple[str, str], ...]) -> str:
    named: dict[str, Any] = dict(values)
    return url_for(endpoint, pair=pair, **named)


def here(pair: str) -> str:
    """The address of the present page in another pair: same step, same answers."""
    if request.endpoint is None or g.get("pair") is None:
        return url_for("public.start", pair=pair)
    values = dict(request.view_args or {})
    # The question mark's part was written by anyone: it must not name an argument of url_for.
    asked: dict[str, Any] = {
        name: text
        for name, text in request.args.items()
        if name not in values and name not in {"pair", "endpoint"} and not name.startswith("_")
    }
    return url_for(request.endpoint, **values, **asked, pair=pair)


def languages_from_here() -> str:
    """The address of the language page, from which the reader comes back to this very page.

    An address with a token opens an appointment and stands in no other address (D38).
    """
    address = to("public.languages")
    if g.get("pair") is None or "token" in (request.view_args or {}):
        return address
    return f"{address}?seite={quote(request.path)}"


def sound_of(key: str) -> Recording | None:
    """The page or concern read aloud in the reader's language, if a person has done so."""
    return _shown(portal().content.media.sounds.get((key, current().first.slug)))


def film_at(place: str) -> Recording | None:
    """The film in German Sign Language for the page, if there is one."""
    return _shown(portal().content.media.films.get(place))


def _shown(recording: Recording | None) -> Recording | None:
    """Nobody vouches for an address that was never opened: only sample pages show it."""
    if recording is None or recording.file or recording.checked_on is not None:
        return recording
    return recording if portal().content.is_sample else None


def equip(app: Flask, served: Portal) -> None:
    """Give the templates their words."""
    prefix = served.statics.prefix
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        _=text_of,
        one=one,
        in_first=in_first,
        in_second=in_second,
        counted=counted,
        content=_content,
        ltr=Ltr,
        german=German,
        person=Name,
        day=Day,
        clock=Clock,
        to=to,
        here=here,
        languages_from_here=languages_from_here,
        static=lambda name: prefix + name,
        jobcenter=LocalProxy(lambda: portal().content.jobcenter),
        helplines=LocalProxy(lambda: portal().content.helplines),
        info_pages=LocalProxy(lambda: portal().content.pages),
        retention_days=served.settings.retention_days,
        draft_minutes=served.settings.draft_minutes,
        kiosk_seconds=served.settings.kiosk_seconds,
        kiosk_now=lambda: g.get("kiosk"),
        kiosk_part=fitting.part,
        theme=served.shipped.theme,
        sound_of=sound_of,
        film_at=film_at,
        sample=LocalProxy(lambda: portal().content.is_sample),
        languages=tuple(served.languages.tongues.values()),
        noindex=LocalProxy(lambda: portal().content.is_sample),
        pair=Reading(),
        csrf_token=generate_csrf,
    )


def _content(sentence: Sentence) -> Text:
    return editorial(sentence)
