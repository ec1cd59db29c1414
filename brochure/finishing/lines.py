"""トンボの線: where corner, centre and fold marks run.

Millimetres from the lower left of the trim.

The shapes are those of Illustrator's 日本式トンボ, the sizes those that the shops name:
gentombow (10 mm, 20 mm). Each lies beyond the bleed, and none on another: what has no
room on a small piece is shorter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brochure.product.folds import Crease, Fold, creases
from brochure.product.formats import Format

#: Corner marks reach from the bleed this far out, mm; so does a centre mark's stem.
REACH = 10.0
#: Half the cross bar of a centre mark, mm: 20 mm in all.
HALF_BAR = 10.0
#: How far a centre mark stays off the corner marks and the folds beside it, mm.
_APART = 5.0
_BESIDE = 1.5
#: Half a bar that is too short to be of use, mm: rather it crosses the fold mark.
_LEAST = 4.0
#: A fold this near to the middle of a side takes the place of the centre mark's stem.
_SAME = 0.05
#: Beside one this near, the stem ends where the fold's letter begins, mm.
_LETTER, _SHORT = 3.5, 6.5

Segment = tuple[float, float, float, float]


class FoldMark(NamedTuple):
    """A mark at one end of a fold; whether it is 山折り on this side of the paper."""

    segment: Segment
    mountain: bool

    @property
    def upright(self) -> bool:
        """Whether it stands at the head or the foot of the page."""
        return self.segment[0] == self.segment[2]


def corners(format_: Format) -> Iterator[Segment]:
    """角トンボ: two crossing Ls at each corner, a leg at the trim, one at the bleed."""
    far = format_.bleed + REACH
    for right in (False, True):
        for top in (False, True):

            def turned(
                x: float, y: float, *, right: bool = right, top: bool = top
            ) -> tuple[float, float]:
                return (
                    format_.width - x if right else x,
                    format_.height - y if top else y,
                )

            for near, out in ((0.0, -format_.bleed), (-format_.bleed, 0.0)):
                yield (*turned(-far, near), *turned(out, near))
                yield (*turned(out, near), *turned(out, -far))


def centres(format_: Format, folded: Sequence[Crease] = ()) -> Iterator[Segment]:
    """センタートンボ: a cross beyond the bleed at the middle of each side.

    Where there is a fold, its mark is the stem.
    """
    bleed, width, height = format_.bleed, format_.width, format_.height
    bar = bleed + REACH / 2
    x, y = width / 2, height / 2
    folds = [one.at for one in folded if one.upright]
    half, far = half_bar(width, folds), bleed + _stem(width, folds)
    for edge, out in ((0.0, -1), (height, 1)):
        if far > bleed:
            yield (x, edge + out * bleed, x, edge + out * far)
        yield (x - half, edge + out * bar, x + half, edge + out * bar)
    folds = [one.at for one in folded if not one.upright]
    half, far = half_bar(height, folds), bleed + _stem(height, folds)
    for edge, out in ((0.0, -1), (width, 1)):
        if far > bleed:
            yield (edge + out * bleed, y, edge + out * far, y)
        yield (edge + out * bar, y - half, edge + out * bar, y + half)


def half_bar(side: float, folds: Sequence[float] = ()) -> float:
    """Half the bar of the centre mark of a side, mm: between corner marks and folds."""
    beside = [abs(at - side / 2) - _BESIDE for at in folds]
    return min(HALF_BAR, side / 2 - _APART, *(one for one in beside if one > _LEAST))


def _stem(side: float, folds: Sequence[float]) -> float:
    """How long the stem of a centre mark is, mm: short where a fold's letter stands."""
    nearest = min((abs(at - side / 2) for at in folds), default=side)
    if nearest < _SAME:
        return 0.0
    return _SHORT if nearest < _LETTER else REACH


def fold_marks(format_: Format, fold: Fold, page: int) -> Iterator[FoldMark]:
    """折りトンボ: a line beyond the bleed at both ends of every fold."""
    bleed, far = format_.bleed, format_.bleed + REACH
    for one in creases(fold, format_, page):
        first, last = one.mountain
        if one.upright:
            for edge, out, mountain in ((0.0, -1, last), (format_.height, 1, first)):
                ends = (one.at, edge + out * bleed, one.at, edge + out * far)
                yield FoldMark(ends, mountain)
        else:
            y = format_.height - one.at
            for edge, out, mountain in ((0.0, -1, first), (format_.width, 1, last)):
                yield FoldMark((edge + out * bleed, y, edge + out * far, y), mountain)


def across(format_: Format, fold: Fold, page: int) -> Iterator[FoldMark]:
    """The folds from edge to edge of the page, in halves where they change."""
    width, height = format_.width, format_.height
    for at, upright, (first, last) in creases(fold, format_, page):
        y = height - at
        whole = (at, 0.0, at, height) if upright else (0.0, y, width, y)
        if first is last:
            yield FoldMark(whole, first)
        elif upright:
            yield FoldMark((at, 0.0, at, height / 2), last)
            yield FoldMark((at, height / 2, at, height), first)
        else:
            yield FoldMark((0.0, y, width / 2, y), first)
            yield FoldMark((width / 2, y, width, y), last)
