"""Columns end level even where a sum of lines is off in the fourteenth decimal.

WeasyPrint balances columns only if the text fits the page, and asks so with `<=`: a
column that fills the page comes out 0.00000000000002 px too high, and stays unbalanced.
"""

from __future__ import annotations

from typing import Any

#: Less than this, in CSS pixels, is a rounding error and no line of text.
_ROUNDING_PX = 1e-6


def block_box_layout(
    made: Any, context: Any, box: Any, bottom_space: float, *rest: Any, **more: Any
) -> Any:
    """Cut what a column's last child has too much."""
    if box.is_column and made[0] is not None:
        _cut(made[0].children, context.page_bottom - bottom_space)
    return made


def _cut(children: Any, bottom: float) -> None:
    flow = [child for child in children if child.is_in_normal_flow()]
    if flow:
        last = flow[-1]
        over = last.position_y + last.margin_height() - bottom
        if abs(over) < _ROUNDING_PX:
            last.height -= over + _ROUNDING_PX
