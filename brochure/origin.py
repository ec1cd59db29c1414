"""Where a colour that is no ink was typed: in a style sheet or in the art."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from brochure.finding import Mark

RGB = tuple[int, int, int]

#: A colour in hexadecimal or as rgb(), and a word that could be the name of one.
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\([^)]*\)|(?<=[:\s\"',(])[a-zA-Z]+\b")

_NUMBERS = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)")


def written_at(styles: Path, colour: RGB) -> Mark | None:
    """The first place below `styles` where the colour stands; None where nowhere."""
    for file in _files(styles):
        text = file.read_text(encoding="utf-8", errors="replace")
        for match in _COLOUR.finditer(text):
            if _rgb(match[0]) == colour:
                head = text[: match.start()]
                column = len(head) - head.rfind("\n")
                name = f"styles/{file.relative_to(styles).as_posix()}"
                return Mark(name, head.count("\n") + 1, column)
    return None


def _files(styles: Path) -> Iterator[Path]:
    for suffix in ("css", "svg"):
        yield from sorted(styles.rglob(f"*.{suffix}"))


def _rgb(text: str) -> RGB | None:
    """The colour that a word of CSS means, its transparency aside."""
    from PIL import ImageColor

    if parts := _NUMBERS.match(text):  # rgba(192,0,0,.5), rgb(192 0 0 / 50%)
        text = f"rgb({','.join(parts.groups())})"
    try:
        return ImageColor.getrgb(text)[:3]
    except ValueError:
        return None
