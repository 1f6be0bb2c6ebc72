"""What a letter says: sentences and facts, not yet in any language and not yet on paper.

Mails carry date, time, channel, responsible office, reference and link (R20), and nothing of
concern, papers, numbers or names (D15).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.content import Content, Office
from backend.domain import references
from backend.domain.appointments import Channel
from backend.languages import Clock, Day, German, Ltr, Shown, Text, counted, editorial
from backend.languages import text_of as _
from backend.store.letters import PAPER, Letter

CHANNEL_NAMES = {
    Channel.IN_PERSON: _("In person"),
    Channel.PHONE: _("By phone"),
    Channel.VIDEO: _("By video"),
}

SUBJECTS = {
    "confirmation": _("Your appointment"),
    "reminder": _("Reminder of your appointment"),
    "moved": _("Your appointment has changed"),
    "cancellation": _("Your appointment is cancelled"),
    "limit_notice": _("Your appointment"),
}
"""Neutral: others may see them on a locked screen (D17)."""

OPENINGS = {
    "confirmation": _("Your appointment is booked."),
    "reminder": _("Please think of your appointment."),
    "moved": _("Your appointment has changed. This is how it stands now."),
    "cancellation": _("Your appointment is cancelled."),
    "limit_notice": _(
        "Somebody wanted to book another appointment with your details. "
        "You already have this appointment."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a letter knows of its appointment, as it was when the letter was written."""

    office: Office
    start: datetime
    """Aware, in the office's zone."""
    minutes: int
    channel: Channel
    reference: str
    token: str
    sequence: int
    uid: str

    @property
    def is_visit(self) -> bool:
        """Whether people come to the office; nothing else may show a way there (D15)."""
        return self.channel is Channel.IN_PERSON

    @property
    def address(self) -> str:
        """One line, German as on signs and maps."""
        return f"{self.office.street}, {self.office.postcode} {self.office.city}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fact with its label; each value stands on its own line."""

    label: Text
    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A letter from top to bottom."""

    subject: Text
    opening: tuple[Text, ...]
    rows: tuple[Row, ...]
    link_text: Text
    link: str
    ways_title: Text | None
    ways: tuple[Text, ...]
    closing: tuple[Text, ...]


def facts_of(letter: Letter, content: Content) -> Facts:
    """The facts in a letter's row; `KeyError` when its office is gone from the content."""
    facts = letter.facts
    zone = ZoneInfo(content.jobcenter.zone)
    start = datetime.fromisoformat(facts["start"])
    return Facts(
        office=content.offices[facts["office"]],
        start=start.astimezone(zone) if start.tzinfo else start.replace(tzinfo=zone),
        minutes=int(facts["minutes"]),
        channel=Channel(facts["channel"]),
        reference=references.spaced(facts["reference"]),
        token=facts["token"],
        sequence=int(facts["sequence"]),
        uid=facts["uid"],
    )


def body_of(
    letter: Letter, facts: Facts, *, content: Content, link_to: Callable[[str], str]
) -> Body:
    """What this letter says; `link_to` makes an address from what follows the languages in it.

    Paper names the page where number and name are asked: nobody copies a token by hand.
    """
    is_over = letter.kind == "cancellation"
    is_paper = letter.channel == PAPER
    own_page = "/mein-termin/" if is_paper else f"/mein-termin/{facts.token}"
    return Body(
        subject=SUBJECTS[letter.kind],
        opening=tuple(_opening(letter.kind, facts, content)),
        rows=tuple(_rows(letter, facts)),
        link_text=_("Book a new appointment")
        if is_over
        else _("See, change or cancel your appointment"),
        link=link_to("/" if is_over else own_page),
        ways_title=None
        if is_over
        else _(
            "You cannot keep the appointment? Then please cancel it. These ways are open to you:"
        ),
        ways=() if is_over else tuple(_ways(letter, facts, content=content)),
        closing=tuple(_closing(letter.kind)),
    )


def channel_notes(channel: Channel) -> tuple[Text, ...]:
    """What must be said wherever such an appointment is told of (D15)."""
    if channel is Channel.PHONE:
        return _("We call you. Do not come."), _("The number may be hidden.")
    if channel is Channel.VIDEO:
        return (_("This appointment is by video. Do not come."),)
    return ()


def _opening(kind: str, facts: Facts, content: Content) -> Iterator[Text]:
    if content.is_sample:
        # D18: nothing made up may look official, least of all outside the portal.
        yield _("Sample data, not an offer of the Jobcenter.")
    yield OPENINGS[kind]
    if kind != "cancellation":
        yield from channel_notes(facts.channel)
    elif facts.channel is Channel.PHONE:
        yield _("We will not call you.")
    else:
        yield _("You do not need to come.")


def _rows(letter: Letter, facts: Facts) -> Iterator[Row]:
    yield Row(label=_("Date"), values=(Day(facts.start.date()),))
    yield Row(label=_("Time"), values=(Clock(facts.start.time()),))
    yield Row(
        label=_("Duration"),
        values=(counted("%(number)s minute", "%(number)s minutes", facts.minutes),),
    )
    yield Row(label=_("Type of appointment"), values=(CHANNEL_NAMES[facts.channel],))
    office: tuple[Shown, ...] = (German(facts.office.name),)
    if facts.is_visit:
        office += (German(facts.address),)
        if letter.channel == PAPER and letter.kind != "cancellation":
            # The paper is what somebody has in hand at the door (D37).
            office += (editorial(facts.office.waiting_place),)
    yield Row(label=_("Responsible office"), values=office)
    yield Row(label=_("Appointment number"), values=(Ltr(facts.reference),))


def _ways(letter: Letter, facts: Facts, *, content: Content) -> Iterator[Text]:
    """How to cancel; never by phone only (D20)."""
    jobcenter = content.jobcenter
    if letter.channel == PAPER:
        yield _("on the internet page above, with appointment number and name")
    else:
        yield _("with the link in this message")
    yield _("by mail: %(mail)s", mail=Ltr(jobcenter.mail))
    yield _("by phone: %(phone)s", phone=Ltr(jobcenter.phone))
    yield editorial(jobcenter.relay)
    if facts.is_visit:
        yield _("at the counter of your office")
        if letter.channel == PAPER:
            yield _("with a note in the letterbox of your office")


def _closing(kind: str) -> Iterator[Text]:
    if kind == "cancellation":
        yield _("An invitation by letter stays valid.")
        return
    yield _("Please say your appointment number then.")
    yield _("This appointment is voluntary. An invitation by letter stays valid.")
    if kind == "limit_notice":
        yield _("Was it not you? Then you need not do anything. Your appointment stays as it is.")
