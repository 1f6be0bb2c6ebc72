"""The worker: sends letters and deletes what is over, next to the app and apart from it."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.actions import (
    evaluating,
    forgetting,
    listing,
    offering,
    reaching,
    signing_in,
    staffing,
)
from backend.actions.live_content import LiveContent
from backend.content import Content
from backend.domain import schedule
from backend.domain.wishes import Terms
from backend.languages import Languages
from backend.letters import outbox, transports
from backend.letters.frozen_pages import FrozenPages
from backend.letters.list_rounds import ListRounds
from backend.letters.sms import HttpGateway
from backend.letters.transports import Transport
from backend.settings import Settings
from backend.store import beats, database

log = logging.getLogger(__name__)

NAME = "worker"
MORNING = "morning"
MORNING_MINUTE = 6 * 60
"""When the day of the offices begins, on the wall clock."""
REST_SECONDS = 1.0
REST_WHEN_UNREACHABLE = timedelta(seconds=15)
SWEEP_EVERY = timedelta(minutes=1)
OFFER_EVERY = timedelta(seconds=20)
"""Often enough that a given-up time is kept for who waits while it pauses for all others."""
LONGEST_REST_AFTER_FAILURE = 30.0


def _now() -> datetime:
    return datetime.now(UTC)


def run(
    settings: Settings,
    content: Content,
    languages: Languages,
    *,
    stop: threading.Event,
    clock: Callable[[], datetime] = _now,
    transport: Transport | None = None,
) -> None:
    """Work until `stop` is set; outages of database and mail server are waited for.

    Several workers may run at once: a letter is claimed by one of them only.
    """
    rounds = Rounds(settings, content, languages, transport or transports.transport_of(settings))
    zone = ZoneInfo(content.jobcenter.zone)
    rest = REST_SECONDS
    while not stop.is_set():
        try:
            rounds.work(clock().astimezone(zone))
            rest = REST_SECONDS
        except Exception as error:  # noqa: BLE001 - letters must go out once it is mended
            # The type alone: messages of the database may quote what it was given.
            log.error("round failed: %s", type(error).__name__)
            database.close_connection()
            rest = min(rest * 2, LONGEST_REST_AFTER_FAILURE)
        stop.wait(rest)
    rounds.pages.end()
    database.close_connection()


class Rounds:
    """What a worker does again and again, and what it remembers in between."""

    def __init__(
        self, settings: Settings, content: Content, languages: Languages, transport: Transport
    ) -> None:
        self._settings = settings
        self._live = LiveContent(settings.content_folder, content, languages)
        self._content = content
        self._languages = languages
        self.pages = FrozenPages(settings.frozen_site)
        self._transport = transport
        self._gateway = HttpGateway(settings.sms_gateway) if settings.sms_gateway else None
        self._next_sweep: datetime | None = None
        self._next_delivery: datetime | None = None
        self._next_sms: datetime | None = None
        self._morning_done: int | None = None
        self._lists = ListRounds(content, languages)
        self._next_offers: datetime | None = None

    def work(self, now: datetime) -> None:
        """One round: show that we live, send what is due, and what else has its time.

        Once a minute what is over is deleted; at six in the morning the new day begins.
        """
        database.open_connection()
        beats.beat(NAME, int(now.timestamp()))
        self._content = self._live.now()
        self.pages.work(self._live.mark, now)
        signing_in.answer_wishes(now)
        if self._next_offers is None or now >= self._next_offers:
            self._offer(now)
        if self._next_delivery is None or now >= self._next_delivery:
            self._deliver(now)
        if self._next_sms is None or now >= self._next_sms:
            self._deliver_sms(now)
        if schedule.is_due(MORNING_MINUTE, self._morning_done, now):
            self._begin_day(now)
        self._lists.work(now, self._content)
        if self._next_sweep is None or now >= self._next_sweep:
            forgetting.sweep(
                now=now,
                retention_days=self._settings.retention_days,
                draft_minutes=self._settings.draft_minutes,
            )
            listing.sweep(now=now)
            staffing.sweep(now=now, audit_days=self._settings.audit_days)
            self._next_sweep = now + SWEEP_EVERY

    def _offer(self, now: datetime) -> None:
        """Before letters go out: no word of a time that is kept no more leaves the house."""
        settings = self._settings
        terms = Terms(
            minutes=settings.earlier_minutes,
            hours=settings.earlier_hours,
            pause_minutes=settings.cancelled_pause_minutes,
        )
        # Set before: a round that fails must not keep the next ones from sending letters.
        self._next_offers = now + OFFER_EVERY
        offering.go_on(content=self._content, now=now, terms=terms)

    def _deliver(self, now: datetime) -> None:
        delivered = outbox.deliver_due(
            now,
            content=self._content,
            languages=self._languages,
            settings=self._settings,
            transport=self._transport,
        )
        # Without this pause every letter in turn would run into the same closed door.
        self._next_delivery = None if delivered.is_reachable else now + REST_WHEN_UNREACHABLE

    def _deliver_sms(self, now: datetime) -> None:
        if self._gateway is None:
            return
        delivered = outbox.deliver_due_sms(
            now, content=self._content, languages=self._languages, transport=self._gateway
        )
        self._next_sms = None if delivered.is_reachable else now + REST_WHEN_UNREACHABLE

    def _begin_day(self, now: datetime) -> None:
        """What belongs to the morning: once a day for all workers, made up after a stop."""
        due = int(schedule.last_turn(MORNING_MINUTE, now).timestamp())
        if reaching.begin_day(MORNING, due, now=now):
            log.info("the day has begun")
        evaluating.note_capacity(content=self._content, now=now)
        self._morning_done = int(now.timestamp())
