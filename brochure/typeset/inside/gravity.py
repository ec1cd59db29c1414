"""Vertical text as Pango shapes it: a line to be turned, its kanji on their side.

Pango calls this gravity. With the base gravity east, Japanese is shaped from top to
bottom, with the font's vertical forms (`vert`) and vertical advances, and Latin words
lie down. WeasyPrint knows nothing of it; its declarations of Pango lack four functions,
which ctypes calls.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, Final

from weasyprint.text.ffi import ffi, pango

#: PangoGravity and PangoGravityHint.
_EAST: Final = 1
_STRONG: Final = 1
#: Em above the central baseline of vertical text at which its over line 傍線 runs.
_OVER: Final = 0.62

#: 縦中横: figures of one to three digits, and pairs of ! and ?. JLREQ § 3.2.5.
_COMBINED: Final = re.compile(
    r"(?<![0-9A-Za-z.,])[0-9]{1,4}(?![0-9A-Za-z]|[.,][0-9])|[!?！？]{2}(?![!?！？])"
)
#: OpenType features that make a character as narrow as its share of the em.
_NARROW: Final = {1: "", 2: "hwid 1", 3: "twid 1", 4: "qwid 1"}
#: The quotation marks of vertical text (JLREQ § 3.1.2, note). As long in UTF-8.
_QUOTES: Final = str.maketrans("“”", "〝〟")
#: Ambiguous in width, yet upright between Japanese characters (UAX #50: Tu, U or Tr).
_UPRIGHT: Final = frozenset("※○●◎◇◆□■△▲▽▼☆★†‡§¶℃°±×÷〝〟")
#: These have vertical forms, which fonts offer where kana or kanji stand beside them;
#: elsewhere they look right lying down.
_LEADERS: Final = frozenset("—―…‥")
_JAPANESE: Final = re.compile(r"[々〆ぁ-ヿ㐀-鿿豈-﫿]")


def is_vertical(style: Any) -> bool:
    """Whether text of this style runs from top to bottom."""
    return bool(style["writing_mode"] == "vertical-rl")


def setup(made: None, layout: Any, style: Any) -> None:
    """Give a Pango layout its gravity."""
    if not is_vertical(style):
        return
    pointer = _address(layout.layout)
    context = _pango().pango_layout_get_context(pointer)
    _pango().pango_context_set_base_gravity(context, _EAST)
    _pango().pango_layout_context_changed(pointer)
    if layout.underline_position is not None:
        # 傍線 stands to the right of the text, which is above its line.
        layout.underline_position = _OVER * style["font_size"]


def font_style_cache_key(made: str, style: Any, include_size: bool = False) -> str:
    """Tell line heights of vertical text apart from those of other text."""
    return f"{made} vertical" if is_vertical(style) else made


@cache
def _pango() -> Any:
    """Pango once more, for the functions that WeasyPrint has not declared."""
    library = ctypes.CDLL("libpango-1.0.so.0")
    pointer, number = ctypes.c_void_p, ctypes.c_int
    for name, result, *arguments in (
        ("pango_layout_get_context", pointer, pointer),
        ("pango_layout_context_changed", None, pointer),
        ("pango_context_set_base_gravity", None, pointer, number),
        ("pango_attr_gravity_hint_new", pointer, number),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def _address(thing: Any) -> int:
    return int(ffi.cast("uintptr_t", thing))


# --- What stands upright -------------------------------------------------------------


def shown(text: str, wide: frozenset[int]) -> str:
    """The text with the quotation marks of vertical setting; `wide` says which."""
    if not wide:
        return text
    return "".join(
        char.translate(_QUOTES) if index in wide else char
        for index, char in enumerate(text)
    )


def combined(style: Any, text: str) -> list[tuple[int, int]]:
    """Where characters of `text` stand side by side in one em (縦中横).

    `text-combine-upright: digits N` does so to figures of up to N digits, `all` to the
    whole text.
    """
    if not is_vertical(style) or style["text_combine_upright"] == "none":
        return []
    if style["text_combine_upright"] == "all":
        return [(0, len(text))] if text.strip() else []
    most = int(style["text_combine_upright"])
    return [
        match.span()
        for match in _COMBINED.finditer(text)
        if len(match[0]) <= most or not match[0].isdigit()
    ]


def attributes(style: Any, text: str) -> Iterator[Any]:
    """Pango's attributes for the vertical `text`: what stands up, what is narrow."""
    orientation = style["text_orientation"]
    spans = combined(style, text)
    inside = {index for start, end in spans for index in range(start, end)}
    offset = 0
    beside = _JAPANESE.search(text) is not None
    sides = [
        orientation == "upright"
        or (orientation == "mixed" and (_stands(char) or (beside and char in _LEADERS)))
        for char in text
    ]
    for standing, group in groupby(enumerate(text), lambda pair: sides[pair[0]]):
        indexes, characters = zip(*group, strict=True)
        size = len("".join(characters).encode())
        if standing and not inside.issuperset(indexes):
            hint = ffi.cast(
                "PangoAttribute *", _pango().pango_attr_gravity_hint_new(_STRONG)
            )
            hint.start_index, hint.end_index = offset, offset + size
            yield hint
        offset += size
    for start, end in spans:
        if feature := _NARROW.get(end - start):
            narrow = pango.pango_attr_font_features_new(feature.encode())
            narrow.start_index = len(text[:start].encode())
            narrow.end_index = len(text[:end].encode())
            yield narrow


@cache
def _stands(char: str) -> bool:
    """Whether a character stands upright in vertical text (UAX #50, simplified)."""
    if char in _UPRIGHT:
        return True
    width = unicodedata.east_asian_width(char)
    return width in "WF" or unicodedata.category(char)[0] == "M"
