"""The image target: each page as a picture of a given width, for the web.

The trimmed page in sRGB, which is what a picture without a profile is taken for; a PNG
says so itself (PNG 3rd edition, § 11.3.2.5).
"""

from __future__ import annotations

import io
from typing import Final

import pypdfium2
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from brochure.finishing import srgb
from brochure.finishing.ticket import Finished, Job
from brochure.product.units import MM_PER_INCH

#: JPEG's scale; on this one a light tint next to type shows no blocks.
_QUALITY: Final = 92
#: Drawn so much larger, then averaged: hair lines and small type stay even.
_FINER: Final = 2


def finish(source: bytes, job: Job) -> Finished:
    """One picture for each page, `job.output.width_px` wide.

    Raises:
        Stop: a picture on it is damaged.
    """
    output = job.output
    width = output.width_px
    height = round(width * output.format.height / output.format.width)
    ppi = _FINER * width / (output.format.width / MM_PER_INCH)
    source = srgb.settled(source, job, most_ppi=ppi)
    with pypdfium2.PdfDocument(source) as pdf:
        return Finished(
            tuple(
                _encoded(_drawn(page, width, height), output.ending, job)
                for page in pdf
            )
        )


def _drawn(page: pypdfium2.PdfPage, width: int, height: int) -> Image.Image:
    scale = _FINER * width / page.get_width()
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture.resize((width, height), Image.Resampling.BOX)


def _encoded(picture: Image.Image, ending: str, job: Job) -> bytes:
    file = io.BytesIO()
    inches = job.output.format.width / MM_PER_INCH
    dpi = (picture.width / inches, picture.width / inches)
    if ending == "jpeg":
        picture.save(file, "JPEG", quality=_QUALITY, subsampling=0, dpi=dpi)
        return file.getvalue()
    about = PngInfo()
    about.add(b"sRGB", b"\0")  # perceptual
    about.add_itxt("Title", job.title)
    picture.save(file, "PNG", optimize=True, dpi=dpi, pnginfo=about)
    return file.getvalue()
