"""Interprets content streams (PDF 32000-1 § 8, § 9): what is painted where, and how."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from brochure.preflight.facts import (
    Box,
    Colour,
    Group,
    Image,
    Path,
    Shading,
    State,
    Text,
)
from brochure.preflight.reading import images
from brochure.preflight.reading.bounds import (
    DEEPEST,
    MOST_THINGS,
    Bounds,
    TooMuch,
    content,
)
from brochure.preflight.reading.colours import CMYK, GRAY, RGB, Space, space
from brochure.preflight.reading.fonts import Fonts, LoadedFont
from brochure.preflight.reading.matrix import Matrix, Rect, around, matrix

#: Operators are counted, and the clock is looked at, so many at a time.
_BATCH = 2048
_PAINTING = {
    "f": (True, False), "F": (True, False), "f*": (True, False),
    "B": (True, True), "B*": (True, True), "b": (True, True), "b*": (True, True),
    "S": (False, True), "s": (False, True), "n": (False, False),
}  # fmt: skip


_PLAIN, _BLACK = State(), Colour("DeviceGray", (0.0,))


@dataclass(frozen=True, slots=True)
class _Graphics:
    """The graphics state; q keeps one, Q takes it back."""

    ctm: Matrix
    clip: Rect
    state: State = _PLAIN
    fill_space: Space = GRAY
    stroke_space: Space = GRAY
    fill: Colour = _BLACK
    stroke: Colour = _BLACK
    line: float = 1.0
    font: LoadedFont | None = None
    size: float = 0.0
    spacing: float = 0.0
    word: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


class Interpreter:
    """Reads one page; what it finds is in `texts`, `paths`, …"""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        number: int,
        fonts: Fonts,
        bounds: Bounds,
        to_mm: Callable[[Rect], Box],
        media: Rect,
        unit: float,
    ) -> None:
        self.pdf, self.number, self.fonts, self.bounds = pdf, number, fonts, bounds
        self.to_mm, self.media, self.unit = to_mm, media, unit
        self.texts: list[Text] = []
        self.paths: list[Path] = []
        self.images: list[Image] = []
        self.shadings: list[Shading] = []
        self.groups: list[Group] = []
        #: What could not be read, although the rest was.
        self.trouble = ""
        self._inside: list[tuple[int, int]] = []

    def page(self, page: Any, resources: Any) -> None:
        """Interpret the page's content. Raises: TooMuch."""
        graphics = _Graphics(Matrix(), self.media)
        group = page.get("/Group")
        if isinstance(group, pikepdf.Dictionary):
            self._group(group, graphics, self.media)
        given = page.get("/Contents")
        streams = list(given) if isinstance(given, pikepdf.Array) else [given]
        parts = [content(s) for s in streams if isinstance(s, pikepdf.Stream)]
        self.run(b"\n".join(parts), resources, graphics)

    def run(self, data: bytes, resources: Any, graphics: _Graphics) -> None:
        """Interpret a content stream from this state on."""
        if len(self._inside) > DEEPEST:
            raise TooMuch("forms nested too deeply")
        stream = self.pdf.make_stream(data)
        run = _Run(self, resources, graphics)
        try:
            operations: Any = pikepdf.parse_content_stream(stream)
        except pikepdf.PdfError as error:
            self.trouble = f"a content stream is broken ({str(error)[-80:]})"
            return
        for number, (operands, operator) in enumerate(operations):
            if number % _BATCH == 0:
                self.bounds.count(min(_BATCH, len(operations) - number))
                if len(self.texts) + len(self.paths) + len(self.images) > MOST_THINGS:
                    raise TooMuch(f"more than {MOST_THINGS:,} things on a page")
            try:
                run.step(str(operator), operands)
            except (
                TypeError,
                ValueError,
                IndexError,
                KeyError,
                AttributeError,
            ) as error:
                self.trouble = self.trouble or (
                    f"an operator with wrong operands ({operator}: {str(error)[:60]})"
                )
            except OverflowError:
                self.trouble = self.trouble or "a number without bounds"

    def inside(self, thing: Any) -> bool:
        """Enter a form, pattern or mask; False where we are in it already."""
        key = thing.objgen if thing.is_indirect else (0, id(thing))
        if key in self._inside and key != (0, 0):
            self.trouble = self.trouble or "a form that contains itself"
            return False
        self._inside.append(key)
        return True

    def leave(self) -> None:
        self._inside.pop()

    def _group(self, group: Any, graphics: _Graphics, rect: Rect) -> None:
        given = group.get("/CS")
        self.groups.append(
            Group(
                self.to_mm(rect),
                space(given).family if given is not None else "",
                bool(group.get("/I", False)),
                bool(group.get("/K", False)),
                graphics.state,
            )
        )


class _Run:
    """One content stream on its way."""

    def __init__(self, page: Interpreter, resources: Any, graphics: _Graphics) -> None:
        self.page, self.resources, self.now = page, resources, graphics
        self.saved: list[_Graphics] = []
        self.points: list[tuple[float, float]] = []
        self.rectangles: list[Rect] = []
        self.only_rectangles = True
        self.clipping = False
        self.text = self.text_line = Matrix()

    def step(self, operator: str, operands: Any) -> None:
        method = _METHODS.get(operator)
        if method is not None:
            method(self, operands)
        elif operator in _PAINTING:
            self._paint(operator)

    def _set(self, **changes: Any) -> None:
        self.now = replace(self.now, **changes)

    def _named(self, kind: str, name: Any) -> Any:
        group = self.resources.get(kind) if self.resources is not None else None
        return group.get(str(name)) if group is not None else None

    # --- State ----------------------------------------------------------------------

    def save(self, operands: Any) -> None:
        if len(self.saved) < 10_000:
            self.saved.append(self.now)

    def restore(self, operands: Any) -> None:
        if self.saved:
            self.now = self.saved.pop()

    def concat(self, operands: Any) -> None:
        self._set(ctm=matrix(operands) @ self.now.ctm)

    def width(self, operands: Any) -> None:
        self._set(line=float(operands[0]))

    def graphics_state(self, operands: Any) -> None:
        given = self._named("/ExtGState", operands[0])
        if given is None:
            return
        state = self.now.state
        changes: dict[str, Any] = {}
        if "/OP" in given:
            changes["overprint_stroke"] = bool(given.OP)
            changes["overprint_fill"] = bool(given.OP)
        if "/op" in given:
            changes["overprint_fill"] = bool(given.get("/op"))
        if "/OPM" in given:
            changes["overprint_mode"] = int(given.OPM)
        if "/ca" in given:
            changes["alpha_fill"] = float(given.ca)
        if "/CA" in given:
            changes["alpha_stroke"] = float(given.CA)
        if "/BM" in given:
            mode = given.BM
            mode = mode[0] if isinstance(mode, pikepdf.Array) and len(mode) else mode
            changes["blend"] = str(mode)[1:]
        if "/SMask" in given:
            mask = given.SMask
            changes["soft_mask"] = isinstance(mask, pikepdf.Dictionary)
            if changes["soft_mask"] and isinstance(mask.get("/G"), pikepdf.Stream):
                self._form(mask.G, str(operands[0]), mask=True)
        self._set(state=state._replace(**changes))
        if "/LW" in given:
            self._set(line=float(given.LW))
        font = given.get("/Font")
        if isinstance(font, pikepdf.Array) and len(font) == 2:
            loaded = self.page.fonts.get(font[0], self.page.number)
            self._set(font=loaded, size=float(font[1]))

    # --- Colour ---------------------------------------------------------------------

    def _device(self, fill: bool, kind: Space, operands: Any) -> None:
        values = tuple(float(value) for value in operands)
        named = space(pikepdf.Name(f"/{kind.family}"), self.resources)
        colour = named.colour(values)
        if fill:
            self._set(fill_space=named, fill=colour)
        else:
            self._set(stroke_space=named, stroke=colour)

    def _space(self, fill: bool, operands: Any) -> None:
        found = space(operands[0], self.resources)
        if fill:
            self._set(fill_space=found, fill=found.first())
        else:
            self._set(stroke_space=found, stroke=found.first())

    def _colour(self, fill: bool, operands: Any) -> None:
        now = self.now.fill_space if fill else self.now.stroke_space
        values = [v for v in operands if not isinstance(v, pikepdf.Name)]
        colour = now.colour(tuple(float(value) for value in values))
        if len(operands) and isinstance(operands[-1], pikepdf.Name):
            if now.base and values:
                colour = Colour(now.base, colour.values)
            else:
                colour = Colour("Pattern")
            self._pattern(operands[-1])
        if fill:
            self._set(fill=colour)
        else:
            self._set(stroke=colour)

    def _pattern(self, name: Any) -> None:
        pattern = self._named("/Pattern", name)
        if pattern is None:
            return
        if pattern.get("/PatternType") == 2:
            self._add_shading(pattern.get("/Shading"), self.now.clip)
        elif isinstance(pattern, pikepdf.Stream) and self.page.inside(pattern):
            start = replace(
                self.now, ctm=matrix(pattern.get("/Matrix")), clip=self.now.clip
            )
            start = self._within(start, str(name))
            self.page.run(content(pattern), pattern.get("/Resources"), start)
            self.page.leave()

    def _within(self, graphics: _Graphics, name: str, **more: Any) -> _Graphics:
        where = (*graphics.state.where, name)
        return replace(graphics, state=graphics.state._replace(where=where, **more))

    def shading(self, operands: Any) -> None:
        self._add_shading(self._named("/Shading", operands[0]), self.now.clip)

    def _add_shading(self, shading: Any, rect: Rect) -> None:
        if shading is None:
            return
        found = space(shading.get("/ColorSpace"), self.resources)
        self.page.shadings.append(
            Shading(
                self.page.to_mm(rect),
                Colour(found.family, (), found.names),
                int(shading.get("/ShadingType", 0)),
                self.now.state,
            )
        )

    # --- Paths ----------------------------------------------------------------------

    def point(self, operands: Any) -> None:
        values = [float(value) for value in operands]
        ctm = self.now.ctm
        for at in range(0, len(values) - 1, 2):
            self.points.append(ctm.point(values[at], values[at + 1]))

    def curve(self, operands: Any) -> None:
        self.only_rectangles = False
        self.point(operands)

    def rectangle(self, operands: Any) -> None:
        x, y, width, height = (float(value) for value in operands)
        rect = self.now.ctm.box(x, y, x + width, y + height)
        self.rectangles.append(rect)
        self.points += [(rect.left, rect.bottom), (rect.right, rect.top)]

    def close(self, operands: Any) -> None:
        pass

    def clip(self, operands: Any) -> None:
        self.clipping = True

    def _paint(self, operator: str) -> None:
        filled, stroked = _PAINTING[operator]
        points = [p for p in self.points if math.isfinite(p[0]) and math.isfinite(p[1])]
        if points:
            rect = around(points)
            if filled or stroked:
                self._add_path(rect, filled, stroked)
            if self.clipping:
                common = self.now.clip.common(rect)
                nothing = Rect(rect.left, rect.bottom, rect.left, rect.bottom)
                self._set(clip=common or nothing)
        self.points, self.rectangles = [], []
        self.only_rectangles, self.clipping = True, False

    def _add_path(self, rect: Rect, filled: bool, stroked: bool) -> None:
        now, unit = self.now, self.page.unit
        thin = line = None
        if filled:
            thin = self._thin(rect)
            thin = thin * unit if thin is not None else None
        if stroked:
            line = now.line * now.ctm.scale * unit
            half = now.line * now.ctm.scale / 2
            rect = Rect(
                rect.left - half, rect.bottom - half, rect.right + half, rect.top + half
            )
        seen = now.clip.common(rect)
        if seen is None:
            return
        self.page.paths.append(
            Path(
                self.page.to_mm(seen),
                now.fill if filled else None,
                now.stroke if stroked else None,
                line,
                thin,
                now.state,
            )
        )

    def _thin(self, rect: Rect) -> float | None:
        """The narrow side of a filled rectangle, however it was drawn."""
        sides = [min(r.right - r.left, r.top - r.bottom) for r in self.rectangles]
        if sides and 2 * len(self.rectangles) == len(self.points):
            return min(sides)
        corners = {(round(x, 3), round(y, 3)) for x, y in self.points}
        if self.only_rectangles and not sides and len(corners) == 4:
            xs, ys = {x for x, _ in corners}, {y for _, y in corners}
            if len(xs) == len(ys) == 2:
                return min(rect.right - rect.left, rect.top - rect.bottom)
        return None

    # --- Forms and pictures ---------------------------------------------------------

    def do(self, operands: Any) -> None:
        thing = self._named("/XObject", operands[0])
        if not isinstance(thing, pikepdf.Stream):
            return
        name = str(operands[0])
        if thing.get("/Subtype") == "/Image":
            self._image(thing, name)
        else:
            self._form(thing, name)

    def _form(self, form: Any, name: str, *, mask: bool = False) -> None:
        if not self.page.inside(form):
            return
        try:
            ctm = matrix(form.get("/Matrix")) @ self.now.ctm
            clip = self.now.clip
            box = form.get("/BBox")
            if box is not None:
                x1, y1, x2, y2 = (float(value) for value in box)
                rect = ctm.box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                clip = clip.common(rect) or Rect(
                    rect.left, rect.bottom, rect.left, rect.bottom
                )
            start = replace(self.now, ctm=ctm, clip=clip)
            state: dict[str, Any] = {"mask": mask or self.now.state.mask}
            group = form.get("/Group")
            if (
                isinstance(group, pikepdf.Dictionary)
                and group.get("/S") == "/Transparency"
            ):
                self.page._group(group, start, clip)
                # A group begins with its own transparency (§ 11.6.6).
                state |= {"alpha_fill": 1.0, "alpha_stroke": 1.0, "blend": "Normal"}
                state |= {"soft_mask": False}
            start = self._within(start, name, **state)
            resources = form.get("/Resources")
            self.page.run(
                content(form),
                self.resources if resources is None else resources,
                start,
            )
        finally:
            self.page.leave()

    def _image(self, picture: Any, name: str, kind: str = "image") -> None:
        ctm = self.now.ctm
        seen = self.now.clip.common(ctm.box(0, 0, 1, 1))
        if seen is None:
            return
        found = images.placed(
            picture, name, ctm, self.page.to_mm(seen), self.now.state, self.resources,
            kind=kind,
        )  # fmt: skip
        if found is None:
            return
        if self.page.unit != 1:
            found = replace(found, ppi=found.ppi / self.page.unit)
        self.page.images.append(found)
        mask = picture.get("/SMask")
        if isinstance(mask, pikepdf.Stream):
            self._image(mask, f"{name}/SMask", "soft-mask")

    def inline_image(self, operands: Any) -> None:
        picture = operands[0]
        self._image(picture.obj if hasattr(picture, "obj") else picture, "inline")

    # --- Text -----------------------------------------------------------------------

    def begin_text(self, operands: Any) -> None:
        self.text = self.text_line = Matrix()

    def font(self, operands: Any) -> None:
        loaded = self.page.fonts.get(
            self._named("/Font", operands[0]), self.page.number
        )
        self._set(font=loaded, size=float(operands[1]))

    def move(self, operands: Any) -> None:
        shift = Matrix(1, 0, 0, 1, float(operands[0]), float(operands[1]))
        self.text = self.text_line = shift @ self.text_line

    def move_leading(self, operands: Any) -> None:
        self._set(leading=-float(operands[1]))
        self.move(operands)

    def next_line(self, operands: Any) -> None:
        self.move((0, -self.now.leading))

    def text_matrix(self, operands: Any) -> None:
        self.text = self.text_line = matrix(operands)

    def show(self, operands: Any) -> None:
        self._show([operands[0]])

    def show_array(self, operands: Any) -> None:
        self._show(list(operands[0]))

    def next_show(self, operands: Any) -> None:
        self.next_line(operands)
        self._show([operands[0]])

    def spaced_show(self, operands: Any) -> None:
        self._set(word=float(operands[0]), spacing=float(operands[1]))
        self.next_show(operands[2:])

    def _show(self, items: list[Any]) -> None:
        now = self.now
        font, size, along = now.font, now.size, 0.0
        if font is None:
            self.page.trouble = self.page.trouble or "text without a font"
            return
        words: list[str] = []
        glyphs = notdef = unmapped = 0
        for item in items:
            if not isinstance(item, pikepdf.String | bytes | str):
                along -= float(item) / 1000 * size * now.stretch
                continue
            for glyph in font.glyphs(bytes(item)):  # type: ignore[arg-type]
                glyphs += 1
                notdef += glyph.notdef
                unmapped += not glyph.text
                words.append(glyph.text)
                advance = glyph.width / 1000 * size + now.spacing
                along += (advance + (now.word if glyph.space else 0)) * now.stretch
        place = Matrix(1, 0, 0, 1, 0, now.rise) @ self.text @ now.ctm
        self.text = Matrix(1, 0, 0, 1, along, 0) @ self.text
        if not glyphs:
            return
        top, bottom = (0.88, -0.12) if size >= 0 else (-0.12, 0.88)
        rect = place.box(min(0, along), bottom * size, max(0, along), top * size)
        seen = now.clip.common(rect)
        if seen is None or not all(map(math.isfinite, rect)):
            return
        height = abs(size) * math.hypot(place.c, place.d) * self.page.unit
        filled, stroked = now.mode in (0, 2, 4, 6), now.mode in (1, 2, 5, 6)
        self.page.texts.append(
            Text(
                self.page.to_mm(seen),
                "".join(words),
                font.name,
                height,
                glyphs,
                notdef,
                unmapped,
                now.mode,
                now.fill if filled else None,
                now.stroke if stroked else None,
                now.state,
                round(place.angle, 2),
            )
        )


def _setter(name: str, scale: float = 1.0) -> Callable[[_Run, Any], None]:
    def set_(run: _Run, operands: Any) -> None:
        run._set(**{name: float(operands[0]) * scale})

    return set_


def _mode(run: _Run, operands: Any) -> None:
    run._set(mode=int(operands[0]))


_METHODS: dict[str, Callable[[_Run, Any], None]] = {
    "q": _Run.save, "Q": _Run.restore, "cm": _Run.concat, "w": _Run.width,
    "gs": _Run.graphics_state,
    "g": lambda run, o: run._device(True, GRAY, o),
    "G": lambda run, o: run._device(False, GRAY, o),
    "rg": lambda run, o: run._device(True, RGB, o),
    "RG": lambda run, o: run._device(False, RGB, o),
    "k": lambda run, o: run._device(True, CMYK, o),
    "K": lambda run, o: run._device(False, CMYK, o),
    "cs": lambda run, o: run._space(True, o),
    "CS": lambda run, o: run._space(False, o),
    "sc": lambda run, o: run._colour(True, o),
    "scn": lambda run, o: run._colour(True, o),
    "SC": lambda run, o: run._colour(False, o),
    "SCN": lambda run, o: run._colour(False, o),
    "sh": _Run.shading,
    "m": _Run.point, "l": _Run.point, "c": _Run.curve, "v": _Run.curve,
    "y": _Run.curve, "re": _Run.rectangle, "h": _Run.close,
    "W": _Run.clip, "W*": _Run.clip,
    "Do": _Run.do, "INLINE IMAGE": _Run.inline_image,
    "BT": _Run.begin_text, "Tf": _Run.font, "Td": _Run.move,
    "TD": _Run.move_leading, "T*": _Run.next_line, "Tm": _Run.text_matrix,
    "Tj": _Run.show, "TJ": _Run.show_array, "'": _Run.next_show,
    '"': _Run.spaced_show,
    "Tc": _setter("spacing"), "Tw": _setter("word"), "Tz": _setter("stretch", 0.01),
    "TL": _setter("leading"), "Ts": _setter("rise"), "Tr": _mode,
}  # fmt: skip
