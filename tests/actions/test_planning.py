"""Planning: whatever is changed, nothing booked is lost, and nobody is moved unasked (R35, R36)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.actions import loose, planning
from backend.actions.consequences import Consequences
from backend.actions.planning import Answer, Edit, NeedsAnswer
from backend.content import Content
from backend.domain import roles
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment
from backend.domain.compliance import Agreement
from backend.domain.counters import Counter
from backend.domain.openings import Closure, Opening
from backend.domain.roles import Grant, Place, Role
from backend.domain.staff_refusals import ChangedMeanwhile, MandatoryConcern, NotAllowed
from backend.store import appointments, capacity, database, staff
from backend.store import planning as rows
from tests.actions.conftest import NOW, TUESDAY, Book, at
from tests.actions.people import hired

BURG, GROUP = Place("burg"), Place("burg", "burg-eins")
WEDNESDAY = TUESDAY + timedelta(days=1)


@pytest.fixture
def lead(office: None) -> Account:
    return hired(Grant(kind=Role.GROUP_LEAD, place=GROUP))


def group() -> capacity.Group:
    return capacity.plan().groups["burg"][0]


def closing(day: date, *, counter: int | None = None, start: int = 0, end: int = 1440) -> Edit:
    closure = Closure(first_day=day, last_day=day, start=start, end=end, counter=counter)
    return Edit(
        places=(GROUP,),
        may=roles.may_plan,
        write=lambda: rows.add_closure(group().id, closure),
        about="burg-eins",
        note="closed",
    )


def asked(actor: Account, edit: Edit, content: Content) -> Consequences:
    """What is asked before anything is changed."""
    with pytest.raises(NeedsAnswer) as asking:
        planning.carry_out(actor, edit, content=content, now=NOW)
    return asking.value.consequences


def now_of(booked: Appointment) -> Appointment:
    found = appointments.by_id(booked.id)
    assert found is not None
    return found


def letters_of(booked: Appointment) -> list[str]:
    sql = "SELECT kind FROM letter WHERE appointment = ? ORDER BY id"
    return [kind for (kind,) in database.every(sql, (booked.id,))]


def test_a_closure_that_hits_nobody_is_written_at_once(lead: Account, content: Content) -> None:
    planning.carry_out(lead, closing(WEDNESDAY, counter=1), content=content, now=NOW)
    assert [each.first_day for each in group().closures] == [WEDNESDAY]


def test_nothing_is_changed_before_somebody_has_seen_whom_it_hits(
    lead: Account, content: Content, book: Book
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    found = asked(lead, closing(TUESDAY, counter=booked.counter), content)
    assert [hit.appointment.id for hit in found.hits] == [booked.id]
    assert group().closures == ()
    assert now_of(booked) == booked


def test_the_same_time_at_another_counter_needs_no_message(
    lead: Account, content: Content, book: Book
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    edit = closing(TUESDAY, counter=booked.counter)
    found = asked(lead, edit, content)
    before = letters_of(booked)
    done = planning.carry_out(lead, edit, Answer(mark=found.mark), content=content, now=NOW)
    moved = now_of(booked)
    assert (done.to_counter, moved.start) == (1, booked.start)
    assert moved.counter != booked.counter
    assert letters_of(booked) == before
    assert loose.loose("burg", content=content, now=NOW) == []


def test_a_closed_day_moves_customers_to_the_nearest_time_with_a_letter(
    lead: Account, content: Content, book: Book
) -> None:
    booked = [book(f"Amal{number}", at(TUESDAY, 9)) for number in range(3)]
    edit = closing(TUESDAY)
    agreement = Agreement(
        office="", first_day=TUESDAY, last_day=TUESDAY, agreed_by="Leitung", agreed_on=TUESDAY
    )
    found = asked(lead, edit, content)
    answer = Answer(mark=found.mark, agreement=agreement)
    done = planning.carry_out(lead, edit, answer, content=content, now=NOW)
    assert done.to_time == 3
    assert all(now_of(each).day == WEDNESDAY for each in booked)
    assert all("office_moved" in letters_of(each) for each in booked)


def test_who_is_left_waits_on_the_list_until_the_closure_is_taken_back(
    lead: Account, content: Content, book: Book
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    edit = closing(TUESDAY, counter=booked.counter)
    found = asked(lead, edit, content)
    answer = Answer(mark=found.mark, left=frozenset({booked.id}))
    planning.carry_out(lead, edit, answer, content=content, now=NOW)
    assert [each.reason for each in loose.loose("burg", content=content, now=NOW)] == ["closed"]
    back = replace(edit, write=lambda: rows.delete_closure(group().id, group().closures[0].id))
    planning.carry_out(lead, back, content=content, now=NOW)
    assert loose.loose("burg", content=content, now=NOW) == []


def test_who_books_after_the_look_is_shown_too(lead: Account, content: Content, book: Book) -> None:
    first = book("Amal", at(TUESDAY, 9))
    edit = closing(TUESDAY, counter=first.counter)
    seen = asked(lead, edit, content)
    others = [book(f"Bina{number}", at(TUESDAY, 10)) for number in range(3)]
    with pytest.raises(NeedsAnswer) as asking:
        planning.carry_out(lead, edit, Answer(mark=seen.mark), content=content, now=NOW)
    assert asking.value.is_anew
    assert {hit.appointment.id for hit in asking.value.consequences.hits} > {first.id}
    assert len(others) == 3


def test_a_counter_that_goes_leaves_nobody_behind(
    lead: Account, content: Content, book: Book
) -> None:
    booked = book("Amal", at(TUESDAY, 9))
    administrator = hired(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=BURG))
    edit = Edit(
        places=(GROUP,),
        may=roles.may_set_offers,
        write=lambda: rows.retire_counter(group().id, booked.counter),
        about="burg-eins",
        note="counter",
    )
    found = asked(administrator, edit, content)
    assert [hit.loose.reason for hit in found.hits] == ["counter_gone"]
    planning.carry_out(administrator, edit, Answer(mark=found.mark), content=content, now=NOW)
    assert now_of(booked).counter != booked.counter


def test_missing_windows_need_an_agreement(office: None, content: Content) -> None:
    lead = hired(Grant(kind=Role.GROUP_LEAD, place=BURG))

    def write() -> None:
        week = group().weeks[0]
        kept = tuple(each for each in week.openings if each.weekday < 3)
        assert rows.change_week(group().id, replace(week, openings=kept))

    edit = Edit(places=(GROUP,), may=roles.may_plan, write=write, about="burg-eins", note="week")
    found = asked(lead, edit, content)
    assert {str(gap.duty) for _office, gap in found.gaps} == {"days"}
    with pytest.raises(NeedsAnswer):
        planning.carry_out(lead, edit, Answer(mark=found.mark), content=content, now=NOW)
    agreed = Agreement(
        office="", first_day=TUESDAY, last_day=TUESDAY, agreed_by="Leitung", agreed_on=TUESDAY
    )
    answer = Answer(mark=found.mark, agreement=agreed)
    planning.carry_out(lead, edit, answer, content=content, now=NOW)
    assert [each.agreed_by for each in rows.agreements("burg")] == ["Leitung"]
    entries = database.every("SELECT detail FROM audit_entry WHERE purpose = 'planning'")
    assert entries == [("week; agreed: Leitung, 2026-11-24",)]


def test_a_mandatory_concern_cannot_be_switched_off(office: None, content: Content) -> None:
    administrator = hired(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=BURG))
    edit = Edit(
        places=(GROUP,),
        may=roles.may_set_offers,
        write=lambda: rows.write_offers(group().id, ()),
        about="burg-eins",
        note="offers",
    )
    with pytest.raises(MandatoryConcern):
        planning.carry_out(administrator, edit, content=content, now=NOW)
    assert group().offers


def test_nobody_plans_for_another_group(office: None, content: Content) -> None:
    stranger = hired(Grant(kind=Role.GROUP_LEAD, place=Place("tal")))
    with pytest.raises(NotAllowed):
        planning.carry_out(stranger, closing(TUESDAY), content=content, now=NOW)


def test_a_role_taken_away_meanwhile_plans_nothing(lead: Account, content: Content) -> None:
    staff.take(lead.id, lead.grants[0].id)
    with pytest.raises(NotAllowed):
        planning.carry_out(lead, closing(TUESDAY), content=content, now=NOW)


def test_two_leads_cannot_overwrite_each_other_unseen(lead: Account, content: Content) -> None:
    week = group().weeks[0]

    def saving(title: str) -> Edit:
        def write() -> None:
            if not rows.change_week(group().id, replace(week, title=title)):
                raise ChangedMeanwhile

        return Edit(
            places=(GROUP,), may=roles.may_plan, write=write, about="burg-eins", note="week"
        )

    planning.carry_out(lead, saving("mine"), content=content, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        planning.carry_out(lead, saving("yours"), content=content, now=NOW)
    assert group().weeks[0].title == "mine"


# --- random edits lose nobody


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["close", "half", "counter", "week", "offers", "own", "reopen"]),
        st.integers(0, 9),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def _close(own: capacity.Group, day: date, number: int) -> None:
    rows.add_closure(own.id, Closure(first_day=day, last_day=day))


def _close_half(own: capacity.Group, day: date, number: int) -> None:
    counter = own.counters[number % len(own.counters)].id if own.counters else None
    closure = Closure(first_day=day, last_day=day, start=480, end=570, counter=counter)
    rows.add_closure(own.id, closure)


def _retire(own: capacity.Group, day: date, number: int) -> None:
    if own.counters:
        rows.retire_counter(own.id, own.counters[number % len(own.counters)].id)
    if number > 6:
        rows.add_counter(own.id, Counter(0, "new", large=True))


def _shorten(own: capacity.Group, day: date, number: int) -> None:
    lines = tuple(
        Opening(weekday=each.weekday, start=each.start, end=540 + 15 * number)
        for each in own.weeks[0].openings
        if each.weekday != number % 5 and each.start < 540
    )
    rows.change_week(own.id, replace(own.weeks[0], openings=lines))


def _withdraw(own: capacity.Group, day: date, number: int) -> None:
    rows.write_offers(own.id, [each for each in own.offers if each.concern != "rueckfrage"])


def _set_apart(own: capacity.Group, day: date, number: int) -> None:
    rows.set_apart(own.id, day)


def _reopen(own: capacity.Group, day: date, number: int) -> None:
    for closure in own.closures[: number % 3]:
        rows.delete_closure(own.id, closure.id)


CHANGES = {
    "close": _close,
    "half": _close_half,
    "counter": _retire,
    "week": _shorten,
    "offers": _withdraw,
    "own": _set_apart,
    "reopen": _reopen,
}


def _edit(kind: str, number: int) -> Edit:
    day = TUESDAY + timedelta(days=number % 4)
    return Edit(
        places=(GROUP,),
        may=lambda *_: True,
        write=lambda: CHANGES[kind](group(), day, number),
        about="burg-eins",
        note=kind,
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS)
def test_nothing_booked_is_ever_lost_by_changes_of_capacity(
    single_engine: Account, content: Content, book: Book, edits: list[tuple[str, int, bool]]
) -> None:
    agreement = Agreement(
        office="", first_day=TUESDAY, last_day=TUESDAY, agreed_by="Leitung", agreed_on=TUESDAY
    )
    with database.atomic() as transaction:
        booked = [
            book(f"Amal{day}{hour}", at(TUESDAY + timedelta(days=day), hour), concern=concern)
            for day in range(3)
            for hour, concern in ((8, "antrag"), (9, "rueckfrage"), (10, "notfall-geld"))
        ]
        for kind, number, leaves in edits:
            edit = _edit(kind, number)
            _carry_out(single_engine, edit, agreement, content=content, leaves=leaves)
        _all_are_served_once_or_listed(booked, content)
        transaction.rollback()


def _carry_out(
    actor: Account, edit: Edit, agreement: Agreement, *, content: Content, leaves: bool
) -> None:
    """Each try in a savepoint, since all of it lies in the one transaction that is undone."""
    try:
        with database.atomic():
            planning.carry_out(actor, edit, content=content, now=NOW)
    except MandatoryConcern:
        return
    except NeedsAnswer as asking:
        found = asking.consequences
        left = {hit.appointment.id for hit in found.hits[::2]} if leaves else set()
        answer = Answer(mark=found.mark, left=frozenset(left), agreement=agreement)
        planning.carry_out(actor, edit, answer, content=content, now=NOW)


def _all_are_served_once_or_listed(booked: list[Appointment], content: Content) -> None:
    present = [now_of(each) for each in booked]
    assert all(each.state == "booked" for each in present)
    waiting = {each.appointment.id for each in loose.loose("burg", content=content, now=NOW)}
    for each in present:
        claimed = database.every("SELECT cell FROM claim WHERE appointment = ?", (each.id,))
        assert len(claimed) >= each.minutes // 5
        if each.id not in waiting:
            assert each.counter in {counter.id for counter in group().counters}
    cells = database.every("SELECT resource, cell FROM claim")
    assert len(set(cells)) == len(cells)


@pytest.fixture
def single_engine(default_database_url: str) -> Iterator[Account]:
    """One engine will do: what is tried at random is the planning, not the database."""
    from backend.store import sealing
    from tests.actions.conftest import plan

    sealing.use([b"k" * 32], b"h" * 32)
    database.connect(default_database_url)
    planning.set_up(plan())
    yield hired(Grant(kind=Role.GROUP_LEAD, place=GROUP))
    database.disconnect()
