"""The bytes of a font file: its tables, whole and within bounds (OpenType 1.9, otff).

FreeType and HarfBuzz draw nothing, and say nothing, where they cannot read an outline;
and fontTools writes out whatever a cmap says in a few bytes.
"""

from __future__ import annotations

import sys
from array import array
from itertools import pairwise
from struct import error as struct_error
from struct import unpack_from
from typing import Final, NamedTuple

from brochure.finding import Words

#: A collection has about ten fonts, a font about twenty tables.
_MOST_FONTS: Final = 64
_MOST_TABLES: Final = 100
#: Characters that all tables of a cmap name together; Unicode has 1.1 million.
_MOST_MAPPED: Final = 3_000_000
_NEEDED: Final = ("head", "hhea", "hmtx", "maxp", "cmap", "name", "OS/2")


class Table(NamedTuple):
    """An entry of the table directory."""

    checksum: int
    start: int
    length: int


class Broken(Exception):
    """Why a file cannot be read."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(ja, en)


def _short() -> Broken:
    return Broken("途中で切れています", "it breaks off in the middle")


def lacking(table: str) -> Broken:
    """A table is not there, or makes no sense."""
    return Broken(
        f"表 {table.strip()} がないか、壊れています",
        f"its table {table.strip()} is missing or broken",
    )


def starts(data: bytes) -> tuple[int, ...]:
    """Where the fonts of a file begin."""
    if data[:4] != b"ttcf":
        return (0,)
    if len(data) < 12:
        raise _short()
    (count,) = unpack_from(">L", data, 8)
    if not 0 < count <= _MOST_FONTS or len(data) < 12 + 4 * count:
        raise _short()
    return tuple(unpack_from(f">{count}L", data, 12))


def tables_of(data: bytes, start: int) -> dict[str, Table]:
    """The table directory, each table within the file."""
    if data[start : start + 4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        raise Broken("フォントのファイルではありません", "it is no font file")
    try:
        (count,) = unpack_from(">H", data, start + 4)
        rows = [
            unpack_from(">4sLLL", data, start + 12 + 16 * index)
            for index in range(min(count, _MOST_TABLES + 1))
        ]
    except struct_error:
        raise _short() from None
    tables = {tag.decode("latin-1"): Table(*row) for tag, *row in rows}
    if len(rows) > _MOST_TABLES or any(
        table.start + table.length > len(data) for table in tables.values()
    ):
        raise _short()
    if missing := [tag for tag in _NEEDED if tag not in tables]:
        raise lacking(missing[0])
    return tables


def look_into(data: bytes, tables: dict[str, Table]) -> None:
    """There are glyphs where they are said to be, and no more characters than exist."""
    (glyphs,) = unpack_from(">H", data, tables["maxp"].start + 4)
    if not glyphs:
        raise Broken("字形が一つもありません", "there is not one glyph in it")
    if "glyf" in tables and "loca" in tables:
        (long,) = unpack_from(">h", data, tables["head"].start + 50)
        loca = tables["loca"]
        size = 4 if long else 2
        if loca.length < (glyphs + 1) * size:
            raise _short()
        places = array("I" if long else "H", data[loca.start :][: (glyphs + 1) * size])
        if sys.byteorder == "little":
            places.byteswap()
        end = places[-1] * (1 if long else 2)
        if end > tables["glyf"].length or any(a > b for a, b in pairwise(places)):
            raise lacking("loca")
    _count_characters(data, tables["cmap"])


def _count_characters(data: bytes, cmap: Table) -> None:
    """A few bytes of a cmap can name a million characters, over and over again."""
    (count,) = unpack_from(">H", data, cmap.start + 2)
    if not 0 < count <= _MOST_FONTS:
        raise lacking("cmap")
    total = 0
    places = {
        unpack_from(">HHL", data, cmap.start + 4 + 8 * index)[2]
        for index in range(count)
    }
    for place in places:
        start = cmap.start + place
        (kind,) = unpack_from(">H", data, start)
        if kind in (8, 12, 13):
            head = start + (12 if kind != 8 else 8204)
            (groups,) = unpack_from(">L", data, head)
            total += _ranges(data, head + 4, groups)
        elif kind == 4:
            total += _segments(data, start)
        if total > _MOST_MAPPED:
            raise lacking("cmap")


def _ranges(data: bytes, start: int, groups: int) -> int:
    if groups > _MOST_MAPPED or start + 12 * groups > len(data):
        raise lacking("cmap")
    numbers = array("I", data[start : start + 12 * groups])
    if sys.byteorder == "little":
        numbers.byteswap()
    pairs = zip(numbers[0::3], numbers[1::3], strict=True)
    return sum(max(0, last - first + 1) for first, last in pairs)


def _segments(data: bytes, start: int) -> int:
    (double,) = unpack_from(">H", data, start + 6)
    count = double // 2
    lasts = unpack_from(f">{count}H", data, start + 14)
    firsts = unpack_from(f">{count}H", data, start + 16 + double)
    pairs = zip(firsts, lasts, strict=True)
    return sum(max(0, last - first + 1) for first, last in pairs)


def intact(data: bytes, tag: str, table: Table) -> bool:
    """Whether a table has the sum that its maker gave it (OpenType 1.9, otff)."""
    body = bytearray(data[table.start : table.start + table.length])
    if tag == "head":
        body[8:12] = bytes(4)  # the sum of the whole file, entered afterwards
    body += bytes(-len(body) % 4)
    words = array("I", bytes(body))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF == table.checksum
