"""Where a colour is written out instead of being named as an ink.

Only asked when finishing meets a colour that is no ink, so nothing is read before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from brochure.finding import Mark

RGB = tuple[int, int, int]

#: Properties whose words may look like colours and are names.
_NAMES = re.compile(r"(font|grid|counter|animation|page|content|quotes|string)\b")

_SVG_COLOUR = re.compile(
    r"""\b(?:fill|stroke|stop-color|flood-color|lighting-color|color)
    \s*[=:]\s*["']?\s*(?P<value>[^"';<>\s][^"';<>}]*)""",
    re.VERBOSE,
)


class Colours:
    """The colours written out in style sheets and SVG files, given by their names."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = files

    def place_of(self, colour: RGB) -> Mark | None:
        """The first place where `colour`, sRGB in 0–255, is written, if any."""
        return self._places.get(colour)

    @cached_property
    def _places(self) -> dict[RGB, Mark]:
        places: dict[RGB, Mark] = {}
        for file, path in sorted(self.files.items()):
            scan = {".css": _css, ".svg": _svg}.get(path.suffix.lower())
            if not scan or not path.is_file():
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            for colour, line, column in scan(text):
                places.setdefault(colour, Mark(file, line, column))
        return places


def _css(text: str) -> Iterator[tuple[RGB, int, int]]:
    """(colour, line, column) of each colour in a style sheet."""
    tinycss2: Any = import_module("tinycss2")
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _in_rules(rules)


def _in_rules(rules: Iterable[Any]) -> Iterator[tuple[RGB, int, int]]:
    tinycss2: Any = import_module("tinycss2")
    for rule in rules:
        if rule.type == "declaration":
            if not _NAMES.match(rule.lower_name):
                yield from _in_values(rule.value)
        elif getattr(rule, "content", None):
            yield from _in_rules(tinycss2.parse_blocks_contents(rule.content))


def _in_values(tokens: Iterable[Any]) -> Iterator[tuple[RGB, int, int]]:
    for token in tokens:
        if token.type in ("ident", "hash", "function") and (rgb := _rgb(token)):
            yield rgb, token.source_line, token.source_column
        elif token.type == "function":
            yield from _in_values(token.arguments)


def _svg(text: str) -> Iterator[tuple[RGB, int, int]]:
    """(colour, line, column) of each colour in an SVG file, in attributes or CSS."""
    for match in _SVG_COLOUR.finditer(text):
        if rgb := _rgb(match["value"].strip()):
            start = match.start("value")
            line = text.count("\n", 0, start) + 1
            yield rgb, line, start - text.rfind("\n", 0, start)


def _rgb(colour: Any) -> RGB | None:
    """sRGB in 0–255 of a token or a text, as WeasyPrint would print it."""
    color5: Any = import_module("tinycss2.color5")
    try:
        parsed = color5.parse_color(colour)
        if parsed is None or parsed == "currentcolor" or parsed.alpha == 0:
            return None
        red, green, blue = (
            round(min(1, max(0, value)) * 255)
            for value in parsed.to("srgb").coordinates
        )
    except (ValueError, TypeError, NotImplementedError):
        return None  # a colour space without a way to sRGB, such as device-cmyk()
    return red, green, blue
