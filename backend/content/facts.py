"""What a content folder says: one Jobcenter as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend.content.holidays import public_holidays
from backend.content.media import Media
from backend.content.texts import Sentence
from backend.content.theme import Theme
from backend.domain.appointments import Channel
from backend.domain.receptions import Reception
from backend.domain.responsibility import Responsibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One interface language; `slug` stands in addresses, `tag` in `lang` (BCP 47)."""

    slug: str
    tag: str
    autonym: str
    german_name: Sentence
    direction: str
    locale: str
    """The CLDR locale for dates and plurals (Babel)."""
    catalogues: tuple[str, ...]
    """Folders under `translations/`, first one first; German is always the last resort."""
    also: tuple[str, ...] = ()
    """Tags of other languages whose readers understand it, for the browser's wish."""
    review: str
    """`draft`, `source` or `reviewed by …, date`."""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has checked the translation yet (D19)."""
        return self.review == "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterLanguage:
    """A language somebody can interpret; a longer list than the interface languages (D10)."""

    tag: str
    autonym: str
    german_name: Sentence
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper to bring; `how` is `show` or `copy`, `icon` a symbol of `icons.svg`."""

    key: str
    title: Sentence
    hint: Sentence | None
    icon: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUse:
    """A document on the list of one concern; `always` False means: only if it applies."""

    document: Document
    always: bool
    hint: Sentence | None
    """Why or which, for this concern; stands in place of the document's own hint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A paper form of the Federal Agency, such as `HA`; names carry a date from which they hold."""

    key: str
    title: Sentence
    valid_from: date | None
    source: str
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An explainer or an online way elsewhere, with its language and the day it was checked."""

    key: str
    title: Sentence
    url: str
    language: str
    checked_on: date | None
    """None: nobody has opened it yet; `check` names it and pages do not link it in production."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What somebody comes for (R23–R29)."""

    key: str
    """Slug in addresses, such as `neuantrag`."""
    order: int
    title: Sentence
    keyword: str
    """The German key word as it stands on letters; never translated."""
    summary: Sentence
    """One plain sentence: what it is for."""
    search: tuple[Sentence, ...]
    icon: str
    section: str
    """`urgent`, `money`, `home`, `work` or `other`: the heading it stands under."""
    mandatory: bool
    areas: tuple[str, ...]
    """`entrance`, `youth`, `benefits`, `placement`."""
    emergency: bool
    channels: tuple[Channel, ...]
    """Usual one first."""
    minutes: int
    documents: tuple[DocumentUse, ...]
    """Empty: nothing is needed, and the page says so."""
    forms: tuple[Form, ...]
    processing: Sentence | None
    hints: tuple[Sentence, ...]
    who_may_bring: Sentence | None
    explainers: tuple[Link, ...]
    online: tuple[Link, ...]
    by_post: bool
    """Whether it can be settled by letter or letterbox without an appointment."""
    is_application: bool
    """Neuantrag and Weiterbewilligung: the appointment is not the application (D13)."""
    application_sentence: Sentence | None
    """The sentence to sign, German on paper (D13)."""
    about_decision: bool
    """The appointment does not stop the time limit in the letter (D13)."""
    source: str
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """One line of the hours in which anybody may come: German days as a sentence, as printed."""

    days: Sentence
    times: str
    reception: Reception
    """The same, read: `Montag bis Mittwoch`, `8–12 Uhr, 13–16 Uhr`."""


TOURING = frozenset({"outreach", "bus"})
"""Kinds of offices that come to people: open at their stops, which are planned, and never else."""
UNLISTED = frozenset({"prison", "partner"})
"""Kinds of offices that customers neither find nor reach; staff and partners book there (R104)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A place of the Jobcenter.

    `kind` is `branch`, `youth`, `outreach`, `bus`, `prison` or `partner`.
    """

    key: str
    name: str
    """Proper name, German, such as `Geschäftsstelle Mitte`."""
    kind: str
    order: int
    street: str
    postcode: str
    city: str
    districts: tuple[str, ...]
    """Names of the parts of town, German proper names."""
    how_to_get_there: Sentence
    entrance: Sentence
    waiting_place: Sentence
    letterbox: Sentence
    accessibility: tuple[Sentence, ...]
    hours: tuple[Hours, ...]
    emergency_way: Sentence
    """Where to go today in an emergency, without an appointment (R71, R86)."""
    concerns: tuple[str, ...]
    """Keys of the concerns it takes; every mandatory one for a `branch` (R26)."""
    channels: tuple[Channel, ...]
    unchecked: tuple[str, ...]
    """Names of the facts nobody has verified (D18)."""
    source: str
    scope: Sentence | None = None
    """What somebody can get there and what not, where that is less than usual (R100)."""

    @property
    def is_touring(self) -> bool:
        """Whether it comes to people, so that its place is another one on each day (R98, R102)."""
        return self.kind in TOURING

    @property
    def is_listed(self) -> bool:
        """Whether customers find it and book there themselves (R104)."""
        return self.kind not in UNLISTED

    @property
    def goes_in_company(self) -> bool:
        """Whether nobody works there alone, since it is no house of the Jobcenter (R105)."""
        return self.kind in TOURING | UNLISTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another Jobcenter and its own way (R9); postcodes may be prefixes."""

    key: str
    name: str
    postcodes: tuple[str, ...]
    places: tuple[str, ...]
    way: Sentence
    phone: str
    url: str
    checked_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialWay:
    """A way for people without a nameable address (D8): ends in offices to choose from."""

    key: str
    """`no_address`, `secret_address`, `institution`."""
    title: Sentence
    explanation: Sentence
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """Somebody else who helps in an emergency, with the day the number was checked."""

    key: str
    title: Sentence
    phone: str
    when: Sentence
    """When somebody answers, what it costs, who it is for."""
    topics: tuple[str, ...]
    """Under which headings of the emergency page it stands, such as `home`."""
    checked_on: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a page, of this kind: `h2`, `p`, `li` or `fact`."""

    kind: str
    text: Sentence | None = None
    """None for a fact."""
    name: str = ""
    """Of a fact its name, with what it is about after a blank; of an `h2` its icon, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An information page from `pages/<key>.md`: a title, and blocks in order."""

    key: str
    """Slug in addresses, such as `impressum`."""
    title: Sentence
    blocks: tuple[Block, ...]
    icon: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobcenter:
    """The Jobcenter as a whole."""

    name: str
    short_name: str
    city: str
    zone: str
    """IANA zone, such as `Europe/Berlin`."""
    state: str
    """ISO code of the Land for public holidays, such as `HB`."""
    benefit_name: Sentence
    former_names: tuple[str, ...]
    phone: str
    phone_hours: Sentence
    mail: str
    mail_answer: Sentence
    walk_in: Sentence
    relay: Sentence
    """The sign-language relay service."""
    postal_address: tuple[str, ...]
    operator: Sentence
    """What it is in law: a joint body of Federation and town, or the town alone."""
    represented_by: Sentence
    oversight: Sentence
    """The authority above it, for the legal notice."""
    privacy_officer: Sentence
    processor: Sentence
    """Who runs the computers for it."""
    supervision: Sentence
    """The authority data subjects complain to (BfDI or the Land)."""
    accessibility_rules: Sentence
    """The acts of the Federation or of the Land that hold."""
    statement_day: date
    """The day of the accessibility statement."""
    barrier_mail: str
    """Where reported barriers go."""
    barrier_answer: Sentence
    """Within which time a reported barrier is answered."""
    enforcement: Sentence
    """Who helps where the answer does not."""
    enforcement_url: str
    exit_url: str
    """A harmless page elsewhere, for who must leave quickly (D17)."""
    ukraine_hint: Sentence
    """For new applicants from Ukraine, in the office finder (D8)."""
    support_name: str
    """Whom the staff ask when something does not work; phone and mail beside it (R119)."""
    support_phone: str
    support_mail: str
    approvers: tuple[str, ...]
    """The functions that may agree to fewer windows than an office owes (R44); no names."""
    unchecked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One whole Jobcenter, read once at start."""

    jobcenter: Jobcenter
    languages: Mapping[str, Language]
    """By slug, in the fixed order of the language list."""
    interpreter_languages: Mapping[str, InterpreterLanguage]
    concerns: Mapping[str, Concern]
    offices: Mapping[str, Office]
    documents: Mapping[str, Document]
    forms: Mapping[str, Form]
    links: Mapping[str, Link]
    responsibilities: tuple[Responsibility, ...]
    neighbours: tuple[Neighbour, ...]
    special_ways: Mapping[str, SpecialWay]
    pages: Mapping[str, Page]
    helplines: Mapping[str, Helpline]
    theme: Theme
    media: Media
    is_sample: bool
    """Something is unchecked: every page and print says that these are sample data (D18)."""

    @property
    def listed_offices(self) -> Mapping[str, Office]:
        """The offices that customers find and reach (R104)."""
        return {key: office for key, office in self.offices.items() if office.is_listed}

    def public_holidays(self, year: int) -> frozenset[date]:
        """The public holidays of the Land in that year."""
        return public_holidays(self.jobcenter.state, year)
