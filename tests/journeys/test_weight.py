"""What the whole journey weighs on the wire, from a cold start to the confirmation."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.conftest import OpenPage, StartPortal

pytestmark = pytest.mark.browser

MOST_BYTES = 50_000
MOST_BYTES_OF_A_PAIR = 55_000
MOST_REQUESTS = 17
MOST_FIRST_BYTES = 16_000
"""The first page with its style sheet, before pictograms."""


@dataclass
class Meter:
    """Counts answers with their headers as they came over the wire, redirects too."""

    lines: list[tuple[str, str, int]] = field(default_factory=list)
    """Kind, path and bytes of each answer."""
    encodings: set[str] = field(default_factory=set)
    _open: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def on(cls, page: Page) -> "Meter":
        meter = cls()
        protocol = page.context.new_cdp_session(page)
        protocol.on("Network.requestWillBeSent", meter._ask)
        protocol.on("Network.requestServedFromCache", meter._skip)
        protocol.on("Network.responseReceived", meter._answer)
        protocol.on("Network.loadingFinished", meter._finish)
        protocol.send("Network.enable")
        return meter

    def _ask(self, event: dict[str, Any]) -> None:
        _, path = self._open.get(event["requestId"], ("", ""))
        if "redirectResponse" in event:
            size = int(event["redirectResponse"]["encodedDataLength"])
            self.lines.append(("redirect", path, size))
        url = event["request"]["url"]
        if url.startswith("http"):
            path = re.sub(r"^https?://[^/]*", "", url)
            self._open[event["requestId"]] = (event.get("type", ""), path)

    def _skip(self, event: dict[str, Any]) -> None:
        self._open.pop(event["requestId"], None)

    def _answer(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response.get("fromDiskCache"):
            self._skip(event)
        headers = {name.lower(): text for name, text in response["headers"].items()}
        self.encodings.add(headers.get("content-encoding", ""))

    def _finish(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._open:
            kind, path = self._open.pop(event["requestId"])
            self.lines.append((kind, path, int(event["encodedDataLength"])))

    def bytes_of(self, *kinds: str) -> int:
        return sum(size for kind, _, size in self.lines if not kinds or kind in kinds)

    def __str__(self) -> str:
        own = [f"{size:7} {kind:10} {path}" for kind, path, size in self.lines]
        return "\n".join([*own, f"{self.bytes_of():7} bytes, {len(self.lines)} requests"])


def go(page: Page, selector: str) -> None:
    """Follow a link or press a button, and wait for all the next page loads."""
    with page.expect_navigation(wait_until="networkidle"):
        page.locator(selector).first.click()


@pytest.mark.parametrize(
    ("pair", "by_day"),
    [("de", False), pytest.param("ar", True, marks=pytest.mark.long), ("ar+de", True)],
)
def test_the_whole_journey_is_light(
    open_page: OpenPage,
    portal_server: StartPortal,
    default_database_url: str,
    pair: str,
    by_day: bool,
) -> None:
    server = portal_server(default_database_url)
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 640})
    meter = Meter.on(page)
    page.goto(f"{server.address}/{pair}/", wait_until="networkidle")
    first = meter.bytes_of("Document", "Stylesheet")
    go(page, f'main a[href="/{pair}/termin/"]')
    go(page, 'main a[href$="/termin/mitte/"]')
    go(page, 'main a[href$="/weiterbewilligung/"]')
    go(page, 'main a[href$="/persoenlich/tage"]')
    if by_day:
        go(page, 'main a[href*="/tage/"]')
        page.locator("[name=start]").first.check()
        go(page, "main form:not(.tb-finish) button")
    else:
        go(page, "main button[name=start]")
    page.locator("[name=for_whom][value=myself]").check()
    page.locator("[name=name]").fill("Amal Haddad")
    page.locator("[name=number]").fill("214A123456")
    go(page, "main form[action*='/name'] button")
    page.locator("[name=email]").fill("amal@example.org")
    go(page, "main form[action*='/erreichbar'] button")
    go(page, "main form[action*='/pruefen'] button")
    assert "/mein-termin/" in page.url

    print(f"\n{pair}: {meter}\nfirst page with its style sheet: {first}")
    # Chromium takes brotli from this machine as from https.
    assert "br" in meter.encodings
    assert "gzip" not in meter.encodings
    documents = [path for kind, path, _ in meter.lines if kind == "Document"]
    assert len(documents) == 9 + by_day
    # Every text stands twice in a pair.
    assert meter.bytes_of() <= (MOST_BYTES_OF_A_PAIR if "+" in pair else MOST_BYTES)
    assert len(meter.lines) <= MOST_REQUESTS
    assert first <= MOST_FIRST_BYTES
