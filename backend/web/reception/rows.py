"""The rows of a day: what the desk must see of each appointment, and the one thing to do next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.content import Office
from backend.domain import names, numbers, periods, references, transliteration
from backend.domain.appointments import Appointment, Channel, Need, State
from backend.domain.attendance import LIST_AT, OPEN, Stage, Step, stage_of
from backend.domain.calls import PhoneCall
from backend.domain.calls import State as Called
from backend.domain.interpreters import State as Interpreting
from backend.domain.rules import wall_clock
from backend.languages import Day, Text
from backend.languages import staff_text as s_
from backend.store import calls, interpreting, partners
from backend.store import day as days
from backend.store.day import Former, Line
from backend.web.access import Visitor
from backend.web.reception import marks as all_marks
from backend.web.reception import words
from backend.web.reception.marks import Mark, has_interpreter
from backend.web.reception.places import may_see_line, may_serve_line

CHECK_IN, CALL, FINISH = "check_in", "call", "finish"
TELEPHONE, OUTCOME, PLACE = "telephone", "outcome", "place"
"""The next steps; one for each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What other desks have noted of an appointment."""

    interpreting: Interpreting | None = None
    call: PhoneCall | None = None
    """Of a phone appointment."""
    counsellor: str = ""
    """Who of an advice centre comes along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One appointment as the day view shows it."""

    line: Line
    beside: Beside
    stage: Stage
    since: time | None
    """Since when somebody is here."""
    step: str
    """What to do next; empty for nothing."""
    changes: tuple[Text, ...]
    """What has become different since the list was made."""

    @property
    def appointment(self) -> Appointment:
        return self.line.appointment

    @property
    def id(self) -> int:
        return self.appointment.id

    @property
    def start(self) -> time:
        return self.appointment.start.time()

    @property
    def name(self) -> str:
        """In Latin letters."""
        return latin_name(self.appointment)

    @property
    def original(self) -> str:
        """As it was given, where that is another script."""
        name = self.appointment.person.name
        return name if transliteration.is_foreign(name) else ""

    @property
    def number(self) -> str:
        """Customer number, or the birth date where none was given (D5)."""
        return numbers.normalise(self.appointment.person.number) or born(self.appointment)

    @property
    def reference(self) -> str:
        """As it is shown and printed."""
        return references.spaced(self.appointment.reference)

    @property
    def concern(self) -> str:
        return words.concern(self.appointment.wish.concern)

    @property
    def channel(self) -> tuple[Text, str]:
        return words.CHANNELS[self.appointment.wish.channel]

    @property
    def is_phone(self) -> bool:
        return self.appointment.wish.channel is Channel.PHONE

    @property
    def room(self) -> str:
        """Where to: as called, else as planned."""
        if self.line.noted and self.line.noted.room:
            return self.line.noted.room
        return words.room(self.appointment.office, self.appointment.counter)

    @property
    def booked_by(self) -> Text:
        if self.appointment.is_walk_in:
            return s_("came without appointment")
        return words.BOOKED_BY[self.appointment.wish.booked_by]

    @property
    def state(self) -> Text:
        return words.STAGES[self.stage]

    @property
    def symbol(self) -> str:
        return words.SYMBOLS[self.stage]

    @property
    def is_struck(self) -> bool:
        return self.stage in {Stage.CANCELLED, Stage.GONE}

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(
            all_marks.of(
                self.appointment,
                self.beside.interpreting,
                counsellor=self.beside.counsellor,
            )
        )

    @property
    def needs_interpreter(self) -> bool:
        wish = self.appointment.wish
        return bool(wish.interpreter) or Need.SIGN_LANGUAGE in self.appointment.needs

    @property
    def is_interpreter_open(self) -> bool:
        return self.needs_interpreter and not has_interpreter(
            self.appointment, self.beside.interpreting
        )

    @property
    def called(self) -> Text | None:
        """What became of the call of a phone appointment."""
        call = self.beside.call
        if call is None or (call.state is Called.OPEN and not call.tries):
            return None
        return words.CALLED[call.state]


def of(visitor: Visitor, office: Office, day: date) -> list[Row]:
    """The rows of the day that this person may see; also what was moved away since the list."""
    since = list_time(day, visitor.now)
    lines = [line for line in days.lines(office.key, day) if may_see_line(visitor.powers, line)]
    beside = _beside(lines)
    found = [_row(line, beside[line.appointment.id], visitor) for line in lines]
    away = days.moved_away(office.key, day, since=int(since.timestamp()))
    found += [_moved_away(line, office) for line in away if may_see_line(visitor.powers, line)]
    return sorted(found, key=lambda row: (_shown_at(row, office, day), row.appointment.reference))


def row_of(line: Line, visitor: Visitor) -> Row:
    """One appointment, with what this person can do next."""
    return _row(line, _beside([line])[line.appointment.id], visitor)


def _beside(lines: Sequence[Line]) -> dict[int, Beside]:
    """What is noted of these, each read once."""
    wanted = [line.appointment for line in lines]
    asked = interpreting.states(each.id for each in wanted)
    called = calls.states(
        (each.id, periods.cell_at(each.start))
        for each in wanted
        if each.wish.channel is Channel.PHONE
    )
    along = partners.come_along(each.id for each in wanted)
    return {
        each.id: Beside(
            interpreting=asked.get(each.id),
            call=called.get(each.id),
            counsellor=along.get(each.id, ""),
        )
        for each in wanted
    }


def list_time(day: date, now: datetime) -> datetime:
    """From when on changes count as new: 6:00 of the day itself, or of today for coming days."""
    return datetime.combine(min(day, now.date()), LIST_AT, tzinfo=now.tzinfo)


def _row(line: Line, beside: Beside, visitor: Visitor) -> Row:
    now = visitor.now
    stage = stage_of(line.appointment, line.noted, now)
    since = None
    if stage is Stage.HERE and line.noted and line.noted.arrived_at:
        since = line.noted.arrived_at.astimezone(now.tzinfo).time()
    is_own = may_serve_line(visitor.powers, line)
    return Row(
        line=line,
        beside=beside,
        stage=stage,
        since=since,
        step=_next_step(line, stage, beside.call, now=now) if is_own else "",
        changes=tuple(_changes(line, now)) if line.appointment.day == now.date() else (),
    )


def _next_step(line: Line, stage: Stage, call: PhoneCall | None, *, now: datetime) -> str:
    """The one button of the row (look: one step, nothing to choose)."""
    appointment = line.appointment
    is_today = appointment.day == now.date()
    if call and is_today and stage in OPEN | {Stage.UNRECORDED}:
        # Whom nobody reached is not missed, and has a message with a way to a new time (D28).
        return {Called.OPEN: TELEPHONE, Called.REACHED: FINISH}.get(call.state, "")
    if stage is Stage.UNRECORDED:
        return OUTCOME
    if not is_today or stage not in OPEN:
        return PLACE if stage is Stage.UNPLACED else ""
    if stage is Stage.UNPLACED:
        return PLACE
    if stage is Stage.TALKING or appointment.wish.channel is Channel.VIDEO:
        return FINISH
    return CALL if stage is Stage.HERE else CHECK_IN


def _changes(line: Line, now: datetime) -> Iterator[Text]:
    """What has happened since the list of the day was made (R59)."""
    appointment, since = line.appointment, list_time(line.appointment.day, now)
    if line.cancelled_at:
        if line.cancelled_at >= since:
            yield s_("cancelled %(time)s", time=_clock(line.cancelled_at, now))
        return
    recent = [former for former in line.former if former.moved_at >= since]
    if line.created_at >= since:
        yield s_("new %(time)s", time=_clock(line.created_at, now))
    elif recent:
        yield _moved(appointment, recent[-1], at=_clock(recent[0].moved_at, now))


def _moved(appointment: Appointment, former: Former, *, at: str) -> Text:
    """How it stood on the list, where that differs."""
    if former.office != appointment.office:
        return s_("from another office %(time)s", time=at)
    if former.start.date() != appointment.day:
        return s_(
            "moved %(time)s, before: %(day)s", time=at, day=Day(former.start.date(), "number")
        )
    if former.start != appointment.start:
        return s_("moved %(time)s, before: %(before)s", time=at, before=f"{former.start:%H:%M}")
    before = words.room(former.office, former.counter) or "–"
    return s_("counter changed %(time)s, before: %(before)s", time=at, before=before)


def _moved_away(line: Line, office: Office) -> Row:
    target = line.appointment
    if target.office != office.key:
        text = s_("now at another office")
    else:
        text = s_(
            "now on %(day)s, %(time)s", day=Day(target.day, "number"), time=f"{target.start:%H:%M}"
        )
    return Row(line=line, beside=Beside(), stage=Stage.GONE, since=None, step="", changes=(text,))


def _shown_at(row: Row, office: Office, day: date) -> datetime:
    """Where on the day it stands: what was moved away at its old time."""
    if row.stage is not Stage.GONE:
        return row.appointment.start
    here = [
        each.start
        for each in row.line.former
        if each.office == office.key and each.start.date() == day
    ]
    return here[0] if here else row.appointment.start


def _clock(moment: datetime, now: datetime) -> str:
    return f"{moment.astimezone(now.tzinfo):%H:%M}"


def latin_name(appointment: Appointment) -> str:
    """The name as staff read it: the own Latin spelling, else an automatic one (D4).

    Who walked in and gave none goes by the number.
    """
    person = appointment.person
    name = person.latin_name or names.transliterated(person.name)
    return name or references.spaced(appointment.reference)


def born(appointment: Appointment) -> str:
    """The birth date as far as it is known, such as `24.12.1990` or `1990`; empty for none."""
    person = appointment.person
    parts = [person.birth_day, person.birth_month]
    known = [f"{part:02}" for part in parts if part] if all(parts) else []
    return ".".join([*known, str(person.birth_year)]) if person.birth_year else ""


def next_of(rows: Iterable[Row], *, counter: int, now: datetime) -> Row | None:
    """Who comes next: of those who are here the first by time, else the next one expected.

    With a counter only those it is meant for, or who have none yet.
    """
    wall = wall_clock(now)
    meant = [row for row in rows if not counter or row.appointment.counter in {0, counter}]
    here = [row for row in meant if row.stage is Stage.HERE]
    coming = [
        row
        for row in meant
        if row.stage in {Stage.COMING, Stage.LATE}
        and row.appointment.start >= wall - timedelta(minutes=15)
    ]
    return next(iter([*here, *coming]), None)


def is_recent(row: Row) -> bool:
    """Whether something has changed since the list."""
    return bool(row.changes)


def is_booked(row: Row) -> bool:
    """Whether it counts among the appointments of the day."""
    return row.appointment.state is State.BOOKED and row.stage is not Stage.GONE


def is_called(row: Row) -> bool:
    """Whether somebody is in conversation now."""
    return bool(row.line.noted and row.line.noted.step is Step.CALLED)
