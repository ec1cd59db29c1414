"""受付: pictures are taken in at the door, and a stand-in is handed on for each.

See brochure/pictures/standin.py. A PDF's stand-in comes in an SVG picture of the page's
size, since a JPEG has only whole pixels, and WeasyPrint asks for it by a link of ours.
"""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING, Any

from brochure.finding import Finding, Stop, warn
from brochure.pictures import standin, treatment
from brochure.pictures.looking import is_vector, look
from brochure.pictures.reading import read
from brochure.pictures.standin import Held
from brochure.typeset.refusal import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

    from brochure.shop.inks import Palette

#: Up to so many pixels Pillow does not warn of a bomb, which a stand-in never is.
_QUIET = 80_000_000
#: What a link inside such an SVG picture ends with.
_INNER = "#brochure-stand-in"


class Counter:
    """Where pictures are taken in; what is only unwise goes to `warned`."""

    def __init__(self, palette: Palette, warned: list[Finding]) -> None:
        self.palette = palette
        self.warned = warned
        #: The stand-ins that are asked for next, by the link that does.
        self._waiting: dict[str, bytes] = {}

    def taken(self, url: str, held: Held) -> tuple[str, bytes]:
        """Type and bytes to lay out in place of the picture.

        Raises:
            Refused: It is none, or none that can be printed.
        """
        if made := self._waiting.get(url):
            return "image/jpeg", made
        try:
            treatment.asked(held.name, held.treatment, self.palette)
            if is_vector(held.data):
                return self._vector(url, held)
            return self._raster(url, held)
        except Stop as stop:
            first, *more = stop.findings
            self.warned += more
            raise Refused(first) from None

    def _raster(self, url: str, held: Held) -> tuple[str, bytes]:
        about = look(held.name, held.data)
        if about.frames > 1:
            self.warned.append(_several(held, about.frames))
        width, height = about.width, about.height
        if max(width, height) <= standin.MAX_SIDE and width * height <= _QUIET:
            return "image/jpeg", standin.make(held, width, height)
        return self._inside(url, held, f"{width}px", f"{height}px")

    def _vector(self, url: str, held: Held) -> tuple[str, bytes]:
        from brochure.pictures import vector

        page = vector.look(held.name, held.data)
        held = held._replace(vector=True)
        return self._inside(url, held, f"{page.width:.4f}pt", f"{page.height:.4f}pt")

    def _inside(
        self, url: str, held: Held, width: str, height: str
    ) -> tuple[str, bytes]:
        """The stand-in in an SVG picture that has the size."""
        link = url.split("#")[0] + _INNER
        self._waiting[link] = standin.make(held, 1, 1)
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'width="{width}" height="{height}"><image width="{width}" '
            f'height="{height}" preserveAspectRatio="none" href="{escape(link)}"/>'
            "</svg>"
        )
        return "image/svg+xml", svg.encode()


def pixels(data: bytes, size: tuple[int, int] | None = None) -> Image:
    """The pixels of one of WeasyPrint's pictures, in mode RGBA, whatever its colours.

    They are no more than `size`, about; a page of a PDF is one clear pixel.

    Raises:
        Stop: A picture that was taken in is damaged.
    """
    from PIL import Image

    held = standin.held_in(data)
    if held is None:
        with Image.open(io.BytesIO(data)) as file:
            return file.convert("RGBA")
    if held.vector:
        return Image.new("RGBA", (1, 1))
    raster = read(held.name, held.data, size)
    picture = raster.image.convert("RGB").convert("RGBA")
    if raster.alpha is not None:
        picture.putalpha(raster.alpha)
    return picture


def is_as_filed(data: bytes) -> bool:
    """Whether the picture will be seen in its file's colours, as `pixels` has them."""
    held = standin.held_in(data)
    return held is None or not (held.vector or held.treatment)


def is_taken(image: Any) -> bool:
    """Whether WeasyPrint's picture is a stand-in, whose mode says nothing."""
    data = getattr(image, "image_data", None)
    return data is not None and standin.MARK in data.data[:64]


def _several(held: Held, frames: int) -> Finding:
    return warn(
        "image.several",
        f"{frames} 枚の画像が入っています。最初の 1 枚だけを使います",
        f"there are {frames} pictures in it; only the first is used",
        at=held.at,
        subject=held.name,
    )
