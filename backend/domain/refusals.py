"""Why something cannot be done: one class per reason, each with its sentence for the reader.

The sentence is an English msgid, marked for translation by `_`; pages show it in the reader's
languages. A refusal travels up untouched and never says more than its sentence.
"""

from typing import ClassVar


def _(msgid: str) -> str:
    """Mark a sentence for the translators; the text is looked up where it is shown."""
    return msgid


class Refusal(Exception):
    """The base of all refusals; `status` is the HTTP status of the page that says so."""

    sentence: ClassVar[str] = _("This is not possible right now.")
    status: ClassVar[int] = 409
    domain: ClassVar[str] = "messages"
    """The catalogue of its sentence: `staff` where only staff read it."""


class TimeTaken(Refusal):
    """Somebody else was faster, or the time is no longer offered."""

    sentence = _("This time has just been taken. Please choose another one.")


class NotBookable(Refusal):
    """Past the cut-off, outside the horizon, locked, closed or not offered (R40, R42, R43)."""

    sentence = _("This time can no longer be booked online. Please choose another one.")


class DeclarationMissing(Refusal):
    """A late time without the declaration of R39."""

    sentence = _(
        "This time is kept for people who work or take part in a measure. "
        "Tick the box if that is you, or choose another time."
    )
    status = 422


class HoldGone(Refusal):
    """There is no hold to extend, or it was extended too often."""

    sentence = _("We can no longer keep this time for you. Please choose a time again.")


class LimitReached(Refusal):
    """A customer key counts for another open appointment (R49–R51); no oracle (D3)."""

    sentence = _("We cannot book this appointment online with these details.")


class AppointmentOver(Refusal):
    """The start lies in the past: no move and no cancellation any more (R55)."""

    sentence = _("This appointment is already over. It can no longer be changed.")


class AppointmentGone(Refusal):
    """The appointment was cancelled or its record is deleted."""

    sentence = _("This appointment does not exist any more.")
    status = 404


class OfferOver(Refusal):
    """The earlier time that was kept for somebody has gone to others."""

    sentence = _("This time is no longer kept for you. Your appointment stays as it is.")


class NoWayToTell(Refusal):
    """Nobody can be told of an earlier time whom no message or call may reach (D17)."""


class BookingInvitationGone(Refusal):
    """A code that is wrong, used, withdrawn or over: never said which (D3)."""

    sentence = _("This code does not work, or no longer. You can book an appointment without it.")
    status = 404


class DraftIncomplete(Refusal):
    """An answer that booking needs is missing."""

    sentence = _("An answer is missing. Please look at your answers again.")
    status = 422


class NumberUnknown(Refusal):
    """At a terminal: no booked appointment has this number, or it cannot be one."""

    sentence = _("We do not find an appointment with this number. Please look at it again.")
    status = 422


class AnotherDay(Refusal):
    """At a terminal: the appointment is not today."""

    sentence = _("This appointment is on another day.")
    status = 422


class AnotherOffice(Refusal):
    """At a terminal: the appointment is today, at another office."""

    sentence = _("This appointment is at another office.")
    status = 422


class NoVisit(Refusal):
    """At a terminal: the appointment is by phone or video, nobody waits here for it (D15)."""

    sentence = _("We call you. Do not come.")
    status = 422


class TooLate(Refusal):
    """At a terminal: the time of the appointment is over, or somebody has finished it."""

    sentence = _("The time of this appointment is over.")
    status = 422


class TooManyTries(Refusal):
    """Somebody tries too often (POST only)."""

    sentence = _("Too many tries. Please wait a few minutes and try again.")
    status = 429


class TryAgain(Refusal):
    """The database could not settle it in three tries."""

    sentence = _("Something went wrong on our side. Please try again.")
    status = 503
