"""Where the office comes to people: the next stops, those near a postcode first (R99, R102, R110).

Live pages: stops stand in the database. Nothing of the postcode is kept or handed on (D8).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    """A stop with the office that comes there."""

    office: Office
    stop: Stop


def coming(office: Office) -> list[Stop] | None:
    """The stops of an office that are not over, the next one first; None: nobody knows now."""
    plan = capacity.known_plan() if portal().live.is_answered else None
    if plan is None:
        return None
    return stops.coming(plan.stops.get(office.key, ()), wall_clock(portal().now()))


def halts() -> list[Halt] | None:
    """The stops of all offices that are not over, in order of time; None: nobody knows now."""
    found = []
    for office in portal().content.listed_offices.values():
        if office.is_touring:
            own = coming(office)
            if own is None:
                return None
            found += [Halt(office, stop) for stop in own]
    return sorted(found, key=lambda halt: (halt.stop.day, halt.stop.start, halt.stop.id))


def near(postcode: str, offices: Sequence[str] = ()) -> list[Halt]:
    """The next stops around, each place once; in the same postcode first, then of these offices."""
    rows = portal().content.responsibilities
    ranked: list[tuple[int, Halt]] = []
    for halt in halts() or ():
        if halt.stop.is_cancelled:
            continue
        rank = stops.nearness(halt.stop, postcode, rows)
        if rank == stops.FAR and stops.is_in_area(halt.stop, offices, rows):
            rank = stops.SAME_OFFICE
        if rank != stops.FAR:
            ranked.append((rank, halt))
    ranked.sort(key=lambda pair: pair[0])
    return _each_place_once(halt for _rank, halt in ranked)[:MOST_NEAR]


def _each_place_once(found: Iterable[Halt]) -> list[Halt]:
    kept: dict[tuple[str, ...], Halt] = {}
    for halt in found:
        kept.setdefault(halt.stop.where, halt)
    return list(kept.values())


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
