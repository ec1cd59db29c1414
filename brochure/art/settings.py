"""What a designer sets for the maps: world-map.yaml, checked value by value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from math import radians
from pathlib import Path
from re import fullmatch

from brochure import datasheet
from brochure.art.projection import PROJECTIONS, Frame, Place
from brochure.art.sun import subsolar
from brochure.datasheet import Entry
from brochure.finding import Finding, Stop, Words, fail


@dataclass(frozen=True, slots=True)
class Light:
    """Where the sun stands and how dots answer it; sizes are shares of a whole dot."""

    sun: Place
    #: degrees of altitude from the horizon to a whole dot
    twilight: float
    #: size of a dot that has the sun on its horizon
    horizon: float
    #: size of a dot in deep night
    night: float


@dataclass(frozen=True, slots=True)
class Shore:
    """What share of a cell must be land for a dot, and islands that always get one."""

    coast: float
    island: float
    islands: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Edges:
    """One number for each edge of the map."""

    north: float
    east: float
    south: float
    west: float


@dataclass(frozen=True, slots=True)
class Plan:
    """One map to draw. Lengths in mm at the nominal width; no `night`: one ink."""

    name: str
    title: str
    projection: str
    meridian: float
    width: float
    #: degrees: east and west along the equator, north and south
    crop: Edges
    pitch: float
    radius: float
    #: the steps of size between nothing and `radius`, and the least that is drawn
    steps: int
    least: int
    #: a place on which a dot falls exactly
    anchor: Place
    day: str
    night: str
    #: mm over which the dots shrink to nothing towards each edge
    fade: Edges

    def frame(self) -> Frame:
        """How the map lies in its viewBox."""
        spread, height = PROJECTIONS[self.projection]
        crop = self.crop
        scale = self.width / radians(crop.east - crop.west) / spread(0.0)
        x = scale * spread(0.0) * radians(self.meridian - crop.west)
        top = scale * height(radians(crop.north))
        bottom = scale * height(radians(crop.south))
        return Frame(
            self.projection,
            self.meridian,
            round(scale, 4),
            round(x, 3),
            round(top, 3),
            self.width,
            round(top - bottom, 1),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """world-map.yaml: the light, the shore and the maps."""

    light: Light
    shore: Shore
    plans: tuple[Plan, ...]


def read(path: Path) -> Sheet:
    """The settings in `path`.

    Raises: Stop with every value that cannot be used, at its line and column.
    """
    desk = _Desk(path)
    light = Light(
        sun=desk.sun(),
        twilight=desk.number("light.twilight", 0.1, 90),
        horizon=desk.number("light.horizon", 0, 1),
        night=desk.number("light.night", 0, 1),
    )
    shore = Shore(
        coast=desk.number("land.coast", 0.01, 1),
        island=desk.number("land.island", 0.001, 1),
        islands=tuple(desk.place(key) for key in desk.below("islands")),
    )
    plans = tuple(_plan(desk, key) for key in desk.below("maps"))
    desk.close()
    return Sheet(light, shore, plans)


def _plan(desk: _Desk, key: str) -> Plan:
    pitch = desk.number(f"{key}.pitch", 0.2, 50)
    return Plan(
        name=key.removeprefix("maps."),
        title=desk.text(f"{key}.title", ".+"),
        projection=desk.text(f"{key}.projection", "|".join(PROJECTIONS)),
        meridian=desk.number(f"{key}.meridian", -180, 360),
        width=desk.number(f"{key}.width", 10, 2000),
        crop=desk.edges(f"{key}.crop", -360, 540),
        pitch=pitch,
        radius=desk.number(f"{key}.dot", 0.1, 1) * pitch / 2,
        steps=round(desk.number(f"{key}.steps", 1, 9)),
        least=round(desk.number(f"{key}.least", 1, 9)),
        anchor=desk.place(f"{key}.anchor"),
        day=desk.text(f"{key}.inks.day", _INK),
        night=desk.text(f"{key}.inks.night", _INK),
        fade=desk.edges(f"{key}.fade", 0, 1000),
    )


#: An ink of inks.yaml, or one of its tints.
_INK = r"[a-z]+(-[1-9]0)?"


class _Desk:
    """Hands out the entries as values; what cannot be used is noted, all at once."""

    def __init__(self, path: Path) -> None:
        self._file = path.name
        self._entries = {entry.key: entry for entry in datasheet.read(path)}
        self._asked: set[str] = set()
        self._findings: list[Finding] = []

    def below(self, block: str) -> list[str]:
        """The keys one level below `block`, in the order of the file."""
        start = f"{block}."
        names = (
            k[len(start) :].split(".")[0] for k in self._entries if k.startswith(start)
        )
        return [start + name for name in dict.fromkeys(names)]

    def text(self, key: str, pattern: str) -> str:
        """What is written at `key`, if all of it matches."""
        entry = self._entry(key)
        if entry and not fullmatch(pattern, entry.value):
            self._refuse(entry, f"「{pattern}」", f"“{pattern}”")
        return entry.value if entry else ""

    def number(self, key: str, low: float, high: float) -> float:
        """The number at `key`, from `low` to `high`."""
        entry = self._entry(key)
        if entry is None:
            return low
        if fullmatch(r"-?\d{1,6}(\.\d{1,6})?", entry.value):
            number = float(entry.value)
            if low <= number <= high:
                return number
        self._refuse(
            entry, f"{low:g}〜{high:g} の数", f"a number from {low:g} to {high:g}"
        )
        return low

    def place(self, key: str) -> Place:
        """The place at `key`, written `139.75 35.68`: longitude, latitude."""
        entry = self._entry(key)
        if entry is None:
            return (0.0, 0.0)
        words = entry.value.split()
        if (
            all(fullmatch(r"-?\d{1,3}(\.\d{1,6})?", w) for w in words)
            and len(words) == 2
        ):
            longitude, latitude = map(float, words)
            if abs(longitude) <= 360 and abs(latitude) <= 90:
                return longitude, latitude
        self._refuse(
            entry, "経度と緯度（139.75 35.68）", "longitude and latitude (139.75 35.68)"
        )
        return (0.0, 0.0)

    def edges(self, key: str, low: float, high: float) -> Edges:
        """One number for each edge."""
        sides = ("north", "east", "south", "west")
        return Edges(*(self.number(f"{key}.{side}", low, high) for side in sides))

    def sun(self) -> Place:
        """Where the sun stands, from `light.moment` or from `light.sun`."""
        if "light.sun" in self._entries:
            return self.place("light.sun")
        entry = self._entry("light.moment")
        if entry:
            try:
                moment = datetime.fromisoformat(entry.value)
            except ValueError:
                moment = datetime.min
            if moment.tzinfo and 1950 <= moment.year <= 2050:
                return subsolar(moment)
            example = "2026-06-21T12:00+09:00"
            self._refuse(
                entry,
                f"時差つきの日時（{example}）",
                f"a time with its zone ({example})",
            )
        return (0.0, 0.0)

    def close(self) -> None:
        """Refuses what nobody asked for.

        Raises: Stop if anything was refused.
        """
        for key, entry in self._entries.items():
            if key not in self._asked:
                near = get_close_matches(key, self._asked, 1)
                self._findings.append(
                    fail(
                        "art.key-unknown",
                        f"「{key}」という設定はありません",
                        f"there is no setting “{key}”",
                        hint=Words(f"「{near[0]}」では？", f"did you mean “{near[0]}”?")
                        if near
                        else None,
                        at=entry.key_at,
                    )
                )
        if self._findings:
            raise Stop(*self._findings)

    def _entry(self, key: str) -> Entry | None:
        self._asked.add(key)
        if key not in self._entries:
            self._findings.append(
                fail(
                    "art.key-missing",
                    f"「{key}」がありません",
                    f"“{key}” is missing",
                    at=self._file,
                )
            )
        return self._entries.get(key)

    def _refuse(self, entry: Entry, ja: str, en: str) -> None:
        self._findings.append(
            fail(
                "art.value",
                f"「{entry.value}」は使えません。{ja}を書きます",
                f"“{entry.value}” cannot be used; write {en}",
                at=entry.at,
                subject=entry.key,
            )
        )
