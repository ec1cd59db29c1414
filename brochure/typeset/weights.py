"""Weights and slants that a family was asked for, and what it has instead.

Pango takes the nearest without a word: 900 becomes 700, and 斜体 is set upright.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from brochure.finding import Finding, Words, warn
from brochure.typeset import fonts
from brochure.typeset.own_fonts import OwnFonts

#: Weights that nobody can tell apart: some foundries call a regular font 350.
_NEAR = 50


class Given(NamedTuple):
    """A font that was used, and how it was asked for."""

    family: str
    asked: int
    used: int
    slanted: bool
    has_slant: bool


def findings(
    given: Iterable[Given], own: OwnFonts, called: Mapping[str, str]
) -> Iterator[Finding]:
    """A warning for each family and weight, and each family without italics."""
    weights = {(one.family, one.asked, one.used) for one in given}
    for family, asked, used in sorted(weights):
        if abs(asked - used) >= _NEAR:
            yield _weight(family, asked, used, _weights(family, own, called))
    for family in sorted({o.family for o in given if o.slanted and not o.has_slant}):
        yield _italic(family)


def undivided(own: OwnFonts, called: Mapping[str, str]) -> frozenset[str]:
    """The families that must be embedded whole."""
    whole = [face.family.casefold() for face in own.faces if face.whole]
    return frozenset(called.get(family, family) for family in whole)


def _weights(family: str, own: OwnFonts, called: Mapping[str, str]) -> list[str]:
    """The weights that a family has, in words: `400`, `100–900`."""
    known = called.get(family.casefold())
    found = {
        face.weights
        for face in own.faces
        if known and called.get(face.family.casefold()) == known
    }
    return [
        str(first) if first == last else f"{first}–{last}"
        for first, last in sorted(found or _of_ours(family))
    ]


def _of_ours(family: str) -> set[tuple[int, int]]:
    from fontTools.ttLib import TTFont

    found = set()
    for file in fonts.FOLDER.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            if font["name"].getBestFamilyName() == family:
                weight = font["OS/2"].usWeightClass
                found.add((weight, weight))
    return found


def _weight(family: str, asked: int, used: int, have: list[str]) -> Finding:
    listed = ", ".join(have)
    return warn(
        "font.missing-weight",
        f"{family} に太さ {asked} はないので {used} で組みました",
        f"{family} has no weight {asked}; {used} is used",
        hint=Words(f"あるのは {listed} です", f"it has {listed}") if have else None,
    )


def _italic(family: str) -> Finding:
    return warn(
        "font.missing-italic",
        f"{family} に斜体はないので立体で組みました",
        f"{family} has no italics; it is set upright",
        hint=Words(
            "font-style: normal にして、太さや色で強調してください",
            "say font-style: normal, and stress by weight or colour",
        ),
    )
