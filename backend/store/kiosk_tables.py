"""The table of terminals; rows never leave the store."""

from peewee import BigAutoField, BigIntegerField, TextField

from backend.store.tables import Row


class Kiosk(Row):
    """A terminal with hashes of what enrols and knows it; of its visits only the present one."""

    id = BigAutoField()
    office = TextField(index=True)
    title = TextField()
    paper = TextField()
    code = TextField(null=True, unique=True)
    code_until = BigIntegerField()
    device = TextField(null=True, unique=True)
    enrolled_at = BigIntegerField()
    visit = TextField()
    touched_at = BigIntegerField()
    seen_at = BigIntegerField()
    revoked_at = BigIntegerField()

    class Meta:
        table_name = "kiosk"
