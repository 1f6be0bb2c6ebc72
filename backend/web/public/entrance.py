"""Entrance: start page, choice of language, emergency, and the pages of information."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from backend.content import Block, InterpreterLanguage, Office, Sentence
from backend.languages import Pair, current
from backend.web import negotiation
from backend.web.portal import portal
from backend.web.public.blueprint import pages

LETTERS_OF_ADDRESSES = "/+?=&%~-._"
EMERGENCY_PAGE = "notfall"
WAYS = frozenset(
    "page offices checklists booking finder today emergency side_by_side leaflet".split()
)
"""Facts of a page that lead to other pages."""


@pages.get("/")
def root() -> Response:
    """The start page in the language chosen before, else the browser's; remembers it."""
    pair = negotiation.preferred_pair()
    answer = redirect(url_for("public.start", pair=pair.slug))
    return negotiation.remember(answer, pair)  # type: ignore[arg-type]


@pages.get("/sprache/<pair:pair>")
def choose() -> Response:
    """Remember the language; go on with the same page (`?seite=`), else with the start page."""
    pair: Pair = g.pair  # the chosen one; the page itself is read in no pair
    address = _same_page(request.args.get("seite", ""), pair)
    answer = redirect(address or url_for("public.start", pair=pair.slug))
    return negotiation.remember(answer, pair)  # type: ignore[arg-type]


def _same_page(page: str, pair: Pair) -> str:
    """The page in the pair; empty unless it is a page of ours that is read in some pair.

    What is kept of the given text follows our own first part, so it cannot lead elsewhere.
    """
    before, _, rest = page.partition("/")
    read_in, slash, path = rest.partition("/")
    if before or not slash or portal().languages.pair(read_in) is None:
        return ""
    return f"/{pair.slug}/{quote(path, safe=LETTERS_OF_ADDRESSES)}"


@pages.get("/<pair:pair>/")
def start() -> str:
    """What do you want to do?"""
    content = portal().content
    return render_template(
        "public/start.html",
        known=content.pages,
        comes=any(office.is_touring for office in content.listed_offices.values()),
    )


@pages.get("/<pair:pair>/sprachen")
def languages() -> str:
    """All languages, and pictograms for those whose language is not here (D10)."""
    page = request.args.get("seite", "")
    back: dict[str, Any] = {"seite": page} if _same_page(page, current()) else {}
    return render_template(
        "public/languages.html",
        choosing=lambda slug: url_for("public.choose", pair=slug, **back),
        interpreted=_only_interpreted(),
    )


def _only_interpreted() -> list[InterpreterLanguage]:
    """The languages in which somebody interprets but these pages cannot be read (D10)."""
    shown = {tongue.tag for tongue in portal().languages.tongues.values()}
    spoken = portal().content.interpreter_languages
    return [language for tag, language in spoken.items() if tag not in shown and tag != "und"]


@pages.get("/<pair:pair>/notfall/")
def emergency() -> str:
    """Where to go today without an appointment (R71, R86)."""
    content = portal().content
    page = content.pages.get(EMERGENCY_PAGE)
    blocks = _grouped(page.blocks) if page else []
    heading = next((place for place, (kind, _texts) in enumerate(blocks) if kind == "h2"), 0)
    return render_template(
        "public/emergency.html",
        page=page,
        first=blocks[:heading],
        rest=blocks[heading:],
        ways=_ways_of_today(tuple(content.listed_offices.values())),
    )


def _ways_of_today(offices: Sequence[Office]) -> dict[Sentence, list[Office]]:
    """The offices that take emergencies under the sentence that says where to go there."""
    concerns = portal().content.concerns
    ways: dict[Sentence, list[Office]] = {}
    for office in offices:
        if any(concerns[key].emergency for key in office.concerns):
            ways.setdefault(office.emergency_way, []).append(office)
    return ways


@pages.get("/<pair:pair>/info/<page>/")
def page(page: str) -> str | Response:
    """A page of information from the content."""
    if page == EMERGENCY_PAGE:
        return redirect(url_for("public.emergency", pair=current().slug))
    found = portal().content.pages.get(page)
    if found is None:
        abort(404)
    return render_template("public/page.html", page=found, blocks=_grouped(found.blocks))


def _grouped(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """The blocks of a page by kind, the lines of a list and the rows of ways together."""
    groups: list[tuple[str, list[Block]]] = []
    for block in blocks:
        is_way = block.kind == "fact" and block.name.partition(" ")[0] in WAYS
        kind = "ways" if is_way else block.kind
        if kind in {"li", "ways"} and groups and groups[-1][0] == kind:
            groups[-1][1].append(block)
        else:
            groups.append((kind, [block]))
    return groups
