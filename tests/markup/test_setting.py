"""What changes in the set text, and what must stay as it was typed."""

import pytest

from brochure.markup.setting import grouped, set_text


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("世界地図を頭に描いていますか?", "世界地図を頭に描いていますか？"),
        ("~外交交渉を体験して~", "〜外交交渉を体験して〜"),
        ("本当に!?", "本当に！？"),
        ("「行く!」", "「行く！」"),
        ("東京~大阪", "東京〜大阪"),
    ],
)
def test_half_width_marks_become_full_width_beside_japanese(typed: str, set_as: str):
    assert set_text(typed) == set_as


@pytest.mark.parametrize(
    "typed",
    [
        "Ready? Go!",
        "https://example.jp/?a=1&b=~me",
        "10~20",
        "5700名",
        "“太陽の沈まない職場”",
    ],
)
def test_everything_else_stays_as_typed(typed: str):
    assert set_text(typed) == typed


def test_set_text_never_changes_the_number_of_characters():
    text = "A?あ?!B~か~1!ん"
    assert len(set_text(text)) == len(text)


def test_a_figure_is_grouped_by_thousands():
    assert [grouped(n) for n in (200, 5700, 1234567)] == ["200", "5,700", "1,234,567"]
