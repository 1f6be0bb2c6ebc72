"""Video links: the address at which a talk by video takes place, typed or from a template (R88)."""

from urllib.parse import urlsplit

CODE = "{code}"
"""The blank of a template: filled with what nobody can guess, another one for each appointment."""
LONGEST = 300
"""Signs of a link; more fits into no line of a paper."""
_NEVER = frozenset("\"'<>\\^`{|}")


def is_link(text: str) -> bool:
    """Whether it is an https address that can be printed and typed: ASCII, without a password."""
    if len(text) > LONGEST or not text.isascii() or not text.isprintable():
        return False
    if " " in text or _NEVER & set(text):
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_host = "." in host and all(host.split("."))
    return parts.scheme == "https" and is_host and parts.username is None


def is_template(text: str) -> bool:
    """Whether the code stands in it once, behind the host: without it all would share one room."""
    if text.count(CODE) != 1:
        return False
    host = text.partition("://")[2].partition("/")[0]
    return CODE not in host and "/" in text.partition("://")[2] and is_link(filled(text, "x"))


def filled(template: str, code: str) -> str:
    """The link of one appointment."""
    return template.replace(CODE, code)
