"""白紙の広さ: pages of which most is bare paper.

It happens where a list has lost its rows, or a flow its text. Bare is what has neither
words nor a picture nor any colour but the paper's: a back that is printed in one ink
all over is full. How much of a page may be bare is said by its style sheet:

    --bare: 80%     of what lies within the safe margin; none for as much as one likes
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from brochure.finding import Finding, Spot, Words, warn
from brochure.typeset.contrast import WHITE, contrast
from brochure.typeset.pages.page import Rectangle
from brochure.typeset.seen import Coat, Painted, composed

#: The share that may be bare where no style sheet says otherwise.
MOST: Final = 0.8
#: The page is cut into so many fields each way: 9 × 13 mm of an A4 sheet, more than the
#: distance of lines and of paragraphs.
_FIELDS: Final = 22
#: A tint of 3 % that nobody sees is paper.
_PAPER: Final = 1.03


def findings(pages: Iterable[Painted]) -> Iterator[Finding]:
    """The pages that are too bare."""
    for page in pages:
        if page.most_bare is None or (share := bare(page)) <= page.most_bare:
            continue
        percent = round(100 * share)
        yield warn(
            "page.empty",
            f"紙面の {percent} % が白紙のままです",
            f"{percent} % of the page is bare paper",
            hint=Words(
                "抜けた内容がないか見てください。このままでよければ .page に "
                "--bare: none と書きます",
                "see whether something is missing; where it is meant so, say "
                "--bare: none for this .page",
            ),
            at=Spot(page.number),
        )


def bare(page: Painted) -> float:
    """The share of the page, within its safe margin, that is bare; 0 to 1."""
    left, top, right, bottom = page.safe
    wide, high = (right - left) / _FIELDS, (bottom - top) / _FIELDS
    if wide <= 0 or high <= 0:
        return 0.0
    free = {(column, row) for column in range(_FIELDS) for row in range(_FIELDS)}
    words = [lettering.part(0, 1) for lettering in page.letterings]
    for place in (*words, *page.pictures):
        for column in _span(place.left - left, place.right - left, wide):
            for row in _span(place.top - top, place.bottom - top, high):
                free.discard((column, row))
    if len(free) <= (page.most_bare or 0) * _FIELDS**2:
        return len(free) / _FIELDS**2  # no more than that, whatever is painted
    white = 0
    for column, row in free:
        x, y = left + (column + 0.5) * wide, top + (row + 0.5) * high
        colours = [(coat.groups, coat.tint(x, y)) for coat in _at(page, x, y)]
        seen = composed(tuple((groups, c) for groups, c in colours if c and c[3]))
        white += contrast(seen, WHITE) < _PAPER
    return white / _FIELDS**2


def _span(start: float, end: float, step: float) -> range:
    """The fields that a stretch touches."""
    return range(max(0, int(start // step)), min(_FIELDS, int(end // step) + 1))


def _at(page: Painted, x: float, y: float) -> Iterator[Coat]:
    point = Rectangle(x, y, x, y)
    return (coat for coat in page.coats if point.sticks_out_of(coat.frame) <= 0)
