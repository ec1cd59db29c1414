"""Gives every character of a YAML text its place in the file, and joins folded lines.

YAML turns a line break inside a text into a space. Between Japanese characters that
space would be printed, so it is dropped there.
"""

from __future__ import annotations

import re
import unicodedata

from brochure.content.places import Place
from brochure.product.yaml_nodes import Node

_FOLD = re.compile(r"[ \t]*\n[ \t\n]*")
#: How many characters a `\` escape takes (YAML 1.1, 5.7); two where not listed.
_ESCAPE_LENGTH = {"x": 4, "u": 6, "U": 10}
_JOIN = "\n"


def characters(source: str, node: Node, key: int | None) -> tuple[str, Place]:
    """The text of a value with its folded lines joined, and its place.

    A paragraph break (a blank line inside the text) stays in it as `\\n`.
    """
    start, end, value = node.start, node.end, node.value
    quote = 1 if node.style in ("'", '"') else 0
    key = start if key is None else key
    if end - start == len(value) + 2 * quote and "\n" not in source[start:end]:
        return value, Place(key, start, start + quote)
    if node.style in ("|", ">"):
        pairs = _block(source, start, end, value, literal=node.style == "|")
    else:
        pairs = _flow(source, start + quote, end, value, node.style)
    pairs = _joined(pairs)
    text = "".join(character for character, _ in pairs)
    each = tuple(index for _, index in pairs)
    return text, Place(key, start, each[0] if each else start + quote, each)


def _flow(
    source: str, at: int, end: int, value: str, style: str
) -> list[tuple[str, int]]:
    """A plain or quoted text: the character and place of each, line breaks as `_JOIN`.

    Blank lines give two of them.
    """
    pairs: list[tuple[str, int]] = []
    rest = 0
    while rest < len(value) and at < end:
        if style == '"' and source.startswith("\\\n", at):
            at = _skip_blanks(source, at + 2)
            continue
        fold = _FOLD.match(source, at, end)
        if fold:
            breaks = fold[0].count("\n")
            pairs.extend([(_JOIN, at)] * min(breaks, 2))
            rest += max(breaks - 1, 1)
            at = fold.end()
            continue
        pairs.append((value[rest], at))
        if style == '"' and source[at] == "\\":
            at += _ESCAPE_LENGTH.get(source[at + 1 : at + 2], 2)
        elif style == "'" and source[at] == "'":
            at += 2
        else:
            at += 1
        rest += 1
    return pairs


def _block(
    source: str, start: int, end: int, value: str, *, literal: bool
) -> list[tuple[str, int]]:
    """A text after `|` or `>`, its header and indentation skipped."""
    pairs: list[tuple[str, int]] = []
    at = source.find("\n", start, end) + 1
    for character in value.rstrip("\n"):
        while at < end and source[at] != character:
            if character == " " and source[at] == "\n":
                break
            at += 1
        broken = source[at : at + 1] == "\n"
        if broken and not literal and character == "\n":
            # `>` has already eaten one of the line ends of a blank line.
            pairs.append((_JOIN, at))
        pairs.append((_JOIN if broken else character, at))
        at += 1
    return pairs


def _skip_blanks(source: str, at: int) -> int:
    while source[at : at + 1] in (" ", "\t"):
        at += 1
    return at


def _joined(pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Single line breaks become nothing or a space, doubled ones one `\\n`."""
    joined: list[tuple[str, int]] = []
    at = 0
    while at < len(pairs):
        character, index = pairs[at]
        if character != _JOIN:
            joined.append(pairs[at])
            at += 1
            continue
        after = at
        while after < len(pairs) and pairs[after][0] == _JOIN:
            after += 1
        if after - at > 1:
            joined.append(("\n", index))
        elif joined and after < len(pairs):
            latin = not (_wide(joined[-1][0]) or _wide(pairs[after][0]))
            joined.extend([(" ", index)] * latin)
        at = after
    return joined


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
