"""Phases of an office: what it takes from when until when, with words for customers (R48)."""

from typing import Any, NamedTuple

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, TextAreaField

from backend.actions import arranging, supply
from backend.actions.planning import Edit
from backend.content import Office
from backend.domain.phases import Phase, PhaseKind, phase_on
from backend.domain.refusals import Refusal
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import capacity
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import LONGEST_TEXT, AtMost, tidy_lines
from backend.web.planning import carrying, terms, words
from backend.web.planning.pages import itself, pages
from backend.web.public.phases import PhaseNote, notes_of
from backend.web.staff_fields import DayField, StaffForm, StaffPress
from backend.web.staffing.pages import on_to
from backend.web.staffing.people import CHOOSE, ODD_DAYS
from backend.web.staffing.words import number

BEHIND = s_("This day lies behind.")
FIRST_NEEDED = s_("Please write the first day.")


class PhaseForm(StaffForm):
    """One phase."""

    kind = SelectField(s_("What the office takes"), validate_choice=False)
    first_day = DayField(s_("From"))
    last_day = DayField(
        s_("Up to and including"),
        description=s_("Leave it empty where nobody knows yet: it holds until another one begins."),
    )
    text = TextAreaField(
        s_("What customers shall know beside"),
        description=s_(
            "German, in short sentences: why, and which way there is now. "
            "The first sentence and the days are shown in every language anyway."
        ),
        filters=[tidy_lines],
        validators=[AtMost(LONGEST_TEXT, terms.TOO_LONG)],
    )
    mark = HiddenField()
    """Of the phase as it was shown."""

    def phase(self, visitor: Visitor, seen: Phase | None) -> Phase | None:
        """What was asked for; None with errors at the fields that do not fit."""
        is_valid = self.validate()
        kinds = {kind.value: kind for kind in PhaseKind}
        first, last, today = self.first_day.day, self.last_day.day, visitor.now.date()
        if self.kind.data not in kinds:
            self.kind.errors = [CHOOSE]
        if first is None and not self.first_day.errors:
            self.first_day.errors = [FIRST_NEEDED]
        elif first and first < today and (seen is None or first != seen.first_day):
            self.first_day.errors = [BEHIND]
        if first and last and last < first:
            self.last_day.errors = [ODD_DAYS]
        elif last and last < today:
            self.last_day.errors = [BEHIND]
        if not is_valid or self.errors or first is None:
            return None
        return Phase(
            kind=kinds[self.kind.data],
            first_day=first,
            last_day=last,
            text=self.text.data,
            id=seen.id if seen else 0,
        )


class PhaseLine(NamedTuple):
    """A phase as the list shows it."""

    phase: Phase
    kind: Text
    days: Text | str
    is_current: bool
    is_over: bool


@pages.get("/phasen/<office:office>/")
@access.to_one("office", fetch=itself, may=terms.may_set_office)
def phases(visitor: Visitor, office: Office) -> str:
    """The phases that hold or come, and what customers read of them now."""
    own, today = _own(office), visitor.now.date()
    current = phase_on(own, today)
    lines = [
        PhaseLine(
            phase,
            terms.KINDS[phase.kind],
            _days(phase),
            phase == current,
            phase.last_day is not None and phase.last_day < today,
        )
        for phase in own
    ]
    return render_template(
        "planning/phases.html",
        office=office,
        lines=[line for line in lines if not line.is_over],
        notes=_notes(office, visitor, own),
    )


@pages.route("/phasen/<office:office>/neu", methods=["GET", "POST"])
@access.to_one("office", fetch=itself, may=terms.may_set_office)
def new_phase(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Another phase."""
    return _edited(visitor, office, None)


@pages.route("/phasen/<office:office>/<int:phase>", methods=["GET", "POST"])
@access.to_one("office", fetch=itself, may=terms.may_set_office)
def change_phase(visitor: Visitor, office: Office, *, phase: int) -> ResponseReturnValue:
    """Other days, another kind, other words; who saves second sees what the first one has saved."""
    return _edited(visitor, office, _found(office, phase))


@pages.post("/phasen/<office:office>/<int:phase>/weg")
@access.to_one("office", fetch=itself, may=terms.may_set_office)
def drop_phase(visitor: Visitor, office: Office, *, phase: int) -> ResponseReturnValue:
    """Take a phase back: the usual operation holds, or the phase that began before."""
    found, back = _found(office, phase), url_for(".phases", office=office)
    press = StaffPress()
    if press.validate_on_submit() and not carrying.is_going_back():
        return carrying.carry(visitor, arranging.drop_phase(office.key, found), back=back)
    return on_to(back)


# --- parts


def _own(office: Office) -> tuple[Phase, ...]:
    return capacity.plan().phases.get(office.key, ())


def _found(office: Office, phase: int) -> Phase:
    found = next((each for each in _own(office) if each.id == phase), None)
    if found is None:
        abort(404)
    return found


def _edited(visitor: Visitor, office: Office, seen: Phase | None) -> ResponseReturnValue:
    form = PhaseForm(**_shown(seen))
    form.kind.choices = [("", s_("Please choose")), *((k.value, t) for k, t in terms.KINDS.items())]
    if form.is_submitted() and not carrying.is_going_back():
        wanted = form.phase(visitor, seen)
        if wanted is not None:
            edit = _edit(office, wanted, mark=form.mark.data or "")
            try:
                return carrying.carry(visitor, edit, back=url_for(".phases", office=office))
            except Refusal as refusal:
                return _page(visitor, office, form, seen, refusal)
    return _page(visitor, office, form, seen)


def _edit(office: Office, wanted: Phase, *, mark: str) -> Edit:
    if wanted.id:
        return arranging.change_phase(office.key, wanted, seen=mark)
    return arranging.add_phase(office.key, wanted)


def _shown(seen: Phase | None) -> dict[str, Any]:
    if seen is None:
        return {}
    return {
        "kind": seen.kind.value,
        "first_day": number(seen.first_day),
        "last_day": number(seen.last_day),
        "text": seen.text,
        "mark": arranging.mark_of(seen),
    }


def _page(
    visitor: Visitor,
    office: Office,
    form: PhaseForm,
    seen: Phase | None,
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    refused = [sentence_of(refusal)] if refusal else []
    status = refusal.status if refusal else 422 if form.errors else 200
    other = None
    if isinstance(refusal, ChangedMeanwhile):
        # Saving again is meant then: what stands has been shown.
        other = next((each for each in _own(office) if seen and each.id == seen.id), None)
        form.mark.data = arranging.mark_of(other) if other else ""
    page = render_template(
        "planning/phase.html",
        office=office,
        form=form,
        refused=refused,
        seen=seen,
        other=[terms.KINDS[other.kind], _days(other), *other.text.splitlines()] if other else None,
        samples=_samples(office, visitor),
        kinds=terms.KINDS,
    )
    return page, status


def _samples(office: Office, visitor: Visitor) -> list[tuple[PhaseKind, PhaseNote]]:
    """What customers read first of each kind, as it is shown in every language."""
    today = visitor.now.date()
    return [
        (kind, _notes(office, visitor, (Phase(kind=kind, first_day=today),))[0])
        for kind in PhaseKind
        if kind is not PhaseKind.NORMAL
    ]


def _notes(office: Office, visitor: Visitor, own: tuple[Phase, ...]) -> list[PhaseNote]:
    return notes_of(own, supply.rules_of(capacity.plan(), office.key), now=visitor.now)


def _days(phase: Phase) -> Text | str:
    if phase.last_day is None:
        return s_("from %(first)s", first=number(phase.first_day))
    return words.days(phase.first_day, phase.last_day)
