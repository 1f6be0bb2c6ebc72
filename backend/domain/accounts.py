"""Accounts of the staff: what is known of a person who signs in, and the rules of signing in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain import roles
from backend.domain.roles import Grant, Kind, Powers

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
FEWEST_SIGNS = 5
"""So many different signs; `aaaaaaaaaaaa` is no password."""

FREE_TRIES = 5
"""So many wrong passwords in a row cost no waiting."""
LONGEST_PAUSE = 15 * 60
"""Seconds; the pause doubles with every try until it is as long as this."""
PRESSURE_TRIES = 50
"""After so many failures of others at the account, or of the client at others, within an hour,
one try only is free."""


class State(StrEnum):
    """What may be done with an account."""

    INVITED = "invited"
    """Has no password yet."""
    ACTIVE = "active"
    OFF = "off"
    """Switched off: no sign-in, no session, until switched on again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody of the staff."""

    id: int
    name: str
    mail: str
    home: str
    """Key of the office whose people it belongs to; empty for the Jobcenter itself."""
    state: State
    has_factor: bool
    """Whether signing in asks for a code from the telephone too."""
    grants: tuple[Grant, ...]
    organisation: int = 0
    """Id of the partner organisation it belongs to; 0: one of the Jobcenter's own."""
    is_lead: bool = False
    """Invites and removes the others of the partner organisation."""

    def powers(self, today: date) -> Powers:
        """What the person may do today; nothing while the account is not active.

        Whoever belongs to a partner has no powers in the office, whatever was granted.
        """
        is_own = self.state is State.ACTIVE and not self.organisation
        return roles.on(today, self.grants) if is_own else Powers()

    def needs_factor(self, today: date, required: Iterable[Kind]) -> bool:
        """Whether one of today's roles demands a second factor."""
        wanted = frozenset(required)
        return any(grant.kind in wanted for grant in self.powers(today).grants)


def tidied_mail(text: str) -> str:
    """The address by which an account is found, however it is typed."""
    return text.strip().casefold()


def is_good_password(password: str, *, mail: str) -> bool:
    """Whether it is long enough, no mere repetition and not the mail address.

    No rule about capitals and digits: they make people write passwords down.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return False
    folded = password.casefold()
    return len(set(folded)) >= FEWEST_SIGNS and folded != mail.casefold()


def pause_seconds(failures: int, *, failures_around: int) -> int:
    """How long to wait since the last try, after so many failures of one client at one account.

    The first try of a client never waits, whatever others do: nobody can lock anybody out. Under
    pressure it waits from the second try on, so that many clients together, or one that tries
    many accounts, are slow too.
    """
    free = FREE_TRIES if failures_around < PRESSURE_TRIES else 1
    if failures < free:
        return 0
    return int(min(LONGEST_PAUSE, 2 ** min(failures - free + 1, 20)))
