"""The findings about a page are functions of plain tuples, which anyone can write down.

Beside them, what the walk over WeasyPrint's boxes makes of a real page.
"""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from brochure.finding import Spot
from brochure.typeset import fit, overset, proof
from brochure.typeset.anatomy import anatomy
from brochure.typeset.excess import judged
from brochure.typeset.frames import Frame, frames
from brochure.typeset.inside.engine import engine
from brochure.typeset.inside.notes import Notes, noting
from brochure.typeset.pages.page import (
    Bound,
    Column,
    Complaint,
    Laid,
    Line,
    Page,
    Rectangle,
    Surface,
    Text,
)
from brochure.typeset.pages.walk import walked
from brochure.typeset.paints import Paint, paints

PAPER = Rectangle(0, 0, 60, 40)


def text(element: str, left: float, top: float, words: str = "外務省") -> Text:
    """Type of 3 mm, the window all of the paper."""
    place = Rectangle(left, top, left + 3 * len(words), top + 3)
    return Text(element, words, place, PAPER, 3.0, own=element, characters=len(words))


def line(element: str, top: float, **more: object) -> Line:
    set_ = text(element, 5, top)
    return Line(element, (set_,), set_.place, 3.0, set_.text, **more)  # type: ignore[arg-type]


# --- Misfits -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "top", "kind"),
    [
        (5, 5, None),
        (51.4, 5, None),
        (51.6, 5, "cut"),
        (-0.4, 5, None),
        (-0.6, 5, "cut"),
        (5, 37.6, "cut"),
        (61, 5, "hidden"),
        (5, -4, "hidden"),
    ],
)
def test_words_may_stick_out_by_half_a_millimetre(
    left: float, top: float, kind: str | None
) -> None:
    found = [*fit.misfits([Page(1, texts=(text("a", left, top),))])]
    assert [misfit.kind for misfit in found] == ([kind] if kind else [])
    assert [misfit.at for misfit in found] == [Spot(1, left, top)][: len(found)]


def test_words_of_one_element_may_lie_on_each_other() -> None:
    for other, kinds in {"a": [], "b": ["crossed", "crossed"]}.items():
        page = Page(1, texts=(text("a", 5, 5), text(other, 6, 6)))
        assert [misfit.kind for misfit in fit.misfits([page])] == kinds


def test_turned_empty_and_tiny_text_is_not_looked_at() -> None:
    out = text("a", 70, 5)
    for other in (
        out._replace(plain=False),
        out._replace(characters=0),
        out._replace(size=0.0),
    ):
        assert [*fit.misfits([Page(1, texts=(other,))])] == []


def test_what_went_in_and_did_not_come_out_is_lost() -> None:
    root = ElementTree.fromstring('<a id="x"><p id="y"><b>c</b></p><i>d</i></a>')
    bold, italic = root.find(".//b"), root.find("i")
    given = fit.Counter({(bold, "b"): 5, (italic, "i"): 3, (italic, "i::before"): 1})
    pages = [
        Page(1, counted={(bold, "b"): 2, (italic, "i"): 1}),
        Page(2, counted={(bold, "b"): 1, (italic, "i"): 2, (italic, "i::before"): 9}),
    ]
    assert fit.lost(given, pages, root) == {"y": 2}


# --- Oversets ------------------------------------------------------------------------


def test_lines_that_stick_out_of_their_box_are_counted() -> None:
    box = Bound(Rectangle(5, 5, 55, 12))
    lines = tuple(line("a", top, bound=0) for top in (5, 9, 13, 17))
    (one,) = overset.found([Page(2, lines=lines, bounds=(box,))])
    assert (one.page, one.element, one.lines, one.characters) == (2, "a", 2, 6)
    assert one.mm == pytest.approx(8)
    assert one.at == Spot(2, 5, 13)
    assert not one.wide


def test_a_box_of_vertical_text_ends_at_the_left() -> None:
    box = Bound(Rectangle(7, 0, 55, 40), vertical=True)
    (one,) = overset.found([Page(1, lines=(line("a", 5, bound=0),), bounds=(box,))])
    assert one.mm == pytest.approx(2)


def test_oversets_are_in_the_order_of_the_text() -> None:
    """A word that is too wide comes after its box, before the boxes in its line."""
    low = Rectangle(0, 0, 60, 4)
    page = Page(
        1,
        lines=(line("a", 5, bound=0, over=2.0), line("b", 9, bound=1)),
        bounds=(Bound(low), Bound(low, before=1)),
    )
    found = overset.found([page])
    assert [(one.element, one.wide) for one in found] == [
        ("a", False),
        ("a", True),
        ("b", False),
    ]


def test_lines_that_nobody_sees_are_in_no_box() -> None:
    box = Bound(Rectangle(5, 5, 55, 6))
    for hidden in (
        line("a", 20, bound=0, shown=False),
        line("a", 20, bound=0)._replace(texts=()),
    ):
        assert overset.found([Page(1, lines=(hidden,), bounds=(box,))]) == []


def test_paragraphs_of_one_text_that_are_lost_are_one_overset() -> None:
    (one,) = judged(Laid((Page(1),), {"a.0": 3, "a.1": 4, "": 9}, []))
    assert (one.element, one.characters, one.page) == ("a", 7, 0)


# --- For eyes ------------------------------------------------------------------------


def test_a_field_is_the_lines_of_an_element_in_one_column() -> None:
    right = line("a", 5)._replace(place=Rectangle(30, 5, 39, 8))
    page = Page(
        1,
        lines=(line("a", 5), line("a", 9), right),
        columns=(Column(Rectangle(5, 5, 25, 12), 4.0),),
    )
    found = anatomy([page])
    assert [field[1:5] for field in found.fields] == [
        (5, 5, 14, 12),
        (30, 5, 39, 8),
    ]
    assert {field.size_pt for field in found.fields} == {8.503937}  # 3 mm
    assert [column.leading for column in found.columns] == [4.0]
    assert [one.set for one in found.lines] == [False] * 3


def test_the_first_box_of_an_element_is_its_frame() -> None:
    box = Rectangle(1, 2, 4, 8)
    pages = [Page(1, frames={"a": box}), Page(2, frames={"a": PAPER, "b": box})]
    assert frames(pages) == {"a": Frame(1, 1, 2, 3, 6), "b": Frame(2, 1, 2, 3, 6)}


def test_an_edge_is_painted_along_its_side() -> None:
    edge = Surface(PAPER, 7, "p.lead", (("border-right-color", 2.0, "#123456"),))
    assert paints([Page(1, surfaces=(edge,))]) == (
        Paint(1, 58, 0, 60, 40, 7, "p.lead", "border-right-color", "#123456"),
    )


# --- Complaints ----------------------------------------------------------------------


def test_an_element_complains_once() -> None:
    root = ElementTree.fromstring('<a><p id="y"><b>c</b></p></a>')
    said = [
        Complaint(root.find(".//b"), "draw_text", "ZeroDivisionError, a.py:1"),
        Complaint(root.find("p"), "split_inline_box", "KeyError, b.py:2"),
        Complaint(None, "add_font", "KeyError, c.py:3"),
    ]
    found = [*proof.gave_up(said, root)]
    assert [finding.subject for finding in found] == ["y", ""]
    assert "a.py:1" in found[0].message.en


@pytest.mark.parametrize(
    ("stretch", "over", "kind"),
    [(0.2, 0.0, None), (0.6, 0.0, "loose"), (0.6, 1.0, "overfull"), (-0.1, 0, "loose")],
)
def test_a_line_is_loose_or_overfull(
    stretch: float, over: float, kind: str | None
) -> None:
    for composed in (True, False):
        set_ = line("a", 5, composed=composed, stretch=stretch, over=over)
        found = proof.found([Page(1, lines=(set_,))])
        expected = [kind] if kind and composed else []
        assert [fault.kind for fault in found] == expected


# --- The walk ------------------------------------------------------------------------

BODY = """
<div id="box" style="position: absolute; left: 5mm; top: 5mm; width: 20mm;
  height: 10mm; overflow: hidden; background: #123456">
<p id="a">門<ruby>叩<rt>た</rt></ruby></p>
<p id="b" style="visibility: hidden">国</p>
<p id="c" style="transform: rotate(9deg)">国</p></div>
<div id="v" style="writing-mode: vertical-rl; height: 20mm; width: 20mm">縦書</div>
"""
CSS = "@page { size: 60mm 40mm; margin: 0 } p { margin: 0 } body { font: 4mm/1.5 "


def test_the_walk_finds_what_stands_on_a_page() -> None:
    ours = engine()
    html = f'<html lang="ja"><style>{CSS} "Noto Sans JP" }}</style><body>{BODY}'
    with noting(Notes()) as notes:
        source = ours.weasyprint.HTML(string=html)
        document = source.render(font_config=ours.font_configuration)
    (found,) = walked(document.pages, opened=True)
    assert sum(notes.given.values()) == sum(found.counted.values()) == 7
    assert found.frames["box"] == pytest.approx((5, 5, 25, 15))
    assert [one.element for one in found.texts] == ["a", "a", "a", "b", "c", "v"]
    assert ["".join(part.text for part in one.texts) for one in found.lines] == [
        "門叩",
        "国",
        "国",
        "縦書",
    ]
    assert [one.shown for one in found.lines] == [True, False, False, True]
    assert [one.plain for one in found.texts] == [True] * 3 + [False] * 3
    assert [one.bound for one in found.lines] == [0, 0, 0, 1]
    assert [one.vertical for one in found.bounds] == [False, True]
    first, vertical = found.texts[0], found.texts[-1]
    assert first.place == pytest.approx((5, 6, 9, 10), abs=0.3)
    assert first.window == pytest.approx((5, 5, 25, 15))
    assert first.size == pytest.approx(4)
    assert vertical.place.bottom - vertical.place.top == pytest.approx(8, abs=0.01)
    assert ("background-color", 0.0, "#123456") in found.surfaces[0].paints
    assert walked(document.pages)[0].surfaces == ()
