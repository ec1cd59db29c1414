"""Our maps' dots are drawn the short way, and exactly as the long way draws them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure import HOME
from brochure.typeset.inside import dots
from tests.typeset.conftest import SET

NUMBERS = st.floats(-2000, 2000).map(lambda number: f"{number:.7f}".rstrip("0"))


class Paper:
    """As much of a drawing as WeasyPrint's function for paths asks for."""

    def __init__(self) -> None:
        import pydyf

        self.stream = pydyf.Stream()
        self.inner_width = self.inner_height = 100

    def point(self, x: str, y: str, font_size: float) -> tuple[float, float]:
        from weasyprint.svg.utils import size

        return size(x, font_size, 100), size(y, font_size, 100)


class Node(dict[str, str]):
    attrib = property(lambda self: self)
    vertices: list[object]

    def __init__(self, path: str, **more: str) -> None:
        super().__init__(d=path, **more)
        self.vertices = []


@settings(deadline=None)  # the first run imports WeasyPrint
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=20))
def test_the_short_way_writes_what_the_long_way_writes(
    places: list[tuple[str, str]],
) -> None:
    from weasyprint.svg.path import path as long_way

    path = "".join(f"M{x.rstrip('.')} {y.rstrip('.')}h0" for x, y in places)
    paper = Paper()
    long_way(paper, Node(path), 16)
    assert dots._operators(path) == paper.stream.stream


@pytest.mark.parametrize(
    ("path", "marker", "short"),
    [
        ("M1 2h0", {}, True),
        ("M1 2h0M.5 -3.25h0", {}, True),
        ("M1 2h1", {}, False),
        ("M1 2h0z", {}, False),
        ("M1,2h0", {}, False),
        ("M1 2h0 M3 4h0", {}, False),
        ("M1 2h0", {"marker-start": "url(#a)"}, False),
        ("", {}, False),
    ],
)
def test_only_plain_dots_are_drawn_the_short_way(
    path: str, marker: dict[str, str], short: bool
) -> None:
    drawn: list[str] = []
    paper = Paper()
    wrapped = type("Image", (), {"stream": paper.stream})()
    node = Node(path, **marker)
    dots.path(lambda *_: drawn.append("long way"), wrapped, node, 16)
    assert drawn == ([] if short else ["long way"])
    assert bool(paper.stream.stream) == short


def test_the_real_maps_are_drawn_the_short_way() -> None:
    """The art script and this module must agree on how a dot is written."""
    for file in sorted((HOME / "styles" / "art").glob("world-map*.svg")):
        paths = re.findall(r' d="(M[^"]*h0)"', file.read_text(encoding="utf-8"))
        assert sum(map(len, paths)) > 10_000
        assert all(dots._DOTS.fullmatch(path) for path in paths)


def test_a_marker_on_dots_is_still_drawn(clean: SET) -> None:
    marker = '<marker id="a"><rect width="2" height="3" fill="#123456"/></marker>'
    plain = '<svg viewBox="0 0 9 9">{}<path d="M1 2h0"{}/></svg>'
    with_marker = clean(plain.format(marker, ' marker-start="url(#a)"')).pdf
    assert (
        with_marker.count(b" re")
        == clean(plain.format(marker, "")).pdf.count(b" re") + 2
    )


def test_the_bars_of_a_qr_code_are_rectangles_of_the_same_area() -> None:
    from weasyprint.svg.path import path as long_way

    from brochure.markup.qr import qr_svg

    (path,) = re.findall(r' d="(M[^"]*)"', qr_svg("https://example.com/?campaign=1"))
    paper = Paper()
    long_way(paper, Node(path), 16)
    assert dots._BARS.fullmatch(path)
    drawn = b" ".join(paper.stream.stream).decode()
    corners = re.findall(r"(\d+) (\d+) m (\d+) \2 l \3 (\d+) l \1 \4 l h", drawn)
    bars = [f"{x} {y} {int(right) - int(x)} 1 re" for x, y, right, _ in corners]
    assert [bar.decode() for bar in dots._bars(path)] == bars
