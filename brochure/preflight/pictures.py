"""The pictures of a report: a page as it will look, its plates, where ink is heavy."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from brochure.preflight.plates import Plates


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
    """PNG of the total ink: gray up to the limit, red over it."""
    total = plates.page(page).sum(axis=2, dtype=numpy.uint16)
    gray = (255 - numpy.minimum(total, 400) * 150 // 400).astype("uint8")
    picture = numpy.stack([gray, gray, gray], axis=-1)
    near = total > 0.9 * limit_percent
    picture[near] = (240, 190, 60)
    picture[total > limit_percent] = (214, 20, 40)
    return _png(Image.fromarray(picture, "RGB"))


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
