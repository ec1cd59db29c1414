"""Inline marks: what HR types becomes a small tree, or a flaw at its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.content.inline import (
    Break,
    Dots,
    InlineError,
    Link,
    Node,
    Ruby,
    Strong,
    Text,
    flaws,
    parse,
    plain,
)

#: Texts that are made of marks more than of words.
SCRIBBLE = st.text(st.sampled_from("**||{}{}《《》》[]()\\漢か aん:/。"), max_size=40)
WORDS = st.text(min_size=1, max_size=20)


def test_text_without_marks_is_one_node() -> None:
    assert parse("外務省") == (Text("外務省"),)


def test_emphasis_holds_whatever_stands_inside() -> None:
    assert parse("**門を|{叩|たた}いて**") == (
        Strong((Text("門を"), Break(), Ruby((("叩", "たた"),)), Text("いて"))),
    )


def test_dots_hold_whatever_stands_inside() -> None:
    assert parse("《《門を**叩く**》》") == (
        Dots((Text("門を"), Strong((Text("叩く"),)))),
    )


def test_a_title_in_double_brackets_is_a_title() -> None:
    assert parse("《世界》と\\《\\《点》") == (Text("《世界》と《《点》"),)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("《《点", "content.dots-unclosed"), ("《《 》》", "content.dots-empty")],
)
def test_dots_that_are_not_well_formed_are_said(typed: str, code: str) -> None:
    assert [flaw.code for flaw in flaws(typed)] == [code]


def test_a_reading_over_a_whole_word() -> None:
    (ruby,) = parse("{外務省|がいむしょう}")
    assert ruby == Ruby((("外務省", "がいむしょう"),))
    assert isinstance(ruby, Ruby)
    assert (ruby.base, ruby.reading) == ("外務省", "がいむしょう")


def test_a_reading_for_each_character() -> None:
    assert parse("{漢字|かん|じ}") == (Ruby((("漢", "かん"), ("字", "じ"))),)


def test_kana_among_kanji_may_go_without_a_reading() -> None:
    assert parse("{食べ物|た||もの}") == (
        Ruby((("食", "た"), ("べ", ""), ("物", "もの"))),
    )


def test_a_variant_kanji_counts_as_one_character() -> None:
    assert parse("{葛\U000e0100城|かつら|ぎ}") == (
        Ruby((("葛\U000e0100", "かつら"), ("城", "ぎ"))),
    )


def test_a_link_with_parentheses_in_its_address() -> None:
    assert parse("[外務省](https://example.jp/a_(b))。") == (
        Link((Text("外務省"),), "https://example.jp/a_(b)"),
        Text("。"),
    )


def test_emphasis_inside_a_link_and_a_link_inside_emphasis() -> None:
    link = Link((Text("a"),), "https://a.jp")
    assert parse("[**a**](https://a.jp)") == (
        Link((Strong((Text("a"),)),), "https://a.jp"),
    )
    assert parse("**[a](https://a.jp)**") == (Strong((link,)),)


@pytest.mark.parametrize(
    "text",
    ["5 * 3", "[1]", "[注]を見よ", "a] b", "(x)", "｛全角｜も｝", "＊＊強調＊＊"],
)
def test_what_only_resembles_a_mark_is_text(text: str) -> None:
    assert parse(text) == (Text(text),)


@pytest.mark.parametrize("sign", list("\\*|{}[]()"))
def test_a_backslash_makes_a_sign_a_sign(sign: str) -> None:
    assert parse(f"a\\{sign}b") == (Text(f"a{sign}b"),)


@pytest.mark.parametrize(
    ("text", "offset", "code"),
    [
        ("a**b", 1, "content.strong-unclosed"),
        ("a****b", 1, "content.strong-empty"),
        ("a{b", 1, "content.ruby-unclosed"),
        ("a{b}", 1, "content.ruby-empty"),
        ("a{b|}", 1, "content.ruby-empty"),
        ("a{b|c|d}", 1, "content.ruby-count"),
        ("a}b", 1, "content.brace-stray"),
        ("a\\b", 1, "content.escape-unknown"),
        ("a\\", 1, "content.escape-unknown"),
        ("a[b](https://c.jp", 1, "content.link-unclosed"),
        ("a[b]（https://c.jp）", 1, "content.link-unclosed"),
        ("a[](https://c.jp)", 1, "content.link-empty"),
        ("a[b](c.jp)", 5, "content.url"),
        ("a[b](https://c.jp/あ。)", 19, "content.url-character"),
        ("[a **b](https://c.jp)**", 3, "content.strong-unclosed"),
    ],
)
def test_a_flaw_is_told_at_its_offset(text: str, offset: int, code: str) -> None:
    first = flaws(text)[0]
    assert (first.offset, first.code) == (offset, code)
    with pytest.raises(InlineError):
        parse(text)


def test_every_flaw_of_a_text_is_told() -> None:
    assert [flaw.offset for flaw in flaws("} a { b \\c **")] == [0, 4, 8, 11]


def test_plain_text_is_what_a_reader_reads_aloud_the_base_of() -> None:
    assert plain("**{外務省|がいむしょう}の|[門](https://a.jp)**\\*") == "外務省の門*"


def _characters(nodes: tuple[Node, ...]) -> str:
    """All that the nodes hold, readings too, in order."""
    held = ""
    for node in nodes:
        if isinstance(node, Text):
            held += node.text
        elif isinstance(node, Ruby):
            held += node.base + node.reading
        elif isinstance(node, Strong):
            held += _characters(node.children)
        elif isinstance(node, Link):
            held += _characters(node.children) + node.url
    return held


@given(SCRIBBLE | WORDS)
def test_whatever_is_typed_is_nodes_or_flaws(text: str) -> None:
    found = flaws(text)
    assert all(0 <= flaw.offset <= len(text) for flaw in found)
    assert list(found) == sorted(found)
    plain(text)
    if not found:
        nodes = parse(text)
        assert plain(nodes) == plain(text)
        _no_text_twice(nodes)


def _no_text_twice(nodes: tuple[Node, ...]) -> None:
    for one, other in pairwise(nodes):
        assert not (isinstance(one, Text) and isinstance(other, Text))


@given(SCRIBBLE)
def test_no_word_is_lost(text: str) -> None:
    """Kanji and kana are all there afterwards, as text, reading or address."""
    if not flaws(text):
        kept = _characters(parse(text))
        assert sorted(filter(str.isalpha, kept)) == sorted(filter(str.isalpha, text))


@given(WORDS)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = "".join(
        f"\\{sign}" if sign in "\\*|{}[]()《》" else sign for sign in text
    )
    assert plain(parse(escaped)) == text
