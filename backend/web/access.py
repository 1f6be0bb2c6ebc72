"""The gate of the staff's pages: each says who may enter, and one that says nothing is closed.

A page declares its access by the decorator directly below its route, and gets the `Visitor` it
let in as its first argument:

    @pages.get("/personen/<int:account>")
    @access.to_one("account", fetch=staff.by_id, may=_may_see)
    def person(visitor: Visitor, account: Account) -> str: …

`to_one` fetches and authorises in one: what lies in another office does not exist (404). Roles are
read anew for every page, so one that was taken away or has run out opens nothing any more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Redirect

from backend.actions import partnering, signing_in
from backend.domain.accounts import Account, State
from backend.domain.roles import Powers
from backend.domain.staff_refusals import NotAllowed, SignOnUnknown
from backend.languages import read_in, staff_counted, staff_text
from backend.store import sealing, staff
from backend.store.sessions import Session, Stage
from backend.web import tasks
from backend.web.portal import portal

PREFIX = "/dienst"
DECLARED = "access"
"""The attribute that says who may enter; a view without it is closed."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none';style-src 'self';script-src 'self';connect-src 'self';"
    "img-src 'self' data:;"
    "form-action 'self';base-uri 'none';frame-ancestors 'none'"
)
LARGEST_ID = 2**63 - 1

View = Callable[..., ResponseReturnValue]
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody of the staff at a page, with what they may do today."""

    account: Account
    session: Session
    powers: Powers
    now: datetime
    must_set_up: bool
    """A role demands a second factor that is not there yet: nothing else opens before."""


# --- what a page declares


def strangers(view: View) -> View:
    """Open to everybody, signed in or not: the way in by password. Gets no visitor.

    Closed where the agency's own sign-on says who is there.
    """

    @wraps(view)
    def gated(**values: Any) -> ResponseReturnValue:
        if portal().settings.staff_proxy_header:
            abort(404)
        return view(**values)

    return _declared(gated, "everybody")


def halfway(view: View) -> View:
    """For who gave the password and still owes the code of the telephone."""

    @wraps(view)
    def gated(**values: Any) -> ResponseReturnValue:
        visitor = _visitor(portal().now())
        if isinstance(visitor, Visitor) and not visitor.session.is_whole:
            return view(visitor, **values)
        return redirect(url_for("staffing.home"), 303)

    return _declared(gated, "after the password")


def setting_up(view: View) -> View:
    """For everybody who is signed in, also before a demanded second factor is set up."""
    return _entered(view, "signed in", may=lambda _powers: True, before_set_up=True)


def signed_in(view: View) -> View:
    """For everybody who is signed in: one's own matters."""
    return _entered(view, "signed in", may=lambda _powers: True)


def counsellors(view: View) -> View:
    """For who works for an admitted partner organisation; it is the view's second argument."""
    return _of_a_partner(view, "counsellors", only_leads=False)


def leads(view: View) -> View:
    """For who leads an admitted partner organisation; it is the view's second argument."""
    return _of_a_partner(view, "leads", only_leads=True)


def _of_a_partner(view: View, who: str, *, only_leads: bool) -> View:
    def looked_up(visitor: Visitor, **values: Any) -> ResponseReturnValue:
        organisation = partnering.organisation_of(visitor.account)
        if organisation is None or (only_leads and not visitor.account.is_lead):
            raise NotAllowed
        return view(visitor, organisation, **values)

    return _entered(wraps(view)(looked_up), who, may=lambda _powers: True)


def to(may: Callable[[Powers], bool]) -> Callable[[View], View]:
    """For whoever the predicate allows it; others learn that their roles do not include it."""

    def declare(view: View) -> View:
        return _entered(view, may.__name__, may=may)

    return declare


def to_one(
    name: str, *, fetch: Callable[[Any], Found | None], may: Callable[[Powers, Found], bool]
) -> Callable[[View], View]:
    """For whoever the predicate allows this one thing; for others there is no such page (404).

    `name` is the part of the address that names the thing. The view gets what `fetch` found for
    it as its second argument, so that no page can show what was not authorised.
    """

    def declare(view: View) -> View:
        def looked_up(visitor: Visitor, **values: Any) -> ResponseReturnValue:
            found = fetch(values.pop(name))
            if found is None or not may(visitor.powers, found):
                abort(404)
            return view(visitor, found, **values)

        return _entered(wraps(view)(looked_up), may.__name__, may=lambda _powers: True)

    return declare


def _declared(view: View, who: str) -> View:
    setattr(view, DECLARED, who)
    return view


def _entered(
    view: View, who: str, *, may: Callable[[Powers], bool], before_set_up: object = False
) -> View:
    @wraps(view)
    def gated(**values: Any) -> ResponseReturnValue:
        visitor = _visitor(portal().now())
        if not isinstance(visitor, Visitor):
            return visitor
        if not visitor.session.is_whole:
            return redirect(_way("staffing.second_factor"), 303)
        if visitor.must_set_up and not before_set_up:
            return redirect(url_for("staffing.set_up_factor"), 303)
        if not may(visitor.powers):
            raise NotAllowed
        return view(visitor, **values)

    return _declared(gated, who)


# --- who is there


def _visitor(now: datetime) -> Visitor | Redirect:
    """Who is there, or the way to sign in."""
    session = _session(now)
    header = portal().settings.staff_proxy_header
    if header:
        account = staff.by_mail(request.headers.get(header, ""))
        if account is None or account.state is State.OFF:
            raise SignOnUnknown
        if session is None or session.account != account.id or session.stage is not Stage.PROXY:
            return _by_proxy(account, now)
    else:
        account = staff.by_id(session.account) if session else None
        if session is not None and session.stage is Stage.PROXY:
            account = None
    if session is None or account is None or account.state is not State.ACTIVE:
        return redirect(_way("staffing.sign_in"), 303)
    must_set_up = (
        session.stage is Stage.WHOLE
        and not account.has_factor
        and account.needs_factor(now.date(), staff.factor_rule())
    )
    g.visitor = Visitor(
        account=account,
        session=session,
        powers=account.powers(now.date()),
        now=now,
        must_set_up=must_set_up,
    )
    found: Visitor = g.visitor
    return found


def _session(now: datetime) -> Session | None:
    token = request.cookies.get(cookie_name(), "")
    if not token:
        return None
    settings = portal().settings
    return signing_in.visit(
        token, now=now, idle_minutes=settings.staff_idle_minutes, hours=settings.staff_hours
    )


def _by_proxy(account: Account, now: datetime) -> Redirect:
    token = signing_in.sign_in_by_proxy(account, browser=browser_name(), now=now)
    address = request.path if request.method == "GET" else url_for("staffing.home")
    return let_in(redirect(address, 303), token)


def _way(endpoint: str) -> str:
    """The address of a step of signing in, which leads back to the page that was asked for."""
    is_page = request.method == "GET" and request.path != f"{PREFIX}/"
    return url_for(endpoint, weiter=request.path if is_page else None)


def counsellor() -> Account | None:
    """Who of an admitted partner organisation is signed in here; for pages open to everybody."""
    session = _session(portal().now())
    account = staff.by_id(session.account) if session and session.is_whole else None
    return account if account and partnering.organisation_of(account) else None


def to_sign_in() -> Redirect:
    """The way to sign in, for a page open to everybody on which a partner's session has ended."""
    return redirect(_way("staffing.sign_in"), 303)


def is_signed_in() -> bool:
    """Whether the browser holds a whole session; for pages open to everybody."""
    session = _session(portal().now())
    return session is not None and session.is_whole


# --- the cookie


def cookie_name() -> str:
    """Apart from the customers' cookie: what ends there goes on here."""
    return "__Host-d" if portal().settings.is_https else "d"


def let_in(response: Redirect, token: str) -> Redirect:
    """Give the browser its session in place of a former one; it goes when the browser closes."""
    signing_in.leave(request.cookies.get(cookie_name(), ""))
    response.set_cookie(
        cookie_name(), token, httponly=True, samesite="Lax", secure=portal().settings.is_https
    )
    return response


def let_out(response: Redirect) -> Redirect:
    """Take the cookie back, and what the browser has kept of the pages."""
    response.delete_cookie(
        cookie_name(), httponly=True, samesite="Lax", secure=portal().settings.is_https
    )
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_name() -> str:
    """Browser and system in two words, for one's own list of sessions; nothing finer is kept."""
    agent = request.user_agent.string
    words = [
        next((name for mark, name in known if mark in agent), "") for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(word for word in words if word)


# --- the form token


def form_token() -> str:
    """The hidden token of forms: bound to the session of the staff, else to the visitor's own."""
    visitor = g.get("visitor")
    return token_of(visitor.session) if visitor else str(generate_csrf())


def token_of(session: Session) -> str:
    """The form token of a session; nobody without it can send a form in its name."""
    return sealing.keyed_hash("staff form", session.key)


# --- closed by default


def guard(app: Flask) -> None:
    """Close every address below `/dienst` whose page does not say who may enter."""
    app.before_request(_read_in_german)
    app.before_request(_closed_unless_declared)
    app.after_request(_never_in_a_frame)
    app.jinja_env.globals.update(
        csrf_token=form_token,
        visitor=lambda: g.get("visitor"),
        tabs_of=tasks.tabs,
        has_more_tasks=tasks.has_more,
        task_at=tasks.at,
        s=staff_text,
        s_counted=staff_counted,
    )


def _never_in_a_frame(response: Response) -> Response:
    """Whoever may frame the customers' pages (D42) may not frame these."""
    if is_desk():
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def is_desk() -> bool:
    """Whether the request is for the staff's part."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")


def _read_in_german() -> None:
    if is_desk():
        languages = portal().languages
        read_in(languages.alone(languages.german))


def _closed_unless_declared() -> None:
    if is_desk() and request.endpoint is not None:
        view = current_app.view_functions[request.endpoint]
        odd = [each for each in (request.view_args or {}).values() if _is_no_id(each)]
        if odd or not hasattr(view, DECLARED):
            abort(404)


def _is_no_id(value: object) -> bool:
    """Whether it is a number no database keeps."""
    return isinstance(value, int) and value > LARGEST_ID
