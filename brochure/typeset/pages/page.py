"""A page that is set, in plain tuples: what stands where, in mm from the trim's corner.

An `element` is an id in the HTML, which is a path in content.yaml; "" where there is
none. `Element` is the HTML's own node, of which nothing but its attributes is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf
from types import MappingProxyType
from typing import Any, Final, NamedTuple

Element = Any
#: An element of the HTML, and what of it a text is: `p`, `p::before`.
Source = tuple[Element, str]

#: Characters that may come and go with the lines.
_NOT_COUNTED: Final = re.compile("[\\s\\u00ad\\u200b-\\u200d\\u2060\\ufeff]")


class Rectangle(NamedTuple):
    """On paper, in mm."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Rectangle, least: float = 0) -> bool:
        """Whether both have more than `least` in common, in width and in height."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > least
            and min(self.bottom, other.bottom) - max(self.top, other.top) > least
        )

    def common(self, other: Rectangle) -> Rectangle:
        """What both have in common; upside down where that is nothing."""
        return Rectangle(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def sticks_out_of(self, other: Rectangle) -> float:
        """How far, at the side where it is the most; negative where it does not."""
        return max(
            other.left - self.left,
            self.right - other.right,
            other.top - self.top,
            self.bottom - other.bottom,
        )


NOWHERE: Final = Rectangle(0, 0, 0, 0)
EVERYWHERE: Final = Rectangle(-inf, -inf, inf, inf)


class Text(NamedTuple):
    """A piece of text in one line.

    `element` is the nearest id around it, `own` that of the element it stands in;
    `place` are its em boxes, `window` where it can be seen. `size` is that of its type
    in mm. `plain` says that it is to be seen, in a box neither turned nor scaled;
    `characters` how many there are without spaces.
    """

    element: str
    text: str
    place: Rectangle = NOWHERE
    window: Rectangle = EVERYWHERE
    size: float = 0.0
    plain: bool = True
    own: str = ""
    characters: int = 0


class Line(NamedTuple):
    """A line of text, without the readings over it.

    `element` is the nearest id around the line; `reads` is all that stands in it, also
    in boxes. `shown` is False where it is hidden, or turned so that nobody can say
    where; `bound` is the number of the box it must not leave, among the page's.
    `composed` says that the Japanese composer made it: for a `measure` in mm, its worst
    gap `stretch` or `squeeze` em from solid setting, `over` mm sticking out.
    """

    element: str
    texts: tuple[Text, ...]
    place: Rectangle = NOWHERE
    size: float = 0.0
    reads: str = ""
    shown: bool = True
    bound: int | None = None
    composed: bool = False
    measure: float = 0.0
    stretch: float = 0.0
    squeeze: float = 0.0
    over: float = 0.0


class Bound(NamedTuple):
    """A box with an end: a style sheet says how long it is, along its lines' sequence.

    `vertical` boxes end at the left, others at the bottom. It stands after so many
    lines of its page, `before` the next.
    """

    place: Rectangle
    vertical: bool = False
    before: int = 0


class Column(NamedTuple):
    """A column of text, and how far apart its lines are in mm."""

    place: Rectangle
    leading: float


class Surface(NamedTuple):
    """A box that puts colours on the page.

    `number` counts the element in the HTML, from 0, `selector` is like `p.lead`.
    `paints` are (CSS property, width of the edge in mm or 0, colour as `#1b2b50`); of a
    picture ("", 0, its file).
    """

    place: Rectangle
    number: int
    selector: str
    paints: tuple[tuple[str, float, str], ...]


class Fit(NamedTuple):
    """An element with `data-fit`, as it is set: mm, and its limits as a share or em.

    `least` has only what its style sheet gives.
    """

    element: Element
    size: float
    leading: float
    least: Mapping[str, float]


class Complaint(NamedTuple):
    """A text that was left to WeasyPrint: our `name` has failed, `why` says where."""

    element: Element
    name: str
    why: str


class Page(NamedTuple):
    """All of one page, each kind in reading order, what lies on top last.

    `frames` are the border boxes of the elements with an id, the first of each;
    `counted` is how many characters of which element stand here.
    """

    number: int
    texts: tuple[Text, ...] = ()
    lines: tuple[Line, ...] = ()
    bounds: tuple[Bound, ...] = ()
    columns: tuple[Column, ...] = ()
    frames: Mapping[str, Rectangle] = MappingProxyType({})
    fits: tuple[Fit, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    counted: Mapping[Source, int] = MappingProxyType({})


class Laid(NamedTuple):
    """A document that is laid out: its pages, and by element what is on none of them.

    `complaints` grow while it is drawn. `document` is for whoever draws it, and for no
    one else.
    """

    pages: tuple[Page, ...]
    lost: Mapping[str, int]
    complaints: list[Complaint]
    document: Any = None


def characters(text: str) -> int:
    """How many characters there are to be counted."""
    return len(_NOT_COUNTED.sub("", text))


def nearest_id(element: Element, parents: Mapping[Element, Element]) -> str:
    """The id of the element or of the nearest one around it."""
    while element is not None:
        if found := element.get("id"):
            return str(found)
        element = parents.get(element)
    return ""


def parents(root: Element) -> dict[Element, Element]:
    """The element around each element."""
    return {child: parent for parent in root.iter() for child in parent}
