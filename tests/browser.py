"""A real Chromium for the tests, and axe-core inside it."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

NO_BROWSER = (
    "No browser for the tests: sudo apt install chromium, or name one by CHROMIUM=/path/to/it, "
    "or run make test-quick."
)
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)
PATIENCE_MILLISECONDS = 15_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = Path(__file__).resolve().parent / "vendor" / "axe.min.js"


def executable() -> str | None:
    """The browser to start; None: Playwright's own."""
    given = os.environ.get("CHROMIUM")
    if given:
        return shutil.which(given) or given
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        # Ubuntu's chromium-browser is a script that asks for a snap, which cannot be driven.
        if path and b"snap" not in Path(path).read_bytes()[:4096]:
            return path
    return None


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser; raises `LookupError` with the line that says what to install."""
    with sync_playwright() as playwright:
        path = executable()
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        except Error as error:
            # A browser that is there and does not start has a reason worth reading.
            reason = NO_BROWSER if path is None else f"{path} does not start: {error.message}"
            raise LookupError(reason) from error
        try:
            yield browser
        finally:
            browser.close()


@cache
def _axe_source() -> str:
    return _AXE.read_text("utf-8")


def violations(
    page: Page, *, within: str = "html", undecided: Mapping[str, Sequence[str]] | None = None
) -> list[str]:
    """What axe-core finds on the page as it stands: rule, place and how to mend it.

    With `undecided` also what it cannot decide, but for the rules and parts of selectors named
    there. axe needs script; what a page without script shows is looked at in a twin that has it.
    """
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        with _twin(page) as twin:
            return violations(twin, within=within, undecided=undecided)
    page.evaluate(_axe_source())
    kinds = ["violations"] if undecided is None else ["violations", "incomplete"]
    found: dict[str, Any] = page.evaluate(
        "([within, kinds, tags]) => axe.run(within, {resultTypes: kinds, runOnly: tags})",
        [within, kinds, TAGS],
    )
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for kind in kinds
        for rule in found[kind]
        for node in rule["nodes"]
        if kind == "violations" or not _may_stay(rule["id"], node, undecided or {})
    ]


def _may_stay(rule: str, node: Any, undecided: Mapping[str, Sequence[str]]) -> bool:
    return any(part in str(node["target"]) for part in undecided.get(rule, ()))


@contextlib.contextmanager
def _twin(page: Page) -> Iterator[Page]:
    """The same document at the same address, so that its style sheets load, in a new context."""
    browser, text = page.context.browser, page.content()
    assert browser is not None
    context = browser.new_context(viewport=page.viewport_size)
    try:
        twin = context.new_page()
        if page.url.startswith("http"):
            twin.route(page.url, lambda route: route.fulfill(body=text, content_type="text/html"))
            twin.goto(page.url)
        else:
            twin.set_content(text)
        yield twin
    finally:
        context.close()
