"""What the staff can do here: the tabs of every page, and the rows of the first one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from backend.domain import roles
from backend.domain.accounts import Account
from backend.domain.roles import Powers
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store import capacity

MOST_TABS = 7
"""Who has more tasks than that sees in the head only those needed many times a day."""


class Section(Enum):
    """The headings of the first page."""

    COUNTER = s_("With customers")
    OFFICE = s_("In the office")
    EVERYWHERE = s_("For all offices")
    ORGANISATION = s_("In your organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A part of the work; shown to whom the predicate allows it, and to nobody else."""

    endpoint: str
    title: Text
    text: Text
    symbol: str
    may: Callable[[Powers], bool]
    section: Section
    is_tab: bool = False
    """Whether it stands in the head of every page, also for who has many tasks."""


TASKS = (
    Task(
        endpoint="reception.today",
        title=s_("Day"),
        text=s_("Who comes, who is here, whom to call next"),
        symbol="cal",
        may=roles.may_see_a_day,
        section=Section.COUNTER,
        is_tab=True,
    ),
    Task(
        endpoint="registering.start",
        title=s_("Book"),
        text=s_("An appointment for somebody at the counter or on the telephone"),
        symbol="cal",
        may=roles.may_book_somewhere,
        section=Section.COUNTER,
        is_tab=True,
    ),
    Task(
        endpoint="inviting.start",
        title=s_("Offers to book"),
        text=s_("Offer somebody to choose a time: voluntary, with a code, until a day"),
        symbol="letter",
        may=roles.may_work_somewhere,
        section=Section.COUNTER,
    ),
    Task(
        endpoint="reception.search",
        title=s_("Find an appointment"),
        text=s_("For customers who ask; by the number, or by two facts"),
        symbol="search",
        may=roles.may_book_somewhere,
        section=Section.COUNTER,
    ),
    Task(
        endpoint="placing.start",
        title=s_("To be placed"),
        text=s_("Appointments without a counter, or which the plan no longer carries"),
        symbol="warn",
        may=roles.may_work_somewhere,
        section=Section.COUNTER,
        is_tab=True,
    ),
    Task(
        endpoint="placing.handover_list",
        title=s_("Handovers"),
        text=s_("Appointments that go from one office to another"),
        symbol="go",
        may=roles.may_work_somewhere,
        section=Section.COUNTER,
    ),
    Task(
        endpoint="lists.overview",
        title=s_("Day lists"),
        text=s_("The Excel list of each day: download, print, pass on, delete"),
        symbol="list",
        may=roles.may_see_lists,
        section=Section.OFFICE,
    ),
    Task(
        endpoint="planning.start",
        title=s_("Planning"),
        text=s_("Weeks, single days, closures and offers of your groups"),
        symbol="clock",
        may=roles.may_plan_somewhere,
        section=Section.OFFICE,
        is_tab=True,
    ),
    Task(
        endpoint="callbacks.callback_list",
        title=s_("Callbacks"),
        text=s_("Whom to call back, and until when; write one down"),
        symbol="call",
        may=roles.may_enter_callbacks,
        section=Section.COUNTER,
        is_tab=True,
    ),
    Task(
        endpoint="calling.call_list",
        title=s_("Call list"),
        text=s_("Phone appointments of today, and who is told something by phone"),
        symbol="call",
        may=roles.may_work_somewhere,
        section=Section.COUNTER,
    ),
    Task(
        endpoint="interpreting.desk",
        title=s_("Interpreters"),
        text=s_("Order and confirm interpreters, and their fixed hours"),
        symbol="interpreter",
        may=roles.may_work_somewhere,
        section=Section.COUNTER,
    ),
    Task(
        endpoint="posting.start",
        title=s_("Post"),
        text=s_("Print letters, post them, and see what did not arrive"),
        symbol="letter",
        may=roles.may_work_somewhere,
        section=Section.OFFICE,
    ),
    Task(
        endpoint="posting.find",
        title=s_("Earlier times"),
        text=s_("Who waits for an earlier day, and which time is kept for whom"),
        symbol="clock",
        may=roles.may_book_somewhere,
        section=Section.COUNTER,
    ),
    Task(
        endpoint="catalogue.start",
        title=s_("Catalogue"),
        text=s_("Concerns, papers, offices and all texts, in every language"),
        symbol="read",
        may=roles.may_edit_catalogue,
        section=Section.EVERYWHERE,
        is_tab=True,
    ),
    Task(
        endpoint="catalogue.offices",
        title=s_("Concerns of the offices"),
        text=s_("Which concerns each of your offices takes"),
        symbol="office",
        may=roles.may_assign_somewhere,
        section=Section.OFFICE,
    ),
    Task(
        endpoint="terminals.start",
        title=s_("Terminals"),
        text=s_("Where customers book and check in themselves: set up, switch off"),
        symbol="lang",
        may=roles.may_set_up_kiosks,
        section=Section.OFFICE,
    ),
    Task(
        endpoint="staffing.people",
        title=s_("People"),
        text=s_("Invite, give and lend roles, take them away"),
        symbol="person",
        may=roles.may_manage_people,
        section=Section.OFFICE,
        is_tab=True,
    ),
    Task(
        endpoint="partnering.organisations",
        title=s_("Partner organisations"),
        text=s_("Advice centres that book beside their clients"),
        symbol="companion",
        may=roles.may_admit_partners,
        section=Section.EVERYWHERE,
    ),
    Task(
        endpoint="staffing.sign_in_rules",
        title=s_("Second factors"),
        text=s_("Which roles must confirm signing in by telephone"),
        symbol="id",
        may=roles.may_set_sign_in,
        section=Section.EVERYWHERE,
    ),
    Task(
        endpoint="lists.keeping",
        title=s_("Keeping and deleting"),
        text=s_("What is kept how long, what was deleted; information and deletion on request"),
        symbol="id",
        may=roles.may_see_keeping,
        section=Section.EVERYWHERE,
    ),
    Task(
        endpoint="evaluating.evaluation",
        title=s_("Evaluation"),
        text=s_("How many appointments, how they ended, by month, office and concern"),
        symbol="list",
        may=roles.may_read_some_statistics,
        section=Section.EVERYWHERE,
    ),
    Task(
        endpoint="staffing.audit_log",
        title=s_("Audit log"),
        text=s_("Who saw, printed, exported, changed or deleted what"),
        symbol="list",
        may=roles.may_read_audit,
        section=Section.EVERYWHERE,
    ),
)
"""In the order of the tabs, and of the rows under each heading."""


PARTNER_TASKS = (
    Task(
        endpoint="partnering.clients",
        title=s_("Clients"),
        text=s_("Their coming appointments: move, cancel, print"),
        symbol="companion",
        may=lambda _powers: True,
        section=Section.COUNTER,
        is_tab=True,
    ),
    Task(
        endpoint="partnering.choose_language",
        title=s_("Book together"),
        text=s_("An appointment beside your client, in two languages"),
        symbol="cal",
        may=lambda _powers: True,
        section=Section.COUNTER,
        is_tab=True,
    ),
    Task(
        endpoint="partnering.places",
        title=s_("Own counters"),
        text=s_("Who comes to your counters in a place shared with the Jobcenter"),
        symbol="list",
        may=lambda _powers: True,
        section=Section.COUNTER,
        is_tab=True,
    ),
)
LEAD_TASKS = (
    Task(
        endpoint="partnering.team",
        title=s_("Team"),
        text=s_("Invite colleagues, and let those in no more who have left"),
        symbol="person",
        may=lambda _powers: True,
        section=Section.ORGANISATION,
        is_tab=True,
    ),
)
"""What partners can do, who have no powers in the office."""


def of(account: Account, powers: Powers) -> tuple[Task, ...]:
    """What this person can do today."""
    if account.organisation:
        return _of_partner(account)
    return tuple(task for task in TASKS if task.may(powers))


def _of_partner(account: Account) -> tuple[Task, ...]:
    """Own counters are there only for whom an office has set some up (R103)."""
    groups = (group for each in capacity.plan().groups.values() for group in each)
    has_counters = any(group.organisation == account.organisation for group in groups)
    tasks = (*PARTNER_TASKS, *(LEAD_TASKS if account.is_lead else ()))
    return tuple(each for each in tasks if has_counters or each.endpoint != "partnering.places")


def tabs(account: Account, powers: Powers) -> tuple[Task, ...]:
    """What stands in the head: all of it where that is little, else what is needed most."""
    found = of(account, powers)
    return found if len(found) <= MOST_TABS else tuple(task for task in found if task.is_tab)


def has_more(account: Account, powers: Powers) -> bool:
    """Whether there are tasks that do not stand in the head."""
    return len(tabs(account, powers)) < len(of(account, powers))


def sections(account: Account, powers: Powers) -> list[tuple[Text, list[Task]]]:
    """The tasks of the first page under their headings; headings without tasks are left out."""
    found = of(account, powers)
    parts = [(each.value, [task for task in found if task.section is each]) for each in Section]
    return [(title, own) for title, own in parts if own]


def at(endpoint: str | None) -> str:
    """The endpoint of the task to which a page belongs: its own, else the first one of its part.

    Accounts have pages of several tasks and of none: there only the own one counts.
    """
    every = [task.endpoint for task in (*TASKS, *PARTNER_TASKS, *LEAD_TASKS)]
    if endpoint in every or endpoint is None:
        return endpoint or ""
    part = endpoint.partition(".")[0]
    own = [each for each in every if each.partition(".")[0] == part and part != "staffing"]
    return own[0] if own else ""
