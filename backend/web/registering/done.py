"""After booking: everything to print at once and to read aloud, and on to the next customer."""

from dataclasses import dataclass

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

import backend.web.reception.pages  # noqa: F401  (adds its pages in their order)
from backend.actions import auditing, registering, whereabouts
from backend.domain import references, roles
from backend.domain.appointments import Appointment, Channel
from backend.domain.audits import Deed
from backend.languages import German, Ltr, Pair, Shown, editorial
from backend.languages import staff_text as s_
from backend.languages import text_of as _
from backend.letters import tickets
from backend.letters.paper import lists
from backend.letters.paper.passages import Passage, Reader
from backend.letters.paper.typesetting import CannotSet
from backend.letters.sentences import channel_notes
from backend.web import access, callers, prints
from backend.web.access import Visitor
from backend.web.partnering.words import who_sees
from backend.web.portal import portal
from backend.web.prints import printed
from backend.web.reception.words import PRINTS
from backend.web.registering.pages import booked, may_receive_here, may_show, pages
from backend.web.staff_fields import StaffPress

PAPERS = ("bon", "blatt", "gross", "karte", "brief")
"""The quickest one first: a press of Enter prints it."""
DONE = {
    "verlegt": s_("Moved. A message goes out where the time or the office is another one."),
    "gefragt": s_("The other office has been asked. Until it agrees, everything stays as it is."),
}
"""What was done last, by the word in the address."""
CANNOT_PRINT = s_("This cannot be printed right now. Please write the number and the time down.")


@dataclass(frozen=True, slots=True)
class Aloud:
    """What to read to the customer, in their language and in German."""

    sentences: list[Passage]
    papers: list[Passage]


@pages.get("/gebucht/<int:appointment>")
@access.to_one("appointment", fetch=booked, may=may_show)
def done(visitor: Visitor, found: Appointment) -> ResponseReturnValue:
    """Code and time large, what to say, and the papers."""
    callers.check(visitor, found)
    return _page(visitor, found)


@pages.post("/gebucht/<int:appointment>")
@access.to_one("appointment", fetch=booked, may=may_show)
def print_out(visitor: Visitor, found: Appointment) -> ResponseReturnValue:
    """The confirmation as a PDF that opens at once; the print is noted (D33)."""
    callers.check(visitor, found)
    form, wanted = StaffPress(), request.form.get("papier", "")
    if not form.validate_on_submit() or wanted not in papers_of(found):
        return _page(visitor, found, form), 422
    try:
        pdf = printed(found, wanted, visitor.now)
    except CannotSet:
        return _page(visitor, found, form, has_failed=True), 503
    matter = registering.matter_of(visitor.account, found, visitor.now)
    auditing.note_reading(visitor.account, Deed.PRINTED, matter, now=visitor.now)
    # Shown in the browser's own window, from which one key prints it.
    return Response(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="termin.pdf"'},
    )


def _page(
    visitor: Visitor,
    found: Appointment,
    form: StaffPress | None = None,
    *,
    has_failed: object = False,
) -> str:
    return render_template(
        "registering/done.html",
        found=found,
        own_page=callers.way_back(visitor, found),
        form=form,
        note=DONE.get(request.args.get("getan", "")),
        refused=[CANNOT_PRINT] if has_failed else [],
        office=portal().content.offices[found.office],
        where=whereabouts.of(portal().content.offices[found.office], found.start).line,
        reference=references.spaced(found.reference),
        aloud=_aloud(found, prints.press().reader(_pair(found))),
        may_cancel=roles.may_answer_calls(visitor.powers),
        is_call=not may_receive_here(visitor.powers, portal().content.offices[found.office]),
        papers={key: PRINTS[key] for key in papers_of(found)},
    )


def papers_of(found: Appointment) -> tuple[str, ...]:
    """What can be printed: for who is here without an appointment the number alone."""
    return PAPERS[:1] if found.is_walk_in else PAPERS


def _pair(found: Appointment) -> Pair:
    """The customer's language, as the papers take it."""
    languages = portal().languages
    return languages.pair(found.languages) or languages.alone(languages.german)


def _aloud(found: Appointment, reader: Reader) -> Aloud:
    """Sentences that stand on the papers too, so that what was heard is what is read."""
    made = tickets.full(found, portal().content)
    is_visit = found.wish.channel is Channel.IN_PERSON
    spoken: list[Shown] = [
        _("Appointment number: %(reference)s", reference=Ltr(references.spelled(found.reference)))
    ]
    if not found.is_walk_in:
        spoken += [made.date, made.time, *channel_notes(found.wish.channel, made.video)]
        if is_visit and portal().content.offices[found.office].is_touring:
            # It stands at another place on each day.
            spoken.append(German(", ".join(made.address_lines)))
    spoken += [text for text in (made.waiting_place, made.interpreter) if text]
    spoken += [text for text in (who_sees(found.group),) if text]
    concern = portal().content.concerns.get(found.wish.concern)
    papers = lists.Papers.of(concern.documents).always if concern else ()
    head = [_("Please bring") if is_visit else _("Have these papers ready")] if papers else []
    return Aloud(
        [reader.said(each) for each in (*spoken, *([] if found.is_walk_in else head))],
        [] if found.is_walk_in else [reader.said(editorial(use.document.title)) for use in papers],
    )
