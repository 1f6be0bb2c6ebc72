"""The parts of the catalogue: what is edited, under which address, with which fields."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from flask import abort

from backend.content import Content, Raw, folders
from backend.domain.appointments import Channel
from backend.languages import Shown, Text
from backend.languages import staff_text as s_
from backend.web.catalogue.specs import (
    Spec,
    boxes,
    choice,
    day,
    flag,
    hours,
    line,
    lines,
    maybe_line,
    maybe_text,
    number,
    page,
    text,
    uses,
)
from backend.web.statics import SHIPPED

SECTIONS: dict[str, Shown | str] = {
    "urgent": s_("Urgent"),
    "money": s_("Money and letters"),
    "home": s_("Home and family"),
    "work": s_("Work and training"),
    "other": s_("Other concerns"),
}
AREAS = (
    ("entrance", s_("Entrance zone")),
    ("youth", s_("Young people")),
    ("benefits", s_("Benefits")),
    ("placement", s_("Placement in work")),
)
CHANNELS = (
    (Channel.IN_PERSON.value, s_("In person")),
    (Channel.PHONE.value, s_("By phone")),
    (Channel.VIDEO.value, s_("By video")),
)
TOPICS = ("danger", "home", "power", "money", "food", "care", "flat")
SOURCE = s_("Where this comes from")
SOURCE_HINT = s_("For the staff only, such as: GA 3.2.")
TITLE = s_("Title")


@cache
def symbols() -> dict[str, Shown | str]:
    """The names of all pictograms."""
    names = re.findall(r'<symbol id="([a-z_]+)"', (SHIPPED / "icons.svg").read_text("utf-8"))
    return {name: name for name in sorted(names)}


def _keys(kind: str) -> Callable[[Content], list[tuple[str, Shown | str]]]:
    """All records of a kind by key and title."""

    def choices(content: Content) -> list[tuple[str, Shown | str]]:
        return [(key, str(each.title)) for key, each in getattr(content, kind).items()]

    return choices


def _offices(content: Content) -> list[tuple[str, Shown | str]]:
    return [(key, each.name) for key, each in content.offices.items()]


def _topics(content: Content) -> list[tuple[str, Shown | str]]:
    known = {topic for each in content.helplines.values() for topic in each.topics}
    return [(topic, topic) for topic in sorted(known)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the catalogue."""

    slug: str
    """In addresses."""
    kind: str
    """In the content."""
    title: Text
    new: Text | None
    """What the page for a new one is called; None where nothing is added."""
    text: Text
    """One line on the first page of the catalogue."""
    symbol: str
    name: str
    """The key by which a record is called in lists."""
    specs: tuple[Spec, ...]

    def name_of(self, key: str, body: Raw) -> str:
        """How lists call a record."""
        if self.kind == folders.PAGES:
            title = re.search(r"^# (.*)$", str(body["text"]), re.MULTILINE)
            return title[1] if title else key
        return str(body.get(self.name, key)) if self.name else str(self.title)


CONCERN = (
    line("title", TITLE),
    text("summary", s_("What it is for, in one sentence")),
    line(
        "keyword",
        s_("Word on letters"),
        hint=s_("As it stands on letters of the Jobcenter; it is never translated."),
    ),
    lines("search", s_("Search words"), hint=s_("One in each line; nobody reads them.")),
    choice("section", s_("Heading under which it stands"), SECTIONS),
    boxes("areas", s_("Areas"), lambda _content: list(AREAS)),
    boxes(
        "channels", s_("Ways"), lambda _content: list(CHANNELS), hint=s_("What is offered at all.")
    ),
    number("minutes", s_("Usual minutes"), hint=s_("Groups may offer it with others.")),
    uses("documents", s_("What to bring")),
    boxes("forms", s_("Forms"), _keys("forms")),
    maybe_text("processing", s_("Usual processing time")),
    lines("hints", s_("Hints"), is_optional=1),
    maybe_text("who_may_bring", s_("Who may bring the papers")),
    boxes("explainers", s_("Explanations and films"), _keys("links")),
    boxes("online", s_("Online ways"), _keys("links")),
    flag("by_post", s_("Can be settled by letter or letterbox, too")),
    flag(
        "emergency",
        s_("Emergency"),
        hint=s_("Stands first, in red; help on the same day is named beside it."),
    ),
    flag(
        "mandatory",
        s_("Mandatory for every office"),
        hint=s_("Mandatory ones of the Geschäftsanweisung 003 cannot be made optional."),
    ),
    flag("is_application", s_("An application: the appointment itself is none")),
    maybe_text(
        "application_sentence",
        s_("Sentence to sign"),
        hint=s_("Only for applications. It is printed in German, ready to sign."),
    ),
    flag("about_decision", s_("About a decision: the appointment does not stop its time limit")),
    choice("icon", s_("Pictogram"), symbols(), shape="symbols"),
    line("source", SOURCE, hint=SOURCE_HINT),
    flag("checked", s_("Checked: all of this is right")),
)
DOCUMENT = (
    line("title", TITLE),
    maybe_text("hint", s_("Hint"), hint=s_("A concern may have one of its own in its place.")),
    choice("how", s_("How it is needed"), {"show": s_("to show"), "copy": s_("as a copy")}),
    choice("icon", s_("Pictogram"), symbols(), shape="symbols"),
)
FORM = (
    line("title", TITLE),
    day("valid_from", s_("Valid from")),
    line("source", SOURCE, hint=SOURCE_HINT),
    flag("checked", s_("Checked: all of this is right")),
)
LINK = (
    line("title", TITLE),
    line("url", s_("Address"), hint=s_("Begins with https://"), direction="ltr"),
    line(
        "language",
        s_("Language of the page"),
        hint=s_("Its short sign, such as de or ar."),
        direction="ltr",
    ),
    day("checked_on", s_("Opened and found right on"), hint=s_("Such as 24.12.2026.")),
)
HELPLINE = (
    line("title", TITLE),
    line("phone", s_("Telephone"), direction="ltr"),
    text("when", s_("When somebody answers, and for whom")),
    boxes("topics", s_("Headings of the emergency page"), _topics),
    day("checked_on", s_("Called and found right on"), hint=s_("Such as 24.12.2026.")),
    line("source", SOURCE, hint=SOURCE_HINT),
)
OFFICE_KINDS = {
    "branch": s_("Office of a district"),
    "youth": s_("Youth office"),
    "outreach": s_("Consultation hours in another house"),
    "bus": s_("Bus"),
    "prison": s_("Consultation hours in a prison, not shown to customers"),
    "partner": s_("Room at a partner, not shown to customers"),
}
OFFICE = (
    line("name", s_("Name")),
    choice("kind", s_("Kind of office"), OFFICE_KINDS),
    line("street", s_("Street and number")),
    line("postcode", s_("Postcode"), direction="ltr"),
    line("city", s_("Town")),
    lines("districts", s_("Parts of town"), is_optional=1),
    text("how_to_get_there", s_("How to get there")),
    text("entrance", s_("Entrance")),
    text("waiting_place", s_("Waiting place")),
    text("letterbox", s_("Letterbox")),
    lines("accessibility", s_("Accessibility")),
    hours("hours", s_("Hours without an appointment")),
    text("emergency_way", s_("Way in an emergency")),
    boxes("channels", s_("Ways"), lambda _content: list(CHANNELS)),
    maybe_text("scope", s_("What can be had there, where that is less than usual")),
    lines(
        "unchecked",
        s_("Not verified yet"),
        hint=s_("Names of fields nobody has verified; while one is left it is sample material."),
        is_optional=1,
    ),
    line("source", SOURCE, hint=SOURCE_HINT),
)
NEIGHBOUR = (
    line("name", s_("Name")),
    lines("postcodes", s_("Postcodes, or how they begin")),
    lines("places", s_("Towns")),
    text("way", s_("What people there do")),
    maybe_line("phone", s_("Telephone"), direction="ltr"),
    maybe_line("url", s_("Address of the page"), direction="ltr"),
    day("checked_on", s_("Checked on"), hint=s_("Such as 24.12.2026.")),
)
SPECIAL_WAY = (
    line("title", TITLE),
    text("explanation", s_("Explanation")),
    boxes("offices", s_("Offices to choose from"), _offices),
)
PAGE = (
    page(
        "text",
        s_("Text"),
        hint=s_(
            "# before the title, ## before a heading, - before each line of a list; an empty line "
            "between paragraphs. Words in curly brackets stand for what is written elsewhere."
        ),
    ),
)
TERMS = (
    line("name", s_("Name of the Jobcenter")),
    line("short_name", s_("Short name")),
    line("city", s_("Town")),
    line("benefit_name", s_("Name of the benefit")),
    lines(
        "former_names", s_("Its former names"), hint=s_("Found by the search; one in each line.")
    ),
    line("phone", s_("Telephone"), direction="ltr"),
    line("phone_hours", s_("When it is answered")),
    line("mail", s_("Mail address"), direction="ltr"),
    line("mail_answer", s_("When mails are answered")),
    line("walk_in", s_("Where to come without an appointment")),
    line("relay", s_("Relay service for sign language")),
    lines("postal_address", s_("Postal address")),
    text("operator", s_("What it is in law")),
    text("represented_by", s_("Represented by")),
    text("oversight", s_("Authority above it")),
    text("privacy_officer", s_("Data protection officer")),
    text("processor", s_("Who runs the computers")),
    text("supervision", s_("Authority for data protection")),
    text("accessibility_rules", s_("Acts on accessibility")),
    day("statement_day", s_("Day of the accessibility statement")),
    line("barrier_mail", s_("Mail address for reported barriers"), direction="ltr"),
    text("barrier_answer", s_("When reported barriers are answered")),
    text("enforcement", s_("Who helps where the answer does not")),
    line("enforcement_url", s_("Address of its page"), direction="ltr"),
    line("exit_url", s_("Harmless page for who must leave quickly"), direction="ltr"),
    text("ukraine_hint", s_("Hint for people from Ukraine")),
    line("support_name", s_("Whom the staff ask")),
    line("support_phone", s_("Their telephone"), direction="ltr"),
    line("support_mail", s_("Their mail address"), direction="ltr"),
    lines("unchecked", s_("Not verified yet"), is_optional=1),
)


def _part(slug: str, kind: str, specs: tuple[Spec, ...], **named: Text | str | None) -> Part:
    return Part(slug=slug, kind=kind, specs=specs, **named)  # type: ignore[arg-type]


PARTS: Mapping[str, Part] = {
    each.slug: each
    for each in (
        _part(
            "anliegen", folders.CONCERNS, CONCERN, title=s_("Concerns"), new=s_("New concern"),
            text=s_("What people come for: texts, papers, forms, links, order"),
            symbol="apply", name="title",
        ),
        _part(
            "unterlagen", "documents", DOCUMENT, title=s_("Papers to bring"), new=s_("New paper"),
            text=s_("The papers of which the lists are made"), symbol="list", name="title",
        ),
        _part(
            "vordrucke", "forms", FORM, title=s_("Forms"), new=s_("New form"),
            text=s_("Forms of the Federal Agency by their short names"), symbol="contract",
            name="title",
        ),
        _part(
            "links", "links", LINK, title=s_("Links"), new=s_("New link"),
            text=s_("Pages and films elsewhere, and when somebody opened them last"), symbol="go",
            name="title",
        ),
        _part(
            "hilfe", "helplines", HELPLINE, title=s_("Helplines"), new=s_("New helpline"),
            text=s_("Others who help in an emergency"), symbol="call", name="title",
        ),
        _part(
            "stellen", "offices", OFFICE, title=s_("Offices"), new=s_("New office"),
            text=s_("Address, way, hours, accessibility, concerns"), symbol="office", name="name",
        ),
        _part(
            "begriffe", folders.JOBCENTER, TERMS, title=s_("Terms and numbers"), new=None,
            text=s_("Telephone, mail, name of the benefit: used everywhere"), symbol="info",
            name="",
        ),
        _part(
            "seiten", folders.PAGES, PAGE, title=s_("Information pages"), new=s_("New page"),
            text=s_("Help, emergency, legal notice and others"), symbol="read", name="",
        ),
        _part(
            "nachbarn", "neighbours", NEIGHBOUR, title=s_("Other Jobcenters"),
            new=s_("New Jobcenter"), text=s_("Where people from elsewhere go"), symbol="place",
            name="name",
        ),
        _part(
            "wege", "special_ways", SPECIAL_WAY, title=s_("Ways without an address"),
            new=s_("New way"), text=s_("For people who can name no address"), symbol="home",
            name="title",
        ),
    )
}  # fmt: skip
"""By their slugs, in the order of the first page."""
BY_KIND = {part.kind: part for part in PARTS.values()}


def part_of(slug: str) -> Part:
    """The part of an address; another one does not exist (404)."""
    if slug not in PARTS:
        abort(404)
    return PARTS[slug]
