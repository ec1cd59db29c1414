"""What changes in the set text, and what must stay as it was typed."""

import datetime

import pytest

from brochure.markup.setting import day, grouped, set_text


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("世界地図を頭に描いていますか?", "世界地図を頭に描いていますか？"),
        ("~外交交渉を体験して~", "〜外交交渉を体験して〜"),
        ("本当に!?", "本当に！？"),
        ("「行く!」", "「行く！」"),
        ("東京~大阪", "東京〜大阪"),
        ("10:00~17:00", "10:00〜17:00"),
        ("受付 10:00 ~ 17:00 です", "受付 10:00 〜 17:00 です"),
        ("会期 12/5~12/7", "会期 12/5〜12/7"),
        ("料金 1,000~2,000 円", "料金 1,000〜2,000 円"),
        ("開場 9:30~", "開場 9:30〜"),
        ("締切 ~12/31", "締切 〜12/31"),
        ("（1~3 階）", "（1〜3 階）"),
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
        "案内は ~/work と https://a.jp/1~2 に",
        "案内は https://a.jp/~10 か a.jp/~10/ に",
        "版は v1~2 です",
        "10:00–17:00 の会",
        "about ~5 minutes",
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


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("2026-12-05", "令和8年"),
        ("2019-12-31", "令和元年"),
        ("2019-05-01", "令和元年"),
        ("2019-04-30", "平成31年"),
        ("2019-04-20", "平成31年"),
        ("1989-01-08", "平成元年"),
        ("1989-01-07", "昭和64年"),
        ("1926-12-25", "昭和元年"),
        ("1926-12-24", "大正15年"),
        ("1912-07-30", "大正元年"),
        ("1912-07-29", "明治45年"),
        ("1873-01-01", "明治6年"),
        ("1872-12-31", "1872年"),
    ],
)
def test_an_era_begins_on_its_day(date: str, year: str):
    assert day(datetime.date.fromisoformat(date), "wareki").startswith(year)
