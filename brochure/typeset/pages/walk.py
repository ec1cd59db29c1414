"""WeasyPrint's boxes after layout: what is in a line, and where a turned box stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Point = tuple[float, float]
#: From the place that WeasyPrint gave a point to its place on paper.
Turn = Callable[[float, float], Point]


def as_it_is(x: float, y: float) -> Point:
    """Nothing is turned."""
    return x, y


def turned(box: Any, before: Turn) -> Turn | None:
    """The way of points through a box's `transform`, if that is one matrix.

    That is what vertical writing makes; None for all others.
    """
    transform = box.style["transform"]
    if len(transform) != 1 or transform[0][0] != "matrix":
        return None
    a, b, c, d, e, f = transform[0][1]
    left, top = box.border_box_x(), box.border_box_y()

    def turn(x: float, y: float) -> Point:
        x, y = x - left, y - top
        return before(left + a * x + c * y + e, top + b * x + d * y + f)

    return turn


def parts(line: Any) -> tuple[list[Any], list[Any]]:
    """The texts of a line box, without readings, and the blocks that stand in it."""
    texts: list[Any] = []
    blocks: list[Any] = []
    for child in line.children:
        child = getattr(child, "_box", child)
        kind = type(child).__name__
        if kind == "TextBox":
            if not str(child.element_tag).endswith(("rt", "::emphasis")):
                texts.append(child)
        elif kind == "InlineBox":
            inner, more = parts(child)
            texts += inner
            blocks += more
        else:
            blocks.append(child)
    return texts, blocks


def all_boxes(box: Any) -> Iterator[Any]:
    """The box and all that is in it."""
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from all_boxes(child)
