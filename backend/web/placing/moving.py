"""Moving an appointment to another time or counter of its office, with word to the customer."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from backend.actions import changes, handing_over, placing, supply
from backend.domain import references
from backend.domain.appointments import Appointment, Wish
from backend.domain.refusals import Refusal, TimeTaken
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import capacity
from backend.web import access, callers
from backend.web.access import Visitor
from backend.web.placing.pages import booked, may_move, pages
from backend.web.portal import portal
from backend.web.reception import words as desk_words
from backend.web.reception.rows import latin_name
from backend.web.registering.times import NO_TIME, TAKEN, TimesForm, free
from backend.web.staffing.pages import on_to


class MoveForm(TimesForm):
    """Another time; a counter only where it matters."""

    counter = SelectField(s_("Counter"), validate_choice=False)

    def prepare(self, wish: Wish) -> None:
        """Fill in the counters of the groups that take the concern."""
        found = [
            (str(counter.id), desk_words.room(wish.office, counter.id))
            for group, _offer in supply.offering(capacity.plan(), wish)
            for counter in group.counters
        ]
        self.counter.choices = [("", s_("whichever is free")), *found]

    @property
    def chosen_counter(self) -> int:
        known = {value for value, _name in self.counter.choices if value}
        return int(self.counter.data) if self.counter.data in known else 0


@dataclass(kw_only=True)
class _Move:
    """One request to the page."""

    visitor: Visitor
    found: Appointment
    form: MoveForm
    wish: Wish
    refusal: Refusal | None = None
    lost: datetime | None = None


@pages.route("/termin/<int:appointment>/verlegen", methods=["GET", "POST"])
@access.to_one("appointment", fetch=booked, may=may_move)
def move(visitor: Visitor, found: Appointment) -> ResponseReturnValue:
    """The nearest times, more on request; the old one stays until the new one is taken."""
    callers.check(visitor, found)
    form, wish = MoveForm(), changes.at_office(found.wish, found.office)
    form.prepare(wish)
    asked = _Move(visitor=visitor, found=found, form=form, wish=wish)
    if not form.is_submitted() or not form.validate():
        return _page(asked)
    if form.is_looking(request.form.get("act", ""), form.day.data or ""):
        return _page(asked)
    start = form.chosen
    if start is None:
        form.start.errors = [NO_TIME]
        return _page(asked)
    try:
        moved = placing.place(
            visitor.account,
            found.id,
            start,
            content=portal().content,
            now=visitor.now,
            counter=form.chosen_counter,
        )
    except Refusal as refusal:
        asked = replace(asked, refusal=refusal, lost=start)
        return _page(asked)
    return on_to(url_for("registering.done", appointment=moved.id, getan="verlegt"))


def _page(asked: _Move) -> ResponseReturnValue:
    found, form, refusal = asked.found, asked.form, asked.refusal
    near = asked.lost or found.start
    times = free(asked.wish, form, now=asked.visitor.now, near=near, ignoring=frozenset({found.id}))
    if not form.is_submitted():
        form.is_looking("", form.day.data or "")
    page = render_template(
        "placing/move.html",
        found=found,
        back=callers.way_back(asked.visitor, found),
        form=form,
        times_found=times,
        name=latin_name(found),
        concern=desk_words.concern(found.wish.concern),
        reference=references.spaced(found.reference),
        room=desk_words.room(found.office, found.counter),
        may_hand_over=any(
            handing_over.may_take(found, office) for office in portal().content.offices
        ),
        refused=_refused(refusal),
        today=asked.visitor.now.date(),
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


def _refused(refusal: Refusal | None) -> list[Text]:
    if refusal is None:
        return []
    if isinstance(refusal, TimeTaken):
        return [TAKEN]
    return [sentence_of(refusal)]
