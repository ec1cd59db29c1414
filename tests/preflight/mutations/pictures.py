"""Pictures and QR codes."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Name
from PIL import Image

from tests.preflight.good import modules
from tests.preflight.mutations.colour import jpeg
from tests.preflight.mutations.registry import X1A, image, mutation, paint, place


@mutation("images.coarse", "100 ppi")
def _(pdf: pikepdf.Pdf) -> None:
    place(pdf, image(pdf, 100, bytes([60] * 40000)), 25.4)


@mutation("images.coarse", "250 ppi", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    place(pdf, image(pdf, 250, bytes([60] * 250000)), 25.4)


@mutation("images.coarse", "fine across, coarse down the page")
def _(pdf: pikepdf.Pdf) -> None:
    picture = image(pdf, 200, bytes([60] * 160000))
    matrix = "q 10 0 0 60 80 40 cm /Pic Do Q"
    paint(pdf, matrix, XObject={"Pic": picture})


@mutation("images.coarse", "a drawing of one bit in 300 ppi")
def _(pdf: pikepdf.Pdf) -> None:
    picture = image(pdf, 296, bytes(296 * 37), space=Name.DeviceGray, bits=1)
    place(pdf, picture, 25.4)


@mutation("images.coarse", "a stencil of 300 ppi")
def _(pdf: pikepdf.Pdf) -> None:
    stencil = pdf.make_stream(
        bytes(296 * 37), Type=Name.XObject, Subtype=Name.Image, Width=296, Height=296,
        ImageMask=True, BitsPerComponent=1,
    )  # fmt: skip
    place(pdf, stencil, 25.4)


@mutation("images.wasteful", "1200 ppi of a photograph", outcome="info")
def _(pdf: pikepdf.Pdf) -> None:
    place(pdf, image(pdf, 1200, bytes([60] * 5760000)), 25.4)


@mutation("images.jpeg-quality", "quality 30", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    place(pdf, image(pdf, 400, jpeg(30), Filter=Name.DCTDecode), 25.4)


@mutation("images.deep", "16 bits a colour", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    place(pdf, image(pdf, 40, bytes([60] * 12800), bits=16), 2.5)


@mutation("images.deep", "JPEG 2000", outcome="warn", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    file = io.BytesIO()
    Image.effect_noise((400, 400), 40).save(file, "JPEG2000")
    picture = image(pdf, 400, file.getvalue(), space=Name.DeviceGray)
    picture.Filter = Name.JPXDecode
    picture.write(file.getvalue(), filter=Name.JPXDecode)
    place(pdf, picture, 25.4)


# --- QR codes --------------------------------------------------------------------


def drawn(
    pdf: pikepdf.Pdf, *, module: float = 0.5, ink: str = "0 0 0 1", spoilt: bool = False
) -> None:
    """Another code on page 1."""
    squares = modules(150, 30, module, spoilt=spoilt)
    paths = (f"{x:.3f} {y:.3f} {w} {h} re" for x, y, w, h in squares)
    paint(pdf, f"{ink} k {' '.join(paths)} f")


@mutation("qr.module-small", "modules of 0.3 mm")
def _(pdf: pikepdf.Pdf) -> None:
    drawn(pdf, module=0.3)


@mutation("qr.coloured", "in cyan and black")
def _(pdf: pikepdf.Pdf) -> None:
    drawn(pdf, ink="1 0.2 0 0.6")


@mutation("qr.quiet-zone", "a line two modules away")
def _(pdf: pikepdf.Pdf) -> None:
    drawn(pdf)
    paint(pdf, "0 0 0 1 K 0.5 w 148.7 25 m 148.7 48 l S")


@mutation("qr.unreadable", "a code that nobody can read")
def _(pdf: pikepdf.Pdf) -> None:
    drawn(pdf, spoilt=True)


@mutation("qr.content", "where the code leads, for the proof-reader", outcome="info")
def _(pdf: pikepdf.Pdf) -> None:
    drawn(pdf)
