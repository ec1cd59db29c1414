"""The one walk over WeasyPrint's boxes: a document in, our pages in plain tuples out.

WeasyPrint knows CSS pixels, from the top left of the trim as well. Vertical text is
turned back to where it stands on paper; what is turned or scaled otherwise has no place
that we could name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Any

from brochure.product.units import MM_PER_PX
from brochure.typeset import em
from brochure.typeset.pages.page import (
    NOWHERE,
    Bound,
    Column,
    Fit,
    Line,
    Page,
    Rectangle,
    Source,
    Surface,
    Text,
    characters,
)
from brochure.typeset.pages.surfaces import Painters

_MM = MM_PER_PX

Point = tuple[float, float]
#: From the place that WeasyPrint gave a point to its place on paper, in pixels.
Turn = Callable[[float, float], Point]


def walked(pages: Iterable[Any], *, opened: bool = False) -> tuple[Page, ...]:
    """WeasyPrint's `document.pages` in tuples; the surfaces only if `opened`."""
    painters = Painters() if opened else None
    return tuple(
        _Walk(painters).page(number, page) for number, page in enumerate(pages, 1)
    )


def counted(root: Any) -> Counter[Source]:
    """How many characters of which element are in a box, before it is laid out."""
    count: Counter[Source] = Counter()
    for box in everything(root):
        if hasattr(box, "text"):
            count[box.element, box.element_tag] += characters(box.text)
    return count


def everything(box: Any) -> Iterator[Any]:
    """The box and all that is in it."""
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from everything(child)


def as_it_is(x: float, y: float) -> Point:
    """Nothing is turned."""
    return x, y


class _Around:
    """What holds for a box because of the boxes around it.

    `element` is the nearest id, `turn` the way to its place on paper (None: nobody can
    say), `hidden` and `straight` are what they say, `window` is where it can be seen,
    `bound` the number of the box it must not leave, `line` the texts of its line.
    """

    __slots__ = ("bound", "element", "hidden", "line", "straight", "turn", "window")

    def __init__(self, window: Rectangle) -> None:
        self.element = ""
        self.turn: Turn | None = as_it_is
        self.hidden = False
        self.straight = True
        self.window = window
        self.bound: int | None = None
        self.line: list[Text] | None = None

    def inside(self) -> _Around:
        """The same, to be changed."""
        new = object.__new__(_Around)
        new.element, new.turn, new.hidden = self.element, self.turn, self.hidden
        new.straight, new.window = self.straight, self.window
        new.bound, new.line = self.bound, self.line
        return new


class _Walk:
    """The walk over one page."""

    def __init__(self, painters: Painters | None) -> None:
        self.painters = painters
        self.surfaces: list[Surface] = []
        self.texts: list[Text] = []
        self.lines: list[Line] = []
        self.bounds: list[Bound] = []
        self.columns: list[Column] = []
        self.frames: dict[str, Rectangle] = {}
        self.fits: dict[Any, Fit | None] = {}
        self.counted: Counter[Source] = Counter()
        #: What is read in each of the lines that we are in.
        self.read: list[list[str]] = []

    def page(self, number: int, page: Any) -> Page:
        """All of it."""
        paper = Rectangle(0, 0, page.width * _MM, page.height * _MM)
        if self.painters is not None:
            self.painters.begin(page._page_box)
        self.box(page._page_box, _Around(paper))
        return Page(
            number,
            tuple(self.texts),
            tuple(self.lines),
            tuple(self.bounds),
            tuple(self.columns),
            self.frames,
            tuple(fit for fit in self.fits.values() if fit is not None),
            tuple(self.surfaces),
            self.counted,
        )

    def box(self, box: Any, around: _Around) -> None:
        """A box and all that is in it."""
        box = getattr(box, "_box", box)
        style, kind = box.style, type(box).__name__
        here = around.inside()
        if box.element is not None and "::" not in str(box.element_tag):
            self._element(box, here)
        inline = kind in ("InlineBox", "TextBox")
        if style["visibility"] != "visible":
            here.hidden = True
            if not inline:
                here.turn = None
        if style["transform"]:
            here.straight = False
            if here.turn is not None and not inline:
                here.turn = turned(box, here.turn)
        if self.painters is not None and here.turn is not None and not here.hidden:
            self._paint(self.painters, box, kind, here.turn)
        if hasattr(box, "text"):
            self._text(box, here)
            return
        if kind == "LineBox":
            self._line(box, here)
            return
        if not inline:
            self._block(box, here)
        if style["overflow"] != "visible" and hasattr(box, "padding_box_x"):
            here.window = here.window.common(_padding_box(box))
        for child in getattr(box, "children", ()):
            self.box(child, here)

    def _element(self, box: Any, here: _Around) -> None:
        element = box.element
        if name := element.get("id"):
            here.element = name
            if name not in self.frames and hasattr(box, "border_left_width"):
                self.frames[name] = _placed(
                    as_it_is,
                    box.border_box_x(),
                    box.border_box_y(),
                    box.border_width(),
                    box.border_height(),
                )
        if element.get("data-fit") and element not in self.fits:
            self.fits[element] = _fit(box)

    def _paint(self, painters: Painters, box: Any, kind: str, turn: Turn) -> None:
        if surface := painters.surface(box, kind):
            place = _border_box(box, kind, turn)
            self.surfaces.append(surface._replace(place=place))

    def _block(self, box: Any, here: _Around) -> None:
        if here.line is not None or box.style["position"] in ("absolute", "fixed"):
            here.line = here.bound = None
        if here.turn is None:
            return
        if hasattr(box, "children") and _has_end(box):
            here.bound = len(self.bounds)
            self.bounds.append(_bound(box, here.turn, len(self.lines)))
        if getattr(box, "is_column", False):
            self.columns.append(_column(box, here.turn))

    def _text(self, box: Any, here: _Around) -> None:
        text, element, style = box.text, box.element, box.style
        count = characters(text)
        self.counted[element, box.element_tag] += count
        found = Text(
            here.element,
            text,
            _em_boxes(box, here.turn) if text.strip() and here.turn else NOWHERE,
            here.window,
            style["font_size"] * _MM,
            here.straight and not here.hidden,
            (element.get("id") or "") if element is not None else "",
            count,
        )
        self.texts.append(found)
        tag = str(box.element_tag)
        if here.line is not None and not tag.endswith(("rt", "::emphasis")):
            here.line.append(found)
        if tag != "rt":
            for line in self.read:
                line.append(text)

    def _line(self, box: Any, here: _Around) -> None:
        number, bound = len(self.lines), here.bound
        self.lines.append(Line("", ()))  # those of boxes in it come after it
        plan = box.__dict__.get("composed")
        texts: list[Text] = []
        read: list[str] = []
        here.line, here.bound = texts, None
        self.read.append(read)
        for child in box.children:
            self.box(child, here)
        self.read.pop()
        shown = here.turn is not None
        self.lines[number] = Line(
            here.element,
            tuple(texts),
            _border_box(box, "LineBox", here.turn) if here.turn else NOWHERE,
            box.style["font_size"] * _MM,
            "".join(read),
            shown,
            bound,
            plan is not None,
            (plan.width if plan else box.width) * _MM,
            plan.stretch if plan else 0.0,
            plan.squeeze if plan else 0.0,
            plan.over * _MM if plan else 0.0,
        )


# --- Places --------------------------------------------------------------------------


def turned(box: Any, before: Turn) -> Turn | None:
    """The way of points through a box's `transform`, if that is one matrix.

    That is what vertical writing makes; None for all others.
    """
    transform = box.style["transform"]
    if len(transform) != 1 or transform[0][0] != "matrix":
        return None
    a, b, c, d, e, f = transform[0][1]
    left, top = box.border_box_x(), box.border_box_y()

    def turn(x: float, y: float) -> Point:
        x, y = x - left, y - top
        return before(left + a * x + c * y + e, top + b * x + d * y + f)

    return turn


def _placed(turn: Turn, x: float, y: float, width: float, height: float) -> Rectangle:
    """A box of WeasyPrint on paper, in mm."""
    x1, y1 = turn(x, y)
    x2, y2 = turn(x + width, y + height)
    left, right = (x1, x2) if x1 <= x2 else (x2, x1)
    top, bottom = (y1, y2) if y1 <= y2 else (y2, y1)
    return Rectangle(left * _MM, top * _MM, right * _MM, bottom * _MM)


def _border_box(box: Any, kind: str, turn: Turn) -> Rectangle:
    if kind in ("TextBox", "LineBox"):
        return _placed(turn, box.position_x, box.position_y, box.width, box.height)
    return _placed(
        turn,
        box.border_box_x(),
        box.border_box_y(),
        box.border_width(),
        box.border_height(),
    )


def _padding_box(box: Any) -> Rectangle:
    return _placed(
        as_it_is,
        box.padding_box_x(),
        box.padding_box_y(),
        box.padding_width(),
        box.padding_height(),
    )


def _em_boxes(text: Any, turn: Turn) -> Rectangle:
    size = text.style["font_size"]
    baseline = text.position_y + text.baseline
    # Vertical text has its middle there.
    above = em.above(text.style) if turn is as_it_is else 0.5
    return _placed(turn, text.position_x, baseline - above * size, text.width, size)


def _column(box: Any, turn: Turn) -> Column:
    place = _placed(turn, box.position_x, box.position_y, box.width, box.height)
    leading = next(
        (
            line.height * _MM
            for line in box.descendants()
            if type(line).__name__ == "LineBox"
        ),
        0.0,
    )
    return Column(place, leading)


# --- Boxes with an end ---------------------------------------------------------------


def _has_end(box: Any) -> bool:
    """Whether a style sheet says how long the box is in the direction of its lines."""
    style = box.style
    if box.element is None or getattr(box, "is_column", False):
        return False
    if type(box).__name__ in ("PageBox", "Turned"):
        return False
    size, start, end = ("width", "left", "right") if _is_vertical(box) else (
        "height", "top", "bottom"
    )  # fmt: skip
    limit = style[f"max_{size}"]
    if style[size] != "auto" or getattr(limit, "value", 0) != inf:
        return True
    placed = style["position"] in ("absolute", "fixed")
    return placed and style[start] != "auto" and style[end] != "auto"


def _bound(box: Any, turn: Turn, before: int) -> Bound:
    x, y = box.content_box_x(), box.content_box_y()
    # Columns take no notice of a max-height.
    width, height = min(box.width, box.max_width), min(box.height, box.max_height)
    x += box.width - width  # columns of vertical text begin at the right
    return Bound(_placed(turn, x, y, width, height), _is_vertical(box), before)


def _is_vertical(box: Any) -> bool:
    """Whether the box holds a block that is turned."""
    return any(type(child).__name__ == "Turned" for child in box.children)


# --- Boxes that may be fitted --------------------------------------------------------


def _fit(box: Any) -> Fit:
    """What an element with `data-fit` is set in, and how far that may change."""
    from weasyprint.text.line_break import strut

    leading, _ = strut(box.style)
    least = {
        name: share
        for name in box.element.get("data-fit").split()
        if name in ("size", "leading", "tracking")
        and (share := _share(box.style[f"__fit_{name}"])) is not None
    }
    return Fit(box.element, box.style["font_size"] * _MM, leading * _MM, least)


def _share(tokens: Any) -> float | None:
    """A custom property as a share or as em."""
    for token in tokens or ():
        if token.type == "percentage":
            return float(token.value) / 100
        if token.type in ("number", "dimension"):
            return float(token.value)
    return None
