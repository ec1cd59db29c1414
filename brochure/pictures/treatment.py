"""加工: a picture in tints of inks of the palette, asked for in its URL.

`pictures/a.jpg?duotone=night,paper` goes from one ink, where the picture is black, to
another, where it is white; `?ink=night` from an ink to bare paper. Whatever else a
query says is left to others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from brochure.finding import Finding, Stop, Words, did_you_mean, fail
from brochure.shop.colour import CMYK, Profile
from brochure.shop.inks import Palette

if TYPE_CHECKING:
    from PIL.Image import Image

_PAPER: CMYK = (0.0, 0.0, 0.0, 0.0)
#: How many inks each takes.
_KEYS = {"duotone": 2, "ink": 1}


class Duotone(NamedTuple):
    """The inks of a picture's black and of its white, in percent."""

    dark: CMYK
    light: CMYK


def asked(name: str, query: str, palette: Palette) -> Duotone | None:
    """The treatment that the query of a picture's URL asks for.

    Raises:
        Stop: an ink is not in the palette, or there are not as many as it takes.
    """
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key not in _KEYS:
            continue
        inks = [one.strip() for one in value.split(",")]
        if len(inks) != _KEYS[key]:
            raise Stop(_wrong_number(name, key))
        mixes = [_mix(name, ink, palette) for ink in inks]
        return Duotone(mixes[0], mixes[1] if len(mixes) > 1 else _PAPER)
    return None


def plates(gray: Image, inks: Duotone) -> Image:
    """The gray picture in ink: mode CMYK, 255 is full ink."""
    from PIL import Image

    return Image.merge(
        "CMYK",
        [
            gray.point([round(_between(dark, light, v) * 2.55) for v in range(256)])
            for dark, light in zip(inks.dark, inks.light, strict=True)
        ],
    )


def screen(gray: Image, inks: Duotone, press: Profile) -> Image:
    """The same as it looks in print: mode RGB."""
    from PIL import Image

    mixes: list[CMYK] = []
    for level in range(256):
        c, m, y, k = (
            _between(dark, light, level)
            for dark, light in zip(inks.dark, inks.light, strict=True)
        )
        mixes.append((c, m, y, k))
    looks = press.to_srgb(mixes)
    return Image.merge(
        "RGB", [gray.point([look[part] for look in looks]) for part in range(3)]
    )


def _between(dark: float, light: float, level: int) -> float:
    return dark + (light - dark) * level / 255


def _mix(name: str, ink: str, palette: Palette) -> CMYK:
    if found := palette.inks.get(ink):
        return found.cmyk
    bases = [one for one, found in palette.inks.items() if found.base == one]
    raise Stop(
        fail(
            "inks.unknown",
            f"「{ink}」というインキはありません",
            f"there is no ink “{ink}”",
            hint=did_you_mean(ink, palette.inks, listed=bases),
            subject=name,
        )
    )


def _wrong_number(name: str, key: str) -> Finding:
    form = "duotone=night,paper" if key == "duotone" else "ink=night"
    return fail(
        "image.treatment",
        f"「{key}」のインキの数が違います",
        f"“{key}” has the wrong number of inks",
        hint=Words(f"「?{form}」のように書いてください", f"write it like ?{form}"),
        subject=name,
    )
