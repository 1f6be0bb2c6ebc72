"""How kinds of records and their fields are called on the pages of keeping and deleting."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.content import Content
from backend.domain import references
from backend.domain.audits import Deed
from backend.domain.retention import RULES, Kind, Rule, Unit
from backend.languages import Text, staff_counted
from backend.languages import staff_text as s_
from backend.letters.day_lists import BOOKED_BY, CHANNELS, NEEDS
from backend.settings import Settings
from backend.store import capacity
from backend.store.deletions import Cause
from backend.web.placing.words import STATES as HANDOVERS
from backend.web.posting.words import KINDS
from backend.web.reception.words import OUTCOMES
from backend.web.staffing.words import DEEDS, PURPOSES

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
    "channel": s_("Way"),
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
    "cancelled_by": s_("Cancelled by"),
    "due_at": s_("Due on"),
    "recipient": s_("Recipient"),
    "content": s_("Content"),
    "kind": s_("What"),
    "keyed_hash": s_("Keyed hash"),
    "until": s_("Until"),
    "caller": s_("Person"),
    "begun_at": s_("Recorded on"),
    "appointment": s_("Appointment number"),
    "at": s_("When"),
    "deed": s_("Deed"),
    "purpose": s_("Purpose"),
    "step": s_("Step"),
    "noted_at": s_("Recorded on"),
    "arrived_at": s_("Checked in on"),
    "room": s_("Counter"),
    "outcome": s_("Outcome"),
    "start_cell": s_("Time"),
    "moved_at": s_("Moved on"),
    "tries": s_("Tries"),
    "tried_at": s_("Last try on"),
    "language": s_("Language"),
    "changed_at": s_("Changed on"),
    "from_office": s_("From office"),
    "to_office": s_("To office"),
    "asked_at": s_("Asked for"),
    "answered_at": s_("Answered on"),
    "promise": s_("Promise"),
    "organisation": s_("Organisation"),
    "given_at": s_("Recorded on"),
    "text": s_("Content"),
    "comes_along": s_("Comes along"),
    "withdrawn_at": s_("Taken back on"),
    "half": s_("Time of day"),
    "first_day": s_("First day"),
    "last_day": s_("Last day"),
    "offered": s_("Earlier time"),
    "answer_until": s_("Kept until"),
    "video_link": s_("Link of the video talk"),
}
"""Fields without a word here are shown by their name in the program."""


def field(name: str) -> Text | str:
    """What a field of a record is called."""
    return FIELDS.get(name) or name.replace("_", " ")


INNER = frozenset(
    {
        "id", "uid", "sequence", "interpreter_claimed", "once", "booked", "held",
        "group_id", "counter_id", "former",
    }
)  # fmt: skip
"""Numbers that mean something to the program alone; the JSON file holds them."""
VALUES: dict[str, Text] = {
    **{str(key): name for key, name in CHANNELS.items()},
    **{str(key): name for key, name in NEEDS.items()},
    **{str(key): name for key, name in BOOKED_BY.items()},
    "True": s_("yes"),
    "sign_language": s_("sign language"),
    "read_aloud": s_("reading aloud"),
    "no_phone_calls": s_("cannot telephone"),
    "booked": s_("booked"),
    "cancelled": s_("cancelled"),
    "by_customer": s_("the customer"),
    "by_office": s_("the office"),
    "myself": s_("for oneself"),
    "my_child": s_("for the own child"),
    "represented": s_("for somebody represented"),
    "mail": s_("Mail"),
    "sms": s_("Text message"),
    "paper": s_("Letter"),
    "letter": s_("Letter"),
    "call": s_("Call"),
    "none": s_("none"),
    "waiting": s_("waiting"),
    "sent": s_("sent"),
    "withdrawn": s_("withdrawn"),
    "printed": s_("printed"),
    **KINDS,
    "cancellation": s_("Confirmation of a cancellation"),
    "moved": s_("Message of a change"),
    **{str(key): name for key, name in OUTCOMES.items()},
    **{str(key): name for key, name in HANDOVERS.items()},
    "arrived": s_("checked in"),
    "called": s_("called in"),
    "finished": s_("finished"),
    "open": s_("to be called"),
    "reached": s_("reached"),
    "not_reached": s_("not reached"),
    "wanted": s_("to be ordered"),
    "ordered": s_("ordered"),
    "confirmed": s_("confirmed"),
    "none_found": s_("nobody found, customer told"),
    "any": s_("at any time"),
    "morning": s_("in the morning"),
    "afternoon": s_("in the afternoon"),
    "saw": DEEDS[Deed.SAW],
    "exported": DEEDS[Deed.EXPORTED],
    "changed": DEEDS[Deed.CHANGED],
    "deleted": DEEDS[Deed.DELETED],
    **{str(key): name for key, name in PURPOSES.items()},
}
"""What stands in records, in words; what is not here is shown as it is kept."""


def value(name: str, kept: object, content: Content, zone: ZoneInfo) -> str:
    """A value of a record for readers: places, concerns, languages and times by their names."""
    text = str(kept)
    if name in NAMES:
        return NAMES[name](text, content) or text
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.+]{5,}", text):
        moment = datetime.fromisoformat(text)
        local = moment.astimezone(zone) if moment.tzinfo else moment
        return f"{local:%d.%m.%Y, %H:%M}"
    if name in PLAIN:
        return text
    known = VALUES.get(text)
    return str(known) if known else text


def _office(key: str, content: Content) -> str:
    return content.offices[key].name if key in content.offices else ""


def _group(key: str, _content: Content) -> str:
    group = capacity.plan().group(key)
    return group.title if group else ""


def _concern(key: str, content: Content) -> str:
    return str(content.concerns[key].title) if key in content.concerns else ""


def _interpreting(key: str, content: Content) -> str:
    language = content.interpreter_languages.get(key)
    return str(language.german_name if language else VALUES.get(key, ""))


def _languages(pair: str, content: Content) -> str:
    slugs = [content.languages.get(slug) for slug in pair.split("+")]
    return ", ".join(str(each.german_name) for each in slugs if each)


NAMES: dict[str, Callable[[str, Content], str]] = {
    "office": _office,
    "from_office": _office,
    "to_office": _office,
    "group": _group,
    "concern": _concern,
    "interpreter": _interpreting,
    "language": _interpreting,
    "languages": _languages,
    "reference": lambda text, _content: references.spaced(text),
}
"""How what a field keeps is called in the catalogue; empty for what is no longer there."""
PLAIN = frozenset({"name", "latin_name", "representative", "address", "number", "email", "phone"})
"""What somebody has typed: shown as it is, whatever it says."""


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
