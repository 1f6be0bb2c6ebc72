"""Reads what people come for: concerns with their documents, forms and links."""

from collections.abc import Mapping
from dataclasses import replace

from backend.content.errors import ContentError
from backend.content.facts import Concern, Document, DocumentUse, Form, Link
from backend.content.folders import CONCERNS, ORDER, Folder
from backend.content.tables import Table, read_each, read_own_table

SECTIONS = ("urgent", "money", "home", "work", "other")
AREAS = ("entrance", "youth", "benefits", "placement")


def read_documents(folder: Folder) -> dict[str, Document]:
    """`documents.toml`: the papers that lists are made of."""

    def document(key: str, table: Table) -> Document:
        return Document(
            key=key,
            title=table.sentence("title"),
            hint=table.maybe_sentence("hint"),
            icon=table.text("icon"),
            how=table.chosen("how", ("show", "copy")),
        )

    return read_each(folder, "documents.toml", read=document)


def read_forms(folder: Folder) -> dict[str, Form]:
    """`forms.toml`: paper forms by their short names."""

    def form(key: str, table: Table) -> Form:
        return Form(
            key=key,
            title=table.sentence("title"),
            valid_from=table.day("valid_from"),
            source=table.text("source"),
            checked=table.flag("checked"),
        )

    return read_each(folder, "forms.toml", read=form)


def read_links(folder: Folder) -> dict[str, Link]:
    """`links.toml`: pages elsewhere; without `checked_on` nobody has opened them yet."""

    def link(key: str, table: Table) -> Link:
        return Link(
            key=key,
            title=table.sentence("title"),
            url=table.address("url"),
            language=table.text("language"),
            checked_on=table.day("checked_on"),
        )

    return read_each(folder, "links.toml", read=link)


def read_concerns(
    folder: Folder,
    *,
    documents: Mapping[str, Document],
    forms: Mapping[str, Form],
    links: Mapping[str, Link],
) -> dict[str, Concern]:
    """Every file of `concerns/` and what was added, in the order they name or were put into."""
    keys = folder.keys(CONCERNS, ".toml")
    if not keys:
        raise ContentError(f"{folder.name}/concerns", "", "here is no concern")
    found: list[Concern] = []
    for key in keys:
        with read_own_table(folder, CONCERNS, key) as table:
            concern = _concern(key, table, documents=documents, forms=forms, links=links)
            is_taken = any(other.order == concern.order for other in found)
            if is_taken and not folder.edited(CONCERNS):
                raise table.error("order", f"{concern.order} is taken by another concern")
        found.append(concern)
    return {concern.key: concern for concern in _in_order(found, folder)}


def _in_order(concerns: list[Concern], folder: Folder) -> list[Concern]:
    """As the files say, or as somebody has put them; whatever came later stands behind."""
    kept = folder.edited(ORDER).get(CONCERNS) or {}
    places = {key: place for place, key in enumerate(kept.get("keys", ()))}
    last = len(places)
    ordered = sorted(concerns, key=lambda each: (places.get(each.key, last), each.order, each.key))
    if not folder.edited(CONCERNS) and not places:
        return ordered
    return [replace(each, order=place) for place, each in enumerate(ordered, start=1)]


def _concern(
    key: str,
    table: Table,
    *,
    documents: Mapping[str, Document],
    forms: Mapping[str, Form],
    links: Mapping[str, Link],
) -> Concern:
    is_application = table.flag("is_application", default=False)
    if is_application != table.has("application_sentence"):
        raise table.error("application_sentence", "an application has one, nothing else (D13)")
    return Concern(
        key=key,
        order=table.number("order"),
        title=table.sentence("title"),
        keyword=table.text("keyword"),
        summary=table.sentence("summary"),
        search=table.sentences("search"),
        icon=table.text("icon"),
        section=table.chosen("section", SECTIONS),
        mandatory=table.flag("mandatory"),
        areas=table.chosen_list("areas", AREAS),
        emergency=table.flag("emergency", default=False),
        channels=table.channels("channels"),
        minutes=_duration(table),
        documents=tuple(_use(line, documents) for line in table.tables("documents")),
        forms=table.all_known("forms", forms),
        processing=table.maybe_sentence("processing"),
        hints=table.sentences("hints", optional=True),
        who_may_bring=table.maybe_sentence("who_may_bring"),
        explainers=table.all_known("explainers", links),
        online=table.all_known("online", links),
        by_post=table.flag("by_post"),
        is_application=is_application,
        application_sentence=table.maybe_sentence("application_sentence"),
        about_decision=table.flag("about_decision", default=False),
        source=table.text("source"),
        checked=table.flag("checked"),
    )


def _duration(table: Table) -> int:
    minutes = table.minutes("minutes")
    if not minutes:
        raise table.error("minutes", "an appointment takes at least 5 minutes")
    return minutes


def _use(table: Table, documents: Mapping[str, Document]) -> DocumentUse:
    with table:
        return DocumentUse(
            document=table.known("key", table.text("key"), where=documents),
            always=table.flag("always"),
            hint=table.maybe_sentence("hint"),
        )
