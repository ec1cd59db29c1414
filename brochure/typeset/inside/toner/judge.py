"""Which grounds take too much toner, and what is seen where they are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from brochure.product.units import MM_PER_PX
from brochure.typeset import placing
from brochure.typeset.contrast import RGB, WHITE, over
from brochure.typeset.inside.canvas import Paint
from brochure.typeset.inside.plane import Rounded
from brochure.typeset.inside.toner.colour import luma, srgb
from brochure.typeset.inside.toner.ground import Ground, Grounds

_MM = MM_PER_PX

#: Lighter than this is a tint that costs little and carries dark words. Vermilion and
#: brick are 0.4 to 0.5, gold 0.8.
DARK_LUMA = 0.6
#: 4 cm²: a label, a bullet, a number in a disc. They are what the eye goes to first.
SMALL_MM2 = 400
#: Thinner than this it is a rule, however long.
RULE_MM = 1.5
#: What may stay dark in all, as a share of the page: half of what its words take.
KEPT_SHARE = 0.02

#: A picture that is painted for so much of it hides what is under it.
FULL = 0.85

_SQUARE = ((0.0, 0.0),) * 4


def ground(paint: Paint, order: int, owner: tuple[Any, str] | None) -> Ground | None:
    """The ground that a `draw_background` paints; None where it only lets see through.

    Its colour is that of all its layers; a gradient counts as the average of its stops.
    """
    background = paint.what
    if not background.layers:
        return None
    lowest = background.layers[-1]
    clipped = paint.more[0] if paint.more else True
    shapes: list[Rounded] = [tuple(box) for box in lowest.clipped_boxes if clipped]
    shapes = shapes or [(*lowest.painting_area, *_SQUARE)]
    colour, alpha = srgb(background.color)
    inks: list[RGB] = [colour] if alpha else []
    picture = False
    for layer in reversed(background.layers):
        if layer.image is None or not _covering(layer):
            continue
        if stops := getattr(layer.image, "colors", None):
            average, share = _average(stops)
            inks += [srgb(stop)[0] for stop in stops if srgb(stop)[1] > 0.5]
            whole = share + alpha * (1 - share)
            colour = over(average, share / whole if whole else 0, colour)
            alpha = whole
        elif opaque(layer.image):
            picture, alpha = True, 1.0
    if not alpha:
        return None
    box, attribute = owner or (None, "")
    ink = min(inks, key=luma, default=colour)
    alpha *= paint.alpha
    return Ground(
        order, paint.matrix, paint.clip, shapes, colour, alpha, ink, picture,
        box, attribute, background,
    )  # fmt: skip


def _covering(layer: Any) -> bool:
    """Whether the layer's image is seen all over, not as a small thing in a corner."""
    if layer.positioning_area == "unused":
        return False
    if "no-repeat" not in layer.repeat:
        return True
    _, _, width, height = layer.painting_area
    return bool(layer.size[0] * layer.size[1] > 0.8 * width * height)


def opaque(image: Any) -> bool:
    """Whether a picture hides what is under it: a photograph, not a drawing.

    Of drawings, only those do that begin with a sheet of their own.
    """
    if (svg := getattr(image, "_svg", None)) is not None:
        return any(_sheet(node, svg.get_viewbox()) for node in svg.tree)
    mode = getattr(image, "mode", "")
    if placing.is_taken(image) or mode in ("RGBA", "LA"):
        return _full(image)
    return mode in ("RGB", "L", "CMYK")


def _full(image: Any) -> bool:
    """Whether a picture that could be transparent hardly is: a screenshot, say."""
    from PIL import ImageStat

    if not hasattr(image, "full"):
        alpha = placing.pixels(image.image_data.data).getchannel("A")
        image.full = ImageStat.Stat(alpha).mean[0] > 255 * FULL
    return bool(image.full)


def _sheet(node: Any, view: tuple[float, ...] | None) -> bool:
    """Whether an SVG element is a rectangle that fills the picture."""
    if node.tag != "rect" or node.get("fill") == "none" or node.get("fill-opacity"):
        return False
    sides = (node.get("width", ""), node.get("height", ""))
    if sides == ("100%", "100%"):
        return True
    try:
        width, height = (float(side) for side in sides)
    except ValueError:
        return False
    return view is not None and width * height > 0.9 * view[2] * view[3]


def _average(stops: Iterable[Any]) -> tuple[RGB, float]:
    colours = [srgb(stop) for stop in stops]
    alpha = sum(share for _, share in colours) / len(colours)
    if not alpha:
        return WHITE, 0.0
    red, green, blue = (
        sum(colour[part] * share for colour, share in colours) / len(colours) / alpha
        for part in range(3)
    )
    return (red, green, blue), alpha


def judge(pages: list[Grounds]) -> None:
    """Mark the grounds to be `removed`, and note the colours `before` and `after`."""
    for page in pages:
        for ground in page.all:
            below = page.top(ground.middle, before=ground.order)
            ground.below = below
            if below:
                below.laden = True
            if below and below.picture and ground.alpha < 1:
                ground.picture = True  # a veil over a photograph
            under = below.before if below else WHITE
            ground.before = over(ground.colour, ground.alpha, under)
            if ground.alpha < 1:
                ground.ink = ground.before
    _remove(pages)
    for page in pages:
        for ground in page.all:
            under = ground.below.after if ground.below else WHITE
            if ground.removed:
                ground.after = WHITE if ground.alpha == 1 else under
            else:
                ground.after = over(ground.colour, ground.alpha, under)


def _remove(pages: list[Grounds]) -> None:
    """All that is dark and large, or one too many of the small.

    Grounds that look alike go or stay together: nobody understands a row of labels of
    which the last three are white.
    """
    alike: defaultdict[Any, list[tuple[int, Ground, float]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for ground in page.all:
            if ground.picture or luma(ground.before) >= DARK_LUMA:
                continue
            box = ground.owner
            key = (ground.colour, ground.alpha, box.element_tag, _class(box))
            alike[key].append((number, ground, ground.area * _MM**2))
    rooms = [KEPT_SHARE * page.frame[2] * page.frame[3] * _MM**2 for page in pages]
    for group in sorted(alike.values(), key=lambda g: max(area for _, _, area in g)):
        wanted: defaultdict[int, float] = defaultdict(float)
        for number, _, area in group:
            wanted[number] += area
        small = all(
            area <= SMALL_MM2 or ground.thickness * _MM <= RULE_MM
            for _, ground, area in group
        )
        if small and all(area <= rooms[number] for number, area in wanted.items()):
            for number, area in wanted.items():
                rooms[number] -= area
        else:
            for _, ground, _ in group:
                ground.removed = True


def _class(box: Any) -> str:
    return str(box.element.get("class") or "") if box.element is not None else ""
