"""How reasons, kinds and ways are called where the staff book."""

from backend.domain.appointments import Delivery, ForWhom
from backend.domain.registrations import Beside, Urgency
from backend.languages import staff_text as s_
from backend.web.reception import words as reception

CHANNELS = {channel: said for channel, (said, _symbol) in reception.CHANNELS.items()}
BESIDE = {
    Beside.EMERGENCY: s_("Emergency beside the open appointment"),
    Beside.FAMILY: s_("Another person with the same address or number, such as family"),
    Beside.FOLLOW_UP: s_("Next appointment for the same person"),
    Beside.MISTYPED: s_("Details were mistyped or misused there: they count here from now on"),
}
URGENCIES = {
    Urgency.MONEY: s_("No money, no food"),
    Urgency.HOME: s_("Flat, electricity or heating at risk"),
    Urgency.TIME_LIMIT: s_("A time limit ends"),
    Urgency.OUR_MISTAKE: s_("Our own mistake"),
}
DELIVERIES = {
    Delivery.MAIL: s_("by mail"),
    Delivery.NONE: s_("printed or written down"),
    Delivery.LETTER: s_("by letter"),
    Delivery.COUNTER: s_("letter kept at the counter"),
    Delivery.CALL: s_("by telephone"),
}
FOR_WHOM = {
    ForWhom.MYSELF: s_("for the caller or visitor"),
    ForWhom.MY_CHILD: s_("for the own child"),
    ForWhom.REPRESENTED: s_("for somebody represented"),
}
NEEDS = {need: said for need, (said, _symbol) in reception.NEEDS.items()}
"""What the counter prepares; sign language stands with the interpreters."""
