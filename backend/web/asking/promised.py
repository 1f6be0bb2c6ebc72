"""The promise of a callback: to see, to print, to take back, to find again by number and name."""

from collections.abc import Callable

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from backend.actions import callbacks as calling
from backend.actions import limiting
from backend.domain import references
from backend.domain.callbacks import Callback, State
from backend.domain.names import is_match
from backend.domain.staff_refusals import GoneAlready
from backend.languages import current
from backend.letters import promises
from backend.letters.paper import promises as papers
from backend.letters.paper.typesetting import CannotSet
from backend.store import callbacks, sealing
from backend.web import prints
from backend.web.asking.forms import LookupForm
from backend.web.asking.pages import pages
from backend.web.changing.forms import NO_MATCH
from backend.web.clients import client
from backend.web.fields import Press
from backend.web.negotiation import go
from backend.web.portal import portal

FILE_NAME = "rueckruf.pdf"
TRIES_PER_CLIENT = 30
TRIES_PER_CALLBACK = 8
SECONDS = 600


@pages.get("/zusage/<token>")
def promise(token: str) -> ResponseReturnValue:
    """By when who calls; neither name nor concern, so that the link may be kept (D17)."""
    return _page(_found(token), Press())


@pages.route("/zusage/<token>/zuruecknehmen", methods=["GET", "POST"])
def withdraw(token: str) -> ResponseReturnValue:
    """The call is needed no more; the link is enough for that. A GET leads back to the question."""
    callback, form = _found(token), Press()
    if not form.validate_on_submit():
        return _page(callback, form) if form.errors else go("asking.promise", token=token)
    try:
        calling.withdraw(callback.id, now=portal().now())
    except GoneAlready:
        # The call was made meanwhile: the page says so.
        pass
    return go("asking.promise", token=token)


@pages.get("/zusage/<token>/karte.pdf")
def promise_card(token: str) -> ResponseReturnValue:
    """The promise on a card for the pocket, A6."""
    return _download(token, papers.card)


@pages.get("/zusage/<token>/bon.pdf")
def promise_receipt(token: str) -> ResponseReturnValue:
    """The promise on a roll of 80 mm."""
    return _download(token, papers.receipt)


@pages.route("/", methods=["GET", "POST"])
def lookup() -> ResponseReturnValue:
    """Number and name; one sentence for whatever does not match (D3)."""
    form = LookupForm()
    if form.validate_on_submit():
        found = _named(form.reference.data, form.name.data)
        if found is not None:
            return go("asking.promise", token=sealing.token_for(found.id, found.nonce))
        form.form_errors.append(NO_MATCH)
    return render_template("asking/lookup.html", form=form), 422 if form.errors else 200


def _found(token: str) -> Callback:
    callback = callbacks.by_token(token)
    if callback is None or callback.team.office not in portal().content.offices:
        abort(404)
    return callback


def _named(number: str, name: str) -> Callback | None:
    reference, now = references.normalise(number), portal().now()
    bucket = f"callback opening from {client()}"
    limiting.count_try(bucket, most=TRIES_PER_CLIENT, seconds=SECONDS, now=now)
    if reference is None:
        return None
    bucket = f"callback opening {reference}"
    limiting.count_try(bucket, most=TRIES_PER_CALLBACK, seconds=SECONDS, now=now)
    found = callbacks.by_reference(reference)
    return found if found and is_match(name, found.caller.name, "") else None


def _page(callback: Callback, form: Press) -> ResponseReturnValue:
    page = render_template(
        "asking/promise.html",
        form=form,
        callback=callback,
        promise=promises.of(callback, portal().content),
        is_open=callback.is_open,
        is_withdrawn=callback.state is State.WITHDRAWN,
        is_unreached=callback.state is State.UNREACHED,
    )
    return page, 422 if form.errors else 200


def _download(token: str, make: Callable[..., bytes]) -> ResponseReturnValue:
    """What cannot be set leads back to the page, which prints well too."""
    callback, here = _found(token), portal()
    if not callback.is_open:
        return go("asking.promise", token=token)
    made = promises.of(callback, here.content)
    try:
        pdf = make(prints.press(), made, pair=current(), stamped=here.now())
    except CannotSet:
        return go("asking.promise", token=token)
    return prints.download(pdf, FILE_NAME)
