"""Where places fall, and the shortest way between two of them."""

import subprocess
import sys
from itertools import pairwise
from math import cos, degrees, dist, hypot, pi, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure import HOME
from brochure.art import projection
from brochure.art.projection import PROJECTIONS, Frame, great_circle
from brochure.art.sun import altitude

EVERY_PROJECTION = pytest.mark.parametrize("name", PROJECTIONS)
longitudes = st.floats(-180, 180)
latitudes = st.floats(-89.9, 89.9)
TOKYO, WASHINGTON, NEW_YORK = (139.75, 35.68), (-77.04, 38.91), (-73.97, 40.75)
KM_PER_DEGREE = 6371 * pi / 180


def pacific(name="natural-earth"):
    return Frame(name, 150.0, 40.0, 110.0, 60.0, 220.0, 120.0)


def apart_km(a, b):
    return (90 - altitude(a, b)) * KM_PER_DEGREE


@pytest.mark.parametrize(
    ("name", "ratio"),
    [("natural-earth", 0.52), ("robinson", 0.5072), ("equirectangular", 0.5)],
)
def test_a_globe_has_the_proportions_its_authors_give(name, ratio):
    spread, height = PROJECTIONS[name]
    assert height(pi / 2) / (pi * spread(0)) == pytest.approx(ratio, abs=2e-4)


@given(st.floats(-1.5, 1.5))
def test_equal_earth_keeps_areas_equal(phi):
    """Area on the map = spread · d height must be cos φ, as on the sphere."""
    spread, height = PROJECTIONS["equal-earth"]
    rise = (height(phi + 1e-6) - height(phi - 1e-6)) / 2e-6
    assert spread(phi) * rise == pytest.approx(cos(phi), abs=1e-5)


@EVERY_PROJECTION
@given(latitude=latitudes)
def test_a_parallel_is_found_again_from_its_height(name, latitude):
    frame = pacific(name)
    y = frame.project(150, latitude)[1]
    assert frame.latitude(y) == pytest.approx(latitude, abs=1e-6)
    assert frame.east(frame.along(77, latitude)[0], latitude) == pytest.approx(77)


@EVERY_PROJECTION
@given(longitude=longitudes, latitude=latitudes)
def test_south_mirrors_north_and_west_mirrors_east(name, longitude, latitude):
    frame = pacific(name)
    x, y = frame.project(150 + longitude * 0.99, latitude)
    x2, y2 = frame.project(150 - longitude * 0.99, -latitude)
    assert (x + x2, y + y2) == pytest.approx((220, 120), abs=1e-6)


@given(longitude=longitudes, latitude=latitudes, turns=st.integers(-2, 2))
def test_a_turn_round_the_globe_changes_nothing(longitude, latitude, turns):
    frame = pacific()
    here = frame.project(longitude, latitude)
    there = frame.project(longitude + 360 * turns, latitude)
    near_the_seam = abs(abs(longitude + 30) - 0) < 1e-6
    assert near_the_seam or here == pytest.approx(there, abs=1e-6)


@given(longitudes, latitudes, longitudes, latitudes)
def test_the_steps_of_a_great_circle_are_even_and_add_up(a, b, c, d):
    start, end = (a, b), (c, d)
    whole = apart_km(start, end)
    if not 1 < whole < 19_900:
        return
    steps = [apart_km(p, q) for p, q in pairwise(great_circle(start, end, 8))]
    assert steps == pytest.approx([whole / 8] * 8, abs=2.0)


def test_the_way_from_tokyo_to_new_york_passes_alaska():
    way = great_circle(TOKYO, NEW_YORK, 48)
    assert (way[0], way[-1], len(way)) == (TOKYO, NEW_YORK, 49)
    assert apart_km(TOKYO, NEW_YORK) == pytest.approx(10_850, abs=40)
    assert max(latitude for _, latitude in way) == pytest.approx(70, abs=2)


def test_a_way_across_the_pacific_is_one_line_without_leaps():
    (line,) = pacific().lines(great_circle(TOKYO, WASHINGTON, 48))
    assert max(dist(a, b) for a, b in pairwise(line)) < 5


def test_a_way_across_the_seam_of_the_map_is_torn_there_only():
    first, second = pacific().lines(great_circle((0, 51), NEW_YORK, 48))
    assert first[-1][0] < 40 < 180 < second[0][0]  # from the left edge to the right
    for line in first, second:
        assert max(dist(a, b) for a, b in pairwise(line)) < 5


def test_a_place_has_a_way_to_itself():
    assert great_circle(TOKYO, TOKYO, 4) == [TOKYO] * 5


def test_the_path_runs_through_its_points():
    line = [(0.0, 0.0), (10.0, 5.0), (20.0, 0.0)]
    d = projection.path([line, [(50.0, 1.0), (60.0, 2.0)]])
    assert d.startswith("M0 0C")
    assert d.count("M") == 2
    assert [part.split()[-2:] for part in d[: d.index("M50")].split("C")[1:]] == [
        ["10", "5"],
        ["20", "0"],
    ]


def test_the_path_of_a_career_is_smooth():
    """Between the cubic's handles there is no corner: they lie on one line."""
    line = pacific().lines(great_circle(TOKYO, NEW_YORK, 24))[0]
    d = projection.path([line])
    cubics = [
        [float(n) for n in part.replace(",", " ").split()]
        for part in d.split("C", 1)[1].split("C")
    ]
    for before, after in pairwise(cubics):
        x, y = before[4:]
        into, out = (x - before[2], y - before[3]), (after[0] - x, after[1] - y)
        turn = abs(into[0] * out[1] - into[1] * out[0]) / hypot(*into) / hypot(*out)
        assert degrees(turn) < 0.5


def test_a_map_tells_its_frame_in_its_first_line():
    frame = projection.named("world-map")
    assert (frame.projection, frame.width) == ("natural-earth", 216)
    assert frame.project(*TOKYO) == projection.project("world-map", *TOKYO)


def test_a_picture_that_is_no_map_is_refused():
    with pytest.raises(ValueError, match="not one of our maps"):
        projection.frame('<svg viewBox="0 0 1 1"/>')


def test_the_equator_runs_level_and_the_meridian_upright():
    frame = pacific()
    assert {frame.project(longitude, 0)[1] for longitude in range(-180, 180, 7)} == {
        60.0
    }
    assert {frame.project(150, latitude)[0] for latitude in range(-80, 80, 7)} == {
        110.0
    }
    assert frame.project(150, radians(1))[1] < 60  # north is up


def test_a_build_that_asks_for_a_place_does_not_load_the_generator():
    """The career path needs formulas; YAML, JSON and coastlines would cost 50 ms."""
    code = (
        "import sys; import brochure.art.projection; "
        "print(*{'yaml', 'json', 'brochure.art.land', 'datetime'} & {*sys.modules})"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == ""
