"""The path under construction: its area, and whether it is a thin rectangle."""

from __future__ import annotations

from math import hypot, sqrt

from brochure.preflight.reading.matrices import Area, Matrix

Point = tuple[float, float]

#: Corners of a rectangle may be off by this, in points.
_ROUNDING = 0.01
#: Subpaths that are looked at for rectangles; a path with more is a drawing.
_MOST = 5000


class Outline:
    """Points on the page, and what they bound."""

    def __init__(self) -> None:
        self.area: Area | None = None
        self.parts: list[list[Point]] = []
        self.straight = True
        self.here: Point = (0.0, 0.0)

    def move(self, ctm: Matrix, x: float, y: float) -> None:
        self.here = _at(ctm, x, y)
        if len(self.parts) < _MOST:
            self.parts.append([self.here])
        else:
            self.straight = False

    def line(self, ctm: Matrix, x: float, y: float) -> None:
        if not self.parts:
            self.move(ctm, x, y)
            return
        end = _at(ctm, x, y)
        self._take(self.here)
        self._take(end)
        self.here = end
        if len(self.parts[-1]) < 8:
            self.parts[-1].append(end)

    def curve(self, ctm: Matrix, *numbers: float) -> None:
        """A Bézier curve; its area is that of the curve, not of its handles."""
        first, second, end = (
            _at(ctm, numbers[i], numbers[i + 1]) for i in range(0, 6, 2)
        )
        start = self.here if self.parts else first
        self._take(start)
        self._take(end)
        xs = _extremes(start[0], first[0], second[0], end[0])
        ys = _extremes(start[1], first[1], second[1], end[1])
        for x in xs:
            self._take((x, end[1]))
        for y in ys:
            self._take((end[0], y))
        self.here = end
        self.straight = False

    def rectangle(self, ctm: Matrix, x: float, y: float, w: float, h: float) -> None:
        self.move(ctm, x, y)
        start = self.here
        corners = ((x + w, y), (x + w, y + h), (x, y + h), (x, y))
        for corner in corners:
            self.line(ctm, *corner)
        self.here = start

    def close(self) -> None:
        if self.parts:
            self.here = self.parts[-1][0]

    @property
    def thin(self) -> float | None:
        """The narrow side in points, of rectangles only; of a frame, its border."""
        if not self.straight or not self.parts:
            return None
        sides = [_narrow(part) for part in self.parts if len(part) > 1]
        known = [side for side in sides if side is not None]
        if not known or len(known) < len(sides):
            return None
        if len(self.parts) == 2:
            border = _border(self.parts[0], self.parts[1])
            if border is not None:
                return border
        return min(known)

    def _take(self, point: Point) -> None:
        x, y = point
        if self.area is None:
            self.area = (x, y, x, y)
            return
        left, bottom, right, top = self.area
        if x < left or x > right or y < bottom or y > top:
            self.area = (min(left, x), min(bottom, y), max(right, x), max(top, y))


def _at(ctm: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = ctm
    return a * x + c * y + e, b * x + d * y + f


def _narrow(part: list[Point]) -> float | None:
    corners = [
        p for i, p in enumerate(part) if i == 0 or _distance(p, part[i - 1]) > 1e-9
    ]
    if len(corners) > 1 and _distance(corners[0], corners[-1]) < _ROUNDING:
        corners.pop()
    if len(corners) == 2 or len(corners) == 1:
        return 0.0
    if len(corners) != 4:
        return None
    a, b, c, d = corners
    one, two = _distance(a, b), _distance(b, c)
    level = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1])
    if abs(level) > _ROUNDING * max(one, two):
        return None
    if abs(_distance(c, d) - one) > _ROUNDING or abs(_distance(d, a) - two) > _ROUNDING:
        return None
    return min(one, two)


def _border(one: list[Point], other: list[Point]) -> float | None:
    """How wide the frame between two rectangles is at its narrowest."""
    a, b = ((min(x), min(y), max(x), max(y)) for x, y in (_split(one), _split(other)))
    if (a[2] - a[0]) * (a[3] - a[1]) < (b[2] - b[0]) * (b[3] - b[1]):
        a, b = b, a
    gaps = (b[0] - a[0], b[1] - a[1], a[2] - b[2], a[3] - b[3])
    if min(gaps) < 0:
        return None
    return min((gap for gap in gaps if gap > _ROUNDING), default=None)


def _split(part: list[Point]) -> tuple[list[float], list[float]]:
    return [x for x, _ in part], [y for _, y in part]


def _distance(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _extremes(p: float, q: float, r: float, s: float) -> list[float]:
    """Where a curve turns back in one direction, beyond its ends."""
    low, high = min(p, s), max(p, s)
    if low <= q <= high and low <= r <= high:
        return []
    a, b, c = s - p + 3 * (q - r), 2 * (p - 2 * q + r), q - p
    if abs(a) < 1e-12:
        times = [-c / b] if abs(b) > 1e-12 else []
    else:
        square = b * b - 4 * a * c
        if square < 0:
            return []
        root = sqrt(square)
        times = [(-b - root) / (2 * a), (-b + root) / (2 * a)]
    return [
        p * (1 - t) ** 3 + 3 * q * t * (1 - t) ** 2 + 3 * r * t * t * (1 - t) + s * t**3
        for t in times
        if 0 < t < 1
    ]
