"""The one database: SQLite or PostgreSQL, transactions, and repeating what collided."""

import functools
import logging
import os
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import peewee
from playhouse import db_url, migrations
from playhouse.pool import MaxConnectionsExceeded

from backend.domain.refusals import TryAgain
from backend.store.turns import Turns

TRIES = 4
"""The first one and up to three repeats."""
REPEAT_SECONDS = 8.0
"""Later nothing is repeated. A try may wait twice ten seconds, for its turn and for the lock, and
web servers give up a request after thirty: it must get its kind refusal before."""
_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    # What is forgotten must not stay readable in free pages.
    "secure_delete": 1,
    "cache_size": -16_000,
    # A booking writes about twenty pages: with the usual thousand, every fiftieth one would wait
    # until they are all copied into the database file.
    "wal_autocheckpoint": 5000,
}
_LOCKING = re.compile(r" FOR UPDATE( OF \w+)?( SKIP LOCKED)?")
_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
# Deadlock, serialisation failure, lock timeout: PostgreSQL's names for "again, please".
_COLLISIONS = frozenset({"40P01", "40001", "55P03"})

database = peewee.DatabaseProxy()
# At DEBUG peewee logs each statement with its values: with names, whoever asked for that level.
logging.getLogger("peewee").setLevel(logging.INFO)

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Collided(Exception):
    """Two actions met at one appointment; the later one starts again and sees the new state."""


class _State:
    """What `connect` found out; `generation` tells caches that the database is another one."""

    is_sqlite = True
    generation = 0
    turn: Callable[[], AbstractContextManager[None]] = nullcontext


def connect(url: str) -> None:
    """Bind the store to `sqlite:///file` or `postgresql://…`; opens no connection yet."""
    disconnect()
    if url.startswith("sqlite"):
        parts = db_url.parse(url)
        # IMMEDIATE: a transaction that begins reading could not become a writer beside another.
        bound = peewee.SqliteDatabase(
            parts["database"], pragmas=_PRAGMAS, lock_type="IMMEDIATE", timeout=10
        )
    else:
        pooled = url.replace("postgresql://", "postgresql+pool://", 1)
        bound = db_url.connect(
            pooled,
            max_connections=32,
            stale_timeout=300,
            timeout=10,
            options="-c lock_timeout=8000 -c timezone=UTC",
        )
    database.initialize(bound)
    # The thread whose turn it is to write gives up the interpreter at each statement; with the
    # usual five milliseconds all others would wait for it to get it back.
    sys.setswitchinterval(0.0005)
    _State.is_sqlite = isinstance(bound, peewee.SqliteDatabase)
    _State.turn = Turns(Path(bound.database)).mine if _State.is_sqlite else nullcontext
    _State.generation += 1
    _fitted.cache_clear()


def disconnect() -> None:
    """Close what is open in this thread and in the pool; for tests and the end of a command."""
    bound = database.obj
    if bound is None:
        return
    if not bound.is_closed():
        bound.close()
    if hasattr(bound, "close_idle"):
        bound.close_idle()


def generation() -> int:
    """A number that changes whenever another database is bound."""
    return _State.generation


def is_sqlite() -> bool:
    """Whether the bound database is SQLite, whose transactions are the only writer anyway."""
    return _State.is_sqlite


def open_connection() -> None:
    """Begin a request: a connection of this thread, or one of the pool on PostgreSQL."""
    database.connect(reuse_if_open=True)


def close_connection() -> None:
    """End a request: back into the pool; SQLite's stays open, since opening costs more."""
    if not _State.is_sqlite and not database.is_closed() and not database.in_transaction():
        database.close()


def atomic() -> AbstractContextManager[Any]:
    """A transaction, or a savepoint within one."""
    return database.atomic()


def migrate() -> list[str]:
    """Bring the schema up to date; returns the names of the scripts that ran."""
    runner = migrations.Runner(database.obj, str(_MIGRATIONS))
    try:
        done: list[str] = runner.up()
    except (peewee.OperationalError, peewee.ProgrammingError, peewee.IntegrityError):
        # Another process may have done the same at the same time: then nothing is left to do.
        if any(each.applied is None for each in runner.status()):
            raise
        return []
    return done


def is_well() -> bool:
    """Whether the database answers and its schema is up to date."""
    try:
        runner = migrations.Runner(database.obj, str(_MIGRATIONS))
        return all(each.applied is not None for each in runner.status())
    except (peewee.PeeweeException, MaxConnectionsExceeded):
        return False


def repeated(action: Callable[_P, _R]) -> Callable[_P, _R]:
    """Run the action as one transaction, and the whole of it again when it collided.

    After three repeats, or once a try has waited long, raises `refusals.TryAgain`. Inside another
    transaction the outer one decides, since only all of it can be repeated. A clash of random
    names (reference, id) is repeated too, and then raised as it is.
    """

    @functools.wraps(action)
    def whole(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if database.in_transaction():
            return action(*args, **kwargs)
        latest = time.monotonic() + REPEAT_SECONDS
        for attempt in range(1, TRIES + 1):
            try:
                with _State.turn(), database.atomic():
                    return action(*args, **kwargs)
            except (peewee.OperationalError, peewee.IntegrityError, Collided) as error:
                if not _has_collided(error):
                    raise
                if attempt == TRIES or time.monotonic() >= latest:
                    if isinstance(error, peewee.IntegrityError):
                        raise
                    raise TryAgain from error
            time.sleep(random.uniform(0.002, 0.02) * attempt)  # noqa: S311 - no secret, a pause
        raise TryAgain

    return whole


def clear_journal() -> None:
    """Empty SQLite's write-ahead log, in which deleted rows stay readable; elsewhere nothing.

    Not within a transaction. When others read just then, the next call does it.
    """
    if _State.is_sqlite and not database.in_transaction():
        run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def back_up(path: Path) -> None:
    """Write a whole copy of SQLite's database into the new file, readable by its owner only.

    Raises `FileExistsError`, and `ValueError` on PostgreSQL, which has tools of its own for this.
    """
    if not _State.is_sqlite:
        raise ValueError("only SQLite is copied like this")
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        run("VACUUM INTO ?", (str(path),))
    except BaseException:
        path.unlink()
        raise


def run(sql: str, params: Sequence[object] = ()) -> Any:
    """Run fixed SQL written with `?` and `FOR UPDATE`, fitted to the engine; returns the cursor."""
    return database.execute_sql(_fitted(sql), params)


def one(sql: str, params: Sequence[object] = ()) -> tuple[Any, ...] | None:
    """The first row, or None."""
    row: tuple[Any, ...] | None = run(sql, params).fetchone()
    return row


def every(sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows."""
    rows: list[tuple[Any, ...]] = run(sql, params).fetchall()
    return rows


def day(value: date | str | None) -> date | None:
    """A day as fixed SQL reads it: SQLite gives text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def delete_in(table: str, column: str, values: Sequence[object]) -> int:
    """Delete the rows with one of these values in this column; returns how many."""
    if not values:
        return 0
    sql = f"DELETE FROM {table} WHERE {column} IN {marks(1, len(values))}"
    return int(run(sql, tuple(values)).rowcount)


@functools.lru_cache(maxsize=512)
def marks(rows: int, columns: int) -> str:
    """Placeholders for rows of values: `(?,?),(?,?)`."""
    row = "(" + ",".join("?" * columns) + ")"
    return ",".join([row] * rows)


@functools.lru_cache(maxsize=1024)
def _fitted(sql: str) -> str:
    if _State.is_sqlite:
        # An IMMEDIATE transaction is the only writer anyway.
        return _LOCKING.sub("", sql)
    return sql.replace("%", "%%").replace("?", "%s")


def _has_collided(error: Exception) -> bool:
    if isinstance(error, Collided | peewee.IntegrityError):
        return True
    origin = error.args[0] if error.args else None
    for cause in (origin, error.__cause__, error.__context__):
        if getattr(cause, "sqlstate", None) in _COLLISIONS:
            return True
    return _State.is_sqlite and ("locked" in str(error) or "busy" in str(error))


def lacks_table(error: Exception) -> bool:
    """Whether the schema is older than this program, or there is none yet."""
    origin = error.args[0] if error.args else None
    states = {getattr(each, "sqlstate", None) for each in (origin, error.__cause__)}
    return "42P01" in states or "no such table" in str(error)


def _drop_after_fork() -> None:
    """A child process must not use its parent's connections."""
    if database.obj is not None:
        database.obj.dispose()


os.register_at_fork(after_in_child=_drop_after_fork)
