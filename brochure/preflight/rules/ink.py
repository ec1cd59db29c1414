"""総インキ量: how much ink lies on one spot, measured on the plates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy

from brochure.finding import Status, Words
from brochure.preflight.facts import Box
from brochure.preflight.measuring.plates import total
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.product.units import MM_PER_INCH

#: Ink is averaged over so many mm: an edge of one pixel is no pool.
_PATCH_MM = 1.0
_MOST_PLACES = 20
#: Percent that rounding to pixels and plates of 8 bits may add.
_TOLERANCE = 1.5


@rule(
    "ink.over-limit",
    title=Words("総インキ量", "Total ink"),
    why=Words(
        "インキが多すぎると乾かず、裏写りやくっつきのもとになります。",
        "Too much ink does not dry; sheets soil each other and stick.",
    ),
    source="raksul 300 %, graphic.jp 350 %, digitaprint",
)
def over_limit(subject: Subject) -> Iterator[Offence]:
    """No square of 1 mm inside the bleed has more ink than the shop allows."""
    most = subject.printer.tac_percent
    for page in subject.facts.pages:
        plates = subject.plates
        inked = total(plates.page(page.number))[1:-1, 1:-1]
        side = max(1, round(_PATCH_MM * plates.dpi / MM_PER_INCH))
        means = _means(inked, side)
        left, top = plates.origin_mm(page.number)
        mm = MM_PER_INCH / plates.dpi
        for pool in _pools(means, most + _TOLERANCE)[:_MOST_PLACES]:
            found, size = f"{pool.worst:.0f} %", side * mm
            x, y = left + pool.left * size + mm, top + pool.top * size + mm
            yield Offence(
                Status.FAIL,
                Words(
                    f"インキが {found} です（{most:g} % まで）",
                    f"{found} ink, the most is {most:g} %",
                ),
                Words(
                    "濃い色のかけ合わせを減らしてください",
                    "use less of the other inks in dark colours",
                ),
                page.number,
                Box(x, y, x + pool.width * size, y + pool.height * size),
                value=found,
                limit=f"{most:g} %",
            )


class _Pool(NamedTuple):
    """Squares that touch, and are all too wet."""

    worst: float
    left: int
    top: int
    width: int
    height: int


def _pools(means: numpy.ndarray, most: float) -> list[_Pool]:
    """Where the squares are above `most`, those that touch together; worst first."""
    wet = dict.fromkeys(map(tuple, numpy.argwhere(means > most).tolist()))
    pools = []
    while wet:
        first, _ = wet.popitem()
        pool, edge = [first], [first]
        while edge:
            row, column = edge.pop()
            for near in (
                (row - 1, column),
                (row + 1, column),
                (row, column - 1),
                (row, column + 1),
            ):
                if near in wet:
                    del wet[near]
                    pool.append(near)
                    edge.append(near)
        rows, columns = zip(*pool, strict=True)
        worst = max(float(means[place]) for place in pool)
        left, top = min(columns), min(rows)
        size = (max(columns) - left + 1, max(rows) - top + 1)
        pools.append(_Pool(worst, left, top, *size))
    return sorted(pools, key=lambda pool: (-pool.worst, pool.top, pool.left))


def _means(inked: numpy.ndarray, side: int) -> numpy.ndarray:
    """The mean of every square of `side` pixels."""
    height, width = (n // side * side for n in inked.shape)
    squares = inked[:height, :width].reshape(height // side, side, width // side, side)
    means: numpy.ndarray = squares.mean(axis=(1, 3))
    return means
