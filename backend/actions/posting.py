"""Posting: what the office prints, posts and hands over, and whom no message reached (D37).

Everything is bound to the office and to the counter groups of whoever does it (R121), and each
print and change is noted (D33).
"""

from collections.abc import Iterable
from datetime import datetime

from backend.actions import auditing
from backend.domain import roles
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.roles import Place
from backend.domain.staff_refusals import GoneAlready
from backend.store import database, queues
from backend.store.letters import Letter
from backend.store.queues import Paper, Trouble

MOST_AT_ONCE = 200
"""Letters in a batch: more would keep the page waiting for its paper."""


def papers(actor: Account, office: str, *, now: datetime) -> list[Paper]:
    """The letters of the own groups that are not under way yet.

    Booking invitations belong to the whole office: whoever serves in it posts them.
    """
    own = [each for each in queues.papers(office) if _may(actor, office, each.group, now=now)]
    is_here = roles.may_receive_within(actor.powers(now.date()), office)
    return own + (queues.offers_on_paper(office) if is_here else [])


def troubles(actor: Account, office: str, *, now: datetime) -> list[Trouble]:
    """What did not arrive at people of the own groups, and whom nothing reaches."""
    return [
        each
        for each in queues.troubles(int(now.timestamp()))
        if each.office == office and _may(actor, office, each.group, now=now)
    ]


def orders(actor: Account, office: str, *, now: datetime) -> list[Letter]:
    """The orders of forms, which belong to the whole office."""
    return queues.orders(office) if _may(actor, office, "", now=now) else []


@database.repeated
def bundle(actor: Account, office: str, letters: Iterable[int], *, now: datetime) -> int:
    """Make one batch of these letters, which can all be set; returns how many it holds."""
    wanted = set(letters)
    chosen = [
        each for each in papers(actor, office, now=now) if each.letter in wanted and not each.batch
    ]
    return queues.bundle([each.letter for each in chosen], int(now.timestamp()))


@database.repeated
def printed(actor: Account, office: str, letters: Iterable[int], *, now: datetime) -> None:
    """Note that these letters are printed, each under its appointment."""
    wanted = set(letters)
    for each in papers(actor, office, now=now):
        if each.letter in wanted:
            _note(actor, Deed.PRINTED, each.reference, office=office, now=now, detail="letter")


@database.repeated
def post(actor: Account, office: str, batch: int, *, now: datetime) -> int:
    """A batch is in the post, its addresses are forgotten; raises `GoneAlready` for none."""
    chosen = _batch(actor, office, batch, now=now)
    for each in chosen:
        _note(actor, Deed.CHANGED, each.reference, office=office, now=now, detail="posted")
    return queues.post([each.letter for each in chosen], int(now.timestamp()))


@database.repeated
def put_back(actor: Account, office: str, batch: int, *, now: datetime) -> int:
    """The print went wrong: the batch waits again; raises `GoneAlready` if there is none."""
    chosen = [each for each in papers(actor, office, now=now) if batch and each.batch == batch]
    if not chosen:
        raise GoneAlready
    return queues.put_back([each.letter for each in chosen])


@database.repeated
def hand_over(actor: Account, office: str, letter: int, *, now: datetime) -> None:
    """A letter kept at the counter was called for; raises `GoneAlready`."""
    found = papers(actor, office, now=now)
    for each in found:
        if each.letter == letter and each.is_kept and each.batch:
            _note(actor, Deed.CHANGED, each.reference, office=office, now=now, detail="handed over")
            queues.post([letter], int(now.timestamp()))
            return
    raise GoneAlready


@database.repeated
def settle(actor: Account, office: str, letter: int, *, now: datetime) -> None:
    """Somebody was told in another way; raises `GoneAlready`."""
    found = troubles(actor, office, now=now)
    reference = next((each.reference for each in found if each.letter == letter), None)
    if reference is None or not queues.settle(letter):
        raise GoneAlready
    _note(actor, Deed.CHANGED, reference, office=office, now=now, detail="told in another way")


@database.repeated
def open_order(actor: Account, office: str, order: int, *, now: datetime) -> Letter:
    """An order with its address, for the envelope; the reading is noted. Raises `GoneAlready`."""
    found = _order(actor, office, order, now=now)
    _note(actor, Deed.SAW, order_reference(order), office=office, now=now)
    return found


@database.repeated
def post_order(actor: Account, office: str, order: int, *, now: datetime) -> None:
    """The forms are in the post, the address is forgotten; raises `GoneAlready`."""
    _order(actor, office, order, now=now)
    if not queues.post_order(order, int(now.timestamp())):
        raise GoneAlready
    reference = order_reference(order)
    _note(actor, Deed.CHANGED, reference, office=office, now=now, detail="posted")


def order_reference(order: int) -> str:
    """How the audit log calls an order of forms, which has no appointment."""
    return f"order-{order}"


def _batch(actor: Account, office: str, batch: int, *, now: datetime) -> list[Paper]:
    """The letters of a batch that go into the letterbox."""
    found = papers(actor, office, now=now)
    chosen = [each for each in found if batch and each.batch == batch and not each.is_kept]
    if not chosen:
        raise GoneAlready
    return chosen


def _order(actor: Account, office: str, order: int, *, now: datetime) -> Letter:
    found = next((each for each in orders(actor, office, now=now) if each.id == order), None)
    if found is None:
        raise GoneAlready
    return found


def _may(actor: Account, office: str, group: str, *, now: datetime) -> bool:
    return roles.may_work_at_counter(actor.powers(now.date()), Place(office, group))


def _note(
    actor: Account, deed: Deed, reference: str, *, office: str, now: datetime, detail: str = ""
) -> None:
    matter = Matter(Purpose.COUNTER, reference, office)
    auditing.note(actor.id, deed, matter, now=now, detail=detail)
