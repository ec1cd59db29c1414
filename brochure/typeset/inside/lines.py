"""Lines of text as the composer plans them, where WeasyPrint would fill its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any

from weasyprint.css.properties import ZERO_PIXELS
from weasyprint.formatting_structure import boxes
from weasyprint.layout import preferred
from weasyprint.text.line_break import strut

from brochure.typeset.composer import Line

from .annotations import annotate, put_plainly
from .flow import Flow, Stock, flow_of, leave
from .shape import set_line, space

Theirs = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Task:
    """The line that WeasyPrint is building for us at the moment.

    It stands on WeasyPrint's context, as `composing`, which ends with the layout.
    """

    flow: Flow
    line: Line


def task_of(context: Any) -> Task | None:
    """What is being built in this layout."""
    task: Task | None = getattr(context, "composing", None)
    return task


def split_inline_box(
    theirs: Theirs, context: Any, box: Any, *stock: Any, **more: Any
) -> Any:
    """A line of the plan, or whatever WeasyPrint makes of it."""
    if not isinstance(box, boxes.LineBox):
        return theirs(context, box, *stock, **more)
    outer = task_of(context)
    context.composing = None
    # Floats, placeholders and the like that WeasyPrint has put down so far.
    lists = [(one, len(one)) for one in stock if isinstance(one, list)]
    try:
        if more or stock[-1] is not None:  # the style of a first line
            return theirs(context, box, *stock, **more)
        return _composed(theirs, context, box, *stock)
    except Exception:
        leave(box)
        for one, length in lists:
            del one[length:]
        raise
    finally:
        context.composing = outer


def _composed(
    theirs: Theirs,
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
    task: Task | None = None
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
            task = context.composing = Task(flow, line)
            box, resume = _until(box, flow, line)
            max_x = inf
    made = theirs(
        context, box, position_x, max_x, bottom_space, skip_stack,
        containing_block, *rest,
    )  # fmt: skip
    if task is not None:
        made[0].composed = task.line
        if task.flow.words or task.flow.dotted:
            made[0].annotated = flow
        if made[1] is None and resume is not None:
            made = (made[0], resume, *made[2:])
    return made


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
    theirs: Theirs,
    context: Any,
    box: Any,
    available_width: float | None,
    skip: int,
    is_line_start: bool = True,
) -> Any:
    """The part of a text that belongs to the line we are building."""
    task = task_of(context)
    if task is None:
        return theirs(context, box, available_width, skip, is_line_start)
    flow, line = task.flow, task.line
    if id(box) in flow.unread:
        return None, None, False  # a reading: see annotations.py
    piece = flow.pieces.get(id(box))
    if piece is None:
        return theirs(context, box, available_width, skip, is_line_start)
    encoded = box.text.encode()
    start = piece.start + len(encoded[: skip or 0].decode())
    end = min(line.end, piece.start + len(box.text))
    made = None
    if end > start:
        made = _made(task, box, piece.start, start, end, piece.wide)
    until = line.next - piece.start
    forced = flow.text[line.next : line.next + 1] == "\n" and until < len(box.text)
    if forced:
        until += 1
    if until >= len(box.text) and not forced:
        return made, None, False
    return made, len(box.text[:until].encode()), forced


def _made(
    task: Task, box: Any, base: int, start: int, end: int, wide: frozenset[int]
) -> Any:
    """The box with characters `start` to `end` of the flow, spaced."""
    flow, line = task.flow, task.line
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


def atomic_box(made: Any, context: Any, box: Any, *rest: Any) -> Any:
    """Put the gap behind an inline box into its margin."""
    task = task_of(context)
    if task is not None and (index := task.flow.objects.get(id(box))) is not None:
        behind = index - task.line.start
        if 0 <= behind < len(task.line.gaps):
            made.margin_right += task.line.gaps[behind]
    return made


def justify_line(theirs: Theirs, context: Any, line: Any, extra_width: float) -> None:
    """Leave lines alone that are spaced already."""
    if getattr(line, "composed", None) is None:
        theirs(context, line, extra_width)


def line_box_verticality(made: Any, box: Any) -> Any:
    """Add readings and dots to a line; they add nothing to its height."""
    if (flow := box.__dict__.get("annotated")) is not None:
        try:
            annotate(box, flow, box.composed)
        except Exception:
            put_plainly(box, flow)
            raise
    return made


def inline_line_widths(
    theirs: Theirs,
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
        return theirs(
            context, box, outer, is_line_start, minimum, skip_stack, first_line
        )
    widths = flow.natural_widths(minimum)
    if not minimum:  # what asked will take the trailing space off again
        widths[-1] += preferred.trailing_whitespace_size(context, box)
    return iter(widths)
