"""Several who plan at the same moment, and customers who book meanwhile: nothing is lost."""

from dataclasses import replace
from functools import partial

import pytest

from backend.actions import closing, loose, planning, scheduling
from backend.actions.closing import Target
from backend.actions.planning import Answer, Done, NeedsAnswer
from backend.content import Content
from backend.domain import refusals, staff_refusals
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment
from backend.domain.compliance import Agreement
from backend.domain.lines import Line
from backend.domain.openings import Closure
from backend.store import appointments
from tests.actions.conftest import NOW, TUESDAY, at
from tests.actions.test_contention import booked, together, whole
from tests.actions.test_scheduling import group, lead

__all__ = ["lead"]
AGREED = Agreement(
    office="", first_day=TUESDAY, last_day=TUESDAY, agreed_by="Leitung", agreed_on=TUESDAY
)


def save(actor: Account, title: str, content: Content) -> Done:
    edit = scheduling.save_week(group(), replace(group().weeks[0], title=title, revision=0))
    return planning.carry_out(actor, edit, content=content, now=NOW)


def close(actor: Account, content: Content) -> Done:
    """Answer as often as the situation is another one."""
    edit = closing.close([Target(group())], Closure(first_day=TUESDAY, last_day=TUESDAY))
    answer = None
    while True:
        try:
            return planning.carry_out(actor, edit, answer, content=content, now=NOW)
        except NeedsAnswer as asking:
            answer = Answer(mark=asking.consequences.mark, agreement=AGREED)


def test_of_many_who_save_the_same_week_one_does(lead: Account, content: Content) -> None:
    results = together([partial(save, lead, f"Nr. {number}", content) for number in range(8)])
    saved = [each for each in results if isinstance(each, Done)]
    refused = (staff_refusals.ChangedMeanwhile, refusals.TryAgain)
    assert len(saved) == 1, results
    assert all(isinstance(each, refused) for each in results if each not in saved), results
    assert group().weeks[0].revision == 1


def test_of_many_who_plan_the_same_day_one_does(lead: Account, content: Content) -> None:
    own, seen = group(), scheduling.mark_of(group(), TUESDAY, holidays=())

    def plan(end: int) -> Done:
        line = Line(weekdays=(), start=480, end=end)
        edit = scheduling.plan_day(own, TUESDAY, [line], seen=seen, holidays=())
        return planning.carry_out(lead, edit, content=content, now=NOW)

    results = together([partial(plan, 600 + 5 * number) for number in range(6)])
    assert len([each for each in results if isinstance(each, Done)]) == 1, results
    assert len(group().extra_openings) == 1


@pytest.mark.parametrize("round_", range(2))
def test_who_books_while_the_day_is_closed_is_moved_refused_or_on_the_list(
    lead: Account, content: Content, round_: int
) -> None:
    tasks = [
        partial(whole, f"P{round_}x{number}", at(TUESDAY, 8 + number % 4), content)
        for number in range(8)
    ]
    results = together([*tasks, partial(close, lead, content)])
    fine = (Appointment, Done, refusals.TimeTaken, refusals.NotBookable)
    assert all(isinstance(each, fine) for each in results), results
    waiting = {each.appointment.id for each in loose.loose("burg", content=content, now=NOW)}
    for each in booked([one for one in results if isinstance(one, Appointment)]):
        now = appointments.by_id(each.id)
        assert now is not None and now.state == "booked"
        assert now.id in waiting or now.day != TUESDAY
