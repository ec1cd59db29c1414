"""What a reader of a Japanese column would mark in red, and does not find."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.typeset.composer import Line, Paragraph, Setting, Text, plan
from brochure.typeset.composer.classes import alone

NARROW = {" ": 0.25, "\u200b": 0.0, "\u00ad": 0.0}


def shaped(text: str, em: float = 10.0) -> Text:
    """`text` in a font whose kanji are an em wide and whose Latin is half of it."""
    widths = [
        NARROW.get(char, 0.0 if alone(char) == 0 else 0.5 if char.isascii() else 1.0)
        for char in text
    ]
    return Text(text, tuple(w * em for w in widths), (em,) * len(text))


def lines(text: str, measure: float, **how: object) -> list[Line]:
    """The lines at `measure` em of 10 px."""
    paragraph = Paragraph(shaped(text), Setting(**how))  # type: ignore[arg-type]
    return list(plan(paragraph, measure * 10, measure * 10).lines)


def words(text: str, measure: float, **how: object) -> list[str]:
    return [text[line.start : line.end] for line in lines(text, measure, **how)]


def test_full_width_text_is_set_solid_on_the_grid() -> None:
    """§ 3.8.1: n characters an em wide fill a measure of n em."""
    first, *_ = lines("国際社会の中でいかに日本の安全を", 8)
    assert (first.end, first.width, set(first.gaps)) == (8, 80, {0.0})


def test_a_comma_before_a_bracket_takes_half_an_em_less() -> None:
    """§ 3.1.4, figure ③."""
    paragraph = Paragraph(shaped("保護、「日本」の"), Setting())
    assert paragraph.naturals[2] == -5


def test_two_closing_brackets_stand_solid() -> None:
    """§ 3.1.4, figure ⑥."""
    assert Paragraph(shaped("本』」の"), Setting()).naturals[1] == -5


def test_a_middle_dot_after_a_bracket_leaves_a_quarter() -> None:
    """§ 3.1.4, figure ⑦: 1/2 + 1/4 em of blank become 1/4."""
    assert Paragraph(shaped("」・日"), Setting()).naturals[0] == -5


def test_latin_stands_a_quarter_em_from_japanese() -> None:
    """§ 3.2.6 c."""
    gaps = Paragraph(shaped("約5700名"), Setting()).naturals
    assert gaps[0] == gaps[4] == 2.5


def test_no_quarter_em_at_the_edges_of_a_line() -> None:
    """§ 3.2.6 d."""
    (line,) = lines("JAPAN", 3)
    assert line.gaps == (0, 0, 0, 0, 0)
    assert line.width == 25


def test_an_opening_bracket_begins_a_line_at_the_edge() -> None:
    """§ 3.1.5, pattern ①: half an em of the bracket lies before the edge."""
    second = lines("一二三四「五六七八九", 4)[1]
    assert second.cut == 5


def test_a_full_stop_ends_a_line_at_the_edge() -> None:
    """§ 3.1.9: its blank half lies beyond."""
    first = lines("一二三四。五六七八九十百千", 4.5)[0]
    assert (first.end, first.gaps[-1]) == (5, -5)


def test_a_full_stop_hangs_only_where_it_is_allowed_to() -> None:
    """§ 3.8.2, figure 2.54."""
    text = "一二三四五。六七八九十"
    assert words(text, 5)[0] != "一二三四五。"
    assert words(text, 5, hang="allow-end")[0] == "一二三四五。"


@pytest.mark.parametrize(
    "kept", ["——", "……", "5700", "5,700", "3.5", "JAPAN", "10km", "50%", "¥100", "it’s"]
)
def test_what_is_one_is_never_divided(kept: str) -> None:
    """§ 3.1.10: dashes, leaders, figures, words, a unit after its figure."""
    for before in range(12):
        text = "国" * before + kept + "国際社会の中で日本の"
        assert any(kept in line for line in words(text, 7)), words(text, 7)


@pytest.mark.parametrize(
    ("level", "allowed"), [("strict", ""), ("normal", "っー々"), ("loose", "っー々・")]
)
def test_each_level_lets_its_characters_begin_a_line(level: str, allowed: str) -> None:
    """§ C.3."""
    for char in "っー々・、。」":
        breaks = Paragraph(shaped(f"国{char}国"), Setting(level=level)).breaks  # type: ignore[arg-type]
        assert (1 in breaks) == (char in allowed), char


def test_a_last_line_is_no_runt() -> None:
    text = "外務省は世界中に公館を有し日々切磋琢磨しています。"
    for measure in range(6, 24):
        last = words(text, measure)[-1]
        assert len(last) >= 3 or len(words(text, measure)) == 1, (measure, last)


def test_an_address_is_cut_at_a_slash_before_it_sticks_out() -> None:
    text = "詳しくはhttps://www.mofa.go.jp/mofaj/annai/saiyo/を見てください。"
    made = lines(text, 12)
    assert all(not line.over for line in made)
    cuts = {text[i.next - 1 : i.next + 1] for i in made if text[i.next - 1].isascii()}
    assert cuts
    assert all(cut[0] == "/" or cut[1] == "." for cut in cuts), cuts


def test_what_cannot_fit_is_reported() -> None:
    (line, *_) = lines("A" * 40, 10)
    assert line.over == 100


def test_what_cannot_fit_is_cut_where_that_is_allowed() -> None:
    assert all(not line.over for line in lines("A" * 40, 10, emergency=True))


def test_a_soft_hyphen_divides_a_word_and_shows() -> None:
    widths = (10.0, 10.0, 5.0, 5.0, 0.0) + (5.0,) * 9
    text = Text("国際co\u00adoperation", widths, (10.0,) * 14, hyphen=3.0)
    first, *_ = plan(Paragraph(text, Setting()), 36, 100).lines
    assert first.hyphenated


def test_a_headline_breaks_between_phrases() -> None:
    text = "世界地図を頭に描いていますか？"
    assert words(text, 10, align="balance", words="phrase") == [
        "世界地図を",
        "頭に描いていますか？",
    ] or words(text, 10, align="balance", words="phrase") == [
        "世界地図を頭に",
        "描いていますか？",
    ]


def test_a_typed_hint_knows_better_than_the_phrase_model() -> None:
    made = words(
        "世界地図を頭に\u200b描いていますか？", 10, align="balance", words="phrase"
    )
    assert made == ["世界地図を頭に", "描いていますか？"]


def test_balanced_lines_are_alike() -> None:
    lengths = [
        len(line) for line in words("国際社会の中で日本の安全を", 10, align="balance")
    ]
    assert max(lengths) - min(lengths) <= 1


SENTENCE = st.text(
    st.sampled_from(
        "国際社会のっゃーあいうアイウ、。「」（）・：！？…—“”々〜12aB% 　\u200b"
    ),
    min_size=1,
    max_size=80,
)
MEASURE = st.integers(5, 30)


@settings(max_examples=300, deadline=None)
@given(SENTENCE, MEASURE, st.sampled_from(["justify", "ragged", "balance"]))
def test_no_line_begins_or_ends_where_it_must_not(
    text: str, em: int, align: str
) -> None:
    """§ 3.1.7, § 3.1.8."""
    made = lines(text, em, align=align)
    for line in made[1:]:
        assert text[line.start] not in "、。」）・：！？”ーっゃ々〜", words(text, em)
    for line in made[:-1]:
        assert not line.end or text[line.end - 1] not in "「（“", words(text, em)


@settings(max_examples=300, deadline=None)
@given(SENTENCE, MEASURE, st.sampled_from(["justify", "ragged", "balance"]))
def test_every_character_is_set_once(text: str, em: int, align: str) -> None:
    made = lines(text, em, align=align)
    assert made[0].start == 0
    assert made[-1].next == len(text)
    for line, after in itertools.pairwise(made):
        assert line.next == after.start
        assert not text[line.end : line.next].strip(" \u200b")


@settings(max_examples=300, deadline=None)
@given(SENTENCE, MEASURE)
def test_gaps_keep_within_their_limits(text: str, em: int) -> None:
    """Nothing is squeezed beyond § 3.8.3, and the gaps add up to the measure."""
    paragraph = Paragraph(shaped(text), Setting())
    for line in plan(paragraph, em * 10, em * 10).lines:
        for index, gap in enumerate(line.gaps[:-1], line.start):
            rule = paragraph.gaps[index]
            room = rule.word + rule.dot + rule.bracket + rule.latin + rule.tight
            assert gap >= rule.natural - room - 1e-6
        if line.end > line.start and not line.over:
            own = sum(paragraph.text.advances[line.start : line.end])
            assert own + sum(line.gaps) - line.cut == pytest.approx(line.width)
            assert line.width <= em * 10 + 1e-3


@settings(max_examples=100, deadline=None)
@given(SENTENCE, MEASURE)
def test_the_plan_from_any_of_its_lines_is_the_same_plan(text: str, em: int) -> None:
    """Bellman: so the layout engine may ask again after a page break."""
    paragraph = Paragraph(shaped(text), Setting())
    whole = plan(paragraph, em * 10, em * 10).lines
    if len(whole) > 1:
        rest = plan(paragraph, em * 10, em * 10, whole[1].start).lines
        if len(rest) > 1:
            assert (
                sum(line.over for line in rest)
                <= sum(line.over for line in whole) + 1e-6
            )


@pytest.mark.parametrize(
    "text",
    [
        "」" * 500,
        "A" * 3000,
        "か\u3099" * 300,
        "葛\U000e0100" * 200,
        "\u200b" * 200,
        "👩\u200d💻" * 100,
        "\t" * 50,
        "。",
        " ",
    ],
)
def test_hostile_text_is_set_whole(text: str) -> None:
    made = lines(text, 12)
    assert made[-1].next == len(text)
    for line in made:
        assert text[line.start : line.start + 1] not in ("\u3099", "\U000e0100")
