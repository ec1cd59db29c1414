"""Text as it is drawn: what it reads, vertical lines, and which fonts were used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pydyf  # type: ignore[import-untyped]

from .annotations import is_dots
from .canvas import Canvas
from .gravity import is_vertical
from .notes import notes
from .shape import SpacedLayout
from .upright import draw_line

Theirs = Callable[..., Any]


def draw_text(theirs: Theirs, stream: Any, textbox: Any, *rest: Any) -> None:
    """Draw a text, and say what it reads, because gaps look like spaces.

    /Span with /ActualText, ISO 32000-1, § 14.9.4.
    """
    if isinstance(stream, Canvas):
        stream.note("draw_text", textbox, *rest)
        return
    if textbox.style["visibility"] != "visible":
        return  # nothing is drawn, so nothing may be read
    letter_spacing = textbox.style["letter_spacing"]
    spaced = (
        isinstance(textbox.pango_layout, SpacedLayout)
        or is_vertical(textbox.style)
        or (letter_spacing != "normal" and letter_spacing > 0)
    )
    text = "" if is_dots(textbox) else textbox.text
    width, gap = textbox.width, _gap_behind(textbox)
    if spaced:
        reads = pydyf.Dictionary({"ActualText": pydyf.String(text)})
        stream.begin_marked_content("Span", reads)
    textbox.width -= gap
    try:
        theirs(stream, textbox, *rest)
    finally:
        textbox.width = width
        if spaced:
            stream.end_marked_content()


def _gap_behind(textbox: Any) -> float:
    """The space after the last character: no line under the words runs on into it."""
    layout = textbox.pango_layout
    if not isinstance(layout, SpacedLayout) or not layout.text:
        return 0.0
    last = len(layout.text.encode()) - len(layout.text[-1].encode())
    return max(0.0, layout.gaps.get(last, 0.0))


def draw_first_line(theirs: Theirs, stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw the glyphs of a line, of boxes and of SVG text alike.

    The watch is told what was asked for; then the line is drawn, that of vertical text
    glyph by glyph; then the watch looks at what was used. If any of it fails, nothing
    is left of the line, for WeasyPrint to draw it anew.
    """
    if isinstance(stream, Canvas):
        return []
    open_notes = notes()
    watch = open_notes.watch if open_notes is not None else None
    drawn, font = len(stream.stream), stream._current_font
    try:
        if watch is not None:
            watch.begin(textbox)
        if is_vertical(textbox.style):
            draw_line(stream, textbox, rest[-1])
            emojis: Any = []
        else:
            emojis = theirs(stream, textbox, *rest)
        if watch is not None:
            watch.end(textbox)
    except Exception:
        del stream.stream[drawn:]
        stream._current_font = font
        raise
    return emojis


def add_font(made: Any, stream: Any, pango_font: Any) -> Any:
    """Tell the watch which font a run is in."""
    open_notes = notes()
    if open_notes is not None and open_notes.watch is not None:
        open_notes.watch.font_used(made[0])
    return made
