"""The folder of a Jobcenter with what has been edited since laid over its files."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from backend.content.errors import ContentError

Raw = Mapping[str, Any]
"""A table as it stands in a file."""
Edits = Mapping[str, Mapping[str, Raw | None]]
"""By kind and key the whole table that stands in place of the file's; None: it is taken away."""

JOBCENTER, PAGES, CONCERNS, ORDER = "jobcenter", "pages", "concerns", "order"
RESPONSIBILITIES = "responsibilities"
LISTED = ("documents", "forms", "links", "helplines", "offices", "neighbours", "special_ways")
"""Kinds of which one file holds all, by key."""
KINDS = (CONCERNS, *LISTED, JOBCENTER, PAGES, RESPONSIBILITIES, ORDER)
"""All that can be edited; `order` holds the keys of the concerns in their order."""
_DAY = "__day__"


@dataclass(frozen=True)
class Folder:
    """A content folder; what is edited stands in place of what its files say."""

    path: Path
    edits: Edits = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As errors call it."""
        return self.path.name

    def edited(self, kind: str) -> Mapping[str, Raw | None]:
        """What was edited of one kind, by key."""
        return self.edits.get(kind, {})

    def table(self, name: str) -> tuple[Raw, Raw | None]:
        """The file's table as it holds now, and what was shipped where somebody edited it.

        The second one is None where nothing was edited. Of a file that holds many tables it has
        those alone that were edited. `ContentError` where the file is missing or no TOML.
        """
        kind = name.removesuffix(".toml")
        values = read_toml(self.path, name)
        if kind == JOBCENTER and (body := self.edited(JOBCENTER).get(JOBCENTER)):
            return body, values
        if kind not in LISTED or not self.edited(kind):
            return values, None
        changed = self.edited(kind)
        laid: dict[str, Any] = {}
        for key in dict.fromkeys((*values, *changed)):
            body = changed[key] if key in changed else values[key]
            if body is not None:
                laid[key] = body
        return laid, {key: values.get(key, {}) for key in changed}

    def keys(self, kind: str, suffix: str) -> list[str]:
        """The names of the files of a folder and of what was added, without what was taken away."""
        shipped = sorted(path.stem for path in (self.path / kind).glob(f"*{suffix}"))
        changed = self.edited(kind)
        added = sorted(key for key in changed if key not in shipped)
        return [key for key in (*shipped, *added) if changed.get(key, {}) is not None]

    def file_table(self, kind: str, key: str) -> tuple[Raw, Raw | None]:
        """As `table`, for a file of its own such as `concerns/neuantrag.toml`."""
        body = self.edited(kind).get(key)
        if body is None:
            return read_toml(self.path, f"{kind}/{key}.toml"), None
        is_shipped = (self.path / kind / f"{key}.toml").exists()
        return body, read_toml(self.path, f"{kind}/{key}.toml") if is_shipped else {}

    def bodies(self, kind: str) -> dict[str, Raw]:
        """All tables of a kind as they hold now, by key, in the order of their files."""
        if kind == JOBCENTER:
            return {JOBCENTER: self.table("jobcenter.toml")[0]}
        if kind == RESPONSIBILITIES:
            return {RESPONSIBILITIES: {"text": self.lines("responsibilities.csv")[0]}}
        if kind == CONCERNS:
            return {key: self.file_table(kind, key)[0] for key in self.keys(kind, ".toml")}
        if kind == PAGES:
            return {
                key: {"text": self.lines(f"pages/{key}.md")[0]} for key in self.keys(kind, ".md")
            }
        if kind == ORDER:
            return {key: body for key, body in self.edited(ORDER).items() if body is not None}
        return dict(self.table(f"{kind}.toml")[0])

    def lines(self, name: str) -> tuple[str, str | None]:
        """A file that is no TOML, as it holds now, and as shipped where somebody edited it.

        `FileNotFoundError` where there is neither.
        """
        kind, _, rest = name.partition("/")
        key = Path(rest).stem if rest else Path(kind).stem
        body = self.edited(kind if rest else key).get(key)
        path = self.path / name
        if body is None:
            return path.read_text(encoding="utf-8-sig"), None
        return str(body["text"]), path.read_text(encoding="utf-8-sig") if path.exists() else ""


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    """The file `name` of a folder; `ContentError` where it is missing or no TOML."""
    file = f"{folder.name}/{name}"
    try:
        with (folder / name).open("rb") as stream:
            return tomllib.load(stream)
    except FileNotFoundError:
        raise ContentError(file, "", "this file is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ContentError(file, "", f"this is no TOML: {fault}") from None


def fingerprint(body: Raw | None) -> str:
    """A short text that is the same for the same table only."""
    return hashlib.sha256(dumped(body).encode()).hexdigest()[:16]


def of(folder: "Path | Folder") -> Folder:
    """The folder itself, with nothing edited where only its path is given."""
    return folder if isinstance(folder, Folder) else Folder(folder)


def dumped(body: Raw | None) -> str:
    """A table as one text to be kept; the same table always gives the same text."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, default=_kept_day)


def loaded(text: str) -> dict[str, Any] | None:
    """The table of a kept text."""
    body: dict[str, Any] | None = json.loads(text, object_hook=_read_day)
    return body


def _kept_day(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(f"{type(value).__name__} stands in no content file")


def _read_day(value: dict[str, Any]) -> Any:
    return date.fromisoformat(value[_DAY]) if set(value) == {_DAY} else value
