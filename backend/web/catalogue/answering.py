"""Whether pages elsewhere still answer: each link of the catalogue is opened once."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backend.content import Link

SECONDS = 15.0
AGENT = "Mozilla/5.0 (compatible; Terminbruecke link check)"
"""Some servers turn away what does not look like a browser."""


class Silent(NamedTuple):
    """A link that did not lead to a page."""

    key: str
    url: str
    reason: str


def silent(links: Iterable[Link], *, seconds: float = SECONDS) -> Iterator[Silent]:
    """The links that do not answer with a page, and why; a page may still say something else."""
    for link in links:
        reason = _fault(link.url, seconds)
        if reason:
            yield Silent(link.key, link.url, reason)


def _fault(url: str, seconds: float) -> str:
    try:
        # The content takes addresses that begin with https:// only.
        request = urllib.request.Request(url, headers={"User-Agent": AGENT})  # noqa: S310
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
            answer.read(1024)
    except urllib.error.HTTPError as error:
        return f"answers {error.code}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"does not answer, {type(error).__name__}"
    return ""
