"""Whether the words fit: none lost, none off the paper, none on top of others.

WeasyPrint drops what does not fit a box at the foot of a page, and says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

from brochure.finding import Finding, Spot, Status, Words, fail, warn
from brochure.product.units import MM_PER_INCH, PX_PER_INCH

#: Characters that may come and go with the lines.
_NOT_COUNTED = re.compile("[\\s\\u00ad\\u200b-\\u200d\\u2060\\ufeff]")
#: The em box of Japanese type above and below the baseline, as our fonts have it.
_ABOVE, _BELOW = 0.88, 0.12
#: Half a millimetre: nobody sees less, and a bracket or an italic may stick out so far.
_TOLERANCE_PX = 0.5 * PX_PER_INCH / MM_PER_INCH

_HINT = Words(
    "文章を短くするか、スタイルで枠を大きくしてください",
    "shorten the text, or make its box larger in the style sheet",
)


class Count:
    """The characters that go into the layout, for counting those that come out.

    Kept for each element and what it generates (`p`, `p::before`, …).
    """

    def __init__(self) -> None:
        self.given: Counter[tuple[Any, str]] = Counter()

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what WeasyPrint's `document.build_formatting_structure` hands on."""
        from weasyprint import document

        build = document.build_formatting_structure

        def build_and_count(*args: Any, **more: Any) -> Any:
            root = build(*args, **more)
            self.given = _counted([root])
            return root

        document.build_formatting_structure = build_and_count
        try:
            yield
        finally:
            document.build_formatting_structure = build

    def lost(self, pages: Iterable[Any]) -> dict[Any, int]:
        """How many characters of each element are on none of the pages."""
        short = self.given - _counted(page._page_box for page in pages)
        lost: dict[Any, int] = {}
        for (element, _), number in short.items():
            lost[element] = lost.get(element, 0) + number
        return lost


def _counted(boxes: Iterable[Any]) -> Counter[tuple[Any, str]]:
    count: Counter[tuple[Any, str]] = Counter()
    for box in boxes:
        for text in _texts(box):
            source = (text.element, text.element_tag)
            count[source] += len(_NOT_COUNTED.sub("", text.text))
    return count


def _texts(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    if hasattr(box, "text"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)


# --- On the page ---------------------------------------------------------------------


class _Rectangle(NamedTuple):
    """CSS pixels from the top left of the trim."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Rectangle, least: float = 0) -> bool:
        """Whether both have more than `least` in common, in width and in height."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > least
            and min(self.bottom, other.bottom) - max(self.top, other.top) > least
        )

    def common(self, other: _Rectangle) -> _Rectangle:
        return _Rectangle(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def sticks_out_of(self, other: _Rectangle) -> float:
        return max(
            other.left - self.left,
            self.right - other.right,
            other.top - self.top,
            self.bottom - other.bottom,
        )


class _Line(NamedTuple):
    """A piece of text in one line: where its em boxes are, and where it can be seen."""

    element: str
    text: str
    place: _Rectangle
    window: _Rectangle


class Misfit(NamedTuple):
    """Text that is `hidden`, `cut` through, or `crossed` by that of another element."""

    kind: Literal["hidden", "cut", "crossed"]
    element: str
    text: str
    at: Spot


def misfits(pages: Iterable[Any]) -> Iterator[Misfit]:
    """Every piece of text that is not wholly where it belongs, in reading order.

    Text in a rotated or scaled box is not looked at.
    """
    for number, page in enumerate(pages, 1):
        paper = _Rectangle(0, 0, page.width, page.height)
        lines = [*_lines(page._page_box, paper, "")]
        crossed = _crossed(lines)
        for line in lines:
            if kind := _kind(line) or ("crossed" if line in crossed else None):
                mm = MM_PER_INCH / PX_PER_INCH
                at = Spot(number, line.place.left * mm, line.place.top * mm)
                yield Misfit(kind, line.element, line.text, at)


def _lines(box: Any, window: _Rectangle, element: str) -> Iterator[_Line]:
    box = getattr(box, "_box", box)
    if box.style["transform"] or box.style["visibility"] != "visible":
        return
    if box.element is not None and "::" not in box.element_tag:
        element = box.element.get("id") or element
    if hasattr(box, "text"):
        if _NOT_COUNTED.sub("", box.text) and box.style["font_size"]:
            yield _Line(element, box.text, _em_boxes(box), window)
        return
    if box.style["overflow"] != "visible" and hasattr(box, "padding_box_x"):
        left, top = box.padding_box_x(), box.padding_box_y()
        right, bottom = left + box.padding_width(), top + box.padding_height()
        window = window.common(_Rectangle(left, top, right, bottom))
    for child in getattr(box, "children", ()):
        yield from _lines(child, window, element)


def _em_boxes(text: Any) -> _Rectangle:
    size = text.style["font_size"]
    baseline = text.position_y + text.baseline
    left, right = text.position_x, text.position_x + text.width
    return _Rectangle(left, baseline - _ABOVE * size, right, baseline + _BELOW * size)


def _kind(line: _Line) -> Literal["hidden", "cut"] | None:
    if not line.place.meets(line.window):
        return "hidden"
    return "cut" if line.place.sticks_out_of(line.window) > _TOLERANCE_PX else None


def _crossed(lines: list[_Line]) -> set[_Line]:
    """Lines of different elements that lie on top of each other."""
    crossed: set[_Line] = set()
    waiting: list[_Line] = []
    for line in sorted(lines, key=lambda line: line.place.top):
        waiting = [w for w in waiting if w.place.bottom > line.place.top]
        for other in waiting:
            if line.element != other.element and line.place.meets(
                other.place, _TOLERANCE_PX
            ):
                crossed |= {line, other}
        waiting.append(line)
    return crossed


# --- In words ------------------------------------------------------------------------


def findings(count: Count, pages: list[Any], root: Any) -> list[Finding]:
    """What does not fit, one finding for each element and kind."""
    return [*_findings(count, pages, root)]


def unexplained(unfit: list[Finding], oversets: list[Finding]) -> list[Finding]:
    """Those findings that are not of boxes which are known to be too small."""
    if not oversets:
        return unfit
    known = {finding.subject for finding in oversets}
    return [
        finding
        for finding in unfit
        if finding.status is Status.FAIL
        and not any(_within(finding.subject, element) for element in known)
    ]


def _within(path: str, whole: str) -> bool:
    return path == whole or path.startswith(f"{whole}.")


def lost(count: Count, pages: Iterable[Any], root: Any) -> dict[str, int]:
    """How many characters of each element, by its id, are on none of the pages."""
    found: dict[str, int] = {}
    if missing := count.lost(pages):
        parents = {child: parent for parent in root.iter() for child in parent}
        for element, number in missing.items():
            name = nearest_id(element, parents)
            found[name] = found.get(name, 0) + number
    return found


def _findings(count: Count, pages: list[Any], root: Any) -> Iterator[Finding]:
    for element, number in lost(count, pages, root).items():
        yield _lost(element, number)
    found: dict[tuple[str, str], list[Misfit]] = {}
    for misfit in misfits(pages):
        found.setdefault((misfit.kind, misfit.element), []).append(misfit)
    for (kind, element), group in found.items():
        yield _SAYS[kind](element, "".join(m.text for m in group), group[0].at)


def nearest_id(element: Any, parents: dict[Any, Any]) -> str:
    """The id of the element or of the nearest one around it."""
    while element is not None:
        if found := element.get("id"):
            return str(found)
        element = parents.get(element)
    return ""


def _lost(element: str, number: int) -> Finding:
    return fail(
        "text.lost",
        f"{number} 字が紙面に入らず、消えています",
        f"{number} characters do not fit and would be lost",
        hint=_HINT,
        subject=element,
    )


def _hidden(element: str, text: str, at: Spot) -> Finding:
    return fail(
        "text.hidden",
        f"「{_short(text)}」が紙面や枠の外にあって見えません",
        f"“{_short(text)}” is outside the paper or its box and cannot be seen",
        hint=_HINT,
        at=at,
        subject=element,
    )


def _cut(element: str, text: str, at: Spot) -> Finding:
    return warn(
        "text.cut",
        f"「{_short(text)}」が紙面や枠の端で切れています",
        f"“{_short(text)}” is cut by the edge of the paper or of its box",
        hint=_HINT,
        at=at,
        subject=element,
    )


def _crossing(element: str, text: str, at: Spot) -> Finding:
    return warn(
        "text.crossed",
        f"「{_short(text)}」がほかの文字と重なっています",
        f"“{_short(text)}” and other words lie on top of each other",
        hint=_HINT,
        at=at,
        subject=element,
    )


_SAYS = {"hidden": _hidden, "cut": _cut, "crossed": _crossing}


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
