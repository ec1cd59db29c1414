"""The land of the Earth, cut along parallels.

Reads TopoJSON (https://github.com/topojson/topojson-specification, §2.1.4: arcs are
quantised and delta-encoded, shared by neighbouring shapes, reversed as ~index).
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import radians, sin
from pathlib import Path

from brochure.art.projection import Place, wrap

DATA = Path(__file__).parent / "data" / "land-50m.json"

#: A closed line; its longitudes run on past 180 degrees instead of jumping back.
Ring = list[Place]
#: From west to east, in degrees from the central meridian.
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Land:
    """Polygons, each a coast and the coasts of its inland seas. No Antarctica."""

    polygons: tuple[tuple[Ring, ...], ...]

    def parted(self, km2: float) -> tuple[Land, Land]:
        """The land larger than `km2`, and the islands up to that area."""
        large = tuple(p for p in self.polygons if area(p[0]) > km2)
        small = tuple(p for p in self.polygons if area(p[0]) <= km2)
        return Land(large), Land(small)

    def spans(self, latitudes: Sequence[float], meridian: float) -> list[list[Span]]:
        """The land along each parallel, as spans between -180 and 180 degrees.

        `latitudes` must rise. `meridian` is the middle of the map.
        """
        found: list[list[Span]] = [[] for _ in latitudes]
        for polygon in self.polygons:
            crossings: dict[int, list[float]] = {}
            for ring in polygon:
                _cross(ring, latitudes, crossings)
            for row, met in crossings.items():
                met.sort()
                for west, east in zip(met[::2], met[1::2], strict=True):
                    found[row].extend(_fold(west - meridian, east - meridian))
        for row_spans in found:
            row_spans.sort()
        return found


def load(path: Path = DATA) -> Land:
    """The land in a TopoJSON file of world-atlas."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = _arcs(topology)
    polygons = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            rings = [_ring(indices, arcs) for indices in polygon]
            # Antarctica runs once round the pole, so its ring does not close.
            if abs(rings[0][-1][0] - rings[0][0][0]) < 1:
                polygons.append((rings[0], *(_beside(r, rings[0]) for r in rings[1:])))
    return Land(tuple(polygons))


def area(ring: Ring) -> float:
    """Square kilometres within the ring, on a sphere of the Earth's mean radius."""
    doubled = sum(
        radians(lon_b - lon_a) * (sin(radians(lat_a)) + sin(radians(lat_b)))
        for (lon_a, lat_a), (lon_b, lat_b) in pairwise(ring)
    )
    return abs(doubled) / 2 * 6371.0**2


def _arcs(topology: dict[str, object]) -> list[list[Place]]:
    transform = topology["transform"]
    assert isinstance(transform, dict)
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    arcs = []
    quantised = topology["arcs"]
    assert isinstance(quantised, list)
    for deltas in quantised:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    return arcs


def _ring(indices: Sequence[int], arcs: Sequence[list[Place]]) -> Ring:
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        for longitude, latitude in arc[1:] if ring else arc:
            if ring:
                longitude = ring[-1][0] + wrap(longitude - ring[-1][0])
            ring.append((longitude, latitude))
    return ring


def _beside(hole: Ring, coast: Ring) -> Ring:
    """The hole, turned round the globe until it lies inside its coast."""
    west = min(longitude for longitude, _ in coast)
    turn = 360 * ((hole[0][0] - west) // 360)
    return [(longitude - turn, latitude) for longitude, latitude in hole]


def _cross(
    ring: Ring, latitudes: Sequence[float], crossings: dict[int, list[float]]
) -> None:
    """Adds where the ring crosses each parallel; a vertex counts for one side only."""
    for (lon_a, lat_a), (lon_b, lat_b) in pairwise(ring):
        first = bisect_right(latitudes, min(lat_a, lat_b))
        last = bisect_right(latitudes, max(lat_a, lat_b))
        for row in range(first, last):
            part = (latitudes[row] - lat_a) / (lat_b - lat_a)
            crossings.setdefault(row, []).append(lon_a + part * (lon_b - lon_a))


def _fold(west: float, east: float) -> list[Span]:
    """The span on a map from -180 to 180 degrees, in two where the edge cuts it."""
    turn = 360 * ((west + 180) // 360)
    west, east = west - turn, east - turn
    return [(west, east)] if east <= 180 else [(west, 180.0), (-180.0, east - 360)]
