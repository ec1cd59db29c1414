"""A small press file that no rule finds fault with, drawn without Brochure's finishing.

Two A4 pages: a sky to the edge of the bleed, white and black words, a line, a picture
and a QR code. Mutations spoil it, each in one way.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache

import numpy
import pikepdf
import segno
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from brochure import HOME
from brochure.product.units import pt
from brochure.shop import printers
from brochure.shop.printers import Flavour, Printer

BLEED, SLUG = 3.0, 10.0
WIDTH, HEIGHT = 210.0, 297.0
EDGE = BLEED + SLUG
URL = "https://www.mofa.go.jp/"
_FONT = "NotoSansJP-Regular"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
{identification}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@cache
def good(printer: str = "") -> bytes:
    """The file as the shop called `printer` wants it."""
    shop = printers.load(printer, HOME)
    with pikepdf.open(io.BytesIO(_drawn(shop.overprint_black))) as pdf:
        for page in pdf.pages:
            page.obj.BleedBox = _box(SLUG)
            page.obj.TrimBox = _box(EDGE)
            for state in page.resources.get(Name.ExtGState, {}).values():
                state.OPM = 1
        _identify(pdf, shop)
        x1a = shop.pdfx is Flavour.X1A
        return saved(pdf, force_version="1.3" if x1a else "1.6")


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    """The bytes of a file, with nothing in them that PDF 1.3 does not have."""
    file = io.BytesIO()
    objects = pikepdf.ObjectStreamMode.disable
    settings = {"deterministic_id": True, "object_stream_mode": objects, **options}
    pdf.save(file, **settings)  # type: ignore[arg-type]
    return file.getvalue()


def _box(inset: float) -> Array:
    full = (WIDTH + 2 * EDGE, HEIGHT + 2 * EDGE)
    right, top = (pt(side - inset) for side in full)
    return Array([pt(inset), pt(inset), right, top])


def _identify(pdf: pikepdf.Pdf, shop: Printer) -> None:
    date = String("D:20261101000000+09'00'")
    pdf.trailer.Info = Dictionary(
        Title=String("見本"), CreationDate=date, ModDate=date, Trapped=Name("/False")
    )
    said = "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
    if shop.pdfx is Flavour.X1A:
        said = ""
        pdf.trailer.Info.GTS_PDFXVersion = String("PDF/X-1:2001")
        pdf.trailer.Info.GTS_PDFXConformance = String("PDF/X-1a:2001")
    xmp = _XMP.format(identification=said).encode()
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(shop.condition.identifier),
        RegistryName=String(shop.condition.registry),
        Info=String(shop.condition.description),
    )
    if shop.embed_icc:
        intent.DestOutputProfile = pdf.make_stream(shop.icc.read_bytes(), N=4)
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _drawn(overprint: bool) -> bytes:
    pdfmetrics.registerFont(TTFont(_FONT, HOME / "fonts" / f"{_FONT}.ttf"))
    file = io.BytesIO()
    size = (pt(WIDTH + 2 * EDGE), pt(HEIGHT + 2 * EDGE))
    canvas = Canvas(file, pagesize=size, invariant=1, initialFontName=_FONT)
    for number in (1, 2):
        canvas.saveState()
        canvas.translate(pt(EDGE), pt(EDGE))
        canvas.setFillColorCMYK(1, 0.88, 0.32, 0.38)
        canvas.rect(*_rect(-BLEED, 150, WIDTH + 2 * BLEED, 147 + BLEED), 0, 1)
        _words(canvas, 20, 250, 30, f"{number} 頁の見出し", white=True)
        if overprint:
            canvas.setFillOverprint(True)
        _words(canvas, 20, 120, 9, "墨文字は、のせて刷ります。", white=False)
        canvas.setFillOverprint(False)
        canvas.setStrokeColorCMYK(0, 0, 0, 1)
        canvas.setLineWidth(0.3)
        canvas.line(*_rect(20, 110, 190, 110))
        canvas.drawImage(_photograph(), *_rect(20, 60, 25.4, 25.4))
        if number == 2:
            canvas.setFillColorCMYK(0, 0, 0, 1)
            for square in modules(150, 30):
                canvas.rect(*_rect(*square), 0, 1)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _rect(*numbers_mm: float) -> tuple[float, ...]:
    return tuple(map(pt, numbers_mm))


def _words(
    canvas: Canvas, x: float, y: float, size_pt: float, text: str, *, white: bool
) -> None:
    canvas.setFillColorCMYK(0, 0, 0, 0 if white else 1)
    canvas.setFont(_FONT, size_pt)
    canvas.drawString(pt(x), pt(y), text)


def modules(
    x: float, y: float, module: float = 0.5, *, spoilt: bool = False
) -> Iterator[tuple[float, float, float, float]]:
    """The dark squares of a QR code, its lower left corner at x, y, in mm.

    A spoilt one looks like a code, and cannot be read.
    """
    rows = list(segno.make(URL, error="m", micro=False).matrix)
    count = len(rows)
    for row, line in enumerate(rows):
        for column, module_dark in enumerate(line):
            dark = bool(module_dark)
            if spoilt and not _in_finder(row, column, count):
                dark = (row * 7 + column * 3) % 5 < 2
            if dark:
                top = y + (count - 1 - row) * module
                yield x + column * module, top, module, module


def _in_finder(row: int, column: int, count: int) -> bool:
    return (row < 9 or row >= count - 8) and (column < 9 or column >= count - 8)


def _photograph() -> ImageReader:
    from PIL import Image

    ramp = numpy.linspace(0, 150, 350, dtype="uint8")
    plane = numpy.tile(ramp, (350, 1))
    inks = numpy.stack([plane, plane.T, plane[::-1], 0 * plane], axis=-1)
    return ImageReader(Image.fromarray(inks, "CMYK"))
