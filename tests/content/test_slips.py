"""What a comma or a brace does to a text is said in the words of who typed it."""

from __future__ import annotations

import pytest

from tests.content.conftest import changed, found, place

STAGE = "{stage: 製版課, detail: 3年,"


@pytest.mark.parametrize(
    ("typed", "at", "quoted"),
    [
        ("{stage: 製版課, detail: 1,200日,", "200日", "detail: '1,200日'"),
        ("{stage: 海外,研修, detail: 3年,", "研修", "stage: '海外,研修'"),
        ("{stage: 10:00, 12:00, detail: x,", "12:00", "stage: '10:00,12:00'"),
        ("{stage: 1,234,567, detail: x,", "234", "stage: '1,234,567'"),
        ("{detail: x, stage: a, b,", "b,", "stage: 'a,b'"),
    ],
)
def test_a_comma_that_cuts_a_value_is_told_once(
    typed: str, at: str, quoted: str
) -> None:
    text = changed((STAGE, typed))
    (one,) = found(text)
    start = text.index(typed)
    line = text[:start].count("\n") + 1
    column = text.index(at, start) - text.rindex("\n", 0, start)
    assert str(one.at) == f"content.yaml:{line}:{column}"
    assert one.code == "content.key-unknown"
    assert one.hint
    assert one.hint.en.endswith(quoted)
    assert quoted in one.hint.ja


@pytest.mark.parametrize(
    "typed", ["{stage: 製版課, detial: ,", "{stage: 製版課, detial: 3年,"]
)
def test_a_misspelt_field_is_no_cut_value(typed: str) -> None:
    (one,) = found(changed((STAGE, typed)))
    assert one.hint
    assert one.hint.en == "did you mean “detail”?"


def test_an_unknown_field_below_is_no_cut_value() -> None:
    (one,) = found(changed(("  label: MESSAGE", "  label: MESSAGE\n  unknown:")))
    assert one.hint
    assert one.hint.en.startswith("there are:")


@pytest.mark.parametrize(
    "words",
    ["{A}の話", "{採用: 案内}です", "{2026年}採用", "[東京]ホール", "{a, b} と c"],
)
def test_a_text_that_begins_with_a_bracket_is_to_be_quoted(words: str) -> None:
    text = changed(("venue: 市民ホール", f"venue: {words}"))
    (one,) = found(text)
    assert (one.code, str(one.at)) == ("content.mark-first", place(text, words))
    assert one.hint
    assert f"'{words}'" in one.hint.en
