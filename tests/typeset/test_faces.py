"""A weight or a slant that a family does not have is said, with what was drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.typeset.conftest import SET

SANS, SERIF = "Noto Sans JP", "Noto Serif JP"


@pytest.mark.parametrize(
    ("family", "asked", "used"),
    [
        (SANS, 900, 700),
        (SANS, 100, 400),
        (SANS, 300, 400),
        (SANS, 600, 700),
        (SERIF, 400, 600),
        (SERIF, "bold", 900),
        (SERIF, 800, 900),
    ],
)
def test_a_weight_that_is_not_there_is_said_at_its_line(
    set_: SET, family: str, asked: object, used: int
) -> None:
    css = f'\np {{ font-family: "{family}";\n font-weight: {asked} }}'
    number = 700 if asked == "bold" else asked
    (found,) = set_("<p id=closing>門を叩く</p>", css).findings
    assert (found.code, found.subject) == ("font.missing-weight", "closing")
    assert f"no weight {number}; {used} was used" in found.message.en


@pytest.mark.parametrize(
    ("family", "weight"), [(SANS, 400), (SANS, 500), (SANS, "bold"), (SERIF, 600)]
)
def test_a_weight_that_is_there_is_nothing_to_speak_of(
    clean: SET, family: str, weight: object
) -> None:
    clean("<p>門を叩く</p>", f'p {{ font: {weight} 9pt "{family}" }}')


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ("<p><em>門</em></p>", ""),
        ("<p><i>Gate</i></p>", ""),
        ("<p>門</p>", "p { font-style: oblique }"),
        (f"<svg><text y=9 font-family='{SANS}' font-style=italic>門</text></svg>", ""),
        ("<p><i>門</i></p>", "p { writing-mode: vertical-rl }"),
    ],
    ids=["emphasis", "latin", "oblique", "SVG", "vertical"],
)  # fmt: skip
def test_a_slant_that_no_font_has_is_said_once(set_: SET, body: str, css: str) -> None:
    codes = [one.code for one in set_(body + body, css).findings]
    assert codes.count("font.missing-italic") == 1


def test_the_place_is_the_style_sheets_where_there_is_one(
    set_: SET, tmp_path: Path
) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text("p { color: var(--ink) }\np { font-weight: 900 }\n")
    body = '<link rel="stylesheet" href="a.css"><p>門</p>'
    (found,) = set_(body).findings
    assert str(found.at) == "a.css:2:5"
    sheet.write_text("p { font-weight: 900 }\nh1 { font-weight: 900 }\n")
    (found,) = set_(body).findings
    assert found.at is None


def test_a_family_that_steps_in_is_another_matter(set_: SET) -> None:
    css = f'p {{ font: 900 9pt "{SERIF}", "{SANS}" }}'
    assert [one.code for one in set_("<p>門A</p>", css).findings] == []
