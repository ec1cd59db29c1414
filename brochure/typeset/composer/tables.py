"""JLREQ's tables of what may stand beside what: space, breaks, squeezing, widening.

Source: W3C, Requirements for Japanese Text Layout (JLREQ), 2020-08-11, appendices B to
E; the rows are its "before", the columns its "after", in the order of `COLUMNS`.
"""

from __future__ import annotations

from typing import Final

#: The classes that have a row. cl-17 and cl-18 (mathematics) are set as cl-19.
COLUMNS: Final = (*range(1, 17), *range(19, 31))

#: Appendix B, Table 1: the space between two characters. `.` none; `h` half an em of
#: the character before, `H` of the one after; `q` and `Q` a quarter; `l` and `L` the
#: quarter between Japanese and Latin (和欧間, § 3.2.6); `c`, `d` the sums of notes 5
#: and 3; `x` does not occur. Overhanging ruby is ruby.py's affair.
SPACE: Final = {
    1: "....Q.....................x.",
    2: "h.hhQ..hhhhhh.hhh.hhhhhhhh.h",
    3: "H...Q.......................",
    4: "H...Q.............l..ll.l...",
    5: "qqqqdqqqqqqqqqqqqqqqqqqqqqqq",
    6: "h.hhc..hhhhhhhhhh.hhhhhhhhhh",
    7: "h.hhc..hhhhhhhhhh.hhhhhhhhhh",
    8: "H...Q.......................",
    9: "H...Q.............l..ll.l...",
    10: "H...Q.............l..ll.l...",
    11: "H...Q.............l..ll.l...",
    12: "H...Q.....................x.",
    13: "H...Q.......................",
    14: "....Q.......................",
    15: "H...Q.............l..ll.l...",
    16: "H...Q.............l..ll.l...",
    19: "H...Q.............l..ll.l...",
    20: "H...Q.......................",
    21: "H...Q...LLL...LLL..LL....l.L",
    22: "H...Q.............l..ll.l.x.",
    23: "H...Q.............l..ll.l.x.",
    24: "H...Q...LLL...LLL..LL.l..l.L",
    25: "H...Q...LLL...LLL..LLl...l.L",
    26: "H...Q.......................",
    27: "H...Q...LLL...LLL..LL.l..l.L",
    28: ".xxxxxx..........x.xx....xx.",
    29: "H...Q.............L..LL.L.x.",
    30: "H...Q.............l..ll.l...",
}

#: Appendix C, Table 2: may a line end between the two? `.` yes; `-` no; `s` not where
#: both belong to one run (—— ……, note 5; one ruby, notes 7 and 8; one tate-chu-yoko,
#: note 13); `n` not after a figure (note 11). The full stop of a sentence that ends in
#: ？ or ！ is a space, which stays with it (note 4).
BREAK: Final = {
    1: "----------------------------",
    2: ".------.---......-........-.",
    3: ".------.---......-........-.",
    4: ".------.---..-...-........-.",
    5: ".------.---......-........-.",
    6: ".------.---......-........-.",
    7: ".------.---......-........-.",
    8: ".------s---......-........-.",
    9: ".------.---......-........-.",
    10: ".------.---......-........-.",
    11: ".------.---......-........-.",
    12: "----------------------------",
    13: ".------.---......-........-.",
    14: ".------.---......-........-.",
    15: ".------.---......-........-.",
    16: ".------.---......-........-.",
    19: ".------.---......-........-.",
    20: ".------.---......-........-.",
    21: ".------.---......-s.......-.",
    22: ".------.---......-.s......-.",
    23: ".------.---......-..s.....-.",
    24: ".------.---.-....-...-..-.-.",
    25: ".------.---......-....-.-.-.",
    26: ".------.---......-........-.",
    27: ".------.---.n....-...--.-.-.",
    28: "----------------------------",
    29: ".------.---......-........-.",
    30: ".------.---......-........-s",
}

#: Appendix D, Table 3: what may be squeezed. `b` the half em of brackets and commas,
#: to nothing; `m` the quarter of a middle dot, to nothing; `e` the quarter between
#: Japanese and Latin, to an eighth; `f` the half em of a full stop, never.
REDUCE: Final = {
    1: "....m.....................x.",
    2: "b.bbm..bbbbbb.bbb.bbbbb.bb.b",
    3: "b...m.......................",
    4: "b...m.............e..ee.e...",
    5: "mmmmmmmmmmmmmmmmmmmmmmm.mmmm",
    6: "f.ffm..ffffffffff.fffff.ffff",
    7: "b.bbb..bbbbbbbbbb.bbbbb.bbbb",
    8: "b...m.......................",
    9: "b...m.............e..ee.e...",
    10: "b...m.............e..ee.e...",
    11: "b...m.............e..ee.e...",
    12: "b...m.....................x.",
    13: "b...m.......................",
    14: "....m.......................",
    15: "b...m.............e..ee.e...",
    16: "b...m.............e..ee.e...",
    19: "b...m.............e..ee.e...",
    20: "b...m.......................",
    21: "b...m...eee...eee..ee....e.e",
    22: "b...m.............e..ee.e.x.",
    23: "b...m.............e..ee.e.x.",
    24: "b...m...eee...eee..ee.f..e.e",
    25: "b...m...eee...eee..eee...e.e",
    26: "............................",
    27: "b...m...eee...eee..ee.e..e.e",
    28: ".xxxxxx.xxx......x.xx....xx.",
    29: "b...m.............e..ee.e.x.",
    30: "b...m.............e..ee.e...",
}

#: Appendix E, Table 6: what may be widened. `w` the quarter between Japanese and Latin,
#: second after word spaces; `k` up to a quarter em, third; `s` as `k`, but not inside
#: one run; `n` as `k`, but not after a figure.
EXPAND: Final = {
    1: "..........................x.",
    2: "............................",
    3: "............................",
    4: "..................w..ww.w...",
    5: "............................",
    6: "............................",
    7: "............................",
    8: ".......skkkkk.kkk.kkk...kk.k",
    9: "........kkkkk.kkk.wkkww.wk.k",
    10: "........kkkkk.kkk.wkkww.wk.k",
    11: "........kkkkk.kkk.wkkww.wk.k",
    12: ".......kkkkkk.kkk.kkk.k.kkxk",
    13: ".......kkkkkk.kkk.kkkkk.kk.k",
    14: "............................",
    15: ".......kkkkkk.kkk.wkkww.wk.k",
    16: ".......kkkkkk.kkk.wkkww.wk.k",
    19: ".......kkkkkk.kkk.wkkww.wk.k",
    20: ".......kkkkkk.kkk.kkkkk.kk.k",
    21: ".......kwwwkk.www.swwkk.kk.w",
    22: ".......kkkkkk.kkk.wskww.wkxk",
    23: ".......kkkkkk.kkk.wksww.wkxk",
    24: ".......kwwwk..www.kww....w.w",
    25: ".......kwwwkk.www.kww....w.w",
    26: "............................",
    27: ".......kwwwkn.www.kww....w.w",
    28: ".xxxxxx.xxx......x.xx..x.xx.",
    29: ".......kkkkkk.kkk.wkkww.wkxk",
    30: ".......kkkkkk.kkk.wkkww.wk.s",
}

#: § C.3: the classes and characters that may begin a line at each level although
#: Table 2 forbids it. `strict` is JLREQ's "very strict", which JIS X 4051 asks for;
#: `normal` its "strict", of general books; `loose` its "loose", of magazines.
RELEASED: Final[dict[str, tuple[frozenset[int], frozenset[str]]]] = {
    "strict": (frozenset(), frozenset()),
    "normal": (frozenset({10, 11}), frozenset("々")),
    "loose": (frozenset({3, 10, 11}), frozenset("々・%％")),
}

# § 3.8.3, § 3.8.4: the limits, in em of the character that the space belongs to.
WORD_SPACE_LEAST: Final = 1 / 4
WORD_SPACE_MOST: Final = 1 / 2
LATIN_GAP: Final = 1 / 4
LATIN_GAP_LEAST: Final = 1 / 8
#: § 3.8.4 b allows 1/2 "or one third"; the third keeps 200 以上 together as a phrase.
LATIN_GAP_MOST: Final = 1 / 3
#: Appendix D, Table 5: brackets and commas keep a quarter as long as possible.
BRACKET_LEAST: Final = 1 / 4
SOLID_MOST: Final = 1 / 4


def cell(table: dict[int, str], before: int, after: int) -> str:
    """The cell of `table` for two classes, 1 to 30."""
    return table[_row(before)][COLUMNS.index(_row(after))]


def _row(cl: int) -> int:
    return 19 if cl in (17, 18) else cl
