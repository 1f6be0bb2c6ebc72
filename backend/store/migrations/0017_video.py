"""Talks by video: the template of an office, and the links of single appointments.

The model is a frozen copy of that in the store: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import BigIntegerField, TextField


class VideoLink(peewee.Model):
    """Frozen copy."""

    appointment = BigIntegerField(primary_key=True)
    office = TextField()
    start_cell = BigIntegerField()
    link = TextField()

    class Meta:
        legacy_table_names = False
        table_name = "video_link"


def up(_migrator: Any, db: peewee.Database) -> None:
    """Add the table, and the template that no office has at first (R88)."""
    with db.bind_ctx([VideoLink]):
        db.create_tables([VideoLink], safe=False)
    db.execute_sql("ALTER TABLE office_rules ADD COLUMN video_template TEXT NOT NULL DEFAULT ''")


def down(_migrator: Any, db: peewee.Database) -> None:
    """The column stays: no former program minds it."""
    with db.bind_ctx([VideoLink]):
        db.drop_tables([VideoLink])
