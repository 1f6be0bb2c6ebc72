"""List rounds: what the worker does with day lists, at six, by day, in the evening and at night."""

import logging
from datetime import datetime, timedelta

from backend.actions import listing
from backend.actions.listing import Made
from backend.content import Content
from backend.domain import rules, schedule
from backend.languages import Languages
from backend.letters import day_lists, workbooks
from backend.store import capacity, lists

log = logging.getLogger(__name__)

MORNING_MINUTE = 6 * 60
"""When the day's list is made, on the wall clock: after the usual cut-off (R42, R59)."""
EVENING_MINUTE = 18 * 60
"""When the mailboxes are reminded of downloaded copies (R61)."""
LOOK_EVERY = timedelta(minutes=5)
"""So often somebody looks whether a list has changed."""
REST_AFTER_FAILURE = timedelta(minutes=1)


def made(office: str, *, content: Content, languages: Languages, now: datetime) -> Made:
    """The list of today as the appointments stand now; what is new since the first one says so."""
    kept = lists.find(office, now.date())
    table = day_lists.table(
        office,
        now.date(),
        content=content,
        languages=languages,
        stamped=now,
        first_marks=kept.first_marks if kept else None,
    )
    return Made(office, workbooks.workbook(table, languages.german), table.marks)


class ListRounds:
    """What one worker remembers of the lists in between."""

    def __init__(self, content: Content, languages: Languages) -> None:
        self._content = content
        self._languages = languages
        self._morning_done: int | None = None
        self._evening_done: int | None = None
        self._next_try: datetime | None = None
        self._next_look: datetime | None = None

    def work(self, now: datetime, content: Content) -> None:
        """One round, cheap unless something is due; `content` as it is now."""
        self._content = content
        if schedule.is_due(MORNING_MINUTE, self._morning_done, now):
            self._begin_day(now)
        if schedule.is_due(EVENING_MINUTE, self._evening_done, now):
            self._end_day(now)
        if self._next_look is None or now >= self._next_look:
            self._look(now)
            self._next_look = now + LOOK_EVERY

    def _begin_day(self, now: datetime) -> None:
        """The lists of today, once each for all workers; one that fails stops no other."""
        if self._next_try is not None and now < self._next_try:
            return
        turn = schedule.last_turn(MORNING_MINUTE, now).astimezone(now.tzinfo)
        has_failed = False
        # After midnight a turn that was missed is that of a day for which no list is needed now.
        for office in self._offices() if turn.date() == now.date() else ():
            try:
                self._make(office, due=int(turn.timestamp()), now=now)
            except Exception as error:  # noqa: BLE001 - the other offices need theirs
                # The type alone: messages may quote what stands in the list.
                log.error("no day list for %s: %s", office, type(error).__name__)
                has_failed = True
        if has_failed:
            self._next_try = now + REST_AFTER_FAILURE
        else:
            self._morning_done = int(now.timestamp())

    def _make(self, office: str, *, due: int, now: datetime) -> None:
        if listing.is_turn_over(office, due):
            return
        if not self._has_day(office, now):
            listing.skip_morning(office, due=due, now=now)
            return
        table = day_lists.table(
            office, now.date(), content=self._content, languages=self._languages, stamped=now
        )
        list_ = Made(office, workbooks.workbook(table, self._languages.german), table.marks)
        if listing.keep_morning(list_, due=due, now=now):
            log.info("day list made for %s", office)

    def _has_day(self, office: str, now: datetime) -> bool:
        """Whether anybody could look for a list: on working days also for an empty one."""
        holidays = self._content.public_holidays(now.year)
        return rules.is_working_day(now.date(), holidays) or bool(lists.lines(office, now.date()))

    def _end_day(self, now: datetime) -> None:
        turn = schedule.last_turn(EVENING_MINUTE, now).astimezone(now.tzinfo)
        if turn.date() == now.date():
            listing.remind(int(turn.timestamp()), offices=self._offices(), now=now)
        self._evening_done = int(now.timestamp())

    def _look(self, now: datetime) -> None:
        for office in lists.mailboxes():
            kept = lists.find(office, now.date())
            if kept is not None and kept.told_at:
                marks = lists.marks_of(lists.lines(office, now.date()))
                listing.tell_change(office, marks, now=now)

    def _offices(self) -> list[str]:
        """Those that have counters, and that the content knows."""
        return [key for key in capacity.plan().groups if key in self._content.offices]
