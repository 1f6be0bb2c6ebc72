"""Who works here: inviting, giving, lending and taking roles, on both engines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.actions import auditing, rekeying, signing_in, staffing
from backend.domain import roles
from backend.domain.accounts import Account, State
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.roles import Grant, Right, Role
from backend.domain.staff_refusals import (
    GoneAlready,
    GrantTwice,
    LastAdministrator,
    LinkVoid,
    MailTaken,
    NotAllowed,
    OwnAccount,
)
from backend.store import audit, letters, sealing, sessions, staff
from backend.store.sessions import LinkKind
from tests.web.desk import MITTE, NORD, PASSWORD, Desk, shared_desk, undone

ADMIN = Grant(kind=Role.ADMINISTRATOR)
COUNTER = Grant(kind=Right.COUNTER, place=MITTE)


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("staffing")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


def kinds(account: Account, day: date) -> set[str]:
    return {grant.kind.value for grant in account.powers(day).grants}


def test_somebody_new_is_invited_with_a_role_and_a_mail(desk: Desk) -> None:
    boss = desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE))
    account_id = staffing.invite(
        boss, name="Neu Hier", mail="Neu@Jobcenter.example", grant=COUNTER, now=desk.now
    )
    account = desk.again(account_id)
    (letter,) = letters.claim_due(desk.seconds, most=9, lease_seconds=60)
    assert (account.state, account.home) == (State.INVITED, "mitte")
    assert (letter.kind, letter.recipient) == ("invitation", "neu@jobcenter.example")
    assert account.powers(desk.now.date()).grants == ()

    chosen = signing_in.choose_password(
        letter.facts["token"], LinkKind.INVITATION, PASSWORD, now=desk.now
    )

    assert kinds(desk.again(chosen.id), desk.now.date()) == {"counter"}
    with pytest.raises(LinkVoid):
        signing_in.choose_password(
            letter.facts["token"], LinkKind.INVITATION, PASSWORD, now=desk.now
        )


def test_one_address_is_one_account(desk: Desk) -> None:
    boss = desk.hire(ADMIN)
    with pytest.raises(MailTaken):
        staffing.invite(boss, name="Noch", mail=boss.mail.upper(), grant=COUNTER, now=desk.now)


@pytest.mark.parametrize(
    "grant",
    [
        Grant(kind=Right.COUNTER, place=NORD),
        Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE),
        ADMIN,
        Grant(kind=Right.HOTLINE),
        Grant(kind=Right.STATISTICS, place=MITTE),
        Grant(kind=Right.AUDIT),
    ],
)
def test_an_office_administrator_gives_nothing_beyond_the_office(desk: Desk, grant: Grant) -> None:
    boss = desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE))
    other = desk.hire(COUNTER)
    with pytest.raises(NotAllowed):
        staffing.give(boss, other.id, grant, now=desk.now)
    with pytest.raises(NotAllowed):
        staffing.invite(boss, name="Neu", mail="neu@example.org", grant=grant, now=desk.now)


def test_nobody_changes_their_own_roles(desk: Desk) -> None:
    boss = desk.hire(ADMIN)
    with pytest.raises(OwnAccount):
        staffing.give(boss, boss.id, Grant(kind=Right.AUDIT), now=desk.now)
    with pytest.raises(OwnAccount):
        staffing.take(boss, boss.id, boss.grants[0].id, now=desk.now)
    with pytest.raises(OwnAccount):
        staffing.switch_off(boss, boss.id, now=desk.now)


def test_the_last_administrator_stays(desk: Desk) -> None:
    one, two = desk.hire(ADMIN), desk.hire(ADMIN)
    staffing.take(one, two.id, two.grants[0].id, now=desk.now)
    with pytest.raises(NotAllowed):
        staffing.take(two, one.id, one.grants[0].id, now=desk.now)
    lent = replace(ADMIN, last_day=desk.now.date() + timedelta(3))
    staffing.give(one, two.id, lent, now=desk.now)
    with pytest.raises(LastAdministrator):
        staffing.take(desk.again(two.id), one.id, one.grants[0].id, now=desk.now)
    with pytest.raises(LastAdministrator):
        staffing.switch_off(desk.again(two.id), one.id, now=desk.now)


def test_the_same_role_is_not_given_twice(desk: Desk) -> None:
    boss, other = desk.hire(ADMIN), desk.hire(COUNTER)
    with pytest.raises(GrantTwice):
        staffing.give(boss, other.id, COUNTER, now=desk.now)


def test_a_role_that_was_taken_already_is_gone(desk: Desk) -> None:
    boss, other = desk.hire(ADMIN), desk.hire(COUNTER)
    staffing.take(boss, other.id, other.grants[0].id, now=desk.now)
    with pytest.raises(GoneAlready):
        staffing.take(boss, other.id, other.grants[0].id, now=desk.now)


def test_powers_taken_meanwhile_give_nothing_any_more(desk: Desk) -> None:
    boss = desk.hire(ADMIN)
    office = desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE))
    other = desk.hire(home="mitte")
    staffing.take(boss, office.id, office.grants[0].id, now=desk.now)
    with pytest.raises(NotAllowed):
        staffing.give(office, other.id, COUNTER, now=desk.now)


def test_who_is_switched_off_is_out_at_once_and_comes_back(desk: Desk) -> None:
    boss, other = desk.hire(ADMIN), desk.hire(COUNTER)
    desk.signed_in(other)
    staffing.switch_off(boss, other.id, now=desk.now)
    assert sessions.of_account(other.id) == []
    assert desk.again(other.id).powers(desk.now.date()).grants == ()
    staffing.switch_on(boss, other.id, now=desk.now)
    assert kinds(desk.again(other.id), desk.now.date()) == {"counter"}


def test_every_change_of_a_person_stands_in_the_audit_log(desk: Desk) -> None:
    boss, other = desk.hire(ADMIN), desk.hire()
    staffing.give(boss, other.id, COUNTER, now=desk.now)
    staffing.take(boss, other.id, desk.again(other.id).grants[0].id, now=desk.now)
    staffing.switch_off(boss, other.id, now=desk.now)
    found = audit.about(f"P-{other.id}")
    assert [(entry.deed, entry.detail) for entry in found] == [
        (Deed.CHANGED, "switched off"),
        (Deed.DELETED, "counter@mitte"),
        (Deed.CHANGED, "counter@mitte"),
    ]
    assert {entry.actor for entry in found} == {boss.id}


def test_the_audit_log_is_read_with_its_own_right_only_and_by_what_it_is_about(desk: Desk) -> None:
    boss, reader = desk.hire(ADMIN), desk.hire(Grant(kind=Right.AUDIT))
    matter = Matter(Purpose.COUNTER, "K7M42PX9", "mitte")
    auditing.note_reading(boss, Deed.PRINTED, matter, now=desk.now)
    with pytest.raises(NotAllowed):
        auditing.about(boss, "K7M4-2PX9", now=desk.now)

    (entry,) = [
        entry
        for entry in auditing.for_purpose(reader, Purpose.COUNTER, days=30, now=desk.now)
        if entry.matter == matter
    ]

    assert (entry.deed, entry.actor) == (Deed.PRINTED, boss.id)
    seen = auditing.for_purpose(reader, Purpose.AUDIT, days=1, now=desk.now)
    assert "counter" in {each.matter.reference for each in seen}


def test_the_command_is_the_way_back_in(desk: Desk) -> None:
    lost = desk.hire(mail="chef@jobcenter.example")
    staff.set_state(lost.id, State.OFF, off_at=desk.seconds)
    token, kind = staffing.create_administrator(lost.mail, name="", now=desk.now)
    signing_in.choose_password(token, kind, "ganz neue lange worte", now=desk.now)
    assert roles.may_edit_catalogue(desk.again(lost.id).powers(desk.now.date()))


def test_after_a_change_of_keys_everybody_still_gets_in(desk: Desk) -> None:
    account = desk.hire(COUNTER, mail="key@jobcenter.example")
    staff.set_factor(account.id, "JBSWY3DPEHPK3PXP", step=0)
    old = desk.booked.app.extensions["portal"].settings
    fresh = bytes(range(32))
    sealing.use([fresh, *old.field_keys], bytes(range(1, 33)))
    try:
        assert rekeying.rotate().accounts >= 1
        sealing.use([fresh], bytes(range(1, 33)))
        found = staff.by_mail("KEY@jobcenter.example")
        kept = staff.secrets_of(account.id)
        assert found is not None and found.mail == account.mail
        assert kept is not None and kept.factor == "JBSWY3DPEHPK3PXP"
    finally:
        sealing.use(old.field_keys, old.hash_key)
