"""A colour that is no ink is found where somebody wrote it down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from brochure import HOME
from brochure.product.project import Project
from brochure.typeset.colours import RGB, Colours

PLACE = Callable[..., str]


@pytest.fixture
def place(tmp_path: Path) -> PLACE:
    """Where a colour is found in a folder of these files, as an editor reads it."""

    def place_in(colour: RGB, **files: str) -> str:
        for name, text in files.items():
            path = tmp_path / "styles" / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return str(Colours(Project(tmp_path).styles()).place_of(colour))

    return place_in


@pytest.mark.parametrize(
    "written",
    [
        "#ff0000",
        "#F00",
        "#f00f",
        "red",
        "RED",
        "rgb(255 0 0)",
        "rgb(255, 0, 0)",
        "rgb(100% 0% 0% / 50%)",
        "rgba(255, 0, 0, .3)",
        "hsl(0 100% 50%)",
        "color(srgb 1 0 0)",
    ],
)
def test_however_a_colour_is_written_it_is_found(place: PLACE, written: str) -> None:
    sheet = f"/* 見出し */\np {{ color: {written} }}"
    assert place((255, 0, 0), type_css=sheet) == "styles/type.css:2:12"


@pytest.mark.parametrize(
    ("sheet", "at"),
    [
        ("p { border: 1px solid red }", "1:23"),
        ("p { background: linear-gradient(var(--night), red 30%) }", "1:47"),
        ("@media print { p { color: red } }", "1:27"),
        ("@layer a { p { color: red } }", "1:23"),
        ("p { & b { color: red } }", "1:18"),
        ("@page { background: red }", "1:21"),
        ("@page { @top-left { color: red } }", "1:28"),
        (":root { --night: red }", "1:18"),
        ("p { --a: { b: c }; box-shadow: 0 0 1mm red }", "1:40"),
    ],
)
def test_it_is_found_wherever_a_style_sheet_has_it(
    place: PLACE, sheet: str, at: str
) -> None:
    assert place((255, 0, 0), a_css=sheet) == f"styles/a.css:{at}"


@pytest.mark.parametrize(
    "sheet",
    [
        "#f00 { margin: 0 }",
        ".red { margin: 0 }",
        "p { font-family: red }",
        "/* red */ p { margin: 0 }",
        'p::after { content: "red" }',
        "p { color: var(--red) }",
        "p { color: transparent; border-color: currentColor }",
        "p { color: device-cmyk(0 1 1 0) }",
    ],
)
def test_what_only_looks_like_a_colour_is_none(place: PLACE, sheet: str) -> None:
    assert place((255, 0, 0), a_css=sheet) == "None"


@pytest.mark.parametrize(
    ("inside", "at"),
    [
        ('<rect fill="red"/>', "2:13"),
        ("<rect stroke='#f00'/>", "2:15"),
        ('<rect style="stroke: red; fill: none"/>', "2:22"),
        ('<stop stop-color="rgb(255, 0, 0)"/>', "2:19"),
        ("<style>a { fill: red }</style>", "2:18"),
    ],
)
def test_it_is_found_in_svg_files(place: PLACE, inside: str, at: str) -> None:
    svg = f"<svg>\n{inside}</svg>"
    assert place((255, 0, 0), art__a_svg=svg) == f"styles/art/a.svg:{at}"


def test_the_first_place_is_named(place: PLACE) -> None:
    files = {"b_css": "p { color: red }", "a_css": "\np { color: red; color: red }"}
    assert place((255, 0, 0), **files) == "styles/a.css:2:12"


def test_a_colour_of_nobody_has_no_place(place: PLACE) -> None:
    assert place((1, 2, 3), a_css="p { color: red }") == "None"


def test_nothing_is_read_before_somebody_asks(tmp_path: Path) -> None:
    colours = Colours({"styles/a.css": tmp_path / "a.css"})
    (tmp_path / "a.css").write_text("p { color: red }")
    assert str(colours.place_of((255, 0, 0))) == "styles/a.css:1:12"


def test_our_own_styles_name_inks_only() -> None:
    colours = Colours(Project(HOME).styles())
    assert colours._places == {}
