"""Which public pages are frozen, and which the app alone can answer.

Pages are frozen from this list, never from "all routes": nothing about a person can leak.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask, url_for

from backend.content import Content
from backend.languages import Languages
from backend.web.portal import Portal
from backend.web.public.entrance import EMERGENCY_PAGE

Values = Mapping[str, Any]


def _once(_content: Content) -> Iterable[Values]:
    return [{}]


def _pages(content: Content) -> Iterable[Values]:
    # The emergency page has an address of its own.
    return ({"page": key} for key in content.pages if key != EMERGENCY_PAGE)


def _each_office(content: Content) -> Iterable[Values]:
    return ({"office": key} for key in content.listed_offices)


def _each_house(content: Content) -> Iterable[Values]:
    # Where an office comes to people stands in the database: its own page is live.
    return (
        {"office": key} for key, office in content.listed_offices.items() if not office.is_touring
    )


def _each_concern(content: Content) -> Iterable[Values]:
    return ({"concern": key} for key in content.concerns)


def _concerns_of_offices(content: Content) -> Iterable[Values]:
    return (
        {"office": office.key, "concern": key}
        for office in content.listed_offices.values()
        for key in office.concerns
    )


def _neighbours(content: Content) -> Iterable[Values]:
    return ({"key": each.key} for each in content.neighbours)


def _special_ways(content: Content) -> Iterable[Values]:
    return ({"number": number} for number in range(1, len(content.special_ways) + 1))


FROZEN: dict[str, Callable[[Content], Iterable[Values]]] = {
    "public.start": _once,
    "public.languages": _once,
    "public.emergency": _once,
    "public.offices": _once,
    "public.finder": _once,
    "public.checklists": _once,
    "public.places": _once,
    "public.place": _each_house,
    "public.page": _pages,
    "public.concerns": _each_office,
    "public.concern": _concerns_of_offices,
    "public.checklist": _each_concern,
    "public.hand_in": _each_concern,
    "public.elsewhere": _neighbours,
    "public.special": _special_ways,
}
"""Endpoints and what their addresses name, without the pair of languages."""

LIVE = {
    "public.root": "sends on in the language of the reader and sets the cookie",
    "public.choose": "sets the cookie",
    "public.today": "tells who is open at this moment",
    "public.find": "answers the form of the finder",
    "public.tour": "tells the next stops, which are planned in the database",
    "public.near_by": "answers the question for a postcode",
    "public.found": "stands behind the finder only, for any choice of offices",
    "public.paper": "makes the paper when somebody asks for it, with the day on it",
    "public.leaflet": "names the address of the portal, which no frozen page knows",
    "public.leaflet_print": "makes the paper when somebody asks for it, with the day on it",
}
"""Public pages left to the app, and why; every other part of the portal is live as a whole."""


def pairs(languages: Languages) -> list[str]:
    """Every language alone and with German beside it, as they stand in addresses."""
    alone = list(languages.tongues)
    return [*alone, *(f"{slug}+de" for slug in alone if slug != "de")]


def addresses(app: Flask, pair: str) -> list[str]:
    """The paths of all pages to freeze in this pair."""
    portal: Portal = app.extensions["portal"]
    with app.test_request_context():
        return [
            url_for(endpoint, pair=pair, **values)
            for endpoint, all_values in FROZEN.items()
            for values in all_values(portal.content)
        ]
