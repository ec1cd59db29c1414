"""Runs a page's content and notes what it paints, where, and in which state."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from brochure.preflight.facts import Box, Colour, Group, Image, Path, Shading, Text
from brochure.preflight.reading.budget import Budget
from brochure.preflight.reading.colours import space
from brochure.preflight.reading.fonts import Typeface
from brochure.preflight.reading.matrices import (
    IDENTITY,
    Area,
    Matrix,
    around,
    matrix,
    meet,
    narrowest,
    placed,
    times,
)
from brochure.preflight.reading.objects import (
    TooLarge,
    data,
    filters,
    get,
    identity,
    is_dict,
    items,
    name,
    real,
    reals,
)
from brochure.preflight.reading.outline import Outline
from brochure.preflight.reading.pictures import Picture, picture
from brochure.preflight.reading.state import Graphics, TextLine
from brochure.preflight.reading.tokens import Name, operators

#: Forms, patterns, masks and glyphs inside each other.
_DEEPEST = 28
#: q inside q.
_MOST_KEPT = 10_000
#: Modes of text that fill, and that stroke.
_FILLS, _STROKES = {0, 2, 4, 6}, {1, 2, 5, 6}


class Shelf:
    """What is read once for the whole file: fonts and pictures, by object."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.fonts: dict[Any, Typeface] = {}
        self.pictures: dict[Any, Picture] = {}
        self.used: dict[int, tuple[Typeface, set[int], list[int]]] = {}
        self.kept: list[Any] = []
        self.syntax: set[str] = set()
        self.anonymous = 0

    def font(self, thing: Any) -> Typeface:
        """The font of a resource; one that is no object of its own is read anew."""
        key = identity(thing)
        found = self.fonts.get(key)
        if found is None:
            self.budget.thing()
            found = Typeface(thing)
            self.fonts[key or object()] = found
        return found

    def filters(self, stream: Any) -> None:
        """Notes the filters that a press may not know."""
        for one in filters(stream):
            if one in ("LZWDecode", "JPXDecode", "JBIG2Decode", "Crypt"):
                self.syntax.add(one)


class Painter:
    """One page. `origin` is the top left of its trim in points; `mm` is a point."""

    def __init__(
        self, shelf: Shelf, number: int, origin: tuple[float, float], mm: float
    ) -> None:
        self.shelf = shelf
        self.budget = shelf.budget
        self.number = number
        self.origin = origin
        self.mm = mm
        self.texts: list[Text] = []
        self.paths: list[Path] = []
        self.images: list[Image] = []
        self.shadings: list[Shading] = []
        self.groups: list[Group] = []
        self.trouble: dict[str, None] = {}
        self.under_way: list[Any] = []
        self.masks: set[Any] = set()
        #: Inside a tiling pattern: the area that it fills, which is where it paints.
        self.tiled: Area | None = None

    def box(self, area: Area) -> Box:
        """An area of the page in mm from the top left of the trim."""
        left, bottom, right, top = self.tiled or area
        x, y = self.origin
        mm = self.mm
        return Box((left - x) * mm, (y - top) * mm, (right - x) * mm, (y - bottom) * mm)

    def content(self, stream: Any, resources: Any, graphics: Graphics) -> None:
        """Runs one stream, or the streams of a page.

        Raises:
            Spent: The budget is used up.
        """
        try:
            if is_dict(stream):
                self.shelf.filters(stream)
                content = data(stream)
            else:
                parts, left = [], 64_000_000
                for part in items(stream, 10_000):
                    self.shelf.filters(part)
                    parts.append(data(part, left))
                    left -= len(parts[-1])
                content = b"\n".join(parts)
        except TooLarge:
            self.trouble["a content stream unpacks to more than 64 MB"] = None
            return
        Run(self, resources, graphics).run(content)

    def inside(self, key: Any, run: Callable[[], None]) -> None:
        """Runs a form, pattern or mask, unless it is inside itself or far too deep."""
        if key in self.under_way:
            self.trouble["a form or pattern paints itself"] = None
            return
        if len(self.under_way) >= _DEEPEST:
            self.trouble["forms are nested too deeply"] = None
            return
        self.under_way.append(key)
        try:
            run()
        finally:
            self.under_way.pop()


class Run:
    """One content stream under way."""

    def __init__(self, painter: Painter, resources: Any, graphics: Graphics) -> None:
        self.painter = painter
        self.resources = resources
        self.now = graphics
        self.base = graphics.ctm
        self.kept: list[Graphics] = []
        self.outline = Outline()
        self.clipping = False
        self.line = TextLine()
        self.coloured = True

    def run(self, content: bytes) -> None:
        pay = self.painter.budget.operator
        for operator, operands in operators(content):
            pay()
            work = _OPERATORS.get(operator)
            if work is None:
                continue
            try:
                work(self, operands)
            except (IndexError, TypeError, ValueError, OverflowError):
                self.painter.trouble[f"broken operands of {operator.decode()}"] = None
            except ZeroDivisionError:
                self.painter.trouble["a matrix that flattens everything"] = None

    def resource(self, kind: str, operand: Any) -> Any:
        found = get(get(self.resources, kind), "/" + name(operand))
        if found is None:
            self.painter.trouble[f"{name(operand) or '?'} is not in {kind}"] = None
        return found

    # --- State -------------------------------------------------------------------

    def q(self, o: list[Any]) -> None:
        if len(self.kept) >= _MOST_KEPT:
            self.painter.trouble["q is nested too deeply"] = None
            return
        self.kept.append(self.now.copy())

    def Q(self, o: list[Any]) -> None:
        if self.kept:
            self.now = self.kept.pop()

    def cm(self, o: list[Any]) -> None:
        a, b, c, d, e, f = _numbers(o, 6)
        self.now.ctm = times((a, b, c, d, e, f), self.now.ctm)

    def w(self, o: list[Any]) -> None:
        self.now.line = _numbers(o, 1)[0]

    def gs(self, o: list[Any]) -> None:
        entry = self.resource("/ExtGState", o[-1])
        now, state = self.now, self.now.state
        if isinstance(both := get(entry, "/OP"), bool):
            state = state._replace(overprint_stroke=both)
            if get(entry, "/op") is None:
                state = state._replace(overprint_fill=both)
        if isinstance(fill := get(entry, "/op"), bool):
            state = state._replace(overprint_fill=fill)
        if (mode := get(entry, "/OPM")) is not None:
            state = state._replace(overprint_mode=int(real(mode)))
        if (alpha := get(entry, "/ca")) is not None:
            state = state._replace(alpha_fill=real(alpha, 1.0))
        if (alpha := get(entry, "/CA")) is not None:
            state = state._replace(alpha_stroke=real(alpha, 1.0))
        if (blend := get(entry, "/BM")) is not None:
            listed = [*items(blend, 1), blend]
            named = name(listed[0]) or "Normal"
            state = state._replace(blend="Normal" if named == "Compatible" else named)
        if (mask := get(entry, "/SMask")) is not None:
            state = state._replace(soft_mask=is_dict(mask))
        now.state = state
        if (width := get(entry, "/LW")) is not None:
            now.line = real(width, now.line)
        font = items(get(entry, "/Font"), 2)
        if len(font) == 2 and is_dict(font[0]):
            now.font, now.size = self.painter.shelf.font(font[0]), real(font[1])
        if is_dict(mask):
            self._mask(mask)

    def _mask(self, mask: Any) -> None:
        form = get(mask, "/G")
        key = (identity(form), self.now.ctm)
        if key in self.painter.masks or not is_dict(form):
            return
        self.painter.masks.add(key)
        inside = self.now.state._replace(
            mask=True, soft_mask=False, alpha_fill=1.0, alpha_stroke=1.0, blend="Normal"
        )
        self._form(form, "/SMask", inside)

    # --- Colour ------------------------------------------------------------------

    def _set_space(self, o: list[Any], stroke: bool) -> None:
        found = space(o[-1], self.resources)
        self._set(found, found.first(), None, stroke)

    def _set(self, found: Any, colour: Colour, pattern: Any, stroke: bool) -> None:
        if not self.coloured:
            return
        now = self.now
        if stroke:
            now.stroke_space, now.stroke, now.stroke_pattern = found, colour, pattern
        else:
            now.fill_space, now.fill, now.fill_pattern = found, colour, pattern

    def _colour(self, o: list[Any], stroke: bool) -> None:
        found = self.now.stroke_space if stroke else self.now.fill_space
        values = [value for value in o if isinstance(value, float)]
        if o and name(o[-1]):
            pattern = self.resource("/Pattern", o[-1])
            colour = found.base.colour(values) if found.base and values else None
            said = Colour("Pattern", tuple(values), colour.names if colour else ())
            self._set(found, said, (pattern, colour, name(o[-1])), stroke)
        else:
            self._set(found, found.colour(values), None, stroke)

    def _device(self, o: list[Any], family: str, count: int, stroke: bool) -> None:
        found = space(_NAMES[family], self.resources)
        self._set(found, found.colour(_numbers(o, count)), None, stroke)

    # --- Paths -------------------------------------------------------------------

    def m(self, o: list[Any]) -> None:
        self.outline.move(self.now.ctm, *_numbers(o, 2))

    def l(self, o: list[Any]) -> None:  # noqa: E743 (the operator's name)
        self.outline.line(self.now.ctm, *_numbers(o, 2))

    def c(self, o: list[Any]) -> None:
        self.outline.curve(self.now.ctm, *_numbers(o, 6))

    def v(self, o: list[Any]) -> None:
        outline, ctm = self.outline, self.now.ctm
        p, q, r, s = _numbers(o, 4)
        first = outline.here
        second, end = _point(ctm, p, q), _point(ctm, r, s)
        outline.curve(IDENTITY, *first, *second, *end)

    def y(self, o: list[Any]) -> None:
        p, q, r, s = _numbers(o, 4)
        self.outline.curve(self.now.ctm, p, q, r, s, r, s)

    def re(self, o: list[Any]) -> None:
        self.outline.rectangle(self.now.ctm, *_numbers(o, 4))

    def h(self, o: list[Any]) -> None:
        self.outline.close()

    def W(self, o: list[Any]) -> None:
        self.clipping = True

    def _paint(self, fill: bool, stroke: bool) -> None:
        outline, now = self.outline, self.now
        if outline.area is not None and (fill or stroke):
            self._path(outline, fill, stroke)
        if self.clipping:
            nothing = (0.0, 0.0, 0.0, 0.0)
            area = outline.area or nothing
            now.clip = meet(now.clip, area) or (*area[:2], *area[:2])
        self.outline, self.clipping = Outline(), False

    def _path(self, outline: Outline, fill: bool, stroke: bool) -> None:
        now, area = self.now, outline.area
        assert area is not None
        shrink = narrowest(now.ctm)
        width = abs(now.line)
        if stroke:
            a, b, c, d = now.ctm[:4]
            half = width / 2
            dx, dy = half * math.hypot(a, c), half * math.hypot(b, d)
            area = area[0] - dx, area[1] - dy, area[2] + dx, area[3] + dy
        seen = meet(area, now.clip)
        if seen is None:
            return
        self.painter.budget.thing()
        thin = outline.thin if fill else None
        point = self.painter.mm * 72 / 25.4
        self.painter.paths.append(
            Path(
                self.painter.box(seen),
                now.fill if fill else None,
                now.stroke if stroke else None,
                width * shrink * point if stroke else None,
                thin * point if thin is not None else None,
                now.state,
            )
        )
        if fill and now.fill_pattern:
            self._pattern(now.fill_pattern, seen)
        if stroke and now.stroke_pattern:
            self._pattern(now.stroke_pattern, seen)

    def _pattern(self, found: Any, area: Area) -> None:
        pattern, colour, called = found
        if not is_dict(pattern):
            return
        if get(pattern, "/PatternType") == 2:
            self._shade(get(pattern, "/Shading"), area)
            return
        painter = self.painter
        start = Graphics(times(matrix(get(pattern, "/Matrix")), self.base), _EVERYWHERE)
        start.state = self.now.state._replace(
            where=(*self.now.state.where, "/" + called)
        )
        if colour:
            start.fill = start.stroke = colour
        outer, painter.tiled = painter.tiled, painter.tiled or area
        resources = get(pattern, "/Resources") or self.resources
        key = identity(pattern) or called
        try:
            painter.inside(key, lambda: painter.content(pattern, resources, start))
        finally:
            painter.tiled = outer

    def sh(self, o: list[Any]) -> None:
        self._shade(self.resource("/Shading", o[-1]), self.now.clip)

    def _shade(self, shading: Any, area: Area) -> None:
        if not is_dict(shading):
            return
        box = reals(get(shading, "/BBox"), 4)
        if len(box) == 4:
            left, bottom, right, top = box
            area = meet(placed((left, bottom, right, top), self.now.ctm), area) or area
        found = space(get(shading, "/ColorSpace"), self.resources).inks
        self.painter.budget.thing()
        self.painter.shadings.append(
            Shading(
                self.painter.box(area),
                Colour(found.family, (), found.names),
                int(real(get(shading, "/ShadingType"))),
                self.now.state,
            )
        )

    # --- Forms and pictures ------------------------------------------------------

    def Do(self, o: list[Any]) -> None:
        thing = self.resource("/XObject", o[-1])
        kind = name(get(thing, "/Subtype"))
        called = "/" + name(o[-1])
        if kind == "Image":
            self._image(thing, called)
        elif kind == "Form":
            self._form(thing, called, self.now.state)
        elif kind == "PS":
            self.painter.shelf.syntax.add("PostScript")

    def _form(self, form: Any, called: str, state: Any) -> None:
        now, painter = self.now, self.painter
        start = now.copy()
        start.ctm = times(matrix(get(form, "/Matrix")), now.ctm)
        start.state = state._replace(where=(*state.where, called))
        box = reals(get(form, "/BBox"), 4)
        if len(box) == 4:
            area = placed(around(((box[0], box[1]), (box[2], box[3]))), start.ctm)
            clip = meet(now.clip, area)
            if clip is None:
                return
            start.clip = clip
        group = get(form, "/Group")
        if name(get(group, "/S")) == "Transparency":
            painter.budget.thing()
            given = get(group, "/CS")
            found = space(given, self.resources).family if given is not None else ""
            isolated, knockout = get(group, "/I") is True, get(group, "/K") is True
            painter.groups.append(
                Group(painter.box(start.clip), found, isolated, knockout, state)
            )
        if get(form, "/PS") is not None:
            painter.shelf.syntax.add("PostScript")
        resources = get(form, "/Resources")
        resources = self.resources if resources is None else resources
        key = identity(form) or ("form", called, len(painter.under_way))
        painter.inside(key, lambda: painter.content(form, resources, start))

    def _image(self, image: Any, called: str) -> None:
        shelf = self.painter.shelf
        key = identity(image)
        found = shelf.pictures.get(key) if key else None
        if found is None:
            shelf.filters(image)
            found = picture(image, self.resources)
            if key:
                shelf.pictures[key] = found
        shown = f"{called} {key[0]} {key[1]}" if key else called
        kind = "mask" if found.stencil else "image"
        self._put(found, shown, kind)
        if is_dict(found.mask):
            masking = picture(found.mask, self.resources)
            self._put(masking, shown + " SMask", "soft-mask")

    def BI(self, o: list[Any]) -> None:
        found = picture(o[0], self.resources)
        self.painter.shelf.anonymous += 1
        kind = "mask" if found.stencil else "image"
        self._put(found, f"inline {self.painter.shelf.anonymous}", kind)

    def _put(self, found: Picture, called: str, kind: Any) -> None:
        now, painter = self.now, self.painter
        a, b, c, d = now.ctm[:4]
        wide, high = math.hypot(a, b), math.hypot(c, d)
        seen = meet(placed((0.0, 0.0, 1.0, 1.0), now.ctm), now.clip)
        if seen is None:
            return
        inch = painter.mm / 25.4
        ppi = min(
            (
                pixels / (side * inch)
                for pixels, side in zip(found.pixels, (wide, high), strict=True)
                if side > 0
            ),
            default=math.inf,
        )
        colour = now.fill if found.stencil else None
        painter.budget.thing()
        painter.images.append(
            Image(
                painter.box(seen),
                called,
                found.pixels,
                ppi,
                found.bits,
                colour.space if colour else found.space.family,
                found.filters,
                found.quality,
                kind,
                now.state._replace(mask=now.state.mask or kind == "soft-mask"),
                colour.names if colour else found.space.names,
            )
        )
        if found.stencil and now.fill_pattern:
            self._pattern(now.fill_pattern, seen)

    # --- Text --------------------------------------------------------------------

    def BT(self, o: list[Any]) -> None:
        self.line = TextLine()

    def Tf(self, o: list[Any]) -> None:
        font = self.resource("/Font", o[-2])
        self.now.font = self.painter.shelf.font(font) if is_dict(font) else None
        self.now.size = _numbers(o, 1)[0]

    def Td(self, o: list[Any]) -> None:
        x, y = _numbers(o, 2)
        self.line.start = times((1.0, 0.0, 0.0, 1.0, x, y), self.line.start)
        self.line.matrix = self.line.start

    def TD(self, o: list[Any]) -> None:
        self.now.leading = -_numbers(o, 2)[1]
        self.Td(o)

    def Tm(self, o: list[Any]) -> None:
        a, b, c, d, e, f = _numbers(o, 6)
        self.line.matrix = self.line.start = (a, b, c, d, e, f)

    def next_line(self, o: list[Any]) -> None:
        self.Td([0.0, -self.now.leading])

    def _text_state(self, o: list[Any], field: str, factor: float = 1.0) -> None:
        setattr(self.now, field, _numbers(o, 1)[0] * factor)

    def Tr(self, o: list[Any]) -> None:
        self.now.mode = int(_numbers(o, 1)[0])

    def Tj(self, o: list[Any]) -> None:
        self._show([o[-1]])

    def TJ(self, o: list[Any]) -> None:
        self._show(o[-1] if isinstance(o[-1], list) else [o[-1]])

    def quote(self, o: list[Any]) -> None:
        self.next_line([])
        self.Tj(o)

    def quotes(self, o: list[Any]) -> None:
        self.now.word_space, self.now.char_space = _numbers(o[:2], 2)
        self.quote(o[2:])

    def _show(self, parts: list[Any]) -> None:
        now, font = self.now, self.now.font
        if font is None:
            self.painter.trouble["text without a font"] = None
            return
        shown, moved, glyph_moves = [], 0.0, []
        vertical, size = font.vertical, now.size
        stretch = 1.0 if vertical else now.stretch
        end = 0.0
        for part in parts:
            if isinstance(part, float):
                moved -= part / 1000 * size * stretch
                continue
            if not isinstance(part, bytes):
                continue
            for glyph in font.show(part):
                advance = (glyph.down if vertical else glyph.width) * size
                glyph_moves.append(moved)
                end = moved + advance * stretch
                extra = now.char_space + (now.word_space if glyph.blank else 0.0)
                moved += (advance + extra) * stretch
                shown.append(glyph)
        at = times((1.0, 0.0, 0.0, 1.0, 0.0, now.rise), self.line.matrix)
        at = times(at, now.ctm)
        if shown:
            self._note_text(font, shown, at, glyph_moves, end)
        if font.kind == "Type3":
            for glyph, x in zip(shown, glyph_moves, strict=True):
                self._type3(font, glyph, times((1.0, 0.0, 0.0, 1.0, x, 0.0), at))
        step = (0.0, moved) if vertical else (moved, 0.0)
        self.line.matrix = times((1.0, 0.0, 0.0, 1.0, *step), self.line.matrix)

    def _note_text(
        self,
        font: Typeface,
        shown: list[Any],
        at: Matrix,
        moves: list[float],
        end: float,
    ) -> None:
        now, painter = self.now, self.painter
        reach = (min(0.0, end, *moves), max(0.0, end, *moves))
        if font.vertical:
            half = max(abs(glyph.width) for glyph in shown) * now.size / 2
            area = (-half, reach[0], half, reach[1])
        else:
            low, high = font.descent * now.size, font.ascent * now.size
            area = (reach[0], min(low, high), reach[1], max(low, high))
        seen = meet(placed(area, at), now.clip)
        unmapped = sum(not glyph.text for glyph in shown)
        notdef = sum(glyph.notdef for glyph in shown)
        used = painter.shelf.used.setdefault(id(font), (font, set(), [0]))
        used[1].add(painter.number)
        used[2][0] += unmapped
        if seen is None:
            return
        painter.budget.thing()
        a, b, c, d = at[:4]
        point = painter.mm * 72 / 25.4
        mode = now.mode
        painter.texts.append(
            Text(
                painter.box(seen),
                "".join(glyph.text for glyph in shown),
                font.name,
                abs(now.size) * math.hypot(c, d) * _em(font) * point,
                len(shown),
                notdef,
                unmapped,
                mode,
                now.fill if mode in _FILLS else None,
                now.stroke if mode in _STROKES else None,
                now.state,
                math.degrees(math.atan2(b, a)),
            )
        )
        if mode in _FILLS and now.fill_pattern:
            self._pattern(now.fill_pattern, seen)

    def _type3(self, font: Typeface, glyph: Any, at: Matrix) -> None:
        called = font.differences.get(glyph.code, "")
        glyphs = get(font.font, "/CharProcs")
        stream = get(glyphs, "/" + called) if called else None
        if not is_dict(stream):
            return
        now, painter = self.now, self.painter
        start = now.copy()
        scaled = (now.size * now.stretch, 0.0, 0.0, now.size, 0.0, 0.0)
        start.ctm = times(font.matrix, times(scaled, at))
        start.state = now.state._replace(where=(*now.state.where, "/" + called))
        resources = get(font.font, "/Resources") or self.resources
        key = identity(stream) or (id(font), called)
        painter.inside(key, lambda: painter.content(stream, resources, start))

    def d1(self, o: list[Any]) -> None:
        self.coloured = False


def _em(font: Typeface) -> float:
    """How high the em of a font is, where 1 is what all but Type 3 have."""
    if font.kind != "Type3":
        return 1.0
    box = reals(get(font.font, "/FontBBox"), 4)
    high = abs(box[3] - box[1]) if len(box) == 4 else 0.0
    return high * abs(font.matrix[3]) or 1.0


def _numbers(operands: list[Any], count: int) -> list[float]:
    """The last `count` operands.

    Raises:
        ValueError: They are not all finite numbers.
    """
    found = operands[-count:]
    if len(found) < count:
        raise ValueError("too few operands")
    for value in found:
        if not isinstance(value, float) or not -1e12 < value < 1e12:
            raise ValueError("no number")
    return found


def _point(ctm: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = ctm
    return a * x + c * y + e, b * x + d * y + f


_EVERYWHERE: Area = (-1e9, -1e9, 1e9, 1e9)


_NAMES = {one: Name(one) for one in ("DeviceGray", "DeviceRGB", "DeviceCMYK")}
_Work = Callable[[Run, list[Any]], None]
_OPERATORS: dict[bytes, _Work] = {
    one.encode(): getattr(Run, one)
    for one in (
        *("q", "Q", "cm", "w", "gs", "m", "l", "c", "v", "y", "re", "h", "W", "sh"),
        *("Do", "BI", "BT", "Tf", "Td", "TD", "Tm", "Tr", "Tj", "TJ", "d1"),
    )
}
_OPERATORS |= {
    b"W*": Run.W,
    b"T*": Run.next_line,
    b"'": Run.quote,
    b'"': Run.quotes,
    b"n": lambda run, o: run._paint(False, False),
    b"S": lambda run, o: run._paint(False, True),
    b"s": lambda run, o: run._paint(False, True),
    b"f": lambda run, o: run._paint(True, False),
    b"F": lambda run, o: run._paint(True, False),
    b"f*": lambda run, o: run._paint(True, False),
    b"B": lambda run, o: run._paint(True, True),
    b"B*": lambda run, o: run._paint(True, True),
    b"b": lambda run, o: run._paint(True, True),
    b"b*": lambda run, o: run._paint(True, True),
    b"Tc": lambda run, o: run._text_state(o, "char_space"),
    b"Tw": lambda run, o: run._text_state(o, "word_space"),
    b"Tz": lambda run, o: run._text_state(o, "stretch", 0.01),
    b"TL": lambda run, o: run._text_state(o, "leading"),
    b"Ts": lambda run, o: run._text_state(o, "rise"),
    b"cs": lambda run, o: run._set_space(o, False),
    b"CS": lambda run, o: run._set_space(o, True),
    b"sc": lambda run, o: run._colour(o, False),
    b"scn": lambda run, o: run._colour(o, False),
    b"SC": lambda run, o: run._colour(o, True),
    b"SCN": lambda run, o: run._colour(o, True),
    b"g": lambda run, o: run._device(o, "DeviceGray", 1, False),
    b"G": lambda run, o: run._device(o, "DeviceGray", 1, True),
    b"rg": lambda run, o: run._device(o, "DeviceRGB", 3, False),
    b"RG": lambda run, o: run._device(o, "DeviceRGB", 3, True),
    b"k": lambda run, o: run._device(o, "DeviceCMYK", 4, False),
    b"K": lambda run, o: run._device(o, "DeviceCMYK", 4, True),
}
