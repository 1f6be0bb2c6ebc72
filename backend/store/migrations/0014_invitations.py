"""Invitations to book.

The model is a frozen copy of that in the store: what this script made stays what it made.
"""

from typing import Any

import peewee
from peewee import BigAutoField, BigIntegerField, TextField


class BookingInvitation(peewee.Model):
    """Frozen copy."""

    id = BigAutoField()
    reference = TextField(unique=True)
    once = TextField(unique=True)
    code = TextField(unique=True)
    office = TextField()
    concern = TextField()
    channel = TextField()
    way = TextField()
    languages = TextField()
    interpreter = TextField()
    sealed = TextField()
    nonce = TextField()
    last_day = TextField()
    expires_at = BigIntegerField()

    class Meta:
        legacy_table_names = False
        table_name = "booking_invitation"
        indexes = (
            (("office", "expires_at"), False),
            (("expires_at",), False),
        )


ALL: tuple[type[peewee.Model], ...] = (BookingInvitation,)


def up(_migrator: Any, db: peewee.Database) -> None:
    """Create the table and its indexes."""
    with db.bind_ctx(ALL):
        db.create_tables(ALL, safe=False)


def down(_migrator: Any, db: peewee.Database) -> None:
    """Drop all of it."""
    with db.bind_ctx(ALL):
        db.drop_tables(ALL)
