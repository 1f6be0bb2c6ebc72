"""Finds every text of a content folder that translators translate."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Union, cast, get_args, get_origin

from backend.content.facts import Content
from backend.content.loader import load
from backend.content.texts import Sentence

_PLACES = {
    "jobcenter": "jobcenter.toml",
    "languages": "languages.toml",
    "interpreter_languages": "interpreter_languages.toml",
    "documents": "documents.toml",
    "forms": "forms.toml",
    "links": "links.toml",
    "concerns": "concerns/{}.toml",
    "offices": "offices.toml",
    "neighbours": "neighbours.toml",
    "special_ways": "special_ways.toml",
    "pages": "pages/{}.md",
    "helplines": "helplines.toml",
}
"""Where each field of `Content` is written; shared records come before those that use them."""


def sentences(folder: Path) -> Iterator[tuple[str, int, Sentence]]:
    """(file below the folder, line, text) of every `Sentence`; line 1 where it is not found."""
    content = load(folder)
    seen: set[int] = set()
    for field, place in _PLACES.items():
        value = getattr(content, field)
        parts = value if isinstance(value, Mapping) else {"": value}
        kind = _kinds(Content)[field]
        for key, part in parts.items():
            file = place.format(key)
            written = (folder / file).read_text(encoding="utf-8")
            inner = get_args(kind)[1] if isinstance(value, Mapping) else kind
            for text in _walk(part, inner, seen=seen):
                yield file, _line(written, text), text


def texts_of(content: Content) -> Iterator[Sentence]:
    """Every text of a loaded content, once at each place."""
    seen: set[int] = set()
    for field in _PLACES:
        value = getattr(content, field)
        parts = value.values() if isinstance(value, Mapping) else [value]
        kind = _kinds(Content)[field]
        inner = get_args(kind)[1] if isinstance(value, Mapping) else kind
        for part in parts:
            yield from _walk(part, inner, seen=seen)


def texts_at(record: object, place: str) -> list[Sentence]:
    """The texts of one record, such as those below `concerns/umzug`, each place once."""
    found: dict[str, Sentence] = {}
    for name, kind in _kinds(type(record)).items():
        for text in _walk(getattr(record, name), kind, seen=set()):
            if text.place.startswith(f"{place}/"):
                found.setdefault(text.place, text)
    return list(found.values())


def _walk(value: object, kind: Any, *, seen: set[int]) -> Iterator[Sentence]:
    """Every Sentence in a value of this annotated kind; a record is walked only once."""
    if value is None:
        return
    if kind is Sentence:
        yield cast(Sentence, value)
    elif get_origin(kind) in (Union, types.UnionType):
        for choice in get_args(kind):
            yield from _walk(value, choice, seen=seen)
    elif isinstance(value, tuple):
        inner = get_args(kind)
        for place, item in enumerate(value):
            yield from _walk(item, inner[0] if inner[-1] is Ellipsis else inner[place], seen=seen)
    elif is_dataclass(value) and id(value) not in seen:
        seen.add(id(value))
        for name, inner_kind in _kinds(type(value)).items():
            yield from _walk(getattr(value, name), inner_kind, seen=seen)


def _kinds(record: type) -> dict[str, Any]:
    return {field.name: field.type for field in fields(record)}


def _line(written: str, text: str) -> int:
    at = written.find(f'"{text}"')
    if at < 0:
        at = written.find(text)
    return written.count("\n", 0, at) + 1 if at >= 0 else 1
