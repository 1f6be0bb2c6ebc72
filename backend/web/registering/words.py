"""How reasons, kinds and ways are called where the staff book."""

from backend.domain.appointments import Channel, Delivery, ForWhom, Need
from backend.domain.registrations import Beside, Urgency
from backend.languages import staff_text as s_

CHANNELS = {
    Channel.IN_PERSON: s_("on site"),
    Channel.PHONE: s_("Telephone"),
    Channel.VIDEO: s_("Video"),
}
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
NEEDS = {
    Need.STEP_FREE: s_("step-free"),
    Need.LARGE_PRINT: s_("large print"),
    Need.READ_ALOUD: s_("reading aloud"),
    Need.QUIET_PLACE: s_("quiet place"),
    Need.CHILDREN: s_("children come along"),
    Need.NO_PHONE_CALLS: s_("cannot telephone"),
}
"""What the counter prepares; sign language stands with the interpreters."""
