"""The way in and out: signing in, the second factor, links in mails."""

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import limiting, signing_in
from backend.domain.refusals import Refusal
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store.sessions import LinkKind
from backend.web import access, drafts
from backend.web.access import Visitor
from backend.web.clients import client
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.forms import ChosenPasswordForm, CodeForm, ForgottenForm, SignInForm
from backend.web.staffing.pages import on_to, pages

RESETS_PER_CLIENT = 20
RESET_SECONDS = 600
OURS = re.compile(rf"(?:{access.PREFIX}|/[a-z][a-z+-]*/(?:buchen|termin))/[A-Za-z0-9/_-]*")
"""Where signing in may lead on: the staff's pages, and those on which a counsellor books."""
NEWS = {
    "passwort": s_("Your password is set. Please sign in with it."),
    "ende": s_("You are signed out."),
}
"""What the page before has done, by the word for it in the address."""


@pages.route("/anmelden", methods=["GET", "POST"])
@access.strangers
def sign_in() -> ResponseReturnValue:
    """Mail address and password."""
    if request.method == "GET" and access.is_signed_in():
        return redirect(url_for(".home"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = signing_in.sign_in(
                form.mail.data,
                form.password.data,
                client=client(),
                browser=access.browser_name(),
                now=portal().now(),
            )
        except Refusal as refusal:
            return _again("staff/sign_in.html", form, refusal, news=None)
        return access.let_in(on_to(_way_on()), token)
    news = NEWS.get(request.args.get("neu", ""))
    return render_template("staff/sign_in.html", form=form, news=news), _status(form)


@pages.route("/anmelden/code", methods=["GET", "POST"])
@access.halfway
def second_factor(visitor: Visitor) -> ResponseReturnValue:
    """The code of the telephone, or a recovery code."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            token = signing_in.confirm(
                visitor.session, form.code.data, client=client(), now=visitor.now
            )
        except Refusal as refusal:
            return _again("staff/code.html", form, refusal)
        return access.let_in(on_to(_way_on()), token)
    return render_template("staff/code.html", form=form), _status(form)


@pages.post("/abmelden")
@access.setting_up
def sign_out(visitor: Visitor) -> ResponseReturnValue:
    """End this session."""
    if StaffPress().validate_on_submit():
        signing_in.sign_out(visitor.session)
        if visitor.account.organisation:
            # Computers of advice centres are shared: what was opened of a client is closed too.
            drafts.wipe(visitor.now)
        if portal().settings.staff_proxy_header:
            return access.let_out(on_to(url_for("public.root")))
        return access.let_out(on_to(url_for(".sign_in", neu="ende")))
    return redirect(url_for(".home"), 303)


@pages.route("/passwort-vergessen", methods=["GET", "POST"])
@access.strangers
def forgotten() -> ResponseReturnValue:
    """Ask for a link to a new password; the answer is the same for every address (D3)."""
    form = ForgottenForm()
    if form.validate_on_submit():
        now = portal().now()
        bucket = f"reset/{client()}"
        limiting.count_try(bucket, most=RESETS_PER_CLIENT, seconds=RESET_SECONDS, now=now)
        signing_in.wish_reset(form.mail.data, now=now)
        return on_to(url_for(".link_sent"))
    return render_template("staff/forgotten.html", form=form), _status(form)


@pages.get("/passwort-vergessen/gesendet")
@access.strangers
def link_sent() -> str:
    """What happens now."""
    return render_template("staff/link_sent.html")


@pages.route("/einladung/<token>", methods=["GET", "POST"])
@access.strangers
def invitation(token: str) -> ResponseReturnValue:
    """Choose the first password."""
    return _choose(token, LinkKind.INVITATION, title=s_("Welcome"))


@pages.route("/neues-passwort/<token>", methods=["GET", "POST"])
@access.strangers
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password."""
    return _choose(token, LinkKind.RESET, title=s_("Choose a new password"))


def _choose(token: str, kind: LinkKind, *, title: Text) -> ResponseReturnValue:
    now = portal().now()
    account = signing_in.linked(token, kind, now=now)
    form = ChosenPasswordForm()
    if form.validate_on_submit():
        try:
            signing_in.choose_password(token, kind, form.password.data, now=now)
        except Refusal as refusal:
            return _again("staff/choose_password.html", form, refusal, title=title, account=account)
        return on_to(url_for(".sign_in", neu="passwort"))
    page = render_template("staff/choose_password.html", form=form, title=title, account=account)
    return page, _status(form)


def _way_on() -> str:
    """The page that was asked for before signing in; only ever one of ours."""
    wanted = request.args.get("weiter", "")
    return wanted if OURS.fullmatch(wanted) else url_for(".home")


def _again(template: str, form: object, refusal: Refusal, **words: object) -> ResponseReturnValue:
    """The page once more, with what was refused above the form."""
    sentence = sentence_of(refusal)
    return render_template(template, form=form, refused=[sentence], **words), refusal.status


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
