"""C M Y K and sRGB, each from the other through a press's ICC profile.

Relative colorimetric with black point compensation. The door to LittleCMS
(`PIL.ImageCms`), imported when first used. C M Y K is in percent, sRGB in 0–255.

Black ink alone is treated as a grey scale of its own: K 100 is #000000 and every tint
is neutral, so that an office printer sets text with its black toner, and what is
neutral in a style sheet returns as black ink only.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.files import reason
from brochure.finding import Finding, Stop, Words, fail

if TYPE_CHECKING:
    from PIL.Image import Image

RGB = tuple[int, int, int]
CMYK = tuple[float, float, float, float]

#: A press profile is 0.5–3 MB; LittleCMS is not offered larger ones.
MAX_BYTES = 32 * 1024 * 1024


def check(path: Path, name: str = "") -> list[Finding]:
    """What keeps the file at `path` from being a press profile, by its header alone.

    ICC.1:2010 § 7.2: class at byte 12, colour space at 16, “acsp” at 36. PDF/X wants an
    output profile; ours must be CMYK, hence N = 4.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(128)
    except OSError as error:
        why = reason(error)
        return [
            fail(
                "icc.unreadable",
                f"ICC プロファイルを読めません（{why.ja}）",
                f"the ICC profile cannot be read ({why.en})",
                at=name,
            )
        ]
    if len(header) < 128 or header[36:40] != b"acsp" or size > MAX_BYTES:
        return [_refused(name, "ICC プロファイルではありません", "is no ICC profile")]
    if header[12:16] != b"prtr" or header[16:20] != b"CMYK":
        kind = f"{header[12:16].decode('latin-1')}, {header[16:20].decode('latin-1')}"
        return [
            _refused(
                name,
                f"印刷用 CMYK のプロファイルではありません（{kind.strip()}）",
                f"is no CMYK press profile ({kind.strip()})",
            )
        ]
    return []


def _refused(name: str, ja: str, en: str) -> Finding:
    return fail(
        "icc.not-for-press",
        ja,
        f"this {en}",
        hint=Words(
            "印刷会社の CMYK 出力プロファイル（class prtr）を指定してください",
            "name the CMYK output profile (class prtr) that the print shop gave you",
        ),
        at=name,
    )


@dataclass(frozen=True)
class Profile:
    """One printing condition's colours, as its ICC profile describes them.

    Raises:
        Stop: (every method) the profile lacks the tables for the conversion.
    """

    path: Path

    def to_srgb(self, colours: Iterable[CMYK]) -> list[RGB]:
        """The sRGB of each C M Y K; black ink alone gives neutral greys."""
        wanted = [(0.0, 0.0, 0.0, 100.0), *colours]
        looks = self._look(wanted)
        darkest = _luminance(looks[0])
        return [
            look if any(cmyk[:3]) else _grey(_luminance(look), darkest)
            for cmyk, look in zip(wanted[1:], looks[1:], strict=True)
        ]

    def to_cmyk(self, colour: RGB) -> CMYK:
        """The C M Y K that prints `colour`, to 0.1 %; a grey in black ink only."""
        red, green, blue = colour
        if red == green == blue:
            return (0.0, 0.0, 0.0, self.black(red))
        from PIL import Image

        swatch = Image.new("RGB", (1, 1), colour)
        pixel: Any = _apply(swatch, self._exact_separation).getpixel((0, 0))
        c, m, y, k = (round(value / 2.55, 1) for value in pixel)
        return (c, m, y, k)

    def black(self, grey: int) -> float:
        """The percent of black ink that looks most like the sRGB grey 0–255."""
        return float(min(range(101), key=lambda k: abs(self._greys[k] - grey)))

    def separate(self, image: Image, source: bytes = b"") -> Image:
        """An image in mode RGB as CMYK, pixel for pixel.

        `source` is the ICC profile that the image came with; without one, or with one
        that is no use, the image is sRGB.
        """
        from PIL import ImageCms

        if source:
            try:
                camera = ImageCms.getOpenProfile(io.BytesIO(source))
                transform = _transform(self.path, "RGB", "CMYK", camera)
            except (ImageCms.PyCMSError, Stop):
                transform = self._separation
        else:
            transform = self._separation
        return _apply(image, transform)

    def _look(self, colours: list[CMYK]) -> list[RGB]:
        from PIL import Image

        row = Image.new("CMYK", (len(colours), 1))
        for x, cmyk in enumerate(colours):
            c, m, y, k = (round(percent * 2.55) for percent in cmyk)
            row.putpixel((x, 0), (c, m, y, k))
        pixels: Any = _apply(row, _transform(self.path, "CMYK", "RGB", exact=True))
        return [pixels.getpixel((x, 0)) for x in range(len(colours))]

    @cached_property
    def _greys(self) -> list[int]:
        """The sRGB grey of black ink at 0, 1 … 100 %."""
        return [rgb[0] for rgb in self.to_srgb((0, 0, 0, k) for k in range(101))]

    @cached_property
    def _separation(self) -> Any:
        return _transform(self.path, "RGB", "CMYK")

    @cached_property
    def _exact_separation(self) -> Any:
        return _transform(self.path, "RGB", "CMYK", exact=True)


def _transform(
    profile: Path, source: str, target: str, rgb: Any = None, *, exact: bool = False
) -> Any:
    """A LittleCMS transform from or to sRGB (or the profile `rgb`).

    It is tabulated first, for images; `exact` leaves that out, for few colours: the 77
    of a palette take 4 ms instead of 30.
    """
    from PIL import ImageCms

    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    if exact:
        flags |= ImageCms.Flags.NOOPTIMIZE
    screen = rgb or ImageCms.createProfile("sRGB")
    press = str(profile)
    try:
        return ImageCms.buildTransform(
            press if source == "CMYK" else screen,
            screen if source == "CMYK" else press,
            source,
            target,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags,
        )
    except ImageCms.PyCMSError as error:
        raise Stop(
            _refused(
                profile.name,
                f"ICC プロファイルで色を計算できません（{error}）",
                f"profile cannot convert colours ({error})",
            )
        ) from None


def _apply(image: Image, transform: Any) -> Image:
    from PIL import ImageCms

    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None, "only an in-place conversion returns nothing"
    return converted


def from_lab(lightness: float, a: float, b: float) -> RGB:
    """The sRGB of a CIE Lab colour (D50), clipped to what sRGB has.

    The matrix is Bradford-adapted, from brucelindbloom.com (sRGB, D50).
    """
    fy = (lightness + 16) / 116
    cubes = ((fy + a / 500) ** 3, fy**3, (fy - b / 200) ** 3)
    x, y, z = (
        white * (cube if cube > 216 / 24389 else (116 * root - 16) * 27 / 24389)
        for white, cube, root in zip(
            (0.96422, 1.0, 0.82521),
            cubes,
            (fy + a / 500, fy, fy - b / 200),
            strict=True,
        )
    )
    red, green, blue = (
        _encoded(r * x + g * y + b * z)
        for r, g, b in (
            (3.1338561, -1.6168667, -0.4906146),
            (-0.9787684, 1.9161415, 0.0334540),
            (0.0719453, -0.2289914, 1.4052427),
        )
    )
    return (red, green, blue)


def _luminance(colour: RGB) -> float:
    """Relative luminance 0–1 of an sRGB colour (IEC 61966-2-1)."""
    linear = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (value / 255 for value in colour)
    )
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _grey(luminance: float, darkest: float) -> RGB:
    """The neutral sRGB of `luminance` on a scale that begins at `darkest`."""
    value = _encoded((luminance - darkest) / (1 - darkest))
    return (value, value, value)


def _encoded(linear: float) -> int:
    """An sRGB channel 0–255 of linear light (IEC 61966-2-1)."""
    light = min(max(linear, 0.0), 1.0)
    curved = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(curved * 255)
