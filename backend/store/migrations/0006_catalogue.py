"""The catalogue: edited records of the content, own wordings, and the mark of the last edit.

The models are a frozen copy of those in `store.catalogue_tables`: what this script made stays what
it made.
"""

from typing import Any

import peewee
from peewee import BigIntegerField, CompositeKey, IntegerField, TextField


class EditedRecord(peewee.Model):
    """Frozen copy."""

    kind = TextField()
    key = TextField()
    body = TextField()
    base = TextField()
    revision = IntegerField()
    changed_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "edited_record"
        primary_key = CompositeKey("kind", "key")


class OwnWording(peewee.Model):
    """Frozen copy."""

    place = TextField()
    language = TextField()
    text = TextField()
    german = TextField()
    changed_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "own_wording"
        primary_key = CompositeKey("place", "language")


class CatalogueMark(peewee.Model):
    """Frozen copy."""

    id = IntegerField(primary_key=True)
    mark = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "catalogue_mark"


ALL: tuple[type[peewee.Model], ...] = (EditedRecord, OwnWording, CatalogueMark)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the tables and their indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop all of it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
