"""Faults of wording that can be counted: strays, German left over, buttons that are too long."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache

from babel.messages.catalog import Catalog, Message

from translations import gathering, simple, terms, widths

LONG_WORD = re.compile(r"[^\W\d_]{4,}")
DOMAINS = ("messages", "content")
"""What everybody reads; what only staff read may be German."""
CONCERNS = gathering.CHECKOUT / "content" / "concerns"


@cache
def searched() -> frozenset[str]:
    """Words of the content by which people search; nobody reads them, they may say anything."""
    found: set[str] = set()
    for path in CONCERNS.glob("*.toml"):
        found.update(tomllib.loads(path.read_text("utf-8")).get("search", ()))
    return frozenset(found)


def faults(message: Message, folder: str, german: Catalog | None) -> Iterator[str]:
    """What is wrong with the words of one translated text; `german`: the German catalogue.

    None stands for a text whose msgid is German itself.
    """
    msgid = message.id[0] if isinstance(message.id, tuple) else str(message.id)
    texts = [text for text in gathering.forms(message) if text]
    if msgid in searched() or not texts:
        return
    source = _german(msgid, german)
    if any(_has_other_digits(text) for text in texts):
        yield "digits other than 0 to 9"
    if msgid in widths.on_buttons() and any(map(widths.is_too_long, texts)):
        yield "too long for its button"
    if folder == terms.SOURCE:
        return
    for term in terms.strays(msgid, " ".join(source), " ".join(texts), folder):
        yield f"another word than in the glossary for {term}"
    if folder == simple.FOLDER:
        for text in texts:
            yield from simple.faults(text)
    elif any(text in {msgid, *source} and is_left(text, folder) for text in texts):
        yield "as in German or in the original"


def _german(msgid: str, german: Catalog | None) -> list[str]:
    if german is None:
        return [msgid]
    message = german.get(msgid)
    return list(gathering.forms(message)) if message else []


def is_left(text: str, folder: str) -> bool:
    """Whether a text with words was left untranslated; `same` lists what two tongues share."""
    words = [
        word for word in LONG_WORD.findall(simple.PARAMETER.sub("", text)) if not word.isupper()
    ]
    return (
        bool(words) and text not in terms.glossary(folder).same | terms.glossary(terms.SOURCE).same
    )


def _has_other_digits(text: str) -> bool:
    return any(unicodedata.category(sign) == "Nd" and not sign.isascii() for sign in text)
