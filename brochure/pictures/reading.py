"""A picture's file becomes pixels: upright, of 8 bits, no larger than is needed.

Colours stay what they are in the file, with its profile beside them: `colour` knows
what a target makes of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure.pictures import flaws
from brochure.pictures.looking import chunks, opened

if TYPE_CHECKING:
    from PIL.Image import Image

Size = tuple[int, int]

#: A JPEG is read at a half, a quarter, an eighth if that is still so many times larger.
_ROOM = 2
_LOSSY = ("JPEG", "MPO", "HEIF", "AVIF")


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels in mode L, RGB or CMYK (255 is full ink), and what belongs to them.

    `alpha` is a mode L picture of the same size, or None; `profile` an ICC profile of
    the image's own space, b"" for none. `lossy` says that it was compressed with loss,
    `line_art` that there is only black and white in the file.
    """

    image: Image
    alpha: Image | None = None
    profile: bytes = b""
    lossy: bool = False
    line_art: bool = False


def read(name: str, data: bytes, size: Size | None = None) -> Raster:
    """The picture in `data`, made smaller to the `size` in pixels if one is given.

    Raises:
        Stop: it is damaged.
    """
    from PIL import Image, ImageOps

    with opened(name, data) as image:
        kind = image.format or ""
        if size and kind in ("JPEG", "MPO"):
            longest = _ROOM * max(size)
            image.draft(None, (longest, longest))
        image.load()
        line_art = image.mode == "1"
        lossy = kind in _LOSSY or (kind == "WEBP" and b"VP8L" not in chunks(data))
        profile = image.info.get("icc_profile") or b""
        plain: Image.Image = ImageOps.exif_transpose(image) or image
        plain = _of_8_bits(name, plain)
        if kind in ("JPEG", "MPO") and plain.mode == "CMYK":
            plain = _right_way_round(plain, adobe="adobe" in image.info)
        if plain.mode == "LAB":
            plain, profile = _from_lab(plain), b""
        if size and size != plain.size:
            # Pillow takes the alpha into account, where there is one.
            plain = plain.resize(size, Image.Resampling.LANCZOS)
        alpha = None
        if plain.mode in ("RGBA", "LA"):
            alpha = plain.getchannel("A")
            plain = plain.convert(plain.mode[:-1])
            if alpha.getextrema() == (255, 255):
                alpha = None
    return Raster(plain, alpha, bytes(profile), lossy, line_art)


def _of_8_bits(name: str, image: Image) -> Image:
    """The same in mode L, LA, RGB, RGBA, CMYK or LAB."""
    mode = image.mode
    if mode.startswith("I;16") or mode == "I":
        # 65,535 is white: 16 bits are 257 times 8, not 256 (PNG 3rd edition, § 13.12).
        scaled = image.convert("I").point(lambda level: level * (1 / 257) + 0.5)
        return scaled.convert("L")
    if mode == "F":
        if image.getextrema()[1] > 1:  # type: ignore[operator]
            raise flaws.unreadable(name, "floating point above 1")
        return image.point(lambda level: level * 255 + 0.5).convert("L")
    if "transparency" in image.info and mode in ("1", "L", "RGB", "P"):
        return image.convert("LA" if mode in ("1", "L") else "RGBA")
    if mode in ("L", "RGB", "CMYK", "LAB", "RGBA", "LA"):
        return image
    plainer = {"1": "L", "La": "LA", "PA": "RGBA", "RGBa": "RGBA"}
    return image.convert(plainer.get(mode, "RGB"))


def _right_way_round(image: Image, *, adobe: bool) -> Image:
    """A CMYK JPEG: Pillow takes each for Adobe's, which writes ink inverted."""
    from PIL import ImageChops

    return image if adobe else ImageChops.invert(image)


def _from_lab(image: Image) -> Image:
    from PIL import ImageCms

    made = ImageCms.profileToProfile(
        image,
        ImageCms.createProfile("LAB"),
        ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
    )
    assert made is not None, "only an in-place conversion returns nothing"
    return made
