"""Characters that no font has, and text that another family had to set.

Pango takes a second font without a word, so every run that is drawn is compared with
the family that was asked for. Text from style sheets, templates and SVG is seen as
well, because the drawing itself is watched (inside/watch.py).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brochure.finding import Finding, Words, meant, nearest, warn
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
    families: frozenset[str],
    called: Container[str],
    root: Any,
) -> tuple[set[Missing], list[Finding]]:
    """The characters that could not be set as asked, and families that nobody has.

    `called` are other names of families, `root` is the page's root element, for finding
    the ids.
    """
    if not odd:
        return set(), []
    ours = {family.casefold() for family in families}
    around = parents(root)
    missing: set[Missing] = set()
    unknown: set[str] = set()
    for (character, wanted, drawn), element in odd.items():
        asked = wanted[0] if wanted else ""
        small = asked.casefold()
        if drawn and small not in ours and small not in called:
            unknown.add(asked)
        else:
            missing.add(Missing(character, asked, drawn, nearest_id(element, around)))
    findings = [_unknown_family(family, families) for family in sorted(unknown)]
    return missing, findings


def variants_missing(html: str, fonts: Iterable[tuple[Path, int]]) -> set[Missing]:
    """Variation selectors that a font does not know; HarfBuzz drops them in silence.

    A name would then be printed with another form of its kanji (UTS #37). `fonts` are
    files, and which font of the file.
    """
    wanted = set(_VARIANT.findall(html))
    if not wanted:
        return set()
    from fontTools.ttLib import TTFont

    missing: dict[str, Missing] = {}
    families = set()
    for file, number in fonts:
        with TTFont(file, fontNumber=number, lazy=True) as font:
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


def _unknown_family(family: str, families: frozenset[str]) -> Finding:
    have = ", ".join(sorted(families))
    near = nearest(family, sorted(families))
    return warn(
        "font.unknown-family",
        f"font-family の「{family}」は fonts/ にありません",
        f"the font-family “{family}” is not in fonts/",
        hint=meant(near) if near else Words(f"使える書体: {have}", f"there are {have}"),
    )
