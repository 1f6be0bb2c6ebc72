"""Letters by post in one PDF: A4 for window envelopes (DIN 5008, form B), one after the other."""

from collections.abc import Sequence
from datetime import datetime

from backend.content import Jobcenter
from backend.domain import numbers, transliteration
from backend.languages import Day, Pair
from backend.languages import text_of as _
from backend.letters.paper import qr
from backend.letters.paper.passages import Press
from backend.letters.paper.typesetting import set_in_type
from backend.letters.sentences import body_of, facts_of
from backend.store.letters import Letter

SIZES = (("normal", 7, 38), ("small", 10, 50), ("tiny", 12, 64))
"""How an address is set: name in the template, lines in the window, letters in a line."""

Written = dict[str, object]
"""One letter, in the words of the template."""


def write(press: Press, letter: Letter) -> Written:
    """What a letter says, in the reader's language with German beneath each sentence.

    Raises `KeyError` or `ValueError` when the row makes no sense with the present content.
    Neither concern nor token stand on it (D15).
    """
    address = address_lines(letter.recipient)
    if not address:
        raise ValueError("no address")
    content, languages = press.content, press.languages
    reader = press.reader(languages.pair(letter.languages) or Pair(languages.german))
    facts = facts_of(letter, content)
    body = body_of(
        letter,
        facts,
        content=content,
        link_to=lambda rest: f"{press.public_address}/{reader.first.slug}{rest}",
    )
    said = reader.said
    written = datetime.fromtimestamp(letter.created_at, facts.start.tzinfo).date()
    return {
        "language": reader.language,
        "return": return_line(content.jobcenter),
        "address": address,
        "size": size_of(address),
        "written": said(Day(written)),
        "subject": said(body.subject),
        "opening": [said(text) for text in body.opening],
        "rows": [
            {"label": said(row.label), "values": [said(value) for value in row.values]}
            for row in body.rows
        ],
        "page": qr.way_in(body.link, [body.link_text], reader),
        "head": said(body.ways_title) if body.ways_title else None,
        "ways": [said(way) for way in body.ways],
        "closing": [said(text) for text in body.closing],
        "official": reader.worth_of_german(),
    }


def pile(press: Press, letters: Sequence[Written], *, stamped: datetime) -> bytes:
    """One PDF of these letters; raises `CannotSet`."""
    jobcenter = press.content.jobcenter
    address = [line for line in jobcenter.postal_address if line != jobcenter.name]
    german = press.reader(Pair(press.languages.german))
    words = german.frame(press, _("Your appointment")) | {
        "sender": [*address, jobcenter.phone, jobcenter.mail],
        "letters": list(letters),
    }
    return set_in_type("letters", words, stamped=stamped)


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
