"""オーバーセット: boxes that are too small for their words, and by how much.

A box has an end where a style sheet gives it one: `height`, `max-height`, `top` with
`bottom`; in vertical text `width`, `max-width`, `left` with `right`. Words may also be
too wide for their column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from brochure.finding import Spot
from brochure.typeset.pages.page import Bound, Line, Page

#: Nobody sees less, and the em of type set solid is not quite where its line is.
_TOLERANCE_MM, _TOLERANCE_EM = 0.5, 0.2


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


class _Set(NamedTuple):
    """A line that is shown: its words, and how far it sticks out of its box in mm."""

    element: str
    text: str
    out: float
    at: Spot


@dataclass(slots=True)
class _Box:
    """A box with an end, or a column that is too narrow, and the lines in it."""

    page: int
    wide: bool = False
    lines: list[_Set] = field(default_factory=list)


def found(pages: Iterable[Page]) -> list[Overset]:
    """Every box that is too small, in order."""
    return [
        overset
        for page in pages
        for box in _boxes(page)
        if (overset := _judged(box)) is not None
    ]


def _boxes(page: Page) -> Iterator[_Box]:
    """The boxes of a page as they stand in the text, with their lines."""
    boxes = [_Box(page.number) for _ in page.bounds]
    placed: list[tuple[float, _Box]] = [
        (bound.before, box) for bound, box in zip(page.bounds, boxes, strict=True)
    ]
    for number, line in enumerate(page.lines):
        if not line.shown or not any(text.text.strip() for text in line.texts):
            continue
        if line.bound is not None:
            bound = page.bounds[line.bound]
            boxes[line.bound].lines.append(_set(page, line, bound))
        if line.over > _TOLERANCE_MM:
            set_ = _set(page, line, None)._replace(out=line.over)
            # After the boxes that it stands in, before those that stand in it.
            placed.append((number + 0.5, _Box(page.number, True, [set_])))
    placed.sort(key=lambda pair: pair[0])
    return (box for _, box in placed)


def _set(page: Page, line: Line, bound: Bound | None) -> _Set:
    texts = [text for text in line.texts if text.text.strip()]
    element = next((text.own for text in texts if text.own), line.element)
    left = min(text.place.left for text in texts)
    top = min(text.place.top for text in texts)
    out = 0.0
    if bound is not None:
        bottom = max(text.place.bottom for text in texts)
        out = bound.place.left - left if bound.vertical else bottom - bound.place.bottom
        if out < _TOLERANCE_EM * max(text.size for text in texts):
            out = 0.0
    words = "".join(text.text for text in texts)
    return _Set(element, words, out, Spot(page.number, left, top))


def _judged(box: _Box) -> Overset | None:
    out = [line for line in box.lines if line.out > _TOLERANCE_MM]
    if not out:
        return None
    elements = {line.element for line in box.lines if line.element}
    return Overset(
        box.page,
        to_shorten(out[-1].element, elements),
        frozenset(elements),
        len(out),
        sum(len(line.text) for line in out),
        max(line.out for line in out),
        out[0].at,
        box.wide,
    )


def to_shorten(element: str, elements: Iterable[str]) -> str:
    """The words that a person would shorten: of several paragraphs, all of them."""
    whole, _, last = element.rpartition(".")
    others = [one for one in elements if one.startswith(f"{whole}.")]
    return whole if last.isdigit() and len(others) > 1 else element
