"""What is kept how long, and what was deleted: for administrators and those who check them."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from flask import render_template

from backend.domain import disclosure, roles
from backend.domain.retention import RULES
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store import deletions
from backend.web import access
from backend.web.access import Visitor
from backend.web.lists import words
from backend.web.lists.pages import pages
from backend.web.portal import portal

DAYS = 30
"""So far back deletions are shown."""


class RuleLine(NamedTuple):
    """A rule as the table shows it."""

    title: Text
    amount: Text | None
    since: Text
    reason: Text
    setting: str


@pages.get("/aufbewahrung/")
@access.to(roles.may_see_keeping)
def keeping(visitor: Visitor) -> str:
    """The rules as the settings make them, and what they have deleted lately, in numbers.

    Who only evaluates sees no small ones (R109).
    """
    here, may_forget = portal(), roles.may_forget(visitor.powers)
    lines = [
        RuleLine(
            words.title(rule.kind),
            words.amount(rule, here.settings),
            s_(rule.since),
            s_(rule.reason),
            f"TERMINBRUECKE_{rule.setting}" if rule.setting else "",
        )
        for rule in RULES
    ]
    since = visitor.now.date() - timedelta(days=DAYS)
    lists = [
        (
            each,
            datetime.fromtimestamp(each.deleted_at, UTC).astimezone(here.zone),
            here.content.offices[each.office].name
            if each.office in here.content.offices
            else each.office,
            words.CAUSES[each.cause],
        )
        for each in deletions.lists(since)
    ]
    return render_template(
        "lists/keeping.html",
        lines=lines,
        numbers=deletions.numbers(since),
        titles=words.TITLES,
        lists=lists,
        may_forget=may_forget,
        is_hidden=lambda count: not may_forget and disclosure.is_small(count),
    )
