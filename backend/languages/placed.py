"""Writes wordings for single places into the catalogues of a Jobcenter's own folder."""

import io
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from backend.content import Sentence
from backend.languages.overlay import Wording
from backend.languages.texts import editorial
from backend.languages.tongues import Tongue


class Files(NamedTuple):
    """A catalogue as translators read it, and as the program does."""

    po: bytes
    mo: bytes


def wordings_of(
    tongue: Tongue, sentences: Iterable[Sentence], own: Mapping[str, Wording]
) -> dict[str, Wording]:
    """By place what a folder must say so that all reads as now in this language.

    Besides the own wordings: translations that stay although their German text was edited.
    """
    found = dict(own)
    for sentence in sentences:
        if sentence.shipped and sentence.place not in found and not tongue.is_german:
            shown = editorial(sentence).shipped_in(tongue)
            if shown.is_older:
                found[sentence.place] = Wording(shown.text, sentence.shipped)
    return found


def catalogue(before: bytes, wordings: Mapping[str, Wording], locale: str) -> Files:
    """The catalogue `before` (may be empty) with these wordings, each under its place."""
    catalog = read_po(io.BytesIO(before), locale=locale) if before else Catalog(locale=locale)
    for place, wording in sorted(wordings.items()):
        for message in [each for each in catalog if each.context == place]:
            catalog.delete(message.id, context=place)
        catalog.add(wording.german, wording.text, context=place)
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=100)
    write_mo(mo, catalog)
    return Files(po.getvalue(), mo.getvalue())
