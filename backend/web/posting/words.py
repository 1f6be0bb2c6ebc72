"""How letters, their ways and what became of them are called."""

from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store import letters
from backend.store.queues import Trouble

KINDS: dict[str, Text] = {
    letters.CONFIRMATION: s_("Confirmation"),
    letters.REMINDER: s_("Reminder"),
    letters.MOVED: s_("New time"),
    letters.CANCELLATION: s_("Cancellation"),
    letters.OFFICE_MOVED: s_("Moved by us"),
    letters.OFFICE_CANCELLED: s_("Cancelled by us"),
    letters.OFFICE_ROOM: s_("Another waiting place"),
    letters.LIMIT_NOTICE: s_("Notice about a second appointment"),
    letters.NO_INTERPRETER: s_("No interpreter"),
    letters.NOT_REACHED: s_("Not reached by phone"),
    letters.EARLIER: s_("Earlier time"),
    letters.BOOKING_INVITATION: s_("Offer to book"),
}
OTHER_KIND = s_("Message")
CHANNELS: dict[str, Text] = {
    letters.MAIL: s_("by mail"),
    letters.SMS: s_("by SMS"),
    letters.PAPER: s_("by post"),
    letters.CALL: s_("by phone"),
    letters.DOOR: s_("no way at all"),
}
STATES: dict[str, Text] = {
    "given_up": s_("could not be delivered"),
    "bounced": s_("came back"),
    "unsure": s_("perhaps not sent"),
    "waiting": s_("not sent for a day"),
}
NO_WAY = s_("tell them at the door and the counter")


def kind(name: str) -> Text:
    """What the letter tells."""
    return KINDS.get(name, OTHER_KIND)


def what_became(trouble: Trouble) -> Text:
    """Why the office has to do something about it."""
    if trouble.channel == letters.DOOR:
        return NO_WAY
    return STATES.get(trouble.state, STATES["given_up"])
