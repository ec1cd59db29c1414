"""Pictures: what their dictionaries say, and how hard a JPEG was pressed."""

from __future__ import annotations

from typing import Any, NamedTuple

import pikepdf

from brochure.preflight.reading.colours import GRAY, UNKNOWN, Space, space
from brochure.preflight.reading.objects import filters, get, real

#: Sum of the standard luminance table of JPEG (T.81, K.1), which is quality 50.
_STANDARD = 3692
#: A JPEG has its tables near its beginning, behind EXIF and a profile.
_HEAD = 2_000_000
_SHORT = {
    "AHx": "ASCIIHexDecode",
    "A85": "ASCII85Decode",
    "LZW": "LZWDecode",
    "Fl": "FlateDecode",
    "RL": "RunLengthDecode",
    "CCF": "CCITTFaxDecode",
    "DCT": "DCTDecode",
}


class Picture(NamedTuple):
    """An image dictionary, read once for all its placements."""

    pixels: tuple[int, int]
    bits: int
    space: Space
    filters: tuple[str, ...]
    quality: int | None
    stencil: bool
    mask: Any


def picture(image: Any, resources: Any) -> Picture:
    """An image XObject, or the dictionary of an inline image."""

    def entry(long: str, short: str) -> Any:
        found = get(image, long)
        return get(image, short) if found is None else found

    stencil = entry("/ImageMask", "/IM") is True
    given = entry("/ColorSpace", "/CS")
    named = filters(image) if isinstance(image, pikepdf.Stream) else _inline(image)
    if stencil:
        inks = GRAY
    elif given is None and "JPXDecode" in named:
        inks = Space("JPX")
    else:
        inks = space(given, resources).inks if given is not None else UNKNOWN
    bits = 1 if stencil else int(real(entry("/BitsPerComponent", "/BPC"), 8))
    return Picture(
        (int(real(entry("/Width", "/W"))), int(real(entry("/Height", "/H")))),
        bits,
        inks,
        tuple("/" + one for one in named),
        _quality(image) if named == ("DCTDecode",) else None,
        stencil,
        get(image, "/SMask"),
    )


def _inline(image: dict[str, Any]) -> tuple[str, ...]:
    given = image.get("F", image.get("Filter", []))
    listed = given if isinstance(given, list) else [given]
    return tuple(_SHORT.get(one, one) for one in listed if isinstance(one, str))


def _quality(image: Any) -> int | None:
    """The quality 1–100 of libjpeg that has about the same quantisation table."""
    try:
        raw = image.read_raw_bytes()[:_HEAD]
    except (AttributeError, pikepdf.PdfError, RuntimeError):
        return None
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker, length = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4], "big")
        if marker == 0xDB and length >= 67:
            wide = raw[at + 4] >> 4
            size = 2 if wide else 1
            table = raw[at + 5 : at + 5 + 64 * size]
            total = sum(
                int.from_bytes(table[i : i + size], "big")
                for i in range(0, len(table), size)
            )
            return _quality_of(total)
        if marker == 0xDA or length < 2:
            return None
        at += 2 + length
    return None


def _quality_of(total: int) -> int:
    scale = max(0.0, 100 * (total - 32) / _STANDARD)
    quality = (200 - scale) / 2 if scale <= 100 else 5000 / scale
    return max(1, min(100, round(quality)))
