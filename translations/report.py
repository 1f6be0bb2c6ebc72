"""Tells what is missing or wrong in each catalogue: `make translations-report`.

`python -m translations.report so fr` shows all of it for the languages of these folders. Ends
with 1 when a language that is switched on has faults; German would stand in for it there.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from translations import gathering, wording

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
PLAIN_WORD = re.compile(r"\b[a-zäöüß]{4,}\b")
ISOLATE, ISOLATE_END = "\u2066", "\u2069"
SINGLE_FORMS = {"ar": {0, 1, 2}}
"""Forms that stand for one number only and may say it in a word: "two minutes"."""

SHOWN = 10
"""As many faults of a catalogue are listed when all are looked at."""


def faults(catalogue: Catalog, template: Catalog, locale: str) -> Iterator[str]:
    """One line for each text that is missing, unsure or cannot be right."""
    known = {message.id: message for message in catalogue if message.id}
    for wanted in template:
        if not wanted.id:
            continue
        message = known.get(wanted.id)
        if message is None:
            yield _line("not there", wanted)
        else:
            yield from _faults_of(message, locale)


def every_fault(domain: str, locale: str, path: Path, template: Catalog) -> Iterator[str]:
    """The faults of a catalogue's file, those of its wording too; a missing file has all."""
    catalogue = gathering.read(path) if path.exists() else Catalog(locale=locale)
    yield from faults(catalogue, template, locale)
    if domain not in wording.DOMAINS:
        return
    german = _german() if gathering.SOURCES[domain] != "de" else None
    folder = path.parent.parent.name
    for message in catalogue:
        # What is no longer asked for, or not yet answered, is told above or nowhere.
        if message.id and message.id in template:
            for fault in wording.faults(message, folder, german):
                yield _line(fault, message)


@cache
def _german() -> Catalog:
    return gathering.read(gathering.TRANSLATIONS / "de" / "LC_MESSAGES" / "messages.po")


def _faults_of(message: Message, locale: str) -> Iterator[str]:
    texts = gathering.forms(message)
    wanted = int(gathering.plural_forms(locale).removeprefix("nplurals=").split(";")[0])
    if not all(texts):
        yield _line("missing", message)
        return
    if message.fuzzy:
        yield _line("fuzzy", message)
    if message.pluralizable and len(texts) != wanted:
        yield _line(f"{len(texts)} plural forms, not {wanted}", message)
    if any(_is_wrong_in(text, index, message, locale) for index, text in enumerate(texts)):
        yield _line("placeholders", message)
    if any(_nesting(text) for text in texts):
        yield _line("an isolate without its other end", message)
    if not message.pluralizable and is_untranslated(str(message.id), texts[0]):
        yield _line("as in the original", message)


def is_untranslated(original: str, text: str) -> bool:
    """Whether a sentence was left as it was; names and single key words may stay."""
    words = PLAIN_WORD.findall(PLACEHOLDER.sub("", original))
    return text == original and " " in original and len(words) > 1


def _is_wrong_in(text: str, index: int, message: Message, locale: str) -> bool:
    wanted = set(PLACEHOLDER.findall("".join(_ids(message))))
    found = set(PLACEHOLDER.findall(text))
    if message.pluralizable and index in SINGLE_FORMS.get(locale, ()):
        found.add("number")
    # A lone percent sign would break the filling in of the others.
    is_broken = bool(wanted) and "%" in PLACEHOLDER.sub("", text).replace("%%", "")
    return found != wanted or is_broken


def _nesting(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == ISOLATE) - (sign == ISOLATE_END)
        if depth not in (0, 1):
            return True
    return depth != 0


def _ids(message: Message) -> Sequence[str]:
    return message.id if isinstance(message.id, tuple) else (str(message.id),)


def _line(fault: str, message: Message) -> str:
    places = ", ".join(place for place, _ in message.locations[:1])
    return f"{fault}: {_ids(message)[0]!r:.90} ({places})"


def _name(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.stem}"


def main(folders: Sequence[str]) -> int:
    """Print the faults of every catalogue, or all of those in the folders named.

    Returns the number of catalogues that have some.
    """
    templates = {domain: gathering.gathered(domain) for domain in gathering.SOURCES}
    shown = None if folders else SHOWN
    wrong = 0
    for domain, locale, path in gathering.catalogues():
        if folders and path.parent.parent.name not in folders:
            continue
        found = list(every_fault(domain, locale, path, templates[domain]))
        wrong += bool(found)
        print(f"{_name(path):16} {len(templates[domain]):5} texts {len(found):5} faults")
        for line in found[:shown]:
            print(f"    {line}")
        if len(found) > len(found[:shown]):
            print(f"    and {len(found) - SHOWN} more")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
