"""Spots: an appointment as it is at one, whoever puts it there."""

import secrets
from dataclasses import replace
from datetime import datetime

from backend.actions import correspondence
from backend.domain import references
from backend.domain.appointments import Appointment, Person, State, Wish
from backend.domain.periods import CELL_MINUTES, moment_of
from backend.store import capacity, sealing
from backend.store.records import Spot


def end_of(spot: Spot, now: datetime) -> int:
    """UTC seconds at which the customer's part ends."""
    end = moment_of(spot.start_cell + spot.minutes // CELL_MINUTES)
    return correspondence.seconds_at(end, now)


def group_key(spot: Spot) -> str:
    """The key of the spot's group."""
    groups = capacity.plan().groups.get(spot.office, ())
    return next((group.key for group in groups if group.id == spot.group_id), "")


def organisation_at(spot: Spot) -> int:
    """The partner whose counters the group's are (R103); 0: the Jobcenter."""
    groups = capacity.plan().groups.get(spot.office, ())
    return next((group.organisation for group in groups if group.id == spot.group_id), 0)


def new_at(spot: Spot, appointment_id: int, *, wish: Wish, person: Person) -> Appointment:
    """A booked appointment there, with a number and a link of its own."""
    return Appointment(
        id=appointment_id,
        reference=references.new(secrets.randbelow),
        office=spot.office,
        group=group_key(spot),
        counter=spot.counter_id,
        wish=wish,
        state=State.BOOKED,
        start=moment_of(spot.start_cell),
        minutes=spot.minutes,
        person=person,
        nonce=sealing.new_nonce(),
        interpreter_claimed=spot.interpreter_id is not None,
    )


def put_at(spot: Spot, appointment: Appointment) -> Appointment:
    """The same appointment there; number and link stay, and so does what it is wished for."""
    return replace(
        appointment,
        office=spot.office,
        group=group_key(spot),
        counter=spot.counter_id,
        start=moment_of(spot.start_cell),
        minutes=spot.minutes,
        interpreter_claimed=spot.interpreter_id is not None,
    )
