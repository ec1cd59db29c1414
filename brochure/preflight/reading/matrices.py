"""Matrices and boxes of PDF, in points, y upwards."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from brochure.preflight.reading.objects import reals

Matrix = tuple[float, float, float, float, float, float]
#: Left, bottom, right, top.
Area = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """`first`, and on what comes of it `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def matrix(thing: Any) -> Matrix:
    """A matrix as the file gives it; the identity where it gives none."""
    given = reals(thing, 6)
    if len(given) != 6:
        return IDENTITY
    a, b, c, d, e, f = given
    return a, b, c, d, e, f


def around(points: Iterable[tuple[float, float]]) -> Area:
    """The area that holds all points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def placed(area: Area, at: Matrix) -> Area:
    """The area around `area` once it went through a matrix."""
    left, bottom, right, top = area
    a, b, c, d, e, f = at
    return around(
        (a * x + c * y + e, b * x + d * y + f)
        for x, y in ((left, bottom), (right, bottom), (right, top), (left, top))
    )


def meet(one: Area, other: Area) -> Area | None:
    """What two areas share, None where they do not touch."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    if right < left or top < bottom:
        return None
    if (right == left and one[2] > one[0]) or (top == bottom and one[3] > one[1]):
        return None
    return left, bottom, right, top


def narrowest(at: Matrix) -> float:
    """How a length shrinks in the direction that shrinks most (singular value)."""
    a, b, c, d = at[:4]
    square = (a * a + b * b + c * c + d * d) / 2
    root = math.sqrt(max(0.0, square * square - (a * d - b * c) ** 2))
    return math.sqrt(max(0.0, square - root))
