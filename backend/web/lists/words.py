"""How kinds of records and their fields are called on the pages of keeping and deleting."""

from backend.domain.retention import RULES, Kind, Rule, Unit
from backend.languages import Text, staff_counted
from backend.languages import staff_text as s_
from backend.settings import Settings
from backend.store.deletions import Cause

TITLES = {rule.kind: s_(rule.title) for rule in RULES}
CAUSES = {
    Cause.END_OF_DAY: s_("end of the day"),
    Cause.ON_DEMAND: s_("on demand"),
    Cause.FORGOTTEN: s_("somebody was deleted on request"),
}
FIELDS = {
    "name": s_("Name"),
    "latin_name": s_("Name in Latin letters"),
    "birth_day": s_("Day of birth"),
    "birth_month": s_("Month of birth"),
    "birth_year": s_("Year of birth"),
    "number": s_("Customer or BG number"),
    "email": s_("Mail address"),
    "phone": s_("Phone"),
    "sms": s_("Text messages wanted"),
    "address": s_("Postal address"),
    "representative": s_("Representative"),
    "for_whom": s_("For whom"),
    "private": s_("No messages"),
    "delivery": s_("Confirmation by"),
    "office": s_("Office"),
    "group": s_("Group"),
    "counter": s_("Number of the counter"),
    "concern": s_("Concern"),
    "channel": s_("Kind"),
    "emergency": s_("Emergency"),
    "interpreter": s_("Interpreting"),
    "companion": s_("companion"),
    "sign_language": s_("sign language"),
    "large_household": s_("Large household"),
    "employed": s_("Employed or in a measure, by own declaration"),
    "needs": s_("To prepare"),
    "languages": s_("Language"),
    "start": s_("Time"),
    "minutes": s_("Min."),
    "state": s_("State"),
    "reference": s_("Appointment number"),
    "booked_by": s_("Booked by"),
    "created_at": s_("Recorded on"),
    "written_at": s_("Recorded on"),
    "ended_at": s_("Ends or was cancelled on"),
    "due_at": s_("Due on"),
    "recipient": s_("Recipient"),
    "content": s_("Content"),
    "keyed_hash": s_("Keyed hash"),
    "until": s_("Until"),
    "at": s_("When"),
    "deed": s_("Deed"),
    "purpose": s_("Purpose"),
}
"""Fields without a word here are shown by their name in the program."""


def field(name: str) -> Text | str:
    """What a field of a record is called."""
    return FIELDS.get(name) or name.replace("_", " ")


def amount(rule: Rule, settings: Settings) -> Text | None:
    """How long by the settings; None where `since` says it all."""
    number = getattr(settings, rule.setting.lower()) if rule.setting else rule.amount
    if rule.unit is Unit.MINUTES:
        return staff_counted("%(number)s minute", "%(number)s minutes", number)
    if rule.unit is Unit.HOURS:
        return staff_counted("%(number)s hour", "%(number)s hours", number)
    if rule.unit is Unit.DAYS:
        return staff_counted("%(number)s day", "%(number)s days", number)
    return None


def title(kind: Kind) -> Text:
    """What a kind of records is called."""
    return TITLES[kind]
