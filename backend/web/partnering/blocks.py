"""Several clients one after another with one interpreter: all of them get their time, or nobody."""

import secrets
from datetime import datetime
from itertools import islice

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import blocks, limiting
from backend.actions.blocks import Block, Client, ClientRefused
from backend.domain.partners import Organisation
from backend.domain.refusals import NotBookable, Refusal, TimeTaken
from backend.languages import Text, read_in, sentence_of
from backend.web import access
from backend.web.access import Visitor
from backend.web.booking.answering import REFUSALS_PER_CLIENT, REFUSALS_WINDOW
from backend.web.clients import client
from backend.web.partnering import block_forms
from backend.web.partnering.block_forms import BlockForm, Plan
from backend.web.partnering.pages import pages
from backend.web.partnering.words import as_read, consent_sentence, is_guardian
from backend.web.portal import portal
from backend.web.staffing.pages import on_to

WRITTEN = "%Y-%m-%dT%H-%M"
"""A beginning as it stands in addresses."""
MOST_INSTEAD = 6
"""Times proposed in place of one that is gone."""


@pages.get("/beratung/gruppe")
@access.counsellors
def plan_block(visitor: Visitor, organisation: Organisation) -> str:
    """Choose office, concern and language; then the times at which a block is free."""
    plan = block_forms.asked()
    found = blocks.starts(plan.wish, plan.count, content=portal().content, now=visitor.now)
    return render_template(
        "partnering/block.html",
        organisation=organisation,
        form=block_forms.plan_form(plan),
        plan=plan,
        found=found,
        written=WRITTEN,
    )


@pages.route("/beratung/gruppe/<beginning>", methods=["GET", "POST"])
@access.counsellors
def book_block(
    visitor: Visitor, organisation: Organisation, *, beginning: str
) -> ResponseReturnValue:
    """The names and consents of all; then everybody is booked, or nobody."""
    plan, start = block_forms.asked(), _moment(beginning)
    if start is None:
        return on_to(url_for(".plan_block", **plan.words))
    read_in(plan.pair)
    form = _form(plan, organisation)
    # Another time was chosen in place of one that is gone: all see it before it is booked.
    if request.form.get("show") or not form.validate_on_submit():
        return _page(form, plan, start), 422 if form.errors else 200
    now, bucket = visitor.now, f"refused to {client()}"
    limiting.check(bucket, most=REFUSALS_PER_CLIENT, seconds=REFUSALS_WINDOW, now=now)
    block = _block(form, visitor, organisation, plan=plan)
    try:
        blocks.book(block, start, content=portal().content, now=now)
    except ClientRefused as one:
        # As for each of them alone: whoever tries out many numbers is stopped (D3).
        limiting.count_try(bucket, most=REFUSALS_PER_CLIENT, seconds=REFUSALS_WINDOW, now=now)
        form.clients[one.place].form.number.errors = [Text(one.sentence)]
        return _page(form, plan, start), one.status
    except (TimeTaken, NotBookable) as taken:
        return _page(form, plan, start, refused=taken, instead=_instead(plan, start, now)), 409
    except Refusal as other:
        return _page(form, plan, start, refused=other), other.status
    return on_to(url_for(".clients"))


def _form(plan: Plan, organisation: Organisation) -> BlockForm:
    form = BlockForm()
    while len(form.clients) < plan.count:
        form.clients.append_entry()
    for part in form.clients:
        part.form.agreed.label.text = consent_sentence(organisation)
    form.key.data = form.key.data or secrets.token_urlsafe(16)
    return form


def _page(
    form: BlockForm,
    plan: Plan,
    start: datetime,
    *,
    refused: Refusal | None = None,
    instead: list[datetime] | None = None,
) -> str:
    return render_template(
        "partnering/book_block.html",
        form=form,
        fields=list(form.flat()),
        refused=[sentence_of(refused)] if refused else [],
        plan=plan,
        start=start,
        instead=instead or [],
        written=WRITTEN,
    )


def _instead(plan: Plan, gone: datetime, now: datetime) -> list[datetime]:
    """The next times for the same block; nothing is typed again for them."""
    found = blocks.starts(plan.wish, plan.count, content=portal().content, now=now)
    every = (start for starts in found.values() for start in starts if start != gone)
    return list(islice(every, MOST_INSTEAD))


def _block(form: BlockForm, visitor: Visitor, organisation: Organisation, *, plan: Plan) -> Block:
    consent = as_read(consent_sentence(organisation), plan.pair)
    is_represented = is_guardian(organisation)
    return Block(
        key=form.key.data,
        account=visitor.account,
        wish=plan.wish,
        languages=plan.pair.slug,
        clients=tuple(
            Client(
                person=part.form.person(visitor.account, is_represented=is_represented),
                consent=consent,
                comes_along=plan.comes_along,
            )
            for part in form.clients
        ),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.strptime(text, WRITTEN)  # noqa: DTZ007 - a wall-clock time
    except ValueError:
        return None
    return moment
