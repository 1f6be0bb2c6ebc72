"""What a page says on a terminal: no way out of the portal, nothing that a browser remembers.

It looks at the finished page, so that a page written tomorrow is kept inside as well.
"""

import re

_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_INSIDE = re.compile(r"(?:/(?!/)|#|\?)(?!.*(?:\.pdf|\.ics|/verlassen)(?:[?#]|$))")
_REMEMBERED = re.compile(r'\bautocomplete="[^"]*"')


def kept_inside(page: str) -> str:
    """The page with links that lead elsewhere as plain words, and without autocompletion."""
    page = _LINK.sub(_kept, page)
    page = _REMEMBERED.sub('autocomplete="off"', page)
    return page.replace("<form ", '<form autocomplete="off" ')


def _kept(link: re.Match[str]) -> str:
    return link[0] if _INSIDE.match(link[1]) else f"<span>{link[2]}</span>"
