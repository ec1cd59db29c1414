"""地名: on which side of its stop a name stands, if that is on the map at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from brochure.art.projection import Frame, Point, wrap
from brochure.content.inline import Break, Node, Ruby, Text, parse, plain
from brochure.finding import Finding, Words, fail

#: Where leaflet.css puts a name, in shares of the map's width: a line's height, a wide
#: letter, the padding on both sides.
_LINE, _EM, _PADDING = 0.0333, 0.0263, 0.0122
#: From the stop to the near edge of the name: to the side and up or down.
_BELOW, _BEFORE = (-0.0182, 0.0222), (0.0364, -0.0364)
#: How far a name may run out to the right: up to the safe area of the page.
_BEYOND = 0.04
#: What is seen of a stop, from its middle.
_STOP = 0.0110

SIDES = ("below", "before", "above")


class Box(NamedTuple):
    """A rectangle on the map, in its own units."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a part in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def sides(
    frame: Frame,
    points: Mapping[str, Point],
    names: Mapping[str, str],
    wanted: Mapping[str, str],
) -> dict[str, str]:
    """The side for each name: the one `wanted`, where it fits and meets no other."""
    chosen: dict[str, str] = {}
    taken: list[Box] = []
    for key, point in points.items():
        ways = (wanted[key], *(one for one in SIDES if one != wanted[key]))
        boxes = {way: _box(frame, point, names[key], way) for way in ways}
        inside = [way for way in ways if _is_inside(frame, boxes[way])]
        free = [way for way in inside if not any(map(boxes[way].meets, taken))]
        chosen[key] = (free or inside or ways)[0]
        taken.append(boxes[chosen[key]])
    return chosen


def outside(
    frame: Frame,
    points: Mapping[str, Point],
    places: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
) -> list[Finding]:
    """What does not lie on the map, and what is too long a name for where it lies."""
    found = []
    reach = _STOP * frame.width
    for key, (x, y) in points.items():
        seen = reach <= x <= frame.width - reach and reach <= y <= frame.height - reach
        if not seen:
            found.append(_off(frame, key, names[key], places[key]))
            continue
        boxes = [_box(frame, (x, y), names[key], side) for side in SIDES]
        if not any(_is_inside(frame, box) for box in boxes):
            found.append(_long(key, names[key]))
    return found


def _box(frame: Frame, point: Point, name: str, side: str) -> Box:
    """What a name covers on that side of its stop."""
    lines = _lines(name)
    width = (max(lines) * _EM + _PADDING) * frame.width
    height = (len(lines) * _LINE + _PADDING / 2) * frame.width
    x, y = point
    if side == "before":
        right, top = x - _BEFORE[0] * frame.width, y + _BEFORE[1] * frame.width
        return Box(right - width, top, right, top + height)
    left = x + _BELOW[0] * frame.width
    top = y + _BELOW[1] * frame.width
    if side == "above":
        top = y - _BELOW[1] * frame.width - height
    return Box(left, top, left + width, top + height)


def _lines(name: str) -> Sequence[float]:
    """How many wide letters long each line of a name is."""
    lines = "".join(map(_letters, parse(name))).split("\n")
    return [sum(map(_wide, line)) for line in lines]


def _letters(node: Node) -> str:
    """What stands on the line, a break as one."""
    match node:
        case Text(text):
            return text
        case Ruby(pairs):
            return "".join(base for base, _ in pairs)
        case Break():
            return "\n"
    return "".join(map(_letters, node.children))


def _wide(letter: str) -> float:
    return 1.0 if east_asian_width(letter) in "WFA" else 0.6


def _is_inside(frame: Frame, box: Box) -> bool:
    return (
        box.left >= 0
        and box.right <= frame.width * (1 + _BEYOND)
        and box.top >= 0
        and box.bottom <= frame.height + _LINE * frame.width
    )


def _off(frame: Frame, key: str, name: str, place: tuple[float, float]) -> Finding:
    longitude, latitude = place
    south, north = frame.latitude(frame.height), frame.latitude(0)
    here = min(max(latitude, south), north)
    west, east = (
        wrap(frame.meridian + frame.east(x, here)) for x in (0.0, frame.width)
    )
    name = plain(name)
    return fail(
        "map.place-outside",
        f"「{name}」（{_ja(longitude, latitude)}）は地図の外です。"
        f"この緯度で地図にあるのは{_meridian_ja(west)}から東へ{_meridian_ja(east)}まで、"
        f"緯度は{_parallel_ja(south)}から{_parallel_ja(north)}までです",
        f"“{name}” ({_en(longitude, latitude)}) is not on the map: at this latitude it"
        f" goes from {_meridian(west)} eastward to {_meridian(east)},"
        f" from {_parallel(south)} to {_parallel(north)}",
        hint=Words(
            "経度と緯度（西経と南緯は負）を確かめるか、その場所を career から外すか、"
            "styles/art/world-map.yaml の crop を広げて描き直してください",
            "check it (west and south are negative), leave the place out of career, or"
            " widen crop in styles/art/world-map.yaml and draw the map again",
        ),
        subject=f"interview.places.{key}",
    )


def _long(key: str, name: str) -> Finding:
    return fail(
        "map.name-outside",
        f"「{plain(name)}」は長すぎて地図からはみ出します",
        f"“{plain(name)}” is too long to stand on the map",
        hint=Words(
            "短くするか、| で改行してください", "shorten it, or break it at a |"
        ),
        subject=f"interview.places.{key}.name",
    )


def _ja(longitude: float, latitude: float) -> str:
    return f"{_meridian_ja(longitude)}、{_parallel_ja(latitude)}"


def _en(longitude: float, latitude: float) -> str:
    return f"{_meridian(longitude)}, {_parallel(latitude)}"


def _meridian_ja(degrees: float) -> str:
    return f"{'東経' if degrees >= 0 else '西経'} {abs(degrees):.4g}°"


def _parallel_ja(degrees: float) -> str:
    return f"{'北緯' if degrees >= 0 else '南緯'} {abs(degrees):.4g}°"


def _meridian(degrees: float) -> str:
    return f"{abs(degrees):.4g}°{'E' if degrees >= 0 else 'W'}"


def _parallel(degrees: float) -> str:
    return f"{abs(degrees):.4g}°{'N' if degrees >= 0 else 'S'}"
