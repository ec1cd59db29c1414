"""Where the box of every element with an id came to stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from brochure.typeset.pages.page import Page


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


def frames(pages: Iterable[Page]) -> dict[str, Frame]:
    """The first box of each element, by its id."""
    found: dict[str, Frame] = {}
    for page in pages:
        for name, (left, top, right, bottom) in page.frames.items():
            frame = Frame(page.number, left, top, right - left, bottom - top)
            found.setdefault(name, frame)
    return found
