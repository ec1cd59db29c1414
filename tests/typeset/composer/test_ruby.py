"""ルビ after JLREQ § 3.3: the room that readings need, and where they stand.

A kanji is 20 wide, a kana of a reading 10.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.typeset.composer import (
    Paragraph,
    Reading,
    Setting,
    Text,
    classify,
    place,
    plan,
    room,
)

EM, RUBY = 20.0, 10.0


def reading(start: int, end: int, count: int) -> Reading:
    return Reading(start, end, (RUBY,) * count, RUBY)


def needed(text: str, *words: tuple[Reading, ...], overhang: bool = True):
    size = len(text)
    return room(words, [EM] * size, [EM] * size, classify(text), overhang=overhang)


def centres(places: list[list[float]]) -> list[float]:
    return [x + RUBY / 2 for xs in places for x in xs]


# --- § 3.3.5 mono ruby ---------------------------------------------------------------


def test_3_3_5_two_kana_fill_their_kanji_and_one_stands_in_the_middle() -> None:
    two, one = (reading(0, 1, 2),), (reading(0, 1, 1),)
    assert place(two, [(0, 20)], needed("山", two), EM) == [[0, 10]]
    assert place(one, [(0, 20)], needed("絵", one), EM) == [[5]]


# --- § 3.3.6 group ruby --------------------------------------------------------------


def test_3_3_6_a_short_reading_is_spread_one_two_one() -> None:
    group = (reading(0, 3, 4),)
    ((a, b, c, d),) = place(group, [(0, 60)], needed("外務省", group), EM)
    assert [b - a - RUBY, c - b - RUBY, d - c - RUBY] == pytest.approx([5, 5, 5])
    assert a == pytest.approx(2.5)
    assert 60 - d - RUBY == pytest.approx(2.5)


def test_3_3_6_no_more_than_half_an_em_stays_free_at_the_ends() -> None:
    group = (reading(0, 5, 2),)
    ((a, b),) = place(group, [(0, 100)], needed("自由民主党", group), EM)
    assert a == pytest.approx(EM / 2)
    assert 100 - b - RUBY == pytest.approx(EM / 2)


def test_3_3_6_a_long_reading_spreads_its_base_one_two_one() -> None:
    group = (reading(1, 3, 6),)
    space = needed("漢境界字", group)
    assert space.behind == pytest.approx({0: 5, 1: 10, 2: 5})


def test_a_latin_reading_is_not_spread() -> None:
    group = (Reading(0, 3, (5.0, 5.0, 5.0), RUBY),)
    assert place(group, [(0, 60)], needed("外務省", group), EM) == [[22.5, 27.5, 32.5]]


# --- § 3.3.7 jukugo ruby -------------------------------------------------------------


def test_3_3_7_a_long_reading_takes_what_its_neighbour_leaves() -> None:
    word = (reading(0, 1, 3), reading(1, 2, 1))  # ぎょう・し over 凝視
    assert needed("凝視", word).behind == {}
    assert place(word, [(0, 20), (20, 40)], needed("凝視", word), EM) == [
        [0, 10, 20],
        [30],
    ]


def test_3_3_7_each_reading_stands_over_its_own_kanji_where_it_fits() -> None:
    word = (reading(0, 1, 2), reading(1, 2, 1))
    assert place(word, [(0, 20), (20, 40)], needed("漢字", word), EM) == [[0, 10], [25]]


def test_3_3_7_a_line_may_break_between_the_kanji_of_a_jukugo() -> None:
    word = (reading(2, 3, 3), reading(3, 4, 1))
    text = "国国凝視国国"
    space = needed(text, word)
    paragraph = Paragraph(
        Text(text, (EM,) * 6, (EM,) * 6, room=space), Setting(align="ragged")
    )
    first, second = plan(paragraph, 75, 75).lines
    assert (first.end, second.start) == (3, 3)
    assert first.width == pytest.approx(70)  # ぎょう needs 10 more at the line's end


# --- § 3.3.8 overhang ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("の志は", {0: 0, 1: 0}),  # over kana on both sides: 10 each
        ("国志国", {0: 10, 1: 10}),  # never over kanji
        ("の志国", {0: 0, 1: 10}),
        ("国志は", {0: 10, 1: 0}),
        ("ア志ー", {0: 0, 1: 0}),
        ("っ志・", {0: 0, 1: 0}),
        ("「志」", {0: 0, 1: 0}),  # brackets that cling to the base
        ("の志、", {0: 0, 1: 0}),
        ("。志「", {0: 5, 1: 5}),  # the quarter em that is never squeezed
        ("A志B", {0: 10, 1: 10}),
    ],
)
def test_3_3_8_what_a_reading_may_hang_over(
    text: str, behind: dict[int, float]
) -> None:
    word = (reading(1, 2, 4),)  # 40 over 20
    assert needed(text, word).behind == pytest.approx(behind)


def test_3_3_8_an_overhang_is_no_longer_than_one_character_of_the_reading() -> None:
    word = (reading(1, 2, 6),)  # 60 over 20
    assert needed("の志は", word).behind == pytest.approx({0: 10, 1: 10})


def test_3_3_8_two_readings_over_one_kana_do_not_touch() -> None:
    one, other = (reading(0, 1, 4),), (reading(2, 3, 4),)
    space = needed("志と志", one, other)
    xs = place(one, [(10, 30)], space, EM)
    right = xs[-1][-1] + RUBY
    second = 10 + EM + space.behind[0] + EM + space.behind[1]
    left = place(other, [(second, second + EM)], space, EM)[0][0]
    assert left - right == pytest.approx(RUBY)


def test_3_3_8_a_reading_begins_and_ends_with_its_line() -> None:
    word = (reading(0, 1, 4),)
    space = needed("志", word)
    paragraph = Paragraph(Text("志", (EM,), (EM,), room=space), Setting())
    (line,) = plan(paragraph, 200, 200).lines
    assert line.cut == -10
    assert line.width == pytest.approx(40)
    (xs,) = place(word, [(10, 30)], space, EM)
    assert (xs[0], xs[-1] + RUBY) == (0, 40)


def test_overhang_can_be_switched_off() -> None:
    word = (reading(1, 2, 4),)
    assert needed("の志は", word, overhang=False).behind == {0: 10, 1: 10}


# --- Laws ----------------------------------------------------------------------------


@st.composite
def sentences(draw):
    """Kanji and kana, some kanji with readings."""
    text, words = "", []
    for _ in range(draw(st.integers(1, 12))):
        text += draw(st.text(st.sampled_from("のは国、「」。アA・"), max_size=3))
        count = draw(st.integers(1, 3))
        start = len(text)
        text += "漢" * count
        kind = draw(st.sampled_from(["mono", "group", "jukugo"]))
        if kind == "group":
            words.append((reading(start, start + count, draw(st.integers(1, 9))),))
            continue
        each = [
            reading(start + k, start + k + 1, draw(st.integers(1, 4)))
            for k in range(count)
        ]
        words += [tuple(each)] if kind == "jukugo" else [(one,) for one in each]
    return text, words


@settings(derandomize=True, max_examples=150, deadline=None)
@given(sentence=sentences(), measure=st.integers(8, 30))
def test_no_reading_leaves_its_line_or_covers_a_stranger(sentence, measure) -> None:
    text, words = sentence
    space = needed(text, *words)
    size = len(text)
    kept = frozenset(
        index for word in words for r in word for index in range(r.start + 1, r.end)
    )
    paragraph = Paragraph(
        Text(text, (EM,) * size, (EM,) * size, kept, room=space), Setting()
    )
    lines = plan(paragraph, measure * EM, measure * EM).lines
    assert "".join(text[line.start : line.next] for line in lines) == text
    for line in lines:
        x, edges = -line.cut, {}
        for index in range(line.start, line.end):
            edges[index] = (x, x + EM)
            x += EM + line.gaps[index - line.start]
        owner = {
            index: number
            for number, word in enumerate(words)
            for r in word
            for index in range(r.start, r.end)
        }
        last = None
        for number, word in enumerate(words):
            here = tuple(r for r in word if line.start <= r.start < line.end)
            if not here:
                continue
            spans = [(edges[r.start][0], edges[r.end - 1][1]) for r in here]
            places = place(here, spans, space, EM)
            starts = [xs[0] for xs in places]
            ends = [xs[-1] + RUBY for xs in places]
            assert starts[0] >= -0.01
            if not line.over:
                assert ends[-1] <= max(measure * EM, line.width) + 0.01
            if last is not None:
                assert starts[0] >= last - 0.01 or line.squeeze or line.stretch < 0
            last = ends[-1]
            for index, (left, right) in edges.items():
                if text[index] == "国" or owner.get(index, number) != number:
                    for start, end in zip(starts, ends, strict=True):
                        assert min(end, right) - max(start, left) <= 0.01
