"""Old lists: the lines of an old tool's list as entries that could be booked (D35).

What cannot be read is named, and nothing of a line is guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from backend.content import Content
from backend.domain import folding, imports, names, numbers
from backend.domain.appointments import BookedBy, Channel, Delivery, Person, Wish
from backend.domain.imports import REFUSED, Column, Finding, Line
from backend.store import sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line as it was understood."""

    number: int
    """As a spreadsheet counts the lines."""
    office: str
    concern: str
    channel: str
    start: str
    """Wall-clock time, ISO."""
    name: str
    mail: str = ""
    phone: str = ""
    customer_number: str = ""
    interpreter: str = ""
    born: str = ""
    """ISO; empty where it is not known."""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.start)

    @property
    def mark(self) -> str:
        """Stands for this line, however often and in whatever list it comes."""
        parts = (self.office, self.concern, self.start, names.folded(self.name))
        rest = (self.customer_number, self.mail.casefold(), self.phone)
        return sealing.keyed_hash("old appointment", "\n".join(parts + rest))


@dataclass(frozen=True, slots=True)
class Tried:
    """What would become of a line."""

    number: int
    entry: Entry | None
    """None where it cannot be understood."""
    findings: tuple[Finding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether it is not taken over."""
        return self.entry is None or not REFUSED.isdisjoint(self.findings)


def wish_of(entry: Entry, content: Content) -> Wish:
    """What the entry asks for; the old tool has given it, so no cut-off and no lock bind it."""
    return Wish(
        office=entry.office,
        concern=entry.concern,
        channel=Channel(entry.channel),
        emergency=content.concerns[entry.concern].emergency,
        interpreter=entry.interpreter or None,
        booked_by=BookedBy.OLD_TOOL,
    )


def person_of(entry: Entry) -> Person:
    """Who comes."""
    born = date.fromisoformat(entry.born) if entry.born else None
    return Person(
        name=entry.name,
        email=entry.mail,
        phone=entry.phone,
        number=entry.customer_number,
        birth_day=born.day if born else None,
        birth_month=born.month if born else None,
        birth_year=born.year if born else None,
        delivery=Delivery.MAIL if entry.mail else Delivery.NONE,
    )


def read(lines: Iterable[Line], *, content: Content, now: datetime) -> list[Tried]:
    """What the lines say, without a look at the plan or who is booked."""
    offices = _by_words({key: (key, each.name) for key, each in content.offices.items()})
    for key, office in content.offices.items():
        # “Mitte” is enough where there is one “Geschäftsstelle Mitte”.
        offices.setdefault(folding.folded(office.name.rpartition(" ")[2]), key)
    concerns = _by_words(
        {
            key: (key, str(each.title), each.keyword, *map(str, each.search))
            for key, each in content.concerns.items()
        }
    )
    return [
        _read(line, offices=offices, concerns=concerns, content=content, now=now) for line in lines
    ]


def _by_words(named: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Keys by their folded words; a word of several things means none of them."""
    found: dict[str, str] = {}
    unclear: set[str] = set()
    for key, words in named.items():
        for word in {folding.folded(each) for each in words}:
            if found.setdefault(word, key) != key:
                unclear.add(word)
    # Its own key or title always names a thing.
    own = {folding.folded(word): key for key, words in named.items() for word in words[:2]}
    return {word: key for word, key in found.items() if word not in unclear} | own


def _read(
    line: Line,
    *,
    offices: dict[str, str],
    concerns: dict[str, str],
    content: Content,
    now: datetime,
) -> Tried:
    findings: list[Finding] = []
    office = offices.get(folding.folded(line.cell(Column.OFFICE)), "")
    concern = concerns.get(folding.folded(line.cell(Column.CONCERN)), "")
    start = imports.start_of(line.cell(Column.DAY), line.cell(Column.TIME))
    name = names.clean(f"{line.cell(Column.FIRST_NAME)} {line.cell(Column.NAME)}")
    channel = _channel(line, concern, content)
    if not office:
        findings.append(Finding.UNKNOWN_OFFICE)
    if not concern:
        findings.append(Finding.UNKNOWN_CONCERN)
    if isinstance(start, Finding):
        findings.append(start)
    elif start <= now.replace(tzinfo=None):
        findings.append(Finding.PAST)
    if not line.cell(Column.NAME) or not name:
        findings.append(Finding.NO_NAME)
    if channel is None:
        findings.append(Finding.ODD_CHANNEL)
    if not REFUSED.isdisjoint(findings) or isinstance(start, Finding) or channel is None:
        return Tried(line.number, None, tuple(findings))
    entry, warnings = _person_of(line, content)
    if channel is Channel.PHONE and not entry["phone"]:
        warnings.append(Finding.NO_PHONE)
    full = Entry(
        number=line.number,
        office=office,
        concern=concern,
        channel=channel.value,
        start=start.isoformat(),
        name=name,
        **entry,
    )
    return Tried(line.number, full, tuple(warnings))


def _channel(line: Line, concern: str, content: Content) -> Channel | None:
    """The one of the line, else the usual one of the concern."""
    if line.cell(Column.CHANNEL):
        return imports.channel_of(line.cell(Column.CHANNEL))
    found = content.concerns.get(concern)
    return found.channels[0] if found else Channel.IN_PERSON


def _person_of(line: Line, content: Content) -> tuple[dict[str, str], list[Finding]]:
    """What the line says about the person; what cannot be read is left out and named."""
    findings = []
    mail, phone = line.cell(Column.MAIL), numbers.latin_digits(line.cell(Column.PHONE))
    number, born = line.cell(Column.NUMBER), line.cell(Column.BORN)
    if mail and not _is_mail(mail):
        findings.append(Finding.ODD_MAIL)
        mail = ""
    if phone and not _is_phone(phone):
        findings.append(Finding.ODD_PHONE)
        phone = ""
    if number and not numbers.looks_right(number):
        findings.append(Finding.ODD_NUMBER)
    day = imports.day_of(born.partition(" ")[0]) if born else None
    if born and (day is None or not date(1900, 1, 1) <= day):
        findings.append(Finding.ODD_BIRTH_DATE)
        day = None
    language, is_known = _language(line.cell(Column.LANGUAGE), content)
    if not is_known:
        findings.append(Finding.ODD_LANGUAGE)
    person = {
        "mail": mail,
        "phone": phone,
        "customer_number": numbers.normalise(number),
        "interpreter": language,
        "born": day.isoformat() if day else "",
    }
    return person, findings


def _language(text: str, content: Content) -> tuple[str, bool]:
    """The tag of the language to interpret; German and “no” need nobody."""
    wanted = folding.folded(text)
    if wanted in {"", "deutsch", "nein", "keine", "ohne", "de"}:
        return "", True
    for tag, each in content.interpreter_languages.items():
        if wanted in {folding.folded(word) for word in (tag, str(each.german_name), each.autonym)}:
            return tag, True
    return "", False


def _is_mail(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _is_phone(text: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, "DE"))
    except phonenumbers.NumberParseException:
        return False
