"""Looks into the database of a running portal from outside, past everything the portal is."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tables behind a database URL; SQL is written with `?`."""

    url: str

    def every(self, sql: str, *params: object) -> list[Row]:
        """All rows of a query."""
        with self._open() as connection:
            rows: list[Row] = connection.execute(self._fitted(sql), params).fetchall()
            return rows

    def run(self, sql: str, *params: object) -> None:
        """Change rows."""
        with self._open() as connection:
            connection.execute(self._fitted(sql), params)
            connection.commit()

    def number(self, sql: str, *params: object) -> int:
        """The only value of the only row."""
        return int(self.every(sql, *params)[0][0])

    @contextlib.contextmanager
    def _open(self) -> Iterator[Any]:
        if self.url.startswith("sqlite"):
            connection: Any = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20)
        else:
            connection = psycopg.connect(self.url)
        try:
            yield connection
        finally:
            connection.close()

    def _fitted(self, sql: str) -> str:
        return sql if self.url.startswith("sqlite") else sql.replace("?", "%s")

    # --- what is asked again and again

    def booked(self) -> list[Row]:
        """Name, counter, first cell and number of claimed cells of all booked appointments."""
        return self.every(
            "SELECT name, counter_id, start_cell, cells FROM appointment WHERE state = 'booked'"
        )

    def lapse(self) -> None:
        """Let all holds have lapsed a minute ago."""
        self.run("UPDATE claim SET until = 1 WHERE until IS NOT NULL")
        self.run("UPDATE appointment SET hold_until = 1 WHERE state = 'held'")

    def assert_sound(self) -> None:
        """No two appointments overlap, each has all its claims, and no claim lacks its owner."""
        claims: dict[int, set[tuple[str, int]]] = {}
        for resource, cell, owner in self.every("SELECT resource, cell, appointment FROM claim"):
            claims.setdefault(owner, set()).add((resource, cell))
        rows = self.every("SELECT id, state, counter_id, start_cell, cells FROM appointment")
        taken: set[tuple[str, int]] = set()
        for number, state, counter, first, count in rows:
            own = {(f"counter/{counter}", cell) for cell in range(first, first + count)}
            if state == "booked":
                assert own <= claims.get(number, set()), "a booked appointment misses claims"
                assert not own & taken, "two appointments overlap"
                taken |= own
        assert not set(claims) - {row[0] for row in rows}, "an orphan claim"
        keys = self.every("SELECT appointment FROM customer_key")
        assert not {row[0] for row in keys} - {row[0] for row in rows}, "an orphan customer key"
