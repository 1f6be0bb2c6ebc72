"""Carrying out: the one way of every change of the plan, with the page that asks first (R35, R44).

A page validates its form, makes an `Edit` of it and calls `carry`. Where the edit has consequences
nobody has answered for, `carry` answers with the page that shows them (409: nothing is changed).
That page sends all fields of the form again, and what was decided beside them.
"""

import re
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField

from backend.actions import auditing, planning
from backend.actions.consequences import Consequences
from backend.actions.planning import Answer, Done, Edit, NeedsAnswer
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.compliance import Agreement
from backend.languages import Text
from backend.languages import staff_counted as s_counted
from backend.languages import staff_text as s_
from backend.web.access import Visitor
from backend.web.fields import LONGEST_TEXT, AtMost, Said, tidy
from backend.web.planning import consequences
from backend.web.portal import portal
from backend.web.staff_fields import DayField, StaffForm
from backend.web.staffing.pages import on_to

PREFIX = "answer"
"""What the names of the fields begin with that are no part of the form itself."""
MARK, ALL, BACK = f"{PREFIX}-mark", f"{PREFIX}-all", f"{PREFIX}-back"
HIT = f"{PREFIX}-hit-"
LEAVE, MOVE = "leave", "move"
OUTCOME = "erledigt"
OFFICES = "orte"
NOT_YET = s_("This day lies ahead.")


class AgreementForm(StaffForm):
    """Who agreed to fewer windows, and when (R44)."""

    agreed_by = SelectField(s_("Who agreed"), validate_choice=False)
    agreed_on = DayField(s_("On which day"))
    note = StringField(
        s_("Why, in a few words"),
        description=s_("Kept with the agreement. No names."),
        filters=[tidy],
        validators=[
            Said(s_("Please say why in a few words.")),
            AtMost(LONGEST_TEXT, s_("This is too long.")),
        ],
        render_kw={"autocomplete": "off"},
    )

    def __init__(self, **named: Any) -> None:
        # Its token is that of the form it stands in.
        super().__init__(prefix=PREFIX, meta={"csrf": False}, **named)
        approvers = [(name, name) for name in portal().content.jobcenter.approvers]
        self.agreed_by.choices = [("", s_("Please choose")), *approvers]

    def agreement(self, visitor: Visitor) -> Agreement | None:
        """What was answered; None with errors at the fields where it is not complete."""
        is_valid = self.validate()
        if self.agreed_by.data not in portal().content.jobcenter.approvers:
            self.agreed_by.errors = [s_("Please say who agreed.")]
        day = self.agreed_on.day
        if not self.agreed_on.errors and day is None:
            self.agreed_on.errors = [s_("Please say on which day.")]
        elif day and day > visitor.now.date():
            self.agreed_on.errors = [NOT_YET]
        if not is_valid or self.errors or day is None:
            return None
        return Agreement(
            office="",
            first_day=day,
            last_day=day,
            agreed_by=self.agreed_by.data,
            agreed_on=day,
            note=self.note.data,
        )


def carry(visitor: Visitor, edit: Edit, *, back: str) -> ResponseReturnValue:
    """Carry the edit out and lead to `back`; else the page that shows what it would do.

    To be called for a valid form only. Raises what `planning.carry_out` refuses.
    """
    form, answer = AgreementForm(), None
    if MARK in request.form:
        asked = form.agreed_by.name in request.form
        answer = Answer(
            mark=request.form[MARK],
            left=_left(),
            agreement=form.agreement(visitor) if asked else None,
        )
    try:
        done = planning.carry_out(
            visitor.account, edit, answer, content=portal().content, now=visitor.now
        )
    except NeedsAnswer as asking:
        found, is_anew = asking.consequences, asking.is_anew
        _note_seen(visitor, found)
        # Whoever sees other consequences than before has not made a mistake.
        return _page(found, AgreementForm() if is_anew else form, is_anew=is_anew), 409
    return on_to(led_back(back, edit, done))


def is_going_back() -> bool:
    """Whether somebody has seen the consequences and wants to change the form first."""
    return BACK in request.form


def _left() -> frozenset[int]:
    """Whom to leave on the list “to be placed”."""
    for_all = request.form.get(ALL)
    hits = {
        int(name[len(HIT) :]): choice
        for name, choice in request.form.items()
        if re.fullmatch(re.escape(HIT) + r"\d{1,19}", name)
    }
    if for_all == MOVE:
        return frozenset()
    return frozenset(key for key, choice in hits.items() if LEAVE in {for_all, choice})


def _note_seen(visitor: Visitor, found: Consequences) -> None:
    """Names and telephone numbers were shown (D33)."""
    shown = [hit.appointment for hit in found.hits] + [*found.in_lock, *found.elsewhere]
    matters = [Matter(Purpose.PLANNING, each.reference, each.office) for each in shown]
    auditing.note_readings(visitor.account, Deed.SAW, matters, now=visitor.now)


def _page(found: Consequences, form: AgreementForm, *, is_anew: object) -> str:
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and not name.startswith(f"{PREFIX}-")
    ]
    left = _left()
    hits = list(consequences.hits(found))
    return render_template(
        "planning/consequences.html",
        address=request.full_path.rstrip("?"),
        kept=kept,
        mark=found.mark,
        hits=hits,
        proposed=sum(hit.proposal is not None for hit in hits),
        left=left,
        in_lock=list(consequences.locked(found)),
        elsewhere=list(consequences.elsewhere(found)),
        tells=found.tells,
        gaps=list(consequences.gaps(found, content=portal().content)),
        form=form,
        is_anew=bool(is_anew),
    )


# --- afterwards


def led_back(back: str, edit: Edit, done: Done) -> str:
    """The address to lead to, with what has come of it in numbers."""
    numbers = f"{done.to_counter}-{done.to_time}-{done.left}"
    if done.to_place or done.cancelled:
        numbers += f"-{done.to_place}-{done.cancelled}"
    joint = "&" if "?" in back else "?"
    return f"{back}{joint}{OUTCOME}={numbers}&{OFFICES}={'.'.join(edit.offices)}"


def outcome() -> dict[str, Any] | None:
    """What the page says after an edit: sentences, and the offices whose list has grown."""
    numbers = re.fullmatch(r"\d{1,5}(?:-\d{1,5}){2,4}", request.args.get(OUTCOME, ""))
    if numbers is None:
        return None
    counts = [int(number) for number in numbers[0].split("-")]
    to_counter, to_time, left, to_place, cancelled = [*counts, 0, 0][:5]
    known = portal().content.offices
    keys = request.args.get(OFFICES, "").split(".")
    return {
        "sentences": [
            *_sentences(to_counter, to_time, left),
            *_told_sentences(to_place, cancelled),
        ],
        "offices": [known[key] for key in keys if key in known] if left else [],
    }


def _sentences(to_counter: int, to_time: int, left: int) -> list[Text]:
    found = []
    if to_counter:
        found.append(
            s_counted(
                "%(number)s appointment is at another counter now, at the same time.",
                "%(number)s appointments are at another counter now, at the same time.",
                to_counter,
            )
        )
    if to_time:
        found.append(
            s_counted(
                "%(number)s appointment is moved. The letter is on its way.",
                "%(number)s appointments are moved. The letters are on their way.",
                to_time,
            )
        )
    if left:
        found.append(
            s_counted(
                "%(number)s appointment is still to be placed.",
                "%(number)s appointments are still to be placed.",
                left,
            )
        )
    return found


def _told_sentences(to_place: int, cancelled: int) -> list[Text]:
    """What everybody was told who is not moved to another time."""
    found = []
    if to_place:
        found.append(
            s_counted(
                "%(number)s customer is told of the other place.",
                "%(number)s customers are told of the other place.",
                to_place,
            )
        )
    if cancelled:
        found.append(
            s_counted(
                "%(number)s appointment is cancelled. The letter is on its way.",
                "%(number)s appointments are cancelled. The letters are on their way.",
                cancelled,
            )
        )
    return found
