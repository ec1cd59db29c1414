"""Saving toner: it is judged by what is painted, whatever the style sheets are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from brochure.product.project import Project
from brochure.shop.inks import Palette
from brochure.typeset import typeset
from tests.typeset.seen import dark, drawn, luminance, text, unreadable

pytestmark = pytest.mark.slow

STYLE = """
@page { size: 148mm 105mm; margin: 0 }
body { margin: 0; font: 9pt/1.6 "Noto Sans JP"; color: var(--ink) }
.dark { background: var(--night); color: var(--paper) }
.page { position: relative; width: 148mm; height: 105mm }
"""


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'


class Proof(NamedTuple):
    """A page as it is and with toner saved, as PDF files."""

    before: Path
    after: Path


@pytest.fixture
def proof(tmp_path: Path, palette: Palette):
    def make(body: str, css: str = "") -> Proof:
        html = (
            '<!doctype html><html lang="ja"><title>見本</title>'
            f"<style>{palette.css()}{STYLE}{css}</style><body>{body}</body></html>"
        )
        made = Proof(tmp_path / "before.pdf", tmp_path / "after.pdf")
        for file, light in zip(made, (False, True), strict=True):
            # Whatever the house does by itself: with toner saved, all can be read.
            done = typeset(
                html,
                Project(tmp_path),
                palette,
                tagged=False,
                light=light,
                looked_at=light,
            )
            assert not done.findings
            file.write_bytes(done.pdf)
        return made

    return make


def colours(file: Path) -> set[str]:
    """The colours that fill something, as they are in the (uncompressed) PDF."""
    found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\b", file.read_bytes())
    return {
        "#" + "".join(f"{round(255 * float(level)):02x}" for level in levels)
        for levels in found
    }


WORDS = "<p>世界地図を頭に描いていますか</p>"
TWO = f'<div class="page box"><div class="dark">{WORDS}</div><div>{WORDS}</div></div>'
TABLE = (
    "<table><tr><th>職種</th><th>人数</th></tr><tr><td>総合職</td><td>十名</td></tr>"
    "</table>"
)
#: What a style sheet may do that has never heard of toner: body, and CSS.
HOUSES = {
    "the words are inside": (f'<div class="page dark">{WORDS}</div>', ""),
    "the ground is a sibling": (
        '<div class="page"><div class="sky dark"></div>'
        f'<div class="words">{WORDS}</div></div>',
        ".sky { position: absolute; inset: 0 0 20mm 0 } "
        ".words { position: absolute; top: 9mm; left: 9mm; color: white }",
    ),
    "z-index turns the order round": (
        f'<div class="page"><div class="words">{WORDS}</div>'
        '<div class="sky dark"></div></div>',
        ".sky { position: absolute; inset: 0; z-index: 1 } "
        ".words { position: absolute; z-index: 2; top: 9mm; left: 9mm; color: white }",
    ),
    "in a flex box": (
        TWO,
        ".box { display: flex } .box > * { flex: 1; padding: 5mm }",
    ),
    "in a grid": (
        TWO,
        ".box { display: grid; grid-template-columns: 90mm 58mm }",
    ),
    "a gradient": (
        f'<div class="page sky">{WORDS}</div>',
        ".sky { background: linear-gradient(#102040, #5a1060 60%, #203080); "
        "color: #ffe9a0 }",
    ),
    "the page itself": (WORDS, "html { background: #123 } body { color: #eef }"),
    "the sheet itself": (WORDS, "@page { background: #123 } body { color: #eef }"),
    "a table": (
        TABLE,
        "table { width: 148mm; height: 80mm; border-collapse: collapse } "
        "th { background: var(--night); color: white; height: 50mm } "
        "td, th { border: .3mm solid white }",
    ),
    "rows of a table": (
        TABLE,
        "table { width: 148mm; border-spacing: 0 } "
        "tr { background: #333; color: #fff } td, th { height: 30mm }",
    ),
    "vertical text": (
        f'<div class="page dark"><div class="tate">{WORDS}</div></div>',
        ".tate { writing-mode: vertical-rl; height: 60mm; width: 60mm; "
        "font-size: 14pt } .tate p { text-emphasis: filled sesame }",
    ),
    "a pseudo-element": (
        f'<div class="page sky">{WORDS}</div>',
        ".sky { color: white; z-index: 0; padding: 20mm; box-sizing: border-box } "
        '.sky::before { content: ""; '
        "position: absolute; inset: 5mm; border-radius: 9mm; z-index: -1; "
        "background: #702020 }",
    ),
    "inline grounds": (
        "<p>"
        + "".join(f"<span>世界地図を頭に描いていますか{i}</span>" for i in range(60))
        + "</p>",
        "span { background: #224; color: #fff }",
    ),
    "turned by hand": (
        f'<div class="page"><div class="sky dark">{WORDS}</div></div>',
        ".sky { position: absolute; left: 40mm; top: 20mm; width: 70mm; height: 60mm; "
        "transform: rotate(-20deg) }",
    ),
    "half transparent": (
        f'<div class="page dark"><div class="veil">{WORDS}</div></div>',
        ".veil { margin: 0 20mm; height: 60mm; background: rgb(255 255 255 / .15); "
        "color: rgb(255 255 255 / .8) }",
    ),
    "a group with opacity": (
        f'<div class="page"><div class="dark sky">{WORDS}</div></div>',
        ".sky { opacity: .85; height: 70mm }",
    ),
    "underlined, with readings": (
        '<div class="page dark"><p><u>世界</u>の<ruby>門<rt>もん</rt></ruby>を'
        "<em>叩</em>いて</p></div>",
        "u { text-decoration-color: #ffd } p { padding-top: 3mm }"
        "em { text-emphasis: filled dot; font-style: normal }",
    ),
}


@pytest.mark.parametrize("house", HOUSES)
def test_any_house_saves_toner_and_no_word_vanishes(proof, house: str) -> None:
    made = proof(*HOUSES[house])
    before, after = dark(made.before), dark(made.after)
    assert before > 0.2
    assert after < 0.08
    assert after < before / 3
    assert unreadable(made.after) == []
    assert text(made.after) == text(made.before)


def test_a_light_panel_on_a_dark_ground_keeps_its_words(proof) -> None:
    made = proof(
        f'<div class="page dark"><div class="panel">{WORDS}</div></div>',
        ".panel { margin: 0 20mm; height: 50mm; background: #fff4d6; color: #333 }",
    )
    assert {"#fff4d6", "#333333"} <= colours(made.after)
    assert dark(made.after) < 0.08


def test_a_white_panel_is_outlined_where_its_ground_is_gone(proof) -> None:
    made = proof(
        f'<div class="page dark"><div class="panel">{WORDS}</div></div>',
        ".panel { margin: 0 20mm; height: 50mm; background: #fff; color: #333 }",
    )
    page = drawn(made.after)[0]
    row = page[int(page.shape[0] * 0.4)].mean(axis=1)
    assert (row < 0.5).sum() >= 2  # its left and its right side
    assert dark(made.after) < 0.05


def test_an_object_is_outlined_and_a_full_page_is_not(proof) -> None:
    sun = ".sun { position: absolute; left: 40mm; top: 20mm; width: 60mm; "
    sun += "height: 60mm; border-radius: 50%; background: #e02010 }"
    made = proof('<div class="page dark"><div class="sun"></div></div>', sun)
    page = drawn(made.after, 254)[0]  # ten pixels a millimetre
    assert page[0].min() == page[:, 0].min() == 1  # nothing along the paper's edge
    middle = page[500]  # half way down
    red = np.flatnonzero(middle[:, 1] < 0.5)
    assert 400 <= red.min() <= 404
    assert 996 <= red.max() <= 1000
    assert red.size < 16  # two lines of 0.6 mm
    assert page[230, 430].min() == 1  # in the corner of its box: paper


def test_the_edge_of_a_bleeding_ground_is_a_rule(proof) -> None:
    made = proof('<div class="dark" style="height: 60mm"></div>')
    page = drawn(made.after, 254)[0]
    column = page[:, 700].mean(axis=1)
    lines = np.flatnonzero(column < 0.7)
    assert lines.min() >= 596
    assert lines.max() <= 600
    assert 2 <= lines.size <= 4  # 0.3 mm


def test_grounds_side_by_side_have_one_outline(proof) -> None:
    cells = '<div class="cell"></div>' * 3
    made = proof(
        f'<div class="row">{cells}</div>',
        ".row { display: flex; margin: 20mm } "
        ".cell { width: 30mm; height: 40mm; background: #224 }",
    )
    page = drawn(made.after, 254)[0]
    row = np.flatnonzero(page[400].mean(axis=1) < 0.7)
    assert np.flatnonzero(np.diff(row) > 1).size == 1  # left and right, none between


def test_small_labels_stay_dark_and_many_of_them_do_not(proof) -> None:
    label = ".label { display: inline-block; width: 18mm; height: 7mm; "
    label += "background: #a01030; color: #fff; font-size: 7pt; margin: 1mm }"
    one = proof('<p><span class="label">NEW</span></p>', label)
    assert dark(one.after) == dark(one.before)
    many = proof("<p>" + '<span class="label">NEW</span>' * 12 + "</p>", label)
    assert dark(many.after) < dark(many.before) / 3
    assert unreadable(many.after) == []


def test_accents_that_read_on_paper_stay_and_light_ones_turn(proof) -> None:
    made = proof(
        '<div class="dark"><p class="a">赤い見出し</p><p class="b">金の見出し</p>'
        '<p class="c">白い見出し</p></div><p class="a">紙の上の赤</p>',
        ".dark { height: 60mm } .a { color: #c8102e } "
        ".b { color: #fecb52 } .c { color: #fff }",
    )
    after = colours(made.after)
    assert "#c8102e" in after  # 5.6 : 1 on paper; gold has become this, too
    assert not after & {"#fecb52"}
    assert unreadable(made.after) == []


@pytest.mark.parametrize(("mode", "name"), [("RGB", "sea.jpg"), ("RGBA", "sea.png")])
def test_a_photograph_and_the_words_on_it_stay(
    proof, tmp_path: Path, mode: str, name: str
) -> None:
    from PIL import Image

    Image.new(mode, (60, 40), (40, 60, 50)).save(tmp_path / name)
    made = proof(
        f'<div class="page dark"><img src="{name}"><p class="on">海の上の白い文字</p>'
        '<p class="off">夜の上の白い文字</p></div>',
        "img { position: absolute; left: 20mm; top: 10mm; width: 90mm; height: 50mm } "
        "p { position: absolute; left: 30mm; margin: 0 } .on { top: 20mm } "
        ".off { top: 80mm }",
    )
    page = drawn(made.after, 254)[0]
    assert abs(page[150, 250] - np.array((40, 60, 50)) / 255).max() < 0.03
    assert page[200:260, 300:500].min(axis=2).max() > 0.9  # white is still there
    assert unreadable(made.after) == []


@pytest.mark.parametrize(
    "veil",
    [
        "background: linear-gradient(#0009, #0009), url(sea.jpg) center / cover",
        "background: linear-gradient(#000c, #0003), #123 url(sea.jpg) center / cover",
    ],
)
def test_a_veil_over_a_photograph_stays(proof, tmp_path: Path, veil: str) -> None:
    from PIL import Image

    Image.new("RGB", (60, 40), (140, 160, 150)).save(tmp_path / "sea.jpg")
    made = proof(
        f'<div class="page sky">{WORDS}</div>', f".sky {{ {veil}; color: #fff }}"
    )
    assert made.after.read_bytes() == made.before.read_bytes()


def test_words_across_a_photograph_and_a_ground_are_seen_on_both(
    proof, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("RGB", (60, 40), (20, 30, 25)).save(tmp_path / "sea.jpg")
    made = proof(
        '<div class="page dark"><img src="sea.jpg"><p>海から夜へとつづく文字</p></div>',
        "img { position: absolute; left: 0; top: 10mm; width: 60mm; height: 50mm } "
        "p { position: absolute; left: 20mm; top: 20mm; margin: 0; font-size: 20pt }",
    )
    page = luminance(drawn(made.after, 254)[0][220:290])
    on_photograph, on_paper = page[:, 220:580], page[:, 640:900]
    assert (on_photograph.max() + 0.05) / (on_photograph.min() + 0.05) > 2.5
    assert 1.05 / (on_paper.min() + 0.05) > 3


def test_words_on_a_drawing_with_a_sheet_of_its_own_stay(proof, tmp_path: Path) -> None:
    (tmp_path / "night.svg").write_text(
        f'{SVG}<rect width="9" height="9" fill="#123"/></svg>'
    )
    made = proof(
        f'<div class="page dark"><img src="night.svg"><div class="on">{WORDS}</div>'
        "</div>",
        "img { position: absolute; left: 0; top: 0; width: 60mm; height: 60mm } "
        ".on { position: absolute; left: 5mm; top: 5mm }",
    )
    assert "#ffffff" in colours(made.after)
    page = drawn(made.after, 254)[0][50:150, 50:450]
    assert page.min(axis=2).max() > 0.9


def test_a_white_logotype_is_seen_on_paper(proof, tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "logo.svg").write_text(
        f'{SVG}<circle cx="4" cy="4" r="3" fill="white"/></svg>'
    )
    picture = Image.new("RGBA", (90, 90), (255, 255, 255, 0))
    picture.paste((255, 255, 255, 255), (30, 30, 60, 60))
    picture.save(tmp_path / "logo.png")
    made = proof(
        '<div class="page dark"><img src="logo.svg"><img src="logo.png">'
        '<div class="mark"></div></div>',
        "img { width: 20mm; height: 20mm } .mark { width: 20mm; height: 20mm; "
        "background: url(logo.svg) center / contain no-repeat }",
    )
    page = drawn(made.after, 25.4)[0]  # a pixel a millimetre
    places = [(9, 9), (10, 30), (29, 9), (30, 9)]
    assert sum(page[place].max() < 0.6 for place in places) >= 3
    assert dark(made.after) < 0.08


def test_art_that_has_its_own_darks_stays(proof, tmp_path: Path) -> None:
    (tmp_path / "sign.svg").write_text(
        f"{SVG}"
        '<rect width="9" height="9"/><circle cx="4" cy="4" r="3" fill="white"/></svg>'
    )
    made = proof(
        '<div class="page dark"><img src="sign.svg"></div>',
        "img { width: 20mm; height: 20mm }",
    )
    page = drawn(made.after, 25.4)[0]
    assert page[9, 9].min() > 0.95


def test_light_rules_and_bullets_are_seen_on_paper(proof) -> None:
    made = proof(
        '<div class="page dark"><div class="rule"></div><div class="bar"></div>'
        '<div class="dot"></div></div>',
        ".dark > * { position: absolute; left: 20mm } "
        ".rule { top: 50mm; width: 100mm; border-top: .5mm solid white } "
        ".bar { top: 60mm; width: 100mm; height: .5mm; background: white } "
        ".dot { top: 70mm; width: 3mm; height: 3mm; border-radius: 50%; "
        "background: #fecb52 }",
    )
    page = luminance(drawn(made.after, 254)[0])
    for top, bottom, x in ((495, 510, 700), (595, 610, 700), (700, 730, 215)):
        assert 1.05 / (page[top:bottom, x].min() + 0.05) >= 3


def test_a_small_light_panel_keeps_its_words_and_gets_an_outline(proof) -> None:
    made = proof(
        '<div class="page dark"><p class="pill">応募</p><p class="pill gold">応募</p>'
        "</div>",
        ".pill { position: absolute; left: 20mm; top: 20mm; width: 20mm; height: 8mm; "
        "background: #fff; color: #222; margin: 0 } "
        ".gold { top: 40mm; background: #fecb52 }",
    )
    assert {"#fecb52", "#222222"} <= colours(made.after)
    page = drawn(made.after, 254)[0]
    assert page[270, 200:204].min() < 0.5
    assert unreadable(made.after) == []


def test_the_same_page_twice_gives_the_same_bytes(proof) -> None:
    first = proof(*HOUSES["half transparent"]).after.read_bytes()
    assert proof(*HOUSES["half transparent"]).after.read_bytes() == first
