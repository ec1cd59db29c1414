"""白黒: every colour of an office file as a gray that stands out from the paper.

A printer with black toner alone makes its own grays, and yellow vanishes. Here each
colour gets the gray of its lightness, the light ones darker than they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Name

from brochure.finishing.contents import Op, Pieces
from brochure.finishing.walk import Id, Place, visit

#: Rec. 601 luma, which is how light a colour looks on a screen.
_LUMA = (0.299, 0.587, 0.114)
#: From so light on a colour is paper; what is darker is darkened by the factor.
_PAPER, _DARKER = 0.93, 0.72


def lightness(rgb: Sequence[float]) -> float:
    """The gray, 0 black to 1 white, of an sRGB colour 0–1."""
    luma = sum(part * value for part, value in zip(_LUMA, rgb, strict=True))
    return 1.0 if luma >= _PAPER else round(luma * _DARKER, 4)


def make(pdf: pikepdf.Pdf, done: frozenset[Id] = frozenset()) -> None:
    """Takes every colour out of a file in sRGB; pictures in `done` have none."""
    visit(pdf, _Gray(done))


class _Gray:
    """What is done to everything a page paints."""

    def __init__(self, done: frozenset[Id]) -> None:
        self._done = set(done)

    def content(self, pieces: Pieces, resources: pikepdf.Object, at: Place) -> Pieces:
        return [
            _painted(piece) if isinstance(piece, Op) and not at.in_mask else piece
            for piece in pieces
        ]

    def state(self, state: pikepdf.Object, at: Place) -> None:
        pass

    def shading(self, shading: pikepdf.Object, at: Place) -> None:
        if shading.ColorSpace == Name.DeviceRGB and not at.in_mask:
            shading.ColorSpace = Name.DeviceGray
            _function(shading.Function)

    def image(self, image: pikepdf.Stream, at: Place) -> None:
        if at.in_mask or image.objgen in self._done or "/ImageMask" in image:
            return
        self._done.add(image.objgen)
        picture = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
        table = [round(255 * lightness([level / 255] * 3)) for level in range(256)]
        gray = picture.convert("L").point(table)
        image.write(gray.tobytes())
        image.ColorSpace = Name.DeviceGray
        image.BitsPerComponent = 8
        for key in ("/Decode", "/DecodeParms"):
            if key in image:
                del image[key]

    def group(self, form: pikepdf.Object, at: Place) -> None:
        pass


def _painted(op: Op) -> Op:
    if op.operator not in (b"rg", b"RG"):
        return op
    gray = lightness([float(value) for value in op.operands[-3:]])
    operator = b"G" if op.operator.isupper() else b"g"
    return Op(operator, (f"{gray:.4f}".rstrip("0").rstrip(".").encode(),))


def _function(function: pikepdf.Object) -> None:
    if function.FunctionType == 3:
        for part in function.Functions:
            _function(part)
        return
    for key in (Name.C0, Name.C1):
        stop = [float(value) for value in function[key]]
        function[key] = Array([lightness(stop)])
