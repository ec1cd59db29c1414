"""Words that are hidden by what lies over or under them, on pages of any make."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from brochure import HOME
from brochure.content import load
from brochure.finding import Finding, Status
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.targets import PRESS
from brochure.shop.inks import Palette
from brochure.typeset import typeset
from brochure.works import route
from tests.typeset.conftest import SET
from tests.typeset.trial import page

WORDS = '<p id="a">世界地図を頭に描く</p>'
RUBY = '<p id="a"><ruby>世界<rt>せかい</rt></ruby>の<em>地図</em></p>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
BASE = """
p { margin: 0 } .over, .under { position: absolute; left: 0; top: 0; width: 30mm;
height: 20mm } .over, .under { background: #c03020 } .box { position: relative }
"""


def problems(found: tuple[Finding, ...]) -> set[str]:
    return {f"{one.code} {one.status} {one.subject}".strip() for one in found}


@pytest.fixture
def seen(set_: SET) -> Callable[..., set[str]]:
    def seen_in(body: str, css: str = "") -> set[str]:
        return problems(set_(body, BASE + css).findings)

    return seen_in


SEEN = Callable[..., set[str]]
COVERED, GONE = {"text.covered fail a"}, {"text.faint fail a"}
FAINT = {"text.faint warn a"}

COVERS = {
    "a later sibling": (f'{WORDS}<div class="over"></div>', ""),
    "a pseudo-element": (
        f'<div class="box">{WORDS}</div>',
        '.box::after { content: ""; position: absolute; inset: 0; background: #c32 }',
    ),
    "z-index": (
        f'<div class="over" style="z-index: 1"></div>{WORDS}',
        "p { position: relative }",
    ),
    "a picture": (f'{WORDS}<img class="over" src="sea.png" alt="">', ""),
    "a drawing": (
        f'{WORDS}<img class="over" src="disc.svg" alt="">',
        ".over { background: none }",
    ),
    "a drawing as a background": (
        f'{WORDS}<div class="over"></div>',
        ".over { background: url(disc.svg) center / 100% no-repeat }",
    ),
    "a gradient": (
        f'{WORDS}<div class="over"></div>',
        ".over { background: linear-gradient(90deg, #fff, #ffd) }",
    ),
    "a thick border": (
        f'{WORDS}<div class="over"></div>',
        ".over { background: none; border-top: 15mm solid red }",
    ),
    "a border of the words' own colour": (
        f'{WORDS}<div class="over"></div>',
        ".over { background: none; border-top: 15mm solid }",
    ),
    "a border of a table": (
        f"<table><tr><td>{WORDS}</td></tr></table>",
        "table { border-collapse: collapse; border: 9mm solid #c03020 } "
        "td { padding: 0 } p { position: relative; z-index: -1; left: -8mm }",
    ),
    "it is turned": (
        f'{WORDS}<div class="over"></div>',
        ".over { transform: rotate(20deg) }",
    ),
    "the words are turned": (
        f'{WORDS}<div class="over" style="height: 35mm"></div>',
        "p { transform: rotate(90deg); width: 30mm }",
    ),
    "vertical words": (
        f'<div class="tate">{WORDS}</div><div class="over"></div>',
        ".tate { writing-mode: vertical-rl; height: 30mm; width: 10mm }",
    ),
    "words with readings": (f'{RUBY}<div class="over"></div>', ""),
    "a cell": (
        f'<table class="box"><tr><td>{WORDS}</td></tr></table><div class="over"></div>',
        "",
    ),
    "columns": (
        f'<div style="columns: 2">{WORDS}</div><div class="over"></div>',
        "",
    ),
    "an ancestor's overflow": (
        f'<div style="overflow: hidden">{WORDS}</div><div class="over"></div>',
        "",
    ),
    "a group": (
        f'{WORDS}<div style="opacity: .99"><div class="over"></div></div>',
        "",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _pictures(tmp_path: Path) -> None:
    Image.new("RGB", (60, 40), (40, 60, 50)).save(tmp_path / "sea.png")
    (tmp_path / "disc.svg").write_text(
        f'{SVG}<g opacity=".99"><circle cx="4" cy="4" r="7" fill="#c03020"/></g></svg>'
    )
    (tmp_path / "ring.svg").write_text(
        f'{SVG}<circle cx="4.5" cy="4.5" r="4" fill="none" stroke="red"/></svg>'
    )


@pytest.mark.parametrize("cover", COVERS)
def test_words_under_something_are_found(seen: SEEN, cover: str) -> None:
    assert seen(*COVERS[cover]) == COVERED


OPEN = {
    "a float, which is painted before words": (
        f'{WORDS}<div style="float: left; margin-top: -8mm; width: 30mm; height: 20mm;'
        ' background: #c03020"></div>',
        "",
    ),
    "under the words": (
        f'<div class="under"></div><div class="box">{WORDS}</div>',
        "p { color: white }",
    ),
    "z-index lifts the words": (
        f'<div class="box" style="z-index: 2">{WORDS}</div><div class="over"></div>',
        "p { color: white }",
    ),
    "beside them": (f'{WORDS}<div class="over" style="top: 12mm"></div>', ""),
    "a veil": (f'{WORDS}<div class="over" style="background: #fff3"></div>', ""),
    "a frame": (
        f'{WORDS}<div class="over"></div>',
        ".over { background: none; border: .5mm solid red }",
    ),
    "an open ring": (
        f'{WORDS}<img class="over" src="ring.svg" alt="">',
        ".over { background: none }",
    ),
    "a corner that is round": (
        f'{WORDS}<div class="over"></div>',
        ".over { width: 12mm; height: 12mm; border-radius: 50%; top: 12mm }",
    ),
    "nothing of it is left": (
        f'{WORDS}<div style="opacity: 0"><div class="over"></div></div>',
        "",
    ),
    "it is hidden": (f'{WORDS}<div class="over" style="visibility: hidden"></div>', ""),
    "the next line's ground": (
        '<p id="a"><span>世界地図を頭に描くのは世界地図の前</span></p>',
        "span { background: #ffd } p { width: 20mm; line-height: 1.3 }",
    ),
    "a row of table grounds": (
        f"<table><tr><td>{WORDS}</td></tr><tr><td>叩</td></tr></table>",
        "tr { background: #ffd } table { border-collapse: collapse } "
        "td { border: .3mm solid black }",
    ),
    "readings and dots": (RUBY, "em { text-emphasis: filled dot; font-style: normal }"),
    "vertical on its ground": (
        f'<div class="tate">{WORDS}</div>',
        ".tate { writing-mode: vertical-rl; height: 30mm; width: 10mm; color: white; "
        "background: #402 }",
    ),
    "decoration": (f'{WORDS}<div class="over"></div>', "p { --contrast: none }"),
    "a cut-off cover": (
        f'{WORDS}<div style="position: absolute; overflow: hidden; left: 0; top: 25mm; '
        'width: 9mm; height: 9mm"><div style="position: absolute; top: -25mm; '
        'width: 30mm; height: 40mm; background: red"></div></div>',
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", OPEN)
def test_words_that_can_be_read_are_left_alone(seen: SEEN, way: str) -> None:
    assert seen(*OPEN[way]) == set()


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("color: white", GONE),
        ("color: transparent", GONE),
        ("color: #fffc", GONE),
        ("opacity: 0", GONE),
        ("opacity: .1", GONE),
        ("visibility: hidden", GONE),
        ("font-size: 0", {"box.overset fail a"}),
        ("color: #999", FAINT),  # 2.8 : 1
        ("color: #949494", set()),  # 3.03 : 1
        ("color: #949494; --contrast: 4.5", FAINT),
        ("color: #949494; --contrast: 4.5; font-size: 18pt", set()),
        ("color: #999; --contrast: 2.5", set()),
        ("color: #999; --contrast: none", set()),
        ("color: white; background: #c03020", set()),
        ("color: #c03020; background: #c03020", GONE),
        ("background: linear-gradient(#000, #333); color: white", set()),
        ("background: linear-gradient(90deg, #000 25%, #fff 35%); color: white", GONE),
        ("background: linear-gradient(90deg, #000, #333 60%, #fff); color: white; "
         "width: 52mm", set()),
        ("background: radial-gradient(#fff, #ddd); color: white", GONE),
        ("background: #fff linear-gradient(transparent, transparent)", set()),
        ("background: linear-gradient(#0008, #0008), url(sea.png); color: white",
         set()),
    ],
)  # fmt: skip
def test_words_and_their_ground(seen: SEEN, style: str, found: set[str]) -> None:
    assert seen(f'<p id="a" style="{style}">世界地図を頭に描く</p>') == found


def test_a_style_can_be_said_once_for_all(seen: SEEN) -> None:
    assert seen(WORDS, ":root { --contrast: 4.5 } p { color: #949494 }") == FAINT


def test_a_clipped_background_paints_no_words(seen: SEEN) -> None:
    style = "p { background: #c03020; background-clip: text; color: transparent }"
    assert "text.faint fail a" in seen(WORDS, style)


def test_colours_are_inherited_onto_another_ground(seen: SEEN) -> None:
    css = ".dark { background: #123; color: white } .panel { background: white }"
    body = f'<div class="dark">叩<div class="panel">{WORDS}</div></div>'
    assert seen(body, css) == GONE


def test_what_a_style_sheet_adds_is_no_reason_to_stop(seen: SEEN) -> None:
    css = 'p::before { content: "01"; color: #eee }'
    assert seen(WORDS, css) == {"text.faint warn a"}
    assert seen(WORDS, 'p::before { content: "“"; color: #eee }') == set()


@pytest.mark.parametrize(
    ("levels", "colour", "found"),
    [
        ((30, 60), "white", set()),
        ((200, 250), "black", set()),
        ((200, 250), "white", GONE),
        ((20, 60), "black", FAINT | GONE),
        ((90, 190), "white", FAINT),
    ],
)
def test_words_on_a_photograph(
    seen: SEEN, tmp_path: Path, levels: tuple[int, int], colour: str, found: set[str]
) -> None:
    noise = np.random.default_rng(1).integers(*levels, (200, 300, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((900, 600)).save(tmp_path / "photo.jpg", quality=90)
    picture = '<img class="under" src="photo.jpg" alt="">'
    css = f"p {{ position: relative; color: {colour} }}"
    done = seen(f"{picture}{WORDS}", css)
    assert done == found or (done and done < found)


def test_words_half_on_a_bright_place_of_a_photograph(
    seen: SEEN, tmp_path: Path
) -> None:
    half = np.full((40, 60, 3), 30, dtype=np.uint8)
    half[:, 30:] = 245
    Image.fromarray(half).save(tmp_path / "half.png")
    picture = '<img class="under" src="half.png" alt="">'
    css = "p { position: relative; color: white }"
    assert seen(f"{picture}{WORDS}", css) == GONE


def test_a_picture_that_lets_see_through_covers_nothing(
    seen: SEEN, tmp_path: Path
) -> None:
    Image.new("RGBA", (9, 9), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    picture = '<img class="over" src="clear.png" alt="">'
    assert seen(f"{WORDS}{picture}", ".over { background: none }") == set()


@pytest.mark.parametrize(
    ("drawn", "colour", "found"),
    [
        ("<rect width='9' height='9' fill='#123'/>", "white", set()),
        ("<rect width='9' height='9' fill='#123'/>", "black", GONE),
        ("<path d='M0 0h9v9h-9z' fill='#123'/>", "white", set()),
        ("<path d='M0 0C5 0 5 0 5 9L0 9z'/>", "white", GONE),  # a part of them
        ("<rect width='9' height='9' fill='url(#g)'/>", "white", set()),
        ("<path d='M0 4h9' stroke='#123' stroke-width='9'/>", "white", set()),
        ("<path d='M0 4h9' stroke='#123' stroke-width='.1'/>", "white", GONE),
        ("<g mask='url(#m)'><rect width='9' height='9'/></g>", "white", set()),
        ("<rect width='9' height='9'/><rect width='9' height='9' fill='#fff'/>",
         "white", GONE),
    ],
)  # fmt: skip
def test_words_on_a_drawing(
    seen: SEEN, tmp_path: Path, drawn: str, colour: str, found: set[str]
) -> None:
    defs = (
        "<defs><linearGradient id='g'><stop/><stop offset='1' stop-color='#222'/>"
        "</linearGradient><mask id='m'><rect width='9' height='9' fill='#fff'/></mask>"
        "</defs>"
    )
    (tmp_path / "a.svg").write_text(f"{SVG}{defs}{drawn}</svg>")
    picture = '<img class="under" src="a.svg" alt="">'
    css = ".under { background: none; width: 32mm; height: 32mm } "
    css += f"p {{ color: {colour}; position: relative }}"
    assert seen(f"{picture}{WORDS}", css) == found


def test_a_shadow_may_be_the_ground(seen: SEEN) -> None:
    assert seen(WORDS, "p { color: white; box-shadow: inset 0 0 0 9mm #123 }") == set()


def test_its_place_and_its_words_are_said(set_: SET) -> None:
    (found,) = set_(f'{WORDS}<div class="over"></div>', BASE).findings
    assert "世界地図を頭に描く" in found.message.ja
    assert str(found.at) == "page 1 at 6.1, 7.2 mm"


def test_words_that_are_too_many_are_only_that(seen: SEEN) -> None:
    body = f'<div style="height: 5mm">{WORDS}<p id="b">叩</p></div><div class="over">'
    codes = {one.split()[0] for one in seen(body)}
    assert codes == {"box.overset"}


def test_a_page_that_lacks_words_on_purpose_is_not_looked_at(
    tmp_path: Path, palette: Palette
) -> None:
    html = page(WORDS, palette.css() + "p { visibility: hidden }")
    project = Project(tmp_path)
    done = typeset(html, project, palette, tagged=False, looked_at=False)
    assert done.findings == ()


def test_saving_toner_is_judged_as_it_is_drawn(
    tmp_path: Path, palette: Palette
) -> None:
    html = page(
        f'<div class="page">{WORDS}</div>',
        palette.css() + ".page { background: #123; height: 30mm; color: white }",
    )
    project = Project(tmp_path)
    done = typeset(html, project, palette, tagged=False, light=True)
    assert done.findings == ()


# --- The page, and names of inks -----------------------------------------------------


def test_a_page_that_is_mostly_bare_is_named(seen: SEEN) -> None:
    bare = {"page.empty warn"}
    assert seen(f'<div class="page">{WORDS}</div>') == bare
    assert seen(f'<div class="page" style="--bare: none">{WORDS}</div>') == set()
    assert seen(f'<div class="page" style="--bare: 95%">{WORDS}</div>') == set()
    assert (
        seen(f'<div class="page">{WORDS}{"<p>国際社会の一員として</p>" * 4}</div>')
        == set()
    )
    assert seen(WORDS) == set()  # nobody says that it is a page
    body = f'<div class="page">{WORDS}</div>'
    assert seen(body, "html { background: #dde }") == set()


def test_an_ink_that_is_not_there_is_an_error(set_: SET, tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(
        "/* var(--x) */\np { margin: 0;\n  background: var(--nihgt); color: black }\n"
        ".b { width: var(--wide, 9mm); height: calc(1mm + var(--hihg)) }"
    )
    done = set_('<link rel="stylesheet" href="a.css"><p>門</p>')
    assert [one.line("en") for one in done.findings] == [
        "a.css:3:19: nothing defines --nihgt; did you mean “--night”?"
        " [style.undefined-variable]",
        "a.css:4:54: nothing defines --hihg; did you mean “--night”?"
        " [style.undefined-variable]",
    ]
    assert {one.status for one in done.findings} == {Status.FAIL}


def test_a_name_is_defined_by_any_sheet_or_element(set_: SET, tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p { width: var(--w); height: var(--h) }")
    (tmp_path / "b.css").write_text(":root{--w:9mm}")
    links = "".join(f'<link rel="stylesheet" href="{name}.css">' for name in "ab")
    done = set_(
        f'{links}<p style="--h: 9mm">門</p><p style="color: var(--nigth)">叩</p>'
    )
    assert [one.code for one in done.findings if one.status is Status.FAIL] == [
        "style.undefined-variable"
    ]


# --- The leaflet itself --------------------------------------------------------------


@pytest.fixture
def leaflet(tmp_path: Path) -> Callable[[str], set[str]]:
    """What is found when this is appended to the leaflet's style sheet."""

    def found_with(css: str) -> set[str]:
        shutil.copy(HOME / "content.yaml", tmp_path)
        shutil.copytree(HOME / "styles", tmp_path / "styles")
        with (tmp_path / "styles" / "leaflet.css").open("a", encoding="utf-8") as file:
            file.write(css)
        project = Project(tmp_path)
        output = Output("leaflet", PRESS, "A4")
        document = load(tmp_path / "content.yaml")
        (sheet,) = route.sheets(document, [output], project)
        leaf = route.lay_out(sheet, project)
        assert leaf.spoilt == any(one.status is Status.FAIL for one in leaf.findings)
        return {f"{one.code} {one.subject}" for one in leaf.findings}

    return found_with


@pytest.mark.parametrize("css", ["", ":root { --contrast: 4 }"])
def test_the_leaflet_is_clean(leaflet, css: str) -> None:
    assert leaflet(css) == set()


def test_a_box_over_its_columns_is_found(leaflet) -> None:
    """An ::after that a designer forgot, 60 × 40 mm."""
    found = leaflet(
        '\n.front .paper::after { content: ""; position: absolute; left: 0; '
        "top: 20mm; width: 60mm; height: 40mm; background: var(--sun) }\n"
    )
    assert "text.covered questions.0.body.0" in found
    assert {one.split()[0] for one in found} == {"text.covered"}


def test_its_band_without_its_ground_is_found(leaflet) -> None:
    """White words, and the dark ground they stood on is gone."""
    found = leaflet("\n.back .message { background: none }\n")
    assert {"text.faint message.body.0", "text.faint closing"} <= found
    assert {one.split()[0] for one in found} == {"text.faint"}


def test_an_ink_with_a_slip_in_its_name_is_found(leaflet) -> None:
    found = leaflet("\n.back .message { background: var(--nihgt) }\n")
    assert "style.undefined-variable " in found
