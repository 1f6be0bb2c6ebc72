"""Shared places: a counter group may belong to a partner organisation (R103)."""

from typing import Any

import peewee


def up(_migrator: Any, db: peewee.Database) -> None:
    """Add to whom a group belongs; 0 stands for the Jobcenter, as before."""
    db.execute_sql("ALTER TABLE counter_group ADD COLUMN organisation BIGINT NOT NULL DEFAULT 0")


def down(_migrator: Any, db: peewee.Database) -> None:
    """The column stays: no former program minds it."""
