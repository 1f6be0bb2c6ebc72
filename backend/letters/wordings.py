"""The wordings of all letters, each under a key that never changes.

Everything a letter says is fetched here by its key, so that an office's own wording can be laid
over one (R57): `said` is the only place that asks for it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from backend.languages import Text
from backend.languages import text_of as _

WORDINGS: Mapping[str, Text] = MappingProxyType(
    {
        # Subjects are neutral: others may see them on a locked screen (D17).
        "subject.confirmation": _("Your appointment"),
        "subject.reminder": _("Reminder of your appointment"),
        "subject.moved": _("Your appointment has changed"),
        "subject.cancellation": _("Your appointment is cancelled"),
        "subject.limit_notice": _("Your appointment"),
        "subject.office_moved": _("Your appointment has changed"),
        "subject.office_cancelled": _("Your appointment is cancelled"),
        "subject.office_room": _("Your appointment has changed"),
        "subject.callback": _("We call you back"),
        "subject.callback_unreached": _("We could not reach you"),
        "subject.not_reached": _("We could not reach you"),
        "subject.no_interpreter": _("Your appointment"),
        "subject.earlier": _("Your appointment"),
        "subject.booking_invitation": _("You can choose a time"),
        "opening.sample": _("Sample data, not an offer of the Jobcenter."),
        "opening.confirmation": _("Your appointment is booked."),
        "opening.reminder": _("Please think of your appointment."),
        "opening.moved": _("Your appointment has changed. This is how it stands now."),
        "opening.cancellation": _("Your appointment is cancelled."),
        "opening.limit_notice": _(
            "Somebody wanted to book another appointment with your details. "
            "You already have this appointment."
        ),
        "opening.office_moved": _(
            "We had to move your appointment. We are sorry. This is how it stands now."
        ),
        "opening.office_cancelled": _(
            "We had to cancel your appointment. We are sorry. Please choose a new time."
        ),
        "opening.office_room": _("Please wait at another place. Day and time stay the same."),
        "opening.callback": _("We call you back by %(day)s, %(time)s."),
        "opening.callback_day": _("We call you back on %(day)s at the latest."),
        "opening.callback_unreached": _(
            "We have called you twice and could not reach you. "
            "You can ask for another call, or book an appointment."
        ),
        "opening.not_reached": _(
            "We have called you twice and could not reach you. Please choose a new time."
        ),
        "opening.no_interpreter": _(
            "We have found no interpreter for this time. Please choose another time. "
            "Or keep this time and bring somebody who interprets."
        ),
        "opening.earlier": _(
            "An earlier time is free. We keep it for you until %(day)s, %(time)s."
        ),
        "opening.booking_invitation": _(
            "We offer you an appointment. You can choose the time yourself until %(day)s."
        ),
        "note.offer": _("This is voluntary. If you do not want it, do nothing. Nothing happens."),
        "note.no_summons": _(
            "This is no invitation with legal consequences. Such a letter looks different, "
            "and it stays valid."
        ),
        "note.no_visit": _("You do not need to come."),
        "note.no_call": _("We will not call you."),
        "note.phone": _("We call you. Do not come."),
        "note.hidden_number": _("The number may be hidden."),
        "note.video": _("This appointment is by video. Do not come."),
        "note.video_voluntary": _("Video is voluntary. You can choose another way at any time."),
        "note.video_later": _(
            "The link for the video talk is not there yet. "
            "You will find it on the page of your appointment."
        ),
        "note.come_anyway": _("If you come at the old time, you will be served the same day."),
        "note.urgent": _("Is it urgent? Then come today, without an appointment."),
        "row.day": _("Date"),
        "row.time": _("Time"),
        "row.duration": _("Duration"),
        "row.channel": _("Type of appointment"),
        "row.office": _("Responsible office"),
        "row.place": _("Waiting place"),
        "row.reference": _("Appointment number"),
        "row.video": _("Link for the video talk"),
        "row.callback": _("Number of your callback"),
        "row.code": _("Your code"),
        "row.booking_invitation": _("Number of this offer"),
        "channel.in_person": _("In person"),
        "channel.phone": _("By phone"),
        "channel.video": _("By video"),
        "link.own": _("See, change or cancel your appointment"),
        "link.new": _("Book a new appointment"),
        "link.callback": _("See your callback, or take it back"),
        "link.booking_invitation": _("See the free times"),
        "link.earlier": _("See the earlier time and answer"),
        "ways.title": _(
            "You cannot keep the appointment? Then please cancel it. These ways are open to you:"
        ),
        "ways.page": _("on the internet page above, with appointment number and name"),
        "ways.link": _("with the link in this message"),
        "ways.mail": _("by mail: %(mail)s"),
        "ways.phone": _("by phone: %(phone)s"),
        "ways.counter": _("at the counter of your office"),
        "ways.letterbox": _("with a note in the letterbox of your office"),
        "closing.reference": _("Please say your appointment number then."),
        "closing.voluntary": _(
            "This appointment is voluntary. An invitation by letter stays valid."
        ),
        "closing.invitation": _("An invitation by letter stays valid."),
        "closing.not_you": _(
            "Was it not you? Then you need not do anything. Your appointment stays as it is."
        ),
        "closing.official": _(
            "The official language is German. The German text is the one that counts."
        ),
        "closing.draft": _("This translation is a draft. Nobody has checked it yet."),
        "closing.callback": _("Please keep your phone near you. We call twice."),
        "closing.code": _("The code is for you alone. It works once."),
        "closing.earlier": _("You need not answer. Then your appointment stays as it is."),
        "calendar.title": _("Appointment"),
        "calendar.reference": _("Appointment number: %(reference)s"),
        # Short messages: all blanks filled in, at most 70 signs in scripts such as Arabic, 160 in
        # Latin letters, and nothing that says what the appointment is about (D17).
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.confirmation": _("Appointment: %(day)s %(time)s, %(place)s. Number %(reference)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.reminder": _("Reminder: %(day)s %(time)s, %(place)s. To cancel: %(phone)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.moved": _("New time: %(day)s %(time)s, %(place)s. Number %(reference)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.cancellation": _("Cancelled: appointment %(day)s %(time)s. Number %(reference)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.office_moved": _("New time: %(day)s %(time)s, %(place)s. Number %(reference)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.office_cancelled": _("We had to cancel: %(day)s %(time)s. For a new time: %(phone)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.callback": _("We call you by %(day)s %(time)s. Number %(reference)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.callback_unreached": _("We called twice and did not reach you. Call us: %(phone)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.not_reached": _("We did not reach you. For a new time: %(phone)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.no_interpreter": _("No interpreter found: %(day)s %(time)s. New time: %(phone)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.earlier": _("Earlier: %(day)s %(time)s? Answer until %(until)s: %(phone)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.booking_invitation": _("You can choose a time: %(link)s"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.place.phone": _("we call you"),
        # Translators: part of an SMS: as short as you can; no name of an authority.
        "sms.place.video": _("by video"),
    }
)


def said(key: str, /, **params: object) -> Text:
    """The wording of this key with its blanks filled in, as somebody here may have written it."""
    return Text(WORDINGS[key].msgid, params, place=place_of(key))


def place_of(key: str) -> str:
    """Where a wording stands among all texts that can be written anew."""
    return f"letters/{key}"
