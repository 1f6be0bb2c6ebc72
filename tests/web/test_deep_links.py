"""Links from other sites into every step: office, concern, channel and language in the address."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.appointments import Channel
from tests.web.booked import Booked, portal_with
from tests.web.visiting import soup

PAIRS = ("de", "ti", "ar+de")
WORDS = {Channel.IN_PERSON: "persoenlich", Channel.PHONE: "telefon"}


@pytest.fixture(scope="module")
def portal(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booked]:
    folder = tmp_path_factory.mktemp("links")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    with portal_with(f"sqlite:///{folder / 'test.db'}", folder) as booked:
        yield booked


@pytest.mark.parametrize("pair", PAIRS)
def test_every_office_and_concern_opens_directly(portal: Booked, pair: str) -> None:
    for office in portal.content.offices.values():
        for path in ("", *(f"{concern}/" for concern in office.concerns[:3])):
            address = f"/{pair}/termin/{office.key}/{path}"
            assert portal.stranger().get(address).status_code == 200, address


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("channel", WORDS)
def test_the_free_days_of_a_channel_open_directly(
    portal: Booked, pair: str, channel: Channel
) -> None:
    address = f"/{pair}/termin/mitte/bescheid/{WORDS[channel]}/tage"

    answer = portal.stranger().get(address)

    assert answer.status_code == 200
    assert soup(answer).select(f"main a[href^='{address}/']")


@pytest.mark.parametrize("pair", PAIRS)
def test_a_day_opens_directly_and_its_times_can_be_taken(portal: Booked, pair: str) -> None:
    days = f"/{pair}/termin/mitte/bescheid/persoenlich/tage"
    listed = soup(portal.stranger().get(days)).select(f"main a[href^='{days}/']")

    visitor = portal.stranger()
    page = soup(visitor.get(str(listed[0]["href"])))
    start = page.select_one("main input[name=start]")
    assert start is not None
    token = page.select_one("main input[name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": str(token["value"]), "start": str(start["value"])}
    answer = visitor.post(str(listed[0]["href"]), data=sent)

    assert answer.status_code == 303
    assert answer.location.startswith(f"/{pair}/buchen/name")


@pytest.mark.parametrize("step", ["name", "mehr", "erreichbar", "papier", "pruefen"])
def test_a_step_without_answers_leads_back_to_the_beginning(portal: Booked, step: str) -> None:
    """Nobody who kept such an address meets an error; the language stays."""
    answer = portal.stranger().get(f"/ar+de/buchen/{step}")

    assert answer.status_code == 303
    assert answer.location == "/ar+de/termin/"


def test_a_wrong_link_says_so_in_its_language(portal: Booked) -> None:
    answer = portal.stranger().get("/ar/termin/nirgendwo/neuantrag/")

    assert answer.status_code == 404
    assert soup(answer).html["lang"] == "ar"  # type: ignore[index]
