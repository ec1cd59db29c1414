"""Characters that no bundled font has, and text that another family had to set.

Pango takes a second font without a word, so every run that is drawn is compared with
the family that was asked for. Text from style sheets, templates and SVG is seen as
well, because the drawing itself is watched (inside/watch.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brochure.finding import Finding, Words, warn
from brochure.typeset.pages.page import nearest_id, parents

#: A character with a variation selector that asks for one form of it.
_VARIANT = re.compile("(.)([\ufe00-\ufe0d\U000e0100-\U000e01ef])")

#: (character, families asked for, family drawn): an element of the HTML it is in.
Odd = dict[tuple[str, tuple[str, ...], str], Any]


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A character that cannot be set in the family asked for.

    `drawn` is the family that stepped in, or "" if no font of ours has the character.
    `element` is the id of the nearest element with one: its path in content.yaml.
    """

    character: str
    asked: str
    drawn: str = ""
    element: str = ""

    @property
    def code_point(self) -> str:
        """`U+2252`."""
        return f"U+{ord(self.character):04X}"


def judge(
    odd: Mapping[tuple[str, tuple[str, ...], str], Any],
    bundled: frozenset[str],
    root: Any,
) -> tuple[set[Missing], list[Finding]]:
    """The characters that could not be set as asked, and families that nobody has.

    `root` is the page's root element, for finding the ids.
    """
    if not odd:
        return set(), []
    ours = {family.casefold() for family in bundled}
    around = parents(root)
    missing: set[Missing] = set()
    unknown: set[str] = set()
    for (character, families, drawn), element in odd.items():
        asked = families[0] if families else ""
        if drawn and asked.casefold() not in ours:
            unknown.add(asked)
        else:
            missing.add(Missing(character, asked, drawn, nearest_id(element, around)))
    findings = [_unknown_family(family, bundled) for family in sorted(unknown)]
    return missing, findings


def variants_missing(html: str, fonts: Path) -> set[Missing]:
    """Variation selectors that a font does not know; HarfBuzz drops them in silence.

    A name would then be printed with another form of its kanji (UTS #37).
    """
    wanted = set(_VARIANT.findall(html))
    if not wanted:
        return set()
    from fontTools.ttLib import TTFont

    missing: dict[str, Missing] = {}
    families = set()
    for file in sorted(fonts.glob("*.ttf")):
        with TTFont(file, lazy=True) as font:
            family = font["name"].getBestFamilyName()
            if family in families:
                continue  # the weights of a family have the same characters
            families.add(family)
            known = {
                (chr(base), chr(selector))
                for table in font["cmap"].tables
                if table.format == 14
                for selector, pairs in table.uvsDict.items()
                for base, _ in pairs
            }
        for _, selector in wanted - known:
            missing.setdefault(selector, Missing(selector, family))
    return set(missing.values())


def _unknown_family(family: str, bundled: frozenset[str]) -> Finding:
    have = ", ".join(sorted(bundled))
    return warn(
        "font.unknown-family",
        f"font-family の「{family}」は fonts/ にありません",
        f"the font-family “{family}” is not in fonts/",
        hint=Words(f"使える書体: {have}", f"there are {have}"),
    )
