"""Several copies on a sheet, front and back in register, to be cut apart or folded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brochure.finding import Stop, Words, fail
from brochure.imposition.layout import Placed
from brochure.imposition.paper import GRIDS, PAPERS, Flip, Paper
from brochure.product.formats import Format

#: A page is never printed smaller, of its own size, nor larger.
_LEAST_SCALE = 0.35


class Grid(NamedTuple):
    """A sheet and the cells on it, in mm; cells are as large as the copies."""

    paper: Paper
    columns: int
    rows: int
    scale: float
    cell_width: float
    cell_height: float
    left: float
    bottom: float

    def cells(self) -> Iterator[tuple[float, float]]:
        """The lower left corner of every cell, rows from the top."""
        for row in reversed(range(self.rows)):
            for column in range(self.columns):
                yield (
                    self.left + column * self.cell_width,
                    self.bottom + row * self.cell_height,
                )

    def cuts(self) -> Iterator[tuple[float, float, float, float]]:
        """Where to cut: lines as x1, y1, x2, y2, from edge to edge of the sheet."""
        width, height = self.paper.width, self.paper.height
        for column in range(self.columns + 1):
            x = self.left + column * self.cell_width
            if 0.5 < x < width - 0.5:
                yield (x, 0, x, height)
        for row in range(self.rows + 1):
            y = self.bottom + row * self.cell_height
            if 0.5 < y < height - 0.5:
                yield (0, y, width, y)


def grid(page: Format, paper: str, up: int) -> Grid:
    """The way of `up` copies on `paper` that prints them largest, never enlarged.

    Raises:
        Stop: It cannot be done, or the copies would be too small to read.
    """
    if up not in GRIDS:
        names = ", ".join(map(str, GRIDS))
        raise Stop(
            fail(
                "handout.up",
                f"1 枚に {up} 面は割り付けられません（{names} のどれか）",
                f"{up} on a sheet is not possible, but {names} are",
            )
        )
    sheet = PAPERS[paper]
    ways = [
        _grid(page, one, columns, rows)
        for one in (sheet, sheet.turned())
        for columns, rows in GRIDS[up]
    ]
    best = max(ways, key=lambda one: (round(one.scale, 4), not one.paper.lies))
    if best.scale < _LEAST_SCALE:
        raise Stop(
            fail(
                "handout.too-small",
                f"{paper} に {up} 面では {100 * best.scale:.0f} % に縮みます",
                f"{up} on {paper} would be {100 * best.scale:.0f} % of its size",
                hint=Words("大きい用紙にしてください", "use larger paper"),
            )
        )
    return best


def _grid(page: Format, paper: Paper, columns: int, rows: int) -> Grid:
    scale = min(
        paper.width / columns / page.width, paper.height / rows / page.height, 1.0
    )
    width, height = page.width * scale, page.height * scale
    left = (paper.width - columns * width) / 2
    bottom = (paper.height - rows * height) / 2
    return Grid(paper, columns, rows, scale, width, height, left, bottom)


def sheets(grid: Grid, pages: int, flip: Flip) -> list[list[Placed]]:
    """Front and back of one sheet: page 1 in all cells, page 2 behind it.

    A back that the printer turns about a horizontal axis stands on its head. Cells lie
    the same on both sides, because the grid is in the middle of the sheet.
    """
    sides = []
    for page in range(pages):
        turned = page % 2 == 1 and flip.upside_down(grid.paper)
        sides.append(
            [
                Placed(
                    page, x, y, grid.cell_width, grid.cell_height, scale=grid.scale,
                    turned=turned,
                )
                for x, y in grid.cells()
            ]
        )  # fmt: skip
    return sides
