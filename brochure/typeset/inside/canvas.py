"""What a page paints, in painting order, told by WeasyPrint's own drawing.

The page is drawn on a canvas that keeps nothing but the place (transforms, clipping);
what would be painted is noted instead. So everything lies where it will lie on paper,
whatever has brought it there: z-index, floats, transforms, vertical writing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from brochure.typeset.inside.plane import Frame, Matrix, Point, common, frame_of, moved

#: What is painted in one go with an opacity: the number of each group, its opacity.
Groups = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Paint:
    """One thing that is drawn, by the function `kind` of `weasyprint.draw`.

    `what` is its box, background or line; `matrix` and `clip` say where, in pixels of
    the page; `alpha` is that of the groups it is in, `groups` are these, the outermost
    first.
    """

    kind: str
    what: Any
    matrix: Matrix
    clip: Frame
    alpha: float
    #: Further arguments of the function.
    more: tuple[Any, ...] = ()
    groups: Groups = ()


def painted(page_box: Any) -> list[Paint]:
    """All that WeasyPrint draws on a page, what lies on top last."""
    from weasyprint import draw

    canvas = Canvas(page_box)
    draw.draw_page(page_box, canvas)
    return canvas.paints


def noted(kind: str) -> Callable[..., None]:
    """In place of a function that draws: on a canvas, what would be drawn is noted."""

    def draw(
        theirs: Callable[..., None], stream: Any, *what: Any, **options: Any
    ) -> None:
        if isinstance(stream, Canvas):
            stream.note(kind, *what, *options.values())
        else:
            theirs(stream, *what, **options)

    return draw


def skipped(theirs: Callable[..., None], stream: Any, *what: Any) -> None:
    """In place of a function that draws: on a canvas, nothing is."""
    if not isinstance(stream, Canvas):
        theirs(stream, *what)


def draw_stacking_context(
    theirs: Callable[..., None], stream: Any, context: Any
) -> None:
    """In place of the function that draws a stacking context: its opacity counts."""
    if not isinstance(stream, Canvas):
        theirs(stream, context)
        return
    before = stream.alpha, stream.groups
    if (opacity := context.box.style["opacity"]) < 1:
        stream.alpha *= opacity
        stream.groups = (*stream.groups, (len(stream.paints), opacity))
    theirs(stream, context)
    stream.alpha, stream.groups = before


class Canvas:
    """What WeasyPrint takes for its `pdf.stream.Stream`."""

    id = ""

    def __init__(self, page_box: Any) -> None:
        width, height = page_box.margin_width(), page_box.margin_height()
        self._begin((0.0, 0.0, width, height))

    def _begin(self, rectangle: Frame) -> None:
        """An empty page, or picture, of this size."""
        self.page_rectangle = rectangle
        self.paints: list[Paint] = []
        self._matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        self._clip: Frame = self.page_rectangle
        self.alpha = 1.0
        self.groups: Groups = ()
        self._path: list[Point] = []

    def note(self, kind: str, what: Any, *more: Any) -> None:
        """Something would be drawn here."""
        a, b, c, d, _, _ = self._matrix
        if what is not None and a * d - b * c:
            self.paints.append(
                Paint(
                    kind, what, self._matrix, self._clip, self.alpha, more, self.groups
                )
            )

    @contextmanager
    def stacked(self) -> Iterator[None]:
        before = self._matrix, self._clip
        yield
        self._matrix, self._clip = before

    @contextmanager
    def artifact(self) -> Iterator[None]:
        yield

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        yield

    def add_group(self, *rectangle: float) -> Canvas:
        """A group is drawn where it was begun."""
        return self

    def transform(
        self,
        a: float = 1,
        b: float = 0,
        c: float = 0,
        d: float = 1,
        e: float = 0,
        f: float = 0,
    ) -> None:
        first, second, third = (
            moved(self._matrix, e, f),
            moved(self._matrix, e + a, f + b),
            moved(self._matrix, e + c, f + d),
        )
        self._matrix = (
            second[0] - first[0],
            second[1] - first[1],
            third[0] - first[0],
            third[1] - first[1],
            *first,
        )

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        self._path += ((x, y), (x + width, y), (x, y + height), (x + width, y + height))

    def move_to(self, x: float, y: float) -> None:
        self._path.append((x, y))

    line_to = move_to

    def curve_to(self, *numbers: float) -> None:
        self._path.append((numbers[-2], numbers[-1]))

    def clip(self, even_odd: bool = False) -> None:
        """What is drawn from here on stays within the frame of the path."""
        if self._path:
            around = frame_of([moved(self._matrix, *point) for point in self._path])
            self._clip = common(self._clip, around)

    def end(self) -> None:
        self._path.clear()

    def __getattr__(self, name: str) -> Callable[..., None]:
        """All else that a stream can do leaves no trace.

        It has no `element`: a complaint about a failure is not of it, but of a box.
        """
        if name.startswith("__") or name == "element":
            raise AttributeError(name)
        return lambda *arguments, **options: None
