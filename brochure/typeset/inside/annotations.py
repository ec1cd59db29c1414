"""Readings and emphasis dots, put beside a line that is set: they take no line height.

Over the line in horizontal text, to its right in vertical text, which is the same to a
line that will be turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from weasyprint.formatting_structure import boxes

from brochure.typeset.composer import Line, place
from brochure.typeset.em import above, below

from .flow import Flow
from .gravity import is_vertical
from .shape import advances, set_line, space

#: JLREQ § 3.3.9: no dots with brackets, commas, full stops, middle dots and spaces.
_UNDOTTED: Final = frozenset({1, 2, 5, 6, 7, 14, 26})
#: CSS Text Decoration 3, § 3.1: the character of each shape, filled and open.
_MARKS: Final = {
    "dot": "•◦",
    "circle": "●○",
    "double-circle": "◉◎",
    "triangle": "▲△",
    "sesame": "﹅﹆",
}


def annotate(box: Any, flow: Flow, line: Line) -> None:
    """Add the readings and the dots of a line box whose parts have their places."""
    inside = [*_inside(box)]
    parts = [part for part in inside if hasattr(part, "first")]
    if flow.words:
        _add_readings(inside, flow, line, parts)
    if flow.dotted:
        for parent in (box, *inside):
            if isinstance(parent, boxes.InlineBox | boxes.LineBox):
                _add_dots(parent, flow, line)


def _inside(box: Any) -> Iterator[Any]:
    """What belongs to a line, without the lines of blocks that stand in it."""
    for child in box.children:
        yield child
        if isinstance(child, boxes.InlineBox):
            yield from _inside(child)


# --- Readings ------------------------------------------------------------------------


def _add_readings(
    inside: Sequence[Any], flow: Flow, line: Line, parts: Sequence[Any]
) -> None:
    edges = dict(_edges(flow, line, parts))
    over = {
        id(child.element): child
        for child in inside
        if isinstance(child, boxes.InlineBox) and child.element_tag == "rt"
    }
    for word, hosts in flow.words:
        here = [
            (reading, host)
            for reading, host in zip(word, hosts, strict=True)
            if line.start <= reading.start and reading.end <= line.end
        ]
        here = [pair for pair in here if id(pair[1].element) in over]
        if not here:
            continue
        spans = [
            (edges[reading.start][0], edges[reading.end - 1][1]) for reading, _ in here
        ]
        readings = tuple(reading for reading, _ in here)
        em = flow.ems[readings[0].start]
        align = hosts[0].style["ruby_align"]
        places = place(readings, spans, flow.room, em, align)
        base = _part_of(parts, readings[0].start)
        for (reading, host), xs in zip(here, places, strict=True):
            target = over[id(host.element)]
            (source,) = host.children
            made = _row(source, source.text, reading.advances, xs)
            _lift(made, base, em, reading.em, host.style["ruby_position"])
            target.children = (made,)
            target.position_x, target.width = xs[0], made.width


def _edges(
    flow: Flow, line: Line, parts: Sequence[Any]
) -> Iterator[tuple[int, tuple[float, float]]]:
    """The left and right edge of each character of the line."""
    for part in parts:
        x = part.position_x
        for index in range(part.first, part.until):
            yield index, (x, x + flow.own[index])
            x += flow.own[index] + line.gaps[index - line.start]


def _part_of(parts: Sequence[Any], index: int) -> Any:
    return next(part for part in parts if part.first <= index < part.until)


def _row(
    source: Any, text: str, widths: Sequence[float], places: Sequence[float]
) -> Any:
    """A text box like `source` with each character at its place."""
    layout, width, height, baseline = set_line(source.style, text, ())
    gaps = [
        following - here - width
        for here, following, width in zip(places, places[1:], widths, strict=False)
    ]
    space(layout, [*gaps, 0.0])
    made = source.copy_with_text(text)
    made.pango_layout, made.baseline = layout, baseline
    made.width, made.height = width + sum(gaps), height
    made.margin_top = made.margin_bottom = 0
    made.position_x = places[0]
    return made


def _lift(made: Any, base: Any, base_em: float, em: float, side: str) -> None:
    """Put a row over its base, or under it: em box against em box."""
    baseline = base.position_y + base.baseline
    if is_vertical(base.style):
        away = (base_em + em) / 2
        baseline += away if side == "under" else -away
    elif side == "under":
        baseline += below(base.style) * base_em + above(made.style) * em
    else:
        baseline -= above(base.style) * base_em + below(made.style) * em
    made.position_y = baseline - made.baseline


def put_plainly(box: Any, flow: Flow) -> None:
    """Put the readings that have no place yet somewhere over their words.

    For a line where `annotate` has failed: no word is lost for that.
    """
    inside = [*_inside(box)]
    hosts = {id(host.element): host for _, hosts in flow.words for host in hosts}
    for target in inside:
        if not isinstance(target, boxes.InlineBox) or target.element_tag != "rt":
            continue
        host = hosts.get(id(target.element))
        if host is None or target.children:
            continue
        (source,) = host.children
        layout, width, height, baseline = set_line(source.style, source.text, ())
        made = source.copy_with_text(source.text)
        made.pango_layout, made.baseline = layout, baseline
        made.width, made.height = width, height
        made.margin_top = made.margin_bottom = 0
        made.position_x = target.position_x - width
        made.position_y = target.position_y - height
        target.children = (made,)


# --- Emphasis dots 圏点 --------------------------------------------------------------


def _add_dots(parent: Any, flow: Flow, line: Line) -> None:
    dots = [
        dot
        for part in parent.children
        if hasattr(part, "first")
        and (mark := mark_of(part.style))
        and (dot := _dots(part, mark, flow, line)) is not None
    ]
    if dots:
        parent.children = (*parent.children, *dots)


def mark_of(style: Any) -> str:
    """The character that stands beside each character of this style, or none."""
    value = style["text_emphasis_style"]
    if value == "none":
        return ""
    if value.startswith('"'):
        return str(value[1:2])
    words = value.split()
    shape = next((word for word in words if word in _MARKS), "")
    if not shape:
        shape = "sesame" if is_vertical(style) else "circle"
    return _MARKS[shape]["open" in words]


def _dots(part: Any, mark: str, flow: Flow, line: Line) -> Any:
    read = {
        index for word, _ in flow.words for index in range(word[0].start, word[-1].end)
    }
    middles = [
        (left + right) / 2
        for index, (left, right) in _edges(flow, line, [part])
        if index not in read and flow.classes[index] not in _UNDOTTED and right > left
    ]
    if not middles:
        return None
    style = part.style.copy()
    style["font_size"] = part.style["font_size"] / 2
    style["letter_spacing"], style["word_spacing"] = "normal", 0
    style["font_feature_settings"] = "normal"
    style["text_decoration_line"] = "none"
    source = part.copy()
    source.style, source.text = style, mark
    source.element_tag = f"{part.element_tag}::emphasis"
    (width,) = advances(style, mark)
    text = mark * len(middles)
    places = [middle - width / 2 for middle in middles]
    made = _row(source, text, [width] * len(middles), places)
    del made.first, made.until
    em, side = style["font_size"], part.style["text_emphasis_position"]
    _lift(made, part, part.style["font_size"], em, side)
    return made


def is_dots(box: Any) -> bool:
    """Whether a text box is a row of dots, which nobody reads."""
    return str(box.element_tag).endswith("::emphasis")
