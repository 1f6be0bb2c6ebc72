"""What in a content folder nobody has verified yet; while any is left it is sample data (D18)."""

from collections.abc import Iterator

from backend.content.facts import Content


def unchecked(content: Content) -> list[str]:
    """One line per unchecked fact and per unopened link; empty: nothing is a sample (D18)."""
    return [*_facts(content), *_links(content)]


def unfinished(content: Content) -> list[str]:
    """One line per missing explainer or video, and per language that nobody has reviewed (D19)."""
    return [*_videos(content), *_languages(content)]


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


def _links(content: Content) -> Iterator[str]:
    for link in content.links.values():
        if link.checked_on is None:
            yield f"links.toml: {link.key}: nobody has opened {link.url} yet"


def _videos(content: Content) -> Iterator[str]:
    for concern in content.concerns.values():
        if not concern.explainers:
            yield f"concerns/{concern.key}.toml: no explainer video or page"
    if not any(link.language == "gsg" for link in content.links.values()):
        yield "links.toml: no video in German Sign Language"


def _languages(content: Content) -> Iterator[str]:
    for language in content.languages.values():
        if language.review == "draft":
            yield f"languages.toml: {language.slug}: the translation is a draft (D19)"
