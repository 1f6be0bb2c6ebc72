"""Concerns by letters: what a few typed letters may mean at one office."""

from backend.content import Concern, Content
from backend.domain import search
from backend.domain.folding import folded
from backend.store import capacity

MOST = 8


def offered(office: str, content: Content) -> list[Concern]:
    """What some group of the office takes, in the order of the catalogue."""
    groups = capacity.plan().groups.get(office, ())
    keys = {offer.concern for group in groups for offer in group.offers}
    return [concern for concern in content.concerns.values() if concern.key in keys]


def meant(text: str, concerns: list[Concern]) -> list[Concern]:
    """The concerns these letters may mean, best first; one alone where there is no doubt."""
    wanted = folded(text)
    if not wanted:
        return []
    for exactly in (_key, _title, _keyword):
        named = [each for each in concerns if folded(exactly(each)) == wanted]
        if named:
            return named[:1]
    beginning = [each for each in concerns if folded(each.keyword).startswith(wanted)]
    ranked = sorted(
        ((search.matches(text, _texts(each)), each) for each in concerns),
        key=lambda pair: -pair[0],
    )
    others = [each for points, each in ranked if points and each not in beginning]
    return (beginning + others)[:MOST]


def _key(concern: Concern) -> str:
    return concern.key


def _title(concern: Concern) -> str:
    return str(concern.title)


def _keyword(concern: Concern) -> str:
    return concern.keyword


def _texts(concern: Concern) -> list[str]:
    return [concern.keyword, str(concern.title), *map(str, concern.search)]
