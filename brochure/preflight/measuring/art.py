"""What of a page is art: all that touches the bleed. Marks and slug lie outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from brochure.finding import shortened
from brochure.preflight.facts import Box, Image, Page, Path, Shading, Text
from brochure.product.units import MM_PER_PT


class _Placed(Protocol):
    @property
    def box(self) -> Box: ...


Placed = TypeVar("Placed", bound=_Placed)
#: A mark that lies on the edge of the bleed, or ends there, is no art; in mm.
_TOUCHING = 0.2


def bleed_box(page: Page) -> Box:
    """The BleedBox in mm from the top left of the trim; else the trim, else all."""
    trim = page.boxes.get("TrimBox") or page.boxes["MediaBox"]
    bleed = page.boxes.get("BleedBox") or trim
    return Box(
        (bleed[0] - trim[0]) * MM_PER_PT,
        (trim[3] - bleed[3]) * MM_PER_PT,
        (bleed[2] - trim[0]) * MM_PER_PT,
        (trim[3] - bleed[1]) * MM_PER_PT,
    )


def _inside(page: Page, things: Iterable[Placed]) -> Iterator[Placed]:
    area = bleed_box(page)
    for thing in things:
        box = thing.box
        if (
            box.right > area.left + _TOUCHING
            and box.left < area.right - _TOUCHING
            and box.bottom > area.top + _TOUCHING
            and box.top < area.bottom - _TOUCHING
        ):
            yield thing


def texts(page: Page) -> Iterator[Text]:
    """The texts that are printed; not in soft masks."""
    return (text for text in _inside(page, page.texts) if not text.state.mask)


def paths(page: Page) -> Iterator[Path]:
    return (path for path in _inside(page, page.paths) if not path.state.mask)


def painted(page: Page) -> Iterator[Text | Path]:
    """Texts and paths: what has a colour to fill or stroke with."""
    yield from texts(page)
    yield from paths(page)


def everything(page: Page) -> Iterator[Text | Path | Image]:
    """All that has a state."""
    yield from painted(page)
    yield from images(page)


def images(page: Page) -> Iterator[Image]:
    return _inside(page, page.images)


def shadings(page: Page) -> Iterator[Shading]:
    return _inside(page, page.shadings)


def short(text: str) -> str:
    """A text as a report names it."""
    return shortened(" ".join(text.split()), 20)
