"""The page of one's own appointment, its card and its calendar file; all of it only reads."""

from email.utils import parseaddr

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from backend.actions import correspondence
from backend.domain.appointments import Channel
from backend.languages import Text, current
from backend.languages import text_of as _
from backend.letters import calendars, mails, tickets
from backend.letters.paper import lists
from backend.letters.sentences import Facts
from backend.web import drafts
from backend.web.changing import access, consenting, earlier, keeping, papers
from backend.web.changing.access import Visit
from backend.web.changing.pages import pages
from backend.web.fields import Press
from backend.web.partnering.words import who_sees
from backend.web.portal import portal


@pages.get("/<token>")
@access.opened
def own(visit: Visit) -> ResponseReturnValue:
    """The confirmation, and later the state of the appointment."""
    return page(visit, None)


def page(visit: Visit, form: Press | None) -> tuple[str, int]:
    """The appointment as a page; with a form that failed its status is 422."""
    has_failed = form is not None and bool(form.errors)
    papers.read_with_german()
    concern = visit.concern if visit.is_open else None
    shown = render_template(
        "changing/own.html",
        visit=visit,
        form=form,
        title=_title(visit),
        card=_ticket(visit),
        office=visit.office,
        concern=concern,
        papers=lists.Papers.of(concern.documents) if concern else None,
        kept=keeping.sentence(visit.appointment),
        earlier=earlier.line_of(visit),
        consent=consenting.line_of(visit),
        seen_by=who_sees(visit.appointment.group) if visit.is_open and visit.is_known else None,
        partner=visit.is_known and drafts.partner_of(visit.appointment.id, visit.now),
        is_visit=visit.appointment.wish.channel is Channel.IN_PERSON,
    )
    return shown, 422 if has_failed else 200


def _ticket(visit: Visit) -> tickets.Card:
    make = tickets.full if visit.is_known else tickets.bare
    return make(visit.appointment, portal().content)


def _title(visit: Visit) -> Text:
    if visit.is_cancelled:
        return _("Your appointment is cancelled")
    if visit.is_over:
        return _("This appointment is over")
    return _("Your appointment is booked") if visit.is_known else _("Your appointment")


@pages.get("/<token>/karte")
@access.opened
@access.named
def card(visit: Visit) -> ResponseReturnValue:
    """The card for the pocket: no concern, no name (D17)."""
    papers.read_with_german()
    return render_template("changing/card.html", visit=visit, card=_ticket(visit))


@pages.get("/<token>/termin.ics")
@access.opened
@access.named
def calendar(visit: Visit) -> ResponseReturnValue:
    """The calendar file, the same entry as in the mail."""
    return Response(
        calendars.published(_entry(visit)),
        content_type="text/calendar; charset=utf-8; method=PUBLISH",
        headers={"Content-Disposition": f'attachment; filename="{calendars.FILE_NAME}"'},
    )


def _entry(visit: Visit) -> calendars.Entry:
    """The entry in the reader's language, under the same name as that of the mail."""
    appointment, here = visit.appointment, portal()
    told = correspondence.facts_of(appointment)
    facts = Facts(
        office=visit.office,
        start=appointment.start.replace(tzinfo=here.zone),
        minutes=appointment.minutes,
        channel=appointment.wish.channel,
        reference=appointment.reference,
        token=visit.token,
        sequence=appointment.sequence,
        uid=told["uid"],
        video=told.get("video", ""),
        stop=told.get("stop"),
    )
    organiser = parseaddr(here.settings.mail_from)[1]
    return mails.entry_of(facts, current().first, organiser=organiser, stamped=visit.now)
