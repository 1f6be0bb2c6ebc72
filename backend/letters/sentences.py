"""What a letter says: sentences and facts, not yet in any language and not yet on paper.

Mails carry date, time, channel, responsible office, reference and link (R20), and nothing of
concern, papers, numbers or names (D15).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.actions import whereabouts
from backend.actions.whereabouts import Whereabouts
from backend.content import Content, Office
from backend.domain import references
from backend.domain.appointments import Channel
from backend.languages import Clock, Day, German, Ltr, Shown, Text, counted, editorial
from backend.letters.wordings import said
from backend.store.letters import (
    CANCELLED_KINDS,
    EARLIER,
    LIMIT_NOTICE,
    NOT_REACHED,
    OFFICE_CANCELLED,
    OFFICE_MOVED,
    PAPER,
    Letter,
)

CHANNEL_NAMES = {channel: said(f"channel.{channel}") for channel in Channel}


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
    video: str = ""
    """The link of a talk by video; empty where there is none yet."""
    place: str = ""
    """Where to wait, German, when it is another place than usual."""
    until: datetime | None = None
    """Until when an earlier time is kept, aware."""
    stop: Mapping[str, str] | None = None
    """Of an office that comes to people: where it was to come when the letter was written."""

    @property
    def is_visit(self) -> bool:
        """Whether people come to the office; nothing else may show a way there (D15)."""
        return self.channel is Channel.IN_PERSON

    @property
    def where(self) -> Whereabouts:
        """Where to come to; for visits only."""
        return whereabouts.as_told(self.office, self.stop)

    @property
    def address(self) -> str:
        """One line, German as on signs and maps."""
        return self.where.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fact with its label; each value stands on its own line."""

    label: Text
    values: tuple[Shown, ...] = ()
    link: str = ""
    """An address in place of values."""


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
    return Facts(
        office=content.offices[facts["office"]],
        start=_moment(facts["start"], zone),
        minutes=int(facts["minutes"]),
        channel=Channel(facts["channel"]),
        reference=references.spaced(facts["reference"]),
        token=facts["token"],
        sequence=int(facts["sequence"]),
        uid=facts["uid"],
        video=facts.get("video", ""),
        place=facts.get("place", ""),
        until=_moment(facts["until"], zone) if "until" in facts else None,
        stop=facts.get("stop"),
    )


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """Aware, in the office's zone."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def body_of(
    letter: Letter, facts: Facts, *, content: Content, link_to: Callable[[str], str]
) -> Body:
    """What this letter says; `link_to` makes an address from what follows the languages in it.

    Paper names the page where number and name are asked: nobody copies a token by hand.
    """
    is_over = letter.kind in CANCELLED_KINDS | {NOT_REACHED}
    if letter.kind == EARLIER:
        return _offer(letter, facts, content=content, link_to=link_to)
    is_paper = letter.channel == PAPER
    own_page = "/mein-termin/" if is_paper else f"/mein-termin/{facts.token}"
    return Body(
        subject=said(f"subject.{letter.kind}"),
        opening=tuple(_opening(letter.kind, facts, content)),
        rows=tuple(_rows(letter, facts)),
        link_text=said("link.new" if is_over else "link.own"),
        link=link_to("/" if is_over else own_page),
        ways_title=None if is_over else said("ways.title"),
        ways=()
        if is_over
        else tuple(ways_for(content, is_visit=facts.is_visit, is_paper=is_paper)),
        closing=tuple(_closing(letter.kind)),
    )


def _offer(
    letter: Letter, facts: Facts, *, content: Content, link_to: Callable[[str], str]
) -> Body:
    """An earlier time is kept: what it is, until when, and where to answer."""
    until = facts.until or facts.start
    opening = said("opening.earlier", day=Day(until.date()), time=Clock(until.time()))
    return Body(
        subject=said("subject.earlier"),
        opening=(*_sample(content), opening, *channel_notes(facts.channel, facts.video)),
        rows=tuple(_rows(letter, facts)),
        link_text=said("link.earlier"),
        link=link_to(f"/mein-termin/{facts.token}/frueher"),
        ways_title=None,
        ways=(),
        closing=(said("closing.earlier"),),
    )


def channel_notes(channel: Channel, video: str) -> tuple[Text, ...]:
    """What must be said wherever such an appointment is told of (D15, R88).

    `video` is the link of a talk by video; empty where there is none yet.
    """
    if channel is Channel.PHONE:
        return said("note.phone"), said("note.hidden_number")
    if channel is Channel.VIDEO:
        later = () if video else (said("note.video_later"),)
        return said("note.video"), said("note.video_voluntary"), *later
    return ()


def _opening(kind: str, facts: Facts, content: Content) -> Iterator[Text]:
    yield from _sample(content)
    yield said(f"opening.{kind}")
    if kind == NOT_REACHED:
        return
    if kind not in CANCELLED_KINDS:
        yield from channel_notes(facts.channel, facts.video)
    elif facts.channel is Channel.PHONE:
        yield said("note.no_call")
    elif kind != OFFICE_CANCELLED:
        yield said("note.no_visit")
    is_touring = facts.office.is_touring
    if kind in {OFFICE_MOVED, OFFICE_CANCELLED} and facts.is_visit and not is_touring:
        # D37: who has not read this in time is not sent away.
        yield said("note.come_anyway")
    if kind == OFFICE_CANCELLED:
        yield said("note.urgent")
        if is_touring:
            yield editorial(facts.office.emergency_way)


def _sample(content: Content) -> Iterator[Text]:
    """D18: nothing made up may look official, least of all outside the portal."""
    if content.is_sample:
        yield said("opening.sample")


def _rows(letter: Letter, facts: Facts) -> Iterator[Row]:
    yield Row(label=said("row.day"), values=(Day(facts.start.date()),))
    yield Row(label=said("row.time"), values=(Clock(facts.start.time()),))
    yield Row(
        label=said("row.duration"),
        values=(counted("%(number)s minute", "%(number)s minutes", facts.minutes),),
    )
    yield Row(label=said("row.channel"), values=(CHANNEL_NAMES[facts.channel],))
    if facts.video and letter.kind not in CANCELLED_KINDS:
        yield Row(label=said("row.video"), link=facts.video)
    office: tuple[Shown, ...] = (German(facts.office.name),)
    if facts.is_visit:
        office += (German(facts.address),)
        if facts.stop and facts.stop["way"]:
            office += (German(facts.stop["way"]),)
        if letter.channel == PAPER and letter.kind not in CANCELLED_KINDS:
            # The paper is what somebody has in hand at the door (D37).
            office += (editorial(facts.office.waiting_place),)
    yield Row(label=said("row.office"), values=office)
    if facts.place and facts.is_visit:
        yield Row(label=said("row.place"), values=(German(facts.place),))
    yield Row(label=said("row.reference"), values=(Ltr(facts.reference),))


def ways_for(content: Content, *, is_visit: bool, is_paper: bool) -> Iterator[Text]:
    """How to cancel; never by phone only (D20)."""
    jobcenter = content.jobcenter
    yield said("ways.page" if is_paper else "ways.link")
    yield said("ways.mail", mail=Ltr(jobcenter.mail))
    yield said("ways.phone", phone=Ltr(jobcenter.phone))
    yield editorial(jobcenter.relay)
    if is_visit:
        yield said("ways.counter")
        if is_paper:
            yield said("ways.letterbox")


def _closing(kind: str) -> Iterator[Text]:
    if kind in CANCELLED_KINDS | {NOT_REACHED}:
        yield said("closing.invitation")
        return
    yield said("closing.reference")
    yield said("closing.voluntary")
    if kind == LIMIT_NOTICE:
        yield said("closing.not_you")
