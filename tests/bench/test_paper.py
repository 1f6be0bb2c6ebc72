"""How long papers take: one confirmation, and a pile of letters (part of `make bench`)."""

import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend import content
from backend.languages import Languages
from backend.letters.paper import confirmations, post
from backend.letters.paper.passages import Press
from backend.store.letters import CONFIRMATION, PAPER, Letter
from tests.letters.test_pdfs import APPOINTMENT, STAMPED

pytestmark = pytest.mark.bench
ROOT = Path(__file__).parents[2]
CONFIRMATIONS, LETTERS = 100, 500


@pytest.fixture(scope="module")
def press() -> Press:
    jobcenter = content.load(ROOT / "content")
    folders = [ROOT / "translations", ROOT / "content/translations"]
    return Press(
        content=jobcenter,
        languages=Languages(jobcenter.languages, folders),
        public_address="https://termine.example.org",
    )


def letter(number: int, slug: str) -> Letter:
    start = datetime(2026, 12, 1, 7, tzinfo=UTC) + timedelta(minutes=5 * number)
    facts = {
        "start": start.isoformat(),
        "office": "mitte",
        "minutes": 30,
        "channel": "in_person",
        "reference": f"K7M4{number:04}",
        "token": "",
        "sequence": 0,
        "uid": "",
    }
    return Letter(
        id=number,
        kind=CONFIRMATION,
        appointment=number,
        channel=PAPER,
        recipient=f"Beispiel {number}\nMusterweg {number}\n28195 Bremen",
        languages=slug,
        facts=facts,
        created_at=int(STAMPED.timestamp()),
        due_at=0,
        attempts=0,
        message_id=str(number),
    )


def test_one_confirmation(press: Press) -> None:
    """Asked: under 30 ms once warm."""
    pairs = list(press.languages.tongues)
    took = []
    for number in range(CONFIRMATIONS):
        pair = press.languages.pair(pairs[number % len(pairs)])
        assert pair
        start = APPOINTMENT.start + timedelta(minutes=5 * number)
        asked = replace(APPOINTMENT, start=start, reference=f"K7M4{number:04}")
        began = time.perf_counter()
        assert confirmations.sheet(press, asked, pair=pair, stamped=STAMPED)
        took.append((time.perf_counter() - began) * 1000)
    warm = sorted(took[len(pairs) :])
    print(
        f"\nconfirmation: first {took[0]:.0f} ms, warm median {statistics.median(warm):.1f} ms,"
        f" p95 {warm[int(len(warm) * 0.95)]:.1f} ms (asked: 30)"
    )


def test_a_pile_of_letters(press: Press) -> None:
    """Asked: 500 letters in under 10 s."""
    pairs = list(press.languages.tongues)
    began = time.perf_counter()
    written = [post.write(press, letter(n, pairs[n % len(pairs)])) for n in range(LETTERS)]
    made = post.pile(press, written, stamped=STAMPED)
    took = time.perf_counter() - began
    print(f"\n{LETTERS} letters: {took:.1f} s, {len(made) // 1024} KiB (asked: 10 s)")
