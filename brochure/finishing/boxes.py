"""Page boxes: the sheet around the trimmed page, in points from its lower left corner.

The sources are PDF 32000-1 § 14.11.2 and ISO 15930-7: TrimBox within BleedBox
within MediaBox. Some RIPs mistake a MediaBox that does not begin at the origin, so the
page moves instead.
"""

from __future__ import annotations

from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.finding import Finding, Words, fail
from brochure.product.formats import Format
from brochure.product.units import mm, pt

#: 欄外 beyond the trim, mm: 3 bleed, 10 corner marks, 3 of air.
SLUG = 16.0
#: Boxes are exact to it, in mm.
_TOLERANCE = 0.01


class Box(NamedTuple):
    """Left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    def array(self) -> Array:
        """As PDF writes it, to a ten-thousandth of a point."""
        return Array([round(edge, 4) for edge in self])


class Sheet(NamedTuple):
    """The three boxes of a press page."""

    media: Box
    bleed: Box
    trim: Box


def sheet(format_: Format, *, marks: bool) -> Sheet:
    """The sheet for a format, with a slug around it where marks are wanted."""
    edge = SLUG if marks else format_.bleed
    width, height = format_.width, format_.height

    def box(out: float) -> Box:
        near = edge - out
        return Box(pt(near), pt(near), pt(edge + width + out), pt(edge + height + out))

    return Sheet(box(edge), box(format_.bleed), box(0))


def check(pdf: pikepdf.Pdf, format_: Format, *, bleed: float) -> list[Finding]:
    """Whether every page was set in the size and with the bleed (mm) that it should."""
    wanted = (format_.width, format_.height)
    findings = []
    for number, page in enumerate(pdf.pages, 1):
        trim, art = _box(page, Name.TrimBox), _box(page, Name.MediaBox)
        size = (mm(trim.right - trim.left), mm(trim.top - trim.bottom))
        if any(abs(a - b) > _TOLERANCE for a, b in zip(size, wanted, strict=True)):
            findings.append(_wrong_size(number, size, format_))
        gaps = (
            trim.left - art.left,
            trim.bottom - art.bottom,
            art.right - trim.right,
            art.top - trim.top,
        )
        if any(abs(mm(gap) - bleed) > _TOLERANCE for gap in gaps):
            findings.append(_wrong_bleed(number, min(map(mm, gaps)), bleed))
    return findings


def mount(pdf: pikepdf.Pdf, page: pikepdf.Page, on: Sheet) -> None:
    """Puts the page as a form on its sheet, cut off at the bleed.

    A form, because the matrices of patterns count from the form's own origin: moving
    the page by a bare `cm` would leave its gradients behind.
    """
    trim = _box(page, Name.TrimBox)
    dx, dy = on.trim.left - trim.left, on.trim.bottom - trim.bottom
    left, bottom, right, top = on.bleed
    form = page.Contents
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Box(left - dx, bottom - dy, right - dx, top - dy).array()
    form.Matrix = Array([1, 0, 0, 1, round(dx, 4), round(dy, 4)])
    form.Resources = page.Resources
    page.Resources = Dictionary(XObject=Dictionary(Page=form))
    page.Contents = pdf.make_stream(b"q /Page Do Q")
    page.MediaBox = on.media.array()
    page.BleedBox = on.bleed.array()
    page.TrimBox = on.trim.array()


def trim_to(page: pikepdf.Page, format_: Format) -> None:
    """Boxes of a page without bleed: nothing but the trimmed size, at the origin."""
    whole = Box(0, 0, pt(format_.width), pt(format_.height)).array()
    for name in (Name.BleedBox, Name.CropBox, Name.ArtBox):
        if name in page:
            del page[name]
    page.MediaBox = whole
    page.TrimBox = whole


def _box(page: pikepdf.Page, name: Name) -> Box:
    return Box(*(float(edge) for edge in page[name]))


def _wrong_size(page: int, size: tuple[float, float], format_: Format) -> Finding:
    found = f"{size[0]:.2f} × {size[1]:.2f} mm"
    return fail(
        "boxes.trim",
        f"{page}ページの仕上がりが {found} です（{format_.name} は {format_.trim}）",
        f"page {page} is {found} ({format_.name} is {format_.trim})",
        hint=Words("@page の size を確かめてください", "check the size in @page"),
    )


def _wrong_bleed(page: int, found: float, wanted: float) -> Finding:
    return fail(
        "boxes.bleed",
        f"{page}ページの塗り足しが {found:.2f} mm です（{wanted:g} mm のはずです）",
        f"the bleed of page {page} is {found:.2f} mm, it should be {wanted:g} mm",
        hint=Words("@page の bleed を確かめてください", "check bleed in @page"),
    )
