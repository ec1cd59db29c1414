"""四版: what each ink lays down on a page, as pixels, overprint counted.

Ghostscript separates any PDF, where it is installed; it is an outside program (AGPL),
never a library. A file whose colours are all C M Y K already, as ours are, can be
separated without it: see own_plates.py. What neither can do is not measured, and said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy
from PIL import Image

from brochure.finding import Words
from brochure.preflight.rule import NotMeasured
from brochure.units import MM_PER_INCH

if TYPE_CHECKING:
    from brochure.preflight.facts import Facts, Page

#: Enough for ink and bleed; a B1 poster gets fewer.
DPI = 100
MOST_PX = 12_000_000
SECONDS = 20

Image.MAX_IMAGE_PIXELS = 200_000_000


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


def separations(path: Path, facts: Facts) -> Plates:
    """The plates of the file at `path`, made when they are asked for."""
    from brochure.preflight.own_plates import OwnPlates, knows

    if facts.exhausted:
        return NoPlates(path, facts)
    if shutil.which("gs") is None and knows(facts):
        return OwnPlates(path, facts)
    return GhostscriptPlates(path, facts)


def dpi_for(facts: Facts) -> int:
    """Dots an inch at which no page has more than `MOST_PX`."""
    dpi = DPI
    for page in facts.pages:
        left, bottom, right, top = area(page)
        inches = (right - left) * (top - bottom) / 72**2
        while dpi > 20 and inches * dpi**2 > MOST_PX:
            dpi -= 5
    return dpi


def area(page: Page) -> tuple[float, float, float, float]:
    """What is measured of a page, in points: its BleedBox, else its MediaBox."""
    return page.boxes.get("BleedBox") or page.boxes["MediaBox"]


def origin(page: Page) -> tuple[float, float]:
    """The top left of what is measured, in mm from that of the trim."""
    left, _, _, top = area(page)
    trim = page.boxes.get("TrimBox") or page.boxes["MediaBox"]
    mm = MM_PER_INCH / 72
    return (left - trim[0]) * mm, (trim[3] - top) * mm


class NoPlates:
    """Those of a file that is too much for us."""

    method = "none"

    def __init__(self, path: Path, facts: Facts) -> None:
        self.facts, self.dpi = facts, dpi_for(facts)

    def page(self, number: int) -> numpy.ndarray:
        raise NotMeasured(TOO_COMPLEX)

    def origin_mm(self, number: int) -> tuple[float, float]:
        return origin(self.facts.pages[number - 1])


class GhostscriptPlates:
    """Separations by the program `gs`."""

    method = "ghostscript"

    def __init__(self, path: Path, facts: Facts) -> None:
        self.path, self.facts, self.dpi = path, facts, dpi_for(facts)
        self._made: dict[int, numpy.ndarray] = {}
        self._reason: Words | None = None

    def page(self, number: int) -> numpy.ndarray:
        if self._reason is not None:
            raise NotMeasured(self._reason)
        if not self._made:
            try:
                self._make()
            except NotMeasured as error:
                self._reason = error.reason
                raise
        if number not in self._made:
            raise NotMeasured(_FAILED)
        return self._made[number]

    def origin_mm(self, number: int) -> tuple[float, float]:
        return origin(self.facts.pages[number - 1])

    def _make(self) -> None:
        program = shutil.which("gs")
        if program is None:
            raise NotMeasured(
                Words(
                    "Ghostscript がないので、この PDF のインキ量は測れません"
                    "（sudo apt-get install ghostscript）",
                    "the ink of this PDF cannot be measured without Ghostscript"
                    " (sudo apt-get install ghostscript)",
                )
            )
        with tempfile.TemporaryDirectory(prefix="brochure-plates-") as folder:
            command = [
                program,
                *("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc"),
                *("-dSimulateOverprint=true", "-dTextAlphaBits=1"),
                *("-dGraphicsAlphaBits=1", f"-r{self.dpi}"),
                *(["-dUseBleedBox"] if self._bleeds() else []),
                f"-sOutputFile={folder}/%d.tif",
                str(self.path.absolute()),
            ]
            try:
                subprocess.run(
                    command,
                    check=True,
                    capture_output=True,
                    timeout=SECONDS,
                    env={"PATH": os.environ.get("PATH", ""), "TMPDIR": folder},
                )
            except (subprocess.SubprocessError, OSError):
                raise NotMeasured(_FAILED) from None
            for file in Path(folder).glob("*.tif"):
                with Image.open(file) as picture:
                    ink = numpy.asarray(picture, dtype=numpy.uint16)
                self._made[int(file.stem)] = ((ink * 100 + 127) // 255).astype("uint8")

    def _bleeds(self) -> bool:
        return all("BleedBox" in page.boxes for page in self.facts.pages)


TOO_COMPLEX = Words("複雑すぎて描けません", "it is too complex to be drawn")
_FAILED = Words(
    "Ghostscript がこの PDF を版に分けられませんでした",
    "Ghostscript could not separate this PDF",
)
