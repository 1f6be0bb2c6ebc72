"""Where the office comes to people: the next stops, those near a postcode first (R99, R102, R110).

Live pages: stops stand in the database. Nothing of the postcode is kept or handed on (D8).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from wtforms import StringField

from backend.content import Office
from backend.domain import stops
from backend.domain.rules import wall_clock
from backend.domain.stops import Stop
from backend.languages import text_of as _
from backend.store import capacity
from backend.web.fields import Form, Valid, tidy_digits
from backend.web.portal import portal
from backend.web.public.blueprint import pages
from backend.web.public.hours import span

MOST_NEAR = 4
MOST_DAYS = 4
"""So many of its next days are shown of a place: the page shall stay short."""
NO_POSTCODE = _("A postcode has 5 digits, such as 28195.")


class NearForm(Form):
    """A postcode; nothing of it is kept (D8)."""

    class Meta:
        """A search changes nothing, and a token would need a cookie."""

        csrf = False

    postcode = StringField(
        _("Postcode"),
        filters=[tidy_digits],
        validators=[Valid(lambda text: re.fullmatch(r"[0-9]{5}", text) is not None, NO_POSTCODE)],
        render_kw={"dir": "ltr", "autocomplete": "postal-code", "inputmode": "numeric"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides the field: it must be filled in."""
        is_valid = bool(super().validate(extra_validators))
        if is_valid and not self.postcode.data:
            self.postcode.errors = [NO_POSTCODE]
            return False
        return is_valid


@dataclass(frozen=True, slots=True)
class Halt:
    """A place to which an office comes at certain hours, with its next days."""

    office: Office
    stops: tuple[Stop, ...]
    """In order of time, cancelled ones among them; they differ in their days alone."""

    @property
    def stop(self) -> Stop:
        """The next one that takes place, else the next one."""
        return next((stop for stop in self.stops if not stop.is_cancelled), self.stops[0])


def halts_of(office: Office) -> list[Halt] | None:
    """Where the office comes to, the next place first; None: nobody knows right now."""
    plan = capacity.known_plan() if portal().live.is_answered else None
    if plan is None:
        return None
    found: dict[object, list[Stop]] = {}
    for stop in stops.coming(plan.stops.get(office.key, ()), wall_clock(portal().now())):
        hours = (stop.start, stop.end, stop.open_hours)
        found.setdefault((stop.where, stop.way, hours), []).append(stop)
    return [Halt(office, tuple(own[:MOST_DAYS])) for own in found.values()]


def halts() -> list[Halt] | None:
    """Where all offices come to, the next place first; None: nobody knows right now."""
    found: list[Halt] = []
    for office in portal().content.listed_offices.values():
        if office.is_touring:
            own = halts_of(office)
            if own is None:
                return None
            found += own
    return sorted(found, key=_turn)


def _turn(halt: Halt) -> tuple[date, int, int]:
    return halt.stop.day, halt.stop.start, halt.stop.id


def near(postcode: str, offices: Sequence[str] = ()) -> list[Halt]:
    """The places around: in the same postcode first, then in the area of the same office."""
    rows = portal().content.responsibilities
    ranked: list[tuple[int, Halt]] = []
    for halt in halts() or ():
        rank = stops.nearness(halt.stop, postcode, rows)
        if rank == stops.FAR and stops.is_in_area(halt.stop, offices, rows):
            rank = stops.SAME_OFFICE
        if rank != stops.FAR and not halt.stop.is_cancelled:
            ranked.append((rank, halt))
    ranked.sort(key=lambda pair: pair[0])
    return [halt for _rank, halt in ranked][:MOST_NEAR]


@pages.get("/<pair:pair>/unterwegs/")
def tour() -> str:
    """All stops to come, and the question for a postcode."""
    return _page(NearForm())


@pages.post("/<pair:pair>/unterwegs/")
def near_by() -> tuple[str, int]:
    """The same with the stops around the postcode on top; an answer, and nothing is changed."""
    form = NearForm()
    if not form.validate():
        return _page(form), 422
    return _page(form, near=near(form.postcode.data)), 200


def _page(form: NearForm, *, near: list[Halt] | None = None) -> str:
    shown = {halt.stop.id for halt in near or ()}
    known = halts()
    rest = None if known is None else [halt for halt in known if halt.stop.id not in shown]
    return render_template(
        "public/touring.html",
        form=form,
        near=near,
        halts=rest,
        offices=[each for each in portal().content.listed_offices.values() if each.is_touring],
        span=span,
    )
