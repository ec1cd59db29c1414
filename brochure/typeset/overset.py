"""オーバーセット: boxes that are too small for their words, and by how much.

A box has an end where a style sheet gives it one: `height`, `max-height`, `top` with
`bottom`; in vertical text `width`, `max-width`, `left` with `right`. Words may also be
too wide for their column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Any, NamedTuple

from brochure.finding import Spot
from brochure.product.units import MM_PER_INCH, PX_PER_INCH
from brochure.typeset.pages.walk import Turn, as_it_is, parts, turned

_MM = MM_PER_INCH / PX_PER_INCH
#: Nobody sees less, and the em of type set solid is not quite where its line is.
_TOLERANCE_MM, _TOLERANCE_EM = 0.5, 0.2
#: The em box of Japanese type above the baseline, as our fonts have it.
_ABOVE = 0.88


class Overset(NamedTuple):
    """A box that is too small.

    `element` is the path in content.yaml of the words to shorten, `elements` are all
    ids in the box. `mm` is how far the words stick out, `lines` and `characters` how
    many of them do; `wide` says that a word is too wide for its column.
    """

    page: int
    element: str
    elements: frozenset[str]
    lines: int
    characters: int
    mm: float
    at: Spot
    wide: bool


@dataclass(slots=True)
class _Frame:
    """A box with an end, and the lines in it; lengths in mm."""

    page: int
    left: float
    bottom: float
    right: float
    vertical: bool
    wide: bool = False
    lines: list[tuple[str, str, float, Spot]] = field(default_factory=list)


def found(pages: Iterable[Any]) -> list[Overset]:
    """Every box on WeasyPrint's `document.pages` that is too small, in order."""
    frames: list[_Frame] = []
    for number, page in enumerate(pages, 1):
        _walk(page._page_box, number, "", None, as_it_is, frames)
    return [overset for frame in frames if (overset := _judged(frame)) is not None]


def _walk(
    box: Any,
    page: int,
    element: str,
    frame: _Frame | None,
    turn: Turn,
    frames: list[_Frame],
) -> None:
    box = getattr(box, "_box", box)
    style = box.style
    if style["visibility"] != "visible":
        return
    if box.element is not None and "::" not in box.element_tag:
        element = box.element.get("id") or element
    if style["position"] in ("absolute", "fixed"):
        frame = None
    if style["transform"]:
        after = turned(box, turn)
        if after is None:
            return
        turn = after
    if type(box).__name__ == "LineBox":
        _line(box, page, element, frame, turn, frames)
        for block in parts(box)[1]:
            _walk(block, page, element, None, turn, frames)
        return
    if hasattr(box, "children") and _has_end(box):
        frame = _framed(box, page, turn)
        frames.append(frame)
    for child in getattr(box, "children", ()):
        _walk(child, page, element, frame, turn, frames)


def _has_end(box: Any) -> bool:
    """Whether a style sheet says how long the box is in the direction of its lines."""
    style = box.style
    if box.element is None or getattr(box, "is_column", False):
        return False
    if type(box).__name__ in ("TextBox", "InlineBox", "PageBox", "Turned"):
        return False
    size, start, end = ("width", "left", "right") if _is_vertical(box) else (
        "height", "top", "bottom"
    )  # fmt: skip
    limit = style[f"max_{size}"]
    if style[size] != "auto" or getattr(limit, "value", 0) != inf:
        return True
    placed = style["position"] in ("absolute", "fixed")
    return placed and style[start] != "auto" and style[end] != "auto"


def _framed(box: Any, page: int, turn: Turn) -> _Frame:
    x, y = box.content_box_x(), box.content_box_y()
    # Columns take no notice of a max-height.
    width, height = min(box.width, box.max_width), min(box.height, box.max_height)
    x += box.width - width  # columns of vertical text begin at the right
    left, _, right, bottom = _placed(turn, x, y, width, height)
    return _Frame(page, left, bottom, right, _is_vertical(box))


def _is_vertical(box: Any) -> bool:
    """Whether the box holds a block that is turned."""
    return any(type(child).__name__ == "Turned" for child in box.children)


def _placed(
    turn: Turn, x: float, y: float, width: float, height: float
) -> tuple[float, float, float, float]:
    one, other = turn(x, y), turn(x + width, y + height)
    left, right = sorted((one[0] * _MM, other[0] * _MM))
    top, bottom = sorted((one[1] * _MM, other[1] * _MM))
    return left, top, right, bottom


def _line(
    line: Any,
    page: int,
    element: str,
    frame: _Frame | None,
    turn: Turn,
    frames: list[_Frame],
) -> None:
    texts = [part for part in parts(line)[0] if part.text.strip()]
    if not texts:
        return
    for part in texts:
        if part.element is not None and part.element.get("id"):
            element = part.element.get("id")
            break
    text = "".join(part.text for part in texts)
    boxes = [_em_box(part, turn) for part in texts]
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    bottom = max(b[3] for b in boxes)
    at = Spot(page, left, top)
    if frame is not None:
        out = frame.left - left if frame.vertical else bottom - frame.bottom
        em = max(part.style["font_size"] for part in texts) * _MM
        if out < _TOLERANCE_EM * em:
            out = 0.0
        frame.lines.append((element, text, out, at))
    plan = line.__dict__.get("composed")
    if plan is not None and plan.over * _MM > _TOLERANCE_MM:
        wide = _Frame(page, 0, 0, 0, False, wide=True)
        wide.lines.append((element, text, plan.over * _MM, at))
        frames.append(wide)


def _em_box(text: Any, turn: Turn) -> tuple[float, float, float, float]:
    size = text.style["font_size"]
    baseline = text.position_y + text.baseline
    above = _ABOVE if turn is as_it_is else 0.5  # vertical text has its middle there
    return _placed(turn, text.position_x, baseline - above * size, text.width, size)


def _judged(frame: _Frame) -> Overset | None:
    out = [line for line in frame.lines if line[2] > _TOLERANCE_MM]
    if not out:
        return None
    elements = {element for element, *_ in frame.lines if element}
    return Overset(
        frame.page,
        to_shorten(out[-1][0], elements),
        frozenset(elements),
        len(out),
        sum(len(text) for _, text, *_ in out),
        max(line[2] for line in out),
        out[0][3],
        frame.wide,
    )


def to_shorten(element: str, elements: Iterable[str]) -> str:
    """The words that a person would shorten: of several paragraphs, all of them."""
    whole, _, last = element.rpartition(".")
    others = [one for one in elements if one.startswith(f"{whole}.")]
    return whole if last.isdigit() and len(others) > 1 else element
