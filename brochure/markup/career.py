"""The interviewee's way across the map: an SVG over the map, and where the names go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import finding
from brochure.art import projection
from brochure.art.projection import Frame, Point
from brochure.content.inline import plain
from brochure.markup import names

if TYPE_CHECKING:
    from brochure.content.model import Interview, Place

#: The map of styles/art that the way is drawn on.
MAP = "world-map-pacific"

#: How far a way to the west swings south of the straight line, as a share of it.
_SWING = 0.13
#: Line, stop and ring around it, as shares of the map's width.
_LINE, _STOP, _RING = 0.0066, 0.0110, 0.0185

#: Stops closer than this share of the map's width are neighbours.
_NEAR = 0.15


@dataclass(frozen=True, slots=True)
class Stop:
    """A place with its name; `left` and `top` in per cent of the map.

    `side` says where the name stands, so that two neighbours' names do not meet and
    none leaves the map: "before" the stop, "below" or "above" it.
    """

    key: str
    name: str
    left: float
    top: float
    side: str


@dataclass(frozen=True, slots=True)
class Career:
    """The SVG of the way, in the map's own viewBox, and the places along it."""

    svg: str
    alt: str
    stops: tuple[Stop, ...]


def career(interview: Interview, file: Path) -> Career:
    """Draws the way through the places of the stages, in order, on the map `file`.

    Eastward it follows the great circle, westward it swings to the south, so that
    going and coming back are both seen.

    Raises:
        finding.Stop: it is no map of ours, or a place does not lie on it.
    """
    frame = _frame(file)
    keys = [stage.place for stage in interview.career if stage.place]
    places = {key: interview.places[key] for key in keys}
    points = {
        key: frame.project(at.longitude, at.latitude) for key, at in places.items()
    }
    named = {key: place.name for key, place in places.items()}
    where = {key: (at.longitude, at.latitude) for key, at in places.items()}
    if off := names.outside(frame, points, where, named):
        raise finding.Stop(*off)
    wanted = {key: _side(frame, points, key) for key in places}
    side = names.sides(frame, points, named, wanted)
    lines = [
        line
        for start, end in pairwise(keys)
        if start != end
        for line in (
            _east(frame, places[start], places[end])
            if points[start][0] < points[end][0]
            else [_west(points[start], points[end])]
        )
    ]
    return Career(
        svg=_svg(frame, lines, list(points.values())),
        alt=" → ".join(plain(places[key].name) for key in keys),
        stops=tuple(
            Stop(
                key,
                place.name,
                round(100 * points[key][0] / frame.width, 3),
                round(100 * points[key][1] / frame.height, 3),
                side[key],
            )
            for key, place in places.items()
        ),
    )


def _frame(file: Path) -> Frame:
    name = f"styles/art/{MAP}.svg"
    try:
        return projection.read(file)
    except FileNotFoundError:
        raise finding.Stop(
            finding.fail(
                "map.missing",
                "経歴を描く地図がありません",
                "the map that the career is drawn on is missing",
                hint=_DRAW,
                at=name,
            )
        ) from None
    except (OSError, ValueError):
        raise finding.Stop(
            finding.fail(
                "map.unusable",
                "Brochure が描いた地図ではないので、経歴の場所を決められません",
                "this is no map that Brochure drew, so no place can be found on it",
                hint=_DRAW,
                at=name,
            )
        ) from None


_DRAW = finding.Words(
    "自分のフォルダーのものなら消せば Brochure の地図になり、Brochure のものなら"
    " `make art` で描き直せます",
    "delete your own and Brochure's is used; `make art` draws Brochure's again",
)


def _side(frame: Frame, points: Mapping[str, Point], key: str) -> str:
    """West of a neighbour the name stands before the stop, otherwise below it."""
    x, y = points[key]
    west = any(
        x < other[0] and hypot(other[0] - x, other[1] - y) < _NEAR * frame.width
        for other in points.values()
    )
    return "before" if west else "below"


def _east(frame: Frame, start: Place, end: Place) -> list[list[Point]]:
    way = projection.great_circle(
        (start.longitude, start.latitude), (end.longitude, end.latitude), 32
    )
    return frame.lines(way)


def _west(start: Point, end: Point) -> list[Point]:
    """A parabola below the straight line (y grows to the south)."""
    swing = _SWING * abs(end[0] - start[0])
    return [
        (
            start[0] + (end[0] - start[0]) * t,
            start[1] + (end[1] - start[1]) * t + 4 * swing * t * (1 - t),
        )
        for t in (step / 16 for step in range(17))
    ]


def _svg(
    frame: Frame, lines: Sequence[Sequence[Point]], stops: Collection[Point]
) -> str:
    width = frame.width
    # All rings before all stops: the ring of one place must not bite its neighbour.
    dots = "".join(
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius * width:.2f}"'
        f' fill="var(--{ink})"/>'
        for radius, ink in ((_RING, "mist"), (_STOP, "sun"))
        for x, y in stops
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {width:g} {frame.height:g}">'
        f'<path fill="none" stroke="var(--sun)" stroke-width="{_LINE * width:.2f}"'
        f' stroke-linecap="round" d="{projection.path(lines)}"/>{dots}</svg>'
    )
