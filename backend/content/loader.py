"""Puts a content folder together: one folder is one Jobcenter."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.content.checks import unchecked, unfinished
from backend.content.concerns import read_concerns, read_documents, read_forms, read_links
from backend.content.errors import ContentError
from backend.content.facts import Content, Helpline, InterpreterLanguage, Jobcenter, Language
from backend.content.folders import Edits, Folder
from backend.content.holidays import is_state
from backend.content.media import read_media
from backend.content.offices import (
    read_neighbours,
    read_offices,
    read_responsibilities,
    read_special_ways,
)
from backend.content.pages import read_pages
from backend.content.tables import Table, read_each, read_table
from backend.content.theme import read_theme

DIRECTIONS = ("ltr", "rtl")
REVIEWED = re.compile(r"reviewed by (?P<name>[^,\s](?:[^,]*[^,\s])?), (?P<day>\d{4}-\d\d-\d\d)")


def load(path: Path, edits: Edits | None = None) -> Content:
    """The whole Jobcenter, with what was edited in place of what the files say.

    `ContentError` names the file, the key and the reason.
    """
    if not path.is_dir():
        raise ContentError(str(path), "", "this folder is missing")
    folder = Folder(path, edits or {})
    documents, forms, links = read_documents(folder), read_forms(folder), read_links(folder)
    concerns = read_concerns(folder, documents=documents, forms=forms, links=links)
    offices = read_offices(folder, concerns)
    helplines = read_each(folder, "helplines.toml", read=_helpline)
    pages = read_pages(folder, helplines)
    languages = _languages(folder)
    content = Content(
        jobcenter=_jobcenter(folder),
        languages=languages,
        interpreter_languages=read_each(folder, "interpreter_languages.toml", read=_interpreted),
        concerns=concerns,
        offices=offices,
        documents=documents,
        forms=forms,
        links=links,
        responsibilities=read_responsibilities(folder, offices),
        neighbours=read_neighbours(folder),
        special_ways=read_special_ways(folder, offices),
        pages=pages,
        helplines=helplines,
        theme=read_theme(path),
        media=read_media(path, pages=pages, concerns=concerns, languages=languages),
        is_sample=False,
    )
    return replace(content, is_sample=bool(unchecked(content)))


def check(folder: Path) -> list[str]:
    """One line per unchecked fact, unopened link, missing video and unreviewed language."""
    return check_loaded(load(folder))


def check_loaded(content: Content) -> list[str]:
    """The same for what has been loaded already."""
    return [*unchecked(content), *unfinished(content)]


def _jobcenter(folder: Folder) -> Jobcenter:
    with read_table(folder, "jobcenter.toml") as table:
        return Jobcenter(
            name=table.text("name"),
            short_name=table.text("short_name"),
            city=table.text("city"),
            zone=_zone(table),
            state=_state(table),
            benefit_name=table.sentence("benefit_name"),
            former_names=table.texts("former_names"),
            phone=table.text("phone"),
            phone_hours=table.sentence("phone_hours"),
            mail=table.text("mail"),
            mail_answer=table.sentence("mail_answer"),
            walk_in=table.sentence("walk_in"),
            relay=table.sentence("relay"),
            postal_address=table.texts("postal_address"),
            operator=table.sentence("operator"),
            represented_by=table.sentence("represented_by"),
            oversight=table.sentence("oversight"),
            privacy_officer=table.sentence("privacy_officer"),
            processor=table.sentence("processor"),
            supervision=table.sentence("supervision"),
            accessibility_rules=table.sentence("accessibility_rules"),
            statement_day=_day(table, "statement_day"),
            barrier_mail=table.text("barrier_mail"),
            barrier_answer=table.sentence("barrier_answer"),
            enforcement=table.sentence("enforcement"),
            enforcement_url=table.address("enforcement_url"),
            exit_url=table.address("exit_url"),
            ukraine_hint=table.sentence("ukraine_hint"),
            support_name=table.text("support_name"),
            support_phone=table.text("support_phone"),
            support_mail=table.text("support_mail"),
            approvers=table.texts("approvers"),
            unchecked=table.texts("unchecked", optional=True),
        )


def _day(table: Table, key: str) -> date:
    day = table.day(key)
    if day is None:
        raise table.error(key, "this key is missing")
    return day


def _zone(table: Table) -> str:
    name = table.text("zone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise table.error("zone", f"“{name}” is no time zone") from None
    return name


def _state(table: Table) -> str:
    code = table.text("state")
    if not is_state(code):
        raise table.error("state", f"“{code}” is the code of no Land")
    return code


def _languages(folder: Folder) -> dict[str, Language]:
    """`languages.toml` in its order, which is the order of every language list."""
    languages = read_each(folder, "languages.toml", read=_language)
    if "de" not in languages:
        raise ContentError(f"{folder.name}/languages.toml", "de", "German is missing")
    return languages


def _language(slug: str, table: Table) -> Language:
    return Language(
        slug=slug,
        tag=table.text("tag"),
        autonym=table.text("autonym"),
        german_name=table.sentence("german_name"),
        direction=table.chosen("direction", DIRECTIONS),
        locale=table.text("locale"),
        catalogues=table.texts("catalogues"),
        also=table.texts("also", optional=True),
        review=_review(table),
    )


def _review(table: Table) -> str:
    """`draft`, `source` (German only) or `reviewed by Name, 2026-12-01` (D19)."""
    text = table.text("review")
    if text == "source" and table.text("tag") != "de":
        raise table.error("review", "only German is the source")
    if text in {"draft", "source"}:
        return text
    match = REVIEWED.fullmatch(text)
    try:
        date.fromisoformat(match["day"] if match else "")
    except ValueError:
        raise table.error(
            "review", f"“{text}” is neither draft nor such as “reviewed by Name, 2026-12-01”"
        ) from None
    return text


def _interpreted(tag: str, table: Table) -> InterpreterLanguage:
    return InterpreterLanguage(
        tag=tag,
        autonym=table.text("autonym"),
        german_name=table.sentence("german_name"),
        direction=table.chosen("direction", DIRECTIONS),
    )


def _helpline(key: str, table: Table) -> Helpline:
    return Helpline(
        key=key,
        title=table.sentence("title"),
        phone=table.text("phone"),
        when=table.sentence("when"),
        topics=table.texts("topics"),
        checked_on=table.day("checked_on"),
        source=table.text("source"),
    )
