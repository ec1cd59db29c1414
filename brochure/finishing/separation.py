"""色分解: every colour that a page paints becomes C M Y K, an ink exactly its own.

Inside a soft mask there is no ink, only lightness, so there colours become grey.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Name, Object

from brochure.finding import Stop, Words, fail
from brochure.finishing import images
from brochure.finishing.contents import Op, Pieces
from brochure.finishing.ticket import Job
from brochure.finishing.walk import Id, Place
from brochure.shop.colour import CMYK, RGB, Profile, from_lab
from brochure.shop.inks import WHITE, Ink

#: An operand is written with six decimals: 1/255 is met to a thousandth of a step.
_EXACT = 0.01
#: Luminosity of RGB in a mask (PDF 32000-1 § 11.3.5.3).
_LUMINOSITY = (0.3, 0.59, 0.11)
_BLACK: RGB = (0, 0, 0)


@dataclass
class Separation:
    """The separation of one file.

    `used` collects the inks (a tint counts as its base), `raw` the objects that paint
    each colour that is no ink. Pictures that are `ready` have their plates already.
    """

    job: Job
    profile: Profile
    used: set[str] = field(default_factory=set)
    raw: dict[RGB, set[Id]] = field(default_factory=dict)
    ready: frozenset[Id] = frozenset()
    _known: dict[RGB, CMYK] = field(default_factory=dict)
    _images: images.Cache = field(default_factory=dict)

    def content(self, pieces: Pieces, at: Place) -> Pieces:
        """A content stream with every colour in C M Y K, or grey in a mask."""
        spaces: dict[bool, bytes] = {}
        separated: Pieces = []
        for piece in pieces:
            if isinstance(piece, Op):
                separated += self._painted(piece, spaces, at)
            else:
                separated.append(piece)
        return separated

    def _painted(self, op: Op, spaces: dict[bool, bytes], at: Place) -> tuple[Op, ...]:
        """The operator in ink; `spaces` remembers the space of fills and strokes."""
        kind, stroke = op.operator.lower(), op.operator.isupper()
        if kind == b"cs":
            spaces[stroke] = op.operands[-1]
            return (op,) if op.operands[-1] in _PRINTABLE else ()
        if kind in (b"sc", b"scn"):
            space = spaces.get(stroke, b"/DeviceGray")
            if space in _PRINTABLE:
                return (op,)
            values = self._values(rgb_of(space, op.operands), at)
        elif kind == b"rg":
            values = self._values(_numbers(op.operands), at)
        elif kind == b"g" and not at.in_mask:
            values = (0, 0, 0, 1 - float(op.operands[-1]))
        else:
            return (op,)
        return (Op(_OPERATORS[stroke, at.in_mask], tuple(map(_operand, values))),)

    def shading(self, shading: pikepdf.Object, at: Place) -> None:
        """Puts the functions of a gradient into C M Y K, stop by stop."""
        if shading.ColorSpace != Name.DeviceRGB:
            return
        shading.ColorSpace = Name.DeviceGray if at.in_mask else Name.DeviceCMYK
        self._function(shading.Function, at)

    def image(self, image: pikepdf.Stream, at: Place) -> None:
        """Puts an image into C M Y K, or into grey where it has no colour."""
        if image.objgen in self.ready and not at.in_mask:
            return
        images.convert(image, self.profile, self._images, in_mask=at.in_mask)

    def _function(self, function: pikepdf.Object, at: Place) -> None:
        if function.FunctionType == 3:
            for part in function.Functions:
                self._function(part, at)
        elif function.FunctionType == 2:
            for key in (Name.C0, Name.C1):
                stop = _numbers(function[key])
                plates = map(_operand, self._values(stop, at))
                function[key] = Object.parse(b"[%s]" % b" ".join(plates))
        else:
            raise ValueError(f"gradient function of type {function.FunctionType}")

    def _values(self, rgb: Sequence[float], at: Place) -> Sequence[float]:
        """What the plates get for an sRGB 0–1, each 0–1; in a mask its lightness."""
        if at.in_mask:
            return (sum(w * v for w, v in zip(_LUMINOSITY, rgb, strict=True)),)
        return [percent / 100 for percent in self._cmyk(rgb, at)]

    def _cmyk(self, rgb: Sequence[float], at: Place) -> CMYK:
        red, green, blue = (round(value * 255) for value in rgb)
        colour = (red, green, blue)
        exact = all(abs(v * 255 - n) < _EXACT for v, n in zip(rgb, colour, strict=True))
        ink = self.job.palette.by_srgb.get(colour) if exact else None
        if ink:
            self.used.add(ink.base)
            return ink.cmyk
        if colour not in (WHITE, _BLACK):
            self.raw.setdefault(colour, set()).add(at.source)
        if colour not in self._known:
            self._known[colour] = self.profile.to_cmyk(colour)
        return self._known[colour]

    def inks(self) -> list[Ink]:
        """The inks used, in the order of the palette."""
        return [ink for ink in self.job.palette.inks.values() if ink.name in self.used]


#: Colour spaces that go to press as they are.
_PRINTABLE = (b"/Pattern", b"/DeviceCMYK", b"/DeviceGray")
#: The operator for fills or strokes, on paper or in a mask.
_OPERATORS = {
    (False, False): b"k",
    (True, False): b"K",
    (False, True): b"g",
    (True, True): b"G",
}


def _numbers(values: Iterable[Any]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _operand(value: float) -> bytes:
    """A number as PDF writes it, no exponent, no needless zeros."""
    return b"%d" % value if value in (0, 1) else f"{value:.6f}".rstrip("0").encode()


def rgb_of(space: bytes, operands: Iterable[bytes]) -> tuple[float, ...]:
    """The sRGB 0–1 of a colour in one of the spaces that CSS can name.

    Raises:
        Stop: the space is a profile of the style sheet's own.
    """
    if space == b"/DeviceRGB":
        return _numbers(operands)
    if space.startswith(b"/lab-"):
        lightness, a, b = _numbers(operands)
        return _numbers(channel / 255 for channel in from_lab(lightness, a, b))
    name = space.decode("ascii")[1:]
    raise Stop(
        fail(
            "colour.space",
            f"色空間「{name}」は印刷用に分解できません",
            f"colours in “{name}” cannot be separated",
            hint=Words(
                "@color-profile をやめて、インキ var(--…) を使ってください",
                "use an ink, var(--…), in place of @color-profile",
            ),
        )
    )
