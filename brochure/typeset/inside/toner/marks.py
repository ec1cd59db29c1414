"""Texts, rules and drawings on changed grounds, given colours that are seen there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from brochure.typeset.contrast import GRAPHIC, RGB, TEXT, contrast, over
from brochure.typeset.inside.canvas import Paint
from brochure.typeset.inside.plane import Point, moved
from brochure.typeset.inside.toner import art
from brochure.typeset.inside.toner.colour import SAME, css, luma, srgb, tint
from brochure.typeset.inside.toner.edge import PANEL
from brochure.typeset.inside.toner.ground import Ground, Grounds
from brochure.typeset.inside.toner.judge import DARK_LUMA, opaque
from brochure.typeset.inside.toner.tables import Lines

#: WCAG's large text: 18 pt, or 14 pt bold; in CSS pixels.
_LARGE, _LARGE_BOLD = 24.0, 56 / 3
#: The middle of the em box of Japanese type, above the baseline.
_MIDDLE = 0.38
#: Where a text lies on two grounds, it lies on one with less than this share.
_FEW = 0.15
#: A middling tone is seen on paper (3.6 : 1) and on black (5.8 : 1).
_ON_BOTH = 3.6
#: A text asks for its ground at so many places at most.
_PLACES = 40
_SIDES = ("top", "right", "bottom", "left")


class Boxes:
    """The boxes themselves: WeasyPrint draws copies of those that have children."""

    def __init__(self) -> None:
        #: The box that has a background, and under which name.
        self.owners: dict[int, tuple[Any, str]] = {}
        #: The block that a text belongs to.
        self.blocks: dict[int, Any] = {}
        #: The lines of tables.
        self.lines = Lines()
        self._all: list[Any] = []
        self._styles: dict[tuple[Any, ...], Any] = {}

    def know(self, page_box: Any) -> None:
        """All boxes of a page."""
        for name in ("background", "canvas_background"):
            if (background := getattr(page_box, name, None)) is not None:
                self.owners[id(background)] = page_box, name
        for child in page_box.children:
            self._know(child, child)

    def _know(self, box: Any, block: Any) -> None:
        box = getattr(box, "_box", box)
        box.drawn_as = box  # copied along
        self._all.append(box)
        if (background := getattr(box, "background", None)) is not None:
            self.owners[id(background)] = box, "background"
        kind = type(box).__name__
        if kind == "TextBox":
            self.blocks[id(box)] = block
        elif kind not in ("LineBox", "InlineBox"):
            block = box
        if kind in ("TableBox", "InlineTableBox"):
            self.lines.know(box)
        inside = box.all_children() if hasattr(box, "all_children") else ()
        for child in inside:
            self._know(child, block)

    def forget(self) -> None:
        """Leave no trace on the boxes."""
        for box in self._all:
            box.__dict__.pop("drawn_as", None)

    def restyle(self, box: Any, name: str, colour: Any) -> None:
        """Give a box alone another value of a property."""
        key = (id(box.style), name, tuple(colour))
        if key not in self._styles:
            # The old style is kept too, or its id could be another's soon.
            style = box.style.copy()
            style[name] = colour
            self._styles[key] = style, box.style
        box.style = self._styles[key][0]


def photograph(paint: Paint, order: int) -> Ground | None:
    """A picture that hides what is under it, as a ground."""
    box = paint.what
    if not opaque(box.replacement):
        return None
    x, y, width, height = _content(box)
    square = ((0.0, 0.0),) * 4
    black = (0.0, 0.0, 0.0)
    return Ground(
        order, paint.matrix, paint.clip, [(x, y, width, height, *square)],
        black, 1.0, black, True, None, "", None,
    )  # fmt: skip


def _content(box: Any) -> tuple[float, float, float, float]:
    return box.content_box_x(), box.content_box_y(), box.width, box.height


def change(paints: list[list[Paint]], pages: list[Grounds], boxes: Boxes) -> None:
    """Give all that would vanish on paper a colour of its own."""
    texts: defaultdict[Any, list[_Text]] = defaultdict(list)
    rules: list[_Rule] = []
    known: set[RGB] = set()
    for grounds, found in zip(pages, paints, strict=True):
        known |= {one.ink for one in grounds.all if one.removed}
        for order, paint in enumerate(found):
            if paint.kind == "draw_text":
                text = _Text(paint, order, grounds)
                known.add(text.colour)
                block = boxes.blocks.get(id(paint.what))
                element = getattr(block, "element", None)
                key = block if element is None else element
                texts[key, text.colour].append(text)
            elif paint.kind == "draw_border":
                rules += _borders(paint, order, grounds)
            elif paint.kind == "draw_line":
                rules.append(_line(paint, order, grounds))
            elif paint.kind == "draw_replacedbox":
                _redraw(paint, order, grounds)
            elif paint.kind == "draw_background":
                _redraw_layers(paint, order, grounds, boxes)
    for group in texts.values():
        _recolour(group, known, boxes)
    for rule in rules:
        rule.recolour(known, boxes)
    boxes.lines.change()
    for grounds in pages:
        for ground in grounds.all:
            ground.dressed = _dressed(ground, known)


def _dressed(ground: Ground, known: set[RGB]) -> RGB | None:
    """The colour of a bullet or a rule that is a box of its own, with nothing on it."""
    below = ground.below
    if (
        below is None
        or not below.changed
        or ground.laden
        or ground.removed
        or ground.picture
        or ground.owner is None
        or hasattr(ground.owner, "replacement")
        or ground.area >= PANEL
        or any(layer.image is not None for layer in ground.background.layers)
        or not _vanishes(ground.colour, ground.alpha, below, GRAPHIC)
    ):
        return None
    return art.mark(ground.colour, below, known, GRAPHIC)


def _changed(points: Iterable[Point], order: int, page: Grounds) -> list[Ground]:
    """The grounds at points, if most of them have changed: only those that have."""
    places = [point for point in points if page.holds(point)]
    there = [page.top(point, before=order) for point in places]
    changed = [one for one in there if one is not None and one.changed]
    return changed if 2 * len(changed) >= len(places) else []


def _stays_dark(ground: Ground | None) -> bool:
    return ground is not None and (ground.picture or luma(ground.after) < DARK_LUMA)


def _most(grounds: list[Ground]) -> list[Ground]:
    """Each once, the most frequent first."""
    return [one for one, _ in Counter(grounds).most_common()]


class _Text:
    """A text on its ground."""

    def __init__(self, paint: Paint, order: int, page: Grounds) -> None:
        self.box = box = paint.what
        self.colour, self.alpha = srgb(box.style["color"])
        size = box.style["font_size"]
        y = box.position_y + box.baseline - _MIDDLE * size
        places = min(_PLACES, max(1, round(box.width / size)))
        points = [
            moved(paint.matrix, box.position_x + box.width * (i + 0.5) / places, y)
            for i in range(places)
        ]
        there = [page.top(point, before=order) for point in points if page.holds(point)]
        #: Those of them that have changed, and whether the rest of the words lie on
        #: others that stay dark.
        self.under = [one for one in there if one is not None and one.changed]
        for one in there:
            if one is not None:
                one.laden = True
        dark = sum(map(_stays_dark, there))
        few = _FEW * len(there)
        self.both = len(self.under) > few and dark > few
        if not self.both and 2 * len(self.under) < len(there):
            self.under = []
        bold = box.style["font_weight"] >= 700
        self.ratio = GRAPHIC if size >= (_LARGE_BOLD if bold else _LARGE) else TEXT


def _recolour(group: list[_Text], known: set[RGB], boxes: Boxes) -> None:
    """The words of a block that had one colour get one colour."""
    under = [one for text in group for one in text.under]
    if not under:
        return
    ground = _most(under)[0]
    ratio = max(text.ratio for text in group if text.under)
    colour, alpha = group[0].colour, group[0].alpha
    for text in group:
        if not text.under:
            continue
        if not _vanishes(colour, text.alpha, ground, text.ratio):
            new, alpha = colour, text.alpha
        else:
            new = art.mark(colour, ground, known, ratio)
            alpha = text.alpha
            if any(text.both for text in group):
                new = tint(new, ground.after, _ON_BOTH)
            elif contrast(over(new, alpha, ground.after), ground.after) < text.ratio:
                alpha = 1.0
            boxes.restyle(text.box, "color", css(new, alpha))
        line = text.box.style["text_decoration_color"]
        if line != "currentcolor":
            lined, share = srgb(line)
            if _vanishes(lined, share, ground, GRAPHIC):
                darker = css(art.mark(lined, ground, known, GRAPHIC), 1)
                boxes.restyle(text.box, "text_decoration_color", darker)


def _vanishes(colour: RGB, alpha: float, ground: Ground, ratio: float) -> bool:
    """Whether it was seen on the ground that was, and is not well on what is now."""
    seen = contrast(over(colour, alpha, ground.before), ground.before) >= SAME
    now = contrast(over(colour, alpha, ground.after), ground.after)
    return seen and now < ratio


class _Rule:
    """A border, an outline or a rule between columns on its ground.

    `name` is the property of its colour, "" where `box` is that colour itself.
    """

    def __init__(self, box: Any, name: str, under: list[Ground]) -> None:
        self.box, self.name, self.under = box, name, under

    def recolour(self, known: set[RGB], boxes: Boxes) -> None:
        if not self.under:
            return
        value = self.box.style[self.name] if self.name else self.box
        if value == "currentcolor":
            value = self.box.style["color"]
        colour, alpha = srgb(value)
        ground = _most(self.under)[0]
        before = contrast(over(colour, alpha, ground.before), ground.before)
        if alpha and _vanishes(colour, alpha, ground, min(GRAPHIC, before)):
            new = art.mark(colour, ground, known, GRAPHIC)
            seen = contrast(over(new, alpha, ground.after), ground.after)
            alpha = alpha if seen >= min(GRAPHIC, before) else 1.0
            if self.name:
                boxes.restyle(self.box, self.name, css(new, alpha))
            else:
                boxes.lines.become(self.box, css(new, alpha))


def _borders(paint: Paint, order: int, page: Grounds) -> Iterator[_Rule]:
    box = paint.what.drawn_as if hasattr(paint.what, "drawn_as") else paint.what
    style = box.style
    x, y = box.border_box_x(), box.border_box_y()
    width, height = box.border_width(), box.border_height()
    for side in _SIDES:
        half = getattr(box, f"border_{side}_width") / 2
        if half and style[f"border_{side}_style"] not in ("none", "hidden"):
            points = _along(side, x, y, width, height, half)
            yield _rule(paint, order, page, box, f"border_{side}_color", points)
    if style["outline_width"] and style["outline_style"] != "none":
        away = -(style["outline_offset"] + style["outline_width"] / 2)
        points = [
            point
            for side in _SIDES
            for point in _along(side, x, y, width, height, away)
        ]
        yield _rule(paint, order, page, box, "outline_color", points)
    if style["column_rule_width"] and style["column_rule_style"] != "none":
        points = [(x + width * share, y + height / 2) for share in (0.25, 0.5, 0.75)]
        yield _rule(paint, order, page, box, "column_rule_color", points)


def _along(
    side: str, x: float, y: float, width: float, height: float, half: float
) -> list[Point]:
    """Places on a border, in the middle of the line."""
    shares = (0.1, 0.3, 0.5, 0.7, 0.9)
    if side in ("top", "bottom"):
        level = y + half if side == "top" else y + height - half
        return [(x + width * share, level) for share in shares]
    level = x + half if side == "left" else x + width - half
    return [(level, y + height * share) for share in shares]


def _rule(
    paint: Paint, order: int, page: Grounds, box: Any, name: str, points: list[Point]
) -> _Rule:
    there = [moved(paint.matrix, *point) for point in points]
    return _Rule(box, name, _changed(there, order, page))


def _line(paint: Paint, order: int, page: Grounds) -> _Rule:
    """A line of a table, as `draw_line` is told of it."""
    y1, x2, y2, _, _, colour, *_ = paint.more
    shares = (0.1, 0.3, 0.5, 0.7, 0.9)
    x1 = paint.what
    points = [(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share) for share in shares]
    return _rule(paint, order, page, colour, "", points)


def _redraw(paint: Paint, order: int, page: Grounds) -> None:
    """A drawing whose ground has changed."""
    box = paint.what
    x, y, width, height = _content(box)
    middle = moved(paint.matrix, x + width / 2, y + height / 2)
    if (ground := page.top(middle, before=order)) is not None:
        ground.laden = True
    if under := _below(paint, _content(box), order, page):
        area = box.width * box.height
        box.replacement = art.redrawn(box.replacement, area, _most(under))


def _redraw_layers(paint: Paint, order: int, page: Grounds, boxes: Boxes) -> None:
    """The drawings among the layers of a background, on its own colour or another's."""
    background = paint.what
    owner = boxes.owners.get(id(background))
    if owner is None or not any(_draws(layer.image) for layer in background.layers):
        return
    area = background.layers[-1].painting_area
    if under := _below(paint, area, order + 1, page):
        layers = [
            layer._replace(
                image=art.redrawn(layer.image, area[2] * area[3], _most(under))
            )
            if _draws(layer.image)
            else layer
            for layer in background.layers
        ]
        background = background._replace(layers=layers)
        setattr(*owner, background)
        if (ground := page.at(order)) is not None:
            ground.background = background


def _draws(image: Any) -> bool:
    """Whether it is a picture that lets see through."""
    return image is not None and not hasattr(image, "colors") and not opaque(image)


def _below(
    paint: Paint, area: tuple[float, float, float, float], order: int, page: Grounds
) -> list[Ground]:
    x, y, width, height = area
    shares = (0.1, 0.3, 0.5, 0.7, 0.9)
    points = [
        moved(paint.matrix, x + width * one, y + height * other)
        for one in shares
        for other in shares
    ]
    left, top, right, bottom = paint.clip
    seen = [p for p in points if left <= p[0] <= right and top <= p[1] <= bottom]
    return _changed(seen, order, page)
