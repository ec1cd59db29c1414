"""Where a page's content is painted: what is noted of it, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from brochure.preflight.facts import Box, Group, Image, Path, Shading, Text
from brochure.preflight.reading.budget import Budget
from brochure.preflight.reading.fonts import Typeface
from brochure.preflight.reading.matrices import (
    Area,
)
from brochure.preflight.reading.objects import (
    TooLarge,
    data,
    filters,
    identity,
    is_dict,
    items,
)
from brochure.preflight.reading.pictures import Picture
from brochure.preflight.reading.run import Run
from brochure.preflight.reading.state import Graphics

#: Forms, patterns, masks and glyphs inside each other.
_DEEPEST = 28


class Shelf:
    """What is read once for the whole file: fonts and pictures, by object."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.fonts: dict[Any, Typeface] = {}
        self.pictures: dict[Any, Picture] = {}
        self.used: dict[int, tuple[Typeface, set[int], list[int]]] = {}
        self.kept: list[Any] = []
        self.syntax: set[str] = set()
        self.anonymous = 0
        self.exhausted = False

    def font(self, thing: Any) -> Typeface:
        """The font of a resource; one that is no object of its own is read anew."""
        key = identity(thing)
        found = self.fonts.get(key)
        if found is None:
            self.budget.thing()
            found = Typeface(thing)
            self.fonts[key or object()] = found
        return found

    def filters(self, stream: Any) -> None:
        """Notes the filters that a press may not know."""
        for one in filters(stream):
            if one in ("LZWDecode", "JPXDecode", "JBIG2Decode", "Crypt"):
                self.syntax.add(one)


class Painter:
    """One page. `origin` is the top left of its trim in points; `mm` is a point."""

    def __init__(
        self, shelf: Shelf, number: int, origin: tuple[float, float], mm: float
    ) -> None:
        self.shelf = shelf
        self.budget = shelf.budget
        self.number = number
        self.origin = origin
        self.mm = mm
        self.texts: list[Text] = []
        self.paths: list[Path] = []
        self.images: list[Image] = []
        self.shadings: list[Shading] = []
        self.groups: list[Group] = []
        self.trouble: dict[str, None] = {}
        self.under_way: list[Any] = []
        self.masks: set[Any] = set()
        #: Inside a tiling pattern: the area that it fills, which is where it paints.
        self.tiled: Area | None = None

    def box(self, area: Area) -> Box:
        """An area of the page in mm from the top left of the trim."""
        left, bottom, right, top = self.tiled or area
        x, y = self.origin
        mm = self.mm
        return Box((left - x) * mm, (y - top) * mm, (right - x) * mm, (y - bottom) * mm)

    def content(self, stream: Any, resources: Any, graphics: Graphics) -> None:
        """Runs one stream, or the streams of a page.

        Raises:
            Spent: The budget is used up.
        """
        try:
            if is_dict(stream):
                self.shelf.filters(stream)
                content = data(stream)
            else:
                parts, left = [], 64_000_000
                for part in items(stream, 10_000):
                    self.shelf.filters(part)
                    parts.append(data(part, left))
                    left -= len(parts[-1])
                content = b"\n".join(parts)
        except TooLarge:
            self.trouble["a content stream unpacks to more than 64 MB"] = None
            return
        Run(self, resources, graphics).run(content)

    def inside(self, key: Any, run: Callable[[], None]) -> None:
        """Runs a form, pattern or mask, unless it is inside itself or far too deep."""
        if key in self.under_way:
            self.trouble["a form or pattern paints itself"] = None
            return
        if len(self.under_way) >= _DEEPEST:
            self.trouble["forms are nested too deeply"] = None
            return
        self.under_way.append(key)
        try:
            run()
        finally:
            self.under_way.pop()
