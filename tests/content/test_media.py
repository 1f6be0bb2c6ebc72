"""Recorded voices and films in sign language: read strictly, and named where they are missing."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backend.content import ContentError, check, load

TINY = Path(__file__).parents[1] / "jobcenters" / "tiny"
SOUND = '[[sounds]]\nkey = "notfall"\nlanguage = "ar"\nseconds = 95\n'
FILM = '[[films]]\nplace = "start"\nseconds = 125\n'

Recorded = Callable[..., Path]


@pytest.fixture
def recorded(tmp_path: Path) -> Recorded:
    """A copy of the tiny Jobcenter with this list and empty files of these names."""

    def copied(listed: str, *names: str) -> Path:
        folder = tmp_path / "content"
        shutil.copytree(TINY, folder)
        (folder / "media").mkdir()
        (folder / "media" / "media.toml").write_text(listed, encoding="utf-8")
        for name in names:
            (folder / "media" / name).write_bytes(b"x" * 1_200_000)
        return folder

    return copied


def test_without_a_list_there_is_nothing_to_hear() -> None:
    media = load(TINY).media

    assert not media.sounds
    assert not media.films
    assert not media.has_files


def test_a_file_says_how_long_and_how_large_it_is(recorded: Recorded) -> None:
    folder = recorded(f'{SOUND}file = "notfall.mp3"\n{FILM}file = "start.mp4"\n',
                      "notfall.mp3", "start.mp4")  # fmt: skip

    media = load(folder).media
    film, sound = media.films["start"], media.sounds["notfall", "ar"]

    assert (film.length, film.megabytes, film.kind) == ("2:05", 2, "video/mp4")
    assert (sound.length, sound.kind) == ("1:35", "audio/mpeg")
    assert media.has_files


def test_an_address_elsewhere_has_a_day_on_which_it_was_opened(recorded: Recorded) -> None:
    film = f'{FILM}url = "https://film.example/start"\nmegabytes = 12\nchecked_on = 2026-11-01\n'

    media = load(recorded(film)).media

    assert media.films["start"].checked_on == date(2026, 11, 1)
    assert media.films["start"].megabytes == 12
    assert not media.has_files


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (f'{SOUND}file = "no.mp3"\n', "sounds[1].file: “no.mp3” is missing below media/"),
        (f'{SOUND}file = "../a.mp3"\n', "sounds[1].file: “../a.mp3” is no name such as"),
        (f'{SOUND}file = "a.exe"\n', "sounds[1].file: “a.exe” is no name such as"),
        (SOUND, "sounds[1].file: a recording has either a file or a url"),
        (f'{FILM}url = "http://x.example/"\n', "films[1].url: an address begins with https://"),
        (SOUND.replace("notfall", "nichts"), "sounds[1].key: “nichts” is not known"),
        (SOUND.replace('"ar"', '"xx"'), "sounds[1].language: “xx” is not known"),
        (FILM.replace("start", "hilfe"), "films[1].place: “hilfe” is none of start,"),
        ('without_voice = ["xx"]', "without_voice: “xx” is not known"),
        ("colour = 1", "colour: this key is unknown here"),
    ],
)
def test_an_error_names_the_file_the_key_and_the_reason(
    recorded: Recorded, listed: str, reason: str
) -> None:
    with pytest.raises(ContentError) as caught:
        load(recorded(listed))

    assert str(caught.value).startswith(f"content/media/media.toml: {reason}")


def test_check_counts_what_nobody_has_recorded(recorded: Recorded) -> None:
    folder = recorded(
        f'without_voice = ["ar"]\n{SOUND}file = "a.mp3"\n{FILM}url = "https://film.example/"\n',
        "a.mp3",
    )
    read = load(folder)
    count = len(read.pages) + len(read.concerns)

    said = check(folder)

    assert [line for line in said if line.startswith("media/")] == [
        "media/media.toml: nobody has opened https://film.example/ yet",
        "media/media.toml: so-geht-es: no film in German Sign Language",
        "media/media.toml: notfall: no film in German Sign Language",
        "media/media.toml: barrierefreiheit: no film in German Sign Language",
        (
            f"media/media.toml: ar: {count} pages and concerns are not recorded, "
            "and browsers have no voice for this language"
        ),
    ]


def test_what_was_never_opened_makes_sample_data(recorded: Recorded) -> None:
    """D18: in production nothing links it."""
    assert load(recorded(f'{FILM}url = "https://film.example/"\n')).is_sample
