"""Repeating what collided: a few times, and never beyond the patience of a web server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.refusals import TryAgain
from backend.store import database
from backend.store.database import Collided, repeated


@pytest.fixture
def tries(tmp_path: Path) -> Iterator[list[int]]:
    database.connect(f"sqlite:///{tmp_path / 'test.db'}")
    yield []
    database.disconnect()


def colliding(tries: list[int]) -> None:
    tries.append(len(tries))
    raise Collided


def test_what_collides_is_tried_four_times(tries: list[int]) -> None:
    with pytest.raises(TryAgain):
        repeated(colliding)(tries)

    assert len(tries) == database.TRIES


def test_what_has_waited_long_is_not_repeated(
    tries: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "REPEAT_SECONDS", 0.0)

    with pytest.raises(TryAgain):
        repeated(colliding)(tries)

    assert len(tries) == 1
