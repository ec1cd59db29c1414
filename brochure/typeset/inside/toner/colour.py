"""How light a colour looks, and which darker one takes its place on paper.

Colours are sRGB, 0–1; contrast.py says how well one is seen on another.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable
from typing import Any

from brochure.typeset.contrast import GRAPHIC, RGB, WHITE, contrast, over

#: Small words that were white take a little more of the ground's ink, because office
#: printers make every colour but black of dots.
SMALL_TEXT = 5.5
#: A large drawing, a map of dots, is seen with less than a rule needs, and costs less
#: toner so: gold on white. A gray has no hue that helps it.
ART, GRAY_ART = 1.5, 2.2
#: Two colours whose contrast is less are one colour to the eye.
SAME = 1.2
#: A colour with less between its strongest and weakest part has no hue to keep.
_NEUTRAL = 0.2
#: Gold and vermilion are one family of accents, gold and blue are not: 45°.
_FAMILY = 0.125


def srgb(colour: Any) -> tuple[RGB, float]:
    """A colour of WeasyPrint's, and its alpha; black where sRGB has no such colour."""
    try:
        red, green, blue = colour.to("srgb").coordinates
    except (AttributeError, NotImplementedError, TypeError, ValueError):
        return (0.0, 0.0, 0.0), float(getattr(colour, "alpha", 1))
    return (_level(red), _level(green), _level(blue)), float(colour.alpha)


def _level(value: float | None) -> float:
    return min(1.0, max(0.0, value or 0.0))


def css(colour: RGB, alpha: float = 1.0) -> Any:
    """A colour as WeasyPrint wants it."""
    from tinycss2.color5 import parse_color

    red, green, blue = (round(255 * level) for level in colour)
    return parse_color(f"rgb({red} {green} {blue} / {alpha:g})")


def luma(colour: RGB) -> float:
    """How light it looks, 0 to 1: Rec. 601, as finishing/gray.py has it."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def readable(colour: RGB, on: RGB, ratio: float) -> RGB:
    """The colour, as much stronger as it must be to stand out from `on`.

    First more of the same ink, as a tint becomes the full tone; then darker. Its hue
    stays. On a ground too dark for it, it ends as black.
    """
    if contrast(colour, on) >= ratio:
        return colour
    low, high = 0.0, 2.0
    for _ in range(14):
        middle = (low + high) / 2
        if contrast(_stronger(colour, middle), on) >= ratio:
            high = middle
        else:
            low = middle
    return _stronger(colour, high)


def _stronger(colour: RGB, step: float) -> RGB:
    """From the colour (0) by its fullest tone (1) to black (2)."""
    most = 1 / (1 - min(colour)) if min(colour) < 1 and not neutral(colour) else 1.0
    more = 1 + (most - 1) * min(step, 1.0)
    darker = 1 - max(0.0, step - 1)
    red, green, blue = (darker * max(0.0, 1 - more * (1 - level)) for level in colour)
    return red, green, blue


def tint(colour: RGB, on: RGB, ratio: float) -> RGB:
    """The lightest tint of an ink that stands out from `on`: visible, and cheap."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if contrast(over(colour, middle, WHITE), on) >= ratio:
            high = middle
        else:
            low = middle
    return readable(over(colour, high, WHITE), on, ratio)


def neutral(colour: RGB) -> bool:
    """Whether it is a white or gray, without a hue of its own."""
    return max(colour) - min(colour) < _NEUTRAL


def accent(colour: RGB, painted: Iterable[RGB], on: RGB, ratio: float) -> RGB:
    """What a light accent becomes on paper.

    The document's own colour nearest in hue, where there is one of its family that is
    darker (a gold label turns vermilion, as labels on paper are); or itself, darker.
    """
    hue = colorsys.rgb_to_hsv(*colour)[0]

    def away(other: RGB) -> float:
        distance = abs(colorsys.rgb_to_hsv(*other)[0] - hue)
        return min(distance, 1 - distance)

    family = [
        other
        for other in sorted(painted)
        if not neutral(other)
        and contrast(other, on) >= GRAPHIC
        and away(other) <= _FAMILY
    ]
    return readable(min(family, key=away, default=colour), on, ratio)
