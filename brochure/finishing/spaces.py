"""Colours of a placed PDF, whatever space they are in, as a target wants them.

A space of a PDF (PDF 32000-1 § 8.6) comes down to gray, RGB or C M Y K; those become
ink, or sRGB. Spot colours are taken for the mix that the file itself gives for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Array, Name

from brochure.finding import Finding, Stop, Words, fail
from brochure.finishing import functions
from brochure.pictures import colour
from brochure.pictures.reading import Raster
from brochure.shop.colour import CMYK, RGB, Profile, from_lab
from brochure.shop.inks import Palette

if TYPE_CHECKING:
    from PIL.Image import Image

#: The plain spaces, by the names that a file can have for them, also inline.
PLAIN = {
    "/DeviceGray": "L", "/G": "L", "/CalGray": "L",
    "/DeviceRGB": "RGB", "/RGB": "RGB", "/CalRGB": "RGB",
    "/DeviceCMYK": "CMYK", "/CMYK": "CMYK",
}  # fmt: skip
DEVICES = {
    "L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK
}  # fmt: skip
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
PARTS = {"L": 1, "RGB": 3, "CMYK": 4}


class Paint(NamedTuple):
    """A colour as it is written: the space of 1, 3 or 4 numbers, each 0–1."""

    mode: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Target:
    """What colours of a placed file become: ink for the press, else sRGB.

    What `masks` is no colour but lightness (PDF 32000-1 § 11.5.3).
    """

    profile: Profile
    palette: Palette
    inked: bool
    most_ink: float = 400.0
    masks: bool = False

    @property
    def mode(self) -> str:
        """The space of what has colour."""
        if self.masks:
            return "L"
        return "CMYK" if self.inked else "RGB"

    def paint(self, mode: str, values: Sequence[float], icc: bytes = b"") -> Paint:
        """A plain colour, as the target writes it; in `mode` or gray."""
        if icc:
            mode, values = self._told(mode, values, icc)
        if self.masks:
            return Paint("L", (_lightness(values),))
        if mode == "L":
            return Paint("L", tuple(values))
        if mode == "CMYK":
            if self.inked:
                return Paint("CMYK", tuple(values))
            c, m, y, k = (100 * value for value in values)
            return self._shown(self.profile.to_srgb([(c, m, y, k)])[0])
        red, green, blue = (round(255 * value) for value in values)
        if not self.inked:
            return Paint("RGB", tuple(values))
        ink = self.palette.by_srgb.get((red, green, blue))
        mix: CMYK = ink.cmyk if ink else self.profile.to_cmyk((red, green, blue))
        return Paint("CMYK", tuple(part / 100 for part in mix))

    def full(self, paint: Paint) -> tuple[float, ...]:
        """The same in the target's own space, for gradients."""
        if paint.mode == self.mode:
            return paint.values
        (gray,) = paint.values
        return (0.0, 0.0, 0.0, 1 - gray) if self.inked else (gray, gray, gray)

    def pixels(self, raster: Raster) -> Image:
        """A picture in it."""
        if self.masks:
            return colour.screen(raster, self.profile.path).convert("L")
        if self.inked:
            return colour.plates(raster, self.profile, self.most_ink)
        return colour.screen(raster, self.profile.path)

    def _told(
        self, mode: str, values: Sequence[float], icc: bytes
    ) -> tuple[str, tuple[float, ...]]:
        """What a colour with a profile is in sRGB, or in the press's own C M Y K."""
        from PIL import Image

        swatch = Image.new(mode, (1, 1))
        levels = tuple(round(255 * min(max(value, 0), 1)) for value in values)
        swatch.putpixel((0, 0), levels if len(levels) > 1 else levels[0])
        raster = Raster(swatch, profile=icc)
        if mode == "CMYK" and self.inked:
            made = colour.plates(raster, self.profile, self.most_ink)
            if made is swatch:  # the same condition: not rounded either
                return mode, tuple(values)
        else:
            made = colour.screen(raster, self.profile.path)
            if made is swatch:
                return mode, tuple(values)
        pixel = made.getpixel((0, 0))
        parts = pixel if isinstance(pixel, tuple) else (pixel,)
        return made.mode, tuple(float(part or 0) / 255 for part in parts)

    @staticmethod
    def _shown(look: RGB) -> Paint:
        if look[0] == look[1] == look[2]:
            return Paint("L", (look[0] / 255,))
        return Paint("RGB", tuple(value / 255 for value in look))


def _lightness(values: Sequence[float]) -> float:
    """Of a gray, an RGB or a C M Y K, as a viewer reckons it (§ 10.3)."""
    if len(values) == 1:
        return values[0]
    weighted = sum(w * v for w, v in zip((0.3, 0.59, 0.11), values[:3], strict=True))
    return weighted if len(values) == 3 else max(0.0, 1 - weighted - values[3])


class Space:
    """A colour space of a file, as `target` understands it.

    Raises:
        Stop: (on making one) it is none that a placed file can have.
    """

    def __init__(self, thing: pikepdf.Object, target: Target, name: str) -> None:
        self.thing, self.target, self.name = thing, target, name
        is_list = isinstance(thing, pikepdf.Array)
        self.kind = str(thing[0] if is_list else thing)
        self.is_pattern = self.kind == "/Pattern"
        makers: dict[str, Callable[[Sequence[float]], Paint]] = {
            "/ICCBased": self._icc_based,
            "/Lab": self._lab,
            "/Indexed": self._indexed,
            "/I": self._indexed,
            "/Separation": self._spot,
            "/DeviceN": self._spot,
        }
        if self.kind in PLAIN:
            self._make: Callable[[Sequence[float]], Paint] = self._plain
        elif self.kind in makers:
            self._make = makers[self.kind]
        elif not self.is_pattern:
            raise Stop(unknown(name, self.kind[1:]))

    @cached_property
    def parts(self) -> int:
        """How many numbers a colour of it has."""
        if self.kind in PLAIN:
            return PARTS[PLAIN[self.kind]]
        if self.kind == "/ICCBased":
            return int(self.thing[1].N)
        if self.kind == "/DeviceN":
            return len(self.thing[1])
        return 3 if self.kind == "/Lab" else 1

    @cached_property
    def first(self) -> tuple[float, ...]:
        """The colour that choosing the space chooses (PDF 32000-1 § 8.6.8)."""
        if self.kind in ("/Separation", "/DeviceN"):
            return (1.0,) * self.parts
        zeros = [0.0] * self.parts
        if self.parts == 4:
            zeros[3] = 1.0
        return tuple(zeros)

    @cached_property
    def icc(self) -> bytes:
        """Its profile, b"" where it has none; of a palette, that of its colours."""
        if self.kind == "/ICCBased":
            return self.thing[1].read_bytes()
        if self.kind in ("/Indexed", "/I"):
            return self._base.icc
        return b""

    @cached_property
    def plain(self) -> pikepdf.Object:
        """The space that its pixels have without a profile, for reading them."""
        if self.kind in ("/Indexed", "/I"):
            return Array([Name.Indexed, self._base.plain, *self.thing[2:]])
        if self.kind == "/Separation":
            return Name.DeviceGray
        if self.kind in PLAIN or self.kind == "/ICCBased":
            return DEVICES[_MODES[self.parts]]
        return self.thing

    def paint(self, values: Sequence[float]) -> Paint:
        """A colour of it."""
        return self._make(values)

    @cached_property
    def _base(self) -> Space:
        """What an Indexed or a spot space is made of."""
        place = 1 if self.kind in ("/Indexed", "/I") else 2
        return Space(self.thing[place], self.target, self.name)

    def _plain(self, values: Sequence[float]) -> Paint:
        return self.target.paint(PLAIN[self.kind], values)

    def _icc_based(self, values: Sequence[float]) -> Paint:
        return self.target.paint(_MODES[self.parts], values, self.icc)

    def _lab(self, values: Sequence[float]) -> Paint:
        red, green, blue = from_lab(*values)
        return self.target.paint("RGB", (red / 255, green / 255, blue / 255))

    def _indexed(self, values: Sequence[float]) -> Paint:
        table = self.thing[3]
        data = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
        start = int(values[0]) * self._base.parts
        entry = data[start : start + self._base.parts]
        return self._base.paint([byte / 255 for byte in entry])

    def _spot(self, values: Sequence[float]) -> Paint:
        names = self.thing[1]
        if self.kind == "/Separation" and names == Name.All:
            # Marks for every plate: in a picture they are black.
            return self.target.paint("L", (1 - values[0],))
        return self._base.paint(functions.value(self.thing[3], values))


def unknown(name: str, what: str) -> Finding:
    """What is in the file that cannot be converted."""
    return fail(
        "image.pdf-part",
        f"「{what}」は変換できません",
        f"“{what}” in it cannot be converted",
        hint=Words(
            "分割・拡張するか、画像にして保存してください",
            "expand it, or turn that part into pixels, and save it again",
        ),
        subject=name,
    )
