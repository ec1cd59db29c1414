"""What a picture's colours become: inks for the press, sRGB for everybody else.

Relative colorimetric with black point compensation, as everywhere in this house
(brochure/shop/colour.py): a colour of a photograph and the same colour of a style sheet
have to meet on the page without a seam, and the profiles of cameras and screens have no
other table. Perceptual would lighten both by the printing profile's own taste.
A door to LittleCMS.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.pictures.reading import Raster
from brochure.shop.colour import Profile

if TYPE_CHECKING:
    from PIL.Image import Image

#: ICC.1:2010 table 19: the colour space of a profile, by the mode of the picture.
_SPACES = {"L": "GRAY", "RGB": "RGB ", "CMYK": "CMYK"}
#: Bytes of a header that say when and by whom, not how: two copies of a profile.
_HEADER = 128
#: JPEG rings by so much at edges; a shop measures the picture after it.
_RINGING = 4.0
#: Rows of pixels whose ink is counted at once: 16 MB.
_PIXELS_AT_ONCE = 2**22


def screen(raster: Raster, press: Path) -> Image:
    """The picture in sRGB: mode RGB, or L where it is gray.

    Without a profile of its own, C M Y K is taken for what `press` describes.
    """
    image, profile = raster.image, _fitting(raster)
    if image.mode == "CMYK":
        return _converted(image, profile or press.read_bytes(), "RGB")
    if not profile or _is_srgb(profile, image.mode):
        return image
    made = _converted(image, profile, "RGB")
    return made.getchannel("G") if image.mode == "L" else made


def plates(raster: Raster, press: Profile, most_percent: float) -> Image:
    """The picture in ink: mode CMYK (255 is full ink), or L (0 is full black).

    C M Y K of the condition that `press` describes stays as it is; all else has no more
    ink at any point than `most_percent`.
    """
    image, profile = raster.image, _fitting(raster)
    if image.mode == "CMYK":
        condition = press.path.read_bytes()
        if not profile or profile[_HEADER:] == condition[_HEADER:]:
            return image
        return _within(_converted(image, profile, "CMYK", condition), most_percent)
    if image.mode == "L" or is_neutral(image):
        return in_black(screen(raster, press.path).convert("L"), press)
    if profile and _is_srgb(profile, "RGB"):
        profile = b""
    return _within(press.separate(image, profile), most_percent)


def in_black(image: Image, press: Profile) -> Image:
    """A gray picture in black ink: the curve of a neutral colour in a style sheet."""
    curve = [255 - round(press.black(gray) * 2.55) for gray in range(256)]
    return image.point(curve)


def is_neutral(image: Image) -> bool:
    """Whether an RGB picture has no colour."""
    from PIL import ImageChops

    red, green, blue = image.split()
    return all(
        ImageChops.difference(red, other).getextrema() == (0, 0)
        for other in (green, blue)
    )


def _fitting(raster: Raster) -> bytes:
    """The picture's profile, if it is one of its own space."""
    if raster.profile and _space(raster.profile) == _SPACES[raster.image.mode]:
        return raster.profile
    return b""


@lru_cache(maxsize=32)
def _space(profile: bytes) -> str:
    """The colour space of a profile, "" for what LittleCMS cannot read."""
    from PIL import ImageCms

    try:
        opened = ImageCms.getOpenProfile(io.BytesIO(profile))
    except (ImageCms.PyCMSError, OSError):
        return ""
    return opened.profile.xcolor_space


@lru_cache(maxsize=32)
def _is_srgb(profile: bytes, mode: str) -> bool:
    """Whether the profile says what sRGB says, within what 8 bits can tell."""
    from PIL import Image, ImageChops

    if mode == "L":
        swatch = Image.frombytes("L", (256, 1), bytes(range(256)))
        same = swatch.convert("RGB")
    else:
        steps = (0, 51, 102, 153, 204, 255)
        cube = bytes(v for r in steps for g in steps for b in steps for v in (r, g, b))
        swatch = same = Image.frombytes("RGB", (len(cube) // 3, 1), cube)
    off = ImageChops.difference(_converted(swatch, profile, "RGB"), same)
    return all(high <= 1 for _, high in off.getextrema())  # type: ignore[misc]


def _converted(
    image: Image, profile: bytes, mode: str, target: bytes | None = None
) -> Image:
    from PIL import ImageCms

    link = _link(profile, image.mode, mode, target)
    made = ImageCms.applyTransform(image, link)
    assert made is not None, "only an in-place conversion returns nothing"
    return made


@lru_cache(maxsize=16)
def _link(profile: bytes, source: str, mode: str, target: bytes | None) -> Any:
    """From a profile to another, or to sRGB; tabulated, for pictures."""
    from PIL import ImageCms

    def opened(data: bytes) -> Any:
        return ImageCms.getOpenProfile(io.BytesIO(data))

    return ImageCms.buildTransform(
        opened(profile),
        ImageCms.createProfile("sRGB") if target is None else opened(target),
        source,
        mode,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _within(image: Image, most_percent: float) -> Image:
    """The same with no more ink than that: colour goes, black stays.

    Black carries the drawing of the shadows; C M Y under it only deepen them.
    """
    import numpy
    from PIL import Image

    most = max(100.0, most_percent - _RINGING) * 2.55
    rows = max(1, _PIXELS_AT_ONCE // image.width)
    for top in range(0, image.height, rows):
        box = (0, top, image.width, min(top + rows, image.height))
        inks = numpy.asarray(image.crop(box))
        total = inks.sum(axis=2, dtype=numpy.uint16)
        if (total <= most).all():
            continue
        black = inks[..., 3:].astype(numpy.float32)
        colour = total[..., None] - black
        share = numpy.clip((most - black) / numpy.maximum(colour, 1), 0, 1)
        less = inks.copy()
        less[..., :3] = inks[..., :3] * share
        image.paste(Image.fromarray(less, "CMYK"), box[:2])
    return image
