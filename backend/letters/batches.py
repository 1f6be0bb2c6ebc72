"""Batches: the letters by post of one office, printed together as often as it takes."""

from dataclasses import dataclass
from datetime import datetime

from backend.actions import posting
from backend.domain.accounts import Account
from backend.domain.staff_refusals import GoneAlready
from backend.letters import papers
from backend.letters.paper.passages import Press
from backend.store import letters, queues


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What became of the letters that waited."""

    count: int
    left: int
    """They go on waiting: they cannot be set, or their office is gone from the content."""


def bundle_for_post(actor: Account, office: str, press: Press, *, now: datetime) -> Batch:
    """Make a batch of the letters that go into the letterbox."""
    waiting = posting.papers(actor, office, now=now)
    ids = [each.letter for each in waiting if not each.batch and not each.is_kept]
    return _bundle(actor, office, press, ids=ids, now=now)


def bundle_for_counter(actor: Account, office: str, press: Press, *, now: datetime) -> Batch:
    """Make a batch of the letters that are kept at the counter."""
    waiting = posting.papers(actor, office, now=now)
    ids = [each.letter for each in waiting if not each.batch and each.is_kept]
    return _bundle(actor, office, press, ids=ids, now=now)


def pdf(actor: Account, office: str, batch: int, *, press: Press, now: datetime) -> bytes:
    """A batch as one PDF, by postcode; it is noted under each appointment.

    Nothing of it is kept: printed again, it is made anew. Raises `GoneAlready` or `CannotSet`.
    """
    own = posting.papers(actor, office, now=now)
    ids = [each.letter for each in own if batch and each.batch == batch]
    pile = papers.gathered(press, queues.letters_of(ids), now=now)
    made = papers.set_together(press, pile, stamped=now)
    if not pile.sheets:
        raise GoneAlready
    posting.printed(actor, office, [sheet.letter for sheet in pile.sheets], now=now)
    return made


def _bundle(actor: Account, office: str, press: Press, *, ids: list[int], now: datetime) -> Batch:
    """Only what can be set comes into a batch: nobody would miss the others in it.

    What tells of a time that is over is given up, for the office to see.
    """
    chosen = ids[: posting.MOST_AT_ONCE]
    pile = papers.gathered(press, queues.letters_of(chosen), now=now)
    papers.set_together(press, pile, stamped=now)
    for letter in pile.late:
        letters.give_up(letter, "too late to print")
    count = posting.bundle(actor, office, [sheet.letter for sheet in pile.sheets], now=now)
    return Batch(count=count, left=pile.unreadable)
