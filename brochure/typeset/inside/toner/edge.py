"""The line that says where a dark ground was, and the ground itself as paper.

A disc or a panel that stood on the page is outlined in its own colour. Along the edge
of the paper, and towards a ground of the same colour, nothing is drawn.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from brochure.product.units import px
from brochure.typeset.contrast import RGB, WHITE, contrast
from brochure.typeset.inside.plane import (
    Frame,
    Point,
    Rounded,
    common,
    corners,
    frame_of,
    moved,
)
from brochure.typeset.inside.toner.colour import SAME, css, luma
from brochure.typeset.inside.toner.ground import Ground, Grounds

_PX = px(1)

#: A hairline that office printers keep: 0.3 mm. An object that stands free on the page
#: gets a hundredth of its size where that is more: a poster's sun is seen from afar.
LINE = 0.3 * _PX
FREE_SHARE = 1 / 100
#: So far beside an edge it is asked what is there.
_BESIDE = 0.4 * _PX
#: So much at the edge of the paper stays without lines: no printer prints it all.
_UNPRINTED = 0.5 * _PX
#: A light panel with nothing on it must be so large (10 cm²) for its edge to be missed;
#: a smaller one is a bullet or a rule.
PANEL = 1000 * _PX**2
#: From here on a colour is as good as paper.
_PALE = 0.93


class Side(NamedTuple):
    """A straight line, as the rectangle that is filled."""

    x: float
    y: float
    width: float
    height: float


def edge(ground: Ground, page: Grounds) -> Edge | None:
    """The line around a ground that is removed, or around a panel left on one."""
    if ground.removed:
        colour = ground.ink
    elif _panel(ground):
        assert ground.below
        colour = ground.below.ink
    else:
        return None
    if ground.owner is None or _bordered(ground.owner) or _marker(ground.owner):
        return None
    sides: list[Side] = []
    rounds: list[tuple[Rounded, float]] = []
    for shape in ground.shapes:
        drawn, free = _drawn(ground, shape, page)
        width = LINE
        if free:
            left, top, right, bottom = ground.seen(shape)
            width = max(LINE, FREE_SHARE * min(right - left, bottom - top))
        frame = _local(ground, shape)
        if any(0 not in radius for radius in shape[4:]):
            if any(drawn):
                rounds.append((shape, width))
            cut = _cut(shape, frame)
            sides += [_side(frame, n, LINE) for n in range(4) if drawn[n] and cut[n]]
        else:
            sides += [_side(frame, n, width) for n in range(4) if drawn[n]]
    if not sides and not rounds:
        return None
    left, top, right, bottom = page.frame
    inner = (
        left + _UNPRINTED,
        top + _UNPRINTED,
        right - _UNPRINTED,
        bottom - _UNPRINTED,
    )
    paper = corners(ground.back, inner)
    return Edge(colour, sides, rounds, paper)


def _panel(ground: Ground) -> bool:
    """Whether a ground that stays was light on dark, and is now paper on paper."""
    below = ground.below
    return bool(
        below
        and below.changed
        and not ground.picture
        and (ground.laden or ground.area >= PANEL)
        and not hasattr(ground.owner, "replacement")
        and luma(ground.after) > _PALE
        and contrast(ground.after, below.after) < SAME
        and contrast(ground.before, below.before) > SAME
    )


def _bordered(box: Any) -> bool:
    """Whether its own border shows where it ends."""
    return all(
        getattr(box, f"border_{side}_width", 0)
        and getattr(box.style[f"border_{side}_color"], "alpha", 1)
        for side in ("top", "right", "bottom", "left")
    )


def _cut(shape: Rounded, frame: Frame) -> list[bool]:
    """Which sides are not the shape's own, but where something cuts it off."""
    x, y, width, height, *_ = shape
    own = (y, x + width, y + height, x)
    seen = (frame[1], frame[2], frame[3], frame[0])
    return [abs(one - other) > LINE for one, other in zip(own, seen, strict=True)]


def _marker(box: Any) -> bool:
    """Whether it is the mark of a marker pen, behind words: it is no object."""
    return type(box).__name__ == "InlineBox"


def _local(ground: Ground, shape: Rounded) -> Frame:
    """What is seen of a shape, in its box's own pixels."""
    x, y, width, height, *_ = shape
    clip = frame_of(corners(ground.back, ground.clip))
    return common((x, y, x + width, y + height), clip)


def _drawn(ground: Ground, shape: Rounded, page: Grounds) -> tuple[list[bool], bool]:
    """Which sides (top, right, bottom, left) have paper beside them, or another colour;
    and whether the whole shape stands free on the page.
    """
    left, top, right, bottom = _local(ground, shape)
    if right <= left or bottom <= top:
        return [False] * 4, False
    shares = (0.06, 0.28, 0.5, 0.72, 0.94)
    across = [left + share * (right - left) for share in shares]
    down = [top + share * (bottom - top) for share in shares]
    beside: list[list[Point]] = [
        [(x, top - _BESIDE) for x in across],
        [(right + _BESIDE, y) for y in down],
        [(x, bottom + _BESIDE) for x in across],
        [(left - _BESIDE, y) for y in down],
    ]
    drawn, free = [], True
    for points in beside:
        there = [moved(ground.matrix, *point) for point in points]
        seen = [point for point in there if page.holds(point)]
        free = free and len(seen) == len(there)
        drawn.append(any(_differs(ground, page.top(point)) for point in seen))
    return drawn, free


def _differs(ground: Ground, beside: Ground | None) -> bool:
    if beside is ground:
        return False
    if beside and beside.picture:
        return True
    return contrast(ground.before, beside.before if beside else WHITE) > SAME


def _side(frame: Frame, number: int, width: float) -> Side:
    left, top, right, bottom = frame
    return (
        Side(left, top, right - left, width),
        Side(right - width, top, width, bottom - top),
        Side(left, bottom - width, right - left, width),
        Side(left, top, width, bottom - top),
    )[number]


class Edge:
    """The line, as an image that WeasyPrint paints in the layers of a background."""

    def __init__(
        self,
        colour: RGB,
        sides: list[Side],
        rounds: list[tuple[Rounded, float]],
        paper: list[Point],
    ) -> None:
        self.colour = colour
        self.sides = sides
        self.rounds = rounds
        #: The corners of the paper, in the box's own pixels.
        self.paper = paper

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Called by `weasyprint.draw.draw_background_image`."""
        from weasyprint.draw.border import rounded_box

        stream.move_to(*self.paper[0])
        for corner in self.paper[1:]:
            stream.line_to(*corner)
        stream.close()
        stream.clip()
        stream.end()
        for side in self.sides:
            stream.set_color(css(self.colour))
            stream.rectangle(*side)
            stream.fill()
        for shape, thickness in self.rounds:
            # Half of it lies outside, where the background is clipped.
            stream.set_color(css(self.colour), stroke=True)
            stream.set_line_width(2 * thickness)
            rounded_box(stream, shape)
            stream.close()
            stream.stroke()


def papered(ground: Ground, line: Edge | None) -> Any:
    """WeasyPrint's background of a ground, saved: paper, its pictures, and the line."""
    background = ground.background
    layers = list(background.layers)
    colour = background.color
    if ground.dressed is not None:
        colour = css(ground.dressed)
    if ground.removed:
        colour = css(WHITE) if ground.alpha == 1 else css(WHITE, 0)
        layers = [
            layer._replace(image=None) if hasattr(layer.image, "colors") else layer
            for layer in layers
        ]
    if line:
        lowest = layers[-1]
        _, _, width, height = lowest.painting_area
        layers.insert(
            0,
            lowest._replace(
                image=line,
                size=(width, height),
                position=(0, 0),
                repeat=("no-repeat", "no-repeat"),
                unbounded=False,
                positioning_area=(0, 0, width, height),
            ),
        )
    return background._replace(color=colour, layers=layers)
