"""Kiosk mode: on a known terminal every public page is another one, decided here (R101).

The cookie of the device decides, never what the browser says of itself. Somebody's visit begins
with the language and ends by the button, by script, or after a rest that the server measures;
what an address with a token shows is seen by the visit that was led there, and by no later one.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Redirect

from backend.actions import enrolling
from backend.domain.kiosks import Kiosk
from backend.languages import current
from backend.store import kiosks, sealing
from backend.web import drafts
from backend.web.kiosk.markup import kept_inside
from backend.web.portal import portal

VISIT, LED_TO = "k", "t"
"""In the cookie of the session: the visit, and marks of the tokens it was led to."""
MOST_TOKENS = 20
COOKIE_DAYS = 400
"""No browser keeps a cookie for longer."""
OPEN = frozenset({"public", "booking", "changing", "asking", "invited", "reporting", "kiosk"})
"""The parts a terminal shows; all others do not exist there, the staff's among them."""
WITHOUT_VISIT = frozenset(
    {"kiosk.languages", "kiosk.forget", "kiosk.begin", "kiosk.end", "kiosk.enrol"}
)
LEADS_OUT = frozenset({"booking.leave"})
FILES = (".pdf", ".ics")
"""A terminal keeps no downloads."""

View = Callable[..., ResponseReturnValue]


def present() -> Kiosk | None:
    """The terminal this request comes from; None: any other browser."""
    found: Kiosk | None = g.get("kiosk")
    return found


def watch(app: Flask) -> None:
    """Decide before every page, and look at every answer."""
    app.before_request(_enter)
    app.after_request(_leave)


def inside(view: View) -> View:
    """A page for terminals only: elsewhere it does not exist."""

    @wraps(view)
    def page(**values: object) -> ResponseReturnValue:
        kiosk = present()
        if kiosk is None:
            abort(404)
        return view(kiosk, **values)

    return page


def cookie_name() -> str:
    """The cookie of the device."""
    return "__Host-k" if portal().settings.is_https else "k"


def know(response: Redirect, token: str) -> Redirect:
    """Make the browser a terminal; what it kept of other pages goes."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Strict",
        secure=portal().settings.is_https,
    )
    return emptied(response)


def begin(kiosk: Kiosk, now: datetime) -> None:
    """Somebody begins; nothing of whoever was there before is left."""
    drafts.wipe(now)
    session[VISIT] = enrolling.begin_visit(kiosk, now=now)


def end(kiosk: Kiosk, now: datetime) -> Redirect:
    """Delete all answers and what the browser keeps; back to the languages."""
    enrolling.end_visit(kiosk, now=now)
    return _over(now)


def to_languages() -> Redirect:
    """On to the first screen."""
    return redirect(f"{url_for('kiosk.languages')}#main", 303)


def emptied(response: Redirect) -> Redirect:
    """Have the browser forget pages and storage; never cookies: one of them is the device's."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _over(now: datetime) -> Redirect:
    drafts.wipe(now)
    return emptied(to_languages())


# --- before a page


def _enter() -> ResponseReturnValue | None:
    token = request.cookies.get(cookie_name(), "")
    kiosk = kiosks.by_device(token) if token and request.blueprint != "health" else None
    if kiosk is None:
        return None
    g.kiosk = kiosk
    now = portal().now()
    if kiosk.is_off:
        drafts.wipe(now)
        return render_template("kiosk/off.html"), 404
    if request.endpoint is None or request.endpoint in WITHOUT_VISIT:
        return None
    if _is_closed():
        abort(404)
    rest = 2 * portal().settings.kiosk_seconds
    if not enrolling.touch(kiosk, str(session.get(VISIT, "")), rest=rest, now=now):
        return _over(now)
    if not _was_led_here():
        abort(404)
    if request.endpoint == "public.start":
        return redirect(url_for("kiosk.tasks", pair=current().slug), 303)
    return None


def _is_closed() -> bool:
    is_outside = request.blueprint not in OPEN or request.endpoint in LEADS_OUT
    return is_outside or request.path.endswith(FILES)


def _was_led_here() -> bool:
    token = _token_in(request.view_args)
    return not token or _mark(token) in session.get(LED_TO, ())


def _token_in(values: object) -> str:
    if not isinstance(values, dict):
        return ""
    return str(values.get("token") or values.get("code") or "")


def _mark(token: str) -> str:
    return sealing.keyed_hash("kiosk way", token)[:16]


# --- behind it


def _leave(response: Response) -> Response:
    if present() is None:
        return response
    response.headers["Cache-Control"] = "no-store"
    policy = current_app.config["CONTENT_SECURITY_POLICY"]
    response.headers["Content-Security-Policy"] = f"{policy};connect-src 'self'"
    if response.status_code in {302, 303} and VISIT in session:
        _note_way(response.location or "")
    if response.mimetype == "text/html" and not response.direct_passthrough:
        response.set_data(kept_inside(response.get_data(as_text=True)))
    return response


def _note_way(location: str) -> None:
    """Where the visit is sent to it may look, as long as it lasts."""
    routes = current_app.url_map.bind("")
    try:
        _endpoint, values = routes.match(urlsplit(location).path, method="GET")
    except HTTPException:
        return
    token = _token_in(values)
    if token and _mark(token) not in session.get(LED_TO, ()):
        session[LED_TO] = [*session.get(LED_TO, ()), _mark(token)][-MOST_TOKENS:]
