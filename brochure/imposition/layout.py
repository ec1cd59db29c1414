"""Pages of one PDF placed on the sheets of another, each page kept once as a form."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from brochure.finishing import saving
from brochure.imposition.paper import Flip, Paper
from brochure.product.units import pt


class Placed(NamedTuple):
    """A part of a page on a sheet, in mm from the lower left.

    The page's point `from_x`, `from_y` (on paper, after scaling) comes to `x`, `y`;
    `width` × `height` of it are seen. `turned` sets it on its head.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    from_x: float = 0.0
    from_y: float = 0.0
    scale: float = 1.0
    turned: bool = False


def impose(
    source: bytes,
    paper: Paper,
    sheets: Sequence[Iterable[Placed]],
    *,
    marks: bytes = b"",
    flip: Flip | None = None,
    title: str = "",
) -> bytes:
    """The sheets as a PDF that a viewer prints at 100 %, on both sides where `flip`.

    `marks` is a PDF with a page for each sheet, which is laid over it.
    """
    with pikepdf.open(io.BytesIO(source)) as pdf, pikepdf.new() as made:
        forms = [
            made.copy_foreign(page.as_form_xobject(handle_transformations=False))
            for page in pdf.pages
        ]
        for form in forms:
            form.BBox = Array([round(float(edge), 4) for edge in form.BBox])
        for number, placed in enumerate(sheets):
            made.add_blank_page(page_size=(pt(paper.width), pt(paper.height)))
            page = made.pages[number]
            used = {f"/P{one.page}": forms[one.page] for one in placed}
            content = b"".join(map(_drawn, placed))
            page.Contents = made.make_stream(content)
            page.Resources = Dictionary(XObject=Dictionary(used))
        if marks:
            _lay(made, marks)
        date = pdf.docinfo.get(Name.CreationDate)
        made.trailer.Info = made.make_indirect(Dictionary(Title=String(title)))
        if date is not None:
            made.docinfo[Name.CreationDate] = String(str(date))
            made.docinfo[Name.ModDate] = String(str(date))
        made.Root.ViewerPreferences = _preferences(flip)
        return saving.small(made)


def _drawn(one: Placed) -> bytes:
    """The operators that put a page in its place."""
    x, y, width, height = (pt(mm) for mm in (one.x, one.y, one.width, one.height))
    left, bottom = pt(one.from_x), pt(one.from_y)
    scale = one.scale
    clip = f"q {x:.4f} {y:.4f} {width:.4f} {height:.4f} re W n "
    if one.turned:
        matrix = (-scale, 0, 0, -scale, x + width + left, y + height + bottom)
    else:
        matrix = (scale, 0, 0, scale, x - left, y - bottom)
    numbers = " ".join(f"{number:.6f}".rstrip("0").rstrip(".") for number in matrix)
    return f"{clip}{numbers} cm /P{one.page} Do Q\n".encode()


def _lay(pdf: pikepdf.Pdf, marks: bytes) -> None:
    with pikepdf.open(io.BytesIO(marks)) as stage:
        for page, sheet in zip(pdf.pages, stage.pages, strict=True):
            form = sheet.as_form_xobject(handle_transformations=False)
            page.Resources.XObject["/Marks"] = pdf.copy_foreign(form)
            page.contents_add(pdf.make_stream(b"q /Marks Do Q"))


def _preferences(flip: Flip | None) -> Dictionary:
    """PDF 32000-1, table 150: at 100 %, from the tray with the paper of the page."""
    sides = {
        None: Name.Simplex,
        Flip.LONG: Name.DuplexFlipLongEdge,
        Flip.SHORT: Name.DuplexFlipShortEdge,
    }
    return Dictionary(
        PrintScaling=Name("/None"),
        Duplex=sides[flip],
        PickTrayByPDFSize=True,
        DisplayDocTitle=True,
    )
