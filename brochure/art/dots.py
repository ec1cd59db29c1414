"""The dots of a map: where they stand, how large they are, in which ink.

A hexagonal grid covers the map. A cell gets a dot if enough of it is land, measured over
the whole cell and not looked up at its middle, so narrow land such as Japan keeps its
shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, degrees, floor, radians, sqrt

from brochure.art.land import Land
from brochure.art.projection import PROJECTIONS, Frame, Place, Point
from brochure.art.settings import Light, Plan, Shore
from brochure.art.sun import altitude

#: Lines across each cell along which the land is measured.
_LINES = 12
#: Column and row of the grid.
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Dot:
    """Middle in viewBox units; `step` is its size, of the plan's `steps`."""

    x: float
    y: float
    step: int
    ink: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Middles of hexagonal cells, `pitch` apart; cell (0, 0) lies at (`x`, `y`)."""

    pitch: float
    x: float
    y: float

    @property
    def leading(self) -> float:
        """The distance between two rows."""
        return self.pitch * sqrt(3) / 2

    def middle(self, cell: Cell) -> Point:
        """Where the cell's dot stands; every other row is half a pitch further east."""
        column, row = cell
        across = column + row % 2 / 2
        return self.x + across * self.pitch, self.y + row * self.leading

    def cell(self, x: float, y: float) -> Cell:
        """The cell whose middle is nearest."""
        near = floor((y - self.y) / self.leading)
        cells = [
            (round((x - self.x) / self.pitch - row % 2 / 2), row)
            for row in (near, near + 1)
        ]
        return min(cells, key=lambda cell: _apart(self.middle(cell), (x, y)))


def _apart(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def around(cell: Cell) -> Iterator[Cell]:
    """The six cells that touch this one."""
    column, row = cell
    left = column - 1 + row % 2
    yield from ((column - 1, row), (column + 1, row))
    for beside in (row - 1, row + 1):
        yield from ((left, beside), (left + 1, beside))


def dots(land: Land, light: Light, shore: Shore, plan: Plan) -> list[Dot]:
    """The dots of the map, row by row from the top, each from west to east."""
    frame = plan.frame()
    grid = Grid(plan.pitch, *frame.project(*plan.anchor))
    cells = settle(coverage(land, frame, grid), shore, frame, grid)
    drawn = []
    for cell in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        x, y = grid.middle(cell)
        ink, size = shade(place_at(frame, x, y), light, plan)
        step = round(size * fading(x, y, frame, plan) * plan.steps)
        radius = plan.radius * step / plan.steps
        inside = (
            radius < x < frame.width - radius and radius < y < frame.height - radius
        )
        if step >= plan.least and inside:
            drawn.append(Dot(x, y, step, ink))
    return drawn


def place_at(frame: Frame, x: float, y: float) -> Place:
    """The place on Earth that the map shows at this point."""
    latitude = frame.latitude(y)
    spread = PROJECTIONS[frame.projection].spread(radians(latitude))
    return frame.meridian + degrees((x - frame.x) / frame.scale / spread), latitude


def coverage(land: Land, frame: Frame, grid: Grid) -> dict[Cell, float]:
    """The share of land, up to 1, of every cell that has any."""
    first = floor(-grid.y / grid.leading) - 1
    last = ceil((frame.height - grid.y) / grid.leading) + 1
    reach = grid.pitch / sqrt(3)  # from a hexagon's middle to its upper corner
    lines = []
    for row in range(first, last + 1):
        for line in range(_LINES):
            offset = (line + 0.5) / _LINES * 2 - 1
            y = grid.middle((0, row))[1] + offset * reach
            width = grid.pitch * min(1.0, 2 * (1 - abs(offset)))
            lines.append((frame.latitude(y), row, width))
    lines.sort()
    spans = land.spans([line[0] for line in lines], frame.meridian)
    shares: dict[Cell, float] = {}
    for (latitude, row, width), found in zip(lines, spans, strict=True):
        for west, east in found:
            left = frame.along(west, latitude)[0]
            right = frame.along(east, latitude)[0]
            for cell, length in _covered(grid, row, left, right, width):
                shares[cell] = shares.get(cell, 0.0) + length
    whole = grid.pitch * 0.75 * _LINES  # a hexagon's mean width is 3/4 of its greatest
    return {cell: min(1.0, share / whole) for cell, share in shares.items()}


def _covered(
    grid: Grid, row: int, left: float, right: float, width: float
) -> Iterator[tuple[Cell, float]]:
    """The cells of a row that a line of land crosses, and the length within each."""
    start = grid.middle((0, row))[0]
    first = floor((left - start) / grid.pitch)
    for column in range(first, ceil((right - start) / grid.pitch) + 1):
        middle = start + column * grid.pitch
        length = min(right, middle + width / 2) - max(left, middle - width / 2)
        if length > 0:
            yield (column, row), length


def settle(
    shares: dict[Cell, float], shore: Shore, frame: Frame, grid: Grid
) -> set[Cell]:
    """The cells that get a dot: the land, then islands too small to fill a cell."""
    cells = {cell for cell, share in shares.items() if share >= shore.coast}
    largest_first = sorted(shares, key=lambda cell: (-shares[cell], cell))
    small = [cell for cell in largest_first if shares[cell] >= shore.island]
    named = [grid.cell(*frame.project(*island)) for island in shore.islands]
    for cell in small + named:
        if cells.isdisjoint(around(cell)):
            cells.add(cell)
    return cells


def shade(place: Place, light: Light, plan: Plan) -> tuple[str, float]:
    """Ink and size, 0 to 1, of a dot at `place`: small where the sun rises and sets."""
    height = altitude(place, light.sun)
    size = light.horizon + (1 - light.horizon) * min(1.0, abs(height) / light.twilight)
    if plan.day == plan.night:
        return plan.day, 1.0
    return (plan.day, size) if height > 0 else (plan.night, size * light.night)


def fading(x: float, y: float, frame: Frame, plan: Plan) -> float:
    """What the edges leave of a dot's size, 0 to 1; the world's seam is an edge too."""
    half = frame.along(180, frame.latitude(y))[0] - frame.x
    fade = plan.fade
    near = (
        (y, fade.north),
        (min(frame.width, frame.x + half) - x, fade.east),
        (frame.height - y, fade.south),
        (x - max(0.0, frame.x - half), fade.west),
    )
    size = 1.0
    for distance, reach in near:
        part = min(1.0, max(0.0, distance) / reach) if reach else 1.0
        size *= part * part * (3 - 2 * part)
    return size
