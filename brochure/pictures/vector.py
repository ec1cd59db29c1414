"""A PDF, or an Illustrator file that holds one, as a picture: its first page.

What is looked at here is whether it can be placed at all; finishing/vector.py then puts
its drawing into the page. A door to pikepdf.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.finding import Finding, Stop, Words, fail

#: A logo's page is read whole; larger ones are pictures of another trade.
_MOST_OBJECTS = 50_000
_MOST_BYTES = 2**28
#: What reading a damaged file raises, here and in finishing.
_DAMAGE = (
    pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RecursionError
)  # fmt: skip
#: What Illustrator draws in a file without PDF content.
_NO_PDF = b"saved without PDF Content"
#: Which box a picture of the page shows: the tightest that was set for it.
_BOXES = (Name.ArtBox, Name.TrimBox, Name.CropBox, Name.MediaBox)

Box = tuple[float, float, float, float]


class Page(NamedTuple):
    """The part of the page that is the picture, and its size in pt as it is seen."""

    box: Box
    rotated: int
    width: float
    height: float


def look(name: str, data: bytes) -> Page:
    """The first page of the file.

    Raises:
        Stop: it is encrypted or damaged, has hidden layers, or letters whose fonts it
            does not bring along.
    """
    with opened(name, data) as pdf:
        if _unpacked(pdf) > _MOST_BYTES:
            raise Stop(_unreadable(name))
        page = pdf.pages[0]
        if findings := list(_flaws(name, pdf, page)):
            raise Stop(*findings)
        return measured(page)


def _unpacked(pdf: pikepdf.Pdf) -> int:
    """How many bytes its streams come to; it stops counting at too many.

    A few kilobytes of zlib can stand for gigabytes.
    """
    total = 0
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream) or "FlateDecode" not in repr(
            thing.get(Name.Filter)
        ):
            continue
        unpacked = zlib.decompressobj()
        try:
            total += len(unpacked.decompress(thing.read_raw_bytes(), _MOST_BYTES))
        except zlib.error:
            continue
        if total > _MOST_BYTES or unpacked.unconsumed_tail:
            return _MOST_BYTES + 1
    return total


@contextmanager
def opened(name: str, data: bytes) -> Iterator[pikepdf.Pdf]:
    """The file in pikepdf's hands.

    Raises:
        Stop: it cannot be opened, or what is done with it while it is open shows that
            it is damaged.
    """
    # Illustrator and some servers write lines before the header.
    start = max(0, data.find(b"%PDF-"))
    try:
        with pikepdf.open(io.BytesIO(data[start:])) as pdf:
            if pdf.is_encrypted:
                raise Stop(_encrypted(name))
            if not pdf.pages or len(pdf.objects) > _MOST_OBJECTS:
                raise Stop(_unreadable(name))
            yield pdf
    except pikepdf.PasswordError:
        raise Stop(_encrypted(name)) from None
    except _DAMAGE:
        raise Stop(_unreadable(name)) from None


def measured(page: pikepdf.Page) -> Page:
    """The picture's part of a page, turned as the page asks.

    Raises:
        ValueError: it has no area.
    """
    around = _box(page.mediabox)
    for key in _BOXES:
        value = page.get(key) if key != Name.CropBox else page.cropbox
        value = page.mediabox if key == Name.MediaBox else value
        if value is None:
            continue
        box = _inside(_box(value), around)
        if box[2] > box[0] and box[3] > box[1]:
            break
    else:
        raise ValueError("a page without an area")
    rotated = int(page.get(Name.Rotate, 0)) % 360
    unit = float(page.get(Name.UserUnit, 1))
    sides = ((box[2] - box[0]) * unit, (box[3] - box[1]) * unit)
    width, height = sides if rotated % 180 == 0 else sides[::-1]
    return Page(box, rotated, width, height)


def _box(value: pikepdf.Object) -> Box:
    x0, y0, x1, y1 = (float(edge) for edge in value)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _inside(box: Box, around: Box) -> Box:
    return (
        max(box[0], around[0]),
        max(box[1], around[1]),
        min(box[2], around[2]),
        min(box[3], around[3]),
    )


def _flaws(name: str, pdf: pikepdf.Pdf, page: pikepdf.Page) -> Iterator[Finding]:
    page.contents_coalesce()
    if Name.Contents in page and _NO_PDF in page.Contents.read_bytes():
        yield fail(
            "image.no-pdf",
            "PDF の内容を持たない Illustrator ファイルです",
            "this Illustrator file has no PDF in it",
            hint=Words(
                "「PDF 互換ファイルを作成」を入れて保存してください",
                "save it with “Create PDF Compatible File”",
            ),
            subject=name,
        )
    if _hides_layers(pdf):
        yield fail(
            "image.hidden-layers",
            "隠れているレイヤーがあります",
            "it has layers that are switched off",
            hint=Words(
                "隠れているレイヤーを消して保存してください",
                "save it without the hidden layers",
            ),
            subject=name,
        )
    lacking = (font for font in fonts_of(page.obj) if not _embedded(font))
    for font in dict.fromkeys(str(one.get(Name.BaseFont, "/?"))[1:] for one in lacking):
        yield fail(
            "font.not-embedded",
            f"書体 {font} が埋め込まれていません",
            f"the font {font} is not embedded",
            hint=Words(
                "文字をアウトラインにして保存してください",
                "turn the letters into outlines",
            ),
            subject=name,
        )


def _hides_layers(pdf: pikepdf.Pdf) -> bool:
    layers = pdf.Root.get(Name.OCProperties, Dictionary()).get(Name.D, Dictionary())
    off = layers.get(Name.OFF, Array())
    return len(off) > 0 or layers.get(Name.BaseState) == Name.OFF


def fonts_of(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The fonts with outlines of their own that a page or form may use."""
    seen: set[tuple[int, int]] = set()
    waiting = [thing.get(Name.Resources, Dictionary())]
    while waiting:
        resources = waiting.pop()
        for font in _values(resources, Name.Font):
            if font.get(Name.Subtype) == Name.Type0:
                yield from font.DescendantFonts
            elif font.get(Name.Subtype) != Name.Type3:
                yield font
        for kind in (Name.XObject, Name.Pattern):
            for inner in _values(resources, kind):
                if inner.is_indirect and inner.objgen in seen:
                    continue
                seen.add(inner.objgen)
                if Name.Resources in inner:
                    waiting.append(inner.Resources)


def _values(resources: pikepdf.Object, kind: Name) -> list[pikepdf.Object]:
    found = resources.get(kind)
    if found is None:
        return []
    return [one for one in found.as_dict().values() if hasattr(one, "get")]


def _embedded(font: pikepdf.Object) -> bool:
    descriptor = font.get(Name.FontDescriptor, Dictionary())
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _encrypted(name: str) -> Finding:
    return fail(
        "image.encrypted",
        "パスワードで保護された PDF です",
        "this PDF is protected",
        hint=Words("保護を外して保存してください", "save it without protection"),
        subject=name,
    )


def _unreadable(name: str) -> Finding:
    return fail(
        "image.unreadable",
        "PDF として読めません",
        "it cannot be read as a PDF",
        hint=Words("もう一度書き出してください", "export it again"),
        subject=name,
    )
