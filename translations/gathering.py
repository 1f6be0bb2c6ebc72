"""Gathers the texts of code, templates and content into the catalogues: `make translations`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parent.parent
TRANSLATIONS = CHECKOUT / "translations"
SOURCES = {"messages": "en", "content": "de", "staff": "en"}
"""The language in which the texts of a domain are written; it needs no catalogue."""
GERMAN_WILL_DO = {"staff"}
"""Domains that only staff read: a catalogue where somebody began one, German everywhere else."""

PYTHON_WORDS = {"_": None, "N_": None, "text_of": None, "counted": (1, 2)}
TEMPLATE_WORDS = {**PYTHON_WORDS, "one": None}
STAFF_WORDS = {"s_": None, "s": None, "staff_counted": (1, 2), "s_counted": (1, 2)}
FOLDERS = {
    "messages": (
        ("backend", [("**.py", "python")], PYTHON_WORDS),
        ("site/templates", [("**.html", "jinja2"), ("**.txt", "jinja2")], TEMPLATE_WORDS),
    ),
    "content": (
        (
            "content",
            [
                ("**.toml", "backend.extraction:extract_content"),
                ("**.md", "backend.extraction:extract_content"),
            ],
            PYTHON_WORDS,
        ),
    ),
    "staff": (
        ("backend", [("**.py", "python")], STAFF_WORDS),
        ("site/templates", [("**.html", "jinja2"), ("**.txt", "jinja2")], STAFF_WORDS),
    ),
}
# A template that cannot be read must stop the gathering.
OPTIONS = {
    "**.html": {"silent": "false", "trimmed": "true"},
    "**.txt": {"silent": "false", "trimmed": "true"},
}
PLURALS = {
    # Babel's own rule for Arabic never reaches its fifth form (python-babel 816).
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
WIDTH = 100


def locales() -> Mapping[str, str]:
    """The CLDR locale of each folder below `translations/`, from `content/languages.toml`."""
    tables = tomllib.loads((CHECKOUT / "content" / "languages.toml").read_text("utf-8"))
    return {table["catalogues"][0]: table["locale"] for table in tables.values()}


def catalogues() -> Iterator[tuple[str, str, Path]]:
    """Domain, CLDR locale and file of each catalogue there should be."""
    for domain, source in SOURCES.items():
        for folder, locale in locales().items():
            path = TRANSLATIONS / folder / "LC_MESSAGES" / f"{domain}.po"
            is_optional = domain in GERMAN_WILL_DO and folder != "de" and not path.exists()
            if folder != source and not is_optional:
                yield domain, locale, path


def plural_forms(locale: str) -> str:
    """The rule of a catalogue's header that turns a number into the index of its form."""
    return PLURALS.get(locale.partition("_")[0]) or str(get_plural(locale))


def gathered(domain: str) -> Catalog:
    """All texts of the domain as they stand now, in the order of their files."""
    template = Catalog(domain=domain)
    for folder, methods, words in FOLDERS[domain]:
        found = extract_from_dir(
            CHECKOUT / folder, methods, OPTIONS, keywords=words, comment_tags=("Translators:",)
        )
        for name, _line, text, comments, context in found:
            # Line numbers would change with every commit.
            place = (f"{folder}/{name}", 0)
            template.add(text, None, [place], auto_comments=comments, context=context)
    return template


def read(path: Path) -> Catalog:
    """The catalogue in this file."""
    with path.open("rb") as file:
        return read_po(file, charset="utf-8")


def forms(message: Message) -> Sequence[str]:
    """The translations of a text: one, or one for each plural form."""
    found = message.string
    return [text or "" for text in found] if isinstance(found, tuple | list) else [found or ""]


def updated(path: Path, template: Catalog, locale: str) -> str:
    """The file's text with the present texts; old translations stay at its end."""
    if path.exists():
        catalogue = read(path)
        # Guessed translations are worse than missing ones: nobody sees that they are wrong.
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        gone = [key for key, message in catalogue.obsolete.items() if not any(forms(message))]
        for key in gone:
            del catalogue.obsolete[key]
    else:
        catalogue = Catalog(locale=locale, domain=template.domain)
        catalogue.update(template, no_fuzzy_matching=True)
    top = _top(path) or f"# Texts of Terminbrücke: {template.domain}.\n# Licensed under the EUPL.\n"
    fields = [
        "Project-Id-Version: Terminbrücke",
        f"Language: {locale}",
        f"Plural-Forms: {plural_forms(locale)}",
    ]
    return top + _header(fields) + _body(catalogue)


def blank(template: Catalog) -> str:
    """The text of the domain's `.pot` file, from which a new language starts."""
    top = f"# Texts of Terminbrücke: {template.domain}.\n# Licensed under the EUPL.\n"
    return top + _header(["Project-Id-Version: Terminbrücke"]) + _body(template)


def _top(path: Path) -> str:
    """The comment at the beginning of the file."""
    if not path.exists():
        return ""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    return "".join(lines[: next(i for i, line in enumerate(lines) if line.startswith("msgid"))])


def _header(fields: list[str]) -> str:
    """Neither dates nor names of tools, so that only real changes show in the history."""
    fixed = [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    lines = "".join(f'"{field}\\n"\n' for field in [*fields, *fixed])
    return f'msgid ""\nmsgstr ""\n{lines}\n'


def _body(catalogue: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalogue, width=WIDTH, include_lineno=False, omit_header=True)
    return file.getvalue().decode("utf-8").rstrip("\n") + "\n"


def write(path: Path, text: str) -> None:
    """Write the file and tell of it, if anything has changed."""
    if path.exists() and path.read_text("utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    print(f"{path.relative_to(CHECKOUT)}: written")


def main() -> None:
    """Bring every catalogue to the present texts."""
    templates = {domain: gathered(domain) for domain in SOURCES}
    for domain, template in templates.items():
        write(TRANSLATIONS / f"{domain}.pot", blank(template))
    for domain, locale, path in catalogues():
        write(path, updated(path, templates[domain], locale))


if __name__ == "__main__":
    main()
