"""Booking for a customer on one dense page: each Enter brings it one step further.

The page itself remembers what was typed, so that nothing about a person stands in an address or
is kept before it is booked.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import choosing, registering
from backend.actions.choosing import Elsewhere
from backend.actions.registering import Clerk
from backend.content import Concern, Office
from backend.domain import names, roles
from backend.domain.appointments import Appointment, Wish
from backend.domain.refusals import LimitReached, Refusal, TimeTaken
from backend.domain.registrations import Registration
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.web import access, callers
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.reception.rows import latin_name
from backend.web.registering import concerns
from backend.web.registering.forms import (
    NO_CONCERN,
    NO_REASON,
    UNKNOWN_CONCERN,
    BookingForm,
    WishForm,
)
from backend.web.registering.pages import booked, by, itself, may_book_here, may_follow_up, pages
from backend.web.registering.times import NO_TIME, TAKEN, free
from backend.web.staffing.pages import on_to

SQUEEZE = "squeeze"
"""The button that needs no free time."""
LIMIT = s_(
    "These details do not allow another appointment. Ask for the customer number or the number of "
    "the open appointment to see it, or choose below why this one may stand beside it."
)
LIMIT_KNOWN = s_("There is an open appointment. Move it, or choose why another may stand beside.")


@dataclass(kw_only=True)
class Talk:
    """One request to the page: who books, for which office, and what was typed."""

    visitor: Visitor
    office: Office
    form: BookingForm
    action: str
    """The address the page is sent to."""
    first: Appointment | None = None
    """The appointment that is followed up (R74)."""
    template: str = "registering/book.html"
    more: dict[str, Any] = field(default_factory=dict)
    """What only this template shows."""
    candidates: list[Concern] = field(default_factory=list)
    refused: list[Text] = field(default_factory=list)
    open_ones: list[Appointment] = field(default_factory=list)
    is_limited: bool = False
    lost: datetime | None = None
    """The time somebody else took."""

    @property
    def now(self) -> datetime:
        return self.visitor.now

    def wish(self, concern: Concern) -> Wish:
        """What is wished for so far."""
        return self.form.wish(
            self.office.key,
            concern.key,
            emergency=concern.emergency,
            by=by(self.visitor, self.office.key),
        )


@pages.route("/buchen/<office:office>", methods=["GET", "POST"])
@access.to_one("office", fetch=itself, may=may_book_here)
def book(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Book for somebody who stands there or is on the telephone (R92, R117)."""
    return answer(_talk(visitor, office, action=url_for(".book", office=office)))


@pages.route("/termin/<int:appointment>/folgetermin", methods=["GET", "POST"])
@access.to_one("appointment", fetch=booked, may=may_follow_up)
def follow_up(visitor: Visitor, first: Appointment) -> ResponseReturnValue:
    """The next appointment of the same person, whose contact is taken over unseen (R74)."""
    callers.check(visitor, first)
    action = url_for(".follow_up", appointment=first.id)
    talk = _talk(visitor, portal().content.offices[first.office], action=action, first=first)
    if not talk.form.is_submitted():
        concern = portal().content.concerns.get(first.wish.concern)
        talk.form.concern.data = concern.keyword if concern else ""
        talk.form.channel.data = str(first.wish.channel)
        talk.form.interpreter.data = first.wish.interpreter or ""
        talk.form.language.data = first.languages.partition("+")[0]
    return answer(talk)


def _talk(
    visitor: Visitor, office: Office, *, action: str, first: Appointment | None = None
) -> Talk:
    form = BookingForm()
    prepare(form, concerns.offered(office.key, portal().content))
    return Talk(visitor=visitor, office=office, form=form, action=action, first=first)


def prepare(form: BookingForm, offered: list[Concern]) -> None:
    """Fill in the choices of the form; `offered` are the concerns that letters may mean."""
    form.prepare(portal().content, [each.keyword for each in offered])
    form.offer_languages(tongues())
    if portal().settings.sms_gateway is None:
        form.without_sms()


def tongues() -> list[tuple[str, str]]:
    """The languages of letters, by their German names, as letters on the keyboard find them."""
    named = portal().content.languages
    found = [(slug, named[slug].german_name) for slug in portal().languages.tongues]
    return sorted(found, key=lambda pair: (pair[0] != "de", pair[1]))


def answer(talk: Talk) -> ResponseReturnValue:
    """Look for the concern, then for times, then book."""
    form = talk.form
    if not form.is_submitted():
        return _page(talk, meant(form, talk.office.key) if form.concern.data else None)
    is_valid = form.validate()
    concern = meant(form, talk.office.key)
    if concern is None:
        talk.candidates = candidates(form, talk.office.key)
        return _page(talk, None)
    act, fresh = request.form.get("act", ""), form.fingerprint(concern.key)
    if form.is_looking(act, fresh) and act != SQUEEZE:
        return _page(talk, concern)
    if talk.first is None:
        is_valid = form.is_person_complete() and is_valid
    start = form.squeezed(talk.now.date()) if act == SQUEEZE else form.chosen
    if act == SQUEEZE and not concern.emergency and not form.urgency_reason:
        form.urgency.errors = [NO_REASON]
    if start is None and act != SQUEEZE:
        form.start.errors = [NO_TIME]
    if not is_valid or form.errors or start is None:
        return _page(talk, concern)
    return _booked(talk, concern, start, act=act)


def _booked(talk: Talk, concern: Concern, start: datetime, *, act: str) -> ResponseReturnValue:
    """Book, or say why not with everything kept that was typed."""
    form, registration = talk.form, _registration(talk, concern, start)
    clerk = Clerk(talk.visitor.account, _key(talk, registration))
    write = registering.squeeze_in if act == SQUEEZE else registering.book
    try:
        appointment = write(clerk, registration, content=portal().content, now=talk.now)
    except LimitReached:
        talk.is_limited = True
        talk.open_ones = registering.open_ones(
            talk.visitor.account, registration, form.reference.data, now=talk.now
        )
        talk.refused = [LIMIT_KNOWN if talk.open_ones else LIMIT]
        return _page(talk, concern, status=409)
    except TimeTaken as taken:
        talk.lost, talk.refused = start, [TAKEN]
        return _page(talk, concern, status=taken.status)
    except Refusal as refusal:
        talk.refused = [sentence_of(refusal)]
        return _page(talk, concern, status=refusal.status)
    return on_to(url_for(".done", appointment=appointment.id))


def _registration(talk: Talk, concern: Concern, start: datetime) -> Registration:
    form, first = talk.form, talk.first
    return Registration(
        wish=talk.wish(concern),
        start=start,
        person=first.person if first else form.person,
        needs=first.needs | form.all_needs if first else form.all_needs,
        languages=form.languages,
        follow_up_of=first.id if first else 0,
        beside=form.beside_reason,
        urgency=form.urgency_reason,
    )


def _key(talk: Talk, registration: Registration) -> str:
    """What makes two sent forms the same one: the page they came from, and what it books.

    Whoever goes back and books for the next person on the same page means another appointment.
    """
    parts = (
        "desk", talk.visitor.account.id, talk.form.key.data, registration.start.isoformat(),
        registration.wish.office, registration.wish.concern, names.folded(registration.person.name),
    )  # fmt: skip
    return "/".join(map(str, parts))


# --- concern and times


def meant(form: WishForm, office: str) -> Concern | None:
    """The concern that the letters or the choice name; None with an error where there is none."""
    offered = concerns.offered(office, portal().content)
    if form.pick.data and form.asked.data == form.concern.data:
        picked = next((each for each in offered if each.key == form.pick.data), None)
        if picked:
            form.concern.data = picked.keyword
            return picked
    found = concerns.meant(form.concern.data or "", offered)
    if len(found) == 1:
        form.concern.data = found[0].keyword
        return found[0]
    if not found and not form.concern.errors:
        form.concern.errors = [UNKNOWN_CONCERN if form.concern.data else NO_CONCERN]
    return None


def candidates(form: WishForm, office: str) -> list[Concern]:
    """The concerns that the letters may mean, where they are several."""
    form.asked.data = form.concern.data
    return concerns.meant(form.concern.data or "", concerns.offered(office, portal().content))


# --- the page


def _page(talk: Talk, concern: Concern | None, *, status: int = 0) -> ResponseReturnValue:
    form = talk.form
    found = free(talk.wish(concern), form, now=talk.now, near=talk.lost) if concern else None
    page = render_template(
        talk.template,
        talk=talk,
        form=form,
        refused=talk.refused,
        office=talk.office,
        concern=concern,
        found=found,
        elsewhere=_elsewhere(talk, concern) if concern and found and not found.slots else None,
        action=talk.action,
        back=_way_back(talk),
        first_name=latin_name(talk.first) if talk.first else "",
        may_move=lambda one: may_follow_up(talk.visitor.powers, one),
        key_names={key: office.name for key, office in portal().content.offices.items()},
        today=talk.now.date(),
        **talk.more,
    )
    return page, status or (422 if form.errors else 200)


def _way_back(talk: Talk) -> str:
    """To the first appointment, to the day of the office, or to the next caller."""
    if talk.first:
        return callers.way_back(talk.visitor, talk.first)
    if roles.may_receive_within(talk.visitor.powers, talk.office.key):
        return url_for("reception.board", office=talk.office, day=talk.now.date())
    return url_for(".telephone")


def _elsewhere(talk: Talk, concern: Concern) -> Elsewhere:
    """Other kinds and offices with a free time, so that nobody is sent away (R71)."""
    return choosing.elsewhere(talk.wish(concern), content=portal().content, now=talk.now)
