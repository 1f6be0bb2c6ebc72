"""Letters by post in one PDF: A4 for window envelopes (DIN 5008, form B), one after the other."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from backend.content import Jobcenter
from backend.domain import numbers, transliteration
from backend.languages import Day, Pair
from backend.languages import text_of as _
from backend.letters import booking_invitations
from backend.letters.booking_invitations import Offer
from backend.letters.paper import qr
from backend.letters.paper.passages import Press, Reader
from backend.letters.paper.typesetting import set_in_type
from backend.letters.sentences import Body, body_of, facts_of
from backend.store.letters import BOOKING_INVITATION, Letter

SIZES = (("normal", 7, 38), ("small", 10, 50), ("tiny", 12, 64))
"""How an address is set: name in the template, lines in the window, letters in a line."""

Written = dict[str, object]
"""One letter, in the words of the template."""


def write(press: Press, letter: Letter) -> Written:
    """What a letter says, in the reader's language with German beneath each sentence.

    Raises `KeyError` or `ValueError` when the row makes no sense with the present content.
    Neither concern nor token stand on it (D15); a booking invitation has its own code.
    """
    address = address_lines(letter.recipient)
    if not address:
        raise ValueError("no address")
    reader = reader_of(press, letter.languages)
    if letter.kind == BOOKING_INVITATION:
        body = offered(press, booking_invitations.of_letter(letter, press.content), reader)
    else:
        facts = facts_of(letter, press.content)
        link_to = partial(_address, press, reader)
        body = body_of(letter, facts, content=press.content, link_to=link_to)
    zone = ZoneInfo(press.content.jobcenter.zone)
    written = datetime.fromtimestamp(letter.created_at, zone).date()
    return sheet(press, body, reader=reader, address=address, written=written)


def offer_sheet(press: Press, offer: Offer, *, languages: str, written: date) -> Written:
    """A booking invitation to be handed over at once, without an address."""
    reader = reader_of(press, languages)
    body = offered(press, offer, reader)
    return sheet(press, body, reader=reader, address=[], written=written)


def reader_of(press: Press, languages: str) -> Reader:
    """Who reads a letter in these languages; German where they are unknown."""
    return press.reader(press.languages.pair(languages) or Pair(press.languages.german))


def offered(press: Press, offer: Offer, reader: Reader) -> Body:
    """What the paper of a booking invitation says."""
    link_to = partial(_address, press, reader)
    return booking_invitations.body_of(offer, content=press.content, link_to=link_to)


def _address(press: Press, reader: Reader, rest: str) -> str:
    return f"{press.public_address}/{reader.first.slug}{rest}"


def sheet(
    press: Press, body: Body, *, reader: Reader, address: Sequence[str], written: date
) -> Written:
    """A letter in the words of the template; `address` are the lines in the window."""
    said = reader.said
    return {
        "language": reader.language,
        "return": return_line(press.content.jobcenter),
        "address": address,
        "size": size_of(address),
        "written": said(Day(written)),
        "subject": said(body.subject),
        "opening": [said(text) for text in body.opening],
        "rows": [
            {"label": said(row.label), "values": [said(value) for value in row.values]}
            for row in body.rows
            if not row.link
        ],
        "links": [qr.way_in(row.link, [row.label], reader) for row in body.rows if row.link],
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
