"""All that is stored about one appointment: shown, handed over, deleted (Art. 15, 17 GDPR)."""

import json

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField

from backend.actions import erasing, listing
from backend.actions.erasing import Forgotten, Stored
from backend.domain import references, roles
from backend.domain.refusals import Refusal
from backend.domain.retention import RULES, Kind
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.letters import list_rounds
from backend.web import access
from backend.web.access import Visitor
from backend.web.fields import LONGEST_LINE, TOO_LONG, AtMost, Said, tidy_digits
from backend.web.lists import words
from backend.web.lists.pages import pages
from backend.web.portal import portal
from backend.web.staff_fields import StaffForm
from backend.web.staffing.pages import on_to

FILE = "auskunft.json"
"""Neutral: it stays on the computer of whoever downloads it."""
NUMBERS = 10**9


class ReferenceForm(StaffForm):
    """Whose record it is."""

    reference = StringField(
        s_("Appointment number"),
        description=s_("Such as K7M4-2PX9. Please make sure that it is the person's own."),
        filters=[tidy_digits],
        validators=[
            Said(s_("Please write the number of the appointment.")),
            AtMost(LONGEST_LINE, TOO_LONG),
        ],
        render_kw={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"},
    )


class ForgetForm(ReferenceForm):
    """The same, and that it is meant."""

    sure = BooleanField(
        s_("The person asks for it, and I know that it cannot be undone."),
        validators=[Said(s_("Please confirm that it is meant."))],
    )


@pages.route("/auskunft/", methods=["GET", "POST"])
@access.to(roles.may_forget)
def information(visitor: Visitor) -> ResponseReturnValue:
    """Everything stored about one appointment on one page; showing it is noted."""
    form = ReferenceForm()
    if form.validate_on_submit():
        try:
            stored = erasing.tell(visitor.account.id, form.reference.data, now=visitor.now)
        except Refusal as refusal:
            return _again("lists/information.html", form, refusal)
        return render_template("lists/stored.html", stored=stored, **_shown(stored))
    page = render_template("lists/information.html", form=form)
    return page, 422 if form.errors else 200


@pages.post("/auskunft/datei")
@access.to(roles.may_forget)
def information_file(visitor: Visitor) -> ResponseReturnValue:
    """The same as a JSON file, made for this answer and kept nowhere."""
    form = ReferenceForm()
    if not form.validate_on_submit():
        return render_template("lists/information.html", form=form), 422
    try:
        stored = erasing.tell(visitor.account.id, form.reference.data, now=visitor.now)
    except Refusal as refusal:
        return _again("lists/information.html", form, refusal)
    name = portal().content.jobcenter.name
    return Response(
        json.dumps(stored.document(name, visitor.now), ensure_ascii=False, indent=2),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{FILE}"'},
    )


@pages.route("/auskunft/loeschen", methods=["GET", "POST"])
@access.to(roles.may_forget)
def forget(visitor: Visitor) -> ResponseReturnValue:
    """Delete everything stored about one appointment, once it is confirmed."""
    form = ForgetForm()
    if form.validate_on_submit():
        here = portal()
        try:
            gone = erasing.forget(
                visitor.account.id, form.reference.data, content=here.content, now=visitor.now
            )
        except Refusal as refusal:
            return _again("lists/forget.html", form, refusal)
        _make_list_anew(visitor, gone)
        counts = {kind.value: number for kind, number in gone.counts.items()}
        return on_to(url_for(".forgotten", **counts))  # type: ignore[arg-type]
    page = render_template("lists/forget.html", form=form)
    return page, 422 if form.errors else 200


@pages.get("/auskunft/geloescht")
@access.to(roles.may_forget)
def forgotten(_visitor: Visitor) -> str:
    """How much was deleted: numbers alone, as they stand in the address."""
    counts = [
        (words.title(kind), min(int(number), NUMBERS))
        for kind in Kind
        if (number := request.args.get(kind.value, "")).isascii()
        and number[:10].isdigit()
        and len(number) < 10
    ]
    return render_template("lists/forgotten.html", counts=counts)


def _make_list_anew(visitor: Visitor, gone: Forgotten) -> None:
    """The day list of today without the person, where there was one."""
    if gone.has_lost_list:
        here = portal()
        made = list_rounds.made(
            gone.office, content=here.content, languages=here.languages, now=visitor.now
        )
        listing.keep(visitor.account.id, made, now=visitor.now)


def _again(template: str, form: StaffForm, refusal: Refusal) -> ResponseReturnValue:
    refused = [sentence_of(refusal)]
    return render_template(template, form=form, refused=refused), refusal.status


def _shown(stored: Stored) -> dict[str, object]:
    """The facts under German words, and the rules for what is kept of them."""
    kinds = [Kind.APPOINTMENTS, *stored.others, Kind.AUDIT]
    settings = portal().settings
    return {
        "reference": references.spaced(stored.reference),
        "facts": _rows(stored.facts),
        "others": [
            (words.title(kind), shown)
            for kind, rows in stored.others.items()
            if (shown := [found for row in rows if (found := _rows(row))])
        ],
        "deeds": [_rows(deed) for deed in stored.deeds],
        "rules": [
            (words.title(rule.kind), words.amount(rule, settings), s_(rule.since), s_(rule.reason))
            for rule in RULES
            if rule.kind in kinds
        ],
    }


def _rows(facts: dict[str, object]) -> list[tuple[Text | str, str]]:
    return [
        (words.field(name), _text(name, value))
        for name, value in facts.items()
        if name not in words.INNER and not (name == "appointment" and isinstance(value, int))
    ]


def _text(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(name, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{title}: {text}" for title, text in _rows(value))
    return words.value(name, value, portal().content, portal().zone)
