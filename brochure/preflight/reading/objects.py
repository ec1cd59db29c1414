"""PDF objects as plain Python, however broken: a wrong type is as good as none."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from brochure.preflight.reading.tokens import Name

#: No content stream of a leaflet or poster is larger; a zip bomb is.
MOST_BYTES = 64_000_000
#: PDF readers' own limit of a coordinate is 2^31; beyond it is damage.
_LARGEST = 2.0**31


class TooLarge(Exception):
    """A stream unpacks to more than we will read."""


def get(thing: Any, key: str) -> Any:
    """The entry `key` of a dictionary or stream, None where there is none."""
    if isinstance(thing, dict):
        return thing.get(key.removeprefix("/"))
    try:
        return thing.get(key) if is_dict(thing) else None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return None


def is_dict(thing: Any) -> bool:
    """Whether it has entries: a dictionary or a stream."""
    return isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream))


def keys(thing: Any) -> list[str]:
    """The keys of a dictionary."""
    try:
        return list(thing.keys()) if is_dict(thing) else []
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return []


def items(thing: Any, most: int = 100_000) -> list[Any]:
    """The items of an array, at most `most`."""
    if isinstance(thing, list):
        return thing[:most]
    if not isinstance(thing, pikepdf.Array):
        return []
    return list(_each(thing, min(len(thing), most)))


def _each(array: Any, count: int) -> Iterator[Any]:
    for index in range(count):
        try:
            yield array[index]
        except (pikepdf.PdfError, ValueError, RuntimeError):
            yield None


def real(thing: Any, otherwise: float = 0.0) -> float:
    """A finite number, or `otherwise`."""
    if isinstance(thing, bool):
        return otherwise
    try:
        value = float(thing)
    except (TypeError, ValueError, OverflowError, ArithmeticError):
        return otherwise
    return value if math.isfinite(value) and abs(value) < _LARGEST else otherwise


def reals(thing: Any, most: int = 100_000) -> list[float]:
    """The numbers of an array."""
    return [real(item) for item in items(thing, most)]


def name(thing: Any) -> str:
    """A name without its slash, "" for anything else."""
    if isinstance(thing, Name):
        return thing
    if isinstance(thing, pikepdf.Name):
        return str(thing).removeprefix("/")
    return ""


def text(thing: Any) -> str:
    """A text string or a name as text."""
    try:
        return str(thing).removeprefix("/") if thing is not None else ""
    except (ValueError, pikepdf.PdfError, RuntimeError):
        return ""


def identity(thing: Any) -> tuple[int, int] | None:
    """Number and generation of an object of its own."""
    try:
        return thing.objgen if thing.is_indirect else None
    except AttributeError:
        return None


def filters(stream: Any) -> tuple[str, ...]:
    """The names of a stream's filters, first to be undone first."""
    given = get(stream, "/Filter")
    named = name(given)
    return (named,) if named else tuple(filter(None, map(name, items(given, 20))))


def data(stream: Any, most: int = MOST_BYTES) -> bytes:
    """What a stream holds, unpacked.

    Raises:
        TooLarge: It is larger than `most`.
    """
    if not isinstance(stream, pikepdf.Stream):
        return b""
    plain = filters(stream) == ("FlateDecode",) and not is_dict(
        get(stream, "/DecodeParms")
    )
    try:
        if plain:
            return _inflate(stream.read_raw_bytes(), most)
        found = stream.read_bytes()
    except (pikepdf.PdfError, zlib.error, RuntimeError):
        return b""
    if len(found) > most:
        raise TooLarge
    return found


def _inflate(raw: bytes, most: int) -> bytes:
    unpack = zlib.decompressobj()
    parts, size, at = [], 0, 0
    while at < len(raw) and not unpack.eof:
        try:
            part = unpack.decompress(raw[at : at + 65536], most + 1 - size)
        except zlib.error:
            break
        at += 65536
        size += len(part)
        parts.append(part)
        if size > most:
            raise TooLarge
    return b"".join(parts)
