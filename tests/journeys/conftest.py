"""One portal for the journeys of a module, each in a browser of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys import world as worlds
from tests.journeys.traveller import Traveller

SMALL_PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[worlds.World]:
    """A module may name settings of its own in `ENVIRON`, and that it has a sender of SMS."""
    environ = getattr(request.module, "ENVIRON", {})
    has_sms = getattr(request.module, "HAS_SMS", False)
    folder = tmp_path_factory.mktemp("journeys")
    with worlds.world(folder, environ, has_sms=has_sms) as found:
        yield found


@pytest.fixture
def travel(world: worlds.World, open_page: Callable[..., Page]) -> Callable[..., Traveller]:
    """Begins a journey: `travel("ar")`; without script on a small phone unless told otherwise."""

    def begin(pair: str = "de", **options: Any) -> Traveller:
        page = open_page(**{"java_script_enabled": False, "viewport": SMALL_PHONE, **options})
        return Traveller(page, world.portal.address, pair)

    return begin
