"""The tables of the catalogue: what administrators edit while the portal runs.

As in `store.tables`, the rows never leave the store; its modules read and write by fixed SQL.
"""

import peewee
from peewee import BigIntegerField, CompositeKey, IntegerField, TextField

from backend.store.tables import Row


class EditedRecord(Row):
    """A whole table of the content that stands in place of the shipped one."""

    kind = TextField()
    key = TextField()
    body = TextField()
    base = TextField()
    revision = IntegerField()
    changed_at = BigIntegerField()

    class Meta:
        table_name = "edited_record"
        primary_key = CompositeKey("kind", "key")


class OwnWording(Row):
    """A text of one place in one language, and the German text it was written for."""

    place = TextField()
    language = TextField()
    text = TextField()
    german = TextField()
    changed_at = BigIntegerField()

    class Meta:
        table_name = "own_wording"
        primary_key = CompositeKey("place", "language")


class CatalogueMark(Row):
    """One row: another mark with every edit, so that each process reads anew."""

    id = IntegerField(primary_key=True)
    mark = TextField()

    class Meta:
        table_name = "catalogue_mark"


ALL: tuple[type[peewee.Model], ...] = (EditedRecord, OwnWording, CatalogueMark)
