"""The leaflet on paper: one sheet in every language, the address readable by everybody."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend import content
from backend.languages import Languages
from backend.letters.paper import leaflets
from backend.letters.paper.leaflets import Size
from backend.letters.paper.passages import Press
from tests.letters.reading import Paper

ROOT = Path(__file__).parents[2]
STAMPED = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ADDRESS = "https://termine.jobcenter-beispielstadt.example"


@pytest.fixture(scope="module")
def press() -> Press:
    jobcenter = content.load(ROOT / "content")
    folders = [ROOT / "translations", ROOT / "content/translations"]
    return Press(
        content=jobcenter,
        languages=Languages(jobcenter.languages, folders),
        public_address=ADDRESS,
    )


def made(press: Press, slug: str, size: Size = "a5") -> Paper:
    pair = press.languages.pair(slug)
    assert pair is not None
    return Paper(leaflets.leaflet(press, size=size, pair=pair, stamped=STAMPED))


def test_in_every_language_it_fits_on_the_smaller_sheet(press: Press) -> None:
    found = {slug: len(made(press, slug).sheets) for slug in press.languages.tongues}
    assert set(found.values()) == {1}, found


@pytest.mark.parametrize("slug", ["de", "ar", "ti", "ps"])
def test_it_is_tagged_and_every_language_is_named_in_its_own_letters(
    press: Press, slug: str
) -> None:
    found = made(press, slug, "a4")
    assert found.is_tagged and found.roles.count("H1") == 1
    assert len(found.alternatives) == 1
    assert f"{ADDRESS}/{slug}/" in found.text.replace("\u200b", "").replace(" ", "")
    assert {"tr", "ti", "ar", "uk"} <= {each.language for each in found.passages}
    assert "\ufffd" not in found.text
