"""A variable font becomes a static one on its way into the PDF, always the same one."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

Theirs = Callable[..., None]


def clean(theirs: Theirs, font: Any, to_unicode: Any, hinting: Any) -> None:
    """Reduce a font to what is embedded of it.

    Pango lays text out at the usual optical size, whatever the size is, so WeasyPrint's
    choice, the first size that it came across, would be other letters at these widths.
    fontTools enters the time of the day, which is taken out again.
    """
    varies = "fvar" in font.tables
    if varies and "opsz" not in font.variations:
        usual = _usual_optical_size(font)
        if usual is not None:
            font.variations["opsz"] = usual
    theirs(font, to_unicode, hinting)
    if varies or font.png or font.svg or font.colr:
        font.file_content = _untimed(font.file_content)


def _usual_optical_size(font: Any) -> float | None:
    axes = _opened(font.file_content, font.index)["fvar"].axes
    return next((axis.defaultValue for axis in axes if axis.axisTag == "opsz"), None)


def _untimed(data: bytes) -> bytes:
    font, made = _opened(data), BytesIO()
    font["head"].modified = font["head"].created
    font.save(made)
    return made.getvalue()


def _opened(data: bytes, number: int = 0) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO(data), fontNumber=number, recalcTimestamp=False, lazy=True)
