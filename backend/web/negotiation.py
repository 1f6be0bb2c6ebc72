"""Which pair of languages a page is read in: it stands in the address, never in a cookie."""

from typing import Any

from flask import Blueprint, Flask, Response, g, request, url_for

from backend.languages import Pair, current, read_in
from backend.web.portal import portal

LANGUAGE_COOKIE = "l"
ONE_YEAR = 365 * 24 * 3600


def begin(app: Flask) -> None:
    """Read each request in some pair, also one that fails before its own is known."""
    app.before_request(_read_in_some_pair)


def _read_in_some_pair() -> None:
    if g.get("pair") is None:
        asked = portal().languages.pair(request.path.split("/", 2)[1])
        read_in(asked or preferred_pair())


def paired(pages: Blueprint) -> None:
    """Take the pair out of the arguments of a blueprint's pages, which need not know it."""

    @pages.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values:
            g.pair = values.pop("pair", None)
            if g.pair is not None:
                read_in(g.pair)


def preferred_pair() -> Pair:
    """The pair chosen before (cookie), else the first language of the browser, else German."""
    languages = portal().languages
    chosen = languages.pair(request.cookies.get(LANGUAGE_COOKIE, ""))
    if chosen is not None:
        return chosen
    tongue = languages.preferred([tag for tag, _quality in request.accept_languages])
    return languages.alone(tongue)


def remember(response: Response, pair: Pair) -> Response:
    """Remember the choice in the only cookie of the public pages; a terminal remembers nobody."""
    if g.get("kiosk") is not None:
        return response
    response.set_cookie(
        LANGUAGE_COOKIE,
        pair.slug,
        max_age=ONE_YEAR,
        samesite="Lax",
        httponly=True,
        secure=portal().settings.is_https,
    )
    return response


def go(endpoint: str, /, **values: Any) -> Response:
    """The answer to a form that was sent: on to the next page (303), focus on its main part."""
    address = url_for(endpoint, pair=current().slug, **values)
    answer = Response(status=303, headers={"Location": f"{address}#main"})
    del answer.headers["Content-Type"]
    return answer
