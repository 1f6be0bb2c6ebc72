"""How far each language is: texts that are missing, and translations older than their German."""

from collections import defaultdict
from typing import NamedTuple

from backend.content import Content, texts_of
from backend.languages import Languages, Text, Tongue, editorial
from backend.letters.wordings import WORDINGS, place_of

LETTERS = "letters"
NOT_COUNTED = ("languages", "interpreter_languages")
"""Names of languages are no part of the catalogue."""


class Standing(NamedTuple):
    """How many texts are missing and older, in one language or in all together."""

    missing: int = 0
    older: int = 0

    def plus(self, other: "Standing") -> "Standing":
        """Both together."""
        return Standing(self.missing + other.missing, self.older + other.older)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to do."""
        return self.missing == self.older == 0


WHOLE = Standing()
Records = dict[tuple[str, str], Standing]


def record_of(place: str) -> tuple[str, str]:
    """Kind and key of the record a text belongs to; of letters the kind of text."""
    kind, _, rest = place.partition("/")
    if kind == LETTERS:
        return kind, rest.partition(".")[0]
    key = rest.partition("/")[0]
    return (kind, kind) if kind == "jobcenter" else (kind, key)


def every_text(content: Content) -> list[Text]:
    """All texts that can be written in every language, those of letters among them."""
    found: dict[str, Text] = {}
    for sentence in texts_of(content):
        if sentence.place.partition("/")[0] not in NOT_COUNTED:
            found.setdefault(sentence.place, editorial(sentence))
    return [*found.values(), *(letter_text(key) for key in WORDINGS)]


def letter_text(key: str) -> Text:
    """A wording of the letters with its blanks open."""
    return Text(WORDINGS[key].msgid, place=place_of(key))


def of_text(text: Text, tongue: Tongue) -> Standing:
    """Missing, older or neither."""
    found = text.found(tongue)
    return Standing(int(found.is_german and not tongue.is_german), int(found.is_older))


def by_language(content: Content, languages: Languages) -> dict[str, Records]:
    """By slug of the language and by record; German is left out, and what is whole."""
    texts = [(record_of(text.place), text) for text in every_text(content)]
    found: dict[str, Records] = {}
    for tongue in languages.tongues.values():
        if not tongue.is_german:
            counts: Records = defaultdict(Standing)
            for record, text in texts:
                one = of_text(text, tongue)
                if not one.is_whole:
                    counts[record] = counts[record].plus(one)
            found[tongue.slug] = dict(counts)
    return found


def by_record(content: Content, languages: Languages) -> Records:
    """All languages together, by record."""
    found: Records = defaultdict(Standing)
    for counts in by_language(content, languages).values():
        for record, one in counts.items():
            found[record] = found[record].plus(one)
    return found


def of_record(
    content: Content, languages: Languages, kind: str, key: str
) -> list[tuple[Tongue, Standing]]:
    """Each language with what one record lacks in it."""
    texts = texts_of_record(content, kind, key)
    return [
        (tongue, sum_of([of_text(text, tongue) for text in texts]))
        for tongue in languages.tongues.values()
        if not tongue.is_german
    ]


def texts_of_record(content: Content, kind: str, key: str) -> list[Text]:
    """The texts of one record in their order."""
    return [text for text in every_text(content) if record_of(text.place) == (kind, key)]


def sum_of(standings: list[Standing]) -> Standing:
    """All together."""
    whole = Standing()
    for each in standings:
        whole = whole.plus(each)
    return whole
