"""Inline marks as HTML: what HR types is shown, never run."""

import re

from hypothesis import given
from hypothesis import strategies as st

from brochure.content.inline import InlineError, plain
from brochure.markup.setting import set_text
from brochure.markup.words import ending, inline


def test_marks_become_their_elements():
    assert inline("**門**を|叩いて") == "<strong>門</strong>を<br>叩いて"
    assert inline("{外務省|がいむしょう}") == "<ruby>外務省<rt>がいむしょう</rt></ruby>"
    assert (
        inline("[採用](https://example.jp/)")
        == '<a href="https://example.jp/">採用</a>'
    )


def test_each_character_may_have_its_own_reading():
    assert inline("{外交|がい|こう}") == ("<ruby>外<rt>がい</rt>交<rt>こう</rt></ruby>")


def test_a_mark_is_full_width_where_its_kana_stands_in_another_element():
    assert inline("**いますか**?") == "<strong>いますか</strong>？"


def test_html_and_template_code_are_words_like_any_other():
    typed = '<script>alert(1)</script> {{ 7 * 7 }} "&'.replace("{", "\\{").replace(
        "}", "\\}"
    )
    assert inline(typed) == (
        "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} &#34;&amp;"
    )


def test_the_ending_of_a_text_is_as_much_as_fits_and_at_least_one_paragraph():
    body = ["一" * 50, "二" * 40, "**三**" * 30]
    assert [number for number, _ in ending(body, 75)] == [1, 2]
    assert [number for number, _ in ending(body, 300)] == [0, 1, 2]
    assert [number for number, _ in ending(body, 3)] == [2]
    assert ending([], 3) == []


@given(st.text(alphabet=st.sampled_from("世界か?!~*{}|[]()\\<>&\"'a1：")))
def test_whatever_is_typed_comes_out_as_its_own_plain_words(typed: str):
    try:
        html = inline(typed)
    except InlineError:
        return
    shown = re.sub(r"<rt>.*?</rt>|<[^>]*>", "", str(html))
    for entity, sign in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ):
        shown = shown.replace(entity, sign)
    assert shown == set_text(plain(typed))


def test_a_link_in_japanese_leads_where_it_says_in_ascii() -> None:
    assert inline("[例](https://例え.jp/採用)") == (
        '<a href="https://xn--r8jz45g.jp/%E6%8E%A1%E7%94%A8">例</a>'
    )
    assert inline("[電話](tel:03-1234-5678)") == '<a href="tel:03-1234-5678">電話</a>'
