"""Matrices of PDF (32000-1 § 8.3.4) and boxes under them; points, y upwards."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple


class Rect(NamedTuple):
    """left, bottom, right, top in points."""

    left: float
    bottom: float
    right: float
    top: float

    def common(self, other: Rect) -> Rect | None:
        """What both have in common, None for nothing."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        right, top = min(self.right, other.right), min(self.top, other.top)
        return (
            Rect(left, bottom, right, top) if left <= right and bottom <= top else None
        )


EVERYWHERE = Rect(-1e7, -1e7, 1e7, 1e7)


class Matrix(NamedTuple):
    """[a b c d e f]: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __matmul__(self, other: Matrix) -> Matrix:
        """First this one, then the other."""
        a, b, c, d, e, f = self
        p, q, r, s, t, u = other
        return Matrix(
            a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
            e * p + f * r + t, e * q + f * s + u,
        )  # fmt: skip

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """The box around a rectangle under this matrix."""
        return around(self.point(x, y) for x in (left, right) for y in (bottom, top))

    @property
    def scale(self) -> float:
        """By how much lengths grow, on average."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))

    @property
    def angle(self) -> float:
        """Degrees that the x axis is turned by."""
        return math.degrees(math.atan2(self.b, self.a))


def around(points: Iterable[tuple[float, float]]) -> Rect:
    xs, ys = zip(*points, strict=True)
    return Rect(min(xs), min(ys), max(xs), max(ys))


def matrix(values: object) -> Matrix:
    """A matrix from a PDF array, the identity for anything else."""
    try:
        numbers = [float(value) for value in values]  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError):
        return Matrix()
    good = len(numbers) == 6 and all(map(math.isfinite, numbers))
    return Matrix(*numbers) if good else Matrix()
