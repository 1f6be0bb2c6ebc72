"""Writes the content as files again; where nothing was edited, comments stay untouched."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import Array, InlineTable, Item

from backend.content.facts import Content
from backend.content.folders import CONCERNS, JOBCENTER, LISTED, PAGES, RESPONSIBILITIES, Edits

LONGEST_LINE = 80


def files(folder: Path, edits: Edits, content: Content) -> dict[str, bytes]:
    """Every file of the folder by its name below it; `content` is what both give together."""
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    for kind in LISTED:
        if edits.get(kind):
            name = f"{kind}.toml"
            found[name] = _listed(found[name].decode(), edits[kind]).encode()
    if body := edits.get(JOBCENTER, {}).get(JOBCENTER):
        found["jobcenter.toml"] = _rewritten(found["jobcenter.toml"].decode(), body).encode()
    for key, page in edits.get(PAGES, {}).items():
        _put(found, f"pages/{key}.md", None if page is None else str(page["text"]))
    for table in edits.get(RESPONSIBILITIES, {}).values():
        _put(found, "responsibilities.csv", None if table is None else str(table["text"]))
    _concerns(found, edits, content)
    return found


def _put(found: dict[str, bytes], name: str, text: str | None) -> None:
    if text is None:
        found.pop(name, None)
    else:
        found[name] = text.encode()


def _concerns(found: dict[str, bytes], edits: Edits, content: Content) -> None:
    """The files of concerns, with the order they have been put into."""
    for key, body in edits.get(CONCERNS, {}).items():
        name = f"concerns/{key}.toml"
        if body is None:
            found.pop(name, None)
        else:
            found[name] = _rewritten(found.get(name, b"").decode(), body).encode()
    for key, concern in content.concerns.items():
        name = f"concerns/{key}.toml"
        document = tomlkit.parse(found[name].decode())
        if document["order"] != concern.order:
            document["order"] = concern.order
            found[name] = tomlkit.dumps(document).encode()


def _listed(text: str, changed: Mapping[str, Mapping[str, Any] | None]) -> str:
    document = tomlkit.parse(text)
    for key, body in changed.items():
        if body is None:
            document.remove(key)
        elif key in document:
            _rewrite(document[key], body)
        else:
            document.add(tomlkit.nl())
            table = tomlkit.table()
            _rewrite(table, body)
            document.add(key, table)
    return tomlkit.dumps(document)


def _rewritten(text: str, body: Mapping[str, Any]) -> str:
    document: TOMLDocument = tomlkit.parse(text)
    _rewrite(document, body)
    return tomlkit.dumps(document)


def _rewrite(table: Any, body: Mapping[str, Any]) -> None:
    """Only what differs is touched."""
    for key in [key for key in table if key not in body]:
        table.remove(key)
    for key, value in body.items():
        if key not in table:
            table.add(key, _item(value))
        elif table[key] != value:
            table[key] = _item(value)


def _item(value: Any) -> Item:
    if isinstance(value, list):
        return _array(value)
    if isinstance(value, dict):
        return _inline(value)
    item: Item = tomlkit.item(value)
    return item


def _array(values: list[Any]) -> Array:
    array = tomlkit.array()
    for value in values:
        array.append(_item(value))
    if len(array.as_string()) > LONGEST_LINE:
        array.multiline(multiline=True)
    return array


def _inline(value: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for key, each in value.items():
        table.append(key, _item(each))
    return table
