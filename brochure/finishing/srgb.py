"""sRGB for everybody but the press: no ink and no camera's space is left in a file.

Files for the office, for screens and for the web say that their colours are sRGB. A
page of inks from the palette is sRGB already and is not touched.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Name

from brochure.finishing import pictures, vector
from brochure.finishing.contents import Op, Pieces
from brochure.finishing.pictures import Exchanged, Purpose
from brochure.finishing.separation import rgb_of
from brochure.finishing.spaces import Target
from brochure.finishing.ticket import Job
from brochure.finishing.walk import Place, visit
from brochure.pictures import colour, standin, treatment
from brochure.pictures.reading import Raster
from brochure.shop import printers
from brochure.shop.colour import Profile

if TYPE_CHECKING:
    from PIL.Image import Image

#: How our layout engine begins a colour that is not sRGB.
_OTHER = tuple(
    b"/%b %b" % (space, operator)
    for space in (b"DeviceCMYK", b"lab-d50", b"lab-d65")
    for operator in (b"cs", b"CS")
)
#: JPEG's scale; on this one a light tint next to type shows no blocks.
_QUALITY = 92


def settle(
    pdf: pikepdf.Pdf, source: bytes, job: Job, *, most_ppi: float = 0
) -> Exchanged:
    """Puts pictures and colours of a typeset page into sRGB; `source` is its bytes.

    `most_ppi` is for those who know better than the target.

    Raises:
        Stop: a picture is damaged, or cannot be converted.
    """
    profile = Profile(job.printer.icc if job.printer else printers.HOUSE_ICC)
    exchanged = pictures.exchange(pdf, source, _purpose(job, profile, most_ppi))
    if any(begin in source for begin in _OTHER):
        visit(pdf, _Screen(profile))
    return exchanged


def settled(source: bytes, job: Job, *, most_ppi: float = 0) -> bytes:
    """A typeset page as it can be shown: its bytes, where there is nothing to do.

    Raises:
        Stop: as `settle`.
    """
    if not any(sign in source for sign in (standin.MARK, *_OTHER)):
        return source
    with pikepdf.open(io.BytesIO(source)) as pdf:
        settle(pdf, source, job, most_ppi=most_ppi)
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True, compress_streams=False)
        return file.getvalue()


def _purpose(job: Job, profile: Profile, most_ppi: float) -> Purpose:
    target = job.output.target
    mono = "mono" in job.output.variant
    return Purpose(
        key=("screen", str(profile.path), mono, job.palette.css()),
        paint=partial(_painted, job, profile, mono),
        vector=partial(vector.place, target=Target(profile, job.palette, inked=False)),
        most_ppi=most_ppi or target.most_ppi,
        least_ppi=target.least_ppi,
        least_line_art_ppi=2 * target.least_ppi,
        quality=_QUALITY,
    )


def _painted(
    job: Job, profile: Profile, mono: bool, raster: Raster, query: str
) -> Image:
    """The pixels in sRGB; without colour for a printer that has black alone.

    Of photographs the gray is what the eye sees; a drawing goes the way of all colours
    there (gray.py), which keeps yellow from vanishing.
    """
    image = colour.screen(raster, profile.path)
    if inks := treatment.asked("", query, job.palette):
        image = treatment.screen(image.convert("L"), inks, profile)
    return image.convert("L") if mono and raster.lossy else image


class _Screen:
    """What is done to everything a page paints."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile

    def content(self, pieces: Pieces, resources: pikepdf.Object, at: Place) -> Pieces:
        spaces: dict[bool, bytes] = {}
        made: Pieces = []
        for piece in pieces:
            if isinstance(piece, Op):
                made += self._op(piece, spaces)
            else:
                made.append(piece)
        return made

    def _op(self, op: Op, spaces: dict[bool, bytes]) -> tuple[Op, ...]:
        kind, stroke = op.operator.lower(), op.operator.isupper()
        if kind == b"cs":
            spaces[stroke] = op.operands[-1]
            return () if _is_other(op.operands[-1]) else (op,)
        if kind in (b"sc", b"scn") and _is_other(space := spaces.get(stroke, b"")):
            if space == b"/DeviceCMYK":
                return (self._ink(op.operands[-4:], stroke=stroke),)
            return (_rgb(rgb_of(space, op.operands), stroke=stroke),)
        if kind == b"k":
            return (self._ink(op.operands[-4:], stroke=stroke),)
        return (op,)

    def _ink(self, operands: Iterable[bytes], *, stroke: bool) -> Op:
        c, m, y, k = (100 * float(value) for value in operands)
        (look,) = self.profile.to_srgb([(c, m, y, k)])
        return _rgb([value / 255 for value in look], stroke=stroke)

    def state(self, state: pikepdf.Object, at: Place) -> None:
        pass

    def shading(self, shading: pikepdf.Object, at: Place) -> None:
        if shading.get(Name.ColorSpace) == Name.DeviceCMYK:
            shading.ColorSpace = Name.DeviceRGB
            self._function(shading.Function)

    def _function(self, function: pikepdf.Object) -> None:
        for part in function.get(Name.Functions, []):
            self._function(part)
        for key in (Name.C0, Name.C1):
            if key in function:
                c, m, y, k = (100 * float(value) for value in function[key])
                (look,) = self.profile.to_srgb([(c, m, y, k)])
                function[key] = Array([round(value / 255, 4) for value in look])

    def image(self, image: pikepdf.Stream, at: Place) -> None:
        pass

    def group(self, form: pikepdf.Object, at: Place) -> None:
        pass


def _is_other(space: bytes) -> bool:
    return space == b"/DeviceCMYK" or space.startswith(b"/lab-")


def _rgb(values: Iterable[float], *, stroke: bool) -> Op:
    operands = tuple(
        f"{value:.5f}".rstrip("0").rstrip(".").encode() for value in values
    )
    return Op(b"RG" if stroke else b"rg", operands)
