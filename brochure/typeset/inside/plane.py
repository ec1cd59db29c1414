"""Points, frames and shapes on a page of WeasyPrint's: CSS pixels, y down."""

from __future__ import annotations

from math import hypot

Point = tuple[float, float]
#: Left, top, right and bottom, in CSS pixels of the page.
Frame = tuple[float, float, float, float]
#: a, b, c, d, e, f of a PDF matrix: from a box's place to its place on the page.
Matrix = tuple[float, float, float, float, float, float]
#: x, y, width, height and the radii of the corners, as WeasyPrint's `rounded_box`.
Rounded = tuple[float, float, float, float, Point, Point, Point, Point]


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
