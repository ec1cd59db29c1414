"""色見本: every colour that a file puts on paper, and where it is used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brochure.finding import Stop
from brochure.preflight.report.places import page_box, trim
from brochure.shop import colour

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as FilePath

    from brochure.preflight.facts import Box, Colour, Facts, Page, State

#: Rows that the report shows, the most used first; the rest is counted.
MOST = 200
#: Text rendering modes that fill and that stroke (PDF 32000-1, table 106).
_FILLS = {0, 2, 4, 6}
_STROKES = {1, 2, 5, 6}
_RGB = {"DeviceRGB", "CalRGB", "ICCBased-3"}
#: Places differ by a rounding of the writer from the box that they end at.
_ROUNDING_MM = 0.05


@dataclass(slots=True)
class Swatch:
    """One colour. `cmyk` in percent, None where only a profile knows the inks.

    `uses` counts "text", "fill", "line", "gradient", "image"; `slug` is true as long as
    all of them lie outside the bleed: marks, which no limit counts. `screen` is how it
    looks, as #rrggbb, "" where nobody can say.
    """

    space: str
    names: tuple[str, ...]
    cmyk: tuple[float, float, float, float] | None
    screen: str = ""
    uses: Counter[str] = field(default_factory=Counter)
    pages: set[int] = field(default_factory=set)
    slug: bool = True

    @property
    def total(self) -> float | None:
        """C + M + Y + K in percent."""
        return sum(self.cmyk) if self.cmyk else None

    @property
    def count(self) -> int:
        """How often it is used."""
        return self.uses.total()


def swatches(facts: Facts, icc: FilePath) -> list[Swatch]:
    """All colours on the pages, what prints on the piece before what is cut off."""
    found: dict[object, Swatch] = {}
    known: dict[Colour, Swatch] = {}
    for page in facts.pages:
        edge = page_box(page, "BleedBox") or trim(page)
        for kind, ink, box in _uses(page):
            swatch = known.get(ink)
            if swatch is None:
                swatch = known[ink] = found.setdefault(_key(ink), _swatch(ink))
            swatch.uses[kind] += 1
            swatch.pages.add(page.number)
            swatch.slug = swatch.slug and _outside(box, edge)
    made = sorted(found.values(), key=lambda s: (s.slug, -s.count))
    _show(made[:MOST], icc)
    return made


def _uses(page: Page) -> Iterator[tuple[str, Colour, Box]]:
    from brochure.preflight.facts import Colour

    def seen(state: State, ink: Colour | None, alpha: float) -> bool:
        return ink is not None and not state.mask and alpha > 0

    for text in page.texts:
        state = text.state
        if (
            text.mode in _FILLS
            and text.fill
            and seen(state, text.fill, state.alpha_fill)
        ):
            yield "text", text.fill, text.box
        if (
            text.mode in _STROKES
            and text.stroke
            and seen(state, text.stroke, state.alpha_stroke)
        ):
            yield "text", text.stroke, text.box
    for path in page.paths:
        if path.fill and seen(path.state, path.fill, path.state.alpha_fill):
            yield "fill", path.fill, path.box
        if path.stroke and seen(path.state, path.stroke, path.state.alpha_stroke):
            yield "line", path.stroke, path.box
    for shading in page.shadings:
        if seen(shading.state, shading.colour, 1):
            yield "gradient", Colour(shading.colour.space), shading.box
    for image in page.images:
        if image.kind == "image" and seen(image.state, Colour(image.colour), 1):
            yield "image", Colour(image.colour, (), image.names), image.box


def _key(ink: Colour) -> object:
    if ink.cmyk:
        return tuple(round(value, 1) for value in ink.cmyk)
    return ink.space, ink.names, tuple(round(value, 4) for value in ink.values)


def _swatch(ink: Colour) -> Swatch:
    c, m, y, k = (round(value, 1) for value in ink.cmyk or (0, 0, 0, 0))
    screen = ""
    if ink.space in _RGB and len(ink.values) == 3:
        levels = (round(255 * min(1.0, max(0.0, value))) for value in ink.values)
        screen = "#" + "".join(f"{level:02x}" for level in levels)
    return Swatch(ink.space, ink.names, (c, m, y, k) if ink.cmyk else None, screen)


def _outside(box: Box, edge: Box) -> bool:
    return (
        box.right <= edge.left + _ROUNDING_MM
        or box.left >= edge.right - _ROUNDING_MM
        or box.bottom <= edge.top + _ROUNDING_MM
        or box.top >= edge.bottom - _ROUNDING_MM
    )


def _show(made: list[Swatch], icc: FilePath) -> None:
    """Colours the swatches as the shop's press would."""
    known = [swatch for swatch in made if swatch.cmyk]
    inks = [
        tuple(min(100.0, max(0.0, value)) for value in swatch.cmyk or ())
        for swatch in known
    ]
    try:
        looks = colour.Profile(icc).to_srgb((c, m, y, k) for c, m, y, k in inks)
    except Stop:
        return
    for swatch, (red, green, blue) in zip(known, looks, strict=True):
        swatch.screen = f"#{red:02x}{green:02x}{blue:02x}"
