"""One's own account: password, second factor, recovery codes, sessions."""

from datetime import UTC, datetime
from typing import NamedTuple

import segno
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import passwords, signing_in
from backend.domain.refusals import Refusal
from backend.languages import sentence_of
from backend.store import sessions, staff
from backend.store.sessions import Stage
from backend.web import access
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.staff_fields import StaffForm, StaffPress
from backend.web.staffing import words
from backend.web.staffing.forms import FactorAgainForm, FactorForm, PasswordAgainForm, PasswordForm
from backend.web.staffing.pages import on_to, pages
from backend.web.staffing.words import GrantLine


class SessionLine(NamedTuple):
    """A session as the list shows it."""

    id: int
    browser: str
    begun: datetime
    is_this: bool


@pages.get("/konto/")
@access.signed_in
def own_account(visitor: Visitor) -> str:
    """What is known of oneself, and where one is signed in."""
    account, here = visitor.account, portal()
    lines = [
        SessionLine(
            each.id,
            each.browser,
            datetime.fromtimestamp(each.created_at, UTC).astimezone(here.zone),
            each.id == visitor.session.id,
        )
        for each in sessions.of_account(account.id)
        if each.is_whole
    ]
    today = visitor.now.date()
    grants = [
        GrantLine(
            grant.id,
            words.KINDS[grant.kind],
            words.place_name(grant.place, here.content),
            words.days_of(grant),
            is_current=grant.counts_on(today),
            may_be_taken=False,
        )
        for grant in account.grants
        if not grant.is_over(today)
    ]
    return render_template(
        "staff/account.html",
        sessions=lines,
        grants=grants,
        codes_left=staff.count_codes(account.id),
        has_password=visitor.session.stage is not Stage.PROXY,
        is_demanded=account.needs_factor(today, staff.factor_rule()),
    )


@pages.post("/konto/sitzungen/beenden")
@access.signed_in
def end_sessions(visitor: Visitor) -> ResponseReturnValue:
    """End one of one's own sessions, or all others."""
    if StaffPress().validate_on_submit():
        chosen = request.form.get("session", "")
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 16:
            signing_in.end_session(visitor.account, int(chosen))
        else:
            signing_in.end_others(visitor.session)
    return on_to(url_for(".own_account"))


@pages.route("/konto/passwort", methods=["GET", "POST"])
@access.signed_in
def password(visitor: Visitor) -> ResponseReturnValue:
    """Another password."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            signing_in.change_password(
                visitor.session,
                visitor.account,
                old=form.old.data,
                new=form.new.data,
                now=visitor.now,
            )
        except Refusal as refusal:
            return _page("staff/password.html", form, refusal)
        return on_to(url_for(".own_account"))
    return _page("staff/password.html", form)


@pages.route("/konto/zweiter-faktor", methods=["GET", "POST"])
@access.setting_up
def set_up_factor(visitor: Visitor) -> ResponseReturnValue:
    """Photograph the picture, or type the secret; then prove it by a code.

    The answer shows the recovery codes at once and only now, so it is no redirect.
    """
    has_one = visitor.account.has_factor
    form: StaffForm = FactorAgainForm() if has_one else FactorForm()
    if form.validate_on_submit():
        try:
            if isinstance(form, FactorAgainForm):
                signing_in.check_password(visitor.account, form.password.data, now=visitor.now)
            codes = signing_in.take_factor(visitor.session, form.code.data, now=visitor.now)
        except Refusal as refusal:
            return _factor_page(visitor, form, refusal)
        return _codes_page(codes)
    return _factor_page(visitor, form)


@pages.route("/konto/zweiter-faktor/aus", methods=["GET", "POST"])
@access.signed_in
def drop_factor(visitor: Visitor) -> ResponseReturnValue:
    """Sign in without a second factor again."""
    if not visitor.account.has_factor:
        return redirect(url_for(".own_account"), 303)
    form = PasswordAgainForm()
    if form.validate_on_submit():
        try:
            signing_in.drop_factor(visitor.account, form.password.data, now=visitor.now)
        except Refusal as refusal:
            return _page("staff/drop_factor.html", form, refusal)
        return on_to(url_for(".own_account"))
    return _page("staff/drop_factor.html", form)


@pages.route("/konto/ersatzcodes", methods=["GET", "POST"])
@access.signed_in
def recovery_codes(visitor: Visitor) -> ResponseReturnValue:
    """New recovery codes; the old ones are void then."""
    if not visitor.account.has_factor:
        return on_to(url_for(".set_up_factor"))
    form = PasswordAgainForm()
    if form.validate_on_submit():
        try:
            codes = signing_in.renew_codes(visitor.account, form.password.data, now=visitor.now)
        except Refusal as refusal:
            return _page("staff/renew_codes.html", form, refusal)
        return _codes_page(codes)
    return _page("staff/renew_codes.html", form)


def _page(template: str, form: StaffForm, refusal: Refusal | None = None) -> ResponseReturnValue:
    refused = [sentence_of(refusal)] if refusal else []
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template(template, form=form, refused=refused), status


def _factor_page(
    visitor: Visitor, form: StaffForm, refusal: Refusal | None = None
) -> ResponseReturnValue:
    secret = signing_in.offered_secret(visitor.session)
    theme = portal().content.theme.name
    address = passwords.address_for(secret, mail=visitor.account.mail, issuer=theme)
    refused = [sentence_of(refusal)] if refusal else []
    page = render_template(
        "staff/factor.html",
        form=form,
        refused=refused,
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=4),
        secret=_in_groups(secret),
    )
    return page, refusal.status if refusal else 422 if form.errors else 200


def _codes_page(codes: list[str]) -> str:
    return render_template("staff/codes.html", codes=[_in_groups(code, 5) for code in codes])


def _in_groups(text: str, size: int = 4) -> str:
    """`ABCD EFGH`, to be copied by hand."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))
