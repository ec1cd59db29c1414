"""Text that is shown: every string with its place, size, colours and characters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from brochure.preflight.facts import Text
from brochure.preflight.reading import placing
from brochure.preflight.reading.fonts import Typeface
from brochure.preflight.reading.matrices import (
    Matrix,
    meet,
    placed,
    times,
)
from brochure.preflight.reading.objects import (
    get,
    identity,
    is_dict,
    reals,
)
from brochure.product.units import pt

if TYPE_CHECKING:
    from brochure.preflight.reading.run import Run


#: Modes of text that fill, and that stroke.
_FILLS, _STROKES = {0, 2, 4, 6}, {1, 2, 5, 6}


def show(run: Run, parts: list[Any]) -> None:
    now, font = run.now, run.now.font
    if font is None:
        run.painter.trouble["text without a font"] = None
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
    at = times((1.0, 0.0, 0.0, 1.0, 0.0, now.rise), run.line.matrix)
    at = times(at, now.ctm)
    if shown:
        _note(run, font, shown, at, glyph_moves, end)
    if font.kind == "Type3":
        for glyph, x in zip(shown, glyph_moves, strict=True):
            _type3(run, font, glyph, times((1.0, 0.0, 0.0, 1.0, x, 0.0), at))
    step = (0.0, moved) if vertical else (moved, 0.0)
    run.line.matrix = times((1.0, 0.0, 0.0, 1.0, *step), run.line.matrix)


def _note(
    run: Run,
    font: Typeface,
    shown: list[Any],
    at: Matrix,
    moves: list[float],
    end: float,
) -> None:
    now, painter = run.now, run.painter
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
    point = pt(painter.mm)
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
        placing.put_pattern(run, now.fill_pattern, seen)


def _type3(run: Run, font: Typeface, glyph: Any, at: Matrix) -> None:
    called = font.differences.get(glyph.code, "")
    glyphs = get(font.font, "/CharProcs")
    stream = get(glyphs, "/" + called) if called else None
    if not is_dict(stream):
        return
    now, painter = run.now, run.painter
    start = now.copy()
    scaled = (now.size * now.stretch, 0.0, 0.0, now.size, 0.0, 0.0)
    start.ctm = times(font.matrix, times(scaled, at))
    start.state = now.state._replace(where=(*now.state.where, "/" + called))
    resources = get(font.font, "/Resources") or run.resources
    key = identity(stream) or (id(font), called)
    painter.inside(key, lambda: painter.content(stream, resources, start))


def _em(font: Typeface) -> float:
    """How high the em of a font is, where 1 is what all but Type 3 have."""
    if font.kind != "Type3":
        return 1.0
    box = reals(get(font.font, "/FontBBox"), 4)
    high = abs(box[3] - box[1]) if len(box) == 4 else 0.0
    return high * abs(font.matrix[3]) or 1.0
