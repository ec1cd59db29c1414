"""Where everything came to stand: lines, the words of each element, columns.

For eyes only: a preview draws it over the page. All lengths are millimetres from the
top left of the trim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from brochure.product.units import MM_PER_INCH, PX_PER_INCH
from brochure.typeset.pages.walk import Turn, as_it_is, parts
from brochure.typeset.pages.walk import turned as turned_by
from brochure.typeset.paints import Paint, paints

_MM = MM_PER_INCH / PX_PER_INCH


class SetLine(NamedTuple):
    """One line of text.

    `measure` is what it should fill in mm; `stretch` and `squeeze` how far its worst
    gap is from solid setting in em, `over` the mm that stick out; `set` whether the
    Japanese composer made it.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    element: str
    text: str
    measure: float
    stretch: float
    squeeze: float
    over: float
    set: bool


class Field(NamedTuple):
    """The words of one element, as far as they stand on one page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    element: str
    size_pt: float


class Frame(NamedTuple):
    """A column of text, and how far apart its lines are in mm."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    leading: float


class Anatomy(NamedTuple):
    """All of a document."""

    lines: tuple[SetLine, ...]
    fields: tuple[Field, ...]
    columns: tuple[Frame, ...]
    paints: tuple[Paint, ...] = ()


def anatomy(pages: Sequence[Any]) -> Anatomy:
    """The anatomy of WeasyPrint's `document.pages`."""
    lines: list[SetLine] = []
    columns: list[Frame] = []
    sizes: dict[str, float] = {}
    for number, page in enumerate(pages, 1):
        for found in _walk(page._page_box, number, "", as_it_is, sizes):
            if isinstance(found, SetLine):
                lines.append(found)
            else:
                columns.append(found)
    fields = tuple(_fields(lines, sizes))
    return Anatomy(tuple(lines), fields, tuple(columns), paints(pages))


def _walk(
    box: Any, page: int, element: str, turn: Turn, sizes: dict[str, float]
) -> Iterator[SetLine | Frame]:
    box = getattr(box, "_box", box)
    if box.style["visibility"] != "visible":
        return
    if box.element is not None and "::" not in box.element_tag:
        element = box.element.get("id") or element
    if box.style["transform"]:
        turned = turned_by(box, turn)
        if turned is None:
            return
        turn = turned
    if type(box).__name__ == "LineBox":
        if line := _line(box, page, element, turn):
            sizes.setdefault(line.element, box.style["font_size"] * 72 / PX_PER_INCH)
            yield line
        for block in parts(box)[1]:
            yield from _walk(block, page, element, turn, sizes)
        return
    if getattr(box, "is_column", False):
        yield _column(box, page, turn)
    for child in getattr(box, "children", ()):
        yield from _walk(child, page, element, turn, sizes)


def _line(box: Any, page: int, element: str, turn: Turn) -> SetLine | None:
    texts, _ = parts(box)
    text = "".join(part.text for part in texts)
    if not text.strip():
        return None
    for part in texts:  # a line of a paragraph begins inside its element
        if part.element is not None and part.element.get("id"):
            element = part.element.get("id")
            break
    left, top, right, bottom = _placed(
        turn, box.position_x, box.position_y, box.width, box.height
    )
    plan = box.__dict__.get("composed")
    return SetLine(
        page,
        left,
        top,
        right,
        bottom,
        element,
        text,
        (plan.width if plan else box.width) * _MM,
        plan.stretch if plan else 0.0,
        plan.squeeze if plan else 0.0,
        plan.over * _MM if plan else 0.0,
        plan is not None,
    )


def _column(box: Any, page: int, turn: Turn) -> Frame:
    placed = _placed(turn, box.position_x, box.position_y, box.width, box.height)
    leading = next(
        (
            line.height * _MM
            for line in box.descendants()
            if type(line).__name__ == "LineBox"
        ),
        0.0,
    )
    return Frame(page, *placed, leading)


def _placed(
    turn: Turn, x: float, y: float, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box on paper, in mm: left, top, right, bottom."""
    one, other = turn(x, y), turn(x + width, y + height)
    left, right = sorted((one[0] * _MM, other[0] * _MM))
    top, bottom = sorted((one[1] * _MM, other[1] * _MM))
    return left, top, right, bottom


def _fields(lines: Iterable[SetLine], sizes: dict[str, float]) -> Iterator[Field]:
    """A field for the lines of an element in each column that it runs through."""
    groups: list[list[SetLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last and _runs_on(last, line):
            groups[-1].append(line)
        elif line.element:
            groups.append([line])
    for group in groups:
        first = group[0]
        yield Field(
            first.page,
            min(line.left for line in group),
            min(line.top for line in group),
            max(line.right for line in group),
            max(line.bottom for line in group),
            first.element,
            sizes[first.element],
        )


def _runs_on(line: SetLine, after: SetLine) -> bool:
    """Whether `after` is the next line of the same words in the same column."""
    same = (line.page, line.element) == (after.page, after.element)
    beside = after.left < line.right and line.left < after.right
    return same and ((beside and after.top > line.top) or after.right <= line.left)
