"""Clients: booking beside them with their consent, and their coming appointments (R107)."""

from dataclasses import replace
from typing import NamedTuple

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing, partnering
from backend.domain import references
from backend.domain.appointments import Appointment, Draft, ForWhom
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.partners import Organisation
from backend.languages import Pair, read_in
from backend.letters.paper.typesetting import CannotSet
from backend.store import sealing
from backend.web import access, drafts, prints, unlisted
from backend.web.access import Visitor
from backend.web.partnering.forms import ConsentForm
from backend.web.partnering.pages import pages
from backend.web.partnering.words import as_read, consent_sentence, is_guardian
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress


class ClientLine(NamedTuple):
    """One appointment as its organisation sees it: no concern, nothing of the office's side."""

    appointment: Appointment
    reference: str
    office: str
    comes_along: bool


@pages.get("/beratung/")
@access.counsellors
def clients(visitor: Visitor, organisation: Organisation) -> str:
    """The clients of the organisation who have an appointment today or later."""
    offices = portal().content.offices
    lines = [
        ClientLine(
            appointment,
            references.spaced(appointment.reference),
            offices[appointment.office].name,
            consent.comes_along,
        )
        for consent, appointment in partnering.clients(visitor.account, now=visitor.now)
    ]
    return render_template(
        "partnering/clients.html",
        organisation=organisation,
        lines=lines,
        today=visitor.now.date(),
    )


@pages.post("/beratung/klient/<int:appointment>")
@access.counsellors
def open_client(
    visitor: Visitor, organisation: Organisation, *, appointment: int
) -> ResponseReturnValue:
    """The client's own page, in the client's languages: move, cancel, print in every format."""
    found = _own(visitor, appointment)
    if not StaffPress().validate_on_submit():
        return redirect(url_for(".clients"), 303)
    _note(visitor, Deed.SAW, found)
    drafts.know(found.id, visitor.now, partner=organisation.id)
    token = sealing.token_for(found.id, found.nonce)
    pair = portal().languages.pair(found.languages) or portal().languages.pair("de")
    return redirect(f"{url_for('changing.own', pair=pair, token=token)}#main", 303)


@pages.post("/beratung/klient/<int:appointment>/brief.pdf")
@access.counsellors
def print_letter(
    visitor: Visitor, _organisation: Organisation, *, appointment: int
) -> ResponseReturnValue:
    """The confirmation as a letter; all other papers are on the client's own page."""
    found = _own(visitor, appointment)
    if not StaffPress().validate_on_submit():
        return redirect(url_for(".clients"), 303)
    try:
        pdf = prints.printed(found, prints.LETTER, visitor.now)
    except CannotSet:
        return redirect(url_for(".clients"), 303)
    _note(visitor, Deed.PRINTED, found)
    return prints.download(pdf, prints.FILE_NAME)


def _own(visitor: Visitor, appointment: int) -> Appointment:
    """Whatever this organisation may not see does not exist here (404)."""
    found = partnering.client(visitor.account, appointment, now=visitor.now)
    if found is None:
        abort(404)
    return found


def _note(visitor: Visitor, deed: Deed, found: Appointment) -> None:
    """What a counsellor did with a client's appointment (D33)."""
    matter = Matter(Purpose.PARTNERS, found.reference, found.office)
    auditing.note_reading(visitor.account, deed, matter, now=visitor.now)


@pages.get("/beratung/buchen")
@access.counsellors
def choose_language(_visitor: Visitor, _organisation: Organisation) -> str:
    """In which language the client reads; German stands beneath."""
    tongues = portal().languages.tongues.values()
    return render_template(
        "partnering/languages.html",
        pairs=[
            (f"{tongue.slug}+de" if not tongue.is_german else tongue.slug, tongue)
            for tongue in tongues
        ],
    )


@pages.route("/beratung/buchen/<pair:pair>", methods=["GET", "POST"])
@access.counsellors
def agree(visitor: Visitor, organisation: Organisation, *, pair: Pair) -> ResponseReturnValue:
    """The client reads what is agreed to, in the own language, and ticks it; then both book."""
    read_in(pair)
    form = ConsentForm()
    sentence = consent_sentence(organisation)
    form.agreed.label.text = sentence
    if is_guardian(organisation):
        form.of_guardian()
    if form.validate_on_submit():
        drafts.wipe(visitor.now)
        draft = Draft(
            partner=organisation.id,
            counsellor=visitor.account.id,
            comes_along=form.comes_along.data,
            consent=as_read(sentence, pair),
            languages=pair.slug,
        )
        drafts.keep(
            _of_guardian(draft, visitor) if is_guardian(organisation) else draft, visitor.now
        )
        return redirect(f"{_offices(pair)}#main", 303)
    page = render_template(
        "partnering/agree.html",
        form=form,
        pair_here=pair,
        sits_beside=not is_guardian(organisation),
    )
    return page, 422 if form.errors else 200


def _of_guardian(draft: Draft, visitor: Visitor) -> Draft:
    """Whom the guardian books for is asked; who the guardian is, is known (D6)."""
    return replace(draft, for_whom=str(ForWhom.REPRESENTED), representative=visitor.account.name)


def _offices(pair: Pair) -> str:
    """Where both choose an office; there may be rooms that only partners and staff book (R104)."""
    if not unlisted.is_any():
        return url_for("public.offices", pair=pair)
    return url_for("public.found", pair=pair, keys="+".join(portal().content.offices))
