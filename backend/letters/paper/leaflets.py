"""The leaflet about the portal: one page to print and hand out, in any language (R76, R90)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from backend.languages import Ltr, Pair, Shown, Text, Tongue, editorial
from backend.languages import text_of as _
from backend.letters.paper import confirmations, qr
from backend.letters.paper.passages import Passage, Press, Reader
from backend.letters.paper.typesetting import set_in_type

Size = Literal["a4", "a5"]

HEADING = _("Book an appointment at the Jobcenter")
LEAD = _("No account. Free of charge. In your language.")
SCAN = _("Scan the picture with a phone, or type in the address:")
NEEDS = (
    _("About 5 minutes of your time"),
    _("Your customer number, if you have one"),
    _("Interpreting is free of charge"),
)
CAN = (
    _("Book an appointment"),
    _("Change or cancel an appointment"),
    _("What do I have to bring?"),
    _("Which office is there for me?"),
)
EMERGENCY = (
    _("No money, no food, no power?"),
    _("Help today, also without an appointment"),
)
HELP = _("Get help")
TITLE = _("Leaflet")


def address_of(public_address: str, tongue: Tongue) -> str:
    """The start page in a language, as it stands in words and in the picture to scan."""
    return f"{public_address}/{tongue.slug}/"


def leaflet(press: Press, *, size: Size, pair: Pair, stamped: datetime) -> bytes:
    """The leaflet on one sheet, with the address of the portal in words and as a QR code."""
    reader = press.reader(pair)
    page = qr.way_in(address_of(press.public_address, reader.first), [SCAN], reader)
    words = reader.frame(press, HEADING) | {
        "paper": size,
        "heading": reader.said(HEADING),
        "lead": reader.said(LEAD),
        "page": page,
        "needs": [reader.said(text) for text in NEEDS],
        "can": [reader.said(text) for text in CAN],
        "emergency": [reader.said(text) for text in EMERGENCY],
        "help": reader.said(HELP),
        "ways": [_way(way, reader) for way in _ways(press)],
        "languages": [_named(each) for each in press.languages.tongues.values()],
        "closing": [reader.said(confirmations.VOLUNTARY)],
    }
    return set_in_type("leaflet", words, stamped=stamped)


def _ways(press: Press) -> Iterable[tuple[Shown | None, Text]]:
    """Never by phone only (D20)."""
    jobcenter = press.content.jobcenter
    yield Ltr(jobcenter.phone.replace(" ", "\u00a0")), editorial(jobcenter.phone_hours)
    yield _("Come without an appointment"), editorial(jobcenter.walk_in)
    yield Ltr(jobcenter.mail), editorial(jobcenter.mail_answer)
    yield None, editorial(jobcenter.relay)


def _way(way: tuple[Shown | None, Text], reader: Reader) -> dict[str, Passage | None]:
    name, more = way
    return {"name": reader.said(name) if name else None, "more": reader.said(more)}


def _named(tongue: Tongue) -> list[str]:
    """A language by its own name."""
    return [tongue.tag.partition("-")[0], tongue.direction, tongue.autonym]
