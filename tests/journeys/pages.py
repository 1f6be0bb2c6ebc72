"""Pages that were walked through without a browser, shown in one exactly as they were answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route

from backend.store import database
from tests.guards.walk import SMS, Seen, Walk
from tests.web.booked import portal_with
from tests.web.visiting import BREMEN

SITE = "http://portal.test"
ALIKE = ("public.page", "public.concern", "public.checklist", "public.elsewhere", "public.concerns")
"""Many pages of one template: the shortest and the longest stand for all of them."""

KEY_STEPS = {
    "public.start", "public.emergency", "public.concerns", "public.concern",
    "booking.needs", "booking.days", "booking.times", "booking.who", "booking.reach",
    "booking.check", "booking.limit", "changing.own", "changing.lookup", "error 404",
}  # fmt: skip


@dataclass(frozen=True)
class Walked:
    """Every state of every template in one reading, and a client for styles and pictograms."""

    seen: list[Seen]
    client: FlaskClient

    @property
    def key(self) -> list[Seen]:
        """The steps everybody goes through, and where one turns to when they do not work."""
        return [page for page in self.steps if page.step.split()[0] in KEY_STEPS]

    @property
    def steps(self) -> list[Seen]:
        """One page of each step, with errors if there are some."""
        return list({page.step: page for page in sorted(self.seen, key=_has_errors)}.values())


def _has_errors(page: Seen) -> bool:
    return page.status == 422


@contextmanager
def walked(template: Path, folder: Path, pair: str) -> Iterator[Walked]:
    """Walk through a portal of its own."""
    (folder / "test.db").write_bytes(template.read_bytes())
    with portal_with(f"sqlite:///{folder / 'test.db'}", folder, content=BREMEN, **SMS) as booked:
        with database.atomic() as transaction:
            seen = Walk(booked, pair).whole()
            transaction.rollback()
        yield Walked(_one_of_each(seen), booked.stranger())


def _one_of_each(seen: list[Seen]) -> list[Seen]:
    chosen = {page.name: page for page in seen if page.step.split()[0] not in ALIKE}
    for template in ALIKE:
        alike = [page for page in seen if page.step.split()[0] == template]
        for choose in (min, max):
            page = choose(alike, key=lambda each: len(each.html))
            chosen[page.name] = page
    return list(chosen.values())


@contextmanager
def shown(browser: Browser, client: FlaskClient, width: int) -> Iterator[Callable[[Seen], Page]]:
    """Opens such pages in one tab of the width, whose rules let tests add styles."""
    context = browser.new_context(viewport={"width": width, "height": 640}, bypass_csp=True)
    page, html = context.new_page(), {"now": ""}

    def answer(route: Route) -> None:
        if "/static/" in route.request.url:
            found = client.get(route.request.url.removeprefix(SITE))
            route.fulfill(status=200, content_type=found.mimetype, body=found.data)
        else:
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=html["now"])

    page.route("**/*", answer)

    def show(seen: Seen) -> Page:
        html["now"] = seen.html
        page.goto(SITE + f"/{seen.pair}{seen.path}")
        return page

    try:
        yield show
    finally:
        context.close()
