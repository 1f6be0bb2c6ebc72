"""The staff: accounts, what they were granted, and who needs a second factor.

Names are kept as they are, since lists show them; mail addresses are sealed and found by a keyed
hash, secrets of second factors are sealed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee

from backend.domain import roles
from backend.domain.accounts import Account, State, tidied_mail
from backend.domain.roles import Grant, Kind, Place
from backend.store import database, sealing

_ACCOUNT = "id, name, mail, nonce, home, state, factor, organisation, leads"
_GRANT = "id, account, kind, office, group_key, first_day, last_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What signing in is checked against; never shown."""

    account: int
    password: str
    """A hash; empty before the first password."""
    factor: str
    """The secret of the second factor in base32; empty when there is none."""
    factor_step: int
    """The time step of the last code that was taken; none counts twice."""


def mail_key(mail: str) -> str:
    """The keyed hash by which an account is found."""
    return sealing.keyed_hash("staff mail", tidied_mail(mail))


def by_id(account_id: int) -> Account | None:
    """The account with all its grants; None when there is none."""
    return _only(f"SELECT {_ACCOUNT} FROM account WHERE id = ?", account_id)


def by_mail(mail: str) -> Account | None:
    """The account with this address, however it is typed."""
    return by_mail_key(mail_key(mail))


def by_mail_key(key: str) -> Account | None:
    """The account with this keyed hash of an address."""
    return _only(f"SELECT {_ACCOUNT} FROM account WHERE mail_key = ?", key)


def everybody(organisation: int = 0) -> list[Account]:
    """All accounts of the Jobcenter, or of a partner organisation, by name."""
    sql = f"SELECT {_ACCOUNT} FROM account WHERE organisation = ? ORDER BY name, id"
    rows = database.every(sql, (organisation,))
    found = _grants(database.every(f"SELECT {_GRANT} FROM account_grant ORDER BY id"))
    return [_account(row, found.get(int(row[0]), ())) for row in rows]


def lock(account_id: int) -> Account | None:
    """The account; nobody else changes it before this transaction ends."""
    return _only(f"SELECT {_ACCOUNT} FROM account WHERE id = ? FOR UPDATE", account_id)


def add(*, name: str, mail: str, home: str, is_demo: int, now_seconds: int) -> int:
    """A new account without a password, invited; returns its id."""
    nonce = sealing.new_nonce()
    row = database.one(
        "INSERT INTO account (mail_key, mail, nonce, name, home, state, password, factor,"
        " factor_step, demo, created_at) VALUES (?, ?, ?, ?, ?, ?, '', '', 0, ?, ?) RETURNING id",
        (
            mail_key(mail),
            sealing.seal(mail.strip(), _mail_context(nonce)),
            nonce,
            name,
            home,
            State.INVITED.value,
            is_demo,
            now_seconds,
        ),
    )
    assert row is not None
    return int(row[0])


def belong(account_id: int, organisation: int, *, leads: int) -> None:
    """Make it an account of a partner organisation; `leads` 1: it invites the others there."""
    sql = "UPDATE account SET organisation = ?, leads = ? WHERE id = ?"
    database.run(sql, (organisation, leads, account_id))


def change(account_id: int, *, name: str, home: str) -> None:
    """Another name, and the office whose people the account belongs to."""
    sql = "UPDATE account SET name = ?, home = ? WHERE id = ?"
    database.run(sql, (name, home, account_id))


def set_state(account_id: int, state: State, *, off_at: int | None = None) -> None:
    """Switch the account on or off; `off_at` are UTC seconds."""
    sql = "UPDATE account SET state = ?, off_at = ? WHERE id = ?"
    database.run(sql, (state.value, off_at, account_id))


def has_demo() -> bool:
    """Whether accounts for trying out are among them (D39); False where nobody can tell yet."""
    try:
        return database.one("SELECT 1 FROM account WHERE demo = 1 LIMIT 1") is not None
    except peewee.PeeweeException:
        # No tables before the first `migrate`, or no server at this moment: `/gesund` tells.
        return False


def is_empty() -> bool:
    """Whether there is no account at all."""
    return database.one("SELECT 1 FROM account LIMIT 1") is None


def off_since(before: int, *, most: int) -> list[int]:
    """Ids of accounts switched off before these UTC seconds."""
    sql = "SELECT id FROM account WHERE state = ? AND off_at < ? ORDER BY id LIMIT ?"
    return [int(row[0]) for row in database.every(sql, (State.OFF.value, before, most))]


def delete(account_id: int) -> None:
    """Forget the account and all that hangs on it."""
    for table in ("account_grant", "account_link", "recovery_code", "staff_session"):
        database.run(f"DELETE FROM {table} WHERE account = ?", (account_id,))
    database.run("DELETE FROM account WHERE id = ?", (account_id,))


# --- passwords and second factors


def secrets_of(account_id: int) -> Secrets | None:
    """What signing in is checked against."""
    sql = "SELECT id, password, factor, factor_step, nonce FROM account WHERE id = ?"
    row = database.one(sql, (account_id,))
    if row is None:
        return None
    factor = sealing.unseal(row[2], _factor_context(row[4])) if row[2] else ""
    return Secrets(account=int(row[0]), password=row[1], factor=factor, factor_step=int(row[3]))


def set_password(account_id: int, hashed: str) -> None:
    """Keep the hash of a new password."""
    database.run("UPDATE account SET password = ? WHERE id = ?", (hashed, account_id))


def set_factor(account_id: int, secret: str, *, step: int) -> None:
    """Keep the secret of a second factor, or none; codes up to this time step count no more."""
    row = database.one("SELECT nonce FROM account WHERE id = ?", (account_id,))
    assert row is not None
    sealed = sealing.seal(secret, _factor_context(row[0])) if secret else ""
    database.run("UPDATE account SET factor = ? WHERE id = ?", (sealed, account_id))
    take_step(account_id, step)


def take_step(account_id: int, step: int) -> bool:
    """Use up a time step; False when it or a later one was used before."""
    sql = "UPDATE account SET factor_step = ? WHERE id = ? AND factor_step < ?"
    return int(database.run(sql, (step, account_id, step)).rowcount) == 1


def replace_codes(account_id: int, codes: Iterable[str]) -> None:
    """Keep new recovery codes in place of the old ones."""
    database.run("DELETE FROM recovery_code WHERE account = ?", (account_id,))
    for code in codes:
        database.run(
            "INSERT INTO recovery_code (key, account) VALUES (?, ?)",
            (_code_key(account_id, code), account_id),
        )


def take_code(account_id: int, code: str) -> bool:
    """Use up a recovery code; False when it is none."""
    sql = "DELETE FROM recovery_code WHERE key = ?"
    return int(database.run(sql, (_code_key(account_id, code),)).rowcount) == 1


def count_codes(account_id: int) -> int:
    """How many recovery codes are left."""
    row = database.one("SELECT COUNT(*) FROM recovery_code WHERE account = ?", (account_id,))
    return 0 if row is None else int(row[0])


def factor_rule() -> frozenset[Kind]:
    """The roles and rights that demand a second factor."""
    rows = database.every("SELECT kind FROM factor_rule")
    return frozenset(roles.kind_of(row[0]) for row in rows)


def write_factor_rule(kinds: Iterable[Kind]) -> None:
    """Demand a second factor of these and no others."""
    database.run("DELETE FROM factor_rule")
    for kind in sorted(kinds):
        database.run("INSERT INTO factor_rule (kind) VALUES (?)", (kind.value,))


# --- grants


def give(account_id: int, grant: Grant, *, now_seconds: int) -> int:
    """Write down a grant; returns its id."""
    row = database.one(
        "INSERT INTO account_grant (account, kind, office, group_key, first_day, last_day,"
        " given_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            account_id,
            grant.kind.value,
            grant.place.office,
            grant.place.group,
            grant.first_day,
            grant.last_day,
            now_seconds,
        ),
    )
    assert row is not None
    return int(row[0])


def take(account_id: int, grant_id: int) -> bool:
    """Take a grant away; False when there was none."""
    sql = "DELETE FROM account_grant WHERE id = ? AND account = ?"
    return int(database.run(sql, (grant_id, account_id)).rowcount) == 1


def sweep_grants(before: date) -> int:
    """Delete lent grants whose last day lies before this day."""
    return int(database.run("DELETE FROM account_grant WHERE last_day < ?", (before,)).rowcount)


def reseal() -> int:
    """Seal all with the first key and find accounts by the hash key in use; returns how many."""
    fresh = 0
    for account_id, mail, factor, nonce in database.every(
        "SELECT id, mail, factor, nonce FROM account ORDER BY id"
    ):
        stale = not all(sealing.is_fresh(each) for each in (mail, factor) if each)
        opened = sealing.unseal(mail, _mail_context(nonce))
        again = sealing.resealed(factor, _factor_context(nonce)) if factor else ""
        database.run(
            "UPDATE account SET mail_key = ?, mail = ?, factor = ? WHERE id = ?",
            (mail_key(opened), sealing.seal(opened, _mail_context(nonce)), again, account_id),
        )
        fresh += stale
    return fresh


# --- rows


def _only(sql: str, value: object) -> Account | None:
    row = database.one(sql, (value,))
    if row is None:
        return None
    sql = f"SELECT {_GRANT} FROM account_grant WHERE account = ? ORDER BY id"
    return _account(row, _grants(database.every(sql, (row[0],))).get(int(row[0]), ()))


def _account(row: Sequence[Any], grants: Iterable[Grant]) -> Account:
    account_id, name, mail, nonce, home, state, factor, organisation, leads = row
    return Account(
        id=int(account_id),
        name=name,
        mail=sealing.unseal(mail, _mail_context(nonce)),
        home=home,
        state=State(state),
        has_factor=bool(factor),
        grants=tuple(grants),
        organisation=int(organisation),
        is_lead=bool(leads),
    )


def _grants(rows: Iterable[Sequence[Any]]) -> dict[int, list[Grant]]:
    found: dict[int, list[Grant]] = {}
    for grant_id, account, kind, office, group, first, last in rows:
        grant = Grant(
            kind=roles.kind_of(kind),
            place=Place(office, group),
            first_day=database.day(first),
            last_day=database.day(last),
            id=int(grant_id),
        )
        found.setdefault(int(account), []).append(grant)
    return found


def _code_key(account_id: int, code: str) -> str:
    return sealing.keyed_hash("recovery code", f"{account_id}/{code}")


def _mail_context(nonce: str) -> str:
    return f"account/{nonce}/mail"


def _factor_context(nonce: str) -> str:
    return f"account/{nonce}/factor"
