"""The grid of dots."""

from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.art.dots import Grid, around, rounded, settle
from brochure.art.projection import Frame
from brochure.art.settings import Shore

GRID = Grid(1.3, 7.0, 11.0)
FRAME = Frame("equirectangular", 0.0, 60.0, 7.0, 11.0, 300.0, 200.0)
cells = st.tuples(st.integers(-300, 300), st.integers(-300, 300))


def shore(*islands):
    return Shore(0.4, 0.2, 300_000, 1.5, islands)


@given(cells)
def test_the_six_neighbours_stand_one_pitch_away(cell):
    middle = GRID.middle(cell)
    apart = [dist(middle, GRID.middle(other)) for other in around(cell)]
    assert apart == pytest.approx([1.3] * 6)
    assert len({*around(cell), cell}) == 7


@given(cells, st.floats(-0.6, 0.6), st.floats(-0.2, 0.2))
def test_a_point_belongs_to_the_cell_around_it(cell, right, down):
    x, y = GRID.middle(cell)
    assert GRID.cell(x + right * 0.99, y + down) == cell


def test_a_coast_takes_its_dot_at_the_threshold():
    assert settle({(0, 0): 0.4, (1, 0): 0.39}, shore(), FRAME, GRID) == {(0, 0)}


def test_a_small_island_gets_a_dot_only_in_open_water():
    off_shore, beside = (9, 0), (1, 0)
    counted = {(0, 0): 0.9, beside: 0.3, off_shore: 0.2, (10, 0): 0.19}
    assert settle(counted, shore(), FRAME, GRID) == {(0, 0), off_shore}


def test_two_cells_of_one_island_share_the_dot_of_the_larger_part():
    assert settle({(4, 0): 0.25, (5, 0): 0.3}, shore(), FRAME, GRID) == {(5, 0)}


def test_an_island_named_by_the_designer_is_there_however_small():
    middle = FRAME.project(-20.0, 0.0)
    assert settle({}, shore((-20.0, 0.0)), FRAME, GRID) == {GRID.cell(*middle)}


@given(st.floats(0, 8), cells)
def test_a_dot_is_never_drawn_smaller_than_the_least(exact, cell):
    step = rounded(exact, 3, cell)
    assert step == 0 or 3 <= step <= 8
    assert step <= 3 or abs(step - exact) < 1


@pytest.mark.parametrize(("exact", "least"), [(5.5, 3), (6.0, 3), (2.0, 4), (0.0, 3)])
def test_seven_neighbours_together_keep_the_ink(exact, least):
    """Above the least the mean size is right, below it the mean area."""
    steps = [rounded(exact, least, (column, 4)) for column in range(70)]
    power = 1 if exact >= least else 2
    mean = sum(step**power for step in steps) / 70
    assert mean == pytest.approx(exact**power, abs=least**power / 7)
