"""Fonts: how wide their glyphs are, what they say, whether they are in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from brochure.preflight.facts import Font

_PROGRAMS = {"/FontFile": "Type1", "/FontFile2": "TrueType", "/FontFile3": ""}
_SUBSET = re.compile(r"/?[A-Z]{6}\+")
_MOST_MAPPINGS = 70_000


class Glyph:
    """A glyph as it is shown: 1/1000 em wide; `text` is "" where nothing says."""

    __slots__ = ("code", "notdef", "space", "text", "width")

    def __init__(
        self, code: int, width: float, text: str, notdef: bool, space: bool
    ) -> None:
        self.code, self.width, self.text = code, width, text
        self.notdef, self.space = notdef, space


class LoadedFont:
    """One font dictionary, read."""

    def __init__(self, font: Any) -> None:
        self.font = font
        self.subtype = str(font.get("/Subtype", "/"))[1:]
        self.composite = self.subtype == "Type0"
        self.descendant = font
        if self.composite:
            kids = font.get("/DescendantFonts")
            self.descendant = kids[0] if kids is not None and len(kids) else font
        self.name = str(font.get("/BaseFont", font.get("/Name", "/?")))[1:]
        self.descriptor = self.descendant.get("/FontDescriptor")
        self.vertical = str(font.get("/Encoding", "")).endswith("-V")
        self.unicode = _to_unicode(font.get("/ToUnicode"))
        self.widths = self._widths()
        self.pages: set[int] = set()
        self.unmapped = 0
        self.missing_width = 1000.0 if self.composite else self._missing_width()
        self.scale = 1.0
        if self.subtype == "Type3":
            try:
                self.scale = abs(float(font.FontMatrix[0])) * 1000
            except (AttributeError, ValueError, TypeError):
                self.scale = 1.0

    def glyphs(self, data: bytes) -> Iterator[Glyph]:
        """The glyphs that a string shows."""
        if self.composite:
            for at in range(0, len(data) - 1, 2):
                code = data[at] << 8 | data[at + 1]
                yield self._glyph(code, notdef=code == 0, space=False)
        else:
            for code in data:
                yield self._glyph(code, notdef=False, space=code == 32)

    def _glyph(self, code: int, *, notdef: bool, space: bool) -> Glyph:
        width = self.widths.get(code, self.missing_width) * self.scale
        text = self.unicode.get(code, "")
        if not text and not self.composite and 32 <= code < 127:
            text = chr(code)
        if not text:
            self.unmapped += 1
        return Glyph(code, width, text, notdef, space)

    def fact(self) -> Font:
        """The font as the report shows it."""
        program = ""
        if self.descriptor is not None:
            for key, kind in _PROGRAMS.items():
                if key in self.descriptor:
                    subtype = self.descriptor[key].get("/Subtype", "/")
                    program = kind or str(subtype)[1:]
        embedded = bool(program) or self.subtype == "Type3"
        return Font(
            _SUBSET.sub("", self.name),
            self.subtype,
            embedded,
            bool(_SUBSET.match(self.name)),
            program,
            not self.unmapped,
            tuple(sorted(self.pages)),
        )

    def _widths(self) -> dict[int, float]:
        if self.composite:
            return _cid_widths(self.descendant)
        try:
            first = int(self.font.get("/FirstChar", 0))
            given = self.font.get("/Widths")
            return {first + n: float(w) for n, w in enumerate(given)} if given else {}
        except (TypeError, ValueError):
            return {}

    def _missing_width(self) -> float:
        try:
            return float(self.descriptor.get("/MissingWidth", 500))
        except (AttributeError, TypeError, ValueError):
            return 500.0


def _cid_widths(font: Any) -> dict[int, float]:
    """/W of a CIDFont (§ 9.7.4.3)."""
    widths: dict[int, float] = {}
    try:
        items = list(font.get("/W") or [])
        at = 0
        while at < len(items) - 1 and len(widths) < _MOST_MAPPINGS:
            first, second = int(items[at]), items[at + 1]
            if isinstance(second, pikepdf.Array):
                widths |= {first + n: float(w) for n, w in enumerate(second)}
                at += 2
            else:
                last = min(int(second), first + 65535)
                widths |= dict.fromkeys(range(first, last + 1), float(items[at + 2]))
                at += 3
    except (TypeError, ValueError, IndexError):
        pass
    return widths


_BF = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def _to_unicode(stream: Any) -> dict[int, str]:
    """A ToUnicode CMap (§ 9.10.3)."""
    if not isinstance(stream, pikepdf.Stream):
        return {}
    try:
        data = stream.read_bytes()[: 4 * 1024**2]
    except Exception:
        return {}
    found: dict[int, str] = {}
    for kind, body in _BF.findall(data):
        tokens = [
            (match[1] if match[1] is not None else match[2] or match[3])
            for match in _HEX.finditer(body)
        ]
        if kind == b"char":
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                _map(found, _number(code), _text(text))
        else:
            _ranges(found, tokens)
        if len(found) > _MOST_MAPPINGS:
            break
    return found


def _ranges(found: dict[int, str], tokens: list[bytes]) -> None:
    at = 0
    while at + 2 < len(tokens):
        low, high, third = _number(tokens[at]), _number(tokens[at + 1]), tokens[at + 2]
        at += 3
        if third == b"[":
            for code in range(low, min(high, low + 65535) + 1):
                if at >= len(tokens) or tokens[at] == b"]":
                    break
                _map(found, code, _text(tokens[at]))
                at += 1
            while at < len(tokens) and tokens[at] != b"]":
                at += 1
            at += 1
            continue
        first = _text(third)
        for code in range(low, min(high, low + 65535) + 1):
            last = ord(first[-1]) + code - low if first else 0
            if first and last < 0x110000:
                _map(found, code, first[:-1] + chr(last))


def _map(found: dict[int, str], code: int, text: str) -> None:
    if code >= 0 and text and text != "\ufffd":
        found.setdefault(code, text)


def _number(token: bytes) -> int:
    try:
        return int(b"".join(token.split()) or b"0", 16)
    except ValueError:
        return -1


def _text(token: bytes) -> str:
    try:
        raw = bytes.fromhex(b"".join(token.split()).decode())
        return raw.decode("utf-16-be", "replace")
    except ValueError:
        return ""


class Fonts:
    """All fonts of a file, each read once."""

    def __init__(self) -> None:
        self._loaded: dict[tuple[int, int], LoadedFont] = {}
        self._direct: list[LoadedFont] = []

    def get(self, font: Any, page: int) -> LoadedFont | None:
        """The font that a dictionary describes, used on `page`."""
        if not isinstance(font, pikepdf.Dictionary):
            return None
        if font.is_indirect:
            loaded = self._loaded.get(font.objgen)
            if loaded is None:
                loaded = self._loaded[font.objgen] = LoadedFont(font)
        else:
            loaded = LoadedFont(font)
            self._direct.append(loaded)
        loaded.pages.add(page)
        return loaded

    def used(self) -> tuple[Font, ...]:
        """The facts of all, by name."""
        loaded = [*self._loaded.values(), *self._direct]
        return tuple(sorted((one.fact() for one in loaded), key=lambda f: f.name))
