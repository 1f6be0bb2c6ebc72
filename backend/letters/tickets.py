"""The date ticket of an appointment: what stands on page, paper and card."""

from dataclasses import dataclass

from backend.actions import videos, whereabouts
from backend.content import Content
from backend.domain import references
from backend.domain.appointments import Appointment, Channel, Need, State
from backend.languages import Clock, Day, Shown, Text, counted, editorial
from backend.languages import text_of as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What pages and papers show of an appointment."""

    date: Day
    weekday: Day
    day: int
    month_year: Day
    date_numbers: str
    time: Text
    iso: str
    minutes: Text
    channel: str
    office_name: str
    address_lines: tuple[str, ...]
    """Empty where nobody shall come (D15)."""
    ways: tuple[Shown, ...]
    """How to get there and how to get in; empty as well."""
    waiting_place: Text | None
    interpreter: Text | None
    reference: str
    """Empty for who has only the link."""
    cancelled: bool
    video: str
    """The link of a talk by video, empty where there is none yet."""


def full(appointment: Appointment, content: Content) -> Card:
    """The ticket for who booked the appointment or gave the name."""
    return _card(
        appointment,
        content,
        reference=references.spaced(appointment.reference),
        interpreter=_interpreter(appointment, content),
    )


def bare(appointment: Appointment, content: Content) -> Card:
    """The ticket for who has only the link: time, place and channel (D17)."""
    return _card(appointment, content, reference="", interpreter=None)


def _card(
    appointment: Appointment, content: Content, *, reference: str, interpreter: Text | None
) -> Card:
    office = content.offices[appointment.office]
    start, channel = appointment.start, appointment.wish.channel
    is_visit = channel is Channel.IN_PERSON
    where = whereabouts.of(office, start) if is_visit else None
    return Card(
        date=Day(start.date()),
        weekday=Day(start.date(), "weekday"),
        day=start.day,
        month_year=Day(start.date(), "month_year"),
        date_numbers=f"{start:%d.%m.%Y}",
        time=_("at %(time)s", time=Clock(start.time())),
        iso=start.isoformat(timespec="minutes"),
        minutes=counted("About %(number)s minute", "About %(number)s minutes", appointment.minutes),
        channel=str(channel),
        office_name=f"{content.jobcenter.name}, {office.name}",
        address_lines=where.lines if where else (),
        ways=where.ways if where else (),
        waiting_place=editorial(office.waiting_place) if is_visit else None,
        interpreter=interpreter,
        reference=reference,
        cancelled=appointment.state is State.CANCELLED,
        video=videos.link_of(appointment),
    )


def _interpreter(appointment: Appointment, content: Content) -> Text | None:
    """Who interprets, or that somebody is asked for; nobody is promised who is not there."""
    wish = appointment.wish
    language = content.interpreter_languages.get(wish.interpreter or "")
    if language is not None:
        name = editorial(language.german_name)
        if appointment.interpreter_claimed:
            return _("Interpreter: %(language)s, free of charge", language=name)
        return _("Interpreter asked for: %(language)s, free of charge", language=name)
    if Need.SIGN_LANGUAGE in appointment.needs:
        return _("Sign language interpreter asked for, free of charge")
    return None
