"""The pictures of a report: a page as it will look, its plates, where ink is heavy."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
from PIL import Image, ImageCms

from brochure.preflight.measuring.plates import total

if TYPE_CHECKING:
    from brochure.preflight.measuring.plates import Plates


def proof(plates: Plates, page: int, icc: Path, *, paper: bool = False) -> bytes:
    """PNG of the page as the condition's profile shows it on screen (soft proof).

    With `paper` its white is that of the paper, not that of the screen.
    """
    ink = plates.page(page).astype(numpy.uint16)
    picture = Image.fromarray(((ink * 255 + 50) // 100).astype("uint8"), "CMYK")
    shown = ImageCms.applyTransform(picture, _transform(icc, paper))
    return _png(shown)


def plate(plates: Plates, page: int, ink: int) -> bytes:
    """PNG of one plate, black where there is ink: 0 is cyan, 3 black."""
    tint = plates.page(page)[:, :, ink].astype(numpy.uint16)
    return _png(Image.fromarray((255 - tint * 255 // 100).astype("uint8"), "L"))


def heat(plates: Plates, page: int, limit_percent: float) -> bytes:
    """PNG of the total ink: white to brown up to the limit, magenta over it."""
    ink = total(plates.page(page)).astype(numpy.uint32)
    steps = numpy.minimum(ink * 255 // max(1, round(limit_percent)), 255)
    picture = _heat()[steps]
    picture[ink > limit_percent + 1] = (224, 0, 122)
    return _png(Image.fromarray(picture, "RGB"))


@cache
def _heat() -> numpy.ndarray:
    """The colours from no ink to the limit, 256 × RGB."""
    at = [0, 90, 180, 255]
    colours = [(255, 255, 255), (255, 226, 148), (232, 138, 40), (110, 40, 16)]
    parts = [
        numpy.interp(range(256), at, [colour[part] for colour in colours])
        for part in range(3)
    ]
    return numpy.stack(parts, axis=-1).astype("uint8")


@cache
def _transform(icc: Path, paper: bool) -> Any:
    intents = ImageCms.Intent
    return ImageCms.buildTransform(
        ImageCms.getOpenProfile(str(icc)),
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        intents.ABSOLUTE_COLORIMETRIC if paper else intents.RELATIVE_COLORIMETRIC,
    )


def _png(picture: Image.Image | None) -> bytes:
    assert picture is not None
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=4)
    return file.getvalue()
