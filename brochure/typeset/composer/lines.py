"""Cuts a paragraph into lines: the best of all ways, not the first that fits."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from itertools import pairwise
from typing import Final, NamedTuple

from .gaps import LAST
from .paragraph import End, Paragraph
from .tables import SOLID_MOST

#: Pixels that nobody can see or measure.
NOTHING: Final = 1e-4
#: Fewer characters than this alone on a last line are a runt.
RUNT: Final = 3
RUNT_COST: Final = 26.0
#: A line that must stick out of its measure, before counting how far.
OVERFULL_COST: Final = 1e5
#: A line that cannot be filled: an address too long for what is left.
EMPTY_COST: Final = 100.0
#: Em that a line may lack while a fuller one exists.
MISSING_MOST: Final = 3.5
#: Longer texts are not balanced; nobody sees it past so many lines.
BALANCED_LINES: Final = 10


class Line(NamedTuple):
    """One line: its characters, and pixels to add behind each.

    `gaps[k]` goes behind character `start + k`; `cut` pixels of the first character
    lie before the edge. `stretch` and `squeeze` say how far the worst gap is from
    solid setting, in em; `over` is what sticks out of the measure, in pixels.
    """

    start: int
    end: int
    next: int
    gaps: tuple[float, ...]
    cut: float
    width: float
    hyphenated: bool
    stretch: float
    squeeze: float
    over: float


class Plan(NamedTuple):
    """All lines of a paragraph from one character on."""

    lines: tuple[Line, ...]
    cost: float


class _Node(NamedTuple):
    cost: float
    before: int
    end: End


def plan(paragraph: Paragraph, first: float, rest: float, start: int = 0) -> Plan:
    """The lines from `start` on, the first `first` pixels wide, the others `rest`.

    The sum of what all lines cost is the least possible (total fit), so a line may be
    a little worse for the next to be much better.
    """
    if start >= paragraph.size:
        return Plan((), 0.0)
    if paragraph.setting.align == "balance":
        stops = _balanced(paragraph, first, rest, start)
        if stops:
            return _set(paragraph, stops, first, rest)
    nodes: dict[int, _Node] = {start: _Node(0.0, -1, End(0, 0))}
    pending = [start]
    while pending:
        here = heapq.heappop(pending)
        cost = nodes[here].cost
        measure = first if here == start else rest
        for stop, end, price in _ways(paragraph, here, measure, here == start):
            known = nodes.get(stop)
            if known is None or cost + price < known.cost - 1e-9:
                if known is None and stop < paragraph.size:
                    heapq.heappush(pending, stop)
                nodes[stop] = _Node(cost + price, here, end)
    stops = []
    here = paragraph.size
    while here != start:
        stops.append((here, nodes[here].end))
        here = nodes[here].before
    stops.append((start, End(0, 0)))
    return _set(paragraph, stops[::-1], first, rest)


def _ways(
    paragraph: Paragraph, start: int, measure: float, only: bool
) -> list[tuple[int, End, float]]:
    """Where a line from `start` may end, how, and at what cost."""
    stops, places, size = paragraph.stops, paragraph.places, paragraph.size
    first = bisect_right(stops, start)
    edge = places[start] + measure
    result: list[tuple[int, End, float]] = []
    # Lines that lack more than this are looked at only when there are no others.
    likely = max(first, bisect_right(stops, _at(paragraph, edge)))
    play, reach = paragraph.play, edge + 3 * paragraph.em + paragraph.play[start]
    lasts, ends, rights = paragraph.lasts, paragraph.ends, paragraph.rights
    breaks, full = paragraph.breaks, paragraph.lefts[start] + measure
    justified = paragraph.setting.align == "justify"
    for begin, until in ((likely, len(stops)), (first, likely)):
        for position in range(begin, until):
            stop = stops[position]
            if places[stop] - play[stop] > reach and stop - start > 3:
                break
            last = lasts[stop]
            if last <= start:
                if stop == size:
                    result.append((stop, ends[stop][0], _runt(paragraph, start, only)))
                continue
            for end in ends[stop]:
                missing = full - rights[position] + end.cut
                if missing < -NOTHING:
                    price = _squeezing(paragraph, start, last - 1, -missing)
                    if price is None:
                        continue
                elif stop == size:
                    price = 0.0
                elif justified:
                    price = _widening(paragraph, start, last - 1, missing)
                else:  # ragged lines need not be full, but alike
                    price = 10.0 * (missing / measure) ** 2
                if stop == size:
                    price += _runt(paragraph, start, only)
                else:
                    price += breaks[stop]
                result.append((stop, end, price + end.cost))
        if result:
            return result
    return [_overfull(paragraph, start, measure)]


def _at(paragraph: Paragraph, edge: float) -> int:
    """The last character that a line can do without and still be filled well."""
    return bisect_right(paragraph.places, edge - MISSING_MOST * paragraph.em) - 2


def _overfull(
    paragraph: Paragraph, start: int, measure: float
) -> tuple[int, End, float]:
    """The least evil where nothing fits: the shortest word, or a piece of it."""
    stops, size = paragraph.stops, paragraph.size
    stop = stops[bisect_right(stops, start)]
    if paragraph.setting.emergency:
        place = paragraph.places[start] + paragraph.head_cut(start) + measure + NOTHING
        piece = bisect_right(paragraph.places, place) - 1
        piece = min(max(piece, start + 1), size)
        while piece < size and paragraph.joined[piece]:
            piece += 1
        if piece < stop:
            return piece, End(0.0, 0.0), OVERFULL_COST / 100
    end = max(paragraph.ends[stop], key=lambda end: end.cut)
    over = paragraph.width(start, stop, end.cut) - measure
    return stop, end, OVERFULL_COST * (1 + over / paragraph.em)


def _runt(paragraph: Paragraph, start: int, only: bool) -> float:
    """What a last line from `start` costs for being nearly empty (§ 3.5.3)."""
    if only:
        return 0.0
    seen = paragraph.visible[paragraph.size] - paragraph.visible[start]
    return RUNT_COST * (1 + RUNT - seen) if seen < RUNT else 0.0


def _squeezing(
    paragraph: Paragraph, start: int, last: int, need: float
) -> float | None:
    """What it costs to take `need` pixels out of a line; None where it has fewer."""
    if need > paragraph.play[last] - paragraph.play[start] + NOTHING:
        return None
    easy = paragraph.easy[last] - paragraph.easy[start]
    if need <= easy:
        return 0.8 * (need / easy) ** 2
    need -= easy
    latin = paragraph.latin[last] - paragraph.latin[start]
    if need <= latin:
        return 0.8 + 1.2 * (need / latin) ** 2
    tight = paragraph.tight[last] - paragraph.tight[start]
    return 2.0 + 8.0 * ((need - latin) / (tight or 1.0)) ** 2


def _widening(paragraph: Paragraph, start: int, last: int, need: float) -> float:
    wider = paragraph.wider[last] - paragraph.wider[start]
    if need <= wider:
        return 0.5 * (need / wider) ** 2 if wider else 0.0
    weight = paragraph.solid[last] - paragraph.solid[start]
    if weight <= 0:
        return EMPTY_COST * (1 + need / paragraph.em)
    if weight < 0.5 * paragraph.em:  # word spaces only
        weight = weight / LAST * 4
    stretch = (need - wider) / weight
    cost = (stretch * 20) ** 2 + (0.5 if wider else 0.0)
    return cost + 400 * max(0.0, stretch - SOLID_MOST)


def _balanced(
    paragraph: Paragraph, first: float, rest: float, start: int
) -> list[tuple[int, End]]:
    """Stops of the fewest lines that are as alike in length as can be.

    Empty where the text is too long for that or cannot be set without overfull lines.
    """
    layers: list[dict[int, tuple[float, int, End]]] = [{start: (0.0, -1, End(0, 0))}]
    widest = _fewest(paragraph, first, rest, start)
    if not 1 < widest <= BALANCED_LINES:
        return []
    ideal = paragraph.width(start, paragraph.size) / widest
    for number in range(widest):
        layer: dict[int, tuple[float, int, End]] = {}
        for here, (cost, _, _) in layers[-1].items():
            measure = first if number == 0 else rest
            for stop in paragraph.stops[bisect_right(paragraph.stops, here) :]:
                end = max(paragraph.ends[stop], key=lambda end: end.cut)
                width = paragraph.width(here, stop, end.cut)
                if width > measure + NOTHING:
                    break
                if (stop == paragraph.size) != (number == widest - 1):
                    continue
                price = cost + 100 * ((ideal - width) / ideal) ** 2
                price += paragraph.breaks.get(stop, 0.0)
                if stop not in layer or price < layer[stop][0]:
                    layer[stop] = (price, here, end)
        layers.append(layer)
    if paragraph.size not in layers[-1]:
        return []
    stops, here = [], paragraph.size
    for layer in layers[:0:-1]:
        _, before, end = layer[here]
        stops.append((here, end))
        here = before
    return [(start, End(0, 0)), *reversed(stops)]


def _fewest(paragraph: Paragraph, first: float, rest: float, start: int) -> int:
    """How many lines the text needs when each is filled as far as its breaks allow."""
    free = [
        stop
        for stop in paragraph.stops
        if paragraph.breaks.get(stop, 0.0) < 100 and stop > start
    ]
    for stops in (free, [stop for stop in paragraph.stops if stop > start]):
        lines, here, index = 0, start, 0
        while here < paragraph.size:
            measure = rest if lines else first
            furthest = None
            while index < len(stops):
                end = max(paragraph.ends[stops[index]], key=lambda end: end.cut)
                if paragraph.width(here, stops[index], end.cut) > measure + NOTHING:
                    break
                furthest = stops[index]
                index += 1
            if furthest is None or lines > BALANCED_LINES:
                break
            here, lines = furthest, lines + 1
        else:
            return lines
    return 0


def _set(
    paragraph: Paragraph,
    stops: list[tuple[int, End]],
    first: float,
    rest: float,
) -> Plan:
    lines: list[Line] = []
    for (start, _), (stop, end) in pairwise(stops):
        measure = rest if lines else first
        lines.append(set_line(paragraph, start, stop, end, measure))
    return Plan(tuple(lines), 0.0)


def set_line(
    paragraph: Paragraph, start: int, stop: int, end: End, measure: float
) -> Line:
    """The line from `start` to `stop`, its gaps squeezed or widened to the measure."""
    last = max(start, paragraph.content_end(stop))
    width = paragraph.width(start, stop, end.cut)
    gaps = list(paragraph.naturals[start:last])
    stretch = squeeze = over = 0.0
    missing = measure - width
    justified = paragraph.setting.align == "justify" and stop < paragraph.size
    if last > start:
        gaps[-1] = -end.cut
        if missing < -NOTHING:
            squeeze, over = _squeeze(paragraph, start, last, -missing, gaps)
            width = measure + over
        elif justified and missing > NOTHING:
            stretch = _widen(paragraph, start, last, missing, gaps)
            width = measure if stretch >= 0 else width
    return Line(
        start,
        last,
        stop,
        tuple(gaps),
        paragraph.head_cut(start),
        width,
        paragraph.hyphenated(stop),
        stretch,
        squeeze,
        over,
    )


def _squeeze(
    paragraph: Paragraph, start: int, last: int, need: float, gaps: list[float]
) -> tuple[float, float]:
    """Takes `need` pixels out of the gaps; the worst in em, and what is left over."""
    inner = paragraph.gaps[start : last - 1]
    taken = [0.0] * len(inner)
    for stages in ((1,), (2,), (3,), (4,), (5,)):
        limits = [sum(gap[stage] for stage in stages) for gap in inner]
        room = sum(limits)
        if room <= 0:
            continue
        share = min(1.0, need / room)
        for index, limit in enumerate(limits):
            taken[index] += share * limit
        need -= share * room
        if need <= NOTHING:
            break
    for index, amount in enumerate(taken):
        gaps[index] -= amount
    return max(taken, default=0.0) / paragraph.em, max(0.0, need)


def _widen(
    paragraph: Paragraph, start: int, last: int, need: float, gaps: list[float]
) -> float:
    """Adds `need` pixels to the gaps; the widest solid one in em, -1 if none can."""
    inner = paragraph.gaps[start : last - 1]
    for stage in (6, 7):
        room = sum(gap[stage] for gap in inner)
        if room <= 0:
            continue
        share = min(1.0, need / room)
        for index, gap in enumerate(inner):
            gaps[index] += share * gap[stage]
        need -= share * room
    if need <= NOTHING:
        return 0.0
    weight = sum(gap.solid for gap in inner)
    if weight <= 0:
        return -1.0
    for index, gap in enumerate(inner):
        gaps[index] += need * gap.solid / weight
    solid = max((gap.solid for gap in inner), default=0.0)
    return need * solid / weight / paragraph.em
