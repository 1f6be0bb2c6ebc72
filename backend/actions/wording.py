"""Wording: texts in other languages, and what mails, short messages and papers say (R57)."""

import re
from collections.abc import Sequence
from datetime import datetime

from backend.actions import auditing
from backend.actions.cataloguing import check_editor
from backend.domain import gsm
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.staff_refusals import BlanksChanged, ChangedMeanwhile, TooLongForSms
from backend.languages import Text, Tongue, blanks_of
from backend.store import database, edits
from backend.store.edits import OwnText

LETTERS = "letters/"
SMS = "letters/sms."
_STRAY_PERCENT = re.compile(r"%(?!\(\w+\)s|%)")


SAMPLES = {
    "day": "24.12.", "time": "10:30", "place": "Beispielstraße 12", "reference": "K7M4-2PX9",
    "phone": "042100000000", "until": "24.12. 10:30",
}  # fmt: skip
"""What stands in the blanks of a short message where its length is reckoned."""


def sms_parts(written: str) -> int:
    """Of how many short messages the phone company makes this wording, blanks filled in."""
    filled = _STRAY_PERCENT.sub("", written)
    for name, sample in SAMPLES.items():
        filled = filled.replace(f"%({name})s", sample)
    return gsm.parts(gsm.thrifty(filled))


@database.repeated
def write(
    actor: Account, text: Text, written: str, *, tongue: Tongue, seen: str, now: datetime
) -> None:
    """Lay a wording over the shipped text at its place, in one language.

    `seen` is the text that stood there when the form was made. Nothing written takes back what
    somebody wrote here before. Raises `NotAllowed`, `ChangedMeanwhile`, `BlanksChanged` and
    `TooLongForSms`.
    """
    check_editor(actor, now)
    edits.lock()
    if present(text, tongue) != seen:
        raise ChangedMeanwhile
    if not written:
        edits.drop_text(text.place, tongue.slug)
    else:
        refuse_odd(text, written)
        german = text.german_now(tongue)
        kept = OwnText(text.place, tongue.slug, written, german, int(now.timestamp()))
        edits.write_text(kept)
    edits.change_mark()
    matter = Matter(Purpose.CATALOGUE, text.place)
    auditing.note(actor.id, Deed.CHANGED, matter, detail=tongue.slug, now=now)


@database.repeated
def write_each(
    actor: Account,
    texts: Sequence[tuple[Text, str]],
    *,
    seen: Sequence[str],
    tongue: Tongue,
    now: datetime,
) -> None:
    """The same for several texts at once: all of them, or none."""
    for (text, written), before in zip(texts, seen, strict=True):
        write(actor, text, written, tongue=tongue, seen=before, now=now)


def present(text: Text, tongue: Tongue) -> str:
    """What stands there now in this language; empty where German stands in for it."""
    own = edits.text(text.place, tongue.slug)
    if own is not None:
        return own.text
    found = text.shipped_in(tongue)
    return "" if found.is_german and not tongue.is_german else found.text


def refuse_odd(text: Text, written: str) -> None:
    """Blanks must stay: raises `BlanksChanged` and `TooLongForSms`."""
    if text.place.startswith(LETTERS):
        if blanks_of(written) != blanks_of(text.msgid):
            raise BlanksChanged
        if blanks_of(text.msgid) and _STRAY_PERCENT.search(written):
            raise BlanksChanged
    if text.place.startswith(SMS) and sms_parts(written) > 1:
        raise TooLongForSms
