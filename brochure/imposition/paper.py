"""Paper that an office has, in millimetres, and how a sheet is turned over."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Paper(NamedTuple):
    """A sheet as it lies: width and height in mm."""

    name: str
    width: float
    height: float

    def turned(self) -> Paper:
        """The same paper, the other way round."""
        return Paper(self.name, self.height, self.width)

    @property
    def lies(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height


#: Standing, as it comes out of the tray (ISO 216, JIS P 0138).
PAPERS = {
    paper.name: paper
    for paper in (
        Paper("A3", 297, 420),
        Paper("A4", 210, 297),
        Paper("A5", 148, 210),
        Paper("B4", 257, 364),
        Paper("B5", 182, 257),
    )
}


#: Columns and rows of so many copies on a sheet that lies, or stands.
GRIDS = {1: ((1, 1),), 2: ((2, 1), (1, 2)), 4: ((2, 2),), 8: ((4, 2), (2, 4))}


class Flip(StrEnum):
    """とじ: about which edge of the paper the printer turns it for the back."""

    LONG = "long"
    SHORT = "short"

    def upside_down(self, paper: Paper) -> bool:
        """Whether the back stands on its head when the axis is horizontal."""
        horizontal_edge_is_long = paper.lies
        return horizontal_edge_is_long is (self is Flip.LONG)
