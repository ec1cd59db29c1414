"""The functions of WeasyPrint that are replaced, each with its reason."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import draw
from weasyprint.css.properties import ZERO_PIXELS
from weasyprint.draw import text as draw_module
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text.line_break import strut

from brochure.typeset.composer import Line

from .annotations import annotate, is_dots
from .flow import Flow, Stock, flow_of, leave
from .gravity import is_vertical
from .shape import SpacedLayout, set_line, space
from .upright import draw_line


@dataclass(frozen=True, slots=True)
class Task:
    """The line that WeasyPrint is building for us at the moment."""

    flow: Flow
    line: Line


_task: Task | None = None
#: Whether a bug of ours stops the build; otherwise WeasyPrint sets the text, unspaced.
RAISES = False
#: The elements whose text was left to WeasyPrint because of one, and where it was.
failures: dict[str, str] = {}

_split_inline_box = inline.split_inline_box
_split_text_box = inline.split_text_box
_atomic_box = inline.atomic_box
_justify_line = inline.justify_line
_line_box_verticality = inline.line_box_verticality
_inline_line_widths = preferred.inline_line_widths
_draw_text = draw_module.draw_text
_draw_first_line = draw_module.draw_first_line


def install() -> None:
    """Replace them.

    * `inline.split_inline_box` fills a line: ours tells it where the line ends.
    * `inline.split_text_box` cuts a text: ours cuts it there, and spaces it.
    * `inline.atomic_box` sets an inline box: ours adds the gap behind it.
    * `inline.justify_line` widens word spaces: not in a line that is ours.
    * `inline.line_box_verticality` aligns a line's parts: ours then adds readings and
      emphasis dots.
    * `preferred.inline_line_widths` says how wide a text would like to be: ours knows
      what is trimmed and added.
    * `draw.draw_text` draws a text: ours says what it reads, because gaps would be
      read as spaces.
    * `draw.text.draw_first_line` writes the glyphs: ours writes those of vertical text.
    """
    inline.split_inline_box = split_inline_box
    inline.split_text_box = split_text_box
    inline.atomic_box = atomic_box
    inline.justify_line = justify_line
    inline.line_box_verticality = line_box_verticality
    preferred.inline_line_widths = inline_line_widths
    draw_module.draw_text = draw_text
    draw.draw_text = draw_text
    draw_module.draw_first_line = draw_first_line


def split_inline_box(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
) -> Any:
    """A line of the plan, or whatever WeasyPrint makes of it."""
    global _task
    if not isinstance(box, boxes.LineBox) or rest[-1] is not None:
        return _split_inline_box(
            context, box, position_x, max_x, bottom_space, skip_stack,
            containing_block, *rest,
        )  # fmt: skip
    outer = _task
    stock = (
        context, box, position_x, max_x, bottom_space, skip_stack,
        containing_block, *rest,
    )  # fmt: skip
    try:
        try:
            return _composed(*stock)
        except Exception as error:
            if RAISES:
                raise
            _gave_up(box, error)
            _task = None
            return _split_inline_box(*stock)
    finally:
        _task = outer


def _composed(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
) -> Any:
    """A line of the plan, where there is one."""
    global _task
    _task = None
    flow = flow_of(context, box, containing_block)
    resume = None
    if flow is not None:
        measure = max_x - position_x
        full = measure if context.excluded_shapes else containing_block.width
        try:
            line = flow.line(flow.index(skip_stack), measure, full)
        except Stock:
            line = None
        if line is not None:
            _task = Task(flow, line)
            box, resume = _until(box, flow, line)
            max_x = inf
    made = _split_inline_box(
        context, box, position_x, max_x, bottom_space, skip_stack,
        containing_block, *rest,
    )  # fmt: skip
    if _task is not None:
        made[0].composed = _task.line
        if flow is not None and (flow.words or flow.dotted):
            made[0].annotated = flow
        if made[1] is None and resume is not None:
            made = (made[0], resume, *made[2:])
    return made


def _gave_up(box: Any, error: Exception) -> None:
    """Remember that WeasyPrint sets a text by itself, because we have failed."""
    leave(box)
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    name = box.element.get("id") if box.element is not None else None
    failures.setdefault(name or "", f"{type(error).__name__}, {where}")


def _until(box: Any, flow: Flow, line: Line) -> tuple[Any, Any]:
    """The line box without what comes after the line, if that begins with a box.

    Also WeasyPrint's `skip_stack` for the next line, None where the line ends inside
    a text, or with the paragraph.
    """
    stop = line.next
    if stop >= len(flow.text) or flow.text[stop] == "\n":
        return box, None
    paths = [path for path, start in flow.starts.items() if start == stop and path]
    if not paths:
        return box, None
    path = min(paths, key=lambda path: (len(path), path))
    if path[-1] == 0 and len(path) == 1:
        return box, None
    resume: Any = None
    for number in reversed(path):
        resume = {number: resume}
    return _shortened(box, path), resume


def _shortened(box: Any, path: tuple[int, ...]) -> Any:
    number, *deeper = path
    children = list(box.children[:number])
    if deeper:
        last = _shortened(box.children[number], tuple(deeper))
        last.style = last.style.copy()
        for kind in ("padding_right", "margin_right"):
            last.style[kind] = ZERO_PIXELS
        last.style["border_right_width"] = 0
        children.append(last)
    return box.copy_with_children(children)


def split_text_box(
    context: Any,
    box: Any,
    available_width: float | None,
    skip: int,
    is_line_start: bool = True,
) -> Any:
    """The part of a text that belongs to the line we are building."""
    if _task and id(box) in _task.flow.unread:
        return None, None, False  # a reading: see annotations.py
    piece = _task and _task.flow.pieces.get(id(box))
    if not piece or not _task:
        return _split_text_box(context, box, available_width, skip, is_line_start)
    flow, line = _task.flow, _task.line
    encoded = box.text.encode()
    start = piece.start + len(encoded[: skip or 0].decode())
    end = min(line.end, piece.start + len(box.text))
    made = _made(box, piece.start, start, end, piece.wide) if end > start else None
    until = line.next - piece.start
    forced = flow.text[line.next : line.next + 1] == "\n" and until < len(box.text)
    if forced:
        until += 1
    if until >= len(box.text) and not forced:
        return made, None, False
    return made, len(box.text[:until].encode()), forced


def _made(box: Any, base: int, start: int, end: int, wide: frozenset[int]) -> Any:
    """The box with characters `start` to `end` of the flow, spaced."""
    assert _task is not None
    flow, line = _task.flow, _task.line
    key = start, end, line
    if key not in flow.spaced:
        gaps = line.gaps[start - line.start : end - line.start]
        text = box.text[start - base : end - base]
        quotes = [i - start + base for i in wide if start <= i + base < end]
        if line.hyphenated and end == line.end:
            text += box.style["hyphenate_character"]
        layout, width, height, baseline = set_line(box.style, text, quotes)
        planned = sum(flow.own[start:end])
        if line.hyphenated and end == line.end:
            planned += flow.hyphen
        gaps = _corrected(gaps, planned - width)
        space(layout, gaps)
        flow.spaced[key] = layout, width + sum(gaps), height, baseline
    layout, width, height, baseline = flow.spaced[key]
    made = box.copy_with_text(layout.text)
    made.width, made.height, made.pango_layout = width, height, layout
    made.first, made.until = start, end
    if start == line.start:
        made.position_x -= line.cut
    line_height, _ = strut(box.style)
    made.margin_top = made.margin_bottom = (line_height - height) / 2
    made.baseline = baseline + made.margin_top
    return made


def _corrected(gaps: tuple[float, ...], missing: float) -> tuple[float, ...]:
    """The gaps, with what shaping the line alone has changed (kerning at its end)."""
    if abs(missing) < 1e-3 or len(gaps) < 2:
        return gaps
    share = missing / (len(gaps) - 1)
    return (*(gap + share for gap in gaps[:-1]), gaps[-1])


def atomic_box(context: Any, box: Any, *rest: Any) -> Any:
    """An inline box with the gap behind it in its margin."""
    global _task
    task = _task
    _task = None
    try:
        made = _atomic_box(context, box, *rest)
    finally:
        _task = task
    if task is not None and (index := task.flow.objects.get(id(box))) is not None:
        behind = index - task.line.start
        if 0 <= behind < len(task.line.gaps):
            made.margin_right += task.line.gaps[behind]
    return made


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Leave lines alone that are spaced already."""
    if getattr(line, "composed", None) is None:
        _justify_line(context, line, extra_width)


def line_box_verticality(box: Any) -> Any:
    """The height of a line; what stands over it has none."""
    extent = _line_box_verticality(box)
    if (flow := box.__dict__.get("annotated")) is not None:
        try:
            annotate(box, flow, box.composed)
        except Exception as error:
            if RAISES:
                raise
            _gave_up(box, error)
    return extent


def inline_line_widths(
    context: Any,
    box: Any,
    outer: bool,
    is_line_start: bool,
    minimum: bool,
    skip_stack: Any = None,
    first_line: bool = False,
) -> Any:
    """How wide the lines of a box are when nothing makes them break, or everything."""
    flow = None
    if isinstance(box, boxes.LineBox) and skip_stack is None and not first_line:
        flow = flow_of(context, box, None)
    indented = box.style["text_indent"] != ZERO_PIXELS
    if flow is None or indented or (minimum and flow.objects):
        return _inline_line_widths(
            context, box, outer, is_line_start, minimum, skip_stack, first_line
        )
    widths = flow.natural_widths(minimum)
    if not minimum:  # what asked will take the trailing space off again
        widths[-1] += preferred.trailing_whitespace_size(context, box)
    return iter(widths)


def draw_text(stream: Any, textbox: Any, *rest: Any) -> None:
    """Draw a text, and say what it reads, because gaps look like spaces.

    /Span with /ActualText, ISO 32000-1, § 14.9.4.
    """
    if textbox.style["visibility"] != "visible":
        return  # nothing is drawn, so nothing may be read
    letter_spacing = textbox.style["letter_spacing"]
    spaced = (
        isinstance(textbox.pango_layout, SpacedLayout)
        or is_vertical(textbox.style)
        or (letter_spacing != "normal" and letter_spacing > 0)
    )
    if spaced:
        text = "" if is_dots(textbox) else textbox.text
        reads = pydyf.Dictionary({"ActualText": pydyf.String(text)})
        stream.begin_marked_content("Span", reads)
    width = textbox.width
    textbox.width -= _gap_behind(textbox)
    _draw_text(stream, textbox, *rest)
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


def draw_first_line(
    stream: Any,
    textbox: Any,
    text_overflow: Any,
    block_ellipsis: Any,
    matrix: Any,
) -> Any:
    """Draw the glyphs of a line; those of vertical text one by one."""
    if is_vertical(textbox.style):
        draw_line(stream, textbox, matrix)
        return []
    return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
