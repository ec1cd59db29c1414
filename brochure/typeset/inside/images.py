"""The colour at a place of a picture: photograph, gradient or drawing, as it is drawn.

Nothing is opened before somebody asks. Where it cannot be told (a pattern, a filter, a
file that cannot be read), that is said: nobody is told off for what we do not know.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from math import hypot
from typing import Any

from brochure.product.units import px
from brochure.typeset.contrast import RGB, over
from brochure.typeset.inside.canvas import Canvas
from brochure.typeset.inside.plane import Point, frame_of, moved
from brochure.typeset.inside.toner.colour import srgb

RGBA = tuple[float, float, float, float]
#: The colour at a point of a picture, from its top left corner; None if unknown.
Sample = Callable[[float, float], RGBA | None]

_NOTHING: RGBA = (0.0, 0.0, 0.0, 0.0)
#: A photograph is looked at in so many pixels: 1.3 mm of one that fills an A4 sheet.
_PIXELS = 160
#: A drawing with longer paths, or more elements, takes too long to look at.
_LONGEST_PATH, _MOST_ELEMENTS = 20_000, 400
#: In the middle of a map of dots: what lies under that is seen.
_DOT = "h0M"
#: A wider stroke is a ground for words; in CSS pixels, 1 mm.
_WIDE = px(1)
#: A curve as so many straight lines.
_CHORDS = 6


def sample(image: Any, width: float, height: float, style: Any) -> Sample | None:
    """The colours of WeasyPrint's `image`, drawn so large in CSS pixels.

    None for a map of dots, which is as good as transparent.
    """
    if hasattr(image, "_svg") and any(_DOT in path for path in _paths(image._svg)):
        return None

    @cache
    def opened() -> Sample:
        if hasattr(image, "stop_positions"):
            return _gradient(image, width, height, style)
        if hasattr(image, "_svg"):
            return _drawing(image, width, height)
        if hasattr(image, "image_data"):
            return _photograph(image, width, height)
        return _unknown

    return lambda x, y: opened()(x, y)


def _unknown(x: float, y: float) -> None:
    """Nobody knows the colour."""


# --- Photographs ---------------------------------------------------------------------


def _photograph(image: Any, width: float, height: float) -> Sample:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(image.image_data.data)) as file:
            file.draft(None, (2 * _PIXELS, 2 * _PIXELS))
            small = file.convert("RGBA")
    except (OSError, ValueError):
        return _unknown
    small.thumbnail((_PIXELS, _PIXELS), Image.Resampling.BOX)
    pixels: Any = small.load()
    columns, rows = small.size

    def look(x: float, y: float) -> RGBA:
        column = min(columns - 1, max(0, int(x / width * columns)))
        row = min(rows - 1, max(0, int(y / height * rows)))
        red, green, blue, alpha = pixels[column, row]
        return red / 255, green / 255, blue / 255, alpha / 255

    return look


# --- Gradients -----------------------------------------------------------------------


def _gradient(image: Any, width: float, height: float, style: Any) -> Sample:
    scale_y, kind, points, positions, colours, _ = image.layout(width, height, style)
    stops = [(*rgb, alpha) for rgb, alpha in map(srgb, colours)]
    if kind == "solid":
        return lambda x, y: stops[0]
    place = _along(points) if kind == "linear" else _away(points)
    return lambda x, y: _between(place(x, y / scale_y), positions, stops)


def _along(points: tuple[float, ...]) -> Callable[[float, float], float]:
    """How far a point is along a line, 0 at its beginning and 1 at its end."""
    x0, y0, x1, y1 = points
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy or 1.0
    return lambda x, y: ((x - x0) * dx + (y - y0) * dy) / length


def _away(points: tuple[float, ...]) -> Callable[[float, float], float]:
    """How far a point is from the first of two circles around one centre."""
    x0, y0, inner, _, _, outer = points
    ring = outer - inner or 1.0
    return lambda x, y: (hypot(x - x0, y - y0) - inner) / ring


def _between(at: float, positions: list[float], stops: list[RGBA]) -> RGBA:
    after = bisect_right(positions, at)
    if after == 0:
        return stops[0]
    if after >= len(positions):
        return stops[-1]
    start, end = positions[after - 1], positions[after]
    share = (at - start) / (end - start) if end > start else 1.0
    first, second = stops[after - 1], stops[after]
    alpha = first[3] + share * (second[3] - first[3])
    weight = share * second[3] / alpha if alpha else share
    return (*over(second[:3], weight, first[:3]), alpha)


# --- Drawings ------------------------------------------------------------------------


def _drawing(image: Any, width: float, height: float) -> Sample:
    svg = image._svg
    paths = _paths(svg)
    if len(paths) > _MOST_ELEMENTS or max(map(len, paths)) > _LONGEST_PATH:
        return _unknown
    plate = Plate((0.0, 0.0, width, height))
    try:
        svg.draw(plate, width, height, image._base_url, image._context)
    except Exception:  # it is drawn again for the page, and then it is told
        return _unknown
    fills = plate.fills

    def look(x: float, y: float) -> RGBA | None:
        colour, alpha, known = (0.0, 0.0, 0.0), 0.0, True
        for fill in fills:
            if not fill.covers(x, y):
                continue
            if fill.colour is None:
                known = False
                continue
            known = known or fill.alpha == 1
            if whole := fill.alpha + alpha * (1 - fill.alpha):
                colour = over(fill.colour, fill.alpha / whole, colour)
                alpha = whole
        return (*colour, alpha) if known else None

    return look


def _paths(svg: Any) -> list[str]:
    """The path of each element, empty where it has none."""
    return [element.get("d") or "" for element in svg.tree._etree_node.iter()]


class _Fill:
    """An area of a drawing in one colour, None if unknown.

    `clips` are the areas that it is seen in.
    """

    def __init__(
        self, area: _Area, clips: tuple[_Area, ...], colour: RGB | None, alpha: float
    ) -> None:
        self.area, self.clips, self.colour, self.alpha = area, clips, colour, alpha

    def covers(self, x: float, y: float) -> bool:
        return self.area.holds(x, y) and all(clip.holds(x, y) for clip in self.clips)


class _Area:
    """What polygons enclose."""

    def __init__(self, rings: list[list[Point]], even_odd: bool) -> None:
        self.rings, self.even_odd = rings, even_odd
        points = [point for ring in rings for point in ring]
        self.xs = [x for x, _ in points] or [0.0]
        self.ys = [y for _, y in points] or [0.0]
        self.frame = min(self.xs), min(self.ys), max(self.xs), max(self.ys)

    def holds(self, x: float, y: float) -> bool:
        left, top, right, bottom = self.frame
        if not (left <= x <= right and top <= y <= bottom):
            return False
        turns = crossings = 0
        for ring in self.rings:
            x0, y0 = ring[-1]
            for x1, y1 in ring:
                if (y0 <= y) != (y1 <= y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
                    turns += 1 if y1 > y0 else -1
                    crossings += 1
                x0, y0 = x1, y1
        return bool(crossings % 2 if self.even_odd else turns)


def _chords(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """A Bézier curve, without its start, as straight lines."""
    steps = [step / _CHORDS for step in range(1, _CHORDS + 1)]
    weights = [
        ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in steps
    ]
    return [
        (
            a * start[0] + b * first[0] + c * second[0] + d * end[0],
            a * start[1] + b * first[1] + c * second[1] + d * end[1],
        )
        for a, b, c, d in weights
    ]


class _Silent:
    """Whatever is asked of it, nothing happens."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self


class Plate(Canvas):
    """A canvas that notes what a drawing fills; its strokes and words leave no trace.

    It takes the place of `pdf.stream.Stream` for `weasyprint.svg.SVG.draw`.
    """

    def __init__(self, rectangle: tuple[float, float, float, float]) -> None:
        self._begin(rectangle)
        self.fills: list[_Fill] = []
        self.stream: list[bytes] = []
        self.extra = {"BBox": [0.0] * 4}
        self._rings: list[list[Point]] = []
        #: Where in which ring, counted from 1, a curve ends.
        self._curves: set[tuple[int, int]] = set()
        self._clips: tuple[_Area, ...] = ()
        self._colour: tuple[RGB | None, float] = (0.0, 0.0, 0.0), 1.0
        self._width = 1.0
        self._states: list[Any] = []
        self._groups: dict[str, Plate] = {}

    @property
    def ctm(self) -> Any:
        from weasyprint.matrix import Matrix

        return Matrix(*self._matrix)

    def push_state(self) -> None:
        self._states.append((self._matrix, self._clips, self._colour, self.alpha))

    def pop_state(self) -> None:
        self._matrix, self._clips, self._colour, self.alpha = self._states.pop()

    def add_group(self, *rectangle: float) -> Plate:
        group = Plate(self.page_rectangle)
        group._matrix, group._clips = self._matrix, self._clips
        group._colour = self._colour
        group.id = f"{self.id}.{len(self._groups)}"
        self._groups[group.id] = group
        return group

    def draw_x_object(self, name: str) -> None:
        for fill in self._groups[name].fills:
            fill.alpha *= self.alpha
            self.fills.append(fill)

    def set_alpha(self, alpha: float, stroke: bool = False, fill: bool = False) -> None:
        self.alpha = alpha

    def set_color(self, colour: Any, stroke: bool = False) -> None:
        if not stroke:
            self._colour = srgb(colour)

    def set_color_special(self, name: Any, stroke: bool = False) -> None:
        """A gradient or pattern: nobody knows its colour."""
        if not stroke:
            self._colour = None, 1.0

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        self.move_to(x, y)
        for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
            self.line_to(*corner)

    def move_to(self, x: float, y: float) -> None:
        self._rings.append([moved(self._matrix, x, y)])

    def line_to(self, x: float, y: float) -> None:
        self._rings[-1].append(moved(self._matrix, x, y))

    def curve_to(self, *numbers: float) -> None:
        for i in (0, 2, 4):
            self._rings[-1].append(moved(self._matrix, *numbers[i : i + 2]))
        self._curves.add((len(self._rings), len(self._rings[-1])))

    def fill(self, even_odd: bool = False) -> None:
        if self._rings:
            area = _Area(self._flat(), even_odd)
            self.fills.append(_Fill(area, self._clips, *self._colour))
        self.end()

    def fill_and_stroke(self, even_odd: bool = False) -> None:
        rings, curves = self._rings, set(self._curves)
        self.fill(even_odd)
        self._rings, self._curves = rings, curves
        self.stroke()

    def set_line_width(self, width: float) -> None:
        self._width = width

    def stroke(self) -> None:
        """A thin line hides nothing; of a wide one nobody knows where it is."""
        a, b, c, d, _, _ = self._matrix
        wide = self._width * abs(a * d - b * c) ** 0.5
        points = [point for ring in self._rings for point in ring]
        if wide > _WIDE and points:
            left, top, right, bottom = frame_of(points)
            left, top, right, bottom = (
                left - wide,
                top - wide,
                right + wide,
                bottom + wide,
            )
            ring = [(left, top), (right, top), (right, bottom), (left, bottom)]
            self.fills.append(_Fill(_Area([ring], False), self._clips, None, 1.0))
        self.end()

    def set_alpha_state(self, *rectangle: float) -> None:
        """A mask, or a filter."""
        raise NotImplementedError

    set_blend_mode = set_alpha_state

    def clip(self, even_odd: bool = False) -> None:
        self._clips = (*self._clips, _Area(self._flat(), even_odd))

    def _flat(self) -> list[list[Point]]:
        """The path that was drawn, as polygons."""
        rings = []
        for number, points in enumerate(self._rings, 1):
            ring: list[Point] = []
            for place, point in enumerate(points, 1):
                ring.append(point)
                if (number, place) in self._curves:
                    ring[-3:] = _chords(*ring[-4:])
            rings.append(ring)
        return rings

    def end(self) -> None:
        self._rings = []
        self._curves.clear()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "element":
            raise AttributeError(name)
        return _Silent()
