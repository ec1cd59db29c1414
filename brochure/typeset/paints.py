"""What is painted where, and by which element: for asking about a point of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from brochure.product.units import MM_PER_INCH, PX_PER_INCH
from brochure.typeset.pages.walk import Turn, as_it_is, turned

_MM = MM_PER_INCH / PX_PER_INCH


class Paint(NamedTuple):
    """A box that puts a colour on the page; lengths in mm from the page's top left.

    `number` counts the element in the HTML, from 0; `property` is the CSS property that
    paints, "" for a picture; `srgb` is its colour as `#1b2b50`, or the picture's file.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    number: int
    element: str
    property: str
    srgb: str


def paints(pages: Iterable[Any]) -> tuple[Paint, ...]:
    """All of WeasyPrint's `document.pages`, what lies on top last."""
    found: list[Paint] = []
    numbers: dict[Any, int] = {}
    for number, page in enumerate(pages, 1):
        root = page._page_box
        if not numbers:
            numbers = _numbered(root)
        found += _walk(root, number, as_it_is, numbers)
    return tuple(found)


def _numbered(box: Any) -> dict[Any, int]:
    """The elements of the HTML, counted as they stand there."""
    for child in _inside(box):
        if child.element is not None and child.element_tag == "html":
            return {element: n for n, element in enumerate(child.element.iter())}
    return {}


def _inside(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _inside(child)


def _walk(box: Any, page: int, turn: Turn, numbers: dict[Any, int]) -> Iterator[Paint]:
    box = getattr(box, "_box", box)
    style = box.style
    if style["visibility"] != "visible":
        return
    if style["transform"]:
        after = turned(box, turn)
        if after is None:
            return
        turn = after
    number = numbers.get(box.element)
    kind = type(box).__name__
    if number is not None and kind != "PageBox":
        where = (page, *_placed(box, kind, turn), number, _named(box))
        if kind == "TextBox":
            yield Paint(*where, "color", _hex(style["color"]))
        elif hasattr(box, "replacement"):
            yield Paint(*where, "", str(box.element.get("src") or "svg"))
        else:
            colour = style["background_color"]
            if getattr(colour, "alpha", 0):
                yield Paint(*where, "background-color", _hex(colour))
            for side in ("top", "right", "bottom", "left"):
                if style[f"border_{side}_width"]:
                    colour = _hex(style[f"border_{side}_color"], style["color"])
                    edge = _edge(where[1:5], side, style[f"border_{side}_width"] * _MM)
                    yield Paint(page, *edge, *where[5:], f"border-{side}-color", colour)
    for child in getattr(box, "children", ()):
        yield from _walk(child, page, turn, numbers)


def _placed(box: Any, kind: str, turn: Turn) -> tuple[float, float, float, float]:
    if kind in ("TextBox", "LineBox"):
        x, y, width, height = box.position_x, box.position_y, box.width, box.height
    else:
        x, y = box.border_box_x(), box.border_box_y()
        width, height = box.border_width(), box.border_height()
    one, other = turn(x, y), turn(x + width, y + height)
    left, right = sorted((one[0] * _MM, other[0] * _MM))
    top, bottom = sorted((one[1] * _MM, other[1] * _MM))
    return left, top, right, bottom


def _edge(
    box: tuple[float, float, float, float], side: str, width: float
) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    return {
        "top": (left, top, right, top + width),
        "bottom": (left, bottom - width, right, bottom),
        "left": (left, top, left + width, bottom),
        "right": (right - width, top, right, bottom),
    }[side]


def _named(box: Any) -> str:
    """The element as a selector: `p.lead`."""
    classes = (box.element.get("class") or "").split()
    return ".".join([str(box.element_tag), *classes])


def _hex(colour: Any, current: Any = None) -> str:
    if colour == "currentcolor":
        colour = current
    try:
        red, green, blue = colour.to("srgb").coordinates
    except (AttributeError, ValueError, TypeError):
        return ""
    levels = (round(255 * min(1.0, max(0.0, value))) for value in (red, green, blue))
    return "#" + "".join(f"{level:02x}" for level in levels)
