"""Videos: the link at which a talk by video takes place, for whoever is to be told it (R88)."""

from backend.domain import video_links as links
from backend.domain.appointments import Appointment, Channel
from backend.domain.rules import OfficeRules
from backend.store import capacity, sealing, video_links
from backend.store.video_links import ANY_TIME


def link_of(appointment: Appointment) -> str:
    """The stored link, else that of the office's template; empty where there is none yet.

    Also empty for every other kind of appointment.
    """
    if appointment.wish.channel is not Channel.VIDEO:
        return ""
    return video_links.of(appointment) or _from_template(appointment)


def told(appointment: Appointment) -> dict[str, str]:
    """What a letter's facts say of it."""
    link = link_of(appointment)
    return {"video": link} if link else {}


def keep(office: str) -> None:
    """Store the links that were told so far, before the template changes; part of an action."""
    for appointment in video_links.booked(office):
        link = link_of(appointment)
        if link and not video_links.of(appointment):
            video_links.write(appointment, link, start_cell=ANY_TIME)


def _from_template(appointment: Appointment) -> str:
    """The template of the office where the talk is, with a code that only the key can make."""
    rules = capacity.plan().rules.get(appointment.office, OfficeRules())
    if not rules.video_template:
        return ""
    code = sealing.code_for("video", appointment.id, appointment.nonce)
    return links.filled(rules.video_template, code)
