"""What a page paints, for seen.py: from WeasyPrint's boxes to plain tuples in mm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import hypot
from typing import Any

from brochure.product.units import MM_PER_PX, px
from brochure.typeset.bare import MOST
from brochure.typeset.em import ABOVE
from brochure.typeset.inside.canvas import Paint, painted
from brochure.typeset.inside.gravity import is_vertical
from brochure.typeset.inside.images import Sample, sample
from brochure.typeset.inside.plane import (
    Frame,
    Matrix,
    Rounded,
    common,
    corners,
    frame_of,
    inverse,
    moved,
    within,
)
from brochure.typeset.inside.toner.colour import srgb
from brochure.typeset.pages.page import NOWHERE, Element, Rectangle, nearest_id
from brochure.typeset.seen import RGBA, Coat, Lettering, Painted, wanted

_MM = MM_PER_PX
_PT = 0.75
_SQUARE = ((0.0, 0.0),) * 4
_NOTHING: RGBA = (0.0, 0.0, 0.0, 0.0)
_SIDES = ("top", "right", "bottom", "left")
#: Thinner lines hide nothing; 0.25 mm.
_HAIRLINE = px(0.25)
#: A round corner leaves so much of its radius free, on the diagonal.
_CORNER = 0.3

#: The colour at a point of a box, in its own pixels; None if nobody knows.
_Local = Callable[[float, float], RGBA | None]


def pages(document: Any, around: dict[Element, Element]) -> list[Painted]:
    """The pages of WeasyPrint's `document`; `around` is the element around each."""
    return [
        _page(number, page._page_box, around)
        for number, page in enumerate(document.pages, 1)
    ]


def _page(number: int, page_box: Any, around: dict[Element, Element]) -> Painted:
    letterings: list[Lettering] = []
    coats: list[Coat] = []
    pictures: list[Rectangle] = []
    for order, paint in enumerate(painted(page_box)):
        if paint.kind == "draw_text":
            if found := _lettering(paint, order, around):
                letterings.append(found)
            continue
        coats += _COATS[paint.kind](paint, order)
        pictures += _pictures(paint)
    safe, most_bare = _limits(page_box)
    return Painted(number, letterings, coats, pictures, safe, most_bare)


def _limits(page_box: Any) -> tuple[Rectangle, float | None]:
    """The safe part of the page, and how much of it may be bare, if the HTML calls it a
    page.
    """
    width, height = page_box.margin_width() * _MM, page_box.margin_height() * _MM
    section = next(
        (
            box
            for box in page_box.descendants()
            if box.element is not None
            and "page" in (box.element.get("class") or "").split()
        ),
        None,
    )
    if section is None:
        return Rectangle(0, 0, width, height), None
    safe, most = section.style["__safe"], section.style["__bare"]
    gap = next((t.value for t in safe or () if getattr(t, "unit", "") == "mm"), 0.0)
    place = Rectangle(gap, gap, width - gap, height - gap)
    if _is_none(most):
        return place, None
    shares = [t.value / 100 for t in most or () if t.type == "percentage"]
    return place, shares[0] if shares else MOST


# --- Words ---------------------------------------------------------------------------


def _lettering(
    paint: Paint, order: int, around: dict[Element, Element]
) -> Lettering | None:
    box = paint.what
    style, text = box.style, box.text.strip()
    size = style["font_size"]
    if not text or not size or not box.width:
        return None
    start = len(box.text) - len(box.text.lstrip())
    left = box.position_x + box.width * start / len(box.text)
    width = box.width * len(text) / len(box.text)
    top = box.position_y + box.baseline - (0.5 if is_vertical(style) else ABOVE) * size
    corner, along, down = (
        moved(paint.matrix, left, top),
        moved(paint.matrix, left + width, top),
        moved(paint.matrix, left, top + size),
    )
    a, b, c, d, _, _ = paint.matrix
    size_pt = size * abs(a * d - b * c) ** 0.5 * _PT
    (red, green, blue), alpha = srgb(style["color"])
    element = nearest_id(box.element, around)
    tag = str(box.element_tag)
    return Lettering(
        order,
        element,
        text,
        (corner[0] * _MM, corner[1] * _MM),
        ((along[0] - corner[0]) * _MM, (along[1] - corner[1]) * _MM),
        ((down[0] - corner[0]) * _MM, (down[1] - corner[1]) * _MM),
        (red, green, blue, alpha),
        _mm(paint.clip),
        _wanted(style, size_pt),
        bool(element) and "::" not in tag,
        style["visibility"] != "visible",
        paint.groups,
    )


def _wanted(style: Any, size_pt: float) -> float | None:
    small, large = style["__contrast"], style["__contrast_large"]
    if _is_none(small):
        return None
    bold = style["font_weight"] >= 700
    return wanted(_number(small), _number(large), size_pt, bold=bold)


def _is_none(tokens: Any) -> bool:
    return any(getattr(token, "lower_value", "") == "none" for token in tokens or ())


def _number(tokens: Any) -> float | None:
    for token in tokens or ():
        if token.type == "number":
            return float(token.value)
    return None


# --- Grounds, pictures, lines --------------------------------------------------------


def _background(paint: Paint, order: int) -> Iterator[Coat]:
    background = paint.what
    if not background.layers:
        return
    lowest = background.layers[-1]
    clipped = paint.more[0] if paint.more else True
    shapes: list[Rounded] = [tuple(box) for box in lowest.clipped_boxes if clipped]
    area: Rounded = (*lowest.painting_area, *_SQUARE)
    yield from _shadows(paint, order, shapes or [area])
    colour, alpha = srgb(background.color)
    if alpha:
        flat = _flat((*colour, alpha))
        for shape in shapes or [area]:
            yield _coat(paint, order, shape, flat, even=True)
    for layer in reversed(background.layers):
        if layer.image is None or 0 in layer.size:
            continue
        if layer.positioning_area == "unused":
            continue
        inner = sample(layer.image, layer.size[0], layer.size[1], background.style)
        if inner is None:
            continue
        look = _Tiles(layer, inner).look
        for shape in shapes or [(*layer.painting_area, *_SQUARE)]:
            yield _coat(paint, order, shape, look)


def _shadows(paint: Paint, order: int, shapes: list[Rounded]) -> Iterator[Coat]:
    """Where a box has shadows, nobody knows the colour."""
    for x, y, blur, spread, *_ in paint.what.style["box_shadow"]:
        out = abs(x.value) + abs(y.value) + 2 * blur.value + abs(spread.value)
        for left, top, width, height, *_radii in shapes:
            whole = (left - out, top - out, width + 2 * out, height + 2 * out)
            yield _coat(paint, order, (*whole, *_SQUARE), lambda x, y: None)


class _Tiles:
    """A picture or gradient in the layers of a background."""

    def __init__(self, layer: Any, inner: Sample) -> None:
        self.x = layer.positioning_area[0] + layer.position[0]
        self.y = layer.positioning_area[1] + layer.position[1]
        self.width, self.height = layer.size
        self.once = [repeat == "no-repeat" for repeat in layer.repeat]
        self.area = layer.painting_area
        self.sample = inner

    def look(self, x: float, y: float) -> RGBA | None:
        left, top, width, height = self.area
        if not (left <= x <= left + width and top <= y <= top + height):
            return _NOTHING
        x, y = x - self.x, y - self.y
        if self.once[0] and not 0 <= x <= self.width:
            return _NOTHING
        if self.once[1] and not 0 <= y <= self.height:
            return _NOTHING
        return self.sample(x % self.width, y % self.height)


def _picture(paint: Paint, order: int) -> Iterator[Coat]:
    from weasyprint.layout.replaced import replacedbox_layout

    box = paint.what
    if box.style["visibility"] != "visible" or not box.width or not box.height:
        return
    width, height, x, y = replacedbox_layout(box)
    if width <= 0 or height <= 0:
        return
    inner = sample(box.replacement, width, height, box.style)
    if inner is None:
        return

    def look(at_x: float, at_y: float) -> RGBA | None:
        at_x, at_y = at_x - x, at_y - y
        if 0 <= at_x <= width and 0 <= at_y <= height:
            return inner(at_x, at_y)
        return _NOTHING

    yield _coat(paint, order, box.rounded_content_box(), look)


def _pictures(paint: Paint) -> Iterator[Rectangle]:
    """Where pictures are, whatever they show."""
    if paint.kind == "draw_replacedbox":
        areas = [paint.what.rounded_content_box()[:4]]
    elif paint.kind == "draw_background":
        layers = paint.what.layers
        areas = [one.painting_area for one in layers if one.image is not None]
    else:
        return
    for x, y, width, height in areas:
        whole = frame_of(corners(paint.matrix, (x, y, x + width, y + height)))
        yield _mm(common(whole, paint.clip))


def _border(paint: Paint, order: int) -> Iterator[Coat]:
    box = paint.what
    style = box.style
    widths = [getattr(box, f"border_{side}_width", 0) for side in _SIDES]
    if max(widths) < _HAIRLINE or style["visibility"] != "visible":
        return
    outer, inner = box.rounded_border_box(), box.rounded_padding_box()
    sides: list[RGBA] = []
    for side in _SIDES:
        colour = style[f"border_{side}_color"]
        rgb, alpha = srgb(style["color"] if colour == "currentcolor" else colour)
        whole = style[f"border_{side}_style"] in (
            "solid", "inset", "outset", "ridge", "groove",
        )  # fmt: skip
        sides.append((*rgb, alpha if whole else 0.0))
    if not any(alpha for *_, alpha in sides):
        return
    left, top, width, height, *radii = outer
    if all(0 in radius for radius in radii):
        up, right, down, left_ = widths
        strips = (
            (left, top, width, up),
            (left + width - right, top, right, height),
            (left, top + height - down, width, down),
            (left, top, left_, height),
        )
        for strip, edge in zip(strips, sides, strict=True):
            if edge[3] and min(strip[2:]) >= _HAIRLINE:
                yield _coat(paint, order, (*strip, *_SQUARE), _flat(edge), even=True)
        return

    def look(x: float, y: float) -> RGBA:
        if within(inner, x, y):
            return _NOTHING
        away = (y - top, left + width - x, top + height - y, x - left)
        deep = [
            gap / side if side else 9.0 for gap, side in zip(away, widths, strict=True)
        ]
        return sides[deep.index(min(deep))]

    yield _coat(paint, order, outer, look)


def _line(paint: Paint, order: int) -> Iterator[Coat]:
    y1, x2, y2, thickness, style, colour, *_ = paint.more
    if thickness < _HAIRLINE or style in ("dotted", "dashed", "double"):
        return
    if isinstance(colour, tuple):  # ridge and groove have two
        colour = colour[0]
    half = thickness / 2
    left, right = sorted((paint.what, x2))
    top, bottom = sorted((y1, y2))
    if right - left > bottom - top:
        top, bottom = top - half, bottom + half
    else:
        left, right = left - half, right + half
    rgb, alpha = srgb(colour)
    shape = (left, top, right - left, bottom - top, *_SQUARE)
    yield _coat(paint, order, shape, _flat((*rgb, alpha)), even=True)


def _flat(colour: RGBA) -> _Local:
    """One colour everywhere."""
    return lambda x, y: colour


_COATS: dict[str, Callable[[Paint, int], Iterator[Coat]]] = {
    "draw_background": _background,
    "draw_replacedbox": _picture,
    "draw_border": _border,
    "draw_line": _line,
}


# --- Places --------------------------------------------------------------------------


def _coat(
    paint: Paint, order: int, shape: Rounded, look: _Local, *, even: bool = False
) -> Coat:
    """What is painted in a shape of a box, where `paint` is; `even`: in one colour."""
    x, y, width, height, *radii = shape
    whole = frame_of(corners(paint.matrix, (x, y, x + width, y + height)))
    frame = _mm(common(whole, paint.clip))
    back = inverse(paint.matrix)
    left, top, right, bottom = paint.clip

    def tint(at_x: float, at_y: float) -> RGBA | None:
        at_x, at_y = at_x / _MM, at_y / _MM
        if not (left <= at_x <= right and top <= at_y <= bottom):
            return _NOTHING
        inner = moved(back, at_x, at_y)
        return look(*inner) if within(shape, *inner) else _NOTHING

    core = NOWHERE
    if even and _upright(paint.matrix):
        round_ = _CORNER * max(hypot(*radius) for radius in radii)
        core = Rectangle(
            frame.left + round_ * _MM,
            frame.top + round_ * _MM,
            frame.right - round_ * _MM,
            frame.bottom - round_ * _MM,
        )
    return Coat(order, frame, tint, core, paint.groups)


def _upright(matrix: Matrix) -> bool:
    a, b, c, d, _, _ = matrix
    return (b == c == 0) or (a == d == 0)


def _mm(frame: Frame) -> Rectangle:
    left, top, right, bottom = frame
    return Rectangle(left * _MM, top * _MM, right * _MM, bottom * _MM)
