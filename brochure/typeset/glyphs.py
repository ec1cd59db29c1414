"""Characters that no bundled font has, and text that another family had to set.

Pango takes a second font without a word, so every run that is drawn is compared with
the family that was asked for. Text from style sheets, templates and SVG is seen as
well, because the drawing itself is watched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brochure.finding import Finding, Words, warn
from brochure.typeset.fit import nearest_id

#: A character with a variation selector that asks for one form of it.
_VARIANT = re.compile("(.)([\ufe00-\ufe0d\U000e0100-\U000e01ef])")


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


class Watch:
    """Sees every line of text as it is drawn, and remembers the odd ones.

    `odd` has, for (character, families asked for, family drawn), an element it is in.
    """

    def __init__(self) -> None:
        self.odd: dict[tuple[str, tuple[str, ...], str], Any] = {}
        self._asked: tuple[str, ...] = ()
        self._is_odd = False

    def tofu_drawn(self) -> None:
        """WeasyPrint warns that this line has a character without a glyph."""
        self._is_odd = True

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch WeasyPrint draw.

        * `draw.text.draw_first_line` draws every line, of boxes and of SVG text alike.
        * `pdf.stream.Stream.add_font` is what it calls for a run in another font.
        """
        from weasyprint.draw import text
        from weasyprint.pdf.stream import Stream

        draw_first_line, add_font = text.draw_first_line, Stream.add_font

        def draw_line(stream: Any, textbox: Any, *rest: Any, **more: Any) -> Any:
            self._asked, self._is_odd = tuple(textbox.style["font_family"]), False
            drawn = draw_first_line(stream, textbox, *rest, **more)
            if self._is_odd:
                self._remember(textbox)
            return drawn

        def use_font(stream: Any, pango_font: Any) -> Any:
            font, size = add_font(stream, pango_font)
            if font.family.casefold() != self._first().casefold():
                self._is_odd = True
            return font, size

        text.draw_first_line, Stream.add_font = draw_line, use_font
        try:
            yield
        finally:
            text.draw_first_line, Stream.add_font = draw_first_line, add_font

    def _first(self) -> str:
        return self._asked[0] if self._asked else ""

    def _remember(self, textbox: Any) -> None:
        first = self._first().casefold()
        for character, family in _drawn(textbox):
            if family.casefold() != first and not character.isspace():
                key = (character, self._asked, family)
                self.odd.setdefault(key, getattr(textbox, "element", None))


def _drawn(textbox: Any) -> Iterator[tuple[str, str]]:
    """(character, family or "" for none) of the line that was just drawn."""
    from weasyprint.text.ffi import ffi, pango

    utf8 = textbox.pango_layout.text.encode()
    line = pango.pango_layout_get_line_readonly(textbox.pango_layout.layout, 0)
    run = line.runs
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        family = _family(item.analysis.font)
        # A cluster, characters drawn together, is known by its first byte in the text.
        clusters = [glyphs.log_clusters[i] for i in range(glyphs.num_glyphs)]
        without = {
            cluster
            for i, cluster in enumerate(clusters)
            if glyphs.glyphs[i].glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG
        }
        starts = sorted(set(clusters))
        for start, end in zip(starts, [*starts[1:], item.length], strict=True):
            for character in utf8[item.offset + start : item.offset + end].decode():
                yield character, "" if start in without else family


def _family(pango_font: Any) -> str:
    from weasyprint.text.ffi import ffi, pango

    description = ffi.gc(
        pango.pango_font_describe_with_absolute_size(pango_font),
        pango.pango_font_description_free,
    )
    name: bytes = ffi.string(pango.pango_font_description_get_family(description))
    return name.decode()


def judge(
    watch: Watch, bundled: frozenset[str], root: Any
) -> tuple[set[Missing], list[Finding]]:
    """The characters that could not be set as asked, and families that nobody has.

    `root` is the page's root element, for finding the ids.
    """
    if not watch.odd:
        return set(), []
    ours = {family.casefold() for family in bundled}
    parents = {child: parent for parent in root.iter() for child in parent}
    missing: set[Missing] = set()
    unknown: set[str] = set()
    for (character, families, drawn), element in watch.odd.items():
        asked = families[0] if families else ""
        if drawn and asked.casefold() not in ours:
            unknown.add(asked)
        else:
            missing.add(Missing(character, asked, drawn, nearest_id(element, parents)))
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
