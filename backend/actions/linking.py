"""Linking: the office types the link of one talk by video, and the customer is told (R88)."""

from dataclasses import replace
from datetime import datetime

from backend.actions import correspondence, registering, spots, videos
from backend.actions.holding import movable
from backend.content import Content
from backend.domain import periods
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Channel
from backend.domain.audits import Deed
from backend.domain.staff_refusals import NoVideo, OddLink
from backend.domain.video_links import is_link
from backend.store import appointments, database, video_links


@database.repeated
def set_link(
    actor: Account, appointment_id: int, link: str, *, content: Content, now: datetime
) -> Appointment:
    """Store the link and send the confirmation again with it; the same link sends nothing.

    It holds for this office and time: after a move another one is typed. Raises `OddLink`,
    `NoVideo`, `AppointmentGone` or `AppointmentOver`.
    """
    if not is_link(link):
        raise OddLink
    standing = movable(appointment_id, now)
    found = standing.appointment
    if found.wish.channel is not Channel.VIDEO:
        raise NoVideo
    if link == videos.link_of(found):
        return found
    video_links.write(found, link, start_cell=periods.cell_at(found.start))
    told = replace(found, sequence=found.sequence + 1)
    appointments.rewrite(told, spot=standing.spot, ended_at=spots.end_of(standing.spot, now))
    correspondence.again(told, content=content, now=now)
    registering.note(actor, told, Deed.CHANGED, now=now, detail="video link")
    return told
