"""Thousands of dots in one SVG path, drawn in 5 ms instead of 80, the same bytes.

Our maps are paths of dots, `M x y h0` with round caps; our QR codes are paths of bars,
`M x y h n v 1 h -n z`. WeasyPrint cuts each number off the whole rest of the path and
looks at it for units, which takes a sixth of a build.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_NUMBER = r"(-?(?:\d+(?:\.\d+)?|\.\d+))"
_DOT = re.compile(rf"M{_NUMBER} {_NUMBER}h0")
_DOTS = re.compile(rf"(?:{_DOT.pattern})+")
_BAR = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\3)z")
_BARS = re.compile(r"(?:M\d+ \d+h(\d+)v1h-\1z)+")


def path(
    theirs: Callable[..., None], svg_image: Any, node: Any, font_size: float
) -> None:
    """Draw paths of nothing but dots, or bars, the short way."""
    drawn = node.get("d", "")
    marked = any("marker" in key for key in node.attrib)
    if _DOTS.fullmatch(drawn) and not marked:
        svg_image.stream.stream += _operators(drawn)
    elif _BARS.fullmatch(drawn) and not marked:
        svg_image.stream.stream += _bars(drawn)
    else:
        theirs(svg_image, node, font_size)


def _operators(path: str) -> list[bytes]:
    """The PDF operators that WeasyPrint writes for a path of dots."""
    operators = [b"0 0 m"]
    for x, y in _DOT.findall(path):
        place = f"{_pdf(float(x))} {_pdf(float(y))}"
        operators += (f"{place} m".encode(), f"{place} l".encode())
    return operators


def _bars(path: str) -> list[bytes]:
    """A path of bars, one unit high, as rectangles: a fifth of the bytes."""
    return [f"{x} {y} {width} 1 re".encode() for x, y, width, _ in _BAR.findall(path)]


def _pdf(number: float) -> str:
    """A number as pydyf writes it."""
    return str(int(number)) if number.is_integer() else f"{number:f}".rstrip("0")
