"""Pictures: how many pixels, how many of them an inch on paper, how hard compressed."""

from __future__ import annotations

import math
from typing import Any

import pikepdf

from brochure.preflight.facts import Box, Image, State
from brochure.preflight.reading.colours import space
from brochure.preflight.reading.matrix import Matrix

#: ITU-T T.81, table K.1: the luminance table of quality 50, in zigzag order.
_LUMINANCE = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
    26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
    56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
    95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip


def placed(
    picture: Any,
    name: str,
    at: Matrix,
    box: Box,
    state: State,
    resources: Any,
    *,
    kind: str = "image",
) -> Image | None:
    """A placement of `picture`: the unit square under `at` (points)."""
    try:
        width = int(_either(picture, "/Width", "/W") or 0)
        height = int(_either(picture, "/Height", "/H") or 0)
    except (TypeError, ValueError):
        return None
    stencil = bool(_either(picture, "/ImageMask", "/IM") or False)
    across = math.hypot(at.a, at.b) / 72
    down = math.hypot(at.c, at.d) / 72
    ppis = [n / inches for n, inches in ((width, across), (height, down)) if inches > 0]
    given = _either(picture, "/ColorSpace", "/CS")
    colour = space(given, resources) if given is not None else None
    family = ""
    names: tuple[str, ...] = ()
    if colour is not None:
        family = (
            f"Indexed {colour.base}" if colour.family == "Indexed" else colour.family
        )
        names = colour.names
    filters = _filters(picture)
    try:
        bits = int(
            _either(picture, "/BitsPerComponent", "/BPC") or (1 if stencil else 8)
        )
    except (TypeError, ValueError):
        bits = 8
    return Image(
        box,
        name,
        (width, height),
        min(ppis) if ppis else 0.0,
        bits,
        family,
        filters,
        _quality(picture) if "DCTDecode" in filters[-1:] else None,
        "mask" if stencil else kind,  # type: ignore[arg-type]
        state,
        names,
    )


def _either(picture: Any, long: str, short: str) -> Any:
    value = picture.get(long)
    return picture.get(short) if value is None else value


def _filters(picture: Any) -> tuple[str, ...]:
    value = _either(picture, "/Filter", "/F")
    if value is None:
        return ()
    names = list(value) if isinstance(value, pikepdf.Array) else [value]
    return tuple(str(name)[1:] for name in names)


def _quality(picture: Any) -> int | None:
    """An estimate of the quality that a JPEG was saved with, 1 to 100."""
    try:
        data = picture.read_raw_bytes()[:65536]
    except Exception:
        return None
    at = data.find(b"\xff\xdb")
    if at < 0 or at + 69 > len(data) or data[at + 4] >> 4:
        return None
    table: bytes = data[at + 5 : at + 69]
    ratio = sum(table) / sum(_LUMINANCE)
    if ratio <= 0:
        return None
    quality = 100 - 50 * ratio if ratio <= 1 else 50 / ratio
    return max(1, min(100, round(quality)))
