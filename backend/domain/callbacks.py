"""Callbacks: somebody is called back within a promised time (R67–R70, R73, R78, D29)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from backend.domain.roles import Place
from backend.domain.rules import is_working_day

MOST_TRIES = 2
"""After so many calls nobody answered, a message goes out instead (D28)."""
PAUSE_SECONDS = 10 * 60
"""So long after a call nobody answered the next one counts (D28)."""
CALLING_SECONDS = 15 * 60
"""So long a ticket somebody has taken to call is kept from the colleagues."""
KEPT_DAYS = 7
"""A ticket that has ended is deleted after so many days (D38)."""
KEPT_OPEN_DAYS = 90
"""A ticket nobody has ended goes after so many days: no number must stay for ever (D38)."""


class Kind(StrEnum):
    """What the promise is, and how many hours it has (D29)."""

    TICKET = "ticket"
    """Asked for at the counter, on the phone or on the pages (R69)."""
    VOICEBOX = "voicebox"
    """A message somebody has left on the voicebox (R78)."""

    @property
    def hours(self) -> int:
        """Within so many hours, Saturdays, Sundays and public holidays left out."""
        return 24 if self is Kind.VOICEBOX else 48


class State(StrEnum):
    """Where a ticket stands; what was passed on stays open, for the promise stays (R73)."""

    OPEN = "open"
    DONE = "done"
    UNREACHED = "unreached"
    """Called twice, and nobody answered."""
    WITHDRAWN = "withdrawn"
    """The customer needs the call no more."""


class PartOfDay(StrEnum):
    """When somebody is best called."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is called back; sealed in the store."""

    name: str
    phone: str
    number: str = ""
    """Customer number or BG number, voluntary."""
    email: str = ""
    is_mail_wanted: bool = False
    """The promise goes there too."""
    is_sms_wanted: bool = False
    """The promise goes to the phone too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """One ticket as it stands in the store; no notes about the case (R75)."""

    id: int
    reference: str
    """Readable, as that of an appointment."""
    kind: Kind
    state: State
    team: Place
    """Office and counter group that call; of every area, also placement (R68)."""
    offered: Place | None
    """The team of another office that was asked to take it over (D31)."""
    concern: str
    """The key of a concern; empty where it is not known."""
    is_urgent: bool
    part_of_day: PartOfDay
    languages: str
    """The pair of languages as in the address, such as `ar+de`."""
    interpreter: str
    """Tag of the language to interpret; empty for none."""
    appointment: str
    """The reference of the appointment it is about; may be empty."""
    caller: Caller
    nonce: str
    entered_by: int
    """The account that wrote it down; 0: the customer on the pages."""
    begun_at: int
    """UTC seconds; the clock goes on from here, whoever has the ticket."""
    due_at: int
    """UTC seconds."""
    tries: int = 0
    tried_at: int = 0
    taken_by: int = 0
    """The account that is calling just now."""
    taken_until: int = 0

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    def is_overdue(self, now_seconds: int) -> bool:
        """Whether the promised time has passed (R69)."""
        return self.is_open and self.due_at < now_seconds

    def is_taken(self, now_seconds: int) -> bool:
        """Whether somebody is calling just now."""
        return self.is_open and bool(self.taken_by) and self.taken_until > now_seconds

    def next_try_at(self) -> int:
        """UTC seconds from which another try counts; 0: at once."""
        return self.tried_at + PAUSE_SECONDS if self.tries else 0


def due(begun: datetime, hours: int, *, holidays: AbstractSet[date]) -> datetime:
    """The wall-clock moment by which somebody is called back (D29).

    `begun` is wall clock without a zone. The clock runs day and night, but not on Saturdays,
    Sundays and the public holidays, which must be those of this year and the next; clock changes
    lie on Sundays. What would end at midnight ends a minute before, on the day people mean.
    """
    left, moment = timedelta(hours=hours), begun
    while True:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time())
        if is_working_day(moment.date(), holidays):
            if left < midnight - moment:
                return moment + left
            left -= midnight - moment
            if not left:
                return midnight - timedelta(minutes=1)
        moment = midnight
