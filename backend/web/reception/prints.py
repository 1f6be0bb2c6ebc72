"""What the counter prints for a customer: sheet, large print, card, receipt or letter."""

from collections.abc import Callable
from datetime import datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing, correspondence
from backend.domain.appointments import Appointment, State
from backend.domain.audits import Deed
from backend.languages import Pair
from backend.letters.paper import confirmations, post
from backend.letters.paper.typesetting import CannotSet
from backend.store.day import Line
from backend.store.letters import CONFIRMATION, PAPER, Letter
from backend.web import access
from backend.web import prints as papers
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.reception.appointment import matter_of
from backend.web.reception.board import kept_filter
from backend.web.reception.pages import pages
from backend.web.reception.places import line_of, may_serve_line
from backend.web.staff_fields import StaffPress

FILE_NAME = "termin.pdf"
SIZES: dict[str, Callable[..., bytes]] = {
    "blatt": confirmations.sheet,
    "gross": confirmations.large_sheet,
    "karte": confirmations.card,
    "bon": confirmations.receipt,
}
LETTER = "brief"


@pages.post("/termin/<int:appointment>/druck")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def paper(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """One of the papers as a PDF, in the customer's languages; the print is noted (D33)."""
    found, wanted = line.appointment, request.form.get("art", "")
    back = redirect(url_for(".appointment", appointment=found.id, **kept_filter()), 303)
    if not StaffPress().validate_on_submit() or found.state is not State.BOOKED:
        return back
    if wanted not in {*SIZES, LETTER}:
        return back
    try:
        pdf = printed(found, wanted, visitor.now)
    except CannotSet:
        return back
    auditing.note_reading(visitor.account, Deed.PRINTED, matter_of(found), now=visitor.now)
    return papers.download(pdf, FILE_NAME)


def printed(found: Appointment, wanted: str, now: datetime) -> bytes:
    """The paper in the customer's languages; raises `CannotSet`."""
    if wanted == LETTER:
        return _letter(found, now)
    languages = portal().languages
    pair = languages.pair(found.languages) or Pair(languages.german)
    return SIZES[wanted](papers.press(), found, pair=pair, stamped=now)


def _letter(found: Appointment, now: datetime) -> bytes:
    """The confirmation as a letter to hand over or to send; none waits in the queue for it."""
    seconds = int(now.timestamp())
    letter = Letter(
        id=0,
        kind=CONFIRMATION,
        appointment=found.id,
        channel=PAPER,
        recipient=found.person.address or found.person.latin_name or found.person.name,
        languages=found.languages,
        facts=correspondence.facts_of(found),
        created_at=seconds,
        due_at=seconds,
        attempts=0,
        message_id="",
    )
    press = papers.press()
    return post.pile(press, [post.write(press, letter)], stamped=now)
