"""The table of booking invitations; rows never leave the store."""

from peewee import BigAutoField, BigIntegerField, TextField

from backend.store.tables import Row


class BookingInvitation(Row):
    """An offer to book that is still open; a used one is no row any more."""

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
        table_name = "booking_invitation"
        indexes = (
            (("office", "expires_at"), False),
            (("expires_at",), False),
        )
