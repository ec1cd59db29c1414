"""The coastlines: nothing lost, nothing torn at the date line, no Antarctica."""

import hashlib
from itertools import pairwise

import pytest

from brochure.art import land
from brochure.art.dots import Grid, coverage
from brochure.art.projection import Frame

EARTH = land.load()
EARTH_KM = 6371.0


def is_land(longitude, latitude):
    (spans,) = EARTH.spans([latitude], longitude)
    return any(west <= 0 <= east for west, east in spans)


def test_the_data_is_the_file_its_readme_describes():
    sha256 = hashlib.sha256(land.DATA.read_bytes()).hexdigest()
    assert sha256 in land.DATA.with_name("README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("island", "longitude", "latitude", "km2"),
    [
        ("本州", 138, 36.2, 228_000),
        ("北海道", 143, 43.4, 78_000),
        ("マダガスカル", 47, -19, 587_000),
        ("オーストラリア", 134, -25, 7_620_000),
    ],
)
def test_an_island_has_the_area_an_atlas_gives(island, longitude, latitude, km2):
    coasts = [
        polygon[0]
        for polygon in EARTH.polygons
        if surrounds(polygon[0], longitude, latitude)
    ]
    assert [land.area(coast) for coast in coasts] == [pytest.approx(km2, rel=0.03)], (
        island
    )


def surrounds(coast, longitude, latitude):
    crossings = [
        a[0] + (latitude - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in pairwise(coast)
        if (a[1] <= latitude) != (b[1] <= latitude)
    ]
    return sum(crossing < longitude for crossing in crossings) % 2 == 1


@pytest.mark.parametrize(
    "place", [(140, 36), (180, 67), (-179, 67), (179, 67), (-100, 40)]
)
def test_land_is_land_even_on_the_date_line(place):
    assert is_land(*place)


@pytest.mark.parametrize("place", [(170, 30), (51, 42), (0, 0), (-30, 40), (140, -75)])
def test_the_sea_the_caspian_and_antarctica_are_not(place):
    assert not is_land(*place)


@pytest.mark.parametrize("meridian", [-170, 0, 147, 190])
def test_the_spans_of_a_parallel_stay_on_the_map_and_apart(meridian):
    for spans in EARTH.spans([-50, -20.5, 0.1, 36, 67, 71], meridian):
        assert spans
        assert all(-180 <= west <= east <= 180 for west, east in spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_the_dots_of_an_equal_area_map_cover_the_area_of_the_land():
    """Cell by cell the shares must add up to the land itself; 135 million km²."""
    frame = Frame("equal-earth", 147.0, 40.0, 110.0, 60.0, 220.0, 120.0)
    grid = Grid(2.0, 110.0, 60.0)
    cells = sum(coverage(EARTH, frame, grid).values())
    km2 = cells * grid.pitch * grid.leading * (EARTH_KM / frame.scale) ** 2
    whole = sum(
        land.area(coast) - sum(map(land.area, seas)) for coast, *seas in EARTH.polygons
    )
    assert whole == pytest.approx(135e6, rel=0.01)
    assert km2 == pytest.approx(whole, rel=0.003)
