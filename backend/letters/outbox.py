"""The outbox: due letters leave the house, each at least once (D36)."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from backend.content import Content
from backend.languages import Languages
from backend.letters import reports
from backend.letters.mails import render
from backend.letters.sentences import facts_of
from backend.letters.transports import PutOff, Refused, Transport, Unreachable
from backend.settings import Settings
from backend.store import letters
from backend.store.letters import Letter

log = logging.getLogger(__name__)

LEASE_SECONDS = 90
"""How long a claimed letter is ours; after that a worker that was killed counts as gone."""
MOST_AT_ONCE = 50
MOST_SECONDS = 10.0
"""After that a round ends even with letters left, so that the worker is seen to be alive."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 24 * 60))
"""Before each new try; the last one repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """How many letters went which way."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    is_reachable: bool = True
    """False: the mail server let nothing through, the rest of the letters still wait."""


def deliver_due(
    now: datetime,
    *,
    content: Content,
    languages: Languages,
    settings: Settings,
    transport: Transport,
) -> Delivered:
    """Send the letters that are due, at most fifty, each claimed, sent and marked by itself.

    Claimed one by one: when this worker is killed, only one letter waits for the lease to end.
    """
    counts = {"sent": 0, "put_off": 0, "given_up": 0}
    is_reachable = True
    started = time.monotonic()
    try:
        while (
            is_reachable
            and sum(counts.values()) < MOST_AT_ONCE
            and time.monotonic() - started < MOST_SECONDS
        ):
            claimed = letters.claim_due(int(now.timestamp()), most=1, lease_seconds=LEASE_SECONDS)
            if not claimed:
                break
            outcome, is_reachable = _Delivery(content, languages, settings, transport, now).of(
                claimed[0]
            )
            counts[outcome] += 1
    finally:
        transport.rest()
    return Delivered(**counts, is_reachable=is_reachable)


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One round at one moment."""

    content: Content
    languages: Languages
    settings: Settings
    transport: Transport
    now: datetime

    def of(self, letter: Letter) -> tuple[str, bool]:
        """What became of the letter, and whether the mail server can be reached."""
        try:
            if letter.kind == "reminder" and facts_of(letter, self.content).start <= self.now:
                return self._give_up(letter, "too late to remind"), True
            mail = self._rendered(letter)
        except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
            return self._put_off(letter, f"not rendered, {type(error).__name__}"), True
        try:
            self.transport.send(mail)
        except Refused as error:
            return self._give_up(letter, error.reason), True
        except PutOff as error:
            return self._put_off(letter, error.reason), not isinstance(error, Unreachable)
        letters.mark_sent(letter.id, int(self.now.timestamp()))
        log.info("letter %d sent", letter.id)
        return "sent", True

    def _rendered(self, letter: Letter) -> EmailMessage:
        if letter.kind == letters.BARRIER_REPORT:
            return reports.render(
                letter,
                languages=self.languages,
                public_address=self.settings.public_address,
                mail_from=self.settings.mail_from,
                now=self.now,
            )
        return render(
            letter,
            content=self.content,
            languages=self.languages,
            public_address=self.settings.public_address,
            mail_from=self.settings.mail_from,
            now=self.now,
        )

    def _put_off(self, letter: Letter, reason: str) -> str:
        pause = PAUSES[min(max(letter.attempts - 1, 0), len(PAUSES) - 1)]
        letters.put_off(letter.id, int((self.now + pause).timestamp()), reason)
        log.warning("letter %d put off: %s", letter.id, reason)
        return "put_off"

    def _give_up(self, letter: Letter, reason: str) -> str:
        letters.give_up(letter.id, reason)
        log.warning("letter %d given up: %s", letter.id, reason)
        return "given_up"
