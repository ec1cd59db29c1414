"""What lies between two neighbouring characters, from JLREQ's tables, in pixels."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from . import tables
from .tables import BREAK, EXPAND, LATIN_GAP, REDUCE, SPACE, cell

Trim = Literal["trim-both", "trim-start", "space-first", "normal", "space-all"]


class Pair(NamedTuple):
    """Two classes beside each other: their cells in the four tables."""

    space: str
    breaks: str
    reduce: str
    expand: str


def _pairs() -> dict[tuple[int, int], Pair]:
    return {
        (before, after): Pair(
            cell(SPACE, before, after),
            cell(BREAK, before, after),
            cell(REDUCE, before, after),
            cell(EXPAND, before, after),
        )
        for before in range(1, 31)
        for after in range(1, 31)
    }


PAIRS: Final = _pairs()


#: The share in even widening of gaps that were widened before: none, unless there is
#: nothing else on the line (§ 3.8.4 d).
LAST: Final = 1e-3


class Gap(NamedTuple):
    """The gap behind one character: pixels to add to its advance, and the play in it.

    The limits follow the stages of § 3.8.3 and § 3.8.4; `solid` is a weight.
    """

    natural: float
    word: float  # squeeze: word spaces, to 1/4 em
    dot: float  # middle dots, to nothing
    bracket: float  # brackets and commas, to 1/4 em
    latin: float  # between Japanese and Latin, to 1/8 em
    tight: float  # brackets and commas, to nothing
    wider_word: float  # widen: word spaces, to 1/2 em
    wider_latin: float  # between Japanese and Latin, to 1/3 em
    solid: float  # evenly between the rest: its em, or LAST where it comes last


NO_GAP: Final = Gap(0, 0, 0, 0, 0, 0, 0, 0, 0)

#: The blank half of a full-width mark: (before, after) in em (§ 3.1.2).
BLANKS: Final = {
    1: (0.5, 0.0),
    2: (0.0, 0.5),
    5: (0.25, 0.25),
    6: (0.0, 0.5),
    7: (0.0, 0.5),
}
_FULL: Final = 0.9


def blanks(cl: int, advance: float, em: float) -> tuple[float, float]:
    """The blanks inside a character's own advance, in the unit of `advance`.

    Narrow forms (ASCII brackets, marks set with `palt`) have none to give.
    """
    if cl not in BLANKS or advance < _FULL * em:
        return 0.0, 0.0
    before, after = BLANKS[cl]
    return before * em, after * em


def between(
    pair: Pair,
    blank: float,
    em_before: float,
    em_after: float,
    *,
    trim: bool = True,
    autospace: bool = True,
) -> Gap:
    """The gap of a pair whose marks bring `blank` pixels along in their advances."""
    code = pair.space
    if code in "lL":
        em = em_before if code == "l" else em_after
        if autospace:
            return Gap(
                LATIN_GAP * em,
                0,
                0,
                0,
                (LATIN_GAP - tables.LATIN_GAP_LEAST) * em,
                0,
                0,
                (tables.LATIN_GAP_MOST - LATIN_GAP) * em,
                em * LAST,
            )
        return Gap(0, 0, 0, 0, 0, 0, 0, 0, em)
    wanted = _wanted(code, em_before, em_after)
    space = min(wanted, blank) if trim else blank
    natural = space - blank
    if not space:
        widens = pair.expand in "kswn"
        return Gap(natural, 0, 0, 0, 0, 0, 0, 0, em_before if widens else 0)
    em = em_before if code in "hq" else em_after
    if pair.reduce == "m":
        # 。・ keeps the half em of the full stop (Table 3, note 2).
        return Gap(natural, 0, min(space, em / 4), 0, 0, 0, 0, 0, 0)
    if pair.reduce == "b":
        kept = min(space, tables.BRACKET_LEAST * em)
        return Gap(natural, 0, 0, space - kept, 0, kept, 0, 0, 0)
    return Gap(natural, 0, 0, 0, 0, 0, 0, 0, 0)


def _wanted(code: str, em_before: float, em_after: float) -> float:
    half, quarter = 1 / 2, 1 / 4
    return {
        "h": half * em_before,
        "H": half * em_after,
        "q": quarter * em_before,
        "Q": quarter * em_after,
        "c": half * em_before + quarter * em_after,
        "d": quarter * (em_before + em_after),
    }.get(code, 0.0)


def word_space(advance: float, em: float) -> Gap:
    """The play of a word space (§ 3.8.3 a, § 3.8.4 a)."""
    return Gap(
        0,
        max(0.0, advance - tables.WORD_SPACE_LEAST * em),
        0,
        0,
        0,
        0,
        max(0.0, tables.WORD_SPACE_MOST * em - advance),
        0,
        em * LAST,
    )
