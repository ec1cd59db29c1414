"""Weights and slants that a family does not have: what was drawn in their place.

Pango takes the nearest one without a word, and neither makes a font bolder nor slants
it. Every run that is drawn tells its weight, as it tells its family (inside/watch.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from brochure.finding import Finding, Mark, Words, warn
from brochure.typeset.pages.page import nearest_id, parents
from brochure.typeset.refusal import mark


class Face(NamedTuple):
    """A weight of a family, 100 to 900 as in CSS, and whether it leans."""

    family: str
    weight: int
    slanted: bool


#: The face that was asked for: the weight drawn in its place, and an element of it.
Substitutes = dict[Face, tuple[int, Any]]

#: Weights that nobody can tell apart: some foundries call a regular font 350.
_NEAR = 51

#: font-weight's words for two of the numbers.
_NAMED = {400: "normal", 700: "bold"}


def findings(
    substitutes: Substitutes,
    sheets: Mapping[str, str],
    fonts: Path,
    root: Any,
    own: Mapping[str, str],
) -> list[Finding]:
    """What was asked for and is not there; `sheets` are the style sheets by name.

    `own` are the weights of the project's families, in words.
    """
    if not substitutes:
        return []
    known = _weights(fonts)
    around = parents(root)
    found = []
    for face, (used, element) in sorted(substitutes.items(), key=lambda one: one[0]):
        subject = nearest_id(element, around) if element is not None else ""
        if abs(used - face.weight) >= _NEAR:
            at = _typed(rf"font(?:-weight)?\s*:[^;}}]*?{_weight(face)}", sheets)
            have = own.get(face.family, "")
            have = have or ", ".join(map(str, sorted(known.get(face.family, ()))))
            found.append(_lighter(face, used, have, at, subject))
        if face.slanted:
            at = _typed(r"font(?:-style)?\s*:[^;}]*?\b(?:italic|oblique)\b", sheets)
            found.append(_upright(face, at, subject))
    return list(dict.fromkeys(found))


def _weight(face: Face) -> str:
    name = _NAMED.get(face.weight)
    return rf"\b(?:{face.weight}|{name})\b" if name else rf"\b{face.weight}\b"


def _typed(pattern: str, sheets: Mapping[str, str]) -> Mark | None:
    """Where it is asked for, if that is one place alone."""
    places = [
        mark(name, text, match.start())
        for name, text in sheets.items()
        for match in re.finditer(pattern, text)
    ]
    return places[0] if len(places) == 1 else None


def _weights(fonts: Path) -> dict[str, set[int]]:
    """The weights of each family in the folder (OpenType OS/2, usWeightClass)."""
    from fontTools.ttLib import TTFont

    found: dict[str, set[int]] = {}
    for file in sorted(fonts.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            family = font["name"].getBestFamilyName()
            found.setdefault(family, set()).add(font["OS/2"].usWeightClass)
    return found


def _lighter(
    face: Face, used: int, have: str, at: Mark | None, subject: str
) -> Finding:
    return warn(
        "font.missing-weight",
        f"「{face.family}」に太さ {face.weight} はありません。{used} で組みました",
        f"“{face.family}” has no weight {face.weight}; {used} was used",
        hint=Words(f"ある太さ: {have}", f"there are {have}"),
        at=at,
        subject=subject,
    )


def _upright(face: Face, at: Mark | None, subject: str) -> Finding:
    return warn(
        "font.missing-italic",
        f"「{face.family}」に斜体はありません。傾けずに組みました",
        f"“{face.family}” has no italic; it was set upright, not slanted",
        hint=Words(
            "太字か傍点、別の色で目立たせてください",
            "set it apart by its weight, emphasis dots or a colour",
        ),
        at=at,
        subject=subject,
    )
