"""The day view: everybody who comes, in order of time, with the one thing to do next (R122)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from backend.actions import auditing, whereabouts
from backend.content import Office
from backend.domain import folding, names, numbers, references, roles
from backend.domain.attendance import OPEN, Stage
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.rules import wall_clock
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store import capacity
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import AtMost, Said, tidy
from backend.web.portal import portal
from backend.web.reception import rows as all_rows
from backend.web.reception import words
from backend.web.reception.pages import pages
from backend.web.reception.places import check_day, itself, may_see_office, may_serve_office
from backend.web.reception.rows import Row
from backend.web.staff_fields import StaffForm, StaffPress

FILTERS = ("gruppe", "stand", "dolmetschen", "platz")
"""The parts of the address that say what is shown; nothing about anybody stands in them."""
STATES: dict[str, tuple[Text, frozenset[Stage]]] = {
    "offen": (s_("All but finished"), OPEN | {Stage.UNRECORDED}),
    "erwartet": (s_("Still to come"), frozenset({Stage.COMING, Stage.LATE, Stage.UNPLACED})),
    "zu-spaet": (s_("Late"), frozenset({Stage.LATE})),
    "da": (s_("Here"), frozenset({Stage.HERE})),
    "im-gespraech": (s_("In conversation"), frozenset({Stage.TALKING})),
    "ohne-platz": (s_("Without a counter"), frozenset({Stage.UNPLACED})),
    "nicht-erfasst": (s_("Not recorded"), frozenset({Stage.UNRECORDED})),
    "fertig": (s_("Finished"), frozenset({Stage.FINISHED, Stage.MISSED})),
    "abgesagt": (s_("Cancelled or moved"), frozenset({Stage.CANCELLED, Stage.GONE})),
}


class WhoForm(StaffForm):
    """Who stands at the desk: the end of the number, or a part of the name."""

    who = StringField(
        s_("Check in: number or name"),
        filters=[tidy],
        validators=[
            Said(s_("Please write an appointment number or a part of the name.")),
            AtMost(120, s_("This is too long. Please write less.")),
        ],
        render_kw={"autocomplete": "off", "dir": "auto", "spellcheck": "false", "accesskey": "s"},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of the day is shown."""

    group: str
    state: str
    interpreting: str
    counter: int

    @classmethod
    def asked(cls) -> "Filter":
        """As the address says; what makes no sense counts as not said."""
        counter = request.args.get("platz", "")
        state = request.args.get("stand", "")
        return cls(
            group=request.args.get("gruppe", ""),
            state=state if state in STATES or state == "geaendert" else "",
            interpreting=request.args.get("dolmetschen", ""),
            counter=int(counter) if counter.isdecimal() and len(counter) < 19 else 0,
        )

    def shows(self, row: Row) -> bool:
        """Whether the row is among what was asked for."""
        if self.group and row.appointment.group != self.group:
            return False
        if self.state == "geaendert" and not row.changes:
            return False
        if self.state in STATES and row.stage not in STATES[self.state][1]:
            return False
        if self.interpreting == "offen":
            return row.is_interpreter_open
        return not self.interpreting or row.needs_interpreter


def kept_filter() -> dict[str, Any]:
    """What the address says of the filter, for the next address."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


@pages.get("/tag/")
@access.to(roles.may_see_a_day)
def today(visitor: Visitor) -> ResponseReturnValue:
    """To the day of the own office; where there are several, of the first one."""
    found = own_offices(visitor)
    if not found:
        abort(404)
    return redirect(url_for(".board", office=found[0], day=visitor.now.date()), 303)


@pages.get("/tag/<office:office>/<day:day>")
@access.to_one("office", fetch=itself, may=may_see_office)
def board(visitor: Visitor, office: Office, *, day: date) -> ResponseReturnValue:
    """The day of an office."""
    note = words.note(request.args.get("hinweis"))
    return page(visitor, office, day, note=note)


@pages.post("/tag/<office:office>/<day:day>")
@access.to_one("office", fetch=itself, may=may_serve_office)
def find(visitor: Visitor, office: Office, *, day: date) -> ResponseReturnValue:
    """Who stands at the desk; only among those of this day, and never in an address (D32)."""
    form = WhoForm()
    if not form.validate_on_submit():
        return page(visitor, office, day, form=form), 422
    check_day(day, visitor.now.date())
    found = [row for row in all_rows.of(visitor, office, day) if _is_meant(row, form.who.data)]
    return page(visitor, office, day, form=form, found=found)


def _is_meant(row: Row, who: str) -> bool:
    """Whether the number ends so, or a part of the name is such or begins so (D4)."""
    if row.stage is Stage.GONE:
        return False
    typed, person = numbers.plain(who), row.appointment.person
    reference = references.normalise(who)
    if reference:
        return row.appointment.reference == reference
    if len(typed) >= 3 and row.appointment.reference.endswith(typed):
        return True
    if names.is_match(who, person.name, person.latin_name):
        return True
    begun = folding.folded(who)
    parts = folding.folded(f"{person.name} {row.name}").split()
    return len(begun) >= 2 and any(part.startswith(begun) for part in parts)


@pages.post("/tag/<office:office>/<day:day>/druck")
@access.to_one("office", fetch=itself, may=may_see_office)
def sheet(visitor: Visitor, office: Office, *, day: date) -> ResponseReturnValue:
    """The day on A4 landscape; the print is noted (D33)."""
    if not StaffPress().validate_on_submit():
        return redirect(url_for(".board", office=office, day=day, **kept_filter()), 303)
    check_day(day, visitor.now.date())
    asked = Filter.asked()
    matter = Matter(Purpose.COUNTER, office.key, office.key)
    auditing.note_reading(visitor.account, Deed.PRINTED, matter, now=visitor.now)
    return render_template(
        "reception/sheet.html",
        office=office,
        stops=whereabouts.stops_on(office, day),
        day_shown=day,
        clock_now=visitor.now.time(),
        rows=[row for row in all_rows.of(visitor, office, day) if asked.shows(row)],
        kept=kept_filter(),
    )


def own_offices(visitor: Visitor) -> list[Office]:
    """The offices of which this person may see something."""
    offices = portal().content.offices.values()
    return [office for office in offices if may_see_office(visitor.powers, office)]


def page(
    visitor: Visitor,
    office: Office,
    day: date,
    *,
    note: Text | None = None,
    form: WhoForm | None = None,
    found: list[Row] | None = None,
) -> str:
    """The day view, with who was found at its top."""
    check_day(day, visitor.now.date())
    asked, every = Filter.asked(), all_rows.of(visitor, office, day)
    shown = [row for row in every if asked.shows(row)]
    is_today = day == visitor.now.date()
    next_one = all_rows.next_of(every, counter=asked.counter, now=visitor.now)
    return render_template(
        "reception/board.html",
        office=office,
        stops=whereabouts.stops_on(office, day),
        offices=own_offices(visitor),
        day_shown=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        is_today=is_today,
        today=visitor.now.date(),
        clock_now=visitor.now.time(),
        rows=shown,
        divider=_divider(shown, visitor) if is_today else None,
        next_one=next_one if is_today else None,
        changed=[row for row in every if row.changes],
        sums=sums(every),
        idle=idle(visitor, office, every) if is_today else [],
        groups=groups(visitor, office),
        counters=counters(visitor, office),
        states=[("", s_("All")), *((key, text) for key, (text, _s) in STATES.items())],
        asked=asked,
        kept=kept_filter(),
        form=form or WhoForm(formdata=None),
        may_serve=may_serve_office(visitor.powers, office),
        found=found,
        outcomes=" ".join(outcome.value for outcome in words.OUTCOMES),
        note=note,
    )


def _divider(rows: list[Row], visitor: Visitor) -> int:
    """The id of the first row that begins later than now; 0: it stands at the end."""
    wall = wall_clock(visitor.now)
    return next((row.id for row in rows if row.appointment.start > wall), 0)


def sums(rows: Iterable[Row]) -> list[tuple[int, Text]]:
    """How many are where; of the whole day, whatever the filter shows."""
    booked = [row for row in rows if all_rows.is_booked(row)]
    coming = {Stage.COMING, Stage.LATE}
    counts = [
        (len(booked), s_("appointment") if len(booked) == 1 else s_("appointments")),
        (sum(row.stage is Stage.HERE for row in booked), s_("here")),
        (sum(row.stage is Stage.TALKING for row in booked), s_("in conversation")),
        (sum(row.stage in coming for row in booked), s_("still to come")),
        (sum(row.stage is Stage.UNPLACED for row in booked), s_("without a counter")),
        (sum(row.is_interpreter_open for row in booked), s_("interpreters open")),
    ]
    return [each for number, each in enumerate(counts) if number < 4 or each[0]]


def groups(visitor: Visitor, office: Office) -> list[tuple[str, str]]:
    """The counter groups of which this person may see something: key and title."""
    return [
        (group.key, group.title)
        for group in capacity.plan().groups.get(office.key, ())
        if _sees(visitor, office.key, group.key)
    ]


def counters(visitor: Visitor, office: Office) -> list[tuple[int, str]]:
    """Their counters: id and name."""
    return [
        (counter.id, words.room(office.key, counter.id))
        for group in capacity.plan().groups.get(office.key, ())
        if _sees(visitor, office.key, group.key)
        for counter in group.counters
    ]


def _sees(visitor: Visitor, office: str, group: str) -> bool:
    return roles.may_see_bookings(visitor.powers, roles.Place(office, group))


def idle(visitor: Visitor, office: Office, rows: list[Row]) -> list[tuple[str, str]]:
    """Counters at which nobody is served or due now: name, and when the next one comes."""
    wall = wall_clock(visitor.now)
    busy = {row.room for row in rows if row.stage is Stage.TALKING}
    found = []
    for counter, name in counters(visitor, office):
        own = [
            row.appointment
            for row in rows
            if row.appointment.counter == counter and row.stage in OPEN
        ]
        is_due = any(
            each.start <= wall < each.start + timedelta(minutes=each.minutes) for each in own
        )
        if name in busy or is_due:
            continue
        later = [each.start for each in own if each.start > wall]
        found.append((name, f"{min(later):%H:%M}" if later else ""))
    return found
