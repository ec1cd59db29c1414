"""透明な画像を下地に載せる: PDF 1.3 has no alpha, so a picture takes in what is below.

It can where that is bare paper or one flat colour. What lies there shows when the page
is drawn without the picture; whatever is painted over it counts as well, so a picture
with words on it is rather refused than printed wrongly. A door to pdfium.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name

from brochure.finding import Finding, Words, fail
from brochure.finishing.places import Placed
from brochure.product.units import pt
from brochure.shop.colour import CMYK, RGB, Profile
from brochure.shop.inks import WHITE, Palette

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels a point when the page is drawn: fine enough for a logo of a few millimetres.
_SCALE = 2.0
#: Edges are mixed with what is beside them.
_INSET_PX = 1


def ground(
    pdf: pikepdf.Pdf, picture: pikepdf.Stream, lying: Iterable[Placed]
) -> RGB | None:
    """The one colour, in sRGB, that is seen in the picture's places without it."""
    import pypdfium2

    found: set[RGB] = set()
    with pypdfium2.PdfDocument(_without(pdf, picture)) as drawn:
        for place in lying:
            page = drawn[place.page - 1]
            whole = page.render(scale=_SCALE).to_pil().convert("RGB")
            box = _pixels(pdf.pages[place.page - 1], place)
            seen = whole.crop(
                (
                    max(0, box[0]),
                    max(0, box[1]),
                    min(whole.width, box[2]),
                    min(whole.height, box[3]),
                )
            )
            extremes = seen.getextrema()
            if any(low != high for low, high in extremes):
                return None
            red, green, blue = (int(low) for low, _ in extremes)
            found.add((red, green, blue))
    return found.pop() if len(found) == 1 else None


def _without(pdf: pikepdf.Pdf, picture: pikepdf.Stream) -> bytes:
    """The file with nothing to see in the picture's places."""
    alpha = picture.SMask
    picture.SMask = pdf.make_stream(
        b"\x00",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    file = io.BytesIO()
    pdf.save(file, compress_streams=False)
    picture.SMask = alpha
    return file.getvalue()


def _pixels(page: pikepdf.Page, place: Placed) -> tuple[int, int, int, int]:
    """The place on the drawn page, a little smaller."""
    left, _, _, top = (float(edge) for edge in page.cropbox)
    trim_left, _, _, trim_top = (float(edge) for edge in page[Name.TrimBox])
    x, y = trim_left - left, top - trim_top
    edges = place.box
    return (
        int((x + pt(edges[0])) * _SCALE) + 1 + _INSET_PX,
        int((y + pt(edges[1])) * _SCALE) + 1 + _INSET_PX,
        max(1, int((x + pt(edges[2])) * _SCALE) - _INSET_PX),
        max(1, int((y + pt(edges[3])) * _SCALE) - _INSET_PX),
    )


def on(
    picture: Image, alpha: Image, below: RGB, palette: Palette, press: Profile
) -> Image:
    """The picture in ink on a colour of the page; one of the palette is exactly it."""
    from PIL import Image, ImageChops

    if below == WHITE:
        bare: int | tuple[int, ...] = 255 if picture.mode == "L" else (0, 0, 0, 0)
        return Image.composite(
            picture, Image.new(picture.mode, picture.size, bare), alpha
        )
    ink = palette.by_srgb.get(below)
    mix: CMYK = ink.cmyk if ink else press.to_cmyk(below)
    if picture.mode == "L":
        none = Image.new("L", picture.size)
        picture = Image.merge("CMYK", (none, none, none, ImageChops.invert(picture)))
    levels = tuple(round(part * 2.55) for part in mix)
    return Image.composite(picture, Image.new("CMYK", picture.size, levels), alpha)


def refused(name: str) -> Finding:
    """Why a picture keeps the file from being PDF/X-1a."""
    return fail(
        "x1a.transparency",
        "PDF/X-1a に透明な部分のある画像は使えません（下地が一色ではありません）",
        "PDF/X-1a cannot have a picture with transparent parts here: what is below is "
        "not of one colour",
        hint=Words(
            "一色の下地に置くか、背景を付けて保存するか、PDF/X-4 の印刷条件に",
            "put it on one flat colour, save it with a background, or choose a "
            "PDF/X-4 printer",
        ),
        subject=name,
    )


def refused_drawing(name: str) -> Finding:
    """The same of a placed PDF."""
    return fail(
        "x1a.transparency",
        "PDF/X-1a に透明効果のある PDF は置けません",
        "PDF/X-1a cannot have a placed PDF that uses transparency",
        hint=Words(
            "透明を分割・統合して保存するか、PDF/X-4 の印刷条件に",
            "flatten its transparency, or choose a PDF/X-4 printer",
        ),
        subject=name,
    )
