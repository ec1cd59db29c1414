"""Draws a line of vertical text: kanji upright, Latin on its side, figures combined.

The line itself is still horizontal; vertical.py turns its block. So what shall stand
upright on paper is drawn turned to the left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from weasyprint.logger import LOGGER
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango

from brochure.typeset.em import above, middle

from .gravity import combined


class _Glyph(NamedTuple):
    """A glyph in Pango's line: pixels from the line's start and from its baseline."""

    id: int
    x: float
    width: float
    dx: float
    dy: float
    #: The bytes of the text that its cluster begins and ends at.
    start: int
    end: int


def draw_line(stream: Any, textbox: Any, matrix: Any) -> None:
    """Draw the first line of a vertical `textbox`, its start at `matrix`'s origin."""
    layout = textbox.pango_layout
    if not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
        return
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    drawing = _Drawing(stream, textbox, matrix.values[4], matrix.values[5])
    place = 0.0
    run = line.runs
    while run != ffi.NULL:
        place = drawing.run(run.data, place)
        run = run.next


class _Drawing:
    """One line on its way to the PDF stream."""

    def __init__(self, stream: Any, textbox: Any, left: float, baseline: float) -> None:
        self.stream = stream
        self.left = left
        self.baseline = baseline
        self.utf8 = textbox.pango_layout.text.encode()
        text = textbox.pango_layout.text
        self.fonts = _fonts(textbox.style)
        self.above, self.middle = above(textbox.style), middle(textbox.style)
        self.groups = {
            len(text[:start].encode()): len(text[:end].encode())
            for start, end in combined(textbox.style, text)
        }

    def run(self, run: Any, place: float) -> float:
        """Draw a run of one font from `place` on; returns where the next one begins."""
        upright = _is_upright(run.item.analysis)
        standing = self.fonts.of(run.item.analysis.font)
        font, size = self.stream.add_font(standing)
        self.stream.set_font_size(font.hash, size)
        glyphs = [*self._glyphs(run, standing, font, size, place)]
        done = 0
        while done < len(glyphs):
            glyph = glyphs[done]
            until = self.groups.get(glyph.start)
            if until is not None:
                group = [g for g in glyphs[done:] if g.start < until]
                self._side_by_side(group, font, size)
                done += len(group)
                continue
            if upright:
                x, y = glyph.x + glyph.dx, glyph.dy
                self._show(glyph.id, (0, -1, -1, 0), x, y)
            else:
                x, y = glyph.x + glyph.dx, glyph.dy + self.middle * size
                self._show(glyph.id, (1, 0, 0, -1), x, y)
            done += 1
        return glyphs[-1].x + glyphs[-1].width if glyphs else place

    def _glyphs(
        self, run: Any, standing: Any, font: Any, size: float, place: float
    ) -> Iterator[_Glyph]:
        item, string = run.item, run.glyphs
        count = string.num_glyphs
        starts = [*ffi.unpack(string.log_clusters, count), item.length]
        for index in range(count):
            info = string.glyphs[index]
            width = info.geometry.width * FROM_UNITS
            start = item.offset + starts[index]
            end = item.offset + min(
                (s for s in starts[index + 1 :] if s > starts[index]),
                default=item.length,
            )
            if info.glyph != pango.PANGO_GLYPH_EMPTY:
                number = self._known(info, standing, font, size, start, end)
                dx = info.geometry.x_offset * FROM_UNITS
                dy = info.geometry.y_offset * FROM_UNITS
                yield _Glyph(number, place, width, dx, dy, start, end)
            place += width

    def _known(
        self, info: Any, standing: Any, font: Any, size: float, start: int, end: int
    ) -> int:
        """The glyph's number, its width and its text entered into the PDF's font."""
        number = int(info.glyph)
        if number & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            code = number - pango.PANGO_GLYPH_UNKNOWN_FLAG
            LOGGER.warning(
                '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" '
                "(U+%04X)",
                chr(code),
                code,
            )
            number = font.get_unused_glyph_id(code)
            font.widths[number] = font.widths[0] = 1000
        if number not in font.to_unicode:
            font.to_unicode[number] = self.utf8[start:end].decode()
        if number not in font.widths:
            stream = self.stream
            pango.pango_font_get_glyph_extents(
                standing,
                number,
                stream.ink_rect,
                stream.logical_rect,
            )
            width = stream.logical_rect.width * 1000 * FROM_UNITS / size
            font.widths[number] = round(width)
        return number

    def _side_by_side(self, group: list[_Glyph], font: Any, size: float) -> None:
        """Figures beside each other, not wider than the em of their column."""
        width = sum(font.widths[glyph.id] for glyph in group) / 1000 * size
        scale = min(1.0, size / width) if width else 1.0
        x, y = group[0].x + self.above * size, width * scale / 2
        for glyph in group:
            self._show(glyph.id, (0, -scale, -1, 0), x, y)
            y -= font.widths[glyph.id] / 1000 * size * scale

    def _show(
        self, number: int, turn: tuple[float, float, float, float], x: float, y: float
    ) -> None:
        self.stream.set_text_matrix(*turn, self.left + x, self.baseline + y)
        self.stream.show_text(f"<{number:04x}>")


def _is_upright(analysis: Any) -> bool:
    """Whether Pango has turned a run's glyphs: the second of four bytes, its gravity.

    WeasyPrint declares the four as numbers of four bytes each.
    """
    gravity = ffi.buffer(ffi.addressof(analysis, "level"), 4)[1]
    return bool(gravity == b"\x01")


class _Fonts:
    """For each font that Pango has turned, the same one as it stands on a line.

    Widths, ascent and descent in the PDF are those.
    """

    def __init__(self, font_map: Any) -> None:
        self.font_map = font_map
        self.context = ffi.gc(
            pango.pango_font_map_create_context(font_map), gobject.g_object_unref
        )
        self.standing: dict[bytes, Any] = {}

    def of(self, font: Any) -> Any:
        description = ffi.gc(
            pango.pango_font_describe_with_absolute_size(font),
            pango.pango_font_description_free,
        )
        pango.pango_font_description_unset_fields(
            description, pango.PANGO_FONT_MASK_GRAVITY
        )
        name = ffi.string(pango.pango_font_description_to_string(description))
        if name not in self.standing:
            loaded = pango.pango_font_map_load_font(
                self.font_map, self.context, description
            )
            self.standing[name] = ffi.gc(loaded, gobject.g_object_unref)
        return self.standing[name]


def _fonts(style: Any) -> _Fonts:
    configuration = style.font_config
    if not hasattr(configuration, "standing_fonts"):
        configuration.standing_fonts = _Fonts(configuration.font_map)
    kept: _Fonts = configuration.standing_fonts
    return kept
