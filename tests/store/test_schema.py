"""The schema: what the migrations make is what the tables say, on both engines."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

from backend import store as stored
from backend.store import database, tables


def every_table() -> list[type[tables.Row]]:
    """The models of all modules of the store that have some."""
    for module in pkgutil.iter_modules(stored.__path__, "backend.store."):
        if module.name.endswith("tables"):
            importlib.import_module(module.name)
    return tables.Row.__subclasses__()


@pytest.fixture
def store(database_url: str) -> Iterator[None]:
    database.connect(database_url)
    yield
    database.disconnect()


def test_migrations_make_exactly_the_tables(store: None) -> None:
    for table in every_table():
        meta = table._meta
        made = {
            column.name: column.null for column in database.database.get_columns(meta.table_name)
        }
        meant = {field.column_name: field.null for field in meta.sorted_fields}
        assert made == meant, meta.table_name
        keys = set(database.database.get_primary_keys(meta.table_name))
        assert keys == {field.column_name for field in meta.get_primary_keys()}  # type: ignore[no-untyped-call]
        indexes = {
            tuple(index.columns): index.unique
            for index in database.database.get_indexes(meta.table_name)
            if set(index.columns) != keys
        }
        wanted = {
            tuple(getattr(part, "column_name", part) for part in index._expressions): index._unique
            for index in meta.fields_to_index()
        }
        assert indexes == wanted, meta.table_name


def test_migrating_twice_changes_nothing(store: None) -> None:
    assert database.migrate() == []
    assert database.is_well()


def test_a_database_without_schema_is_not_well(store: None) -> None:
    database.run("DELETE FROM schema_migration")
    assert not database.is_well()


def test_the_connection_is_as_safe_as_asked_for(store: None) -> None:
    if not database.is_sqlite():
        pytest.skip("pragmas are SQLite's alone")
    asked = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
    }  # fmt: skip
    assert {name: database.one(f"PRAGMA {name}") for name in asked} == {
        name: (value,) for name, value in asked.items()
    }
