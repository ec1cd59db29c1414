"""What lies under a point of a page: the painted grounds, before and after saving."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import pi
from typing import Any

from brochure.typeset.contrast import RGB, WHITE, contrast
from brochure.typeset.inside.plane import (
    Frame,
    Matrix,
    Point,
    Rounded,
    common,
    corners,
    frame_of,
    inverse,
    moved,
    within,
)
from brochure.typeset.inside.toner.colour import SAME

#: A page is cut into so many fields each way, and a point asks its own alone.
_FIELDS = 24


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
