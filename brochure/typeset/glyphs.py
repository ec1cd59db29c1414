"""Characters that no bundled font has, and text that another family had to set.

Pango says nothing when it takes a second font, so every run drawn is compared with the
family that the stylesheet asked for. Text from CSS, templates and SVG is seen as well,
because the drawing itself is watched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A character that cannot be set in the family asked for.

    `drawn` is the family that was taken instead, or "" if no font has the character.
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
    """Sees every line of text that is drawn, and remembers the odd ones."""

    def __init__(self) -> None:
        self.odd: dict[tuple[str, tuple[str, ...], str], Any] = {}
        self._asked: tuple[str, ...] = ()
        self._seen_odd = False

    def line_begins(self, families: tuple[str, ...]) -> None:
        self._asked = families
        self._seen_odd = False

    def font_used(self, family: str) -> None:
        """A run is drawn in `family`; odd if that is not the first one asked for."""
        if not self._asked or family.casefold() != self._asked[0].casefold():
            self._seen_odd = True

    def tofu_drawn(self) -> None:
        """WeasyPrint has warned that a character of this line has no glyph."""
        self._seen_odd = True

    def line_ends(self, textbox: Any) -> None:
        """Name the characters of an odd line."""
        if not self._seen_odd:
            return
        asked = self._asked[0] if self._asked else ""
        for character, family in _drawn(textbox):
            if family.casefold() != asked.casefold() and not character.isspace():
                key = (character, self._asked, family)
                self.odd.setdefault(key, getattr(textbox, "element", None))


def _drawn(textbox: Any) -> Iterator[tuple[str, str]]:
    """(character, family or "" for a tofu) of the line that was just drawn."""
    from weasyprint.text.ffi import ffi, pango

    layout = textbox.pango_layout
    utf8 = layout.text.encode()
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    run = line.runs
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        family = _family(item.analysis.font)
        clusters = glyphs.log_clusters
        starts = sorted({clusters[i] for i in range(glyphs.num_glyphs)})
        tofu = {
            clusters[i]
            for i in range(glyphs.num_glyphs)
            if glyphs.glyphs[i].glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG
        }
        for start, end in zip(starts, [*starts[1:], item.length], strict=True):
            piece = utf8[item.offset + start : item.offset + end].decode()
            for character in piece:
                yield character, "" if start in tofu else family


def _family(pango_font: Any) -> str:
    from weasyprint.text.ffi import ffi, pango

    description = ffi.gc(
        pango.pango_font_describe_with_absolute_size(pango_font),
        pango.pango_font_description_free,
    )
    name: bytes = ffi.string(pango.pango_font_description_get_family(description))
    return name.decode()


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """Watch WeasyPrint draw.

    * `draw.text.draw_first_line` draws every line, of boxes and of SVG text alike.
    * `pdf.stream.Stream.add_font` is called by it when a run has another font.
    """
    from weasyprint.draw import text
    from weasyprint.pdf.stream import Stream

    draw_first_line, add_font = text.draw_first_line, Stream.add_font

    def draw_line(stream: Any, textbox: Any, *rest: Any, **more: Any) -> Any:
        watch.line_begins(tuple(textbox.style["font_family"]))
        drawn = draw_first_line(stream, textbox, *rest, **more)
        watch.line_ends(textbox)
        return drawn

    def use_font(stream: Any, pango_font: Any) -> Any:
        font, size = add_font(stream, pango_font)
        watch.font_used(font.family)
        return font, size

    text.draw_first_line, Stream.add_font = draw_line, use_font
    try:
        yield
    finally:
        text.draw_first_line, Stream.add_font = draw_first_line, add_font
