"""The tables, against the sentences of JLREQ that they put into squares."""

from __future__ import annotations

from brochure.typeset.composer import classify, wide_quotes
from brochure.typeset.composer.tables import (
    BREAK,
    COLUMNS,
    EXPAND,
    REDUCE,
    SPACE,
    cell,
)  # fmt: skip


def test_the_tables_are_square() -> None:
    for table in (SPACE, BREAK, REDUCE, EXPAND):
        assert tuple(table) == COLUMNS
        assert {len(row) for row in table.values()} == {len(COLUMNS)}


def test_nothing_begins_a_line_that_must_not() -> None:
    """§ 3.1.7."""
    for after in (2, 3, 4, 5, 6, 7, 9, 10, 11, 29):
        assert all(cell(BREAK, before, after) == "-" for before in COLUMNS)


def test_nothing_follows_an_opening_bracket_on_the_next_line() -> None:
    """§ 3.1.8."""
    for before in (1, 28):
        assert all(cell(BREAK, before, after) == "-" for after in COLUMNS)


def test_a_full_stop_keeps_its_half_em() -> None:
    """§ 3.8.3, note to e."""
    assert set(REDUCE[6]) <= {"f", ".", "m"}


def test_what_may_be_squeezed_has_a_space_to_lose() -> None:
    for before in COLUMNS:
        for after in COLUMNS:
            if cell(REDUCE, before, after) in "bme" and (before, after) != (25, 24):
                assert cell(SPACE, before, after) != ".", (before, after)


def test_nothing_is_widened_beside_a_mark() -> None:
    """§ 3.1.11."""
    for mark in (1, 2, 5, 6, 7):
        assert all(cell(EXPAND, before, mark) in ".x" for before in COLUMNS)


def test_ascii_marks_are_latin_inside_latin_only() -> None:
    assert classify("3.5") == [24, 27, 24]
    assert classify("本,国") == [19, 7, 19]
    assert classify("(a)は") == [1, 27, 2, 15]


def test_quotes_are_wide_where_they_touch_japanese() -> None:
    assert wide_quotes("という“太陽の沈まない職場”で") == [3, 13]
    assert wide_quotes("He said “hi” to it’s") == []
