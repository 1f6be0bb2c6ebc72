"""Papers about a concern: its checklist, the sheet to hand papers in with, the sentence to sign."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.content import Concern, DocumentUse
from backend.languages import Pair, Text, editorial
from backend.languages import text_of as _
from backend.letters.paper.passages import Passage, Press, Reader
from backend.letters.paper.typesetting import set_in_type

COME_ANYWAY = _("Something is missing? Come anyway.")
NEEDED_ONLY_BY_SOME = _("Only if it applies to you")
NOT_AN_APPLICATION = (
    _("This appointment is not an application yet."),
    _(
        "You can apply now. One sentence with your signature is enough: "
        "by letterbox, by post or online."
    ),
)
TIME_LIMIT_GOES_ON = (
    _("The time limit in your letter goes on."),
    _(
        "This appointment does not stop it. If you do not agree, "
        "write to the Jobcenter before the time limit ends."
    ),
)
FEW_PAPERS = 6
"""So many go on one sheet of A4 with everything else, in two languages."""
WHAT_TO_BRING = _("What to bring")
HAND_IN = _("Hand-in sheet")


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a concern: those for everybody, and those for some.

    A short list stays in one piece, where each paper for some says itself when it is needed.
    """

    always: tuple[DocumentUse, ...]
    sometimes: tuple[DocumentUse, ...]

    @classmethod
    def of(cls, uses: tuple[DocumentUse, ...]) -> "Papers":
        sometimes = tuple(use for use in uses if not use.always)
        says_when = all(use.hint or use.document.hint for use in sometimes)
        if len(uses) <= FEW_PAPERS and says_when:
            return cls(uses, ())
        return cls(tuple(use for use in uses if use.always), sometimes)


def checklist(press: Press, concern: Concern, *, pair: Pair, stamped: datetime) -> bytes:
    """The papers of a concern with boxes to tick, on A4 (R21)."""
    return set_in_type("checklist", _checklist(press, concern, pair), stamped=stamped)


def large_checklist(press: Press, concern: Concern, *, pair: Pair, stamped: datetime) -> bytes:
    """The same in letters of at least 18 points."""
    words = _checklist(press, concern, pair) | {"large": True}
    return set_in_type("checklist", words, stamped=stamped)


def hand_in_sheet(press: Press, concern: Concern, *, pair: Pair, stamped: datetime) -> bytes:
    """A line for every paper with room for a stamp: a proof of what was handed in.

    Papers that are only shown are not on it: nobody keeps them.
    """
    reader = press.reader(pair)
    copies = [use for use in concern.documents if use.document.how == "copy"]
    words = reader.frame(press, HAND_IN) | {
        "heading": reader.said(HAND_IN),
        "concern": reader.said(editorial(concern.title)),
        "explained": reader.said(
            _(
                "Hand in copies only. Let the reception put a stamp beside each paper. "
                "Keep this sheet: it shows what you handed in, and when."
            )
        ),
        "lines": [reader.said(_("Name")), reader.said(_("Customer number or BG number"))],
        "columns": [reader.said(text) for text in (_("Paper"), _("Handed in on"), _("Stamp"))],
        "entries": [_entry(use, reader) for use in copies],
        "unstamped": reader.said(
            _("Without a stamp: put the papers into the letterbox and write the day here yourself.")
        ),
    }
    return set_in_type("hand_in", words, stamped=stamped)


def application(press: Press, concern: Concern, *, pair: Pair, stamped: datetime) -> bytes:
    """The sentence to sign on a sheet of its own (D13); raises `ValueError` where there is none."""
    reader = press.reader(pair)
    signed = sentence(press, concern, reader)
    if signed is None:
        raise ValueError("nothing is applied for in this concern")
    words = reader.frame(press, _("The sentence to sign")) | {
        "concern": reader.said(editorial(concern.title)),
        "notes": notes(concern, reader),
        "sentence": signed,
    }
    return set_in_type("application", words, stamped=stamped)


def notes(concern: Concern, reader: Reader) -> list[list[Passage]]:
    """What an appointment is not; each begins with its most important sentence (D13)."""
    found: list[tuple[Text, ...]] = []
    if concern.is_application:
        found.append(NOT_AN_APPLICATION)
    if concern.about_decision:
        found.append(TIME_LIMIT_GOES_ON)
    return [[reader.said(text) for text in note] for note in found]


def sentence(press: Press, concern: Concern, reader: Reader) -> dict[str, object] | None:
    """The German sentence to sign and where it goes, none where nothing is applied for."""
    if not concern.application_sentence:
        return None
    return {
        "head": reader.said(_("The sentence to sign")),
        "to": ", ".join(press.content.jobcenter.postal_address),
        "words": concern.application_sentence,
    }


def parts(
    concern: Concern, reader: Reader, *, head: Text, lines: Sequence[Text] = ()
) -> list[dict[str, Any]]:
    """The papers for everybody, and those for some, each list under its heading."""
    papers = Papers.of(concern.documents)
    spoken = list(lines)
    if not papers.always and not papers.sometimes:
        spoken.insert(0, _("You do not need any papers."))
    found = [_part(head, papers.always, reader, lines=spoken)]
    if papers.sometimes:
        found.append(_part(NEEDED_ONLY_BY_SOME, papers.sometimes, reader, lines=()))
    return found


def _part(
    head: Text, uses: Iterable[DocumentUse], reader: Reader, *, lines: Iterable[Text]
) -> dict[str, Any]:
    return {
        "head": reader.said(head),
        "entries": [_entry(use, reader) for use in uses],
        "lines": [reader.said(line) for line in lines],
    }


def _entry(use: DocumentUse, reader: Reader) -> dict[str, object]:
    hint = use.hint or use.document.hint
    return {
        "name": reader.said(editorial(use.document.title)),
        "hint": reader.said(editorial(hint)) if hint else None,
        "how": reader.said(_("as a copy") if use.document.how == "copy" else _("to show")),
    }


def _checklist(press: Press, concern: Concern, pair: Pair) -> dict[str, object]:
    reader = press.reader(pair)
    jobcenter = press.content.jobcenter
    closing = [COME_ANYWAY, _("You can hand in papers later.")]
    if concern.who_may_bring:
        closing.append(editorial(concern.who_may_bring))
    if concern.by_post and not concern.is_application:
        closing.append(_("You can also send your papers by post or put them into the letterbox."))
    return reader.frame(press, WHAT_TO_BRING) | {
        "heading": reader.said(editorial(concern.title)),
        "notes": notes(concern, reader),
        "lists": parts(concern, reader, head=_("Please bring")),
        "closing": [reader.said(text) for text in closing],
        "post": ", ".join(jobcenter.postal_address) if concern.by_post else "",
        "sentence": sentence(press, concern, reader),
    }
