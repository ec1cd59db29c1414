"""What a box paints on the page: part of the walk, where that is asked for."""

from __future__ import annotations

from typing import Any

from brochure.product.units import MM_PER_PX
from brochure.typeset.pages.page import NOWHERE, Surface

_MM = MM_PER_PX


class Painters:
    """Knows the elements of one document, and what their boxes paint."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def begin(self, page_box: Any) -> None:
        """A page of it."""
        if not self.numbers:
            self.numbers = _numbered(page_box)

    def surface(self, box: Any, kind: str) -> Surface | None:
        """What a visible box puts on the page, its place to be filled in."""
        number = self.numbers.get(box.element)
        if number is None or kind == "PageBox":
            return None
        paints = tuple(_paints(box, kind))
        return Surface(NOWHERE, number, _named(box), paints) if paints else None


def _numbered(page_box: Any) -> dict[Any, int]:
    """The elements of the HTML, counted as they stand there."""
    for child in page_box.descendants():
        if child.element is not None and child.element_tag == "html":
            return {element: n for n, element in enumerate(child.element.iter())}
    return {}


def _paints(box: Any, kind: str) -> list[tuple[str, float, str]]:
    style = box.style
    if kind == "TextBox":
        return [("color", 0.0, _hex(style["color"]))]
    if hasattr(box, "replacement"):
        return [("", 0.0, str(box.element.get("src") or "svg"))]
    found = []
    colour = style["background_color"]
    if getattr(colour, "alpha", 0):
        found.append(("background-color", 0.0, _hex(colour)))
    for side in ("top", "right", "bottom", "left"):
        if width := style[f"border_{side}_width"]:
            edge = _hex(style[f"border_{side}_color"], style["color"])
            found.append((f"border-{side}-color", width * _MM, edge))
    return found


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
