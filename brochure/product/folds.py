"""折り: where a sheet is folded, which way, and in which order its panels are read.

A fold is a row of `_WAYS`. The folds divide the longer side, but those of 十字折り both
sides; a sheet whose width is the longer side is folded upright, any other across. Rows
say how the front (page 1, the outside of the folded piece) lies; the back mirrors it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple

from brochure.finding import Stop, Words, did_you_mean, fail, folded, shortened
from brochure.product.formats import Format

#: What people write for a sheet that stays flat, though its piece is usually folded.
FLAT = "none"


class Fold(StrEnum):
    """The ways of folding that shops sell."""

    HALF = "half"
    ROLL = "roll"
    Z = "z"
    GATE = "gate"
    ROLL4 = "roll4"
    PARALLEL = "parallel"
    CROSS = "cross"
    ACCORDION4 = "accordion4"
    ACCORDION5 = "accordion5"
    ACCORDION6 = "accordion6"
    ACCORDION7 = "accordion7"
    ACCORDION8 = "accordion8"


class Crease(NamedTuple):
    """One fold on a page: `at` mm from the left where it is upright, else from the top.

    `mountain` is whether this side of the paper is outside of it (山折り) at its first
    end (top or left) and at its last; they differ where it crosses an earlier fold.
    """

    at: float
    upright: bool
    mountain: tuple[bool, bool]


class Panel(NamedTuple):
    """A part of a page between folds, in mm from the top left of the trim.

    `order` is when the reader comes to it, over both sides, the cover being 1.
    `turned` is whether it stands on its head where the sheet is flat.
    """

    left: float
    top: float
    width: float
    height: float
    order: int
    turned: bool = False


class _Way(NamedTuple):
    """How a sheet is folded, as its front shows it, panels from the left (or top).

    `shorter` is by how many mm each panel is shorter than the widest: one that lies
    inside would buckle otherwise. `creases` has M (山) or V (谷) for each fold. `front`
    and `back` are the order of reading. `crossed` folds are made first and lie across;
    then the others' letters are of the lower half, and the upper goes the other way.
    """

    words: Words
    also: tuple[str, ...]
    shorter: tuple[float, ...]
    creases: str
    front: tuple[int, ...]
    back: tuple[int, ...]
    crossed: bool = False

    @property
    def mixed(self) -> bool:
        """Whether there are 山折り and 谷折り on one side."""
        return self.crossed or len(set(self.creases)) > 1


def _accordion(panels: int, words: Words, also: tuple[str, ...]) -> _Way:
    """外三つ折り, 蛇腹: equal panels, folds by turns; the cover is the last of them."""
    creases = ("MV" * panels)[: panels - 1][::-1]
    front = (*range(panels + 2, 2 * panels + 1), 1)
    return _Way(
        words, also, (0.0,) * panels, creases, front, tuple(range(2, panels + 2))
    )


#: The flap of 巻三つ折り is 3 mm shorter (well-corp: 97·100·100). Shops name 1–3 mm for
#: the others, and these are ours: 2 mm for each turn of 巻四つ折り and for the gates of
#: 観音折り, 1 mm for the free end of 平行四つ折り.
_WAYS: Final = {
    Fold.HALF: _Way(
        Words("二つ折り", "once, in the middle"),
        ("二つ折", "2つ折り", "bifold"),
        (0.0, 0.0), "M", (4, 1), (2, 3),
    ),
    Fold.ROLL: _Way(
        Words("巻三つ折り", "in three, the flap inwards"),
        ("巻き三つ折り", "巻三つ折", "内三つ折り", "三つ折り", "letter"),
        (3.0, 0.0, 0.0), "MM", (3, 6, 1), (2, 4, 5),
    ),
    Fold.Z: _accordion(
        3,
        Words("外三つ折り", "in three, as a Z"),
        ("外三つ折", "Z折り", "accordion3", "蛇腹3", "蛇腹折り3"),
    ),
    Fold.GATE: _Way(
        Words("観音折り（四面）", "both ends inwards, then in the middle"),
        ("観音折り", "観音四つ折り", "観音", "gatefold"),
        (2.0, 0.0, 0.0, 2.0), "MMM", (3, 8, 1, 2), (4, 5, 6, 7),
    ),
    Fold.ROLL4: _Way(
        Words("巻四つ折り", "in four, rolled inwards"),
        ("巻き四つ折り", "巻四つ折"),
        (4.0, 2.0, 0.0, 0.0), "MMM", (5, 3, 8, 1), (2, 4, 6, 7),
    ),
    Fold.PARALLEL: _Way(
        Words("平行四つ折り（DM 折り）", "in half, and in half again the same way"),
        ("平行四つ折り", "並行四つ折り", "DM折り", "double parallel"),
        (1.0, 0.0, 0.0, 0.0), "VMM", (2, 3, 8, 1), (4, 5, 6, 7),
    ),
    Fold.CROSS: _Way(
        Words("十字四つ折り", "in half, and in half again the other way"),
        ("十字折り", "クロス折り", "french"),
        (0.0, 0.0), "M", (3, 2, 8, 1), (4, 5, 6, 7), crossed=True,
    ),
    **{
        Fold(f"accordion{number}"): _accordion(
            number,
            Words(f"蛇腹{number}面", f"as an accordion of {number} panels"),
            (f"蛇腹{number}", f"蛇腹折り{number}", f"蛇腹折り{number}面"),
        )
        for number in range(4, 9)
    },
}  # fmt: skip

#: All that can be asked for, and what each is called.
FOLDS = (*map(str, Fold), FLAT)
FOLD_WORDS = {
    **{str(fold): way.words for fold, way in _WAYS.items()},
    FLAT: Words("折らない", "not at all"),
}


def _bare(text: str) -> str:
    """A name without what people put between its words: `Accordion 5`, `Ｚ折り`."""
    return re.sub(r"[\s_-]+", "", folded(text))


_SPELLINGS: Final = {
    **{
        _bare(word): str(fold)
        for fold, way in _WAYS.items()
        for word in (fold, way.words.ja, *way.also)
    },
    **{_bare(word): FLAT for word in (FLAT, "折らない", "折りなし", "flat")},
}
#: Who types more than this names no fold.
_MOST_SIGNS = 40


def fold_of(text: str) -> str:
    """The name in FOLDS of a fold as people write it: `accordion 5`, `巻三つ折り`.

    Raises:
        Stop: One finding, `fold.unknown`.
    """
    found = _SPELLINGS.get(_bare(text)) if len(text) <= _MOST_SIGNS else None
    if found is None:
        shown = shortened(text.strip(), 30)
        raise Stop(
            fail(
                "fold.unknown",
                f"「{shown}」という折り方はありません",
                f"there is no fold “{shown}”",
                hint=did_you_mean(shown, FOLDS),
            )
        )
    return found


def panels(fold: Fold, page: Format, number: int) -> tuple[Panel, ...]:
    """The panels of page `number`, from the left; those of rows from the top first."""
    way, front = _WAYS[fold], number % 2 == 1
    order = way.front if front else way.back
    if way.crossed:
        width, height = page.width / 2, page.height / 2
        places = ((0.0, 0.0), (width, 0.0), (0.0, height), (width, height))
        return tuple(
            Panel(left, top, width, height, one, front and top == 0)
            for (left, top), one in zip(places, order, strict=True)
        )
    made, at = [], 0.0
    for length, one in zip(_lengths(way, page, number), order, strict=True):
        if upright(page):
            made.append(Panel(at, 0.0, length, page.height, one))
        else:
            made.append(Panel(0.0, at, page.width, length, one))
        at += length
    return tuple(made)


def folds(fold: Fold, page: Format, number: int) -> tuple[float, ...]:
    """Distances of the folds on page `number` from its left (of a standing page: top).

    Of 十字折り those that divide the longer side; `creases` has all.
    """
    found, at = [], 0.0
    for length in _lengths(_WAYS[fold], page, number)[:-1]:
        at += length
        found.append(at)
    return tuple(found)


def creases(fold: Fold, page: Format, number: int) -> tuple[Crease, ...]:
    """Every fold of page `number`, those that divide the width first."""
    way, front = _WAYS[fold], number % 2 == 1
    if way.crossed:
        return (
            Crease(page.width / 2, True, (not front, front)),
            Crease(page.height / 2, False, (front, front)),
        )
    letters = way.creases if front else way.creases[::-1]
    return tuple(
        Crease(at, upright(page), ((letter == "M") is front,) * 2)
        for at, letter in zip(folds(fold, page, number), letters, strict=True)
    )


def upright(page: Format) -> bool:
    """Whether the folds that divide its longer side are upright; a square is a book."""
    return page.width >= page.height


def mixed(fold: Fold) -> bool:
    """Whether it has 山折り and 谷折り on one side, so that marks must say which."""
    return _WAYS[fold].mixed


def _lengths(way: _Way, page: Format, number: int) -> tuple[float, ...]:
    """How long the panels of page `number` are along the longer side."""
    length = max(page.width, page.height)
    shorter = [by * page.scale for by in way.shorter]
    widest = (length + sum(shorter)) / len(shorter)
    found = tuple(widest - by for by in shorter)
    return found if number % 2 == 1 else found[::-1]
