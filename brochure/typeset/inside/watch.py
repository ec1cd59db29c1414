"""Sees every line of text as it is drawn: the family asked for, and the one used."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from brochure.typeset.faces import Face, Substitutes
from brochure.typeset.glyphs import Odd


class Watch:
    """Remembers the odd lines among those that are drawn.

    `odd` has, for (character, families asked for, family drawn), an element it is in;
    `substitutes` the faces that the family asked for does not have; `used` the families
    that were asked for and drawn. `called` says under which one name a family goes that
    has several; no font of the families in `whole` may be embedded in part.
    """

    def __init__(
        self, called: Mapping[str, str] | None = None, whole: Container[str] = ()
    ) -> None:
        self.odd: Odd = {}
        self.substitutes: Substitutes = {}
        self.used: set[str] = set()
        self._called = called or {}
        self._whole = whole
        self._asked: tuple[str, ...] = ()
        self._face = 400, False
        self._element: Any = None
        self._is_odd = False

    def begin(self, textbox: Any) -> None:
        """This line is going to be drawn."""
        style = textbox.style
        self._asked, self._is_odd = tuple(style["font_family"]), False
        self._face = style["font_weight"], style["font_style"] != "normal"
        self._element = getattr(textbox, "element", None)

    def tofu_drawn(self) -> None:
        """WeasyPrint warns that this line has a character without a glyph."""
        self._is_odd = True

    def font_used(self, font: Any) -> None:
        """A run of this line is in that font of WeasyPrint's."""
        family = self._known(font.family)
        if family in self._whole:
            font.used_in_forms = True  # WeasyPrint leaves such fonts undivided
        if family != self._first():
            self._is_odd = True
            return
        self.used.add(family)
        asked, leaning = self._face
        # A weight by font-variation-settings is one asked for.
        weight = asked if "wght" in font.variations else font.weight
        slanted = font.style != 0
        if self._face != (weight, slanted):
            face = Face(font.family, asked, leaning and not slanted)
            self.substitutes.setdefault(face, (weight, self._element))

    def end(self, textbox: Any) -> None:
        """It has been drawn."""
        if not self._is_odd:
            return
        for character, family in _drawn(textbox):
            if self._known(family) != self._first() and not character.isspace():
                key = (character, self._asked, family)
                self.odd.setdefault(key, getattr(textbox, "element", None))

    def _first(self) -> str:
        return self._known(self._asked[0]) if self._asked else ""

    def _known(self, family: str) -> str:
        small = family.casefold()
        return self._called.get(small, small)


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
