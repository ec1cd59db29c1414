"""Fonts as far as they tell where glyphs stand and what they say (§ 9.6 to 9.10)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from fontTools import agl

from brochure.preflight.reading import cmaps
from brochure.preflight.reading.matrices import Matrix, matrix
from brochure.preflight.reading.objects import (
    data,
    get,
    is_dict,
    items,
    name,
    real,
    reals,
    text,
)

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_CODECS = {
    "WinAnsiEncoding": "cp1252",
    "MacRomanEncoding": "mac_roman",
    "StandardEncoding": "latin-1",
}
#: Widths of fonts that bring none: the standard 14 of old readers, about.
_COURIER, _OTHERS = 600.0, 500.0
#: The em box of a font that does not say how high it is.
_ASCENT, _DESCENT = 0.88, -0.12
_MOST_WIDTHS = 70_000


class Glyph(NamedTuple):
    """One shown glyph; lengths in ems, `across` and `down` for vertical writing."""

    code: int
    width: float
    text: str
    notdef: bool
    blank: bool
    down: float = 0.0


class Typeface:
    """A font resource, ready to show strings with."""

    def __init__(self, font: Any) -> None:
        self.font = font
        self.kind = name(get(font, "/Subtype"))
        inner = items(get(font, "/DescendantFonts"), 1)
        self.descendant = inner[0] if inner and is_dict(inner[0]) else None
        source = self.descendant if self.kind == "Type0" else font
        self.descriptor = get(source, "/FontDescriptor")
        full = name(get(font, "/BaseFont")) or name(get(font, "/Name")) or self.kind
        self.subset = bool(_SUBSET.match(full))
        self.name = _SUBSET.sub("", full)
        self.program = self._program()
        self.matrix: Matrix = matrix(get(font, "/FontMatrix"))
        ascent = real(get(self.descriptor, "/Ascent")) / 1000
        descent = real(get(self.descriptor, "/Descent")) / 1000
        self.ascent = min(ascent, _ASCENT) if ascent > 0 else _ASCENT
        self.descent = max(descent, -0.25) if descent < 0 else _DESCENT
        to_unicode = get(font, "/ToUnicode")
        self.to_unicode = cmaps.read(data(to_unicode, 8_000_000)).texts
        self.vertical = False
        self.glyphs: dict[int, Glyph] = {}
        if self.kind == "Type0":
            self._composite()
        else:
            self._simple()

    def show(self, string: bytes) -> list[Glyph]:
        """The glyphs of a string."""
        known = self.glyphs
        if self.kind != "Type0":
            return [known.get(code) or self._glyph(code, 1) for code in string]
        return [
            known.get(code) or self._glyph(code, length)
            for code, length in self.cmap.codes(string)
        ]

    @property
    def embedded(self) -> bool:
        return bool(self.program) or self.kind == "Type3"

    def _program(self) -> str:
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            file = get(self.descriptor, key)
            if is_dict(file):
                kind = name(get(file, "/Subtype"))
                return key[1:] + (f"/{kind}" if kind and key == "/FontFile3" else "")
        return ""

    # --- Simple fonts ------------------------------------------------------------

    def _simple(self) -> None:
        self.first = int(real(get(self.font, "/FirstChar")))
        self.widths = reals(get(self.font, "/Widths"), 256)
        missing = get(self.descriptor, "/MissingWidth")
        standard = _COURIER if "Courier" in self.name else _OTHERS
        self.missing = real(missing, 0.0 if self.widths else standard)
        encoding = get(self.font, "/Encoding")
        base = name(encoding) or name(get(encoding, "/BaseEncoding"))
        symbolic = int(real(get(self.descriptor, "/Flags"))) & 4
        # A symbolic font's own encoding is in its program: no text without /ToUnicode.
        own = symbolic and not base and self.program
        self.codec = "" if own else _CODECS.get(base, "latin-1")
        self.differences: dict[int, str] = {}
        code = 0
        for item in items(get(encoding, "/Differences"), 1000):
            if named := name(item):
                self.differences[code] = named
                code += 1
            else:
                code = int(real(item))

    def _glyph(self, code: int, length: int) -> Glyph:
        if self.kind == "Type0":
            made = self._composite_glyph(code, length)
        else:
            at = code - self.first
            known = 0 <= at < len(self.widths)
            scale = abs(self.matrix[0]) if self.kind == "Type3" else 0.001
            width = (self.widths[at] if known else self.missing) * scale
            called = self.differences.get(code, "")
            said = self.to_unicode.get(code, "")
            if not said and called:
                said = _said(called)
            elif not said and self.codec:
                said = bytes([code]).decode(self.codec, "ignore")
            made = Glyph(code, width, said, called == ".notdef", code == 32)
        self.glyphs[code] = made
        return made

    # --- Composite fonts ---------------------------------------------------------

    def _composite(self) -> None:
        encoding = get(self.font, "/Encoding")
        if named := name(encoding):
            self.cmap = cmaps.named(named)
        elif is_dict(encoding):
            self.cmap = cmaps.read(data(encoding, 8_000_000))
            self.cmap.vertical |= get(encoding, "/WMode") == 1
            if not self.cmap.cids and name(get(encoding, "/UseCMap")):
                self.cmap = cmaps.named(name(get(encoding, "/UseCMap")))
        else:
            self.cmap = cmaps.named("Identity-H")
        self.vertical = self.cmap.vertical
        self.default = real(get(self.descendant, "/DW"), 1000.0)
        self.cid_widths = _spans(items(get(self.descendant, "/W")), 1)
        down = reals(get(self.descendant, "/DW2"), 2)
        self.down = down[1] if len(down) == 2 else -1000.0
        self.downs = _spans(items(get(self.descendant, "/W2")), 3)
        self.gids = data(get(self.descendant, "/CIDToGIDMap"), 1 << 18)

    def _composite_glyph(self, code: int, length: int) -> Glyph:
        cmap = self.cmap
        knows = cmap.identity or bool(cmap.cids)
        cid = cmap.cid(code) if knows else code
        notdef = knows and cid == 0
        if not notdef and self.gids and knows:
            notdef = not any(self.gids[2 * cid : 2 * cid + 2])
        said = self.to_unicode.get(code, "")
        if not said and cmap.codec:
            raw = code.to_bytes(max(length, 1), "big")
            said = raw.decode(cmap.codec, "ignore")
        width = self.cid_widths.get(cid, self.default) / 1000
        down = self.downs.get(cid, self.down) / 1000
        return Glyph(code, width, said, notdef, length == 1 and code == 32, down)


def _spans(given: list[Any], step: int) -> dict[int, float]:
    """/W or /W2 by CID: `c [w …]` or `first last w`; of /W2 only how far down."""
    found: dict[int, float] = {}
    at = 0
    while at + 1 < len(given) and len(found) < _MOST_WIDTHS:
        first = int(real(given[at]))
        inner = reals(given[at + 1], _MOST_WIDTHS)
        if inner:
            for cid, value in enumerate(inner[::step], first):
                found[cid] = value
            at += 2
            continue
        last = int(real(given[at + 1]))
        if at + 2 < len(given):
            value = real(given[at + 2])
            for cid in range(first, min(last, first + 65536) + 1):
                found[cid] = value
        at += 2 + step
    return found


@cache
def _said(glyph: str) -> str:
    """What a glyph's name says (Adobe Glyph List)."""
    return "" if glyph == ".notdef" else agl.toUnicode(glyph)


def called(font: Any) -> str:
    """The name of a font that could not be read."""
    return text(get(font, "/BaseFont")) or "?"
