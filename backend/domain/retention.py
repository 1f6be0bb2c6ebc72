"""Retention: what is kept how long and why, one table for every kind of record (D38, R61).

The program deletes by these rules, the page for administrators shows them, and what was deleted
is counted under the same names.
"""

from dataclasses import dataclass
from enum import StrEnum


def s_(msgid: str) -> str:
    """Mark a text that only staff read."""
    return msgid


class Kind(StrEnum):
    """Everything that is kept for a while, also outside the database."""

    APPOINTMENTS = "appointments"
    CUSTOMER_KEYS = "customer_keys"
    LETTERS = "letters"
    BOUNCES = "bounces"
    ORDERS = "orders"
    REPORTS = "reports"
    ATTENDANCE = "attendance"
    CALLBACKS = "callbacks"
    BOOKING_INVITATIONS = "booking_invitations"
    INTERPRETING = "interpreting"
    WISHES = "wishes"
    HANDOVERS = "handovers"
    CONSENTS = "consents"
    HOLDS = "holds"
    DRAFTS = "drafts"
    RATES = "rates"
    LISTS = "lists"
    SESSIONS = "sessions"
    TRIES = "tries"
    INVITATIONS = "invitations"
    ACCOUNTS = "accounts"
    AUDIT = "audit"
    DELETIONS = "deletions"
    TALLIES = "tallies"
    WEB_LOGS = "web_logs"
    BACKUPS = "backups"


class Unit(StrEnum):
    """In what a time is counted."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    NONE = "none"
    """`since` says it all, such as “with the appointment”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How long one kind is kept; the texts are msgids for staff."""

    kind: Kind
    title: str
    amount: int = 0
    """By default; the setting, where there is one, may say otherwise."""
    unit: Unit = Unit.NONE
    since: str
    """From when on it is counted, or in place of a time."""
    reason: str
    setting: str = ""
    """Name without prefix; empty where nobody may change it."""
    is_outside: bool = False
    """Kept by the operator's machines and not by this program, which cannot delete it."""


AUDIT_DAYS = 180
DELETION_DAYS = 365
"""So long it can be shown that and when something was deleted."""
ORDER_DAYS = 30
"""So long an order of paper forms waits at most for somebody to pack it."""
OUTSIDE_DAYS = 7
"""For what the operator keeps: as long as an appointment, so that no copy outlives it for long."""

WITH_APPOINTMENT = s_("with the appointment")

RULES: tuple[Rule, ...] = (
    Rule(
        kind=Kind.APPOINTMENTS,
        title=s_("Appointments, also cancelled ones"),
        amount=7,
        unit=Unit.DAYS,
        since=s_("after the appointment or its cancellation"),
        reason=s_("Questions about a missed or moved appointment come within a few days."),
        setting="RETENTION_DAYS",
    ),
    Rule(
        kind=Kind.CUSTOMER_KEYS,
        title=s_("Marks by which one open appointment per person is kept"),
        since=s_("until the end of the appointment"),
        reason=s_("One open appointment per person; kept as a keyed hash only."),
    ),
    Rule(
        kind=Kind.LETTERS,
        title=s_("Mails, text messages and letters"),
        since=WITH_APPOINTMENT,
        reason=s_("Address and text are forgotten as soon as it is sent; what stays is that."),
    ),
    Rule(
        kind=Kind.BOUNCES,
        title=s_("Mails that came back"),
        since=WITH_APPOINTMENT,
        reason=s_("The office must know whom no mail reaches."),
    ),
    Rule(
        kind=Kind.ORDERS,
        title=s_("Orders of paper forms by post"),
        amount=ORDER_DAYS,
        unit=Unit.DAYS,
        since=s_("at most; the address is forgotten once they are in the post"),
        reason=s_("Somebody must pack them."),
    ),
    Rule(
        kind=Kind.REPORTS,
        title=s_("Reported barriers"),
        amount=7,
        unit=Unit.DAYS,
        since=s_("after they were sent; their text is forgotten with the sending"),
        reason=s_("They go to the Jobcenter by mail."),
        setting="RETENTION_DAYS",
    ),
    Rule(
        kind=Kind.ATTENDANCE,
        title=s_("Who came, was called, was missed"),
        since=WITH_APPOINTMENT,
        reason=s_("For the day at the counter; no history of a person arises from it."),
    ),
    Rule(
        kind=Kind.CALLBACKS,
        title=s_("Callbacks"),
        amount=7,
        unit=Unit.DAYS,
        since=s_("after they are done"),
        reason=s_("Whether a promise was kept is asked within a few days."),
    ),
    Rule(
        kind=Kind.BOOKING_INVITATIONS,
        title=s_("Offers to book"),
        since=s_("until they are used, at the latest until their last day"),
        reason=s_("Name, number and contact spare typing them again; who was invited is not kept."),
    ),
    Rule(
        kind=Kind.INTERPRETING,
        title=s_("Requests for interpreters"),
        since=WITH_APPOINTMENT,
        reason=s_("Needed to order and confirm somebody."),
    ),
    Rule(
        kind=Kind.WISHES,
        title=s_("Wishes for an earlier time"),
        since=s_("with the appointment, or at once when they are taken back"),
        reason=s_("Needed to offer a time that frees."),
    ),
    Rule(
        kind=Kind.HANDOVERS,
        title=s_("Handovers to another office"),
        since=WITH_APPOINTMENT,
        reason=s_("The other office must answer."),
    ),
    Rule(
        kind=Kind.CONSENTS,
        title=s_("Consents given to advice centres"),
        since=WITH_APPOINTMENT,
        reason=s_("It must be provable that the advice centre was allowed to book."),
    ),
    Rule(
        kind=Kind.HOLDS,
        title=s_("Held times that nobody booked, and cancelled times at rest"),
        amount=30,
        unit=Unit.MINUTES,
        since=s_("after the last press; no name stands in them"),
        reason=s_("Time to fill in the form."),
        setting="HOLD_MINUTES",
    ),
    Rule(
        kind=Kind.DRAFTS,
        title=s_("Answers of a booking that was not finished"),
        amount=120,
        unit=Unit.MINUTES,
        since=s_("after the last answer"),
        reason=s_("Nobody shall have to type everything twice."),
        setting="DRAFT_MINUTES",
    ),
    Rule(
        kind=Kind.RATES,
        title=s_("Counted tries, to stop guessing"),
        amount=1,
        unit=Unit.DAYS,
        since=s_("after the try; kept as a keyed hash only"),
        reason=s_("References and passwords must not be guessed."),
    ),
    Rule(
        kind=Kind.LISTS,
        title=s_("Day lists"),
        since=s_("until the end of the day, or at once on demand"),
        reason=s_("They serve one day only (GA 2.4). Downloaded copies must be deleted by hand."),
    ),
    Rule(
        kind=Kind.SESSIONS,
        title=s_("Where staff are signed in"),
        amount=10,
        unit=Unit.HOURS,
        since=s_("after signing in, deleted a day later"),
        reason=s_("Staff see their own sessions and can end them."),
        setting="STAFF_HOURS",
    ),
    Rule(
        kind=Kind.TRIES,
        title=s_("Wrong passwords"),
        amount=1,
        unit=Unit.DAYS,
        since=s_("after the try"),
        reason=s_("Passwords must not be guessed."),
    ),
    Rule(
        kind=Kind.INVITATIONS,
        title=s_("Links to invite staff or for a new password"),
        amount=7,
        unit=Unit.DAYS,
        since=s_("after the sending, for a new password one hour"),
        reason=s_("Mails may be read late."),
    ),
    Rule(
        kind=Kind.ACCOUNTS,
        title=s_("Accounts and roles that are over"),
        amount=AUDIT_DAYS,
        unit=Unit.DAYS,
        since=s_("after they were switched off or ran out"),
        reason=s_("As long as the audit log names them."),
        setting="AUDIT_DAYS",
    ),
    Rule(
        kind=Kind.AUDIT,
        title=s_("Audit log"),
        amount=AUDIT_DAYS,
        unit=Unit.DAYS,
        since=s_("after the deed; no names of customers stand in it"),
        reason=s_("Misuse is often noticed late."),
        setting="AUDIT_DAYS",
    ),
    Rule(
        kind=Kind.DELETIONS,
        title=s_("What was deleted, in numbers"),
        amount=DELETION_DAYS,
        unit=Unit.DAYS,
        since=s_("after the deletion"),
        reason=s_("So that it can be shown that these rules are kept."),
    ),
    Rule(
        kind=Kind.TALLIES,
        title=s_("Counts for statistics"),
        since=s_("without end"),
        reason=s_("Numbers per month, office and concern without persons; small ones are hidden."),
    ),
    Rule(
        kind=Kind.WEB_LOGS,
        title=s_("Logs of the web server"),
        amount=OUTSIDE_DAYS,
        unit=Unit.DAYS,
        since=s_("at most, set by the operator; no names, tokens or questions stand in them"),
        reason=s_("To find faults and attacks."),
        is_outside=True,
    ),
    Rule(
        kind=Kind.BACKUPS,
        title=s_("Backups of the database"),
        amount=OUTSIDE_DAYS,
        unit=Unit.DAYS,
        since=s_("at most, set by the operator; after a return to one, what is over goes at once"),
        reason=s_("To go on after a fault. Deleted records are gone from the last one then too."),
        is_outside=True,
    ),
)
"""In the order in which they are shown."""
