"""Marks of the smallest and the largest pieces, and of every fold: none on another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.finishing import Job, lines, marks
from brochure.finishing.boxes import SLUG
from brochure.product.folds import Fold, creases
from brochure.product.formats import Format, format_of
from brochure.product.outputs import Output
from brochure.product.targets import PRESS
from brochure.product.units import mm
from tests.finishing.proof import opened

SIZES = (
    "名刺", "名刺縦", "はがき", "A10", "20x20", "20x400", "400x20", "DL", "DLL", "CD",
    "A5", "A4", "A3L", "600x1800 1/2",
)  # fmt: skip
#: Lines may touch what they end at, mm.
EXACT = 0.01


class Area(NamedTuple):
    """Left, bottom, right, top, in mm from the lower left of the sheet."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Area) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > EXACT
            and min(self.top, other.top) - max(self.bottom, other.bottom) > EXACT
        )


def areas(pdf: bytes) -> tuple[list[Area], list[Area], list[Area]]:
    """Lines, patches and letters of the first page."""
    with opened(pdf) as file:
        found = list(_painted(file.pages[0]))
    with pypdfium2.PdfDocument(pdf) as file:
        text = file[0].get_textpage()
        boxes = [
            text.get_charbox(index)
            for index in range(text.count_chars())
            if text.get_text_range(index, 1).strip()
        ]
        text.close()
    letters = [Area(*map(mm, box)) for box in boxes]
    squares = [area for kind, area in found if kind == "f"]
    return [area for kind, area in found if kind == "l"], squares, letters


def _painted(page: pikepdf.Page) -> Iterator[tuple[str, Area]]:
    at, rect = (0.0, 0.0), Area(0, 0, 0, 0)
    half = mm(marks.LINE_PT / 2)
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "re":
            x, y, wide, high = (mm(float(value)) for value in operands)
            rect = Area(x, y, x + wide, y + high)
        elif str(operator) == "m":
            at = (mm(float(operands[0])), mm(float(operands[1])))
        elif str(operator) == "l":
            x, y = (mm(float(value)) for value in operands)
            yield (
                "l",
                Area(
                    min(x, at[0]) - half, min(y, at[1]) - half,
                    max(x, at[0]) + half, max(y, at[1]) + half,
                ),
            )  # fmt: skip
        elif str(operator) in ("f", "f*"):
            yield "f", rect


def sheet(job: Job, size: str, fold: str = "") -> tuple[Format, bytes]:
    ticket = replace(job, output=Output("poster", PRESS, size, fold=fold))
    inks = list(job.palette.inks.values())[:6]
    return ticket.output.format, marks.draw(ticket, 2, inks)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("fold", ["", *Fold])
def test_no_word_and_no_colour_lies_on_a_mark(job: Job, size: str, fold: str) -> None:
    format_, pdf = sheet(job, size, fold)
    drawn, patches, letters = areas(pdf)
    assert letters
    for one, other in (
        *product(letters, drawn),
        *product(letters, patches),
        *product(patches, drawn),
        *combinations(patches, 2),
    ):
        assert not one.meets(other), (one, other)
    trim = SLUG, SLUG + format_.width, SLUG + format_.height
    page = Area(trim[0] - 3, trim[0] - 3, trim[1] + 3, trim[2] + 3)
    whole = Area(0, 0, trim[1] + SLUG, trim[2] + SLUG)
    for one in (*patches, *letters):
        assert not one.meets(page)
        assert one.left >= whole.left
        assert one.right <= whole.right
        assert one.bottom >= 0
        assert one.top <= whole.top


def test_a_name_card_says_what_it_is_below_its_marks(job: Job) -> None:
    _, pdf = sheet(job, "名刺")
    with pypdfium2.PdfDocument(pdf) as file:
        said = file[0].get_textpage().get_text_bounded()
    for words in (
        "外務省 採用リーフレット",
        "1/2",
        "MOFA-2026-A4",
        "meishi 91 × 55 mm",
    ):
        assert words in said
    assert len(areas(pdf)[1]) == 10, "five process colours and five of the palette"


def test_the_slug_says_the_scale(job: Job) -> None:
    _, pdf = sheet(job, "600x1800 1/2")
    with pypdfium2.PdfDocument(pdf) as file:
        assert "600 × 1800 mm 1/2" in file[0].get_textpage().get_text_bounded()


sides = st.integers(200, 50_000).map(lambda tenth: tenth / 10)


@settings(max_examples=60)
@given(sides, sides, st.sampled_from([None, *Fold]))
def test_marks_of_any_size_lie_in_the_slug_alone(
    width: float, height: float, fold: Fold | None
) -> None:
    if max(width, height) > 20 * min(width, height):
        return
    format_ = format_of(f"{width:g}x{height:g}")
    folded = creases(fold, format_, 1) if fold else ()
    found = [*lines.corners(format_), *lines.centres(format_, folded)]
    found += [
        one.segment for one in (lines.fold_marks(format_, fold, 1) if fold else ())
    ]
    for x1, y1, x2, y2 in found:
        middle = ((x1 + x2) / 2, (y1 + y2) / 2)
        assert not (-3 < middle[0] < width + 3 and -3 < middle[1] < height + 3)
        for x, y in ((x1, y1), (x2, y2)):
            assert -SLUG < x < width + SLUG
            assert -SLUG < y < height + SLUG


def test_a_cross_is_marked_on_all_four_sides_and_half_at_its_centre() -> None:
    page = format_of("A3")
    found = list(lines.fold_marks(page, Fold.CROSS, 1))
    assert [(one.segment, one.mountain) for one in found] == [
        ((148.5, -3.0, 148.5, -13.0), True),
        ((148.5, 423.0, 148.5, 433.0), False),
        ((-3.0, 210, -13.0, 210), True),
        ((300.0, 210, 310.0, 210), True),
    ]
    bars = list(lines.centres(page, creases(Fold.CROSS, page, 1)))
    assert len(bars) == 4, "the folds are the stems"


def test_only_folds_that_go_both_ways_say_which_is_which(job: Job) -> None:
    for fold, told in ((Fold.ROLL, False), (Fold.HALF, False), (Fold.Z, True)):
        pdf = sheet(job, "A3L", fold)[1]
        with pypdfium2.PdfDocument(pdf) as file:
            said = file[0].get_textpage().get_text_bounded()
        assert ("山" in said and "谷" in said) is told
        assert (b"[6 1.5 1 1.5]" in pdf) is told
        assert b"[2 1.5]" in pdf
