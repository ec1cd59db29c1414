"""目で見る: what a reader sees of a PDF file: dark areas, words that are readable."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pypdfium2

Pixels = np.ndarray


def drawn(file: Path, ppi: float = 144) -> list[Pixels]:
    """The pages in sRGB, 0–1."""
    with pypdfium2.PdfDocument(file) as pdf:
        return [
            np.asarray(page.render(scale=ppi / 72).to_pil().convert("RGB")) / 255
            for page in pdf
        ]


def dark(file: Path) -> float:
    """The share of dark pixels, of the darkest page."""
    return max(float((p @ (0.299, 0.587, 0.114) < 0.5).mean()) for p in drawn(file, 50))


def text(file: Path) -> str:
    return subprocess.check_output(["pdftotext", "-raw", file, "-"], text=True)


def luminance(pixels: Pixels) -> Pixels:
    linear = np.where(
        pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4
    )
    return linear @ (0.2126, 0.7152, 0.0722)


_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<'
)


def unreadable(file: Path) -> list[str]:
    """The words that are not seen: nothing in their frame has 3 : 1 with the rest."""
    marked = subprocess.check_output(["pdftotext", "-bbox", file, "-"], text=True)
    lost = []
    for page, said in zip(drawn(file), marked.split("<page ")[1:], strict=True):
        light = luminance(page)
        for *frame, word in _WORD.findall(said):
            left, top, right, bottom = (round(2 * float(edge)) for edge in frame)
            there = light[max(0, top) : bottom + 1, max(0, left) : right + 1]
            seen = (there.max() + 0.05) / (there.min() + 0.05)
            paper = 1.05 / (there.min() + 0.05)
            if seen < 3 or paper < 3:
                lost.append(f"{word} {seen:.1f} {paper:.1f}")
    return lost
