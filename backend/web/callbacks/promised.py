"""The promise for the customer's hand: to read out, to print, in the customer's language (R73)."""

from collections.abc import Callable

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing
from backend.actions import callbacks as calling
from backend.domain import roles
from backend.domain.audits import Deed, Matter
from backend.domain.callbacks import Callback
from backend.languages import Pair
from backend.letters import promises
from backend.letters.paper import promises as papers
from backend.letters.paper.typesetting import CannotSet
from backend.store import callbacks
from backend.web import access, prints
from backend.web.access import Visitor
from backend.web.callbacks import words
from backend.web.callbacks.pages import may_see_promise, pages
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to


@pages.get("/<int:callback>/zusage")
@access.to(roles.may_enter_callbacks)
def promise(visitor: Visitor, callback: int) -> ResponseReturnValue:
    """By when who calls, in both languages; neither name nor number stands there."""
    return _page(_found(visitor, callback), StaffPress())


@pages.post("/<int:callback>/zusage/karte.pdf")
@access.to(roles.may_enter_callbacks)
def print_card(visitor: Visitor, callback: int) -> ResponseReturnValue:
    """The promise on a card for the pocket."""
    return _printed(visitor, callback, papers.card)


@pages.post("/<int:callback>/zusage/bon.pdf")
@access.to(roles.may_enter_callbacks)
def print_receipt(visitor: Visitor, callback: int) -> ResponseReturnValue:
    """The promise on a receipt."""
    return _printed(visitor, callback, papers.receipt)


def _printed(visitor: Visitor, callback: int, make: Callable[..., bytes]) -> ResponseReturnValue:
    """The PDF; the printing is noted. What cannot be set leads back to the page."""
    found, form = _found(visitor, callback), StaffPress()
    if not form.validate_on_submit():
        return _page(found, form)
    here = portal()
    made = promises.of(found, here.content)
    try:
        pdf = make(prints.press(), made, pair=_pair(found), stamped=visitor.now)
    except CannotSet:
        return on_to(url_for(".promise", callback=found.id))
    matter = Matter(calling.purpose_of(visitor.powers), found.reference, found.team.office)
    auditing.note_reading(visitor.account, Deed.PRINTED, matter, now=visitor.now)
    return prints.download(pdf, "rueckruf.pdf")


def _found(visitor: Visitor, callback_id: int) -> Callback:
    found = callbacks.by_id(callback_id)
    if found is None or not may_see_promise(visitor, found):
        abort(404)
    if found.team.office not in portal().content.offices:
        abort(404)
    return found


def _pair(callback: Callback) -> Pair:
    languages = portal().languages
    return languages.pair(callback.languages) or Pair(languages.german)


def _page(callback: Callback, form: StaffPress) -> ResponseReturnValue:
    here = portal()
    made, tongue = promises.of(callback, here.content), _pair(callback).first
    page = render_template(
        "callbacks/promise.html",
        form=form,
        callback=callback,
        promise=made,
        team=words.team_name(callback.team),
        foreign=None if tongue.is_german else made.sentence.html(tongue),
        tongue=tongue,
        by_mail=callback.caller.is_mail_wanted,
        by_sms=callback.caller.is_sms_wanted,
    )
    return page, 422 if form.errors else 200
