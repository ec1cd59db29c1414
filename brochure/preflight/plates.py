"""The four plates of a page, as pixels: what each ink lays down, overprint counted.

The interface; see `Plates`. Ghostscript, where installed, separates any PDF; without it
our own files (all colours known CMYK) are counted by our own painter, or not measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy


class Plates(Protocol):
    """Separations of a PDF at `dpi`, cropped to the BleedBox (else the MediaBox)."""

    #: "ghostscript" or "own".
    method: str
    dpi: int

    def page(self, number: int) -> numpy.ndarray:
        """Ink in percent 0–100 as uint8, shape (height, width, 4): C, M, Y, K.

        Pixel (0, 0) is the top left of the BleedBox. Page numbers begin with 1.

        Raises:
            NotMeasured: Nothing here can separate this file.
        """
        ...

    def origin_mm(self, number: int) -> tuple[float, float]:
        """Where pixel (0, 0) lies, in mm from the top left of the trim: (−3, −3)."""
        ...
