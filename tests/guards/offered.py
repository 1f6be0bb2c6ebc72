"""Booking invitations for the table of who may enter which page."""

from datetime import timedelta

from backend.actions import inviting
from backend.domain.appointments import Channel
from backend.domain.booking_invitations import BookingInvitation, Invited, Way
from backend.domain.roles import Grant, Role
from tests.web.desk import Desk

Three = tuple[int | str, int | str, int | str]


def offered(desk: Desk) -> dict[str, Three]:
    """The things by the name in the address; an invitation belongs to the whole office."""
    ours, too, others = (
        invitation(desk, office=office).id for office in ("mitte", "mitte", "nord")
    )
    return {"offer": (ours, too, others)}


def invitation(
    desk: Desk, *, office: str = "mitte", way: Way = Way.PRINT, invited: Invited | None = None,
    **more: str,
) -> BookingInvitation:  # fmt: skip
    """One that an administrator has made."""
    agent = desk.hire(Grant(kind=Role.ADMINISTRATOR))
    request = inviting.Request(
        office=office,
        concern="bescheid",
        channel=Channel.IN_PERSON,
        way=way,
        until=desk.now.date() + timedelta(days=14),
        invited=invited or Invited(name="Olena Kovalenko", number="123A456789"),
        **more,
    )
    return inviting.invite(
        request,
        once=f"{agent.id}",
        address="https://termin.example",
        content=desk.booked.content,
        now=desk.now,
        by=agent,
    )
