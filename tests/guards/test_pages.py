"""What must be true of every page in every state and reading, whatever it is about."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import peewee
import pytest
from bs4 import Tag
from bs4.element import NavigableString
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

from backend.languages import Languages, text_of
from backend.store import database
from tests.guards.walk import SECRETS, SMS, Seen, Walk
from tests.web.booked import Booked, portal_with
from tests.web.visiting import BREMEN

HERE = Path(__file__).parent
PAPERS = {"changing.card"}
"""Pages made for paper only, without a frame."""
REFUSALS = {404, 405, 409, 413, 422, 429}
DUTIES = ("impressum", "datenschutz", "barrierefreiheit", "barriere-melden", "einfache-sprache",
          "gebaerdensprache")  # fmt: skip
TIME_OR_NUMBER = re.compile(
    r"\b\d{1,2}:\d{2}\b|\+?\d[\d\s\u00a0/-]{5,}\d|\b[0-9A-Z]{4}-[0-9A-Z]{4}\b|\S+@\S+\.\w+"
)
ISOLATED = re.compile("\u2066[^\u2069]*\u2069")
"""Isolated by signs, as in texts of the catalogues and in options, which hold no markup."""
LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN_IN_ARABIC = {
    "BG", "PDF", "Terminbrücke", "SMS", "WhatsApp", "Jobcenter", "PIN", "TAN", "USB", "QR",
}  # fmt: skip
"""What stands in Latin letters inside Arabic sentences too."""
GERMAN_WORDS = set(
    "und oder der die das nicht ist sind Sie Ihr Ihre Ihren wir für mit bei auf ein eine einen zum "
    "zur Bitte Termin Uhr ohne kein keine auch noch dem den des wenn Unterlagen".split()
)
OWN_WORDS = {
    "en": {"die"},
    "fr": {"des"},
    "ku": {"dem", "der", "den", "wir"},
    "pl": {"Termin"},
    "ro": {"des"},
    "sq": {"Termin"},
    "sr-Latn": {"Termin"},
    "tr": {"dem", "den", "der"},
}
"""What is spelt like a German word and is none."""
OTHER_DIGITS = re.compile(r"(?![0-9])\d")
STANDS_IN = re.compile(r"\b(?:Sie|Ihre?n?|wir|ist|nicht|bitte|Bitte)\b")
GERMAN_TERM = re.compile(r"\([^)]*\)|“[^”]*”")
"""The German name of an authority or a form behind its translation, as it stands in letters."""


@pytest.fixture(scope="module")
def booked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booked]:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    with portal_with(f"sqlite:///{folder / 'test.db'}", folder, content=BREMEN, **SMS) as portal:
        yield portal


@pytest.fixture(scope="module")
def app(booked: Booked) -> Flask:
    return booked.app


@pytest.fixture(scope="module")
def languages(app: Flask) -> Languages:
    found: Languages = app.extensions["portal"].languages
    return found


@pytest.fixture(
    scope="module",
    params=["German and Arabic", pytest.param("the others", marks=pytest.mark.all_languages)],
)
def pages(request: pytest.FixtureRequest, booked: Booked, languages: Languages) -> list[Seen]:
    """Every page × de, ar, ar+de; with `make test-all` in English, and all others beside German."""
    pairs = ["de", "ar", "ar+de"]
    if request.param == "the others":
        others = [f"{slug}+de" for slug in languages.tongues if slug not in {"de", "ar"}]
        pairs = ["en", *others]
    seen = []
    for pair in pairs:
        with database.atomic() as transaction:
            seen += Walk(booked, pair).whole()
            transaction.rollback()
    return seen


def none_of(places: Iterable[tuple[Seen, object]]) -> None:
    """Fail with every place, each said once for all pages it stands on."""
    where: defaultdict[str, list[str]] = defaultdict(list)
    for page, what in places:
        where[str(what)[:300]].append(page.name)
    lines = [f"{what} — {len(names)} pages, e.g. {names[0]}" for what, names in where.items()]
    if lines:
        more = f"… and {len(lines) - 40} more" if len(lines) > 40 else ""
        pytest.fail("\n".join([f"{len(lines)} findings", *lines[:40], more]), pytrace=False)


# --- what was walked


def test_the_walk_comes_by_every_page(pages: list[Seen], app: Flask) -> None:
    answered = {page.step.split()[0] for page in pages if page.status == 200}
    shown = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint.startswith(("public.", "booking.", "chan", "asking."))
    }
    elsewhere = {"public.root", "public.choose", "changing.calendar", "changing.move"}
    elsewhere |= {"booking.extend", "booking.finish", "booking.leave"}
    # Papers of Typst, which tests/letters proves.
    elsewhere |= {"changing.sheet", "changing.large_sheet", "changing.receipt"}
    elsewhere |= {"changing.pocket_card", "public.paper", "public.leaflet_print"}
    elsewhere |= {"asking.promise_card", "asking.promise_receipt", "asking.withdraw"}

    assert shown - elsewhere - answered == set()


def test_every_page_answers_as_its_state_wants(pages: list[Seen]) -> None:
    odd = [
        (page, f"{page.status} {page.step} {page.state}")
        for page in pages
        if page.status not in {200, *REFUSALS} or not page.html
    ]
    none_of(odd)


def test_odd_answers_are_refused_with_422(pages: list[Seen]) -> None:
    none_of((p, p.name) for p in pages if p.every("#error-summary a") and p.status != 422)


def test_no_address_vanishes_unseen(app: Flask) -> None:
    """Whoever takes an address away or adds one writes it down in routes.txt."""
    rules = sorted(
        f"{rule.rule} {'+'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} "
        f"{rule.endpoint}"
        for rule in app.url_map.iter_rules()
    )
    assert rules == (HERE / "routes.txt").read_text("utf-8").splitlines()


# --- document


def test_language_and_direction_are_those_of_the_registry(
    pages: list[Seen], languages: Languages
) -> None:
    for page in pages:
        pair = languages.pair(page.pair)
        assert pair is not None
        html = page.soup.html
        assert html is not None
        assert (html.get("lang"), html.get("dir")) == (pair.first.tag, pair.first.direction)


def test_every_part_in_another_language_names_a_known_one(
    pages: list[Seen], languages: Languages, booked: Booked
) -> None:
    known = {tongue.tag: tongue.direction for tongue in languages.tongues.values()}
    known |= {each.tag: each.direction for each in booked.content.interpreter_languages.values()}
    odd = [
        (page, part)
        for page in pages
        for part in page.every("[lang]")
        if part["lang"] not in known
        or part.get("dir", known[str(part["lang"])]) not in {known[str(part["lang"])], "auto"}
    ]
    none_of(odd)


@pytest.mark.parametrize("selector", ["h1", "main", "title"])
def test_there_is_exactly_one(pages: list[Seen], selector: str) -> None:
    none_of((p, len(p.every(selector))) for p in pages if len(p.every(selector)) != 1)


@pytest.mark.parametrize("selector", ["body > header", "body > footer", "body > aside#help"])
def test_the_frame_is_the_same_everywhere(pages: list[Seen], selector: str) -> None:
    framed = [page for page in pages if page.step not in PAPERS]
    none_of((p, len(p.every(selector))) for p in framed if len(p.every(selector)) != 1)


def test_headings_skip_no_level(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        last = 0
        for heading in page.every("h1, h2, h3, h4"):
            level = int(heading.name[1])
            # The help band and error summary have their own beginning.
            if level > last + 1 and last:
                odd.append((page, heading))
            last = level
    none_of(odd)


def test_titles_tell_steps_apart(pages: list[Seen]) -> None:
    steps: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for page in pages:
        if page.status in {200, 422}:
            title = page.title.split(": ", 1)[-1] if page.status == 422 else page.title
            steps[page.pair, title].add(page.step)
    assert {title: names for title, names in steps.items() if len(names) > 1} == {}


def test_error_stands_first_in_the_title(pages: list[Seen], languages: Languages) -> None:
    words = {slug: text_of("Error:").plain(each) for slug, each in languages.tongues.items()}
    odd = [
        (page, page.title)
        for page in pages
        if page.status == 422 and not page.title.startswith(words[page.pair.partition("+")[0]])
    ]
    none_of(odd)


def test_the_error_summary_stands_above_the_heading_and_leads_to_fields(pages: list[Seen]) -> None:
    odd: list[tuple[Seen, object]] = []
    for page in pages:
        if page.status != 422:
            continue
        summary = page.soup.select_one("main #error-summary")
        heading = page.soup.h1
        if summary is None or heading is None or summary.sourceline > heading.sourceline:  # type: ignore[operator]
            odd.append((page, "no summary above the heading"))
            continue
        for link in summary.select("a"):
            target = page.soup.find(id=str(link["href"])[1:])
            if target is None or target.name not in {"input", "textarea", "select"}:
                odd.append((page, link))
        if not summary.select("li"):
            odd.append((page, "an empty summary"))
    none_of(odd)


def test_the_same_words_stand_at_the_field(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        at_fields = {line.get_text() for line in page.every("p.govuk-error-message > span")}
        odd += [
            (page, link)
            for link in page.every("#error-summary a")
            if not any(text.endswith(link.get_text()) for text in at_fields)
        ]
    none_of(odd)


def test_no_error_is_said_twice(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        said = [line.get_text() for line in page.every("#error-summary li")]
        odd += [(page, text) for text in set(said) if said.count(text) > 1]
    none_of(odd)


def test_every_reference_inside_the_page_resolves(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        ids = {str(part["id"]) for part in page.every("[id]")}
        wanted = [str(link["href"])[1:] for link in page.every("a[href^='#']")]
        wanted += [str(label["for"]) for label in page.every("label[for]")]
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"):
            wanted += [each for part in page.every(f"[{name}]") for each in str(part[name]).split()]
        odd += [(page, name) for name in wanted if name not in ids]
    none_of(odd)


def test_no_id_stands_twice(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        ids = [str(part["id"]) for part in page.every("[id]")]
        odd += [(page, name) for name in set(ids) if ids.count(name) > 1]
    none_of(odd)


@pytest.mark.parametrize(
    "selector",
    [
        "[required]", "[autofocus]", "script:not([src$='/listen.js'][defer])", "style", "[style]",
        "input[type=number]", "input[type=date]", "iframe", "meta[http-equiv=refresh]",
        "[onclick]", "[onload]",
        "[tabindex]:not([tabindex='-1'])", "img:not([alt])", "b b", "[placeholder]",
    ],
)  # fmt: skip
def test_no_page_has(pages: list[Seen], selector: str) -> None:
    none_of((page, part) for page in pages for part in page.every(selector))


def test_every_field_has_a_name_that_is_read_out(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        labelled = {str(label["for"]) for label in page.every("label[for]")}
        fields = page.every("input:not([type=hidden]), select, textarea")
        odd += [(page, field) for field in fields if field.get("id") not in labelled]
    none_of(odd)


def test_every_link_and_button_says_something(pages: list[Seen]) -> None:
    odd = [
        (page, part)
        for page in pages
        for part in page.every("a, button")
        if not part.get_text(strip=True) and not part.get("aria-label")
    ]
    none_of(odd)


def test_every_fieldset_begins_with_its_question(pages: list[Seen]) -> None:
    odd = [
        (page, part)
        for page in pages
        for part in page.every("fieldset")
        if not (part.legend and part.legend.get_text(strip=True))
    ]
    none_of(odd)


# --- duties


def test_the_duties_and_the_way_to_people_stand_on_every_page(pages: list[Seen]) -> None:
    odd: list[tuple[Seen, object]] = []
    for page in (page for page in pages if page.step not in PAPERS):
        feet = {str(link["href"]) for link in page.every("footer a")}
        odd += [(page, duty) for duty in DUTIES if f"/{page.pair}/info/{duty}/" not in feet]
        if not page.every("#help a[href^='tel:']") or not page.every("#help a[href^='mailto:']"):
            odd.append((page, "no help"))
    none_of(odd)


def test_other_languages_say_that_german_counts(pages: list[Seen]) -> None:
    for page in (page for page in pages if page.step not in PAPERS):
        german = [part.get_text() for part in page.every("footer [lang=de]")]
        assert page.pair == "de" or any("Amtssprache" in text for text in german), page.name


def test_every_booking_page_ends_with_finish_and_delete(pages: list[Seen]) -> None:
    odd = [
        (page, page.step)
        for page in pages
        if page.step.startswith("booking.")
        and not page.every(f"form[action='/{page.pair}/buchen/ende'] button")
    ]
    none_of(odd)


def test_the_language_page_offers_all_with_language_and_direction(
    pages: list[Seen], languages: Languages
) -> None:
    for page in (page for page in pages if page.step == "public.languages"):
        offered = {
            (str(link["lang"]), str(link["dir"]), str(link["hreflang"]), link.get_text())
            for link in page.every("main a[hreflang]")
        }
        assert offered >= {
            (each.tag, each.direction, each.tag, each.autonym)
            for each in languages.tongues.values()
        }


def test_every_page_leads_to_the_languages(pages: list[Seen]) -> None:
    odd = [(page, page.step) for page in pages if not page.every("a[href*='/sprachen']")]
    none_of((page, step) for page, step in odd if step not in PAPERS)


# --- directions and languages


def texts(page: Seen) -> Iterator[tuple[NavigableString, Tag]]:
    """The texts people see, with their element."""
    assert page.soup.body is not None
    for text in page.soup.body.find_all(string=True):
        if text.strip() and text.parent is not None:
            yield text, text.parent


def is_rtl(page: Seen) -> bool:
    """Whether the page is read from the right."""
    return bool(page.every("html[dir=rtl]"))


def language_of(page: Seen) -> str:
    """The language of the whole page."""
    return str(page.every("html")[0]["lang"])


def around(element: Tag) -> list[str]:
    """The names of the element and of all around it."""
    return [element.name, *(each.name for each in element.parents)]


def nearest(element: Tag, name: str) -> str:
    """The attribute of the element or of the nearest one around it that has it."""
    every = chain([element], element.parents)
    return next((str(each[name]) for each in every if each.get(name)), "")


def test_numbers_times_and_codes_are_isolated_where_people_read_from_the_right(
    pages: list[Seen],
) -> None:
    odd = []
    for page in pages:
        if not is_rtl(page):
            continue
        for text, element in texts(page):
            if nearest(element, "dir") == "ltr":
                continue
            bare = ISOLATED.sub("", text)
            odd += [(page, f"{match[0]!r} in {text}") for match in TIME_OR_NUMBER.finditer(bare)]
    none_of(odd)


def test_latin_words_in_arabic_pages_are_marked_as_what_they_are(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        if not is_rtl(page):
            continue
        for text, element in texts(page):
            words = set(LATIN.findall(ISOLATED.sub("", text))) - LATIN_IN_ARABIC
            if not words or nearest(element, "lang") != language_of(page):
                continue
            # Fields show what people typed; options hold no markup.
            if not {"bdi", "textarea", "option"}.intersection(around(element)):
                odd.append((page, f"{sorted(words)} in {text.strip()!r}"))
    none_of(odd)


def test_german_in_other_pages_is_marked_as_german(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        language = language_of(page)
        if language.startswith("de"):
            continue
        own = OWN_WORDS.get(language, set())
        for text, element in texts(page):
            words = set(re.findall(r"\w+", GERMAN_TERM.sub("", text))) & GERMAN_WORDS - own
            # Fields show what people typed.
            if words and nearest(element, "lang") == language and element.name != "textarea":
                odd.append((page, f"{sorted(words)} in {text.strip()!r}"))
    none_of(odd)


def test_german_stands_in_for_no_missing_translation(pages: list[Seen]) -> None:
    """What is marked German and has no partner beside it are names; no whole sentences of ours."""
    odd = [
        (page, part)
        for page in (page for page in pages if page.step not in PAPERS)
        for part in page.every("span[lang=de]:not(.de)")
        if not language_of(page).startswith("de")
        and not part.find_parent("footer")
        and STANDS_IN.search(part.get_text())
    ]
    none_of(odd)


def test_digits_are_0_to_9_in_every_language(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        said = [page.title, *(str(part["aria-label"]) for part in page.every("[aria-label]"))]
        said += [str(text) for text, _element in texts(page)]
        odd += [(page, text.strip()) for text in said if OTHER_DIGITS.search(text)]
    none_of(odd)


def test_what_only_screen_readers_say_is_in_the_language_of_the_page(pages: list[Seen]) -> None:
    odd: list[tuple[Seen, object]] = []
    for page in pages:
        if not is_rtl(page):
            continue
        said = [page.title] + [str(part["aria-label"]) for part in page.every("[aria-label]")]
        odd += [(page, text) for text in said if not ARABIC.search(text)]
    none_of(odd)


def test_side_by_side_every_text_has_its_german(pages: list[Seen]) -> None:
    """Each reader's text is followed by German, and German never stands alone beside it."""
    odd = []
    for page in pages:
        if "+" not in page.pair:
            continue
        for part in page.every("span.t"):
            if part.get("lang") == "de":
                continue  # the translation is missing: German stands once
            after = part.find_next_sibling()
            if not isinstance(after, Tag) or after.get("class") != ["de"] or not after.get_text():
                odd.append((page, part))
    none_of(odd)


def test_errors_stand_in_both_languages(pages: list[Seen]) -> None:
    odd = [
        (page, line)
        for page in pages
        if "+" in page.pair
        for line in page.every("#error-summary li, p.govuk-error-message")
        if not line.select_one("span.t:not([lang])") or not line.select_one("span.de[lang=de]")
    ]
    none_of(odd)


# --- strangers, links, forms


def test_nothing_is_loaded_from_elsewhere(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        for part in page.every("[src], link[href], use[href], form[action], button[formaction]"):
            target = str(part.get("src") or part.get("href") or part.get("action"))
            if not target.startswith(("/", "#", "data:image/svg+xml,")) or target[:2] == "//":
                odd.append((page, part))
    none_of(odd)


def test_links_to_elsewhere_come_from_the_content(pages: list[Seen], booked: Booked) -> None:
    content = booked.content
    known = {
        link.url for each in content.concerns.values() for link in (*each.explainers, *each.online)
    }
    known |= {neighbour.url for neighbour in content.neighbours}
    known |= {content.jobcenter.enforcement_url, content.jobcenter.exit_url}
    odd = [
        (page, link)
        for page in pages
        for link in page.every("a[href^='http'], a[href^='//']")
        if link["href"] not in known
    ]
    none_of(odd)


def test_every_link_of_ours_leads_somewhere(pages: list[Seen], app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    links = {
        urlsplit(str(link["href"])).path: page
        for page in pages
        for link in page.every("a[href^='/']")
    }
    odd = []
    with app.app_context():
        for address, page in links.items():
            try:
                routes.match(address, method="GET")
            except (NotFound, RequestRedirect):
                odd.append((page, address))
    none_of(odd)


def test_links_keep_the_chosen_languages(pages: list[Seen]) -> None:
    odd = [
        (page, link)
        for page in pages
        for link in page.every("a[href^='/']")
        if not str(link["href"]).startswith((f"/{page.pair}/", "/static/", "/sprache/"))
        and not link.find_parent("nav")
        and not link.has_attr("hreflang")
        and page.step != "public.languages"
    ]
    none_of(odd)


def test_every_form_says_where_it_goes_and_proves_where_it_comes_from(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        for form in page.every("form"):
            target, method = str(form.get("action", "")), str(form.get("method", "get"))
            is_protected = form.select_one("input[name=csrf_token][value]") is not None
            # The finders change nothing, and a token would need a cookie.
            is_finder = "/zustaendig/" in target or "/unterwegs/" in target
            is_search = method == "get" or is_finder
            if not target.startswith(f"/{page.pair}/") or is_protected == is_search:
                odd.append((page, str(form)[:160]))
            if (
                method == "post"
                and form.get("novalidate") is None
                and form.select("input:not([type=hidden])")
            ):
                odd.append((page, "without novalidate"))
    none_of(odd)


def test_searching_by_address_takes_no_names(pages: list[Seen]) -> None:
    names = {
        str(field["name"])
        for page in pages
        for form in page.every("form[method=get]")
        for field in form.select("[name]")
    }
    assert names <= {"suche"}


def test_no_address_on_a_page_tells_who_somebody_is(pages: list[Seen]) -> None:
    odd = []
    for page in pages:
        for part in page.every("[href], [action]"):
            target = str(part.get("href") or part.get("action"))
            path = urlsplit(target).path
            if any(secret in target.replace("%20", " ") for secret in SECRETS):
                odd.append((page, part))
            is_own = "/mein-termin/" in path or "/rueckruf/zusage/" in path
            if page.token and page.token in target and not is_own:
                odd.append((page, part))
    none_of(odd)


def test_the_token_stands_in_links_only(pages: list[Seen]) -> None:
    odd = [
        (page, "token in the text")
        for page in pages
        if page.token and page.token in page.soup.get_text()
    ]
    none_of(odd)


# --- headers


def test_headers_let_nothing_in_and_tell_nobody(pages: list[Seen]) -> None:
    odd: list[tuple[Seen, object]] = []
    for page in pages:
        policy = page.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
            odd.append((page, policy))
        if page.headers.get("Referrer-Policy") != "no-referrer":
            odd.append((page, "referrer"))
        if page.headers.get("X-Content-Type-Options") != "nosniff":
            odd.append((page, "nosniff"))
        if not page.step.startswith("public.") and page.headers["Cache-Control"] != "no-store":
            odd.append((page, page.headers["Cache-Control"]))
        if page.headers.get("Content-Type") != "text/html; charset=utf-8":
            odd.append((page, page.headers.get("Content-Type")))
    none_of(odd)


def test_public_pages_set_no_cookie(pages: list[Seen]) -> None:
    odd = [
        (page, page.headers["Set-Cookie"])
        for page in pages
        if page.step.startswith(("public.", "error 404")) and "Set-Cookie" in page.headers
    ]
    none_of(odd)


def test_public_pages_need_no_database(booked: Booked, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise peewee.OperationalError("the database does not answer")

    for name in ("run", "one", "every"):
        monkeypatch.setattr(database, name, broken)
    walk = Walk(booked, "de")
    walk.public()

    assert [page.name for page in walk.seen if page.status not in {200, 422}] == []


# --- reading changes nothing


def rows() -> dict[str, list[str]]:
    """All that is stored, but when a draft was last looked at."""
    tables = database.every("SELECT name FROM sqlite_master WHERE type = 'table'", ())
    dump = {}
    for (table,) in tables:
        columns = [str(column[1]) for column in database.every(f"PRAGMA table_info({table})", ())]
        kept = ", ".join(f'"{name}"' for name in columns if name != "touched_at")
        dump[str(table)] = sorted(map(repr, database.every(f'SELECT {kept} FROM "{table}"', ())))
    return dump


def test_reading_any_page_changes_nothing(booked: Booked, app: Flask) -> None:
    """Scanners of mails and previews of messengers open every link they see."""
    walk = Walk(booked, "ar+de")
    walk.whole()
    booked.clock.now = Walk(booked, "de").booked.clock.now
    appointment = booked.book(concern="umzug", email="scanned@example.org")
    knower = booked.knower(appointment)
    holder = walk.holder()
    paths = {page.path for page in walk.seen} | {
        f"/mein-termin/{walk.token(appointment)}{rest}"
        for rest in ("", "/name", "/absagen", "/verlegen", "/karte", "/termin.ics")
    }
    addresses = ["/", "/sprache/ar", "/gesund"] + [f"/ar+de{path}" for path in sorted(paths)]
    before = rows()

    codes = [client.get(each).status_code for client in (knower, holder) for each in addresses]

    assert rows() == before
    assert {code for code in codes if code >= 500} <= {503}
