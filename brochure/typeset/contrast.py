"""How well a colour is seen on another, by WCAG 2.2.

Colours are sRGB, 0–1: those of the palette, which are what its inks look like in print.
4.5 : 1 reads as body text, 3 : 1 as large text, a rule or a picture (success criteria
1.4.3 and 1.4.11).
"""

from __future__ import annotations

from functools import lru_cache

RGB = tuple[float, float, float]

WHITE: RGB = (1.0, 1.0, 1.0)
TEXT, GRAPHIC = 4.5, 3.0


def contrast(one: RGB, other: RGB) -> float:
    """From 1, no difference, to 21, black on white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(4096)
def luminance(colour: RGB) -> float:
    """WCAG's relative luminance."""
    red, green, blue = (
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
        for level in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(colour: RGB, alpha: float, below: RGB) -> RGB:
    """What is seen of a colour that lets the one below shine through."""
    red, green, blue = (
        top * alpha + under * (1 - alpha)
        for top, under in zip(colour, below, strict=True)
    )
    return red, green, blue
