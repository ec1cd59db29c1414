"""How much of a file is read before it is left: for files that are made to hurt."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from time import monotonic
from typing import Any

import pikepdf

#: Operators of all pages together; the dotted poster has 40,000.
MOST_OPERATORS = 3_000_000
#: Things that are kept of one page; no reader looks at more.
MOST_THINGS = 200_000
DEEPEST = 24
#: One content stream, unpacked.
LARGEST = 128 * 1024**2


class TooMuch(Exception):
    """The page is not read any further; says why, in English, for the report."""


@dataclass(slots=True)
class Bounds:
    """What is left of the time and the operators of a file."""

    until: float
    operators: int = 0

    def count(self, operators: int) -> None:
        """So many more operators were read. Raises: TooMuch."""
        self.operators += operators
        if self.operators > MOST_OPERATORS:
            raise TooMuch(f"more than {MOST_OPERATORS:,} operators")
        if monotonic() > self.until:
            raise TooMuch("reading takes too long")


def content(stream: Any) -> bytes:
    """The bytes of a content stream, unpacked. Raises: TooMuch for a bomb."""
    filters = stream.get("/Filter")
    single = filters
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        single = filters[0]
    if single == "/FlateDecode" and "/DecodeParms" not in stream:
        unpacker = zlib.decompressobj()
        raw = stream.read_raw_bytes()
        try:
            data = unpacker.decompress(raw, LARGEST)
        except zlib.error:
            return bytes(stream.read_bytes())  # qpdf mends what it can
        if unpacker.unconsumed_tail:
            raise TooMuch("a content stream of more than 128 MiB")
        return data
    return bytes(stream.read_bytes())
