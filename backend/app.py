"""The application factory: settings, content, languages, database, pages."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from backend import cli, content, settings
from backend.languages import Languages
from backend.store import database, edits, sealing, staff
from backend.web import access, addresses, health, negotiation, refusals, security, templating
from backend.web.asking import pages as asking
from backend.web.booking import pages as booking
from backend.web.callbacks import calls as calling
from backend.web.callbacks import pages as callbacks
from backend.web.catalogue import pages as catalogue
from backend.web.changing import pages as changing
from backend.web.development import pages as development
from backend.web.evaluating import pages as evaluating
from backend.web.handbook import pages as handbook
from backend.web.interpreting import pages as interpreting
from backend.web.inviting import entrance as invited
from backend.web.inviting import pages as inviting
from backend.web.kiosk import mode as kiosk_mode
from backend.web.kiosk import pages as kiosk
from backend.web.lists import pages as lists
from backend.web.partnering import pages as partnering
from backend.web.placing import pages as placing
from backend.web.planning import pages as planning
from backend.web.portal import Portal
from backend.web.posting import pages as posting
from backend.web.public import pages as public
from backend.web.reception import pages as reception
from backend.web.registering import pages as registering
from backend.web.reporting import pages as reporting
from backend.web.staffing import pages as staffing
from backend.web.terminals import pages as terminals

ROOT = Path(__file__).parents[1]
FOREVER = 365 * 24 * 3600
NO_DATABASE = "sqlite:////dev/null/no-database"
PARTS = (
    health, public, booking, changing, asking, reporting, staffing, reception, registering, placing,
    callbacks, calling, interpreting, lists, posting, planning, catalogue, partnering,
    handbook, inviting, invited, evaluating, kiosk, terminals,
)  # fmt: skip
"""All that has pages."""


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(
    given: settings.Settings | None = None, *, clock: Callable[[], datetime] = _now
) -> Flask:
    """The portal; settings come from the environment unless given, the clock is for tests."""
    chosen = given or settings.read(os.environ)
    app = Flask("terminbruecke", template_folder=str(ROOT / "site/templates"), static_folder=None)
    portal = _portal(chosen, clock)
    app.extensions["portal"] = portal
    database.connect(chosen.database_url)
    sealing.use(chosen.field_keys, chosen.hash_key)
    _refuse_demo(chosen)
    app.teardown_appcontext(lambda _error: database.close_connection())
    security.secure(app, chosen, portal.shipped.media)
    addresses.teach(app)
    negotiation.begin(app)
    templating.equip(app, portal)
    access.guard(app)
    kiosk_mode.watch(app)
    refusals.explain(app)
    for part in PARTS:
        app.register_blueprint(part.pages)
    if chosen.development:
        app.register_blueprint(development.pages)
    cli.register(app)
    app.wsgi_app = _static_files(app, portal)  # type: ignore[method-assign]
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def create_app_to_freeze(given: settings.Settings) -> Flask:
    """The portal without a database, showing what administrators have edited in the real one.

    Raises `edits.Unreachable`; where there is no database yet, nothing has been edited.
    """
    kept, texts, mark = _edited(given.database_url)
    app = create_app(replace(given, database_url=NO_DATABASE))
    portal: Portal = app.extensions["portal"]
    portal.live.show(kept, texts, mark=(database.generation(), mark))
    return app


def _edited(url: str) -> tuple[list[edits.Kept], list[edits.OwnText], str]:
    if url.startswith("sqlite") and not Path(url.removeprefix("sqlite:///")).exists():
        return [], [], ""
    database.connect(url)
    try:
        # An edit between the two is frozen too, and once more: the mark is the older one.
        mark = edits.mark()
        return (edits.every(), edits.texts(), mark) if mark else ([], [], "")
    finally:
        database.disconnect()


def _refuse_demo(chosen: settings.Settings) -> None:
    """Everybody knows the passwords of accounts for trying out (D39)."""
    if not chosen.development:
        try:
            if staff.has_demo():
                raise settings.OddSetting(
                    "DATABASE_URL", "holds demo accounts of development; production needs its own"
                )
        finally:
            database.close_connection()


def _portal(chosen: settings.Settings, clock: Callable[[], datetime]) -> Portal:
    jobcenter = content.load(chosen.content_folder)
    switched_on = {
        slug: language for slug, language in jobcenter.languages.items() if _is_on(language, chosen)
    }
    # What a Jobcenter says in its own words comes before what is shipped.
    folders = [chosen.content_folder / "translations", ROOT / "translations"]
    return Portal(chosen, jobcenter, Languages(switched_on, folders), clock)


def _is_on(language: content.Language, chosen: settings.Settings) -> bool:
    """The operator's choice; by default drafts are shown in development only (D19)."""
    if language.tag == "de":
        return True
    if chosen.languages is not None:
        return language.slug in chosen.languages
    return chosen.development or not language.is_draft


def _static_files(app: Flask, portal: Portal) -> WhiteNoise:
    statics = portal.statics
    prefix = statics.prefix.lstrip("/")
    served = WhiteNoise(
        app.wsgi_app, root=statics.folder, prefix=prefix, max_age=FOREVER, allow_all_origins=False
    )
    if statics.media:
        served.add_files(statics.media, prefix=f"{prefix}media/")
    return served
