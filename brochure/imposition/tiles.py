"""A poster in tiles: how many sheets of which way round, and what lies on each."""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

from brochure.finding import Stop, Words, fail
from brochure.imposition.layout import Placed
from brochure.imposition.paper import Paper
from brochure.product.formats import Format

#: 重なり that is glued, and what an office printer cannot reach, in mm.
OVERLAP, MARGIN = 10.0, 8.0
#: Printers that reach further, or not so far.
MARGINS = (5.0, 12.0)
MOST_SHEETS = 400
#: Rounding of a length, mm.
_EXACT = 1e-6


class Tile(NamedTuple):
    """A sheet: its row and column from 0, and its part of the poster in mm.

    `left` and `top` count from the poster's top left.
    """

    row: int
    column: int
    left: float
    top: float
    width: float
    height: float

    @property
    def name(self) -> str:
        """Rows are letters, columns numbers: `A-1`, and `AA-1` after `Z-1`."""
        return f"{letters(self.row)}-{self.column + 1}"


class Plan(NamedTuple):
    """All sheets of a poster, which is printed at `scale` of its final size.

    `drawn` is how many times larger that is than it was drawn.
    """

    paper: Paper
    margin: float
    overlap: float
    scale: float
    width: float
    height: float
    rows: int
    columns: int
    drawn: float = 1.0

    @property
    def sheets(self) -> int:
        return self.rows * self.columns

    def tiles(self) -> list[Tile]:
        """Row after row, each from the left."""
        across = self.paper.width - 2 * self.margin
        down = self.paper.height - 2 * self.margin
        made = []
        for row in range(self.rows):
            for column in range(self.columns):
                left = column * (across - self.overlap)
                top = row * (down - self.overlap)
                width = min(across, self.width - left)
                height = min(down, self.height - top)
                made.append(Tile(row, column, left, top, width, height))
        return made


def letters(number: int) -> str:
    """A, B, … Z, AA, AB, … as in a spreadsheet."""
    name = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(65 + digit) + name
    return name


def plan(
    poster: Format,
    paper: Paper,
    *,
    margin: float = MARGIN,
    overlap: float = OVERLAP,
    fit: bool = False,
) -> Plan:
    """The way round that takes fewer sheets; `fit` shrinks to fill every sheet.

    Raises:
        Stop: The sheets would have no room, or be too many to glue together.
    """
    ways = [
        one
        for sheet in (paper, paper.turned())
        if (one := _planned(poster, sheet, margin, overlap, 1.0))
    ]
    if not ways:
        raise Stop(
            fail(
                "tile.no-room",
                f"余白 {margin:g} mm と重なり {overlap:g} mm を引くと {paper.name} に"
                "刷れるところが残りません",
                f"a margin of {margin:g} mm and an overlap of {overlap:g} mm leave no"
                f" room on {paper.name}",
            )
        )
    best = min(ways, key=lambda one: (one.sheets, one.paper.lies))
    if fit:
        best = _fitted(poster, ways, best)
    if best.sheets > MOST_SHEETS:
        raise Stop(
            fail(
                "tile.too-many",
                f"{best.sheets} 枚になります（{MOST_SHEETS} 枚まで）",
                f"it would take {best.sheets} sheets, the most is {MOST_SHEETS}",
                hint=Words("大きい用紙にしてください", "use larger paper"),
            )
        )
    return best


def _planned(
    poster: Format, paper: Paper, margin: float, overlap: float, scale: float
) -> Plan | None:
    across, down = (side - 2 * margin for side in paper[1:])
    if min(across, down) <= overlap:
        return None
    width, height = poster.final_width * scale, poster.final_height * scale
    columns = _count(width, across, overlap)
    rows = _count(height, down, overlap)
    drawn = 1 / poster.scale
    return Plan(paper, margin, overlap, scale, width, height, rows, columns, drawn)


def _count(length: float, usable: float, overlap: float) -> int:
    return max(1, ceil((length - overlap) / (usable - overlap) - _EXACT))


def _fitted(poster: Format, ways: list[Plan], best: Plan) -> Plan:
    """The least shrinking after which a row or a column of sheets is saved.

    Where nothing can be saved any more, all as it is.
    """
    found: list[Plan] = []
    for way in ways:
        lengths = poster.final_width, poster.final_height
        sides = zip(way.paper[1:], lengths, strict=True)
        for side, length in sides:
            usable = side - 2 * way.margin
            step = usable - way.overlap
            whole = floor((length - way.overlap) / step + _EXACT)
            if whole < 1:
                continue
            scale = min(1.0, (whole * step + way.overlap) / length)
            one = _planned(poster, way.paper, way.margin, way.overlap, scale)
            if one and one.sheets < best.sheets:
                found.append(one)
    return max(found, key=lambda one: (one.scale, -one.sheets), default=best)


def placed(plan: Plan, tile: Tile) -> Placed:
    """The tile's part of the poster on its sheet, upper left within the margin."""
    return Placed(
        0,
        plan.margin,
        plan.paper.height - plan.margin - tile.height,
        tile.width,
        tile.height,
        tile.left,
        plan.height - tile.top - tile.height,
        plan.scale * plan.drawn,
    )
