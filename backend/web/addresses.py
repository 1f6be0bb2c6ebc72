"""The parts of addresses: pairs of languages, offices, concerns, channels, days.

An address with an unknown part does not exist (404), so pages only ever meet real ones.
"""

from datetime import date
from typing import Any, TypeVar

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from backend.content import Concern, Office
from backend.domain.appointments import Channel
from backend.languages import Pair
from backend.web.portal import portal

CHANNEL_SLUGS = {
    Channel.IN_PERSON: "persoenlich",
    Channel.PHONE: "telefon",
    Channel.VIDEO: "video",
}


class PairConverter(BaseConverter):
    """`ar` or `ar+de`: the languages a page is read in."""

    regex = r"[a-z]+(?:-[a-z]+)*(?:\+[a-z]+(?:-[a-z]+)*)?"

    def to_python(self, value: str) -> Pair:
        return _known(portal().languages.pair(value))

    def to_url(self, value: Any) -> str:
        return value.slug if isinstance(value, Pair) else str(value)


class OfficeConverter(BaseConverter):
    """The key of an office."""

    def to_python(self, value: str) -> Office:
        return _known(portal().content.offices.get(value))

    def to_url(self, value: Any) -> str:
        return value.key if isinstance(value, Office) else str(value)


class ConcernConverter(BaseConverter):
    """The key of a concern."""

    def to_python(self, value: str) -> Concern:
        return _known(portal().content.concerns.get(value))

    def to_url(self, value: Any) -> str:
        return value.key if isinstance(value, Concern) else str(value)


class ChannelConverter(BaseConverter):
    """The German word for a channel."""

    def to_python(self, value: str) -> Channel:
        return _known(next((c for c, slug in CHANNEL_SLUGS.items() if slug == value), None))

    def to_url(self, value: Any) -> str:
        return CHANNEL_SLUGS[Channel(value)]


class DayConverter(BaseConverter):
    """A day as `2026-12-08`."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)


T = TypeVar("T")


def _known(found: T | None) -> T:
    if found is None:
        raise ValidationError
    return found


def teach(app: Flask) -> None:
    """Let routes use the converters."""
    app.url_map.converters.update(
        pair=PairConverter,
        office=OfficeConverter,
        concern=ConcernConverter,
        channel=ChannelConverter,
        day=DayConverter,
    )
