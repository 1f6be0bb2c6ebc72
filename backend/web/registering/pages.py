"""The blueprint of booking for customers at the desk, and who may book where."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.content import Office
from backend.domain import roles
from backend.domain.appointments import Appointment, BookedBy, State
from backend.domain.roles import Place, Powers
from backend.store import appointments
from backend.web import access
from backend.web.access import Visitor
from backend.web.portal import offices_where

pages = Blueprint("registering", __name__, url_prefix=access.PREFIX)


def may_book_here(powers: Powers, office: Office) -> bool:
    """Whether customers of the office are booked for (R117)."""
    return roles.may_book_within(powers, office.key)


def may_receive_here(powers: Powers, office: Office) -> bool:
    """Whether somebody serves at the counters of the office."""
    return roles.may_receive_within(powers, office.key)


def may_show(powers: Powers, appointment: Appointment) -> bool:
    """Whether one books for the office, and so hands out the papers of what was booked there."""
    return roles.may_book_within(powers, appointment.office)


def may_follow_up(powers: Powers, appointment: Appointment) -> bool:
    """Whether one books where the appointment belongs (R74, R121)."""
    return roles.may_book(powers, Place(appointment.office, appointment.group))


def by(visitor: Visitor, office: str) -> BookedBy:
    """In which part somebody books for this office (R92)."""
    if roles.may_receive_within(visitor.powers, office):
        return BookedBy.COUNTER
    return BookedBy.HOTLINE


def itself(office: Office) -> Office:
    """The office of the address: its converter has fetched it."""
    return office


def booked(appointment: int) -> Appointment | None:
    """The booked appointment of the address."""
    found = appointments.by_id(appointment)
    return found if found and found.state is State.BOOKED else None


@pages.get("/buchen/")
@access.to(roles.may_book_somewhere)
def start(visitor: Visitor) -> ResponseReturnValue:
    """For which office; straight to its page where there is only one, or to the telephone's."""
    is_call = roles.may_answer_calls(visitor.powers)
    if is_call and not roles.may_work_somewhere(visitor.powers):
        return redirect(url_for(".telephone") + "#street", 303)
    offices = offices_where(lambda key: roles.may_book_within(visitor.powers, key))
    if len(offices) == 1:
        return redirect(url_for(".book", office=offices[0]) + "#concern", 303)
    return render_template("registering/offices.html", offices=offices, is_call=is_call)


from backend.web.registering import (  # noqa: E402  (they add pages)
    booking,
    cancelling,
    done,
    telephone,
    walking_in,
)

__all__ = ["booking", "cancelling", "done", "pages", "telephone", "walking_in"]
