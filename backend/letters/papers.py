"""Letters by post: all that wait become one PDF, by postcode, and are marked as printed."""

import logging
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from backend.content import Content
from backend.domain import numbers
from backend.languages import Languages
from backend.letters import booking_invitations
from backend.letters.paper import post
from backend.letters.paper.passages import Press
from backend.letters.paper.typesetting import CannotSet
from backend.letters.sentences import facts_of
from backend.store import database, letters
from backend.store.letters import Letter

log = logging.getLogger(__name__)

LAST = "99999"
"""Letters without a postcode lie at the end of the pile."""
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What became of the letters by post."""

    printed: int = 0
    too_late: int = 0
    """Their appointment has begun: they are given up."""
    unreadable: int = 0
    """They go on waiting: wrong keys, or their office is gone from the content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One letter, ready to be set."""

    letter: int
    postcode: str
    words: post.Written


@dataclass(slots=True)
class Pile:
    """What is to be printed, in order, and what is not."""

    sheets: list[Sheet] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    unreadable: int = 0


def print_waiting(
    file: Path, *, content: Content, languages: Languages, public_address: str, now: datetime
) -> Printed:
    """Write all waiting letters into the new PDF, by postcode, and mark them as printed.

    They are marked after the file is complete and in one transaction with a last look at what was
    withdrawn: killed in between, they are printed once more rather than never (D36). Raises
    `FileExistsError`: an older file may not be on paper yet. Without letters there is no file.
    """
    _refuse_existing(file)
    press = Press(content=content, languages=languages, public_address=public_address)
    pile = gathered(press, letters.waiting_papers(), now=now)
    printed = 0
    while pile.sheets:
        # Setting takes seconds: bookings must not wait for it, so nothing is locked meanwhile.
        made = set_together(press, pile, stamped=now)
        kept = _handed_over(pile.sheets, made, file=file, seconds=int(now.timestamp()))
        if len(kept) == len(pile.sheets):
            printed = len(kept)
            break
        pile.sheets = kept
    for letter in pile.late:
        letters.give_up(letter, "too late to print")
        log.warning("letter %d given up: too late to print", letter)
    return Printed(printed=printed, too_late=len(pile.late), unreadable=pile.unreadable)


def print_kept(
    file: Path, *, content: Content, languages: Languages, public_address: str, now: datetime
) -> Printed:
    """The same file to look at; all letters go on waiting."""
    _refuse_existing(file)
    press = Press(content=content, languages=languages, public_address=public_address)
    pile = gathered(press, letters.waiting_papers(), now=now)
    made = set_together(press, pile, stamped=now)
    if pile.sheets:
        _write(file, made)
    return Printed(printed=len(pile.sheets), too_late=len(pile.late), unreadable=pile.unreadable)


def write_new(file: Path, made: bytes) -> None:
    """Write a PDF into a file that is not there yet; raises `FileExistsError` or `OSError`."""
    _refuse_existing(file)
    _write(file, made)


def postcode_of(recipient: str) -> str:
    """The last five digits that stand together; above them a house may have a long number."""
    found = _POSTCODE.findall(numbers.latin_digits(recipient))
    return found[-1] if found else LAST


def gathered(press: Press, found: Iterable[Letter], *, now: datetime) -> Pile:
    """The letters by postcode, those of one household one after the other."""
    pile = Pile()
    for letter in found:
        try:
            if _is_late(letter, press.content, now):
                pile.late.append(letter.id)
                continue
            words = post.write(press, letter)
        except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
            _leave_out(pile, letter.id, error)
            continue
        postcode = postcode_of(letter.recipient)
        pile.sheets.append(Sheet(letter=letter.id, postcode=postcode, words=words))
    pile.sheets.sort(key=lambda sheet: (sheet.postcode, sheet.letter))
    return pile


def _is_late(letter: Letter, content: Content, now: datetime) -> bool:
    """Whether it tells of a time that is over; what was cancelled or not reached stays true."""
    if letter.kind == letters.BOOKING_INVITATION:
        return booking_invitations.is_over(letter, content=content, now=now)
    facts = facts_of(letter, content)
    stays_true = letters.CANCELLED_KINDS | {letters.NOT_REACHED}
    return letter.kind not in stays_true and facts.start <= now


def _leave_out(pile: Pile, letter: int, error: Exception) -> None:
    log.warning("letter %d not printed, %s", letter, type(error).__name__)
    pile.unreadable += 1


def set_together(press: Press, pile: Pile, *, stamped: datetime) -> bytes:
    """The PDF of the pile; a letter that cannot be set is left out of it and goes on waiting."""
    if not pile.sheets:
        return b""
    try:
        return post.pile(press, [sheet.words for sheet in pile.sheets], stamped=stamped)
    except CannotSet:
        log.warning("the letters cannot be set together, each is tried alone")
    sound = []
    for sheet in pile.sheets:
        try:
            post.pile(press, [sheet.words], stamped=stamped)
        except CannotSet as error:
            _leave_out(pile, sheet.letter, error)
        else:
            sound.append(sheet)
    pile.sheets = sound
    return post.pile(press, [sheet.words for sheet in sound], stamped=stamped) if sound else b""


@database.repeated
def _handed_over(sheets: Sequence[Sheet], made: bytes, *, file: Path, seconds: int) -> list[Sheet]:
    """Write the PDF and mark its letters, if all still wait; else return those that do.

    Nobody can withdraw a letter in between.
    """
    waiting = letters.lock_waiting_papers()
    kept = [sheet for sheet in sheets if sheet.letter in waiting]
    if kept and len(kept) == len(sheets):
        _write(file, made)
        for sheet in kept:
            letters.mark_printed(sheet.letter, seconds)
    return kept


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise FileExistsError(str(file))


def _write(file: Path, made: bytes) -> None:
    """The whole file or none, for the eyes of its owner only."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(made)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
