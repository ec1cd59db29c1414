"""Copies on a sheet: as large as they get, front and back on each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from brochure.commands.main import main
from brochure.finding import Stop
from brochure.imposition.handout import grid, sheets
from brochure.imposition.paper import Flip
from brochure.product.folds import Fold, folds
from brochure.product.formats import FORMATS, format_of

A4 = FORMATS["A4"]


def test_two_a4_on_a3_keep_their_size() -> None:
    found = grid(A4, "A3", 2)
    assert found.scale == 1
    assert found.paper.lies
    assert list(found.cells()) == [(0, 0), (210, 0)]
    assert list(found.cuts()) == [(210, 0, 210, 297)]


def test_four_cards_on_a4_are_a6() -> None:
    found = grid(A4, "A4", 4)
    assert found.scale == 0.5
    assert (found.cell_width, found.cell_height) == (105, 148.5)


@pytest.mark.parametrize(
    ("size", "paper", "up"),
    [("名刺", "A4", 10), ("名刺縦", "A4", 10), ("はがき", "A4", 4), ("はがき", "A3", 8),
     ("DL", "A4", 3), ("A7", "A4", 8), ("A5", "A4", 2)],
)  # fmt: skip
def test_small_pieces_are_handed_out_at_their_own_size(
    size: str, paper: str, up: int
) -> None:
    found = grid(format_of(size), paper, up)
    assert found.scale == 1
    assert len(list(found.cells())) == up
    for x, y in found.cells():
        assert x >= 0
        assert y >= 0
        assert x + found.cell_width <= found.paper.width
        assert y + found.cell_height <= found.paper.height


def test_too_small_and_impossible_are_told() -> None:
    with pytest.raises(Stop, match="of its size"):
        grid(A4, "A5", 8)
    with pytest.raises(Stop, match="not possible"):
        grid(A4, "A4", 7)


@pytest.mark.parametrize(("paper", "up"), [("A3", 2), ("A4", 4), ("A4", 1)])
@pytest.mark.parametrize("flip", Flip)
def test_front_and_back_lie_on_each_other(paper: str, up: int, flip: Flip) -> None:
    """Turned as the printer turns it, the back of each copy is behind its front."""
    found = grid(A4, paper, up)
    front, back = sheets(found, 2, flip)
    width, height = found.paper.width, found.paper.height
    horizontal = found.paper.lies is (flip is Flip.LONG)
    behind = set()
    for one in back:
        x, y = (
            (one.x, height - one.y - one.height)
            if horizontal
            else (width - one.x - one.width, one.y)
        )
        # Both heads must point the same way once the sheet is turned.
        assert one.turned is horizontal
        behind.add((round(x, 3), round(y, 3)))
    assert behind == {(round(one.x, 3), round(one.y, 3)) for one in front}


@pytest.mark.parametrize("flip", ["long", "short"])
def test_the_back_is_behind_the_front_on_paper(tmp_path: Path, flip: str) -> None:
    """The printed sheets: the back's dark foot lies behind the front's white one."""
    order = ["handout", "--paper", "A3", "--up", "2", "--flip", flip]
    assert main([*order, "--out", str(tmp_path)]) == 0
    file = tmp_path / "leaflet-a3-2up.pdf"
    with pypdfium2.PdfDocument(file) as pdf:
        front, back = (np.asarray(pdf[n].render(scale=1).to_pil()) for n in (0, 1))
    # A3 lies: its long edge is a horizontal axis.
    seen = back[::-1] if flip == "long" else back[:, ::-1]
    foot = round(0.97 * front.shape[0])
    assert front[foot].mean() > 250  # paper
    assert seen[foot].mean() < 120  # night
    with pikepdf.open(file) as pdf:
        preferences = pdf.Root.ViewerPreferences
        assert preferences.Duplex == f"/DuplexFlip{flip.title()}Edge"
        assert preferences.PrintScaling == "/None"


def test_the_inner_panel_is_shorter() -> None:
    lying = A4.__class__("A4", 297, 210)
    assert folds(Fold.ROLL, lying, 1) == (97, 197)
    assert folds(Fold.ROLL, lying, 2) == (100, 200)
    assert folds(Fold.HALF, lying, 1) == (148.5,)


def test_fold_marks_stand_outside_the_trim_at_the_folds(tmp_path: Path) -> None:
    """Printed on the sheet, beyond the bleed, mirrored on the back."""
    words = (Path(__file__).parents[2] / "content.yaml").read_text(encoding="utf-8")
    words = words.replace(
        "{piece: leaflet, target: press}", "{piece: leaflet, target: press, fold: roll}"
    )
    (tmp_path / "content.yaml").write_text(words, encoding="utf-8")
    order = ["build", "leaflet", "--target", "press", "--content", str(tmp_path)]
    assert main(order) in (0, 1)  # our words were not written for panels
    file = tmp_path / "out" / "leaflet-roll-press.pdf"
    slug, mm = 16.0, 8.0
    with pypdfium2.PdfDocument(file) as pdf:
        for number, at in ((0, (97, 197)), (1, (100, 200))):
            page = np.asarray(pdf[number].render(scale=mm * 25.4 / 72).to_pil())
            strip = page[:, round((slug - 10) * mm) : round((slug - 5) * mm)]
            dark = (strip.min(axis=(1, 2)) < 128).nonzero()[0] / mm - slug
            for place in at:
                assert np.abs(dark - place).min() < 0.15
    said = main(["check", str(file), "--fold", "roll"])
    assert said == 1
