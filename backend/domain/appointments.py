"""What an appointment is, and what a customer wishes for."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    """How customer and office meet (R10); in German: Terminart."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class State(StrEnum):
    """Where an appointment stands; `PAUSED` keeps a given-up time back for a while (D23)."""

    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    PAUSED = "paused"


class BookedBy(StrEnum):
    """Who booked it; staff reach times that are not on offer online (R92, R117, D21)."""

    CUSTOMER = "customer"
    COUNTER = "counter"
    HOTLINE = "hotline"
    PARTNER = "partner"
    OLD_TOOL = "old_tool"
    """Taken over from the tool before (D35)."""


class Need(StrEnum):
    """What the office shall provide: needs, never diagnoses (D9)."""

    SIGN_LANGUAGE = "sign_language"
    STEP_FREE = "step_free"
    LARGE_PRINT = "large_print"
    READ_ALOUD = "read_aloud"
    QUIET_PLACE = "quiet_place"
    CHILDREN = "children"
    NO_PHONE_CALLS = "no_phone_calls"


class ForWhom(StrEnum):
    """Whose appointment it is (D6)."""

    MYSELF = "myself"
    MY_CHILD = "my_child"
    REPRESENTED = "represented"


class Delivery(StrEnum):
    """How the confirmation reaches somebody; `NONE`: print it or write it down.

    `COUNTER`: a letter kept there until it is called for. `CALL`: told by phone, where a letter
    would come too late (D37).
    """

    MAIL = "mail"
    LETTER = "letter"
    COUNTER = "counter"
    CALL = "call"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """All that decides which times fit: no name, no number, nothing about the person."""

    office: str
    concern: str
    channel: Channel
    emergency: bool = False
    """The concern's own mark (R31)."""
    interpreter: str | None = None
    """Tag of the language to interpret (D10); extra minutes and a larger room follow from it."""
    interpreter_present: bool = False
    """Only times at which an interpreter of that language is in the house."""
    companion: bool = False
    sign_language: bool = False
    large_household: bool = False
    employed: bool = False
    """Employed or in a measure, by own declaration (R39)."""
    booked_by: BookedBy = BookedBy.CUSTOMER
    """Who books: it decides which openings, days and offers are in reach."""

    @property
    def third_person(self) -> bool:
        """Whether a third person sits in the room, who needs a larger one (R45)."""
        return self.channel is Channel.IN_PERSON and (
            self.companion or self.sign_language or self.interpreter is not None
        )

    @property
    def persons(self) -> int:
        """Customer and those who come along; only they take a place in the building (R46)."""
        if self.channel is not Channel.IN_PERSON:
            return 0
        return 1 + self.companion + (self.interpreter is not None or self.sign_language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who comes, as far as the office must know it; everything but the name may be missing."""

    name: str
    latin_name: str = ""
    for_whom: ForWhom = ForWhom.MYSELF
    representative: str = ""
    email: str = ""
    shared_mail: bool = False
    """The address is that of an advice centre: it names nobody of its clients (D2)."""
    phone: str = ""
    number: str = ""
    """Customer number or BG number as normalised by `domain.numbers` (R5)."""
    birth_day: int | None = None
    birth_month: int | None = None
    birth_year: int | None = None
    """Asked only where no number is given; day and month may be unknown (D5)."""
    private: bool = False
    """Other people read the mail or use the phone: no message of any kind (D17)."""
    delivery: Delivery = Delivery.NONE
    sms: bool = False
    """Messages to the mobile phone are wanted, beside a mail or instead of one."""
    address: str = ""
    """Postal address, several lines, only for a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One appointment as it stands in the store."""

    id: int
    reference: str
    office: str
    group: str
    counter: int
    """Its id; 0: no counter yet, to be placed (D24)."""
    wish: Wish
    state: State
    start: datetime
    """Local wall-clock time at the office."""
    minutes: int
    """How long the customer's part takes; the counter may be claimed for longer (D22)."""
    person: Person
    needs: frozenset[Need] = field(default_factory=frozenset)
    languages: str = "de"
    """The pair of languages as in the address, such as `ar+de` or `de`."""
    sequence: int = 0
    """Rises with every move, for calendar files."""
    nonce: str = ""
    """Random part of the link's token."""
    interpreter_claimed: bool = False
    follow_up_of: int = 0
    """Id of the appointment it goes on from (R74), 0 for none."""
    is_walk_in: bool = False
    """Came without an appointment; takes no time before it is called (R86)."""
    is_kept: bool = False
    """The staff have decided that it stays where it is, whatever the plan says (D24)."""

    @property
    def day(self) -> date:
        return self.start.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody has answered so far; it lives for two hours and is gone once booked."""

    office: str = ""
    concern: str = ""
    channel: Channel = Channel.IN_PERSON
    interpreter: str = ""
    interpreter_present: bool = False
    companion: bool = False
    large_household: bool = False
    employed: bool = False
    needs: tuple[str, ...] = ()
    languages: str = "de"
    name: str = ""
    latin_name: str = ""
    for_whom: str = ""
    representative: str = ""
    email: str = ""
    phone: str = ""
    sms: bool = False
    number: str = ""
    no_number: bool = False
    birth_day: str = ""
    birth_month: str = ""
    birth_year: str = ""
    private: bool = False
    delivery: str = ""
    address: str = ""
    held: int = 0
    """Id of the held appointment, 0 for none."""
    held_start: str = ""
    """Start of the held time, ISO, kept when the hold lapses so that it can still be booked."""
    held_until: int = 0
    """UTC seconds until which the time is held."""
    extended: int = 0
    answered: tuple[str, ...] = ()
    """Names of the question pages that were answered."""
    booked: int = 0
    """Id of the appointment this draft has become; all other answers are gone then."""
    moving: int = 0
    """Id of the appointment that is being moved, 0 for a new booking."""
    invited: int = 0
    """Id of the booking invitation that was opened, 0 for none."""
    partner: int = 0
    """Id of the organisation that books beside its client (R107), 0 for none."""
    counsellor: int = 0
    """Id of the account that sits beside the client."""
    comes_along: bool = False
    """The counsellor comes to the appointment too."""
    consent: str = ""
    """The sentence the client has agreed to, in German and as it was read."""
    shared_mail: bool = False
    """Messages go to the counsellor's address instead of the client's own."""
