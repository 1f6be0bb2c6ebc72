"""The tables of partners: organisations, and the consents of their clients."""

from peewee import BigAutoField, BigIntegerField, DateField, SmallIntegerField, TextField

from backend.store.tables import Row


class Organisation(Row):
    """A partner of the Jobcenter."""

    id = BigAutoField()
    name = TextField()
    kind = TextField()
    neutral = SmallIntegerField()
    agreed_on = DateField(null=True)
    agreement = TextField()
    admitted = SmallIntegerField()
    created_at = BigIntegerField()

    class Meta:
        table_name = "organisation"


class Consent(Row):
    """What a client has agreed to; it goes with the appointment."""

    id = BigAutoField()
    organisation = BigIntegerField(index=True)
    appointment = BigIntegerField(index=True)
    account = BigIntegerField()
    given_at = BigIntegerField()
    languages = TextField()
    text = TextField()
    comes_along = SmallIntegerField()
    withdrawn_at = BigIntegerField(null=True)

    class Meta:
        table_name = "consent"


ALL = (Organisation, Consent)
