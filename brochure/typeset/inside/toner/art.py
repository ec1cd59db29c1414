"""Light drawings and marks on a ground that is gone, in inks that are seen on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from brochure.product.units import px
from brochure.typeset import placing
from brochure.typeset.contrast import GRAPHIC, RGB, TEXT, contrast, luminance
from brochure.typeset.inside.toner.colour import (
    ART,
    GRAY_ART,
    SMALL_TEXT,
    accent,
    css,
    neutral,
    readable,
    srgb,
    tint,
)
from brochure.typeset.inside.toner.ground import Ground
from brochure.typeset.inside.toner.judge import FULL

#: What is drawn for a dark ground stands out from it at least so much.
_STANDS_OUT = 1.8
#: 30 cm², in square pixels: what is smaller is a logotype or an icon, to be read.
LARGE = 3000 * px(1) ** 2
_DRAWING = ("path", "circle", "ellipse", "line", "polyline", "polygon", "rect", "text")


def redrawn(image: Any, area: float, grounds: list[Ground]) -> Any:
    """The picture for paper; the picture itself where it may stay as it is.

    `area` is in square pixels; `grounds` are those that it lies on, the largest first.

    Light art on a dark ground is one all of whose inks are lighter than it. Where there
    is a darker one, the light ones may lie on that, and all stay.
    """
    if (svg := getattr(image, "_svg", None)) is not None:
        inks = {ink for ink in _inks(svg.tree) if ink is not None}
        dark = [one for one in grounds if all(_for_dark(ink, one) for ink in inks)]
        if not inks or not dark:
            return image
        ground = dark[0]
        new = {ink: _stronger(ink, ground, area > LARGE) for ink in inks}
        new = {ink: other for ink, other in new.items() if ink != other}
        return Redrawn(image, new) if new else image
    if getattr(image, "mode", "") in ("RGBA", "LA"):
        return _inked(image, grounds[0])
    return image


def _for_dark(ink: RGB, ground: Ground) -> bool:
    return (
        luminance(ink) > luminance(ground.before)
        and contrast(ink, ground.before) >= _STANDS_OUT
    )


def _stronger(ink: RGB, ground: Ground, large: bool) -> RGB:
    """A drawing's own hue, stronger; for white, the ground's ink or a tint of it."""
    if not neutral(ink):
        return readable(ink, ground.after, ART if large else GRAPHIC)
    if large:
        return tint(ground.ink, ground.after, GRAY_ART)
    return readable(ground.ink, ground.after, GRAPHIC)


def _inks(node: Any) -> Iterator[RGB | None]:
    """The colours of an SVG's fills, strokes and gradients."""
    for child in node:
        tag = child.tag
        if tag == "stop":
            yield _ink(child.get("stop-color", "black"))
        elif tag in _DRAWING:
            yield _ink(child.get("fill", "black"))
            yield _ink(child.get("stroke", "none"))
        yield from _inks(child)


def _ink(paint: str) -> RGB | None:
    from tinycss2.color5 import parse_color

    if paint.strip() == "none" or "url(" in paint:
        return None
    colour, alpha = srgb(parse_color(paint) or parse_color("black"))
    return colour if alpha else None


class Redrawn:
    """An SVG picture of WeasyPrint's with other inks."""

    def __init__(self, image: Any, inks: dict[RGB, RGB]) -> None:
        self.image = image
        self.inks = inks

    def __getattr__(self, name: str) -> Any:
        return getattr(self.image, name)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw it, with every colour that is read from it exchanged."""
        token = _INKS.set(self.inks)
        try:
            self.image.draw(stream, width, height, style)
        finally:
            _INKS.reset(token)


#: The inks that are exchanged in the picture that is being drawn.
_INKS: ContextVar[dict[RGB, RGB] | None] = ContextVar("inks", default=None)


def color(made: Any, string: str) -> Any:
    """After WeasyPrint has read a colour of an SVG picture: perhaps another one."""
    inks = _INKS.get()
    if not inks:
        return made
    known, alpha = srgb(made)
    new = inks.get(known)
    return made if new is None else css(new, alpha)


def _inked(image: Any, ground: Ground) -> Any:
    """A light drawing in pixels (a white logotype) as a silhouette in one ink."""
    from PIL import Image
    from weasyprint.images import RasterImage

    picture = placing.pixels(image.image_data.data)
    small = picture.resize((48, 48))
    levels = iter(small.tobytes())
    pixels = zip(levels, levels, levels, levels, strict=True)
    seen = [(r, g, b) for r, g, b, a in pixels if a > 127]
    if not seen or len(seen) > FULL * 48 * 48:
        return image
    colours: list[RGB] = [(r / 255, g / 255, b / 255) for r, g, b in seen]
    light = [c for c in colours if contrast(c, ground.after) < GRAPHIC]
    if len(light) < 0.9 * len(colours):
        return image
    r, g, b = (round(255 * v) for v in readable(ground.ink, ground.after, GRAPHIC))
    flat = Image.new("RGBA", picture.size, (r, g, b, 0))
    flat.putalpha(picture.getchannel("A"))
    data = io.BytesIO()
    flat.save(data, format="PNG")
    flat.format = "PNG"
    options = {"jpeg_quality": None, "dpi": None, "optimize_images": False}
    name = f"{image.id}-{r:02x}{g:02x}{b:02x}"
    return RasterImage(flat, name, data.getvalue(), None, image._cache, "none", options)


def mark(colour: RGB, ground: Ground, painted: set[RGB], ratio: float) -> RGB:
    """What a light text or rule becomes: the ground's ink, or an accent of its own."""
    if not neutral(colour):
        return accent(colour, painted, ground.after, ratio)
    if contrast(ground.ink, ground.after) < ratio == TEXT:
        ratio = SMALL_TEXT
    return readable(ground.ink, ground.after, ratio)
