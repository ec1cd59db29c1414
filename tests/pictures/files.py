"""Pictures of every kind, made for a test: no binary is kept in the repository."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

from PIL import Image

RGB = tuple[int, int, int]

#: Colorants and gamma: Adobe RGB (1998) § 4.3, SMPTE EG 432-1; xy of D65.
ADOBE = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)), 2.19921875
P3 = ((0.68, 0.32), (0.265, 0.69), (0.15, 0.06)), 2.2
_D65 = (0.3127, 0.3290)
_D50 = (0.96422, 1.0, 0.82521)
#: Bradford (ICC.1:2010 annex E).
_CONE = (
    (0.8951, 0.2664, -0.1614),
    (-0.7502, 1.7135, 0.0367),
    (0.0389, -0.0685, 1.0296),
)


def rgb_profile(space: tuple[Any, float]) -> bytes:
    """A display profile of three colorants and a gamma (ICC.1:2010 § 8.4.3)."""
    (red, green, blue), gamma = space
    xyz = [_xyz(*one) for one in (red, green, blue)]
    shares = _solve(list(zip(*xyz, strict=True)), _xyz(*_D65))
    scaled = [[v * share for v in one] for one, share in zip(xyz, shares, strict=True)]
    adapted = [_adapted(one) for one in scaled]
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    tags = {
        b"rXYZ": _XYZ(adapted[0]),
        b"gXYZ": _XYZ(adapted[1]),
        b"bXYZ": _XYZ(adapted[2]),
    }
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve, b"wtpt": _XYZ(_D50)}
    return _profile(b"RGB ", tags)


def gray_profile(gamma: float) -> bytes:
    """A display profile for gray (ICC.1:2010 § 8.4.4)."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    return _profile(b"GRAY", {b"kTRC": curve, b"wtpt": _XYZ(_D50)})


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    words = b"test\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(words)) + words + bytes(79),
        b"cprt": b"text" + bytes(4) + b"none\0",
        **tags,
    }
    table, data = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        value += bytes(-len(value) % 4)
        table += name + struct.pack(">II", start + len(data), len(value))
        data += value
    whole = struct.pack(">I", len(tags)) + table + data
    header = struct.pack(
        ">I4xI4s4s4s12x4s4xI16xI3I", 128 + len(whole), 0x02100000, b"mntr", space,
        b"XYZ ", b"acsp", 0, 0, *(round(v * 65536) for v in _D50),
    )  # fmt: skip
    return header.ljust(128, b"\0") + whole


def _XYZ(values: Any) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in values))


def _xyz(x: float, y: float) -> list[float]:
    return [x / y, 1.0, (1 - x - y) / y]


def _times(matrix: Any, vector: Any) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _solve(matrix: Any, wanted: Any) -> list[float]:
    import numpy

    solved: list[float] = numpy.linalg.solve(
        numpy.array(matrix), numpy.array(wanted)
    ).tolist()
    return solved


def _adapted(xyz: Any) -> list[float]:
    cones = _times(_CONE, xyz)
    before, after = _times(_CONE, _xyz(*_D65)), _times(_CONE, _D50)
    return _solve(
        _CONE, [c * a / b for c, a, b in zip(cones, after, before, strict=True)]
    )


# --- Pictures --------------------------------------------------------------------


def data_of(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(image).save(file, quality=-1, chroma=444, **options)
        return file.getvalue()
    image.save(file, kind, **options)
    return file.getvalue()


def put(folder: Path, name: str, image: Image.Image, kind: str, **options: Any) -> str:
    """Saves it and returns its name."""
    (folder / name).write_bytes(data_of(image, kind, **options))
    return name


def patches(*colours: RGB, side: int = 48) -> Image.Image:
    """Squares of colour side by side."""
    image = Image.new("RGB", (side * len(colours), side))
    for n, colour in enumerate(colours):
        image.paste(colour, (n * side, 0, (n + 1) * side, side))
    return image


def exif(orientation: int) -> bytes:
    found = Image.Exif()
    found[0x0112] = orientation
    return found.tobytes()


def cornered() -> Image.Image:
    """80 × 40 of light gray, a red corner at the upper left and blue at its right."""
    image = Image.new("RGB", (80, 40), (200, 200, 200))
    image.paste((220, 20, 20), (0, 0, 20, 20))
    image.paste((20, 20, 220), (60, 0, 80, 20))
    return image


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """The pixels a camera stores, so that `orientation` shows `image` upright."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    return image.transpose(back[orientation]) if orientation in back else image


def unmarked_cmyk_jpeg(image: Image.Image) -> bytes:
    """A CMYK JPEG as others than Adobe write it: no marker, ink not inverted."""
    from PIL import ImageChops

    data = data_of(ImageChops.invert(image), "JPEG", quality=98, subsampling=0)
    at = data.index(b"\xff\xee")
    length = int.from_bytes(data[at + 2 : at + 4])
    return data[:at] + data[at + 2 + length :]
