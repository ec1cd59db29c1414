"""What a designer sets for the maps: world-map.yaml, checked value by value."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians
from pathlib import Path

from brochure.art.desk import Desk, Edges
from brochure.art.projection import PROJECTIONS, Frame, Place


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
    #: the same for a cell without a dot beside it
    islet: float
    #: land up to this area counts as an island, for so many times what it covers
    island_km2: float
    island_weight: float
    islands: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One map to draw. Lengths in mm at the nominal width.

    A map whose `day` and `night` are one ink has no light and no shadow.
    """

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
    desk = Desk(path)
    light = Light(
        sun=desk.sun(),
        twilight=desk.number("light.twilight", 0.1, 90),
        horizon=desk.number("light.horizon", 0, 1),
        night=desk.number("light.night", 0, 1),
    )
    shore = Shore(
        coast=desk.number("land.coast", 0.01, 1),
        islet=desk.number("land.islet", 0.001, 1),
        island_km2=desk.number("land.island-km2", 0, 20_000_000),
        island_weight=desk.number("land.island-weight", 0.1, 10),
        islands=tuple(desk.place(key) for key in desk.below("islands")),
    )
    plans = tuple(_plan(desk, key) for key in desk.below("maps"))
    if not plans:
        desk.need("maps")
    desk.close()
    return Sheet(light, shore, plans)


def _plan(desk: Desk, key: str) -> Plan:
    width = desk.number(f"{key}.width", 10, 2000)
    # A finer grid than this is no longer seen as dots, and takes minutes.
    pitch = desk.number(f"{key}.pitch", width / 1000, width / 4)
    crop = desk.edges(f"{key}.crop", -360, 540)
    meridian = desk.number(f"{key}.meridian", -180, 360)
    globe = crop.west < meridian < crop.east <= crop.west + 360
    if not (globe and -90 <= crop.south < crop.north <= 90):
        desk.refuse(
            f"{key}.crop.west",
            "西 < 中央の経線 < 東（1周まで）、南 < 北（±90 まで）",
            "west < meridian < east (once round), south < north (within ±90)",
        )
    steps = round(desk.number(f"{key}.steps", 1, 10))
    return Plan(
        name=desk.name(key),
        title=desk.text(f"{key}.title"),
        projection=desk.choice(f"{key}.projection", PROJECTIONS),
        meridian=meridian,
        width=width,
        crop=crop,
        pitch=pitch,
        radius=desk.number(f"{key}.dot", 0.1, 1) * pitch / 2,
        steps=steps,
        least=round(desk.number(f"{key}.least", 1, steps)),
        anchor=desk.place(f"{key}.anchor"),
        day=desk.ink(f"{key}.inks.day"),
        night=desk.ink(f"{key}.inks.night"),
        fade=desk.edges(f"{key}.fade", 0, 1000),
    )
