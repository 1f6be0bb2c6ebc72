"""Scheduling and closing: templates, days and closures go to the groups that are meant."""

from datetime import timedelta

import pytest

from backend.actions import closing, loose, planning, scheduling
from backend.actions.closing import Target
from backend.actions.planning import Answer, Edit, NeedsAnswer
from backend.content import Content
from backend.domain.accounts import Account
from backend.domain.compliance import Agreement
from backend.domain.lines import Line
from backend.domain.openings import Closure, Opening, Week
from backend.domain.roles import Grant, Place, Role
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.store import appointments, capacity
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.people import hired

WEDNESDAY = TUESDAY + timedelta(days=1)
AGREED = Agreement(
    office="", first_day=TUESDAY, last_day=TUESDAY, agreed_by="Leitung", agreed_on=TUESDAY
)


@pytest.fixture
def lead(office: None) -> Account:
    return hired(Grant(kind=Role.GROUP_LEAD, place=Place("burg")))


def group(office: str = "burg") -> capacity.Group:
    return capacity.plan().groups[office][0]


def carry_out(actor: Account, edit: Edit, content: Content) -> planning.Done:
    """Do it, whatever it hits."""
    try:
        return planning.carry_out(actor, edit, content=content, now=NOW)
    except NeedsAnswer as asking:
        answer = Answer(mark=asking.consequences.mark, agreement=AGREED)
        return planning.carry_out(actor, edit, answer, content=content, now=NOW)


def test_a_closed_morning_moves_past_times_nobody_would_hear_of(
    lead: Account, content: Content, book: Book
) -> None:
    """Most times near Tuesday at eight lie on Monday, which is today."""
    booked = book("Amal", at(TUESDAY, 8))
    closure = Closure(first_day=TUESDAY, last_day=TUESDAY)
    done = carry_out(lead, closing.close([Target(group())], closure), content)
    moved = appointments.by_id(booked.id)
    assert done.to_time == 1
    assert moved is not None and moved.start == at(WEDNESDAY, 8)


def test_several_counters_closed_in_one_step_share_a_batch(lead: Account, content: Content) -> None:
    targets = [Target(group(), counter.id) for counter in group().counters[:2]]
    closure = Closure(first_day=TUESDAY, last_day=TUESDAY, start=540, end=1440)
    carry_out(lead, closing.close(targets, closure), content)
    batches = {each.batch for each in group().closures}
    assert len(group().closures) == 2 and len(batches) == 1 and "" not in batches
    carry_out(lead, closing.close(targets, closure), content)
    assert len(group().closures) == 2
    taken = [(group(), each) for each in group().closures]
    carry_out(lead, closing.take_back(taken), content)
    carry_out(lead, closing.take_back(taken), content)
    assert group().closures == ()


def test_a_copy_for_another_group_is_no_change_of_this_one(lead: Account, content: Content) -> None:
    week = Week(title="Kopie", openings=(Opening(weekday=0, start=480, end=540, counter=2),))
    copied = scheduling.copied(week, group(), to=group("tal"))
    assert copied.openings == ()


def test_the_same_day_planned_twice_at_once_is_refused_the_second_time(
    lead: Account, content: Content
) -> None:
    seen = scheduling.mark_of(group(), TUESDAY, holidays=())
    for end in (600, 660):
        line = Line(weekdays=(), start=480, end=end)
        edit = scheduling.plan_day(group(), TUESDAY, [line], seen=seen, holidays=())
        if end == 600:
            carry_out(lead, edit, content)
        else:
            with pytest.raises(ChangedMeanwhile):
                planning.carry_out(lead, edit, content=content, now=NOW)
    assert [each.end for each in group().extra_openings] == [600]


def test_back_to_the_template_the_day_is_as_before(
    lead: Account, content: Content, book: Book
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    before = group()
    seen = scheduling.mark_of(before, TUESDAY, holidays=())
    edit = scheduling.plan_day(before, TUESDAY, [], seen=seen, holidays=())
    with pytest.raises(NeedsAnswer) as asking:
        planning.carry_out(lead, edit, content=content, now=NOW)
    found = asking.value.consequences
    answer = Answer(mark=found.mark, left=frozenset({booked.id}), agreement=AGREED)
    planning.carry_out(lead, edit, answer, content=content, now=NOW)
    assert len(loose.loose("burg", content=content, now=NOW)) == 1
    carry_out(lead, scheduling.rejoin(group(), TUESDAY), content)
    assert group() == before
    assert loose.loose("burg", content=content, now=NOW) == []
