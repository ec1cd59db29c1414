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
from brochure.product.units import MM_PER_PT, PT_PER_INCH

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

    def begin(self) -> None:
        """Starts what takes long, where somebody else can do it meanwhile."""
        ...

    def close(self) -> None:
        """Stops what was begun and nobody waited for."""
        ...

    def origin_mm(self, number: int) -> tuple[float, float]:
        """Where pixel (0, 0) lies, in mm from the top left of the trim: (−3, −3)."""
        ...


def separations(path: Path, facts: Facts, dpi: int = DPI) -> Plates:
    """The plates of the file at `path`, made when they are asked for.

    `dpi` is what is wished for; a large page has less.
    """
    from brochure.preflight.measuring.own_plates import OwnPlates, knows

    if facts.exhausted:
        return NoPlates(path, facts, dpi)
    if shutil.which("gs") is None and knows(facts):
        return OwnPlates(path, facts, dpi)
    return GhostscriptPlates(path, facts, dpi)


def total(ink: numpy.ndarray) -> numpy.ndarray:
    """The sum of the four inks in percent, pixel by pixel."""
    cyan, magenta, yellow, black = (ink[:, :, one] for one in range(4))
    found: numpy.ndarray = cyan.astype(numpy.uint16) + magenta + yellow + black
    return found


def dpi_for(facts: Facts, dpi: int) -> int:
    """At most `dpi` dots an inch, at which no page has more than `MOST_PX`."""
    for page in facts.pages:
        left, bottom, right, top = area(page)
        inches = (right - left) * (top - bottom) / PT_PER_INCH**2
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
    return (left - trim[0]) * MM_PER_PT, (trim[3] - top) * MM_PER_PT


class NoPlates:
    """Those of a file that is too much for us."""

    method = "none"

    def __init__(self, path: Path, facts: Facts, dpi: int = DPI) -> None:
        self.facts, self.dpi = facts, dpi_for(facts, dpi)

    def begin(self) -> None:
        pass

    def close(self) -> None:
        pass

    def page(self, number: int) -> numpy.ndarray:
        raise NotMeasured(TOO_COMPLEX)

    def origin_mm(self, number: int) -> tuple[float, float]:
        return origin(self.facts.pages[number - 1])


class GhostscriptPlates:
    """Separations by the program `gs`, which `begin` starts and `page` waits for."""

    method = "ghostscript"

    def __init__(self, path: Path, facts: Facts, dpi: int = DPI) -> None:
        self.path, self.facts, self.dpi = path, facts, dpi_for(facts, dpi)
        self._made: dict[int, numpy.ndarray] = {}
        self._reason: Words | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._program: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Lets Ghostscript work while we do something else."""
        program = shutil.which("gs")
        if program is None:
            self._reason = _MISSING
            return
        self._folder = tempfile.TemporaryDirectory(prefix="brochure-plates-")
        folder = self._folder.name
        command = [
            program,
            *("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiff32nc"),
            *("-dSimulateOverprint=true", "-dTextAlphaBits=1"),
            *("-dGraphicsAlphaBits=1", "-dUseBleedBox", f"-r{self.dpi}"),
            f"-sOutputFile={folder}/%d.tif",
            str(self.path.absolute()),
        ]
        try:
            self._program = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", ""), "TMPDIR": folder},
            )
        except OSError:
            self._reason = _FAILED

    def close(self) -> None:
        """Stops Ghostscript, if it is still at it."""
        if self._program is not None:
            self._program.kill()
            self._program.wait()
            self._program = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def page(self, number: int) -> numpy.ndarray:
        if not self._made and self._reason is None:
            self._make()
        if self._reason is not None:
            raise NotMeasured(self._reason)
        if number not in self._made:
            raise NotMeasured(_FAILED)
        return self._made[number]

    def origin_mm(self, number: int) -> tuple[float, float]:
        return origin(self.facts.pages[number - 1])

    def _make(self) -> None:
        if self._program is None:
            self.begin()
        if self._program is None or self._folder is None:
            return
        try:
            if self._program.wait(SECONDS) == 0:
                for page in self.facts.pages:
                    self._take(page, Path(self._folder.name) / f"{page.number}.tif")
        except (subprocess.TimeoutExpired, OSError, ValueError):
            self._made.clear()
        if not self._made:
            self._reason = _FAILED
        self.close()

    def _take(self, page: Page, file: Path) -> None:
        """A page's inks in percent, upright, if they are those of its area."""
        with Image.open(file) as picture:
            ink = numpy.asarray(picture, dtype=numpy.uint16)
        percent = ((ink * 100 + 127) // 255).astype("uint8")
        percent = numpy.rot90(percent, page.rotation // 90)
        left, bottom, right, top = area(page)
        size = (top - bottom, right - left)
        wanted = (side * self.dpi / PT_PER_INCH for side in size)
        if all(abs(a - b) < 3 for a, b in zip(percent.shape, wanted, strict=False)):
            self._made[page.number] = percent


_MISSING = Words(
    "Ghostscript がないので、この PDF のインキ量は測れません"
    "（sudo apt-get install ghostscript）",
    "the ink of this PDF cannot be measured without Ghostscript"
    " (sudo apt-get install ghostscript)",
)
TOO_COMPLEX = Words("複雑すぎて描けません", "it is too complex to be drawn")
_FAILED = Words(
    "Ghostscript がこの PDF を版に分けられませんでした",
    "Ghostscript could not separate this PDF",
)
