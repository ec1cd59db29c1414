"""What lies under a point of a page: the painted grounds, before and after saving."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import hypot, pi
from typing import Any

from brochure.typeset.inside.toner.colour import RGB, SAME, WHITE, contrast

Point = tuple[float, float]
#: Left, top, right and bottom, in CSS pixels of the page.
Frame = tuple[float, float, float, float]
#: a, b, c, d, e, f of a PDF matrix: from a box's place to its place on the page.
Matrix = tuple[float, float, float, float, float, float]
#: x, y, width, height and the radii of the corners, as WeasyPrint's `rounded_box`.
Rounded = tuple[float, float, float, float, Point, Point, Point, Point]

#: A page is cut into so many fields each way, and a point asks its own alone.
_FIELDS = 24


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """A point of a box, on the page."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def inverse(matrix: Matrix) -> Matrix:
    """The way back, from the page to the box."""
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    a, b, c, d = d / size, -b / size, -c / size, a / size
    return a, b, c, d, -(a * e + c * f), -(b * e + d * f)


def frame_of(points: list[Point]) -> Frame:
    """The smallest upright frame around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def corners(matrix: Matrix, frame: Frame) -> list[Point]:
    """The four corners of a frame, moved."""
    left, top, right, bottom = frame
    return [
        moved(matrix, x, y)
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]


def common(one: Frame, other: Frame) -> Frame:
    """What two frames have in common; its right is left of its left if nothing."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def within(shape: Rounded, x: float, y: float) -> bool:
    """Whether a point lies in a rectangle with round corners."""
    left, top, width, height, tl, tr, br, bl = shape
    x, y = x - left, y - top
    if not (0 <= x <= width and 0 <= y <= height):
        return False
    for (rx, ry), from_x, from_y in (
        (tl, x, y),
        (tr, width - x, y),
        (br, width - x, height - y),
        (bl, x, height - y),
    ):
        if from_x < rx and from_y < ry:
            return hypot((rx - from_x) / rx, (ry - from_y) / ry) <= 1
    return True


@dataclass(slots=True, eq=False)
class Ground:
    """A background that is painted: `shapes` in its box's own pixels.

    `colour` and `alpha` are its own, of a gradient the average; `ink` is its darkest.
    `before` is the colour seen there, `after` the one when toner has been saved.
    """

    order: int
    matrix: Matrix
    clip: Frame
    shapes: list[Rounded]
    colour: RGB
    alpha: float
    ink: RGB
    #: A photograph: what lies on it is left alone.
    picture: bool
    #: The box whose `attribute` is WeasyPrint's `background`; None for a picture.
    owner: Any
    attribute: str
    background: Any
    back: Matrix = field(init=False)
    before: RGB = WHITE
    after: RGB = WHITE
    below: Ground | None = None
    removed: bool = False
    #: Whether something lies on it: words, a picture, another ground.
    laden: bool = False
    #: The colour that it gets, if it was light and small: a bullet, a rule.
    dressed: RGB | None = None

    def __post_init__(self) -> None:
        self.back = inverse(self.matrix)

    @property
    def changed(self) -> bool:
        """Whether it is another ground now for what lies on it."""
        return not self.picture and contrast(self.before, self.after) > SAME

    def covers(self, x: float, y: float) -> bool:
        """Whether it is painted at a point of the page."""
        left, top, right, bottom = self.clip
        if not (left <= x <= right and top <= y <= bottom):
            return False
        x, y = moved(self.back, x, y)
        return any(within(shape, x, y) for shape in self.shapes)

    def seen(self, shape: Rounded) -> Frame:
        """What is seen of one of its shapes, as a frame on the page."""
        x, y, width, height, *_ = shape
        whole = frame_of(corners(self.matrix, (x, y, x + width, y + height)))
        return common(whole, self.clip)

    @property
    def area(self) -> float:
        """What is seen of it, in square pixels."""
        total = 0.0
        a, b, c, d, _, _ = self.matrix
        for shape in self.shapes:
            left, top, right, bottom = self.seen(shape)
            _, _, width, height, *radii = shape
            whole = width * height
            if right > left and bottom > top and whole:
                cut = sum((1 - pi / 4) * rx * ry for rx, ry in radii)
                painted = abs(a * d - b * c) * (whole - cut)
                seen = (right - left) * (bottom - top)
                total += min(painted, seen * (1 - cut / whole))
        return total

    @property
    def thickness(self) -> float:
        """The shorter side of what is seen of it, in pixels."""
        frames = [self.seen(shape) for shape in self.shapes]
        left, top, right, bottom = frame_of(
            [point for l, t, r, b in frames for point in ((l, t), (r, b))]  # noqa: E741
        )
        return min(right - left, bottom - top)

    @property
    def middle(self) -> Point:
        """The middle of what is seen of it."""
        left, top, right, bottom = self.seen(self.shapes[0])
        return (left + right) / 2, (top + bottom) / 2


class Grounds:
    """The grounds of a page, found by point; each field keeps those that touch it."""

    def __init__(self, width: float, height: float) -> None:
        self.frame: Frame = (0.0, 0.0, width, height)
        self._all: dict[int, Ground] = {}
        self._fields: dict[tuple[int, int], list[Ground]] = {}

    @property
    def all(self) -> Iterable[Ground]:
        """All of them, in painting order."""
        return self._all.values()

    def at(self, order: int) -> Ground | None:
        """The ground with this number in painting order."""
        return self._all.get(order)

    def add(self, ground: Ground) -> None:
        """The next one in painting order."""
        self._all[ground.order] = ground
        touched = {
            place
            for shape in ground.shapes
            for place in self._touched(common(ground.seen(shape), self.frame))
        }
        for place in touched:
            self._fields.setdefault(place, []).append(ground)

    def _touched(self, frame: Frame) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = frame
        if right < left or bottom < top:
            return
        first, last = self._field(left, top), self._field(right, bottom)
        for column in range(first[0], last[0] + 1):
            for row in range(first[1], last[1] + 1):
                yield column, row

    def _field(self, x: float, y: float) -> tuple[int, int]:
        _, _, width, height = self.frame
        last = _FIELDS - 1
        return (
            min(last, max(0, int(x / width * _FIELDS))),
            min(last, max(0, int(y / height * _FIELDS))),
        )

    def top(self, point: Point, before: int | None = None) -> Ground | None:
        """The uppermost ground at a point, of those painted `before` a number."""
        x, y = point
        there = self._fields.get(self._field(x, y), [])
        end = len(there)
        if before is not None:
            end = bisect_left(there, before, key=lambda ground: ground.order)
        for number in range(end - 1, -1, -1):
            if there[number].covers(x, y):
                return there[number]
        return None

    def holds(self, point: Point) -> bool:
        """Whether a point lies on the paper."""
        _, _, width, height = self.frame
        return 0 <= point[0] <= width and 0 <= point[1] <= height
