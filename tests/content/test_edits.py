"""What is edited stands in place of what the files say, and is read as strictly."""

from pathlib import Path

import pytest

from backend.content import ContentError, Folder, Sentence, folders, load
from backend.content.texts import place_in_list

BREMEN = Path(__file__).parents[2] / "content"
SHIPPED = load(BREMEN)


def bodies(kind: str) -> dict[str, dict[str, object]]:
    return {key: dict(body) for key, body in Folder(BREMEN).bodies(kind).items()}


def edited(kind: str, key: str, **changes: object) -> dict[str, dict[str, dict[str, object]]]:
    return {kind: {key: {**bodies(kind)[key], **changes}}}


def test_an_edited_table_stands_in_place_of_the_files() -> None:
    found = load(BREMEN, edited("concerns", "neuantrag", summary="Ganz neu.", minutes=45))
    assert found.concerns["neuantrag"].summary == "Ganz neu."
    assert found.concerns["neuantrag"].minutes == 45
    assert list(found.concerns) == list(SHIPPED.concerns)


def test_a_text_knows_its_place_and_what_was_shipped_there() -> None:
    found = load(BREMEN, edited("documents", "ausweis", title="Ausweis"))
    title = found.documents["ausweis"].title
    assert (title.place, title.shipped) == (
        "documents/ausweis/title",
        "Ausweis, Pass oder Aufenthaltstitel",
    )
    assert found.documents["ausweis"].hint is not None
    assert found.documents["ausweis"].hint.shipped == ""
    assert found.documents["mietvertrag"].title.shipped == ""


def test_a_text_of_a_list_keeps_its_place_when_others_come_before_it() -> None:
    hints = [str(each) for each in SHIPPED.concerns["neuantrag"].hints]
    found = load(BREMEN, edited("concerns", "neuantrag", hints=["Neu davor.", *hints]))
    before, after = SHIPPED.concerns["neuantrag"].hints, found.concerns["neuantrag"].hints
    assert [each.place for each in after[1:]] == [each.place for each in before]
    assert [each.shipped for each in after] == [""] * 5


def test_a_rewritten_text_of_a_list_knows_the_one_before() -> None:
    hints = [str(each) for each in SHIPPED.concerns["neuantrag"].hints]
    found = load(
        BREMEN, edited("concerns", "neuantrag", hints=[hints[0], "Anders gesagt.", *hints[2:]])
    )
    rewritten = found.concerns["neuantrag"].hints[1]
    assert rewritten.shipped == hints[1]
    assert rewritten.place == place_in_list("concerns/neuantrag/hints", "Anders gesagt.")


def test_the_hint_of_a_document_on_a_list_stands_under_the_documents_key() -> None:
    use = SHIPPED.concerns["neuantrag"].documents[0]
    assert use.hint is not None
    assert use.hint.place == "concerns/neuantrag/documents/ausweis/hint"


def test_every_text_has_a_place_of_its_own() -> None:
    seen: dict[str, str] = {}
    for concern in SHIPPED.concerns.values():
        for text in (concern.title, concern.summary, *concern.hints, *concern.search):
            assert seen.setdefault(text.place, str(text)) == str(text)
    for page in SHIPPED.pages.values():
        assert page.title.place.startswith(f"pages/{page.key}/")


def test_a_page_is_edited_as_it_is_written() -> None:
    text = bodies("pages")["so-geht-es"]["text"]
    assert isinstance(text, str)
    found = load(BREMEN, {"pages": {"so-geht-es": {"text": text.replace("# ", "# Neu: ", 1)}}})
    assert found.pages["so-geht-es"].title.startswith("Neu: ")
    assert found.pages["so-geht-es"].title.shipped == SHIPPED.pages["so-geht-es"].title
    assert found.pages["so-geht-es"].blocks[0].text == SHIPPED.pages["so-geht-es"].blocks[0].text


def test_a_new_concern_stands_at_the_end_and_in_offices_that_take_all() -> None:
    body = {**bodies("concerns")["umzug"], "order": 99, "mandatory": False}
    found = load(BREMEN, {"concerns": {"katzen": body}})
    assert "katzen" in found.offices["mitte"].concerns
    assert list(found.concerns)[-1] == "katzen"


def test_concerns_stand_in_the_order_somebody_has_put_them_into() -> None:
    found = load(BREMEN, {"order": {"concerns": {"keys": ["umzug", "geburt"]}}})
    keys = list(found.concerns)
    assert keys[:2] == ["umzug", "geburt"]
    rest = [key for key in SHIPPED.concerns if key not in keys[:2]]
    assert keys[2:] == rest


def test_what_is_taken_away_is_gone() -> None:
    found = load(BREMEN, {"helplines": {next(iter(SHIPPED.helplines)): None}})
    assert len(found.helplines) == len(SHIPPED.helplines) - 1


def test_edits_are_refused_with_key_and_reason() -> None:
    with pytest.raises(ContentError, match=r"umzug.toml: minutes: 17 is no multiple of 5"):
        load(BREMEN, edited("concerns", "umzug", minutes=17))
    with pytest.raises(ContentError, match=r"offices.toml: mitte.colour: this key is unknown"):
        load(BREMEN, edited("offices", "mitte", colour="blue"))
    with pytest.raises(ContentError, match="“ausweis” is not known"):
        load(BREMEN, {"documents": {"ausweis": None}})


def test_tables_come_back_as_they_were_kept() -> None:
    for kind in folders.KINDS:
        for body in bodies(kind).values():
            assert folders.loaded(folders.dumped(body)) == body


def test_a_sentence_is_a_text_like_any_other() -> None:
    sentence = Sentence("Hallo", place="a/b", shipped="Hallo")
    assert sentence == "Hallo"
    assert hash(sentence) == hash("Hallo")
    assert sentence.shipped == ""
