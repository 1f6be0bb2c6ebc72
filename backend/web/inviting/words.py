"""How the ways of booking invitations are called, and what becomes of them."""

from backend.domain.booking_invitations import Way
from backend.languages import staff_text as s_
from backend.web.portal import portal
from backend.web.registering.words import CHANNELS

WAYS = {
    Way.PRINT: s_("on paper, printed here"),
    Way.MAIL: s_("by mail"),
    Way.SMS: s_("by SMS"),
    Way.LETTER: s_("by post"),
}
SENT = {
    Way.PRINT: s_("Nothing is sent. Please print it and hand it over."),
    Way.MAIL: s_("It goes out by mail within a minute."),
    Way.SMS: s_("It goes out as an SMS within a minute."),
    Way.LETTER: s_("It goes out with the next post."),
}


def language_name(languages: str) -> str:
    """The customer's own language of a pair, in German."""
    slug = languages.partition("+")[0]
    language = portal().content.languages.get(slug)
    return str(language.german_name) if language else slug


def tongues() -> list[tuple[str, str]]:
    """The languages of letters by their German names, German first."""
    found = [(slug, language_name(slug)) for slug in portal().languages.tongues]
    return sorted(found, key=lambda pair: (pair[0] != "de", pair[1]))


__all__ = ["CHANNELS", "SENT", "WAYS", "language_name", "tongues"]
