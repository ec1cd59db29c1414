"""Where the box of every element with an id came to stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from brochure.product.units import MM_PER_INCH, PX_PER_INCH
from brochure.typeset.pages.walk import all_boxes

_MM = MM_PER_INCH / PX_PER_INCH


class Frame(NamedTuple):
    """The border box of an element in mm from the top left of its page's trim."""

    page: int
    left: float
    top: float
    width: float
    height: float

    def same_place(self, other: Frame) -> bool:
        """Whether both are at one place, as large as each other, page aside."""
        pairs = zip(self[1:], other[1:], strict=True)
        return all(abs(a - b) < 0.02 for a, b in pairs)


def frames(pages: Iterable[Any]) -> dict[str, Frame]:
    """The first box of each element of WeasyPrint's `document.pages`, by its id."""
    found: dict[str, Frame] = {}
    for number, page in enumerate(pages, 1):
        for box in all_boxes(page._page_box):
            if box.element is None or "::" in str(box.element_tag):
                continue
            name = box.element.get("id")
            if name and name not in found and hasattr(box, "border_left_width"):
                found[name] = Frame(
                    number,
                    box.border_box_x() * _MM,
                    box.border_box_y() * _MM,
                    box.border_width() * _MM,
                    box.border_height() * _MM,
                )
    return found
