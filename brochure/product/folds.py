"""折り: where a leaflet is folded, along its longer side, in mm.

A panel that is folded inwards is shorter, or it would buckle: by 3 mm (well-corp).
"""

from __future__ import annotations

from enum import StrEnum

from brochure.product.formats import Format

#: By how much the panel inside is shorter than the two others, mm.
INNER_SHORTER = 3.0
#: What people write for a sheet that stays flat, though its piece is usually folded.
FLAT = "none"


class Fold(StrEnum):
    """二つ折り and 巻三つ折り."""

    HALF = "half"
    ROLL = "roll"


#: All that can be asked for.
FOLDS = (*map(str, Fold), FLAT)


def folds(fold: Fold, page: Format, number: int) -> tuple[float, ...]:
    """Distances of the folds on page `number` from its left (of a standing page: top).

    The panel that goes inside is the first on the outside of the sheet (page 1), and
    therefore the last on the inside: 97·100·100 and 100·100·97 of an A4 sheet.
    """
    length = max(page.width, page.height)
    if fold is Fold.HALF:
        return (length / 2,)
    outer = (length + INNER_SHORTER) / 3
    inner = outer - INNER_SHORTER
    if number % 2 == 1:
        return inner, inner + outer
    return outer, 2 * outer
