"""QR codes, seen as a telephone sees them: drawn in gray, found, and read.

The plates are too coarse for a small code, so the pages are drawn once more, by pdfium,
and read by zxing-cpp; both in a process of their own.
"""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from brochure.finding import Words
from brochure.preflight.facts import Box
from brochure.preflight.measuring.plates import TOO_COMPLEX, area, origin
from brochure.preflight.rule import NotMeasured
from brochure.preflight.sandbox import Apart, TooMuch
from brochure.product.units import MM_PER_INCH, PT_PER_INCH

if TYPE_CHECKING:
    from brochure.preflight.facts import Facts, Page

#: Fine enough for modules of 0.25 mm on A4; a B1 poster is drawn at 150.
_DPI = 300
_MOST_PX = 28_000_000
_SECONDS = 15.0
#: Modules around a code that are looked at.
_RING = 4
_Point = tuple[float, float]


class Code(NamedTuple):
    """A code on a page. `quiet` is how many modules around it are empty, up to 4."""

    page: int
    text: str
    readable: bool
    box: Box
    module_mm: float
    quiet: int


class Codes:
    """The codes of a file, looked for when they are first asked for."""

    def __init__(self, path: Path, facts: Facts) -> None:
        self.path, self.facts = path, facts
        self._work: Apart[tuple[Code, ...]] | None = None

    def begin(self) -> None:
        """Looks for codes while we do something else."""
        if not self.facts.exhausted:
            self._work = Apart(partial(_codes, self.path, self.facts.pages))

    def close(self) -> None:
        """Gives up looking, if nobody asked."""
        if self._work is not None:
            self._work.close()
            self._work = None

    def all(self) -> tuple[Code, ...]:
        """Every code of every page.

        Raises:
            NotMeasured: The pages cannot be drawn here.
        """
        if isinstance(self._found, NotMeasured):
            raise self._found
        return self._found

    @cached_property
    def _found(self) -> tuple[Code, ...] | NotMeasured:
        if self._work is None:
            self.begin()
        if self._work is None:
            return NotMeasured(TOO_COMPLEX)
        work, self._work = self._work, None
        try:
            return work.result(_SECONDS)
        except TooMuch as error:
            return NotMeasured(
                Words(
                    "ページを描けませんでした",
                    f"the pages could not be drawn ({error})",
                )
            )


def _codes(path: Path, pages: tuple[Page, ...]) -> tuple[Code, ...]:
    import pypdfium2

    found: list[Code] = []
    with pypdfium2.PdfDocument(path) as document:
        for page in pages:
            dpi = _dpi(page)
            gray = _drawn(document[page.number - 1], page, dpi)
            found += _on_page(gray, page, dpi)
    return tuple(found)


def _dpi(page: Page) -> float:
    left, bottom, right, top = area(page)
    inches = (right - left) * (top - bottom) / PT_PER_INCH**2
    return float(min(_DPI, (_MOST_PX / max(inches, 1e-6)) ** 0.5))


def _drawn(sheet: Any, page: Page, dpi: float) -> numpy.ndarray:
    box = [side / page.unit for side in area(page)]
    sheet.set_mediabox(*box)
    sheet.set_cropbox(*box)
    sheet.set_rotation(0)
    bitmap = sheet.render(scale=dpi / PT_PER_INCH * page.unit, grayscale=True)
    gray: numpy.ndarray = bitmap.to_numpy()
    return gray[:, :, 0] if gray.ndim == 3 else gray


def _on_page(gray: numpy.ndarray, page: Page, dpi: float) -> list[Code]:
    import zxingcpp

    left, top = origin(page)
    mm = MM_PER_INCH / dpi
    wanted: Any = zxingcpp.BarcodeFormat.QRCode
    found: list[Code] = []
    # Readable ones first: a second, worse look at the same code is no other code.
    seen = zxingcpp.read_barcodes(gray, wanted, return_errors=True)
    for one in sorted(seen, key=lambda one: not one.valid):
        modules = _modules(one)
        corners = _corners(one.position)
        side = _length(corners[0], corners[1])
        if not modules or side < modules:
            continue
        xs, ys = zip(*corners, strict=True)
        box = Box(
            left + min(xs) * mm,
            top + min(ys) * mm,
            left + max(xs) * mm,
            top + max(ys) * mm,
        )
        if any(_overlap(box, other.box) for other in found):
            continue
        quiet = _quiet(gray, corners, modules)
        module_mm = side * mm / modules
        text = one.text if one.valid else ""
        found.append(Code(page.number, text, one.valid, box, module_mm, quiet))
    return found


def _modules(found: Any) -> int:
    """The modules of a side; 0 for the micro codes that noise is taken for.

    Noise that zxing gives up on early has no `extra` at all.
    """
    version = str((found.extra or {}).get("Version", ""))
    return 17 + 4 * int(version) if version.isdecimal() else 0


def _corners(position: Any) -> list[_Point]:
    """Top left, top right, bottom right, bottom left of the code, in pixels."""
    points = (
        position.top_left,
        position.top_right,
        position.bottom_right,
        position.bottom_left,
    )
    return [(float(point.x), float(point.y)) for point in points]


def _length(a: _Point, b: _Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _overlap(a: Box, b: Box) -> bool:
    return (
        a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
    )


def _quiet(gray: numpy.ndarray, corners: list[_Point], modules: int) -> int:
    """How many modules around the code are as light as its lightest part."""
    origin_px = numpy.array(corners[0])
    across = (numpy.array(corners[1]) - origin_px) / modules
    down = (numpy.array(corners[3]) - origin_px) / modules
    inside = _samples(gray, origin_px, across, down, *_grid(modules))
    between = (int(inside.min()) + int(inside.max())) / 2
    for ring in range(_RING):
        for depth in (0.35, 0.65):
            reach = ring + depth
            along = numpy.arange(-reach, modules + reach + 0.25, 0.25)
            edge = numpy.full_like(along, -reach)
            far = numpy.full_like(along, modules + reach)
            for x, y in ((along, edge), (along, far), (edge, along), (far, along)):
                if (_samples(gray, origin_px, across, down, x, y) < between).any():
                    return ring
    return _RING


def _grid(modules: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    middles = numpy.arange(modules) + 0.5
    x, y = numpy.meshgrid(middles, middles)
    return x.ravel(), y.ravel()


def _samples(
    gray: numpy.ndarray,
    start: numpy.ndarray,
    across: numpy.ndarray,
    down: numpy.ndarray,
    x: numpy.ndarray,
    y: numpy.ndarray,
) -> numpy.ndarray:
    """The gray at places counted in modules from the code's corner."""
    height, width = gray.shape
    places = start + x[:, None] * across + y[:, None] * down
    columns = numpy.clip(places[:, 0].astype(int), 0, width - 1)
    rows = numpy.clip(places[:, 1].astype(int), 0, height - 1)
    found: numpy.ndarray = gray[rows, columns]
    return found
