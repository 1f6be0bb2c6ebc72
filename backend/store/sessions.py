"""Sessions of the staff, links that open an account, and tries to sign in.

What a browser or a mail holds is random; only keyed hashes of it are kept, so that nobody who
reads the database can sign in with what stands there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.store import database, sealing

_SESSION = "id, key, account, stage, browser, created_at, seen_at"


class Stage(StrEnum):
    """How far somebody has come with signing in."""

    PASSWORD = "password"  # noqa: S105 - the name of a step
    """The password was right; the code from the telephone is still missing."""
    WHOLE = "whole"
    PROXY = "proxy"
    """Signed in by the agency's own sign-on, which asks for second factors itself."""


class LinkKind(StrEnum):
    """What a link in a mail is for."""

    INVITATION = "invitation"
    RESET = "reset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser in which somebody is signed in, or half so."""

    id: int
    key: str
    account: int
    stage: Stage
    browser: str
    """In a word or two, to be told apart from others."""
    created_at: int
    seen_at: int

    @property
    def is_whole(self) -> bool:
        """Whether it opens anything."""
        return self.stage is not Stage.PASSWORD


def key_of(token: str) -> str:
    """The keyed hash of what the browser's cookie holds."""
    return sealing.keyed_hash("staff session", token)


def find(token: str) -> Session | None:
    """The session of a cookie, however old."""
    row = database.one(f"SELECT {_SESSION} FROM staff_session WHERE key = ?", (key_of(token),))
    return None if row is None else _session(row)


def of_account(account_id: int) -> list[Session]:
    """All sessions of somebody, the latest first."""
    sql = f"SELECT {_SESSION} FROM staff_session WHERE account = ? ORDER BY seen_at DESC, id DESC"
    return [_session(row) for row in database.every(sql, (account_id,))]


def begin(token: str, account_id: int, *, stage: Stage, browser: str, now_seconds: int) -> None:
    """Write down a new session."""
    database.run(
        "INSERT INTO staff_session (key, account, stage, browser, created_at, seen_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (key_of(token), account_id, stage.value, browser, now_seconds, now_seconds),
    )


def touch(session_id: int, now_seconds: int) -> None:
    """Somebody has just been there."""
    database.run("UPDATE staff_session SET seen_at = ? WHERE id = ?", (now_seconds, session_id))


def end(session_id: int, *, account_id: int) -> None:
    """End one session of somebody."""
    sql = "DELETE FROM staff_session WHERE id = ? AND account = ?"
    database.run(sql, (session_id, account_id))


def end_all(account_id: int, *, but: int = 0) -> int:
    """End all sessions of somebody but one; returns how many."""
    sql = "DELETE FROM staff_session WHERE account = ? AND id <> ?"
    return int(database.run(sql, (account_id, but)).rowcount)


def sweep(before: int) -> int:
    """Delete sessions that began before these UTC seconds."""
    sql = "DELETE FROM staff_session WHERE created_at < ?"
    return int(database.run(sql, (before,)).rowcount)


# --- links in mails


def add_link(token: str, account_id: int, *, kind: LinkKind, until: int) -> None:
    """Let a link open an account until these UTC seconds.

    Older ones stay: else whoever asks for a new one makes that of another person void.
    """
    database.run(
        "INSERT INTO account_link (key, account, kind, until) VALUES (?, ?, ?, ?)",
        (_link_key(token), account_id, kind.value, until),
    )


def linked(token: str, *, now_seconds: int) -> tuple[int, LinkKind] | None:
    """The account a link opens, and what it is for; None when it is void."""
    row = database.one(
        "SELECT account, kind FROM account_link WHERE key = ? AND until > ?",
        (_link_key(token), now_seconds),
    )
    return None if row is None else (int(row[0]), LinkKind(row[1]))


def count_links(account_id: int, *, now_seconds: int) -> int:
    """How many links open an account at present."""
    sql = "SELECT COUNT(*) FROM account_link WHERE account = ? AND until > ?"
    row = database.one(sql, (account_id, now_seconds))
    return 0 if row is None else int(row[0])


def drop_links(account_id: int) -> None:
    """Make all links of an account void."""
    database.run("DELETE FROM account_link WHERE account = ?", (account_id,))


def sweep_links(before: int) -> int:
    """Delete links that ended before these UTC seconds."""
    return int(database.run("DELETE FROM account_link WHERE until < ?", (before,)).rowcount)


def wish_reset(mail_key: str, *, now_seconds: int) -> None:
    """Note that somebody asked for a new password, whether or not there is an account."""
    sql = "INSERT INTO reset_wish (mail_key, created_at) VALUES (?, ?)"
    database.run(sql, (mail_key, now_seconds))


def take_wishes() -> list[str]:
    """The keyed hashes of those who asked, each once; they are answered now."""
    rows = database.every("DELETE FROM reset_wish RETURNING mail_key")
    return sorted({str(row[0]) for row in rows})


def has_wishes() -> bool:
    """Whether somebody asked."""
    return database.one("SELECT 1 FROM reset_wish LIMIT 1") is not None


# --- tries


def lock_try(key: str) -> tuple[int, int]:
    """Failures in a row and the last one's UTC seconds; nobody else counts until the end."""
    sql = "SELECT failures, last_at FROM sign_in_try WHERE key = ? FOR UPDATE"
    row = database.one(sql, (key,))
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def failures_around(key: str, *, mail_key: str, client_key: str, since: int) -> int:
    """How often others failed at this account, or this client at others; the larger number."""
    found = 0
    for column, value in (("mail_key", mail_key), ("client_key", client_key)):
        sql = f"SELECT SUM(failures) FROM sign_in_try WHERE {column} = ?"
        row = database.one(f"{sql} AND key <> ? AND last_at > ?", (value, key, since))
        found = max(found, 0 if row is None or row[0] is None else int(row[0]))
    return found


def count_try(key: str, *, mail_key: str, client_key: str, now_seconds: int) -> None:
    """Count one more failure; whoever succeeds forgets them."""
    database.run(
        "INSERT INTO sign_in_try (key, mail_key, client_key, failures, last_at)"
        " VALUES (?, ?, ?, 1, ?) ON CONFLICT (key) DO UPDATE SET"
        " failures = sign_in_try.failures + 1, last_at = excluded.last_at",
        (key, mail_key, client_key, now_seconds),
    )


def forget_tries(key: str) -> None:
    """The right password was given."""
    database.run("DELETE FROM sign_in_try WHERE key = ?", (key,))


def sweep_tries(before: int) -> int:
    """Delete what was tried before these UTC seconds."""
    return int(database.run("DELETE FROM sign_in_try WHERE last_at < ?", (before,)).rowcount)


def _link_key(token: str) -> str:
    return sealing.keyed_hash("staff link", token)


def _session(row: Sequence[Any]) -> Session:
    session_id, key, account, stage, browser, created_at, seen_at = row
    return Session(
        id=int(session_id),
        key=key,
        account=int(account),
        stage=Stage(stage),
        browser=browser,
        created_at=int(created_at),
        seen_at=int(seen_at),
    )
