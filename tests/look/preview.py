"""Shows all components in German, Arabic and side by side: `python -m tests.look.preview FOLDER`.

Writes HTML pages and, where Chromium is installed, pictures of them. The texts are a few drafts
of its own, so that it needs neither content nor catalogues.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from jinja2 import Environment, FileSystemLoader
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)

from backend.content import Language, Sentence
from backend.languages import (
    Clock,
    Day,
    German,
    Languages,
    Ltr,
    Shown,
    Text,
    current,
    editorial,
    reading,
    text_of,
)
from backend.web.templating import Reading
from tests.look.phrases import PHRASES

ROOT = Path(__file__).parents[2]
PAIRS = ("de", "ar", "ar+de")
PAGES = (
    "start",
    "concerns",
    "concern",
    "days",
    "times",
    "contact",
    "check",
    "confirmation",
    "card",
)


def languages(folder: Path) -> Languages:
    """German, English and Arabic with the drafts of `phrases`."""
    for slug, column in (("de", 0), ("ar", 1)):
        for domain in ("messages", "content"):
            catalogue = Catalog(locale=slug)
            for msgid, texts in PHRASES.items():
                catalogue.add(texts[0] if domain == "content" else msgid, texts[column])
            path = folder / "catalogues" / slug / "LC_MESSAGES" / f"{domain}.mo"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_mo(file, catalogue)
    rows = (
        ("de", "Deutsch", "ltr", "de"),
        ("en", "English", "ltr", "en_GB"),
        ("ar", "العربية", "rtl", "ar"),
    )
    known = {
        slug: Language(
            slug=slug,
            tag=slug,
            autonym=autonym,
            german_name=Sentence(slug),
            direction=direction,
            locale=locale,
            catalogues=(slug,),
            review="draft",
        )
        for slug, autonym, direction, locale in rows
    }
    return Languages(known, [folder / "catalogues"])


def one(text: object, /, **params: object) -> str:
    """The text in the reader's language only."""
    shown = text if isinstance(text, Shown) else text_of(str(text), **params)
    return shown.plain(current().first)


class ContactForm(Form):
    """The contact questions of the look, with two errors."""

    name = StringField(
        Text("Full name"),
        description=Text("As it stands in your papers."),
        render_kw={"dir": "auto", "autocomplete": "name", "spellcheck": "false"},
    )
    number = StringField(
        Text("Customer number"),
        description=Text("It stands at the top of every letter from the Jobcenter."),
        render_kw={"dir": "ltr"},
    )
    no_number = BooleanField(Text("Not with me or I have none"))
    birth_day = StringField(Text("Day"), render_kw={"autocomplete": "bday-day"})
    birth_month = StringField(Text("Month"))
    birth_year = StringField(Text("Year"))
    email = EmailField(Text("E-mail (voluntary)"), render_kw={"dir": "ltr"})
    phone = TelField(Text("Phone (voluntary)"), render_kw={"dir": "ltr"})
    interpreter = RadioField(
        Text("Shall somebody interpret? It costs nothing."),
        choices=[("ar", Text("Yes, Arabic")), ("other", Text("Yes, another language"))],
    )
    language = SelectField(
        Text("Language"), choices=[("ckb", "سۆرانی"), ("vi", "Tiếng Việt"), ("no", Text("No"))]
    )
    private = BooleanField(
        Text("Other people read my messages or use my phone"),
        description=Text("Then we send you nothing."),
    )
    address = TextAreaField(Text("Address"), render_kw={"dir": "auto"})


def contact() -> ContactForm:
    """The form as somebody sent it, with two errors."""
    form = ContactForm(
        data={"number": "214A123456", "email": "layla.example.org", "phone": "0152 28817386"}
    )
    form.name.errors = [Text("Write your name.")]
    form.email.errors = [Text("The e-mail address is not complete. The sign @ is missing.")]
    return form


@dataclass(frozen=True)
class Slot:
    """A time on a tile."""

    value: str
    time: str
    full: str
    note: Text | None = None


def card(*, channel: str = "in_person", cancelled: bool = False) -> SimpleNamespace:
    """A ticket's facts."""
    day = date(2026, 12, 8)
    return SimpleNamespace(
        date=Day(day),
        weekday=Day(day, "weekday"),
        day=8,
        month_year=Day(day, "month_year"),
        time=Text("at %(time)s", {"time": Ltr("10:20")}),
        iso="2026-12-08T10:20",
        minutes=Text("About 60 minutes"),
        channel=channel,
        office_name="Jobcenter Bremen, Geschäftsstelle Mitte",
        address_lines=("Beispielstraße 1", "28195 Bremen"),
        waiting_place=Text("Waiting area B, at the entrance"),
        interpreter=Text("Interpreting: Arabic, free of charge"),
        reference="K7M4-2PX9",
        cancelled=cancelled,
        date_numbers="08.12.2026",
    )


def documents() -> list[SimpleNamespace]:
    """A checklist of six papers."""
    papers = (
        ("id", "Identity card, passport or residence permit", "show", "Of all people at home"),
        ("registration", "Registration certificate", "show", None),
        ("contract", "Rental agreement", "copy", None),
        ("statement", "Bank statements of the last 3 months", "copy", "Of all accounts"),
        ("income", "Proof of income", "copy", None),
        ("insurance", "Health insurance card", "show", None),
    )
    return [
        SimpleNamespace(
            document=SimpleNamespace(title=PHRASES[title][0], hint=None, icon=icon, how=how),
            always=True,
            hint=PHRASES[hint][0] if hint else None,
        )
        for icon, title, how, hint in papers
    ]


def jobcenter() -> SimpleNamespace:
    """The Jobcenter of the help band."""
    return SimpleNamespace(
        name="Jobcenter Bremen",
        phone="0421 56 60 0",
        phone_hours="Mo–Fr 8–18 Uhr",
        mail="hilfe@example.org",
        mail_answer="Antwort in 2 Werktagen",
        walk_in="Empfang jeder Geschäftsstelle",
        relay="Gebärdensprache: Tess-Relay-Dienst",
    )


def render(folder: Path) -> Iterator[Path]:
    """Write every page in every pair; yields the files."""
    known = languages(folder)
    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader([ROOT / "site/templates", here / "pages"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        _=text_of,
        pair=Reading(),
        one=one,
        content=editorial,
        ltr=Ltr,
        german=German,
        day=Day,
        clock=Clock,
        to=lambda endpoint, **values: f"#{endpoint}",
        here=lambda slug: f"#{slug}",
        static=lambda name: f"static/{name}",
        csrf_token=lambda: "token",
        jobcenter=jobcenter(),
        sample=True,
        noindex=True,
        languages=tuple(known.tongues.values()),
        card_facts=card,
        documents=documents(),
        date=date,
        Slot=Slot,
    )
    shutil.copytree(ROOT / "site/static", folder / "static", dirs_exist_ok=True)
    for slug in PAIRS:
        pair = known.pair(slug)
        assert pair is not None
        for name in PAGES:
            with reading(pair):
                values = {"form": contact()} if name == "contact" else {}
                html = environment.get_template(f"{name}.html").render(**values)
            path = folder / f"{name}-{slug}.html"
            path.write_text(html)
            yield path


def photograph(files: list[Path], folder: Path) -> None:
    """Take pictures at 360, 320 and 1200 px; the confirmation and the card on paper too."""
    import http.server
    import threading

    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: object, **more: object) -> None:
            super().__init__(*given, directory=str(folder), **more)  # type: ignore[arg-type]

        def log_message(self, *_given: object) -> None:
            pass

    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width in (360, 320, 1200):
            page = browser.new_page(viewport={"width": width, "height": 640})
            for file in files:
                page.goto(f"http://127.0.0.1:{server.server_port}/{file.name}")
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    print(f"{file.name} is {wide} px wide at {width}")
                if width != 320:
                    page.screenshot(path=folder / f"{file.stem}-{width}.png", full_page=True)
                if width == 1200 and file.name.startswith(("confirmation", "card", "concern-")):
                    page.pdf(path=folder / f"{file.stem}.pdf", prefer_css_page_size=True)
            page.close()
        browser.close()
        server.shutdown()


def main() -> None:
    """Render into the folder of the first argument and photograph what came out."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    photograph(list(render(folder)), folder)


if __name__ == "__main__":
    main()
