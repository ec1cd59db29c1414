"""Page images: a finished page drawn, compared with a reviewed one, recorded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

REVIEWED = Path(__file__).parent / "reviewed"

#: A pixel differs when a channel is off by more than this (0–255) from every pixel
#: around it: an edge that moved by less than one pixel is noise of the rasteriser.
CHANNEL_NOISE = 48
#: Share of differing pixels that a page may have.
PAGE_NOISE = 0.0001


def draw(pdf: Path, page: int, width_px: int) -> Image.Image:
    """Page `page` (from 0) of `pdf`, `width_px` pixels wide, drawn by pdfium."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[page]
    image = sheet.render(scale=width_px / sheet.get_width()).to_pil().convert("RGB")
    document.close()
    return image


def difference(drawn: Image.Image, reviewed: Image.Image) -> np.ndarray:
    """Where the two pages differ, as a mask of pixels (height × width)."""
    new = np.asarray(drawn, dtype=np.int16)
    old = np.pad(np.asarray(reviewed, dtype=np.int16), ((1, 1), (1, 1), (0, 0)), "edge")
    height, width = new.shape[:2]
    nearest = np.full((height, width), 255, dtype=np.int16)
    for dy in range(3):
        for dx in range(3):
            around = old[dy : dy + height, dx : dx + width]
            nearest = np.minimum(nearest, np.abs(new - around).max(axis=2))
    return nearest > CHANNEL_NOISE


def show_difference(drawn: Image.Image, mask: np.ndarray, path: Path) -> None:
    """Writes the drawn page in grey with every differing pixel in red."""
    grey = np.asarray(drawn.convert("L").convert("RGB")).copy() // 2 + 127
    grey[mask] = (255, 0, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(grey).save(path)


def record(drawn: Image.Image, path: Path) -> None:
    """Stores `drawn` as the reviewed picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn.save(path, optimize=True)
