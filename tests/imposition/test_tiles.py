"""A poster on office paper: sheets counted, nothing lost, everything at its place."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from brochure.finding import Stop
from brochure.imposition.paper import PAPERS
from brochure.imposition.tiles import Plan, letters, placed, plan
from brochure.product.formats import FORMATS, format_of
from brochure.product.units import mm

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]
A1 = FORMATS["A1"]


@pytest.mark.parametrize(("paper", "sheets"), [("A4", 15), ("A3", 8)])
def test_an_a1_poster_takes_as_few_sheets_as_it_can(paper: str, sheets: int) -> None:
    assert plan(A1, PAPERS[paper]).sheets == sheets


@pytest.mark.parametrize("size", ["A1", "A2", "B1", "B2"])
@pytest.mark.parametrize("paper", ["A3", "A4", "B4"])
@pytest.mark.parametrize("fit", [False, True])
def test_the_tiles_cover_the_poster_and_share_the_overlap(
    size: str, paper: str, fit: bool
) -> None:
    found = plan(FORMATS[size], PAPERS[paper], fit=fit)
    tiles = {(tile.row, tile.column): tile for tile in found.tiles()}
    assert len(tiles) == found.sheets
    for (row, column), tile in tiles.items():
        assert tile.width <= found.paper.width - 2 * found.margin + 1e-6
        assert tile.height <= found.paper.height - 2 * found.margin + 1e-6
        if column:
            before = tiles[row, column - 1]
            assert before.left + before.width - tile.left == pytest.approx(10)
        if row:
            before = tiles[row - 1, column]
            assert before.top + before.height - tile.top == pytest.approx(10)
    last = found.tiles()[-1]
    assert last.left + last.width == pytest.approx(found.width)
    assert last.top + last.height == pytest.approx(found.height)


def test_what_is_drawn_at_half_its_size_is_tiled_as_large_as_it_becomes() -> None:
    banner = format_of("600x1800 1/2")
    found = plan(banner, PAPERS["A3"])
    assert (found.width, found.height, found.scale) == (600, 1800, 1)
    assert found.sheets == plan(format_of("600x1800"), PAPERS["A3"]).sheets
    assert {placed(found, tile).scale for tile in found.tiles()} == {2}


def test_fit_saves_sheets_for_a_little_size() -> None:
    whole, fitted = (plan(A1, PAPERS["A4"], fit=fit) for fit in (False, True))
    assert fitted.sheets < whole.sheets
    assert 0.9 < fitted.scale < 1
    assert fitted.width / fitted.height == pytest.approx(A1.width / A1.height)
    last = fitted.tiles()[-1]
    assert max(
        last.width / (fitted.paper.width - 16), last.height / (fitted.paper.height - 16)
    ) == pytest.approx(1)


def test_no_room_and_too_many_sheets_are_told() -> None:
    with pytest.raises(Stop, match="no room"):
        plan(A1, PAPERS["A5"], margin=12, overlap=140)
    with pytest.raises(Stop, match="the most is"):
        plan(FORMATS["B1"], PAPERS["A5"], margin=12, overlap=115)


def test_rows_are_letters_as_in_a_spreadsheet() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Path, str]:
    from brochure.commands.main import main

    folder = tmp_path_factory.mktemp("tiles")
    assert main(["tile", "poster", "--size", "A2", "--out", str(folder)]) == 0
    found = plan(FORMATS["A2"], PAPERS["A4"])
    return found, folder / "poster-a2-tiles-a4.pdf", str(folder)


def test_the_sheets_are_printed_as_they_are(tiled: tuple[Plan, Path, str]) -> None:
    found, file, _ = tiled
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == found.sheets + 1
        for page in pdf.pages:
            size = [mm(float(side)) for side in page.MediaBox][2:]
            assert size == pytest.approx([found.paper.width, found.paper.height], 1e-3)
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"


def test_glued_together_it_is_the_poster(tiled: tuple[Plan, Path, str]) -> None:
    """The sheets, cut and laid on each other, are the office poster to the pixel."""
    from brochure.commands.main import main

    found, file, folder = tiled
    order = ["build", "poster", "--size", "A2", "--target", "office", "--out", folder]
    assert main(order) == 0
    dpi = 50.8  # two pixels a millimetre
    whole = picture(Path(folder) / "poster-a2-office.pdf", 0, dpi)
    glued = np.zeros_like(whole)
    covered = np.zeros(whole.shape[:2], bool)
    margin = round(found.margin * 2)
    for number, tile in enumerate(found.tiles()):
        sheet = picture(file, number, dpi)
        width, height = round(tile.width * 2), round(tile.height * 2)
        part = sheet[margin : margin + height, margin : margin + width]
        top, left = round(tile.top * 2), round(tile.left * 2)
        target = glued[top : top + height, left : left + width]
        target[:] = part[: target.shape[0], : target.shape[1]]
        covered[top : top + height, left : left + width] = True
    assert covered.mean() > 0.995  # a row of pixels is rounded away
    off = np.abs(squares(glued) - squares(whole)).max(axis=2) > 40
    assert off.mean() < 0.01
    (code,) = zxingcpp.read_barcodes(glued, zxingcpp.BarcodeFormat.QRCode)
    assert code.text.startswith("https://")


def squares(pixels: np.ndarray) -> np.ndarray:
    """Means over 4 mm: dots that stand half a pixel elsewhere are the same dots."""
    height, width = (side // 8 * 8 for side in pixels.shape[:2])
    cut = pixels[:height, :width].astype(float)
    means: np.ndarray = cut.reshape(height // 8, 8, width // 8, 8, 3).mean(axis=(1, 3))
    return means


def picture(file: Path, page: int, dpi: float) -> np.ndarray:
    with pypdfium2.PdfDocument(file) as pdf:
        return np.asarray(pdf[page].render(scale=dpi / 72).to_pil().convert("RGB"))


def test_nothing_is_printed_where_the_printer_cannot_reach(
    tiled: tuple[Plan, Path, str],
) -> None:
    found, file, _ = tiled
    for number in range(found.sheets):
        sheet = picture(file, number, 72)
        edge = round(4 / 25.4 * 72)
        inner = sheet[edge:-edge, edge:-edge]
        assert (sheet == 255).sum() - (inner == 255).sum() == sheet.size - inner.size


def test_every_sheet_has_its_number_and_the_map_has_all(
    tiled: tuple[Plan, Path, str],
) -> None:
    found, file, _ = tiled
    said = subprocess.check_output(["pdftotext", "-layout", file, "-"], text=True)
    sheets = said.split("\f")
    for tile, sheet in zip(found.tiles(), sheets, strict=False):
        assert tile.name in sheet
    assert all(tile.name in sheets[found.sheets] for tile in found.tiles())
    assert "組み立て図" in sheets[found.sheets]


def test_the_sheets_are_counted_before_anything_is_made(
    run: Run, tmp_path: Path
) -> None:
    done = run("tile", "--size", "A1", "--dry-run", "--out", tmp_path / "out")
    assert done.returncode == 0
    assert "15 sheets of A4" in done.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--margin", "2"),
        ("--margin", "x"),
        ("--paper", "A9"),
        ("--size", "A9"),
        ("--overlap", "nan"),
    ],
)
def test_what_cannot_be_is_a_line_and_status_2(
    run: Run, words: tuple[str, ...]
) -> None:
    done = run("tile", *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
