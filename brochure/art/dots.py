"""The dots of a map: where they stand, how large they are, in which ink.

A hexagonal grid covers the map. A cell gets a dot if enough of it is land, measured
over the whole cell and not looked up at its middle, so narrow land such as Japan keeps
its shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, radians, sin, sqrt

from brochure.art.land import Land
from brochure.art.projection import Frame, Place, Point
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
    cells = settle(shares(land, shore, frame, grid), shore, frame, grid)
    rows: dict[int, list[int]] = {}
    for column, row in sorted(cells):
        rows.setdefault(row, []).append(column)
    drawn = []
    for row in sorted(rows):
        latitude = frame.latitude(grid.middle((0, row))[1])
        for column in rows[row]:
            x, y = grid.middle((column, row))
            place = frame.meridian + frame.east(x, latitude), latitude
            ink, size = shade(place, light, plan)
            exact = size * fading(x, y, latitude, frame, plan) * plan.steps
            step = rounded(exact, plan.least, (column, row))
            if step and _inside(x, y, plan.radius, frame):
                drawn.append(Dot(x, y, step, ink))
    return drawn


def _inside(x: float, y: float, radius: float, frame: Frame) -> bool:
    across = radius <= x <= frame.width - radius
    return across and radius <= y <= frame.height - radius


def shares(land: Land, shore: Shore, frame: Frame, grid: Grid) -> dict[Cell, float]:
    """How much each cell counts as land: islands for more than they cover."""
    mainland, islands = land.parted(shore.island_km2)
    counted = coverage(mainland, frame, grid)
    for cell, share in coverage(islands, frame, grid).items():
        counted[cell] = counted.get(cell, 0.0) + share * shore.island_weight
    return counted


def coverage(land: Land, frame: Frame, grid: Grid) -> dict[Cell, float]:
    """The share of land, 0 to 1, of every cell that has any."""
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
    found_in: dict[Cell, float] = {}
    for (latitude, row, width), found in zip(lines, spans, strict=True):
        for west, east in found:
            left = frame.along(west, latitude)[0]
            right = frame.along(east, latitude)[0]
            for cell, length in _covered(grid, row, left, right, width):
                found_in[cell] = found_in.get(cell, 0.0) + length
    whole = grid.pitch * 0.75 * _LINES  # a hexagon's mean width is 3/4 of its greatest
    return {cell: length / whole for cell, length in found_in.items()}


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
    counted: dict[Cell, float], shore: Shore, frame: Frame, grid: Grid
) -> set[Cell]:
    """The cells that get a dot: the land, then islands too small to fill a cell."""
    cells = {cell for cell, share in counted.items() if share >= shore.coast}
    largest_first = sorted(counted, key=lambda cell: (-counted[cell], cell))
    small = [cell for cell in largest_first if counted[cell] >= shore.islet]
    named = [grid.cell(*frame.project(*island)) for island in shore.islands]
    for cell in small + named:
        if cells.isdisjoint(around(cell)):
            cells.add(cell)
    return cells


def rounded(exact: float, least: int, cell: Cell) -> int:
    """The size as a whole step, or 0 for no dot.

    Each of seven neighbours rounds up from another seventh, as in a halftone screen, so
    no size ends along a line. Where dots would be smaller than `least`, as many of them
    drop out as keeps the ink the same.
    """
    column, row = cell
    seventh = ((column - row // 2 + 3 * row) % 7 + 0.5) / 7
    if exact >= least:
        return floor(exact + seventh)
    return least if (exact / least) ** 2 + seventh > 1 else 0


def shade(place: Place, light: Light, plan: Plan) -> tuple[str, float]:
    """Ink and size, 0 to 1, of a dot at `place`: small where the sun rises and sets."""
    height = altitude(place, light.sun)
    part = min(1.0, sin(radians(abs(height))) / sin(radians(light.twilight)))
    size = light.horizon + (1 - light.horizon) * sqrt(part)
    if plan.day == plan.night:
        return plan.day, 1.0
    return (plan.day, size) if height > 0 else (plan.night, size * light.night)


def fading(x: float, y: float, latitude: float, frame: Frame, plan: Plan) -> float:
    """What the edges leave of a dot's size, 0 to 1; the world's seam is an edge too."""
    half = frame.along(180, latitude)[0] - frame.x
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
