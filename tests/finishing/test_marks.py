"""日本式トンボ, slug line and colour bar, measured in the finished file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from brochure.finishing import Job, marks
from brochure.finishing.boxes import SLUG
from brochure.product.formats import FORMATS, Format
from brochure.product.units import mm
from tests.finishing.conftest import Press
from tests.finishing.proof import opened

A4 = FORMATS["A4"]
Segment = tuple[float, float, float, float]
REGISTRATION = (1, 1, 1, 1)


def drawn(pdf: pikepdf.Pdf) -> tuple[list[tuple[Segment, float]], list[Segment]]:
    """Lines (mm from the trim, with their width in pt), and filled squares."""
    form = pdf.pages[0].Resources.XObject["/Marks"]
    lines, squares = [], []
    width = start = rectangle = None
    stroke: tuple[float, ...] = ()
    for operands, operator in pikepdf.parse_content_stream(form):
        values = [float(v) for v in operands if not isinstance(v, pikepdf.Object)]
        match str(operator):
            case "w":
                width = values[0]
            case "K":
                stroke = tuple(values)
            case "m":
                start = values
            case "l":
                ends = [mm(value) - SLUG for value in (*(start or ()), *values)]
                lines.append((tuple(round(end, 3) for end in ends), width))
            case "S":
                assert stroke == REGISTRATION
            case "re":
                rectangle = tuple(mm(v) for v in values)
            case "f" | "f*" if rectangle:
                squares.append(rectangle)
    return lines, squares


@pytest.fixture(scope="module")
def lines(press: Press) -> list[tuple[Segment, float]]:
    with opened(press("<p>字</p>").pdf) as pdf:
        return drawn(pdf)[0]


def same(segment: Segment) -> Segment:
    """A segment without a direction."""
    one, two = segment[:2], segment[2:]
    return (*min(one, two), *max(one, two))


def test_each_corner_has_two_lines_3_mm_apart_and_10_mm_beyond_the_bleed(
    lines: list[tuple[Segment, float]],
) -> None:
    # Lower left: an L with its knee on the bleed's side, one with it on the trim's.
    knees = [(-13, 0, -3, 0), (-3, -13, -3, 0), (-13, -3, 0, -3), (0, -13, 0, -3)]
    found = {same(segment) for segment, _ in lines}
    for x1, y1, x2, y2 in knees:
        assert same((x1, y1, x2, y2)) in found
        assert same((210 - x1, y1, 210 - x2, y2)) in found
        assert same((x1, 297 - y1, x2, 297 - y2)) in found
        assert same((210 - x1, 297 - y1, 210 - x2, 297 - y2)) in found


def test_each_side_has_a_cross_at_its_middle(
    lines: list[tuple[Segment, float]],
) -> None:
    found = {same(segment) for segment, _ in lines}
    assert (105.0, -13.0, 105.0, -3.0) in found
    assert (95.0, -8.0, 115.0, -8.0) in found
    assert (105.0, 300.0, 105.0, 310.0) in found
    assert (-13.0, 148.5, -3.0, 148.5) in found
    assert (218.0, 138.5, 218.0, 158.5) in found


def test_there_are_sixteen_corner_lines_and_eight_centre_lines(
    lines: list[tuple[Segment, float]],
) -> None:
    assert len(lines) == len({same(segment) for segment, _ in lines}) == 24


def test_all_lines_are_a_tenth_of_a_millimetre_wide(
    lines: list[tuple[Segment, float]],
) -> None:
    assert {width for _, width in lines} == {0.3}


@pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS)
def test_no_mark_of_any_format_lies_in_the_bleed_or_off_the_sheet(
    format_: Format,
) -> None:
    for x1, y1, x2, y2 in (*marks.corners(format_), *marks.centres(format_)):
        middle = ((x1 + x2) / 2, (y1 + y2) / 2)
        inside = -3 < middle[0] < format_.width + 3 and -3 < middle[1] < (
            format_.height + 3
        )
        assert not inside
        for x, y in ((x1, y1), (x2, y2)):
            assert -SLUG < x < format_.width + SLUG
            assert -SLUG < y < format_.height + SLUG


def test_marks_leave_out_the_bleed_altogether(press: Press) -> None:
    # Half of a line along the edge of the bleed would lie in it.
    with opened(press("<p>字</p>").pdf) as pdf:
        form = pdf.pages[0].Resources.XObject["/Marks"]
        operators = [str(op) for _, op in pikepdf.parse_content_stream(form)]
        assert operators.index("W*") < operators.index("S")


def test_the_colour_bar_has_the_process_inks_and_the_palette(
    press: Press, job: Job
) -> None:
    css = "p{color:var(--night)} b{color:var(--sun-30)}"
    with opened(press("<p>字<b>字</b></p>", css).pdf) as pdf:
        squares = drawn(pdf)[1]
        assert len(squares) == 12 + 2
        for x, y, width, height in squares:
            assert (width, height) == pytest.approx((5, 5), abs=0.01)
            assert y > SLUG + 297 + 3
            assert SLUG < x < SLUG + 210


def text_of(pdf: bytes, saved: Callable[[bytes], Path], page: int = 1) -> str:
    args = ["pdftotext", "-f", str(page), "-l", str(page), "-raw", saved(pdf), "-"]
    return subprocess.run(args, capture_output=True, check=True).stdout.decode()


def test_the_slug_says_what_the_sheet_is(
    press: Press, saved: Callable[[bytes], Path]
) -> None:
    pdf = press("<p>字</p><p>字</p>", "p{color:var(--night);break-after:page}").pdf
    text = text_of(pdf, saved, 2)
    for words in (
        "外務省 採用リーフレット",
        "2/2",
        "2026-11-01",
        "MOFA-2026-A4",
        "leaflet",
        "A4 210 × 297 mm",
        "FOGRA39",
        "night 100 88 32 38",
    ):
        assert words in text
    assert "sun" not in text


def test_a_long_title_is_cut_and_a_missing_character_shown_as_geta(
    press: Press, saved: Callable[[bytes], Path]
) -> None:
    text = text_of(press("<p>字</p>", title="𓀀" + "長い題" * 40).pdf, saved)
    assert "〓長い題" in text
    assert "…" in text
    assert "長い題" * 30 not in text


def test_marks_bring_one_embedded_font_and_no_helvetica(press: Press) -> None:
    with opened(press("<p style='color:var(--sun)'>字</p>").pdf) as pdf:
        names = {
            str(thing.BaseFont)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    assert not any("Helvetica" in name for name in names)
    assert all(name[7] == "+" for name in names), "subsets have a tag of six letters"


def test_warming_up_reads_the_font_once(job: Job) -> None:
    marks.warm_up()
    assert marks._face() is marks._face()
    first = marks.draw(replace(job, title="一"), 1, [])
    assert marks.draw(replace(job, title="一"), 1, []) == first
