"""What administrators have edited of the content, as it is kept: whole tables and single texts."""

import secrets
from dataclasses import dataclass
from typing import NamedTuple

import peewee
from playhouse.pool import MaxConnectionsExceeded

from backend.store import database


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An edited table; `body` and `base` are texts that only the content reads."""

    kind: str
    key: str
    body: str
    """The whole table that stands in place of the shipped one."""
    base: str
    """The shipped table when it was edited first; empty where there was none."""
    revision: int
    changed_at: int
    """UTC seconds."""


class OwnText(NamedTuple):
    """A text somebody wrote here for one place in one language."""

    place: str
    language: str
    """Slug, such as `ar`."""
    text: str
    german: str
    """The German text it was written for."""
    changed_at: int


class Unreachable(Exception):
    """The database does not answer."""


_SILENT = (
    peewee.OperationalError, peewee.ProgrammingError, peewee.InterfaceError, MaxConnectionsExceeded,
)  # fmt: skip


def mark() -> str:
    """Another text with every edit, empty before the first; raises `Unreachable`."""
    try:
        row = database.one("SELECT mark FROM catalogue_mark WHERE id = 1")
    except _SILENT as error:
        if database.lacks_table(error):
            return ""
        raise Unreachable from error
    return "" if row is None else str(row[0])


def change_mark() -> None:
    """Let every process read the content anew; part of each edit."""
    database.run(
        "INSERT INTO catalogue_mark (id, mark) VALUES (1, ?)"
        " ON CONFLICT (id) DO UPDATE SET mark = excluded.mark",
        (secrets.token_hex(8),),
    )


def lock() -> None:
    """Until the end of the transaction nobody else edits the catalogue."""
    database.run("INSERT INTO catalogue_mark (id, mark) VALUES (1, '') ON CONFLICT (id) DO NOTHING")
    database.one("SELECT mark FROM catalogue_mark WHERE id = 1 FOR UPDATE")


_COLUMNS = "kind, key, body, base, revision, changed_at"


def every() -> list[Kept]:
    """All edited tables."""
    rows = database.every(f"SELECT {_COLUMNS} FROM edited_record ORDER BY kind, key")
    return [_kept(row) for row in rows]


def one(kind: str, key: str) -> Kept | None:
    """One edited table; None where what was shipped stands."""
    row = database.one(
        f"SELECT {_COLUMNS} FROM edited_record WHERE kind = ? AND key = ?", (kind, key)
    )
    return None if row is None else _kept(row)


def write(kept: Kept) -> None:
    """Keep a table in place of what was kept before."""
    database.run(
        f"INSERT INTO edited_record ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, base = excluded.base,"
        " revision = excluded.revision, changed_at = excluded.changed_at",
        (kept.kind, kept.key, kept.body, kept.base, kept.revision, kept.changed_at),
    )


def drop(kind: str, key: str) -> None:
    """What was shipped stands again."""
    database.run("DELETE FROM edited_record WHERE kind = ? AND key = ?", (kind, key))


def texts() -> list[OwnText]:
    """All texts written here."""
    rows = database.every(
        "SELECT place, language, text, german, changed_at FROM own_wording ORDER BY place, language"
    )
    return [OwnText(*row) for row in rows]


def text(place: str, language: str) -> OwnText | None:
    """The text written here for one place in one language."""
    row = database.one(
        "SELECT place, language, text, german, changed_at FROM own_wording"
        " WHERE place = ? AND language = ?",
        (place, language),
    )
    return None if row is None else OwnText(*row)


def write_text(text: OwnText) -> None:
    """Keep a text in place of the one before."""
    database.run(
        "INSERT INTO own_wording (place, language, text, german, changed_at)"
        " VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (place, language) DO UPDATE SET text = excluded.text,"
        " german = excluded.german, changed_at = excluded.changed_at",
        text,
    )


def drop_text(place: str, language: str) -> None:
    """What was shipped stands again at this place in this language."""
    database.run("DELETE FROM own_wording WHERE place = ? AND language = ?", (place, language))


def move_texts(old: str, new: str) -> None:
    """A text of a list was rewritten: what was written for it stays with it, now as older."""
    database.run(
        "DELETE FROM own_wording WHERE place = ? AND language IN"
        " (SELECT language FROM own_wording WHERE place = ?)",
        (new, old),
    )
    database.run("UPDATE own_wording SET place = ? WHERE place = ?", (new, old))


def _kept(row: tuple[object, ...]) -> Kept:
    kind, key, body, base, revision, changed_at = row
    return Kept(
        kind=str(kind),
        key=str(key),
        body=str(body),
        base=str(base),
        revision=int(str(revision)),
        changed_at=int(str(changed_at)),
    )
