"""What only a press sees of an output: plates, ink, the shop's verdict, the colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy

from brochure.finding import Finding, Words
from brochure.preflight.report import page as report_page
from brochure.preflight.report import pictures
from brochure.preflight.report.verdicts import Report
from brochure.preflight.rule import NotMeasured
from brochure.preview.origin import Origin, origin
from brochure.product.units import MM_PER_INCH
from brochure.shop.inks import Palette
from brochure.typeset.paints import Paint
from brochure.works import route
from brochure.works.route import Leaf, Sheet

#: Plates on screen: as fine as the pages there.
_PPI = 144
LAYERS = ("c", "m", "y", "k", "heat", "proof", "paper")
#: Percent by which plates of 8 bits may miss an ink.
_NEAR = 1.2


class Place(NamedTuple):
    """Something on a page for an overlay: a finding's box, or a picture and its ppi."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    status: str
    words: Words


class Proof(NamedTuple):
    """The verdict on an output, for the page: findings, places, and whether it passed.

    `reason` says why there are no plates.
    """

    name: str
    passed: bool
    findings: tuple[Finding, ...]
    places: tuple[Place, ...]
    pictures: tuple[Place, ...]
    reason: Words | None


class Point(NamedTuple):
    """One point of a page: C M Y K in percent, the ink, and who painted it."""

    cmyk: tuple[int, int, int, int]
    ink: str
    element: str
    property: str
    origin: Origin | None


class Press:
    """An output as it will be printed."""

    def __init__(
        self, sheet: Sheet, style: Callable[[str], Path], pdf: bytes, pages: int
    ) -> None:
        """`style` gives the file of a style sheet.

        Raises: Stop where it cannot be finished.
        """
        self.sheet, self.style = sheet, style
        self.paints: tuple[Paint, ...] = ()
        done = route.finish(Leaf(pdf, pages, (), (), ()), sheet)
        self.findings = done.findings
        printer = sheet.job.printer
        assert printer
        self.printer = printer
        with route.inspected(done.pdf, sheet, pages, dpi=self._ppi()) as report:
            self.report: Report = report
            # Made while the file was there; they stay when it is gone.
            self.plates = report.subject.plates
            self.reason: Words | None = None
            try:
                self.plates.page(1)
            except NotMeasured as missing:
                self.reason = missing.reason

    def _ppi(self) -> int:
        longest = max(self.sheet.output.format.height, self.sheet.output.format.width)
        return min(_PPI, round(1800 / (longest / MM_PER_INCH)))

    def proof(self) -> Proof:
        """The verdict, as the page shows it."""
        places = tuple(
            Place(
                offence.page,
                *offence.box,
                str(offence.status),
                Words(
                    f"{offence.thing} {offence.message.ja}".strip(),
                    f"{offence.thing} {offence.message.en}".strip(),
                ),
            )
            for verdict in self.report.verdicts
            for offence in verdict.offences
            if offence.box is not None
        )
        scale = self.report.subject.scale
        images = tuple(
            Place(
                page.number,
                *image.box,
                "info",
                Words(f"{image.ppi * scale:.0f} ppi", f"{image.ppi * scale:.0f} ppi"),
            )
            for page in self.report.subject.facts.pages
            for image in page.images
            if image.kind == "image"
        )
        return Proof(
            self.sheet.output.name,
            self.report.passed,
            self.findings + _findings(self.report),
            places,
            images,
            self.reason,
        )

    def html(self, lang: str) -> str:
        """The preflight report as a page."""
        return report_page.html(self.report, lang)

    def layer(self, page: int, layer: str) -> bytes:
        """PNG of a plate, the ink, or the soft proof (on `paper`: with its white).

        Raises: ValueError for what is not there.
        """
        if layer not in LAYERS or self.reason is not None:
            raise ValueError("no such layer")
        self._on(page)
        if layer in "cmyk":
            return pictures.plate(self.plates, page, "cmyk".index(layer))
        if layer == "heat":
            return pictures.heat(self.plates, page, self.printer.tac_percent)
        icc = self.printer.icc
        return pictures.proof(self.plates, page, icc, paper=layer == "paper")

    def point(self, page: int, x: float, y: float) -> Point:
        """What is printed at `x`, `y` mm from the top left of the trim, and why.

        Raises: ValueError for a point that is not on a plate.
        """
        ink = self._on(page)
        left, top = self.plates.origin_mm(page)
        px = self.plates.dpi / MM_PER_INCH
        row, column = int((y - top) * px), int((x - left) * px)
        if not (0 <= row < ink.shape[0] and 0 <= column < ink.shape[1]):
            raise ValueError("no such point")
        cyan, magenta, yellow, black = (int(value) for value in ink[row, column])
        cmyk = (cyan, magenta, yellow, black)
        name, srgb = _named(cmyk, self.sheet.job.palette)
        paint = self._painted(page, x - left, y - top, srgb)
        if paint is None:
            return Point(cmyk, name, "", "", None)
        found = None
        if paint.property:
            found = origin(self.sheet.html, self.style, paint.number, paint.property)
        else:
            found = Origin(paint.srgb.partition(":")[0], 0, "")
        return Point(cmyk, name, paint.element, paint.property, found)

    def _on(self, page: int) -> numpy.ndarray:
        try:
            return self.plates.page(page)
        except NotMeasured as missing:
            raise ValueError(missing.reason.en) from None

    def _painted(self, page: int, x: float, y: float, srgb: str) -> Paint | None:
        """The topmost box there that has the colour; else a picture; else the topmost.

        A point between two letters lies in the box of the text, but has the colour of
        what is behind it.
        """
        here = [
            one
            for one in reversed(self.paints)
            if one.page == page
            and one.left <= x <= one.right
            and one.top <= y <= one.bottom
        ]
        for one in here:
            if one.srgb == srgb or (not one.property and not srgb):
                return one
        pictures_here = (one for one in here if not one.property)
        return next(pictures_here, here[0] if here else None)


def _findings(report: Report) -> tuple[Finding, ...]:
    from brochure.preflight.report.findings import findings

    return findings(report)


def _named(cmyk: tuple[int, ...], palette: Palette) -> tuple[str, str]:
    """The ink or tint that has these plates, and its sRGB; empty for none."""
    for ink in palette.inks.values():
        if all(abs(a - b) <= _NEAR for a, b in zip(ink.cmyk, cmyk, strict=True)):
            return ink.name, ink.hex
    return "", ""
