"""Stops of an office that comes to people: the list, one stop, and its cancelling (R98, R102)."""

from collections import Counter
from dataclasses import dataclass

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import supply, touring, whereabouts
from backend.actions.planning import Edit
from backend.content import Office
from backend.domain import periods, roles, stops
from backend.domain.openings import Audience
from backend.domain.refusals import Refusal
from backend.domain.roles import Place, Powers
from backend.domain.rules import wall_clock
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.domain.stops import Stop
from backend.languages import sentence_of
from backend.store import appointments, capacity
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning import carrying, words
from backend.web.planning.pages import pages
from backend.web.planning.stop_forms import StopForm, title_of
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """A stop as the list shows it."""

    stop: Stop
    day: str
    hours: str
    open_hours: str
    booked: int
    is_alone: bool
    """Nobody can book: fewer than two counters are staffed (R105)."""


def touring_office(office: Office) -> Office | None:
    """The office of the address, if it comes to people."""
    return office if office.is_touring else None


def may_plan_stops(powers: Powers, office: Office) -> bool:
    """Whether stops of the office may be planned: they are those of all its groups (R112)."""
    return roles.may_plan(powers, Place(office.key))


@pages.get("/stelle/<office:tour>/halte")
@access.to_one("tour", fetch=touring_office, may=may_plan_stops)
def tour(visitor: Visitor, office: Office) -> str:
    """The stops that are not over."""
    now = wall_clock(visitor.now)
    booked = _booked(office, visitor)
    return render_template(
        "planning/stops.html",
        office=office,
        lines=[
            _line(office, stop, booked[stop.id], visitor)
            for stop in stops.coming(touring.of(office.key), now)
        ],
        title_of=title_of,
    )


@pages.route("/stelle/<office:tour>/halte/neu", methods=["GET", "POST"])
@access.to_one("tour", fetch=touring_office, may=may_plan_stops)
def new_stop(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """A stop, or one every week."""
    return _edited(visitor, office, None)


@pages.route("/stelle/<office:tour>/halte/<int:stop>", methods=["GET", "POST"])
@access.to_one("tour", fetch=touring_office, may=may_plan_stops)
def change_stop(visitor: Visitor, office: Office, *, stop: int) -> ResponseReturnValue:
    """Another time or place; who saves second sees what the first one has saved."""
    found = _found(office, stop)
    if found.is_cancelled:
        abort(404)
    return _edited(visitor, office, found)


@pages.post("/stelle/<office:tour>/halte/<int:stop>/absagen")
@access.to_one("tour", fetch=touring_office, may=may_plan_stops)
def cancel_stop(visitor: Visitor, office: Office, *, stop: int) -> ResponseReturnValue:
    """The stop does not take place: everybody booked is moved or told."""
    found, back = _found(office, stop), url_for(".tour", tour=office)
    if StaffPress().validate_on_submit() and not carrying.is_going_back():
        edit = touring.cancel(office.key, found, now=visitor.now)
        return carrying.carry(visitor, edit, back=back)
    return on_to(back)


# --- parts


def _found(office: Office, stop: int) -> Stop:
    found = next((each for each in touring.of(office.key) if each.id == stop), None)
    if found is None:
        abort(404)
    return found


def _booked(office: Office, visitor: Visitor) -> Counter[int]:
    """How many appointments each stop has, by its id."""
    first = periods.cell_at(wall_clock(visitor.now))
    found = (
        whereabouts.stop_at(office.key, standing.appointment.start)
        for standing in appointments.ahead(office.key, first)
    )
    return Counter(stop.id for stop in found if stop is not None)


def _line(office: Office, stop: Stop, booked: int, visitor: Visitor) -> StopLine:
    return StopLine(
        stop=stop,
        day=words.short(stop.day),
        hours=words.hours(stop.start, stop.end),
        open_hours=words.hours(*stop.open_hours) if stop.open_hours else "",
        booked=booked,
        is_alone=not stop.is_cancelled and not _is_staffed(office, stop, visitor),
    )


def _is_staffed(office: Office, stop: Stop, visitor: Visitor) -> bool:
    """Whether at some time of the stop two counters are open, so that somebody can book."""
    plan = capacity.plan()
    wanted = periods.mask(
        stop.start // periods.CELL_MINUTES, (stop.end - stop.start) // periods.CELL_MINUTES
    )
    return any(
        cells & wanted
        for group in plan.groups.get(office.key, ())
        for cells in supply.masks_for(
            plan,
            group,
            frozenset(Audience),
            day=stop.day,
            today=visitor.now.date(),
            content=portal().content,
        ).values()
    )


def _edited(visitor: Visitor, office: Office, seen: Stop | None) -> ResponseReturnValue:
    form = StopForm.shown(office, seen)
    if form.is_submitted() and not carrying.is_going_back():
        wanted = form.stops(seen, today=visitor.now.date())
        if wanted:
            try:
                edit = _edit(office, wanted, seen)
                return carrying.carry(visitor, edit, back=url_for(".tour", tour=office))
            except Refusal as refusal:
                return _page(office, form, seen, refusal)
    return _page(office, form, seen)


def _edit(office: Office, wanted: list[Stop], seen: Stop | None) -> Edit:
    return touring.change(office.key, wanted[0]) if seen else touring.add(office.key, wanted)


def _page(
    office: Office, form: StopForm, seen: Stop | None, refusal: Refusal | None = None
) -> ResponseReturnValue:
    status = refusal.status if refusal else 422 if form.errors else 200
    other = None
    if isinstance(refusal, ChangedMeanwhile) and seen is not None:
        # Saving again is meant then: what stands has been shown.
        other = next((each for each in touring.of(office.key) if each.id == seen.id), None)
        form.revision.data = str(other.revision) if other else ""
    page = render_template(
        "planning/stop.html",
        office=office,
        form=form,
        refused=[sentence_of(refusal)] if refusal else [],
        seen=seen,
        other=other,
        title_of=title_of,
    )
    return page, status
