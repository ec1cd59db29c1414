"""What an SVG file must be to be printed: well-formed, and without need of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from brochure.finding import Mark, Stop, Words
from brochure.typeset.refusal import Refused, mark, refused, short

if TYPE_CHECKING:
    from brochure.shop.inks import Palette

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
