"""The table of links that hold for one talk by video; its rows never leave the store."""

import peewee
from peewee import BigIntegerField, TextField

from backend.store.tables import Row


class VideoLink(Row):
    """The link of one appointment, typed by the office or kept as it was when it was told."""

    appointment = BigIntegerField(primary_key=True)
    office = TextField()
    start_cell = BigIntegerField()
    link = TextField()

    class Meta:
        table_name = "video_link"


ALL: tuple[type[peewee.Model], ...] = (VideoLink,)
