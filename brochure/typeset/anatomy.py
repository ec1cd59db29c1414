"""Where everything came to stand: lines, the words of each element, columns.

For eyes only: a preview draws it over the page. All lengths are millimetres from the
top left of the trim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from brochure.product.units import pt
from brochure.typeset.pages.page import Line, Page
from brochure.typeset.paints import Paint, paints


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


def anatomy(pages: Iterable[Page]) -> Anatomy:
    """The anatomy of a document that was walked `opened`."""
    pages = tuple(pages)
    lines: list[SetLine] = []
    sizes: dict[str, float] = {}
    for page in pages:
        for line in page.lines:
            if found := _line(page.number, line):
                lines.append(found)
                sizes.setdefault(found.element, round(pt(line.size), 6))
    columns = tuple(
        Frame(page.number, *column.place, column.leading)
        for page in pages
        for column in page.columns
    )
    return Anatomy(tuple(lines), tuple(_fields(lines, sizes)), columns, paints(pages))


def _line(page: int, line: Line) -> SetLine | None:
    text = "".join(part.text for part in line.texts)
    if not line.shown or not text.strip():
        return None
    # A line of a paragraph begins inside its element.
    element = next((part.own for part in line.texts if part.own), line.element)
    return SetLine(
        page,
        *line.place,
        element,
        text,
        line.measure,
        line.stretch,
        line.squeeze,
        line.over,
        line.composed,
    )


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
