"""Letters by post: one printable file of A4 sheets for window envelopes (DIN 5008, form B)."""

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from backend.content import Content, Jobcenter
from backend.domain import numbers, transliteration
from backend.languages import Day, Languages, Pair, Shown, Text, Tongue
from backend.languages import text_of as _
from backend.letters.mails import environment
from backend.letters.sentences import Facts, body_of, facts_of
from backend.store import database, letters
from backend.store.letters import Letter

log = logging.getLogger(__name__)

SIZES = (("normal", 7, 38), ("small", 10, 50), ("tiny", 12, 64))
"""How an address is set: class of the style sheet, lines in the window, letters in a line."""
LAST = "99999"
"""Letters without a postcode lie at the end of the pile."""
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


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
    """One letter, rendered."""

    letter: int
    postcode: str
    html: Markup


def print_waiting(
    file: Path, *, content: Content, languages: Languages, public_address: str, now: datetime
) -> Printed:
    """Write all waiting letters into the new file, by postcode, and mark them as sent.

    They are marked after the file is complete and in one transaction with a last look at what was
    withdrawn: killed in between, they are printed once more rather than never (D36). Raises
    `FileExistsError`: an older file may not be on paper yet. Without letters there is no file.
    """
    _refuse_existing(file)
    sheets, counts = _sheets(content, languages, public_address=public_address, now=now)
    printed = _hand_over(sheets, file, content=content, seconds=int(now.timestamp()))
    for letter in counts.late:
        letters.give_up(letter, "too late to print")
        log.warning("letter %d given up: too late to print", letter)
    return Printed(printed=printed, too_late=len(counts.late), unreadable=counts.unreadable)


def print_kept(
    file: Path, *, content: Content, languages: Languages, public_address: str, now: datetime
) -> Printed:
    """The same file to look at; all letters go on waiting."""
    _refuse_existing(file)
    sheets, counts = _sheets(content, languages, public_address=public_address, now=now)
    if sheets:
        _write(file, _document(sheets, content))
    return Printed(printed=len(sheets), too_late=len(counts.late), unreadable=counts.unreadable)


def render(
    letter: Letter, *, content: Content, languages: Languages, public_address: str
) -> Markup:
    """The sheet of a letter: the reader's language, German beneath each sentence.

    A second language that is not German is left out: two languages fit on one sheet, and the
    office must be able to read it. Raises `KeyError` or `ValueError` when the row makes no sense
    with the present content. Neither concern nor token stand on it (D15).
    """
    lines = address_lines(letter.recipient)
    if not lines:
        raise ValueError("no address")
    pair = languages.pair(letter.languages) or Pair(languages.german)
    first = pair.first
    tongues = (first,) if first.is_german else (first, languages.german)
    facts = facts_of(letter, content)
    body = body_of(
        letter,
        facts,
        content=content,
        link_to=lambda rest: f"{public_address}/{first.slug}{rest}",
    )
    words = {
        "body": body,
        "written": Day(datetime.fromtimestamp(letter.created_at, facts.start.tzinfo).date()),
        "first": first,
        "said": lambda shown: _said(shown, tongues),
        "jobcenter": content.jobcenter,
        "return_line": return_line(content.jobcenter),
        "address": lines,
        "size": size_of(lines),
        "official": _("The official language is German. The German text is the one that counts.")
        if len(tongues) > 1
        else None,
    }
    return Markup(environment().get_template("letters/sheet.html").render(words))  # noqa: S704 - escaped there


def address_lines(recipient: str) -> list[str]:
    """The postal address in Latin letters and digits, as the post reads it, in few enough lines."""
    latin = transliteration.to_latin(numbers.latin_digits(recipient))
    lines = [line.strip() for line in latin.splitlines() if line.strip()]
    spare = len(lines) - SIZES[-1][1]
    if spare <= 0:
        return lines
    # What stands last, street and town, keeps lines of its own.
    return [", ".join(lines[: spare + 1]), *lines[spare + 1 :]]


def size_of(lines: Sequence[str]) -> str:
    """The largest class of the style sheet in which the whole address fits into the window."""
    for name, most, width in SIZES:
        if sum(-(-len(line) // width) for line in lines) <= most:
            return name
    return SIZES[-1][0]


def return_line(jobcenter: Jobcenter) -> str:
    """Where undelivered letters go back to; the envelope does not say whose it is (D17)."""
    names = {jobcenter.name.casefold(), jobcenter.short_name.casefold(), "jobcenter"}
    return " · ".join(
        line
        for line in jobcenter.postal_address
        if not any(name in line.casefold() for name in names)
    )


@dataclass(slots=True)
class _Counts:
    """Letters that are not printed."""

    late: list[int]
    unreadable: int = 0


def _sheets(
    content: Content, languages: Languages, *, public_address: str, now: datetime
) -> tuple[list[Sheet], _Counts]:
    """All waiting letters by postcode, those of one household one after the other."""
    sheets, counts = [], _Counts(late=[])
    for letter in letters.waiting_papers():
        try:
            if _is_late(letter, facts_of(letter, content), now):
                counts.late.append(letter.id)
                continue
            html = render(
                letter, content=content, languages=languages, public_address=public_address
            )
        except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
            log.warning("letter %d not printed, %s", letter.id, type(error).__name__)
            counts.unreadable += 1
            continue
        postcode = postcode_of(letter.recipient)
        sheets.append(Sheet(letter=letter.id, postcode=postcode, html=html))
    return sorted(sheets, key=lambda sheet: (sheet.postcode, sheet.letter)), counts


def postcode_of(recipient: str) -> str:
    """The last five digits that stand together; above them a house may have a long number."""
    found = _POSTCODE.findall(numbers.latin_digits(recipient))
    return found[-1] if found else LAST


def _is_late(letter: Letter, facts: Facts, now: datetime) -> bool:
    """Whether it tells of a time that is over; a cancellation stays true."""
    return letter.kind != letters.CANCELLATION and facts.start <= now


@database.repeated
def _hand_over(sheets: Sequence[Sheet], file: Path, *, content: Content, seconds: int) -> int:
    """Write what is still waiting and mark it; nobody can withdraw it in between."""
    waiting = letters.lock_waiting_papers()
    kept = [sheet for sheet in sheets if sheet.letter in waiting]
    if kept:
        _write(file, _document(kept, content))
    for sheet in kept:
        letters.mark_sent(sheet.letter, seconds)
    return len(kept)


def _document(sheets: Sequence[Sheet], content: Content) -> str:
    words = {"sheets": [sheet.html for sheet in sheets], "jobcenter": content.jobcenter}
    return environment().get_template("letters/papers.html").render(words)


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise FileExistsError(str(file))


def _write(file: Path, text: str) -> None:
    """The whole file or none, for the eyes of its owner only."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _said(shown: Shown, tongues: Sequence[Tongue]) -> list[tuple[Tongue, Markup]]:
    """A text in each language, once where both would read the same."""
    first, last = tongues[0], tongues[-1]
    if first is last:
        return [(first, shown.html(first))]
    same = shown.plain(first).translate(_ISOLATES) == shown.plain(last).translate(_ISOLATES)
    if same or (isinstance(shown, Text) and shown.is_missing(first)):
        return [(last, shown.html(last))]
    return [(tongue, shown.html(tongue)) for tongue in tongues]
