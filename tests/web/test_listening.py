"""Reading aloud in a real browser, with voices that write down what they are asked to say."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests import browser as browsers
from tests.web.test_changing_prints import SITE, served_by
from tests.web.visiting import BREMEN, TINY, portal_of

pytestmark = pytest.mark.browser
CONCERN = "/termin/mitte/notlage/"
VOICES = """
(() => {
  const said = window.said = [], languages = %s;
  let waiting = [], late = %s;
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const speech = {
    getVoices: () => late ? [] : languages.map((lang) => ({ lang })),
    speak(part) { waiting.push(part); said.push([part.lang, part.text]); },
    cancel() { waiting = []; },
  };
  window.finish = () => waiting.splice(0).forEach((part) => part.onend && part.onend());
  window.arrive = () => { late = false; speech.onvoiceschanged(); };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
})()
"""
BUTTON = "main button[aria-pressed]"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with portal_of(BREMEN, tmp_path_factory.mktemp("listening")) as app:
        yield app.test_client()


@pytest.fixture
def listen(client: FlaskClient, open_page: OpenPage) -> Callable[..., Page]:
    """Opens a page in a browser with voices for these languages."""

    def opened(path: str, *languages: str, late: bool = False) -> Page:
        page = open_page(viewport={"width": 320, "height": 640})
        page.add_init_script(VOICES % (list(languages), str(late).lower()))
        page.route("**/*", served_by(client))
        page.goto(f"{SITE}{path}")
        return page

    return opened


def said(page: Page) -> list[tuple[str, str]]:
    """Language and text of everything that was to be said so far."""
    return [(language, text) for language, text in page.evaluate("said")]


def test_a_browser_without_script_does_not_fetch_it(
    client: FlaskClient, open_page: OpenPage
) -> None:
    """So the weight of the journey, which is measured without script, knows nothing of it."""
    page = open_page(java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", served_by(client))

    page.goto(f"{SITE}/ar{CONCERN}")

    assert any(".css" in url for url in asked)
    assert not any("listen.js" in url for url in asked)
    assert page.locator(BUTTON).count() == 0


def test_without_a_voice_for_the_language_nothing_appears(listen: Callable[..., Page]) -> None:
    assert listen(f"/ti{CONCERN}", "de-DE", "ar_SA").locator(BUTTON).count() == 0


def test_every_heading_gets_a_button_that_names_it(listen: Callable[..., Page]) -> None:
    page = listen(f"/ar{CONCERN}", "ar_SA")

    headings = page.locator("main h1, main h2").all_inner_texts()
    named = [str(each.get_attribute("aria-label")) for each in page.locator(BUTTON).all()]

    assert len(named) == len(headings)
    assert all(name.endswith(heading) for name, heading in zip(named, headings, strict=True))
    assert {each.get_attribute("aria-pressed") for each in page.locator(BUTTON).all()} == {"false"}


def test_voices_that_come_late_are_welcome(listen: Callable[..., Page]) -> None:
    page = listen(f"/de{CONCERN}", "de-DE", late=True)
    assert page.locator(BUTTON).count() == 0

    page.evaluate("arrive()")

    assert page.locator(BUTTON).count() > 0


def test_a_section_is_read_up_to_the_next_heading(listen: Callable[..., Page]) -> None:
    page = listen(f"/de{CONCERN}", "de-DE")

    page.locator("#bring + button").click()

    texts = [text for _language, text in said(page)]
    assert texts[0] == page.locator("#bring").inner_text()
    listed = page.locator("section:has(#bring) .nm").first.inner_text()
    assert any(text in listed for text in texts[1:])
    headings = page.locator("main h1, main h2").all_inner_texts()
    assert not set(headings) - {texts[0]} & set(texts)


def test_each_part_is_read_by_a_voice_of_its_own_language(listen: Callable[..., Page]) -> None:
    page = listen(f"/ar{CONCERN}", "ar_SA", "de_DE")

    page.locator(BUTTON).first.click()

    office = page.locator("main .tb-h2i bdi[lang=de]").first.inner_text()
    assert ("de_DE", office) in said(page)
    assert said(page)[0][0] == "ar_SA"


def test_german_words_are_left_out_where_there_is_no_german_voice(
    listen: Callable[..., Page],
) -> None:
    page = listen(f"/ar{CONCERN}", "ar_SA")

    page.locator(BUTTON).first.click()

    assert said(page)
    assert {language for language, _text in said(page)} == {"ar_SA"}


def test_side_by_side_nothing_is_said_twice(listen: Callable[..., Page]) -> None:
    page = listen(f"/ar+de{CONCERN}", "ar", "de")
    german = page.locator("main h1 .de").inner_text()

    page.locator(BUTTON).first.click()

    assert said(page)[0][0] == "ar"
    assert german not in {text for _language, text in said(page)}


def test_what_cannot_be_seen_is_not_read(listen: Callable[..., Page]) -> None:
    page = listen(f"/de{CONCERN}", "de-DE")
    page.evaluate("document.querySelector('#bring').insertAdjacentHTML('afterend',"
                  "'<p hidden>GEHEIM</p><p aria-hidden=true>GEHEIM</p>"
                  "<p class=govuk-visually-hidden>GEHEIM</p>')")  # fmt: skip

    page.locator("section:has(#bring) button").click()

    assert "GEHEIM" not in str(said(page))


def test_the_keyboard_starts_and_stops_it(listen: Callable[..., Page]) -> None:
    page = listen(f"/de{CONCERN}", "de-DE")
    button, other = page.locator(BUTTON).nth(0), page.locator(BUTTON).nth(1)

    def pressed() -> tuple[str | None, str | None]:
        return button.get_attribute("aria-pressed"), other.get_attribute("aria-pressed")

    button.focus()
    page.keyboard.press("Enter")
    assert pressed() == ("true", "false")
    other.focus()
    page.keyboard.press("Space")
    assert pressed() == ("false", "true")
    page.keyboard.press("Escape")
    assert pressed() == ("false", "false")
    page.keyboard.press("Space")
    page.evaluate("finish()")
    assert pressed() == ("false", "false")


def test_the_page_stays_clean(listen: Callable[..., Page]) -> None:
    page = listen(f"/ar{CONCERN}", "ar")
    page.locator(BUTTON).first.click()

    assert browsers.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_recording_wins_over_every_voice(open_page: OpenPage, tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(TINY, folder)
    (folder / "media").mkdir()
    (folder / "media" / "notfall.mp3").write_bytes(b"x")
    (folder / "media" / "media.toml").write_text(
        '[[sounds]]\nkey = "notfall"\nlanguage = "de"\nfile = "notfall.mp3"\nseconds = 1\n'
    )
    page = open_page()
    page.add_init_script(VOICES % (["de"], "false"))
    with portal_of(folder, tmp_path / "var") as app:
        page.route("**/*", served_by(app.test_client()))
        page.goto(f"{SITE}/de/notfall/")

        assert page.locator("main audio").is_visible()
        assert page.locator(BUTTON).count() == 0
