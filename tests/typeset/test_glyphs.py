"""A character without a glyph is named; a reader never meets an empty box."""

from __future__ import annotations

import pytest

from brochure.typeset import Missing
from tests.typeset.conftest import SET

SANS, SERIF = "Noto Sans JP", "Noto Serif JP"


def test_a_character_that_no_font_has_is_named_with_its_code_point(set_: SET) -> None:
    (missing,) = set_("<p id=message.body.0>約≒倍</p>").missing
    assert missing == Missing("≒", SANS, "", "message.body.0")
    assert missing.code_point == "U+2252"


def test_a_character_inside_emphasis_is_found_by_the_paragraph_around_it(
    set_: SET,
) -> None:
    (missing,) = set_("<p id=closing><b>門を<i>叩😀く</i></b></p>").missing
    assert (missing.character, missing.element) == ("😀", "closing")


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ("<p>門</p>", 'p::after { content: "≒" }'),
        ("<ul><li>門</ul>", 'li { list-style-type: "≒" }'),
        ("<p>門</p>", '@page { @bottom-left { content: "≒"; font-family: inherit } }'),
        (f'<svg><text y="9" font-family="{SANS}">≒</text></svg>', ""),
        (f"<p>{'門' * 300}≒</p>", ""),
    ],
    ids=["style sheet", "list marker", "page margin", "SVG", "a later page"],
)
def test_it_is_found_wherever_the_text_comes_from(
    set_: SET, body: str, css: str
) -> None:
    assert [m.character for m in set_(body, css).missing] == ["≒"]


def test_every_one_of_them_is_named_at_once_and_once(set_: SET) -> None:
    found = set_("<p id=a>≒≢😀</p><p id=a>≒</p>").missing
    assert [m.character for m in found] == ["≒", "😀"]


def test_spaces_joiners_and_line_breaks_are_no_missing_characters(clean: SET) -> None:
    clean("<p>約\u200b5,700\u00a0名\u3000の\u2060職員<br>\u200d\ta</p>")


def test_another_family_that_steps_in_is_named(set_: SET) -> None:
    only_sans = sorted(
        _characters("NotoSansJP-Bold") - _characters("NotoSerifJP-Black")
    )
    character = next(chr(c) for c in only_sans if chr(c).isprintable())
    css = f'h1 {{ font: 900 12pt "{SERIF}", "{SANS}" }}'
    (missing,) = set_(f"<h1 id=title>門{character}</h1>", css).missing
    assert missing == Missing(character, SERIF, SANS, "title")


def test_a_family_that_is_not_in_fonts_gets_one_warning(set_: SET) -> None:
    page = set_("<p>門</p><p>叩</p>", "p { font-family: Helvetica, sans-serif }")
    (finding,) = page.findings
    assert finding.line("en") == (
        "warning: the font-family “Helvetica” is not in fonts/;"
        " there are Noto Sans JP, Noto Serif JP [font.unknown-family]"
    )
    assert page.missing == ()


def test_a_form_of_a_kanji_that_no_font_has_is_named(set_: SET) -> None:
    """Else 辻󠄂 in a name would be printed as the common 辻 without a word."""
    found = set_("<p>辻\U000e0102さんと辻\U000e0100さん</p>").missing
    assert [m.code_point for m in found] == ["U+E0102"]


def test_a_form_of_a_kanji_that_the_fonts_have_is_fine(clean: SET) -> None:
    clean("<p>辻\U000e0100さん、☎\ufe0e</p>")


def test_all_real_words_have_glyphs_in_every_weight(clean: SET) -> None:
    from brochure import HOME

    words = (HOME / "content.yaml").read_text(encoding="utf-8")
    kana = " ".join(sorted(set(words) - set("&<>\n")))
    for weight in (400, 500, 700):
        clean(f"<p>{kana}</p>", f"p {{ font-weight: {weight} }}")
    for weight in (600, 900):
        clean(f"<p>{kana}</p>", f'p {{ font: {weight} 9pt "{SERIF}" }}')


def _characters(name: str) -> set[int]:
    from fontTools.ttLib import TTFont

    from brochure.typeset.fonts import FOLDER

    with TTFont(FOLDER / f"{name}.ttf", lazy=True) as font:
        return set(font.getBestCmap())
