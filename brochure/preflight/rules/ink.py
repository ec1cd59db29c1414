"""総インキ量: how much ink lies on one spot, measured on the plates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from brochure.finding import Status, Words
from brochure.preflight.facts import Box
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.units import MM_PER_INCH

#: Ink is averaged over so many mm: an edge of one pixel is no pool.
_PATCH_MM = 1.0
_MOST_PLACES = 20


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
        ink = plates.page(page.number)
        total = ink[1:-1, 1:-1].sum(axis=2, dtype=numpy.uint32)
        side = max(1, round(_PATCH_MM * plates.dpi / MM_PER_INCH))
        means = _means(total, side)
        rows, columns = numpy.nonzero(means > most + 1.5)
        if not len(rows):
            continue
        order = numpy.argsort(-means[rows, columns], kind="stable")
        left, top = plates.origin_mm(page.number)
        mm = MM_PER_INCH / plates.dpi
        share = 100 * len(rows) / means.size
        taken: list[tuple[int, int]] = []
        for at in order:
            row, column = int(rows[at]), int(columns[at])
            if any(abs(row - r) < 12 and abs(column - c) < 12 for r, c in taken):
                continue
            taken.append((row, column))
            found = float(means[row, column])
            x, y = left + (column * side + 1) * mm, top + (row * side + 1) * mm
            size = side * mm
            yield Offence(
                Status.FAIL,
                Words(
                    f"インキが {found:.0f} % です（{most:g} % まで。面積の"
                    f" {share:.1f} %）",
                    f"{found:.0f} % ink, the most is {most:g} % ({share:.1f} %"
                    f" of the area)",
                ),
                Words(
                    "濃い色のかけ合わせを減らしてください",
                    "use less of the other inks in dark colours",
                ),
                page.number,
                Box(x, y, x + size, y + size),
                value=f"{found:.0f} %",
                limit=f"{most:g} %",
            )
            if len(taken) == _MOST_PLACES:
                break


def _means(total: numpy.ndarray, side: int) -> numpy.ndarray:
    """The mean of every square of `side` pixels."""
    height, width = (n // side * side for n in total.shape)
    squares = total[:height, :width].reshape(height // side, side, width // side, side)
    means: numpy.ndarray = squares.mean(axis=(1, 3))
    return means
