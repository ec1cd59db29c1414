"""Text as Pango shapes it: the advance of every character, and a line with our gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, Final

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from . import gravity

#: Full-width “ ” ‘ ’ (OpenType `fwid`).
_WIDE: Final = b"fwid 1"
#: TJ numbers are whole thousandths of an em, which WeasyPrint cuts towards zero; so
#: much more is asked for to survive the cut.
_SURE: Final = 0.25
#: Bytes of a PangoGlyphInfo.
_GLYPH: Final = ffi.sizeof("PangoGlyphInfo")


class SpacedLayout(Layout):  # type: ignore[misc]
    """A line of text with pixels added behind some of its characters.

    Glyph widths are changed in place, after shaping and before drawing, so ligatures,
    kerning and fonts stay as Pango chose them.
    """

    def __init__(self, style: Any, text: str, wide: Sequence[int] = ()) -> None:
        self.wide = tuple(wide)
        #: Byte offset of a character: pixels behind it.
        self.gaps: dict[int, float] = {}
        #: Pixels by which figures side by side are wider than one after the other.
        self.grown = 0.0
        self._spaced = False
        super().__init__(style)
        self.set_text(text)

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set the text, to be shaped anew."""
        self._spaced = False
        vertical = gravity.is_vertical(self.style)
        if vertical:
            shown = gravity.shown(text, frozenset(self.wide))
            super().set_text(shown, justify)
            self.text = text
            wanted = [*gravity.attributes(self.style, shown)]
        else:
            super().set_text(text, justify)
            wanted = self._quotes()
        if not wanted:
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(
                pango.pango_attr_list_new(), pango.pango_attr_list_unref
            )
        for attribute in wanted:
            pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)

    def _quotes(self) -> list[Any]:
        quotes = []
        for index in self.wide:
            attribute = pango.pango_attr_font_features_new(_WIDE)
            start = len(self.text[:index].encode())
            attribute.start_index, attribute.end_index = start, start + 3
            quotes.append(attribute)
        return quotes

    def get_first_line(self) -> Any:
        """The shaped line, with the gaps in its glyphs."""
        line, index = super().get_first_line()
        if not self._spaced:
            self._spaced = True
            if combined := gravity.combined(self.style, self.text):
                self._combine(line, combined)
            if self.gaps:
                self._space(line)
        return line, index

    def _combine(self, line: Any, spans: Sequence[tuple[int, int]]) -> None:
        """Give figures that stand side by side one em, all of it to the first glyph."""
        em = round(self.style["font_size"] * TO_UNITS)
        ends = {
            len(self.text[:a].encode()): len(self.text[:b].encode()) for a, b in spans
        }
        until = grown = 0
        for glyph, start, _ in _glyphs(line):
            if start in ends or start < until:
                until = ends.get(start, until)
                width = em if start in ends else 0
                grown += width - glyph.geometry.width
                glyph.geometry.width = width
        self.grown = grown * FROM_UNITS

    def _space(self, line: Any) -> None:
        unit = self.style["font_size"] / 1000
        owed = 0.0
        for glyph, start, end in _glyphs(line):
            gap = self.gaps.get(start, 0.0)
            if end - start > 4:
                gap += sum(self.gaps.get(byte, 0.0) for byte in range(start + 1, end))
            if not gap:
                continue
            owed += gap
            thousandths = round(owed / unit)
            owed -= thousandths * unit
            if thousandths:
                thousandths += _SURE if thousandths > 0 else -_SURE
                glyph.geometry.width += round(thousandths * unit * TO_UNITS)


def _glyphs(line: Any) -> Iterator[tuple[Any, int, int]]:
    """The last glyph of each cluster, and the bytes that the cluster stands for."""
    run = line.runs
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        run = run.next
        offset, length, count = item.offset, item.length, string.num_glyphs
        starts = ffi.unpack(string.log_clusters, count)
        glyphs = string.glyphs
        for index, start in enumerate(starts):
            end = starts[index + 1] if index + 1 < count else length
            if end > start:
                yield glyphs[index], offset + start, offset + end


def advances(style: Any, text: str, wide: Sequence[int] = ()) -> list[float]:
    """The advance of each character of `text` in pixels, set on one line."""
    layout = SpacedLayout(style, text, wide)
    line, _ = layout.get_first_line()
    widths: dict[int, float] = {}
    run = line.runs
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        run = run.next
        count = string.num_glyphs
        starts = ffi.unpack(string.log_clusters, count)
        # PangoGlyphInfo is a glyph, its width, two offsets and a flag: five integers.
        glyphs = memoryview(ffi.buffer(string.glyphs, count * _GLYPH)).cast("i")
        offset = item.offset
        for start, width in zip(starts, glyphs[1 :: _GLYPH // 4].tolist(), strict=True):
            byte = offset + start
            if byte in widths:
                widths[byte] += width * FROM_UNITS
            else:
                widths[byte] = width * FROM_UNITS
    layout.deactivate()
    return [widths.get(byte, 0.0) for byte in _bytes(text)]


def _bytes(text: str) -> Iterator[int]:
    """Where each character begins in UTF-8."""
    return accumulate(map(_length, text[:-1]), initial=0) if text else iter(())


def set_line(
    style: Any, text: str, wide: Sequence[int]
) -> tuple[SpacedLayout, float, float, float]:
    """A line without gaps, its width, its height and its baseline, in pixels."""
    layout = SpacedLayout(style, text, wide)
    line, _ = layout.get_first_line()
    width, height = line_size(line, style)
    width += layout.grown  # Pango measured the line before
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    layout.deactivate()
    return layout, width, height, baseline


def space(layout: SpacedLayout, gaps: Sequence[float]) -> None:
    """Put `gaps` behind the characters of a line."""
    layout.gaps = {}
    if not any(gaps):
        return
    byte = 0
    for char, gap in zip(layout.text, gaps, strict=False):
        if gap:
            layout.gaps[byte] = gap
        byte += _length(char)


@cache
def _length(char: str) -> int:
    """Bytes of a character in UTF-8."""
    code = ord(char)
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
