"""Runs one content stream: graphics state, colours, paths and places of text."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from brochure.preflight.facts import Colour, Path
from brochure.preflight.reading import lettering, placing
from brochure.preflight.reading.colours import space
from brochure.preflight.reading.matrices import (
    IDENTITY,
    Matrix,
    meet,
    narrowest,
    times,
)
from brochure.preflight.reading.objects import (
    get,
    is_dict,
    items,
    name,
    real,
)
from brochure.preflight.reading.outline import Outline
from brochure.preflight.reading.pictures import picture
from brochure.preflight.reading.state import Graphics, TextLine, curves
from brochure.preflight.reading.tokens import Name, operators
from brochure.product.units import pt

if TYPE_CHECKING:
    from brochure.preflight.reading.painter import Painter

#: q inside q.
_MOST_KEPT = 10_000


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
            self.painter.shelf.exhausted = True  # Ghostscript takes minutes over it
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
        self.painter.shelf.syntax |= curves(entry)
        if (width := get(entry, "/LW")) is not None:
            now.line = real(width, now.line)
        font = items(get(entry, "/Font"), 2)
        if len(font) == 2 and is_dict(font[0]):
            now.font, now.size = self.painter.shelf.font(font[0]), real(font[1])
        if is_dict(mask):
            placing.put_mask(self, mask)

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
        point = pt(self.painter.mm)
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
            placing.put_pattern(self, now.fill_pattern, seen)
        if stroke and now.stroke_pattern:
            placing.put_pattern(self, now.stroke_pattern, seen)

    # --- Forms and pictures ------------------------------------------------------

    def BI(self, o: list[Any]) -> None:
        found = picture(o[0], self.resources)
        self.painter.shelf.anonymous += 1
        called = f"inline {self.painter.shelf.anonymous}"
        placing.put_picture(self, found, called, "mask" if found.stencil else "image")

    def sh(self, o: list[Any]) -> None:
        shading = self.resource("/Shading", o[-1])
        placing.put_shading(self, shading, self.now.clip)

    def Do(self, o: list[Any]) -> None:
        thing = self.resource("/XObject", o[-1])
        kind = name(get(thing, "/Subtype"))
        called = "/" + name(o[-1])
        if kind == "Image":
            placing.put_image(self, thing, called)
        elif kind == "Form":
            placing.put_form(self, thing, called, self.now.state)
        elif kind == "PS":
            self.painter.shelf.syntax.add("PostScript")

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
        lettering.show(self, [o[-1]])

    def TJ(self, o: list[Any]) -> None:
        lettering.show(self, o[-1] if isinstance(o[-1], list) else [o[-1]])

    def quote(self, o: list[Any]) -> None:
        self.next_line([])
        self.Tj(o)

    def quotes(self, o: list[Any]) -> None:
        self.now.word_space, self.now.char_space = _numbers(o[:2], 2)
        self.quote(o[2:])

    def d1(self, o: list[Any]) -> None:
        self.coloured = False


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
