"""The letters of an office: print, post, hand over; what did not arrive; orders of forms."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import posting
from backend.content import Office
from backend.domain import references, roles
from backend.domain.roles import Powers
from backend.domain.staff_refusals import GoneAlready
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.letters import batches
from backend.letters.batches import Batch
from backend.letters.paper.typesetting import CannotSet
from backend.store.letters import Letter
from backend.store.queues import Paper, Trouble
from backend.web import access, office_choice, prints
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.posting import words
from backend.web.posting.pages import pages
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to

FILE_NAME = "briefe.pdf"


class PaperLine(NamedTuple):
    """A letter by post as the list shows it: no name, no address."""

    letter: int
    appointment: int
    reference: str
    start: datetime
    kind: Text


class BatchLine(NamedTuple):
    """Letters that were printed together."""

    batch: int
    printed: datetime
    lines: tuple[PaperLine, ...]


class TroubleLine(NamedTuple):
    """Somebody whom a message did not reach."""

    letter: int
    appointment: int
    reference: str
    start: datetime | None
    kind: Text
    channel: Text | str
    state: Text
    code: str
    """What the other server answered; may be empty."""
    may_be_settled: bool


class OrderLine(NamedTuple):
    """An order of forms, without the address."""

    letter: int
    ordered: datetime
    forms: tuple[str, ...]


def may_enter(powers: Powers, office: Office) -> bool:
    """Whether somebody serves at a counter of this office; each sees the own groups only (D26)."""
    return roles.may_receive_within(powers, office.key)


def own_offices(powers: Powers) -> list[Office]:
    """The offices whose letters somebody prints."""
    return [office for office in portal().content.offices.values() if may_enter(powers, office)]


def itself(office: Office) -> Office:
    """The office of the address: its converter has fetched it."""
    return office


@pages.get("/post/")
@access.to(roles.may_work_somewhere)
def start(visitor: Visitor) -> ResponseReturnValue:
    """The own offices; straight on where it is one."""
    return office_choice.one_of(own_offices(visitor.powers), "posting.queue", title=s_("Post"))


@pages.get("/post/<office:office>")
@access.to_one("office", fetch=itself, may=may_enter)
def queue(visitor: Visitor, office: Office) -> str:
    """All that waits here for somebody's hands."""
    account, now = visitor.account, visitor.now
    papers = posting.papers(account, office.key, now=now)
    return render_template(
        "posting/queue.html",
        office=office,
        offices=own_offices(visitor.powers),
        to_post=_lines(each for each in papers if not each.batch and not each.is_kept),
        to_keep=_lines(each for each in papers if not each.batch and each.is_kept),
        posted=list(_batches(each for each in papers if each.batch and not each.is_kept)),
        kept=list(_batches(each for each in papers if each.batch and each.is_kept)),
        troubles=[_trouble(each) for each in posting.troubles(account, office.key, now=now)],
        orders=[_order(each) for each in posting.orders(account, office.key, now=now)],
        left=_number(request.args.get("uebrig", "")),
        most=posting.MOST_AT_ONCE,
    )


@pages.post("/post/<office:office>/stapel")
@access.to_one("office", fetch=itself, may=may_enter)
def bundle(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Make a batch of all that waits to be posted, or to be kept at the counter."""
    make: Callable[..., Batch] = batches.bundle_for_post
    if request.form.get("weg") == "empfang":
        make = batches.bundle_for_counter
    left = 0
    if StaffPress().validate_on_submit():
        try:
            done = make(visitor.account, office.key, prints.press(), now=visitor.now)
        except CannotSet:
            left = 1
        else:
            left = done.left
    return on_to(url_for(".queue", office=office.key, uebrig=left or None))


@pages.post("/post/<office:office>/stapel/<int:pile>/druck")
@access.to_one("office", fetch=itself, may=may_enter)
def print_batch(visitor: Visitor, office: Office, *, pile: int) -> ResponseReturnValue:
    """The PDF of a batch, as often as it takes; each print is noted (D33)."""
    if not StaffPress().validate_on_submit():
        return on_to(url_for(".queue", office=office.key))
    try:
        pdf = batches.pdf(visitor.account, office.key, pile, press=prints.press(), now=visitor.now)
    except CannotSet:
        return on_to(url_for(".queue", office=office.key, uebrig=1))
    return prints.download(pdf, FILE_NAME)


@pages.post("/post/<office:office>/stapel/<int:pile>/post")
@access.to_one("office", fetch=itself, may=may_enter)
def post_batch(visitor: Visitor, office: Office, *, pile: int) -> ResponseReturnValue:
    """The batch is in the post: its addresses are forgotten."""
    return _done(visitor, office, posting.post, pile)


@pages.post("/post/<office:office>/stapel/<int:pile>/zurueck")
@access.to_one("office", fetch=itself, may=may_enter)
def put_back(visitor: Visitor, office: Office, *, pile: int) -> ResponseReturnValue:
    """The print went wrong: its letters wait again."""
    return _done(visitor, office, posting.put_back, pile)


@pages.post("/post/<office:office>/brief/<int:letter>/abgeholt")
@access.to_one("office", fetch=itself, may=may_enter)
def hand_over(visitor: Visitor, office: Office, *, letter: int) -> ResponseReturnValue:
    """A letter kept at the counter was called for."""
    return _done(visitor, office, posting.hand_over, letter)


@pages.post("/post/<office:office>/meldung/<int:letter>/fertig")
@access.to_one("office", fetch=itself, may=may_enter)
def settle(visitor: Visitor, office: Office, *, letter: int) -> ResponseReturnValue:
    """Somebody was told in another way."""
    return _done(visitor, office, posting.settle, letter)


@pages.post("/post/<office:office>/auftrag/<int:letter>")
@access.to_one("office", fetch=itself, may=may_enter)
def order(visitor: Visitor, office: Office, *, letter: int) -> ResponseReturnValue:
    """The address for the envelope; shown at once, since each reading is noted once."""
    if not StaffPress().validate_on_submit():
        return on_to(url_for(".queue", office=office.key))
    found = posting.open_order(visitor.account, office.key, letter, now=visitor.now)
    return render_template(
        "posting/order.html",
        office=office,
        order=_order(found),
        address=[line for line in found.recipient.splitlines() if line.strip()],
    )


@pages.post("/post/<office:office>/auftrag/<int:letter>/post")
@access.to_one("office", fetch=itself, may=may_enter)
def post_order(visitor: Visitor, office: Office, *, letter: int) -> ResponseReturnValue:
    """The forms are in the post: the address is forgotten."""
    return _done(visitor, office, posting.post_order, letter)


def _done(
    visitor: Visitor, office: Office, act: Callable[..., object], thing: int
) -> ResponseReturnValue:
    """Do it once; a second press, or a colleague's, finds it done and just goes on."""
    if StaffPress().validate_on_submit():
        try:
            act(visitor.account, office.key, thing, now=visitor.now)
        except GoneAlready:
            pass
    return on_to(url_for(".queue", office=office.key))


def _lines(papers: Iterable[Paper]) -> tuple[PaperLine, ...]:
    return tuple(
        PaperLine(
            each.letter,
            each.appointment,
            references.spaced(each.reference),
            each.start,
            words.kind(each.kind),
        )
        for each in papers
    )


def _batches(papers: Iterable[Paper]) -> Iterator[BatchLine]:
    """By the moment of printing, the latest first."""
    by_batch: dict[int, list[Paper]] = {}
    for each in papers:
        by_batch.setdefault(each.batch, []).append(each)
    for batch, own in sorted(by_batch.items(), reverse=True):
        printed = datetime.fromtimestamp(batch, portal().zone)
        yield BatchLine(batch, printed, _lines(own))


def _trouble(each: Trouble) -> TroubleLine:
    return TroubleLine(
        each.letter,
        each.appointment,
        references.spaced(each.reference) if each.reference else "–",
        each.start,
        words.kind(each.kind),
        words.CHANNELS.get(each.channel, ""),
        words.what_became(each),
        _code(each.reason),
        each.may_be_settled,
    )


def _order(letter: Letter) -> OrderLine:
    here = portal()
    concern = here.content.concerns.get(letter.facts.get("concern", ""))
    return OrderLine(
        letter.id,
        datetime.fromtimestamp(letter.created_at, here.zone),
        tuple(form.title for form in concern.forms) if concern else (),
    )


def _code(reason: str) -> str:
    """What the other server said, as its number; the rest is for the log."""
    found = re.search(r"\b\d\.\d{1,3}\.\d{1,3}\b|\b[1-5]\d\d\b", reason)
    return found[0] if found else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
