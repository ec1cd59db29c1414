"""Where a place on Earth falls on one of our maps, and the shortest way between two.

Cheap to import: a build needs it for the career path, the generator for the dots.

All projections here are pseudocylindrical: parallels are straight lines, y depends on
the latitude alone, and along a parallel x grows evenly with the longitude. The scan of
the land (land.py) relies on that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import acos, asin, atan2, cos, degrees, isfinite, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from brochure import HOME

Point = tuple[float, float]
#: (longitude, latitude) in degrees, east and north positive.
Place = tuple[float, float]


class Projection(NamedTuple):
    """Both functions take radians and answer in radii of the globe."""

    #: x of one radian of longitude at this latitude
    spread: Callable[[float], float]
    #: y of this latitude, north positive
    height: Callable[[float], float]


def _natural_earth_spread(phi: float) -> float:
    p2 = phi * phi
    p4 = p2 * p2
    p10 = p4 * p4 * p2
    return 0.8707 - 0.131979 * p2 - 0.013791 * p4 + p10 * (0.003971 - 0.001529 * p2)


def _natural_earth_height(phi: float) -> float:
    p2 = phi * phi
    p6 = p2 * p2 * p2
    tail = p6 * (-0.044475 + 0.028874 * p2 - 0.005916 * p2 * p2)
    return phi * (1.007226 + 0.015085 * p2 + tail)


_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def _equal_earth_spread(phi: float) -> float:
    theta = asin(sqrt(3) / 2 * sin(phi))
    t2 = theta * theta
    slope = _A1 + 3 * _A2 * t2 + t2**3 * (7 * _A3 + 9 * _A4 * t2)
    return 2 * sqrt(3) * cos(theta) / (3 * slope)


def _equal_earth_height(phi: float) -> float:
    theta = asin(sqrt(3) / 2 * sin(phi))
    t2 = theta * theta
    return theta * (_A1 + _A2 * t2 + t2**3 * (_A3 + _A4 * t2))


# fmt: off
_ROBINSON_SPREAD = (
    1.0000, 0.9986, 0.9954, 0.9900, 0.9822, 0.9730, 0.9600, 0.9427, 0.9216, 0.8962,
    0.8679, 0.8350, 0.7986, 0.7597, 0.7186, 0.6732, 0.6213, 0.5722, 0.5322,
)
_ROBINSON_HEIGHT = (
    0.0000, 0.0620, 0.1240, 0.1860, 0.2480, 0.3100, 0.3720, 0.4340, 0.4958, 0.5571,
    0.6176, 0.6769, 0.7346, 0.7903, 0.8435, 0.8936, 0.9394, 0.9761, 1.0000,
)
# fmt: on


def _robinson(table: Sequence[float], phi: float) -> float:
    """The value between two entries of Robinson's table, one entry every 5 degrees."""
    steps = degrees(abs(phi)) / 5
    low = min(int(steps), len(table) - 2)
    return table[low] + (table[low + 1] - table[low]) * (steps - low)


def _robinson_height(phi: float) -> float:
    return 1.3523 * _robinson(_ROBINSON_HEIGHT, phi) * (1 if phi >= 0 else -1)


#: natural-earth: Šavrič, Patterson, Jenny 2011; equal-earth: the same authors 2018;
#: robinson: Robinson 1974, the table between its entries by straight lines.
PROJECTIONS = {
    "natural-earth": Projection(_natural_earth_spread, _natural_earth_height),
    "equal-earth": Projection(_equal_earth_spread, _equal_earth_height),
    "robinson": Projection(
        lambda phi: 0.8487 * _robinson(_ROBINSON_SPREAD, phi), _robinson_height
    ),
    "equirectangular": Projection(lambda phi: 1.0, lambda phi: phi),
}


def wrap(longitude: float) -> float:
    """The same meridian, from -180 up to but not including 180 degrees."""
    return (longitude + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class Frame:
    """How one map lies in its SVG: viewBox units are mm at the nominal width, y down.

    `scale` is the globe's radius; (`x`, `y`) is where `meridian` crosses the equator.
    """

    projection: str
    meridian: float
    scale: float
    x: float
    y: float
    width: float
    height: float

    def project(self, longitude: float, latitude: float) -> Point:
        """Where the place falls. It may lie outside the viewBox if the map is cropped.

        >>> Frame("equirectangular", 150, 10, 50, 25, 100, 50).project(150, 0)
        (50.0, 25.0)
        """
        return self.along(wrap(longitude - self.meridian), latitude)

    def along(self, east: float, latitude: float) -> Point:
        """The same, counting `east` degrees from the central meridian, unwrapped."""
        spread, height = PROJECTIONS[self.projection]
        phi = radians(latitude)
        return (
            self.x + self.scale * radians(east) * spread(phi),
            self.y - self.scale * height(phi),
        )

    def east(self, x: float, latitude: float) -> float:
        """Degrees east of the central meridian at `x` on this parallel."""
        spread = PROJECTIONS[self.projection].spread(radians(latitude))
        return degrees((x - self.x) / self.scale / spread)

    def latitude(self, y: float) -> float:
        """The parallel at `y`, within ±90 degrees."""
        height = PROJECTIONS[self.projection].height
        wanted = (self.y - y) / self.scale
        low, high = radians(-90), radians(90)
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if height(middle) < wanted else (low, middle)
        return degrees((low + high) / 2)

    def lines(self, places: Sequence[Place]) -> list[list[Point]]:
        """The places as lines on the map, torn only where they leave it at one side.

        Steps between neighbours must be shorter than half way round the globe.
        """
        runs: list[list[Point]] = []
        last: float | None = None
        for longitude, latitude in places:
            east = wrap(longitude - self.meridian)
            if last is None or abs(east - last) > 180:
                runs.append([])
            runs[-1].append(self.along(east, latitude))
            last = east
        return runs


def great_circle(a: Place, b: Place, n: int = 48) -> list[Place]:
    """`n` + 1 places evenly along the shortest way from `a` to `b`, both included."""
    start, end = _vector(a), _vector(b)
    angle = acos(
        max(-1.0, min(1.0, sum(p * q for p, q in zip(start, end, strict=True))))
    )
    if sin(angle) < 1e-9:  # the same place, or antipodes, which have no shortest way
        return [a] * n + [b]
    places = [a]
    for step in range(1, n):
        p = sin(angle * (1 - step / n)) / sin(angle)
        q = sin(angle * step / n) / sin(angle)
        x, y, z = (p * s + q * e for s, e in zip(start, end, strict=True))
        places.append((degrees(atan2(y, x)), degrees(asin(max(-1.0, min(1.0, z))))))
    return [*places, b]


def _vector(place: Place) -> tuple[float, float, float]:
    longitude, latitude = radians(place[0]), radians(place[1])
    return (
        cos(latitude) * cos(longitude),
        cos(latitude) * sin(longitude),
        sin(latitude),
    )


_ROOT = re.compile(r"<svg\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def frame(svg: str) -> Frame:
    """The frame of a map that we drew, from the attributes of its root element.

    Raises: ValueError if it is not a map of ours.
    """
    root = _ROOT.search(svg)
    said = dict(_ATTRIBUTE.findall(root.group())) if root else {}
    if said.get("data-projection") not in PROJECTIONS:
        raise ValueError("the SVG has no data-projection: it is not one of our maps")
    x, y, scale, meridian = map(float, said.get("data-frame", "").split())
    width, height = map(float, said.get("viewBox", "").split()[2:])
    said_all = (x, y, meridian, scale, width, height)
    if not all(map(isfinite, said_all)) or min(scale, width, height) <= 0:
        raise ValueError("the SVG has a frame that no map can have")
    return Frame(said["data-projection"], meridian, scale, x, y, width, height)


def read(path: Path) -> Frame:
    """The frame of the map in this file; only its head is read.

    Raises: OSError, or ValueError if it is not a map of ours.
    """
    with path.open(encoding="utf-8") as file:
        return frame(file.read(1024))


def named(name: str, folder: Path = HOME / "styles" / "art") -> Frame:
    """The frame of the map `folder`/`name`.svg, as `read` gives it."""
    return read(folder / f"{name}.svg")


def project(name: str, longitude: float, latitude: float) -> Point:
    """Where a place falls on the map `name`, in the units of its viewBox."""
    return named(name).project(longitude, latitude)


def path(lines: Sequence[Sequence[Point]]) -> str:
    """SVG path data through the points, smooth (Catmull-Rom as cubic Béziers)."""
    parts = []
    for line in lines:
        ends = [line[0], *line, line[-1]]
        parts.append(f"M{_pair(line[0])}")
        for index, (here, there) in enumerate(pairwise(line)):
            before, after = ends[index], ends[index + 3]
            leave = tuple(
                h + (t - b) / 6 for h, t, b in zip(here, there, before, strict=True)
            )
            reach = tuple(
                t - (a - h) / 6 for t, a, h in zip(there, after, here, strict=True)
            )
            parts.append(f"C{_pair(leave)} {_pair(reach)} {_pair(there)}")
    return "".join(parts)


def _pair(point: Sequence[float]) -> str:
    return f"{round(point[0], 3):g} {round(point[1], 3):g}"
