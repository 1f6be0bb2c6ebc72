"""What in a content folder nobody has verified yet; while any is left it is sample data (D18)."""

from collections.abc import Iterator

from backend.content.facts import Content
from backend.content.media import FILM_PLACES


def unchecked(content: Content) -> list[str]:
    """One line per unchecked fact and per unopened link; empty: nothing is a sample (D18)."""
    return [*_facts(content), *_helplines(content), *_links(content)]


def unfinished(content: Content) -> list[str]:
    """One line per missing explainer or film, per language nobody recorded or reviewed (D19)."""
    return [*_explainers(content), *_films(content), *_sounds(content), *_languages(content)]


def _facts(content: Content) -> Iterator[str]:
    for fact in content.jobcenter.unchecked:
        yield f"jobcenter.toml: {fact}: not checked"
    for office in content.offices.values():
        for fact in office.unchecked:
            yield f"offices.toml: {office.key}: {fact}: not checked"
    for concern in content.concerns.values():
        if not concern.checked:
            yield f"concerns/{concern.key}.toml: not checked (source: {concern.source})"
    for form in content.forms.values():
        if not form.checked:
            yield f"forms.toml: {form.key}: not checked (source: {form.source})"
    for neighbour in content.neighbours:
        if neighbour.checked_on is None:
            yield f"neighbours.toml: {neighbour.key}: not checked"


def _helplines(content: Content) -> Iterator[str]:
    for helpline in content.helplines.values():
        if helpline.checked_on is None:
            yield f"helplines.toml: {helpline.key}: not checked (source: {helpline.source})"


def _links(content: Content) -> Iterator[str]:
    for link in content.links.values():
        if link.checked_on is None:
            yield f"links.toml: {link.key}: nobody has opened {link.url} yet"
    media = content.media
    for recording in (*media.sounds.values(), *media.films.values()):
        if recording.url and recording.checked_on is None:
            yield f"media/media.toml: nobody has opened {recording.url} yet"


def _explainers(content: Content) -> Iterator[str]:
    for concern in content.concerns.values():
        if not concern.explainers:
            yield f"concerns/{concern.key}.toml: no explainer video or page"


def _films(content: Content) -> Iterator[str]:
    for place in FILM_PLACES:
        if place not in content.media.films:
            yield f"media/media.toml: {place}: no film in German Sign Language"


def _sounds(content: Content) -> Iterator[str]:
    """One line per language, not per page: nobody reads a thousand lines."""
    for slug, count in content.media.missing_sounds.items():
        yield (
            f"media/media.toml: {slug}: {count} pages and concerns are not recorded, "
            "and browsers have no voice for this language"
        )


def _languages(content: Content) -> Iterator[str]:
    for language in content.languages.values():
        if language.is_draft:
            yield f"languages.toml: {language.slug}: the translation is a draft (D19)"
