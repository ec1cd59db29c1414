"""縦書き: a block whose `writing-mode` is vertical-rl, among horizontal ones.

It is laid out as an ordinary block whose lines are as long as the columns are high, and
turned by 90° clockwise. So all that holds for lines holds for columns: kinsoku,
justification, ruby, balance. Glyphs that shall stand upright are upright.py's affair.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from weasyprint.css.properties import ZERO_PIXELS, Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, preferred

from .gravity import is_vertical


class Turned(boxes.BlockBox):  # type: ignore[misc]
    """The place of a vertical block in its horizontal parent; its one child is turned.

    Its own width and height are those on paper.
    """


def turn(box: Any) -> None:
    """Put the contents of every vertical box under `box` into a `Turned` one."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.BlockContainerBox) and is_vertical(child.style):
            inner = boxes.BlockBox.anonymous_from(child, child.children)
            child.children = [Turned.anonymous_from(child, [inner])]
        else:
            turn(child)


def block_level_layout_switch(
    theirs: Callable[..., Any],
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
    **more: Any,
) -> Any:
    """Lay out a block that is turned."""
    if not isinstance(box, Turned):
        return theirs(
            context, box, bottom_space, skip_stack, containing_block, *rest, **more
        )
    measure = _measure(context, box, containing_block)
    made = _laid_out(context, box, measure)
    # The first column stands at the right edge, whatever does not fit at the left.
    made.translate(containing_block.width - made.width, 0)
    return made, None, {"break": "any", "page": None}, [], False, None


def block_content_width(
    theirs: Callable[..., Any], context: Any, box: Any, function: Any, outer: bool
) -> Any:
    """How wide a block would like to be: of one that is turned, its text's height."""
    if not isinstance(box, Turned):
        return theirs(context, box, function, outer)
    measure = _definite_height(box.style.parent_style)
    if measure is None:
        measure = preferred.max_content_width(context, box.children[0])
    box.position_x = box.position_y = 0
    return _laid_out(context, box, measure).width


def _measure(context: Any, box: Any, containing_block: Any) -> float:
    """How long the columns may be: the height of the block, else what it needs."""
    if containing_block.height != "auto":
        return float(containing_block.height)
    if (height := _definite_height(box.style.parent_style)) is not None:
        return height  # a table cell's is not settled yet
    wanted = preferred.max_content_width(context, box.children[0])
    return float(min(wanted, containing_block.max_height))


def _laid_out(context: Any, box: Any, measure: float) -> Any:
    """The box with its text in lines of `measure` pixels, turned."""
    frame = box.copy_with_children([])
    frame.width, frame.height = measure, "auto"
    inner = box.children[0].copy_with_children(box.children[0].children)
    inner.position_x, inner.position_y = box.position_x, box.position_y
    positioned: list[Any] = []
    fixed: list[Any] = []
    context.create_block_formatting_context(box)
    laid = block.block_level_layout(
        context, inner, -inf, None, frame, True, positioned, fixed, []
    )[0]
    context.finish_block_formatting_context()
    for placeholder in (*positioned, *fixed):
        block.absolute_layout(context, placeholder, laid, fixed, -inf, None)
    made = box.copy_with_children([laid])
    made.width, made.height = laid.margin_height(), measure
    for side in ("top", "right", "bottom", "left"):
        setattr(made, f"margin_{side}", 0)
    laid.style = laid.style.copy()
    laid.style["transform"] = (("matrix", (0, 1, -1, 0, made.width, 0)),)
    laid.style["transform_origin"] = (ZERO_PIXELS, ZERO_PIXELS)
    return made


def _definite_height(style: Any) -> float | None:
    """The height that a style sheet gives the columns, in pixels, where it does."""
    for name in ("height", "max_height"):
        height = style[name]
        if (
            isinstance(height, Dimension)
            and height.unit == "px"
            and height.value != inf
        ):
            return float(height.value)
    return None
