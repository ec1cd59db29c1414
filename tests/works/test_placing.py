"""A character without a glyph is an error at its line, never a box on paper."""

from pathlib import Path

import pytest

from brochure.content import Places, load
from brochure.finding import Finding, Status
from brochure.typeset import Missing
from brochure.works import placing as gaps
from tests.conftest import HOME


def found(places: Places, *missing: Missing) -> list[Finding]:
    return list(gaps.findings(missing, places))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Of the real words, with ≒ in three of them."""
    text = (HOME / "content.yaml").read_text(encoding="utf-8")
    text = text.replace("世界地図を|", "世≒界地図を|").replace("“太陽の", "“太≒陽の")
    path = tmp_path / "content.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path).places


def line_of(places: Places, path: str) -> int:
    return places.mark(path).line


def test_a_box_is_refused_wherever_the_character_was_typed(places: Places) -> None:
    boxes = found(places, Missing("≒", "Noto Sans JP"))
    assert {finding.status for finding in boxes} == {Status.FAIL}
    subjects = [finding.subject for finding in boxes]
    assert subjects == ["questions.0.headline", "questions.0.body.4", "slogan"]
    assert "“≒” (U+2252 APPROXIMATELY EQUAL TO OR THE IMAGE OF)" in boxes[0].line("en")
    assert "（U+2252 " in boxes[0].line("ja")


def test_only_the_text_that_was_set_so_is_named(places: Places) -> None:
    (box,) = found(places, Missing("≒", "Noto Serif JP", element="slogan"))
    assert box.subject == "slogan"
    assert box.at
    assert box.at[1] == line_of(places, "slogan")  # type: ignore[index]


def test_another_of_our_fonts_is_a_warning(places: Places) -> None:
    gap = Missing("≒", "Noto Sans JP", "Noto Serif JP", "slogan")
    (other,) = found(places, gap)
    assert other.status is Status.WARN
    assert "not in Noto Sans JP; it is set in Noto Serif JP" in other.message.en


def test_a_character_that_nobody_typed_so_is_found_by_its_text(places: Places) -> None:
    (box,) = found(places, Missing("〜", "Noto Sans JP", element="slogan"))
    assert box.subject == "slogan"
    assert box.at
    assert box.at[1] == line_of(places, "slogan")  # type: ignore[index]


def test_a_character_that_cannot_be_shown_is_named(places: Places) -> None:
    (box,) = found(places, Missing("\u200e", "Noto Sans JP"))
    assert "“U+200E” (U+200E LEFT-TO-RIGHT MARK)" in box.message.en
