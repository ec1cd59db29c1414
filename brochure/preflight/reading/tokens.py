"""Content streams as operators with their operands (PDF 32000-1 § 7.8.2).

Whatever is no operand and no operator is stepped over: a press file may be broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: Arrays and dictionaries inside each other; deeper ones are taken for empty.
_DEEPEST = 30
#: Operands that one operator can have; a CMap gives 100 ranges at a time.
_MOST_OPERANDS = 1000
_BLANK = rb"(?:[\0\t\n\f\r ]+|%[^\r\n]*)*+"
_TOKEN = re.compile(
    _BLANK + rb"(?:"
    rb"([-+.]*[0-9][-+.0-9]*)"
    rb"|([A-Za-z'\"][A-Za-z0-9'\"*]*)"
    rb"|/([^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|\(([^()\\]*+)\)"
    rb"|(<<|>>|\[|\]|\()"
    rb"|<([0-9A-Fa-f\0\t\n\f\r ]*+)>"
    rb"|([\s\S]))"
)
_STRING_END = re.compile(rb"[()\\]")
_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|\Z)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_WORDS = {b"true": True, b"false": False, b"null": None}


class Name(str):
    """A PDF name without its slash."""

    __slots__ = ()


def operators(data: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """Each operator and its operands; an inline image is `BI` with its dictionary."""
    operands: list[Any] = []
    open_: list[list[Any]] = []
    here, at, match = operands, 0, _TOKEN.match
    while token := match(data, at):
        at = token.end()
        kind = token.lastindex
        if kind == 1:
            here.append(number(token[1]))
        elif kind == 2:
            word = token[2]
            if word in _WORDS:
                here.append(_WORDS[word])
                continue
            if word == b"ID":
                entries = _entries(operands)
                at = _after_image(data, at)
                yield b"BI", [entries]
            elif word != b"BI":
                yield word, operands
            operands, open_ = [], []
            here = operands
        elif kind == 3:
            here.append(_name(token[3]))
        elif kind == 4:
            here.append(token[4])
        elif kind == 5:
            sign = token[5]
            if sign == b"(":
                text, at = _string(data, at)
                here.append(text)
            elif sign in (b"[", b"<<"):
                inner: list[Any] = []
                if len(open_) < _DEEPEST:
                    here.append(inner)
                open_.append(here)
                here = inner
            elif open_:
                here = open_.pop()
        elif kind == 6:
            here.append(unhex(token[6]))
        if len(operands) > _MOST_OPERANDS and here is operands:
            del operands[:-_MOST_OPERANDS]


def number(text: bytes) -> float:
    """A number, also one that only a lenient reader takes for one."""
    try:
        return float(text)
    except ValueError:
        found = re.match(rb"[-+]*([0-9]*\.?[0-9]*)", text)
        try:
            return float(found[1]) * (-1 if text[:1] == b"-" else 1) if found else 0.0
        except ValueError:
            return 0.0


def unhex(text: bytes) -> bytes:
    """The bytes of a hexadecimal string."""
    digits = b"".join(text.replace(b"\0", b"").split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _name(raw: bytes) -> Name:
    if b"#" in raw:
        raw = re.sub(
            rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), raw
        )
    return Name(raw.decode("utf-8", "surrogateescape"))


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    """A string with brackets or escapes in it, after its first bracket."""
    start, depth = at, 1
    while found := _STRING_END.search(data, at):
        at = found.end()
        sign = found[0]
        if sign == b"\\":
            at += 1
        else:
            depth += 1 if sign == b"(" else -1
            if not depth:
                return _ESCAPE.sub(_escaped, data[start : at - 1]), at
    return b"", len(data)


def _escaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 8) & 255])
    if found[2] in (b"\n", b"\r", b"\r\n"):
        return b""
    return _ESCAPED.get(found[2], found[2])


def _entries(operands: list[Any]) -> dict[str, Any]:
    keys, values = operands[::2], operands[1::2]
    return {
        key: value
        for key, value in zip(keys, values, strict=False)
        if isinstance(key, str)
    }


def _after_image(data: bytes, at: int) -> int:
    """Behind `EI`; an EI inside the picture is followed by bytes that are no text."""
    for found in _IMAGE_END.finditer(data, at):
        after = data[found.end() : found.end() + 12]
        if all(byte in b"\t\n\f\r" or 32 <= byte < 127 for byte in after):
            return found.end()
    return len(data)
