"""The outbox: due letters leave the house, mails at least once, short messages at most (D36)."""

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from backend.content import Content
from backend.languages import Languages
from backend.letters import booking_invitations, invitations, list_mails, mails, reports, sms
from backend.letters.sentences import facts_of
from backend.letters.sms import SmsTransport, Unsure
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
LONGEST_TRYING = timedelta(days=5)
"""A message its server puts off for so long is given up; from a day on the office sees it."""
_OF_A_COMING_TIME = frozenset(
    {
        letters.CONFIRMATION,
        letters.REMINDER,
        letters.MOVED,
        letters.OFFICE_MOVED,
        letters.OFFICE_ROOM,
        letters.LIMIT_NOTICE,
        letters.NO_INTERPRETER,
    }
)
"""Of no use once the appointment has begun."""
_OWN_WORDS = {
    **dict.fromkeys(invitations.KINDS, invitations.render),
    **dict.fromkeys(list_mails.KINDS, list_mails.render),
}
"""What is written elsewhere than in `mails`: to staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """How many letters went which way."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    unsure: int = 0
    is_reachable: bool = True
    """False: the other side let nothing through, the rest of the letters still wait."""


def deliver_due(
    now: datetime,
    *,
    content: Content,
    languages: Languages,
    settings: Settings,
    transport: Transport,
) -> Delivered:
    """Send the mails that are due, at most fifty, each claimed, sent and marked by itself.

    Claimed one by one: when this worker is killed, only one letter waits for the lease to end.
    """
    delivery = _MailDelivery(content, languages, now, settings, transport)
    try:
        return _round(letters.claim_due, delivery)
    finally:
        transport.rest()


def deliver_due_sms(
    now: datetime, *, content: Content, languages: Languages, transport: SmsTransport
) -> Delivered:
    """Send the short messages that are due in the same way, none of them ever twice (D36).

    Those a killed worker left behind become unsure, for the office to see.
    """
    lapsed = letters.lapse_sms(int(now.timestamp()))
    if lapsed:
        log.warning("%d short messages unsure: stopped amid the call", lapsed)
    return _round(letters.claim_due_sms, _SmsDelivery(content, languages, now, transport))


def _round(claim: Callable[..., list[Letter]], delivery: "_Delivery") -> Delivered:
    counts = {"sent": 0, "put_off": 0, "given_up": 0, "unsure": 0}
    is_reachable = True
    started, seconds = time.monotonic(), int(delivery.now.timestamp())
    while (
        is_reachable
        and sum(counts.values()) < MOST_AT_ONCE
        and time.monotonic() - started < MOST_SECONDS
    ):
        claimed = claim(seconds, most=1, lease_seconds=LEASE_SECONDS)
        if not claimed:
            break
        outcome, is_reachable = delivery.of(claimed[0])
        counts[outcome] += 1
    return Delivered(**counts, is_reachable=is_reachable)


@dataclass(frozen=True, slots=True)
class _Delivery(ABC):
    """One round at one moment."""

    content: Content
    languages: Languages
    now: datetime

    def of(self, letter: Letter) -> tuple[str, bool]:
        """What became of the letter, and whether the other side can be reached."""
        try:
            if self._is_too_late(letter):
                return self._give_up(letter, "too late, the appointment has begun"), True
            send = self._ready(letter)
        except Exception as error:  # noqa: BLE001 - one bad letter must not stop the others
            return self._put_off(letter, f"not rendered, {type(error).__name__}"), True
        try:
            send()
        except Refused as error:
            return self._give_up(letter, error.reason), True
        except Unreachable as error:
            return self._put_off(letter, error.reason), False
        except PutOff as error:
            if letter.wanted_at <= (self.now - LONGEST_TRYING).timestamp():
                return self._give_up(letter, error.reason), True
            return self._put_off(letter, error.reason), True
        except Unsure as error:
            letters.mark_unsure(letter.id, error.reason)
            log.warning("letter %d unsure: %s", letter.id, error.reason)
            # A gateway that does not answer would make all the others unsure in their turn.
            return "unsure", False
        letters.mark_sent(letter.id, int(self.now.timestamp()))
        log.info("letter %d sent", letter.id)
        return "sent", True

    @abstractmethod
    def _ready(self, letter: Letter) -> Callable[[], None]:
        """The letter as it leaves the house, ready to go."""

    def _is_too_late(self, letter: Letter) -> bool:
        if letter.kind == letters.BOOKING_INVITATION:
            return booking_invitations.is_over(letter, content=self.content, now=self.now)
        if letter.kind not in _OF_A_COMING_TIME:
            return False
        return facts_of(letter, self.content).start <= self.now

    def _put_off(self, letter: Letter, reason: str) -> str:
        pause = PAUSES[min(max(letter.attempts - 1, 0), len(PAUSES) - 1)]
        letters.put_off(letter.id, int((self.now + pause).timestamp()), reason)
        log.warning("letter %d put off: %s", letter.id, reason)
        return "put_off"

    def _give_up(self, letter: Letter, reason: str) -> str:
        letters.give_up(letter.id, reason)
        log.warning("letter %d given up: %s", letter.id, reason)
        return "given_up"


@dataclass(frozen=True, slots=True)
class _MailDelivery(_Delivery):
    """Mails, at least once."""

    settings: Settings
    transport: Transport

    def _ready(self, letter: Letter) -> Callable[[], None]:
        mail = self._rendered(letter)
        return lambda: self.transport.send(mail)

    def _rendered(self, letter: Letter) -> EmailMessage:
        if letter.kind == letters.BARRIER_REPORT:
            return reports.render(
                letter,
                languages=self.languages,
                public_address=self.settings.public_address,
                mail_from=self.settings.mail_from,
                now=self.now,
            )
        written = _OWN_WORDS.get(letter.kind, mails.render)
        return written(
            letter,
            content=self.content,
            languages=self.languages,
            public_address=self.settings.public_address,
            mail_from=self.settings.mail_from,
            now=self.now,
        )


@dataclass(frozen=True, slots=True)
class _SmsDelivery(_Delivery):
    """Short messages, at most once."""

    transport: SmsTransport

    def _ready(self, letter: Letter) -> Callable[[], None]:
        message = sms.render(letter, content=self.content, languages=self.languages)
        return lambda: self.transport.send(message)
