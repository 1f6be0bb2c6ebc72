"""Exporting: all that is edited as a content folder again, to be read by any portal."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from backend.actions import auditing, cataloguing, live_content, wording
from backend.actions.live_content import LiveContent
from backend.content import texts_of, writing
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.languages import Tongue, Wording, placed
from backend.store import database, edits

DOMAINS = ("content", "messages")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The same content makes the same file, whenever."""


@database.repeated
def package(actor: Account, *, live: LiveContent, now: datetime) -> bytes:
    """A zip: unpacked and named as the content folder it gives exactly this portal (R114)."""
    cataloguing.check_editor(actor, now)
    auditing.note(actor.id, Deed.EXPORTED, Matter(Purpose.CATALOGUE, "content"), now=now)
    found = files(live)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, body in sorted(found.items()):
            bundle.writestr(zipfile.ZipInfo(f"content/{name}", FIRST_DAY), body)
    return stream.getvalue()


def files(live: LiveContent) -> dict[str, bytes]:
    """Every file by its name below the content folder."""
    content = live.now()
    found = writing.files(live.folder, live_content.laid_over(edits.every()), content)
    own = live_content.wordings(edits.texts())
    for slug, tongue in live.languages.tongues.items():
        said = placed.wordings_of(tongue, texts_of(content), own.get(slug, {}))
        folder = live.shipped.languages[slug].catalogues[0]
        for domain in DOMAINS:
            lines = _of_domain(said, domain)
            base = f"translations/{folder}/LC_MESSAGES/{domain}"
            if lines:
                before = found.get(f"{base}.po", b"")
                made = placed.catalogue(before, lines, _locale(tongue))
                found[f"{base}.po"], found[f"{base}.mo"] = made
    return found


def _of_domain(said: Mapping[str, Wording], domain: str) -> dict[str, Wording]:
    is_letters = domain == "messages"
    return {
        place: each
        for place, each in said.items()
        if place.startswith(wording.LETTERS) == is_letters
    }


def _locale(tongue: Tongue) -> str:
    return str(tongue.locale)
