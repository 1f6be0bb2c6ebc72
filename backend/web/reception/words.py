"""How stages, outcomes, channels and needs are called at the desk."""

from backend.domain.appointments import Appointment, BookedBy, Channel, Delivery, ForWhom, Need
from backend.domain.attendance import Outcome, Stage
from backend.domain.calls import State as Called
from backend.domain.refusals import AppointmentGone, AppointmentOver, Refusal
from backend.domain.staff_refusals import (
    CalledAlready,
    CancelledMeanwhile,
    FinishedAlready,
    HereAlready,
    KindTaken,
    NoRoom,
    NothingToUndo,
    NotTheDay,
    PhoneMissing,
    TooEarlyToMiss,
    UndoTooLate,
)
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import capacity
from backend.web.portal import portal

STAGES = {
    Stage.UNPLACED: s_("to be placed"),
    Stage.COMING: s_("booked"),
    Stage.LATE: s_("not here yet"),
    Stage.HERE: s_("here"),
    Stage.TALKING: s_("in conversation"),
    Stage.FINISHED: s_("finished"),
    Stage.MISSED: s_("did not come"),
    Stage.UNRECORDED: s_("not recorded"),
    Stage.CANCELLED: s_("cancelled"),
    Stage.GONE: s_("moved away"),
}
SYMBOLS = {
    Stage.UNPLACED: "warn",
    Stage.COMING: "cal",
    Stage.LATE: "clock",
    Stage.HERE: "ok",
    Stage.TALKING: "person",
    Stage.FINISHED: "check",
    Stage.MISSED: "check",
    Stage.UNRECORDED: "info",
    Stage.CANCELLED: "error",
    Stage.GONE: "go",
}
OUTCOMES = {
    Outcome.SOLVED: s_("Solved"),
    Outcome.HANDED_OVER: s_("Handed to another area"),
    Outcome.FOLLOW_UP: s_("Follow-up appointment"),
    Outcome.CALLBACK: s_("Callback"),
    Outcome.MISSED: s_("Did not come"),
}
"""In the order of their keys 1 to 5."""
CHANNELS = {
    Channel.IN_PERSON: (s_("on site"), "person"),
    Channel.PHONE: (s_("Telephone"), "call"),
    Channel.VIDEO: (s_("Video"), "video"),
}
NEEDS = {
    Need.STEP_FREE: (s_("step-free"), "step_free"),
    Need.LARGE_PRINT: (s_("large print"), "search"),
    Need.READ_ALOUD: (s_("reading aloud"), "read"),
    Need.QUIET_PLACE: (s_("quiet place"), "place"),
    Need.CHILDREN: (s_("children come along"), "family"),
    Need.NO_PHONE_CALLS: (s_("cannot telephone"), "call"),
}
"""What the counter prepares, but for sign language, which stands with the interpreters."""
BOOKED_BY = {
    BookedBy.CUSTOMER: s_("online"),
    BookedBy.COUNTER: s_("at the counter"),
    BookedBy.HOTLINE: s_("hotline"),
    BookedBy.PARTNER: s_("partner"),
    BookedBy.OLD_TOOL: s_("old tool"),
}
NOTES: dict[str, type[Refusal]] = {
    refusal.__name__: refusal
    for refusal in (
        AppointmentGone, AppointmentOver, CalledAlready, CancelledMeanwhile, FinishedAlready,
        HereAlready, KindTaken, NoRoom, NothingToUndo, NotTheDay, PhoneMissing, TooEarlyToMiss,
        UndoTooLate,
    )
}  # fmt: skip
"""What the page says after a step that could not be done, by the word in its address."""
CALLED = {
    Called.OPEN: s_("not reached, call again"),
    Called.REACHED: s_("reached"),
    Called.NOT_REACHED: s_("not reached"),
}
"""Of phone appointments; an open call counts here once somebody has tried."""
FOREIGN = s_("another language")
SIGN_LANGUAGE = s_("sign language")


def note(name: str | None) -> Text | None:
    """The sentence of a refused step; None for any other word."""
    refusal = NOTES.get(name or "")
    return sentence_of(refusal) if refusal else None


PRINTS = {
    "blatt": s_("Confirmation on A4"),
    "gross": s_("In large print"),
    "karte": s_("Card for the pocket"),
    "bon": s_("Receipt"),
    "brief": s_("Letter"),
}
FOR_WHOM = {
    ForWhom.MY_CHILD: s_("for the own child"),
    ForWhom.REPRESENTED: s_("for somebody represented"),
}
DELIVERIES = {
    Delivery.MAIL: s_("by mail"),
    Delivery.LETTER: s_("by letter"),
    Delivery.COUNTER: s_("letter kept at the counter"),
    Delivery.CALL: s_("by telephone"),
    Delivery.NONE: s_("printed or written down"),
}


def room(office: str, counter: int) -> str:
    """A counter as display, door and list name it; empty for none.

    The title alone where it tells which counter is meant, else with that of its group.
    """
    groups = capacity.plan().groups.get(office, ())
    titles = [each.title for group in groups for each in group.counters]
    for group in groups:
        for each in group.counters:
            if each.id == counter:
                is_clear = titles.count(each.title) == 1
                return each.title if is_clear else f"{group.title}, {each.title}"
    return ""


def concern(key: str) -> str:
    """The concern in German as lists name it; its key where it is gone from the catalogue."""
    found = portal().content.concerns.get(key)
    return found.keyword if found else key


def language(appointment: Appointment) -> str:
    """The language in which somebody booked; empty for German."""
    pair = portal().languages.pair(appointment.languages)
    if pair is None or pair.first.is_german:
        return ""
    return portal().content.languages[pair.first.slug].german_name


def interpreting(appointment: Appointment) -> Text | str:
    """The language to be interpreted, sign language too; empty for none."""
    tag = appointment.wish.interpreter
    if not tag:
        return SIGN_LANGUAGE if Need.SIGN_LANGUAGE in appointment.needs else ""
    known = portal().content.interpreter_languages.get(tag)
    return known.german_name if known else FOREIGN
