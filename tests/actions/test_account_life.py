"""The whole life of an account, from the invitation to its deletion, on both engines."""

from datetime import date, timedelta
from pathlib import Path

import pyotp
import pytest

from backend.actions import signing_in, staffing
from backend.domain.accounts import Account
from backend.domain.roles import Grant, Right, Role
from backend.domain.staff_refusals import SignInRefused
from backend.store import letters, sessions, staff
from backend.store.sessions import LinkKind
from tests.web.desk import ENTRANCE, MITTE, PASSWORD, Desk, desk_with

NAMES = {"client": "192.0.2.1", "browser": "Firefox, Linux"}


def test_an_account_lives_from_its_invitation_to_its_end(database_url: str, tmp_path: Path) -> None:
    with desk_with(database_url, tmp_path) as desk:
        boss = desk.hire(Grant(kind=Role.ADMINISTRATOR))
        account = invited(desk, boss)
        signed_in(desk, account)
        let_go(desk, boss, account)
        assert [each.id for each in staff.everybody()] == [boss.id]


def kinds(account: Account, day: date) -> set[str]:
    return {grant.kind.value for grant in account.powers(day).grants}


def invited(desk: Desk, boss: Account) -> Account:
    """Somebody with a right for good and a role for today."""
    today, counter = desk.now.date(), Grant(kind=Right.COUNTER, place=MITTE)
    account_id = staffing.invite(
        boss, name="Neu", mail="neu@jobcenter.example", grant=counter, now=desk.now
    )
    (letter,) = letters.claim_due(desk.seconds, most=9, lease_seconds=60)
    token = letter.facts["token"]
    signing_in.choose_password(token, LinkKind.INVITATION, PASSWORD, now=desk.now)
    lead = Grant(kind=Role.GROUP_LEAD, place=ENTRANCE, first_day=today, last_day=today)
    staffing.give(boss, account_id, lead, now=desk.now)
    account = desk.again(account_id)
    assert kinds(account, today) == {"counter", "group_lead"}
    assert kinds(account, today + timedelta(1)) == {"counter"}
    return account


def signed_in(desk: Desk, account: Account) -> None:
    """By password, then with a second factor; all other sessions are ended."""
    with pytest.raises(SignInRefused):
        signing_in.sign_in(account.mail, "falsch", now=desk.now, **NAMES)
    cookie = signing_in.sign_in(account.mail, PASSWORD, now=desk.now, **NAMES)
    session = signing_in.visit(cookie, now=desk.now, idle_minutes=30, hours=10)
    assert session is not None and session.is_whole
    code = pyotp.TOTP(signing_in.offered_secret(session)).at(desk.seconds)
    codes = signing_in.take_factor(session, code, now=desk.now)

    half = sessions.find(signing_in.sign_in(account.mail, PASSWORD, now=desk.now, **NAMES))
    assert half is not None and not half.is_whole
    whole = sessions.find(signing_in.confirm(half, codes[0], client="", now=desk.now))
    assert whole is not None and whole.is_whole
    assert signing_in.end_others(whole) == 1


def let_go(desk: Desk, boss: Account, account: Account) -> None:
    """A forgotten password, a lost telephone, the end of the work."""
    signing_in.wish_reset(account.mail, now=desk.now)
    assert signing_in.answer_wishes(desk.now) == 1
    staffing.demand_factor(boss, [Right.COUNTER], now=desk.now)
    assert account.needs_factor(desk.now.date(), staff.factor_rule())
    staffing.drop_factor(boss, account.id, now=desk.now)
    staffing.switch_off(boss, account.id, now=desk.now)
    assert staffing.sweep(now=desk.now + timedelta(days=181)) == 1
