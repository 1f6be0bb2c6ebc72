"""How kinds, times of day and languages of callbacks are called."""

from datetime import UTC, datetime

from backend.content import Content
from backend.domain.callbacks import Kind, PartOfDay, State
from backend.domain.roles import Place
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.web.portal import portal
from backend.web.staffing import words

KINDS = {
    Kind.TICKET: s_("Callback within 48 hours"),
    Kind.VOICEBOX: s_("Voicebox, within 24 hours"),
}
SHORT_KINDS = {Kind.TICKET: s_("Callback"), Kind.VOICEBOX: s_("Voicebox")}
PARTS_OF_DAY = {
    PartOfDay.ANY: s_("at any time"),
    PartOfDay.MORNING: s_("in the morning"),
    PartOfDay.AFTERNOON: s_("in the afternoon"),
}
STATES = {
    State.OPEN: s_("open"),
    State.DONE: s_("done"),
    State.UNREACHED: s_("not reached"),
    State.WITHDRAWN: s_("taken back"),
}


def team_name(team: Place) -> str:
    """Office and group."""
    return str(words.place_name(team, portal().content))


def concern_name(key: str, content: Content) -> str:
    """The German key word of a concern; a dash for none."""
    concern = content.concerns.get(key)
    return concern.keyword if concern else "–"


def language_name(languages: str, content: Content) -> str:
    """The reader's own language of a pair, in German."""
    language = content.languages.get(languages.partition("+")[0])
    return str(language.german_name) if language else languages


def interpreter_name(tag: str, content: Content) -> str:
    """The language to interpret, in German; empty for none."""
    language = content.interpreter_languages.get(tag)
    return str(language.german_name) if language else tag


def moment(seconds: int) -> datetime:
    """UTC seconds on the wall clock of the office."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(portal().zone)


def shown_moment(seconds: int) -> Text:
    """Weekday, day and time, such as `Do 26.11., 15:10`."""
    at = moment(seconds)
    return s_("%(weekday)s %(day)s, %(time)s", weekday=_WEEKDAYS[at.weekday()],
              day=f"{at:%d.%m.}", time=f"{at:%H:%M}")  # fmt: skip


_WEEKDAYS = (s_("Mon"), s_("Tue"), s_("Wed"), s_("Thu"), s_("Fri"), s_("Sat"), s_("Sun"))
