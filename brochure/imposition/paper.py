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


#: Columns and rows of so many copies on a sheet that lies, or stands: at their own size
#: 2 A5, 3 DL, 4 postcards, 8 A7 and 10 名刺 go on A4.
GRIDS = {
    1: ((1, 1),),
    2: ((2, 1), (1, 2)),
    3: ((3, 1), (1, 3)),
    4: ((2, 2),),
    6: ((3, 2), (2, 3)),
    8: ((4, 2), (2, 4)),
    9: ((3, 3),),
    10: ((2, 5), (5, 2)),
    12: ((4, 3), (3, 4)),
    16: ((4, 4),),
}


class Flip(StrEnum):
    """とじ: about which edge of the paper the printer turns it for the back."""

    LONG = "long"
    SHORT = "short"

    def upside_down(self, paper: Paper) -> bool:
        """Whether the back stands on its head when the axis is horizontal."""
        horizontal_edge_is_long = paper.lies
        return horizontal_edge_is_long is (self is Flip.LONG)
