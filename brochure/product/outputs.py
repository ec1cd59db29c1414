"""One output on its way through the stages: which piece, for whom, how large."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from brochure.product.formats import FORMATS, SIZES, Format


class Target(StrEnum):
    """Whom the file is for: a print shop, the office printer, a screen."""

    PRESS = "press"
    OFFICE = "office"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Output:
    """A file to make. `size` is a key of FORMATS, `printer` names a printer profile.

    `variant` is for the office: "toner" saves it, "mono" is black and white,
    "toner-mono" both. `fold` is a Fold, or "" for a sheet that stays flat.
    """

    piece: str
    target: Target
    size: str
    printer: str = ""
    variant: str = ""
    fold: str = ""

    @property
    def format(self) -> Format:
        """The geometry of the piece at this size."""
        return FORMATS[self.size]

    @property
    def name(self) -> str:
        """The file's name: `leaflet-press.pdf`, `poster-b2-press.pdf`."""
        size = f"-{self.size.lower()}" if len(SIZES[self.piece]) > 1 else ""
        variant = f"-{self.variant}" if self.variant else ""
        return f"{self.piece}{size}-{self.target}{variant}.pdf"
