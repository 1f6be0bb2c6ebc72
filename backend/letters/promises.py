"""Promises: what customers are told of a callback, on page and paper, by mail and SMS (D29)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from backend.content import Content, Office
from backend.domain import references
from backend.domain.callbacks import Callback
from backend.languages import Clock, Day, German, Ltr, Text, Tongue
from backend.letters.sentences import Body, Row
from backend.letters.wordings import said
from backend.store import sealing
from backend.store.letters import CALLBACK, Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """By when who calls, and under which number the callback is known."""

    office: Office
    due: datetime
    """Aware, in the office's zone."""
    reference: str
    """As shown: `K7M4-2PX9`."""
    token: str

    @property
    def is_whole_day(self) -> bool:
        """Whether the time ends with the day, as for who asks on a weekend."""
        return (self.due.hour, self.due.minute) == (23, 59)

    @property
    def sentence(self) -> Text:
        """We call you back by …; nobody calls at midnight, so then the day alone."""
        if self.is_whole_day:
            return said("opening.callback_day", day=Day(self.due.date(), "day"))
        return said(
            "opening.callback", day=Day(self.due.date(), "day"), time=Clock(self.due.time())
        )


def of(callback: Callback, content: Content) -> Promise:
    """The promise of a ticket; `KeyError` when its office is gone from the content."""
    return _promise(
        content,
        office=callback.team.office,
        due=callback.due_at,
        reference=callback.reference,
        token=sealing.token_for(callback.id, callback.nonce),
    )


def of_letter(letter: Letter, content: Content) -> Promise:
    """The promise as it was when the letter was written."""
    facts = letter.facts
    return _promise(
        content,
        office=facts["office"],
        due=int(facts["due"]),
        reference=facts["reference"],
        token=facts["token"],
    )


def _promise(content: Content, *, office: str, due: int, reference: str, token: str) -> Promise:
    zone = ZoneInfo(content.jobcenter.zone)
    return Promise(
        office=content.offices[office],
        due=datetime.fromtimestamp(due, UTC).astimezone(zone),
        reference=references.spaced(reference),
        token=token,
    )


def body_of(letter: Letter, *, content: Content, link_to: Callable[[str], str]) -> Body:
    """What the mail says; never the concern, a name or a phone number (D15, D17)."""
    promise = of_letter(letter, content)
    is_kept = letter.kind == CALLBACK
    return Body(
        subject=said(f"subject.{letter.kind}"),
        opening=tuple(_opening(letter.kind, promise, content)),
        rows=tuple(_rows(promise, is_kept=is_kept)),
        link_text=said("link.callback" if is_kept else "link.new"),
        link=link_to(f"/rueckruf/zusage/{promise.token}" if is_kept else "/"),
        ways_title=None,
        ways=(),
        closing=(said("closing.callback"),) if is_kept else (),
    )


def sms_text(letter: Letter, *, content: Content, tongue: Tongue, phone: str) -> str:
    """The short message in one language; `phone` is how the Jobcenter is called."""
    promise = of_letter(letter, content)
    return said(
        f"sms.{letter.kind}",
        day=f"{promise.due.day}.{promise.due.month}.",
        time=f"{promise.due:%H:%M}",
        reference=promise.reference,
        phone=phone,
    ).plain(tongue)


def _opening(kind: str, promise: Promise, content: Content) -> Iterator[Text]:
    if content.is_sample:
        yield said("opening.sample")
    if kind == CALLBACK:
        yield promise.sentence
        yield said("note.hidden_number")
    else:
        yield said(f"opening.{kind}")


def _rows(promise: Promise, *, is_kept: bool) -> Iterator[Row]:
    if is_kept:
        yield Row(label=said("row.office"), values=(German(promise.office.name),))
    yield Row(label=said("row.callback"), values=(Ltr(promise.reference),))
