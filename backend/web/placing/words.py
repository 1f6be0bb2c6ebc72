"""How reasons, states and promises are called where appointments find a place."""

from backend.actions.loose import Reason
from backend.domain.handovers import Promise, State
from backend.languages import staff_text as s_

REASONS = {
    Reason.NO_COUNTER: s_("no counter yet"),
    Reason.COUNTER_GONE: s_("the counter is gone"),
    Reason.CLOSED: s_("closed at this time"),
    Reason.NOT_OFFERED: s_("no longer offered"),
    Reason.PHASE: s_("against the phase of the office"),
    Reason.LOCKED: s_("in the month-turn lock"),
}
STATES = {
    State.ASKED: s_("no answer yet"),
    State.ACCEPTED: s_("taken over"),
    State.DECLINED: s_("declined: promise owed"),
    State.WITHDRAWN: s_("taken back"),
    State.SETTLED: s_("declined, promise given"),
}
PROMISES = {
    Promise.APPOINTMENT: s_("The appointment takes place here"),
    Promise.CALLBACK: s_("A callback is written down"),
}
