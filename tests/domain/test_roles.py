"""Roles contain each other, end at their place and day, and nobody gives more than they have."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import roles
from backend.domain.roles import JOBCENTER, LADDER, Grant, Kind, Place, Powers, Right, Role

TODAY = date(2026, 11, 24)
OFFICES = ("mitte", "nord")
GROUPS = ("eingang", "leistung")
PLACES = [
    JOBCENTER,
    *(Place(office) for office in OFFICES),
    *(Place(office, f"{office}-{group}") for office in OFFICES for group in GROUPS),
]
AT_PLACES = (
    roles.may_see_bookings, roles.may_work_at_counter, roles.may_book, roles.may_plan,
    roles.may_set_offers, roles.may_read_statistics,
)  # fmt: skip
CENTRAL = (roles.may_edit_catalogue, roles.may_set_sign_in, roles.may_read_audit)

kinds = st.sampled_from([*Role, *Right])
places = st.sampled_from(PLACES)
grants = st.builds(Grant, kind=kinds, place=places).filter(roles.is_possible)
people = st.lists(grants, max_size=4).map(tuple).map(Powers)


def allowed(powers: Powers) -> set[tuple[str, Place]]:
    """Everything the powers allow, at every place."""
    found = {(may.__name__, at) for may in AT_PLACES for at in PLACES if may(powers, at)}
    found |= {(may.__name__, JOBCENTER) for may in CENTRAL if may(powers)}
    return found | {("may_give", at) for at in PLACES for kind in (*Role, *Right)
                    if roles.may_give(powers, Grant(kind=kind, place=at))}  # fmt: skip


@given(place=places, higher=st.sampled_from(Role), lower=st.sampled_from(Role))
def test_a_higher_role_may_all_that_a_lower_one_may(
    place: Place, higher: Role, lower: Role
) -> None:
    if LADDER.index(lower) > LADDER.index(higher):
        lower, higher = higher, lower
    has_more = allowed(Powers((Grant(kind=higher, place=place),)))
    assert allowed(Powers((Grant(kind=lower, place=place),))) <= has_more


@given(powers=people, more=grants)
def test_one_more_role_never_takes_anything_away(powers: Powers, more: Grant) -> None:
    assert allowed(powers) <= allowed(Powers((*powers.grants, more)))


@given(grant=grants.filter(lambda grant: bool(grant.place.office)))
def test_a_role_of_one_office_opens_nothing_elsewhere(grant: Grant) -> None:
    opened = {place for _may, place in allowed(Powers((grant,)))}
    assert all(grant.place.covers(place) for place in opened)


@given(powers=people, grant=grants)
def test_nobody_gives_more_than_they_have_but_the_rights_given_centrally(
    powers: Powers, grant: Grant
) -> None:
    if not roles.may_give(powers, grant):
        return
    if powers.at(Role.ADMINISTRATOR, JOBCENTER):
        return
    assert allowed(Powers((grant,))) <= allowed(powers)


@given(powers=people, grant=grants)
def test_who_may_give_a_role_may_see_the_person_who_has_it(powers: Powers, grant: Grant) -> None:
    if roles.may_give(powers, grant) and grant.place.office:
        assert roles.may_see_person(powers, home="", grants=(grant,))


@given(grant=grants, first=st.integers(-3, 3), length=st.integers(0, 4), day=st.integers(-5, 9))
def test_a_lent_role_counts_from_its_first_day_to_its_last(
    grant: Grant, first: int, length: int, day: int
) -> None:
    begin, end = TODAY + timedelta(first), TODAY + timedelta(first + length)
    lent = Grant(kind=grant.kind, place=grant.place, first_day=begin, last_day=end)
    asked = TODAY + timedelta(day)
    powers = roles.on(asked, [lent])
    assert bool(powers.grants) == (begin <= asked <= end)


@pytest.mark.parametrize(
    ("kind", "office", "group", "is_possible"),
    [
        (Role.ADMINISTRATOR, "", "", True),
        (Role.ADMINISTRATOR, "mitte", "", False),
        (Role.OFFICE_ADMINISTRATOR, "mitte", "", True),
        (Role.OFFICE_ADMINISTRATOR, "mitte", "mitte-eingang", False),
        (Role.OFFICE_ADMINISTRATOR, "", "", False),
        (Role.GROUP_LEAD, "mitte", "mitte-eingang", True),
        (Role.GROUP_LEAD, "", "", False),
        (Role.APPOINTMENT_MANAGER, "mitte", "", True),
        (Right.COUNTER, "mitte", "mitte-eingang", True),
        (Right.COUNTER, "", "mitte-eingang", False),
        (Right.HOTLINE, "", "", True),
        (Right.HOTLINE, "mitte", "", False),
        (Right.STATISTICS, "", "", True),
        (Right.STATISTICS, "mitte", "", True),
        (Right.AUDIT, "mitte", "", False),
    ],
)
def test_each_role_has_its_places(kind: Kind, office: str, group: str, is_possible: bool) -> None:
    assert roles.is_possible(Grant(kind=kind, place=Place(office, group))) is is_possible


def test_no_role_reads_statistics_or_the_audit_log_by_itself() -> None:
    for role in Role:
        powers = Powers((Grant(kind=role, place=JOBCENTER),))
        assert not roles.may_read_statistics(powers, Place("mitte"))
        assert not roles.may_read_audit(powers)


def test_the_hotline_books_everywhere_and_sees_no_booking_files() -> None:
    powers = Powers((Grant(kind=Right.HOTLINE),))
    assert roles.may_book(powers, Place("nord", "nord-eingang"))
    assert not roles.may_see_bookings(powers, Place("nord"))


def test_an_appointment_manager_sees_the_own_files_and_serves_nobody() -> None:
    powers = Powers((Grant(kind=Role.APPOINTMENT_MANAGER, place=Place("mitte")),))
    assert roles.may_see_bookings(powers, Place("mitte", "mitte-eingang"))
    assert not roles.may_work_at_counter(powers, Place("mitte", "mitte-eingang"))
    assert not roles.may_see_bookings(powers, Place("nord"))


def test_who_also_works_elsewhere_is_decided_on_centrally() -> None:
    here = Powers((Grant(kind=Role.OFFICE_ADMINISTRATOR, place=Place("mitte")),))
    both = [Grant(kind=Right.COUNTER, place=Place(office)) for office in OFFICES]
    assert roles.may_see_person(here, home="nord", grants=both)
    assert not roles.may_decide_on(here, home="nord", grants=both)
    assert not roles.may_decide_on(here, home="mitte", grants=both)
    assert roles.may_decide_on(here, home="mitte", grants=both[:1])


def test_an_office_administrator_does_not_make_another_one() -> None:
    here = Powers((Grant(kind=Role.OFFICE_ADMINISTRATOR, place=Place("mitte")),))
    assert not roles.may_give(here, Grant(kind=Role.OFFICE_ADMINISTRATOR, place=Place("mitte")))
    assert roles.may_give(here, Grant(kind=Role.GROUP_LEAD, place=Place("mitte", "mitte-eingang")))
