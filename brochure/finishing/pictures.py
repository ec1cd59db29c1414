"""Stand-ins are exchanged for their pictures, before anything else is done to a file.

Only here is it known what a picture is for and how large it is printed: so here it gets
its colours, and no more pixels than the target can use. What has too few is named.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Name

from brochure.finding import Finding, Stop, Words, fail, warn
from brochure.finishing import flatten, images
from brochure.finishing.images import Encoded
from brochure.finishing.places import Placed, places
from brochure.finishing.ticket import Edges
from brochure.finishing.vector import Drawn
from brochure.finishing.walk import Id
from brochure.pictures import standin
from brochure.pictures.looking import About, look
from brochure.pictures.reading import Raster, Size, read
from brochure.pictures.standin import Held
from brochure.product.units import MM_PER_INCH
from brochure.shop.colour import RGB

if TYPE_CHECKING:
    from PIL.Image import Image

#: A picture finer than wanted by less stays as it is: resampling costs sharpness, too.
_SLACK = 1.2
#: What is black and white alone is no photograph: it needs, and keeps, more (1200 ppi).
_LINE_ART = 1200.0
#: As preflight's images.coarse: measured sizes are rounded.
_NEARLY = 0.99


@dataclass(frozen=True, slots=True)
class Purpose:
    """What pictures are for: colours, pixels an inch, and the quality of a JPEG.

    `paint` makes the pixels of a picture with a treatment ("" for none) what the target
    prints: mode L, RGB or CMYK. `key` is what its result depends on besides. `vector`
    puts a PDF in the place of a stand-in, and says what came along. `flat` lays a
    picture with transparent parts on a colour of the page, where there may be none.
    """

    key: tuple[str | float, ...]
    paint: Callable[[Raster, str], Image]
    vector: Callable[[pikepdf.Pdf, pikepdf.Stream, Held], Drawn]
    most_ppi: float
    least_ppi: float
    least_line_art_ppi: float
    quality: int = 95
    flat: Callable[[Image, Image, RGB], Image] | None = None


class Exchanged(NamedTuple):
    """What came of it: the pictures that are done, where they lie, what is wrong.

    `photographs` are those among them that were compressed with loss.
    """

    pictures: frozenset[Id] = frozenset()
    photographs: frozenset[Id] = frozenset()
    coarse: tuple[tuple[int, Edges, Finding], ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(dict.fromkeys(finding for *_, finding in self.coarse))


class _Pixels(NamedTuple):
    """A picture as it will be in the file."""

    size: Size
    encoded: Encoded
    alpha: bytes
    photograph: bool
    line_art: bool


def exchange(pdf: pikepdf.Pdf, source: bytes, purpose: Purpose) -> Exchanged:
    """Puts every picture where its stand-in is; `source` is the file's bytes.

    Raises:
        Stop: some of them are damaged, or cannot be what the target asks.
    """
    if standin.MARK not in source:
        return Exchanged()
    held = {stream.objgen: (stream, one) for stream, one in _held(pdf)}
    lying: dict[Id, list[Placed]] = defaultdict(list)
    for place in places(pdf, held):
        lying[place.picture].append(place)
    findings: list[Finding] = []
    coarse: list[tuple[int, Edges, Finding]] = []
    ready: set[Id] = set()
    photographs: set[Id] = set()
    transparent: list[Id] = []
    for key, (stream, picture) in held.items():
        try:
            if not lying[key]:
                _erase(stream)
            elif picture.vector:
                drawn = purpose.vector(pdf, stream, picture)
                ready |= drawn.pictures
                if drawn.transparent and purpose.flat:
                    findings.append(flatten.refused_drawing(picture.name))
            else:
                about = look(picture.name, picture.data)
                pixels = _pixels(picture, about, lying[key], purpose)
                _write(pdf, stream, pixels)
                coarse += _coarse(picture, about, lying[key], purpose, pixels)
                ready.add(key)
                if pixels.photograph:
                    photographs.add(key)
                if pixels.alpha and purpose.flat:
                    transparent.append(key)
        except Stop as stop:
            findings += stop.findings
    grounds = {
        key: flatten.ground(pdf, held[key][0], lying[key]) for key in transparent
    }
    for key, below in grounds.items():
        stream, picture = held[key]
        if below is None:
            findings.append(flatten.refused(picture.name))
        else:
            about = look(picture.name, picture.data)
            _write(pdf, stream, _pixels(picture, about, lying[key], purpose, below))
    if findings:
        raise Stop(*findings)
    return Exchanged(frozenset(ready), frozenset(photographs), tuple(coarse))


def _held(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Stream, Held]]:
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get(Name.Subtype) != Name.Image:
            continue
        if thing.get(Name.Filter) != Name.DCTDecode:
            continue
        try:
            picture = standin.held_in(thing.read_raw_bytes())
        except ValueError:
            raise Stop(_turned()) from None
        if picture:
            yield thing, picture


# --- One picture -----------------------------------------------------------------


class _Kept:
    """The last pictures that were made: a page that is laid out again has the same."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.made: dict[tuple[object, ...], _Pixels] = {}

    def get(self, key: tuple[object, ...]) -> _Pixels | None:
        if (found := self.made.pop(key, None)) is not None:
            self.made[key] = found
        return found

    def put(self, key: tuple[object, ...], pixels: _Pixels) -> None:
        self.made[key] = pixels
        while sum(map(_weight, self.made.values())) > self.most_bytes:
            del self.made[next(iter(self.made))]


def _weight(pixels: _Pixels) -> int:
    return len(pixels.encoded.data) + len(pixels.alpha)


_KEPT = _Kept(64 * 2**20)


def _pixels(
    picture: Held,
    about: About,
    lying: Iterable[Placed],
    purpose: Purpose,
    below: RGB | None = None,
) -> _Pixels:
    """The picture for its places; laid on the colour `below`, if one is given."""
    whole = (about.width, about.height)
    ppi = max(purpose.most_ppi, _LINE_ART) if about.bilevel else purpose.most_ppi
    wanted = _wanted(whole, lying, ppi)
    digest = sha256(picture.data).digest()
    key = (digest, picture.treatment, wanted, below, *purpose.key, purpose.quality)
    if (known := _KEPT.get(key)) is not None:
        return known
    raster = read(picture.name, picture.data, wanted)
    painted, alpha = purpose.paint(raster, picture.treatment), raster.alpha
    if below is not None and alpha is not None and purpose.flat:
        painted, alpha = purpose.flat(painted, alpha, below), None
    pixels = _Pixels(
        painted.size,
        images.encode(painted, jpeg=raster.lossy, quality=purpose.quality),
        alpha.tobytes() if alpha else b"",
        raster.lossy,
        raster.line_art,
    )
    _KEPT.put(key, pixels)
    return pixels


def _wanted(whole: Size, lying: Iterable[Placed], ppi: float) -> Size:
    """How many pixels the largest of the places needs; never more than there are."""
    share = max(
        max(
            place.width / MM_PER_INCH * ppi / whole[0],
            place.height / MM_PER_INCH * ppi / whole[1],
        )
        for place in lying
    )
    if share * _SLACK >= 1:
        return whole
    return max(1, math.ceil(whole[0] * share)), max(1, math.ceil(whole[1] * share))


def _write(pdf: pikepdf.Pdf, stream: pikepdf.Stream, pixels: _Pixels) -> None:
    for key in (Name.Interpolate, Name.SMask):
        if key in stream:
            del stream[key]
    stream.Width, stream.Height = pixels.size
    images.write(stream, pixels.encoded)
    if pixels.alpha:
        stream.SMask = pdf.make_stream(
            pixels.alpha,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=pixels.size[0],
            Height=pixels.size[1],
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )


def _erase(stream: pikepdf.Stream) -> None:
    """A picture that no page shows leaves nothing of itself."""
    stream.Width = stream.Height = 1
    images.write(stream, Encoded(b"\xff", Name.DeviceGray, jpeg=False))


# --- What is wrong ---------------------------------------------------------------


def _coarse(
    picture: Held,
    about: About,
    lying: Sequence[Placed],
    purpose: Purpose,
    pixels: _Pixels,
) -> Iterator[tuple[int, Edges, Finding]]:
    """Where it has too few pixels an inch, and what is said of the worst place."""
    least = purpose.least_line_art_ppi if pixels.line_art else purpose.least_ppi
    worst = min(lying, key=lambda place: _ppi(about, place))
    ppi = _ppi(about, worst)
    if ppi >= least * _NEARLY:
        return
    enough = max(purpose.most_ppi, least) / ppi
    would_do = (math.ceil(about.width * enough), math.ceil(about.height * enough))
    have = f"{about.width} × {about.height}"
    size = f"{worst.width:.0f} × {worst.height:.0f} mm"
    need = f"{would_do[0]} × {would_do[1]}"
    said = warn(
        "picture.coarse",
        f"{have} 画素を {size} に置くと {ppi:.0f} ppi です。{need} 画素あれば足ります",
        f"{have} px on {size} is {ppi:.0f} ppi; {need} px would do",
        at=picture.at,
        subject=picture.name,
    )
    for place in lying:
        if _ppi(about, place) < least * _NEARLY:
            yield place.page, place.box, said


def _ppi(about: About, place: Placed) -> float:
    return MM_PER_INCH * min(
        about.width / max(place.width, 1e-6), about.height / max(place.height, 1e-6)
    )


def _turned() -> Finding:
    return fail(
        "image.orientation",
        "image-orientation で回した画像は使えません",
        "a picture cannot be turned by image-orientation",
        hint=Words(
            "画像のファイルそのものを回すか、transform: rotate() を使ってください",
            "turn the file itself, or use transform: rotate()",
        ),
    )
