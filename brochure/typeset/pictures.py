"""What a picture must be to be printed: whole, not huge, and without need of others."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from brochure.finding import Mark, Stop, Words
from brochure.typeset.refusal import Refused, mark, refused, short

if TYPE_CHECKING:
    from brochure.shop.inks import Palette

#: Enough for a B1 poster at 350 ppi.
MAX_PIXELS = 100_000_000

_RASTER = ("PNG", "JPEG", "WEBP", "GIF", "TIFF")

#: What makes a style sheet or an attribute of an SVG file need another file.
_ELSEWHERE = re.compile(
    r"""@import\b[^;]* | \burl\( \s*["']?\s* (?!["'\s#]|data:image/) [^)]*""",
    re.VERBOSE,
)


def inked_svg(name: str, data: bytes, palette: Palette) -> bytes:
    """The SVG file with its inks in sRGB, if it needs nothing else than itself.

    Raises:
        Refused: It needs more, names no ink, or is no SVG.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused(
            "svg.encoding",
            "文字コードが UTF-8 ではありません",
            "it is not UTF-8",
            hint=Words("UTF-8 で保存し直してください", "save it as UTF-8"),
            subject=name,
        ) from None
    try:
        if (offset := text.find("<!ENTITY")) >= 0:
            # A few of them can stand for gigabytes of text.
            raise _not_in_svg("<!ENTITY …>", mark(name, text, offset))
        text = palette.substitute(text, name)
        for foreign in _foreign(ElementTree.fromstring(text)):
            offset = max(0, text.find(foreign))
            raise _not_in_svg(short(foreign), mark(name, text, offset))
    except Stop as stop:
        raise Refused(stop.findings[0]) from None
    except ElementTree.ParseError as error:
        line, column = error.position
        raise refused(
            "svg.malformed",
            f"SVG として読めません（{error.msg}）",
            f"it is not well-formed SVG ({error.msg})",
            at=Mark(name, line, column + 1),
        ) from None
    return text.encode()


def _foreign(svg: ElementTree.Element) -> Iterator[str]:
    """What makes an SVG file need another file, or run a script."""
    for element in svg.iter():
        tag = str(element.tag).rpartition("}")[2].lower()
        if tag == "script":
            yield "<script"
        for key, value in element.attrib.items():
            is_link = key.rpartition("}")[2] == "href" and tag != "a"
            if is_link and not value.strip().startswith(("#", "data:image/")):
                yield value
            elif "url(" in value and (match := _ELSEWHERE.search(value)):
                yield match[0]
        if tag == "style" and (match := _ELSEWHERE.search(element.text or "")):
            yield match[0]


def _not_in_svg(what: str, at: Mark) -> Refused:
    return refused(
        "svg.foreign",
        f"SVG の中では {what} は使えません",
        f"{what} cannot be used in an SVG file",
        hint=Words(
            "ほかのファイルやスクリプトを使わない形で保存してください",
            "save it in a form that needs no other file and no script",
        ),
        at=at,
    )


def check_raster(name: str, data: bytes) -> None:
    """Refuse what is no picture, has too many pixels, or was cut short.

    WeasyPrint itself would take half a JPEG and print the rest grey.

    Raises:
        Refused: One of these.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_RASTER) as image:
                width, height = image.size
                end = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}.get(image.format or "", b"")
    except Image.DecompressionBombError:
        raise _too_many_pixels(name) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise unreadable(name) from None
    if width * height > MAX_PIXELS:
        raise _too_many_pixels(name)
    if end not in data[-4096:]:
        raise refused(
            "image.cut-short",
            "ファイルが途中で切れています",
            "the file is cut short",
            hint=Words("もう一度コピーしてください", "copy it again"),
            subject=name,
        )


def unreadable(name: str) -> Refused:
    return refused(
        "image.unreadable",
        "画像として読めません",
        "it cannot be read as a picture",
        hint=Words(
            f"使える形式は SVG, {', '.join(_RASTER)} です",
            f"SVG, {', '.join(_RASTER)} can be used",
        ),
        subject=name,
    )


def _too_many_pixels(name: str) -> Refused:
    most = MAX_PIXELS // 10**6
    return refused(
        "image.too-many-pixels",
        f"画素が多すぎます（上限 {most} メガピクセル）",
        f"it has more than {most} megapixels",
        subject=name,
    )
