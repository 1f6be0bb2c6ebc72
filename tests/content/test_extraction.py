"""Every German text of the content reaches the translators."""

from pathlib import Path

from babel.messages.extract import extract_from_dir

from backend.content import load, sentences

ROOT = Path(__file__).parents[2]


def test_sentences_come_with_the_place_where_they_stand() -> None:
    found = {text: (file, line) for file, line, text in sentences(ROOT / "content")}
    content = load(ROOT / "content")
    assert found[content.concerns["umzug"].summary] == ("concerns/umzug.toml", 4)
    assert found[content.pages["notfall"].title] == ("pages/notfall.md", 2)
    assert content.jobcenter.walk_in in found
    assert content.offices["mitte"].hours[0].days in found
    assert content.interpreter_languages["ckb"].german_name in found


def test_names_and_keywords_are_not_translated() -> None:
    found = {text for _, _, text in sentences(ROOT / "content")}
    assert "Geschäftsstelle Mitte" not in found
    assert "Umzugswunsch" not in found


def test_the_extractor_finds_them_all() -> None:
    rows = extract_from_dir(
        ROOT / "content",
        method_map=[
            ("**.toml", "backend.extraction:extract_content"),
            ("**.md", "backend.extraction:extract_content"),
        ],
    )
    assert {str(row[2]) for row in rows} == {text for _, _, text in sentences(ROOT / "content")}
