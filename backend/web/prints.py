"""PDF to download: whose papers they are, those of an appointment, and the answer with one."""

from collections.abc import Callable
from datetime import datetime

from flask import Response

from backend.actions import correspondence
from backend.domain.appointments import Appointment
from backend.languages import Pair
from backend.letters.paper import confirmations, post
from backend.letters.paper.passages import Press
from backend.store.letters import CONFIRMATION, PAPER, Letter
from backend.web.portal import portal

FILE_NAME = "termin.pdf"
SIZES: dict[str, Callable[..., bytes]] = {
    "blatt": confirmations.sheet,
    "gross": confirmations.large_sheet,
    "karte": confirmations.card,
    "bon": confirmations.receipt,
}
LETTER = "brief"


def press() -> Press:
    """The papers of this portal."""
    here = portal()
    return Press(
        content=here.content,
        languages=here.languages,
        public_address=here.settings.public_address,
    )


def download(pdf: bytes, file_name: str) -> Response:
    """The PDF as a file; its name is neutral, for it may stay on a shared computer (D17)."""
    return Response(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def printed(found: Appointment, wanted: str, now: datetime) -> bytes:
    """The paper in the customer's languages; raises `CannotSet`."""
    if wanted == LETTER:
        return _letter(found, now)
    languages = portal().languages
    pair = languages.pair(found.languages) or Pair(languages.german)
    return SIZES[wanted](press(), found, pair=pair, stamped=now)


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
    own = press()
    return post.pile(own, [post.write(own, letter)], stamped=now)
