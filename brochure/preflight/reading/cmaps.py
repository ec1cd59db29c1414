"""CMaps: which bytes are one code, and what CID or text it stands for (§ 9.7.5)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from brochure.preflight.reading.tokens import operators

#: Entries of one CMap; Unicode has 1.1 million characters, a font 65,536 glyphs.
_MOST = 70_000
#: Codecs of the predefined CMaps, by what their name contains.
_CODECS = (
    ("UCS2", "utf-16-be"),
    ("UTF16", "utf-16-be"),
    ("UTF32", "utf-32-be"),
    ("UTF8", "utf-8"),
    ("RKSJ", "cp932"),
    ("EUC", "euc_jp"),
)


@dataclass(slots=True)
class CMap:
    """What a CMap says. `cids` are ranges: first code, last code, CID of the first."""

    texts: dict[int, str] = field(default_factory=dict)
    cids: list[tuple[int, int, int]] = field(default_factory=list)
    #: Code lengths by the first byte, from the codespace ranges.
    spaces: list[tuple[int, int, int]] = field(default_factory=list)
    vertical: bool = False
    identity: bool = False
    codec: str = ""

    def codes(self, data: bytes) -> list[tuple[int, int]]:
        """The codes of a string and their lengths in bytes."""
        if not self.spaces or self.identity:
            return [
                (int.from_bytes(data[at : at + 2], "big"), 2)
                for at in range(0, len(data), 2)
            ]
        found, at = [], 0
        while at < len(data):
            length = self._length(data[at])
            found.append((int.from_bytes(data[at : at + length], "big"), length))
            at += length
        return found

    def cid(self, code: int) -> int:
        """The CID of a code; 0, the glyph that is none, where the CMap has none."""
        if self.identity:
            return code
        at = bisect_right(self.cids, (code, 1 << 40, 0)) - 1
        if at >= 0 and self.cids[at][0] <= code <= self.cids[at][1]:
            return self.cids[at][2] + code - self.cids[at][0]
        return 0

    def _length(self, byte: int) -> int:
        for low, high, length in self.spaces:
            if low <= byte <= high:
                return length
        return min(length for _, _, length in self.spaces)


def named(name: str) -> CMap:
    """A CMap that the standard knows by name; of others than Identity, no CIDs."""
    made = CMap(vertical=name.endswith("-V") or name == "V")
    made.identity = name.startswith("Identity")
    for part, codec in _CODECS:
        if part in name:
            made.codec = codec
            break
    if made.codec in ("cp932", "euc_jp"):
        made.spaces = [(0x81, 0x9F, 2), (0xE0, 0xFE, 2), (0, 0xFF, 1)]
        if made.codec == "euc_jp":
            made.spaces = [(0xA1, 0xFE, 2), (0, 0xFF, 1)]
    return made


def read(data: bytes) -> CMap:
    """A CMap from a stream, /ToUnicode or /Encoding."""
    made = CMap()
    for operator, operands in operators(data):
        if operator == b"endcodespacerange":
            for low, high in _groups(operands, 2):
                if isinstance(low, bytes) and isinstance(high, bytes) and low and high:
                    made.spaces.append((low[0], high[0], len(low)))
        elif operator in (b"endbfchar", b"endbfrange"):
            _texts(made, operands, 2 if operator == b"endbfchar" else 3)
        elif operator == b"endcidrange":
            for low, high, cid in _groups(operands, 3):
                made.cids.append((_int(low), _int(high), _int(cid)))
        elif operator == b"endcidchar":
            for code, cid in _groups(operands, 2):
                made.cids.append((_int(code), _int(code), _int(cid)))
        elif operator == b"def" and operands[:1] == ["WMode"]:
            made.vertical = operands[-1] == 1
        if len(made.texts) > _MOST or len(made.cids) > _MOST:
            break
    made.cids.sort()
    return made


def _texts(made: CMap, operands: list[Any], step: int) -> None:
    for group in _groups(operands, step):
        low, high, to = _int(group[0]), _int(group[-2]), group[-1]
        if isinstance(to, list):
            for code, one in enumerate(to[:_MOST], low):
                made.texts[code] = _utf16(one)
        elif isinstance(to, bytes):
            if step == 2 or low == high:
                made.texts[low] = _utf16(to)
                continue
            start = int.from_bytes(to, "big")
            for code in range(low, min(high, low + 65536, low + _MOST) + 1):
                value = start + code - low
                made.texts[code] = _utf16(
                    (value % (1 << 8 * len(to))).to_bytes(len(to), "big") if to else b""
                )


def _groups(operands: list[Any], step: int) -> list[list[Any]]:
    # A count stands before `begin…`, which is an operator and took it away.
    whole = len(operands) - len(operands) % step
    return [operands[at : at + step] for at in range(0, whole, step)]


def _int(thing: Any) -> int:
    if isinstance(thing, bytes):
        return int.from_bytes(thing[:4], "big")
    return int(thing) if isinstance(thing, float) else 0


def _utf16(thing: Any) -> str:
    if not isinstance(thing, bytes):
        return ""
    return thing.decode("utf-16-be", "replace").replace("\0", "")
