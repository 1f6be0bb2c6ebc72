"""Refusals that only staff meet: one class per reason, carrying its sentence."""

from backend.domain.refusals import Refusal


def s_(msgid: str) -> str:
    """Mark a sentence that only staff read; it has a catalogue of its own."""
    return msgid


class StaffRefusal(Refusal):
    """The base of refusals that only staff meet."""

    domain = "staff"


class SignInRefused(StaffRefusal):
    """Wrong password, unknown or switched-off account: never said which."""

    sentence = s_("Mail address and password do not match.")
    status = 422


class CodeRefused(StaffRefusal):
    """No code of the telephone now, one used before, or no recovery code."""

    sentence = s_("This code is not right. Please take the one that shows now.")
    status = 422


class PasswordRefused(StaffRefusal):
    """The present password, asked before something weighty, is wrong."""

    sentence = s_("This is not your password.")
    status = 422


class PasswordTooWeak(StaffRefusal):
    """Too short, a repetition, or the mail address."""

    sentence = s_(
        "Please choose a longer password: at least 12 characters, "
        "not the same ones again and again."
    )
    status = 422


class LinkVoid(StaffRefusal):
    """An invitation or reset link that was used, is too old or never was."""

    sentence = s_("This link is no longer valid. You can have a new one sent.")
    status = 404


class NotAllowed(StaffRefusal):
    """The roles of this person do not include it (R115)."""

    sentence = s_("Your roles do not include this.")
    status = 403


class OwnAccount(StaffRefusal):
    """Nobody changes their own roles or switches themselves off."""

    sentence = s_("Nobody changes their own roles. Please ask another administrator.")


class LastAdministrator(StaffRefusal):
    """Somebody must be able to let others in."""

    sentence = s_("One administrator at least must stay.")


class LastLead(StaffRefusal):
    """Somebody of an organisation must be able to invite the others."""

    sentence = s_("One lead of the organisation at least must stay.")


class MailTaken(StaffRefusal):
    """There is an account with this address already."""

    sentence = s_(
        "There is an account with this address. An administrator can give it a role here."
    )
    status = 422


class GrantTwice(StaffRefusal):
    """The same role at the same place without end, or for the same days."""

    sentence = s_("This person has this role here already.")
    status = 422


class FactorDemanded(StaffRefusal):
    """A role of this person demands the second factor."""

    sentence = s_("Your role demands a second factor. You can set up another telephone.")


class GoneAlready(StaffRefusal):
    """Somebody else changed the same person meanwhile."""

    sentence = s_("This has changed meanwhile. Please look at the page again.")


class ChangedMeanwhile(StaffRefusal):
    """Two people plan the same thing: nobody overwrites what they have not seen."""

    sentence = s_(
        "Somebody else has saved this meanwhile. You see their version below; "
        "what you typed is kept in the form."
    )


class MandatoryConcern(StaffRefusal):
    """Every office takes the mandatory concerns (R26, D34)."""

    sentence = s_("This concern is mandatory: one group of the office at least must offer it.")
    status = 422


class BookedUntold(StaffRefusal):
    """An organisation would see people who have booked without being told of it (R103)."""

    sentence = s_(
        "Somebody has booked here without knowing that the organisation sees it. "
        "Please set up a group of its own for the organisation."
    )


class KeyTaken(StaffRefusal):
    """Another thing has or had this key."""

    sentence = s_("This short name is taken. Please choose another one.")
    status = 422


class SignOnUnknown(StaffRefusal):
    """The agency's sign-on names nobody, or somebody without an account here."""

    sentence = s_("You are signed on, but there is no account for you here. Please ask for one.")
    status = 403


class TakenByColleague(StaffRefusal):
    """Somebody else is calling this person just now (D29)."""

    sentence = s_("A colleague is calling this person right now.")


class TriedJustNow(StaffRefusal):
    """A call nobody answered counts again after ten minutes only (D28)."""

    sentence = s_("A call has just been noted. Please try again in ten minutes.")


class NoSuchTeam(StaffRefusal):
    """The office has no such group, or the ticket lies there already."""

    sentence = s_("Please choose another team.")
    status = 422


class HereAlready(StaffRefusal):
    """Somebody checked the person in a moment before."""

    sentence = s_("This person was checked in before.")


class CalledAlready(StaffRefusal):
    """Somebody called the person a moment before."""

    sentence = s_("This person has been called already.")


class FinishedAlready(StaffRefusal):
    """It was finished a moment before."""

    sentence = s_("This appointment was finished before.")


class CancelledMeanwhile(StaffRefusal):
    """The appointment was cancelled, by the customer or by a colleague."""

    sentence = s_("This appointment has been cancelled.")


class NotTheDay(StaffRefusal):
    """Checking in and calling are things of the day itself."""

    sentence = s_("This works on the day of the appointment only.")


class TooEarlyToMiss(StaffRefusal):
    """Nobody has stayed away before the time has come (D27)."""

    sentence = s_("The time of this appointment has not come yet.")


class NothingToUndo(StaffRefusal):
    """Nothing is noted, or it was taken back a moment before."""

    sentence = s_("There is nothing to take back.")


class UndoTooLate(StaffRefusal):
    """A step is taken back on its own day only."""

    sentence = s_("A step can be taken back on the same day only.")


class NothingStored(StaffRefusal):
    """No record has this number (any more)."""

    sentence = s_("Nothing is stored under this number (any more).")
    status = 404


class ListGone(StaffRefusal):
    """There is no day list (any more)."""

    sentence = s_("There is no list of today. It may have been deleted; you can have one made.")


# --- of the catalogue


class MandatoryStays(StaffRefusal):
    """Mandatory concerns are neither deleted, nor made optional, nor taken from offices (R26)."""

    sentence = s_(
        "This concern is mandatory (Geschäftsanweisung 003): it can neither be deleted "
        "nor made optional."
    )


class StillUsed(StaffRefusal):
    """What is to be deleted stands elsewhere: in offers of offices, or on lists of concerns."""

    sentence = s_("This is still used. Please take it out there first.")

    def __init__(self, places: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.places = places
        """Keys of groups or concerns."""


class BlanksChanged(StaffRefusal):
    """A wording lost a blank that the program fills in, or has one that nobody fills."""

    sentence = s_(
        "The blanks in brackets must stay exactly as they are: none may be missing or added."
    )
    status = 422


class TooLongForSms(StaffRefusal):
    """A short message takes at most 160 signs, 70 in scripts such as Arabic."""

    sentence = s_("This is too long for a short message.")
    status = 422


class NoRoom(StaffRefusal):
    """Nobody can be called to no counter."""

    sentence = s_("Please choose the counter first.")
    status = 422


class KindTaken(StaffRefusal):
    """In person needs a room and a place in the building, a call an offer by phone (R10, R45)."""

    sentence = s_(
        "At this time there is no counter for the other kind of appointment. Please move it first."
    )


class NoVideo(StaffRefusal):
    """Only a talk by video has a link (R88)."""

    sentence = s_("This appointment is not by video.")


class OddLink(StaffRefusal):
    """What cannot be printed and typed, or leads anywhere unprotected, is no link (R88)."""

    sentence = s_("Please write a whole link that begins with https://, without spaces.")
    status = 422


class PhoneMissing(StaffRefusal):
    """Nobody can be called without a number (R11)."""

    sentence = s_("For an appointment by telephone a telephone number is needed.")
    status = 422


class HoursOverlap(StaffRefusal):
    """Somebody interprets the same language in the same way at that time already (D30)."""

    sentence = s_("These hours overlap with others of the same language.")
    status = 422


class AskedAlready(StaffRefusal):
    """Another office has been asked about this appointment and has not answered (D31)."""

    sentence = s_("Another office has been asked already. Please wait, or take the request back.")


class NotOfferedThere(StaffRefusal):
    """The other office does not take this concern (D31)."""

    sentence = s_("This office does not take the concern.")
    status = 422


class NoCounterYet(StaffRefusal):
    """What has no counter stays on the list until it has one (D24)."""

    sentence = s_("Without a counter it cannot stay as it is. Please give it a time or a counter.")


class TwoPlacesAtOnce(StaffRefusal):
    """Another stop of the same office takes place at that time (R102)."""

    sentence = s_("At this time the team is at another stop already.")
