"""People who work for the Jobcenter, for tests of actions."""

from backend.domain.accounts import Account, State
from backend.domain.roles import Grant
from backend.store import staff


def hired(*grants: Grant, mail: str = "", home: str = "burg") -> Account:
    """Somebody who can sign in and has been given this."""
    mail = mail or f"{grants[0].kind}@example.org"
    account_id = staff.add(name="Kim", mail=mail, home=home, is_demo=0, now_seconds=0)
    staff.set_state(account_id, State.ACTIVE)
    for grant in grants:
        staff.give(account_id, grant, now_seconds=0)
    found = staff.by_id(account_id)
    assert found is not None
    return found
