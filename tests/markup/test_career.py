"""The way across the map goes through the places it names."""

import re
from types import SimpleNamespace as Some

import pytest

from brochure import HOME
from brochure.art import projection
from brochure.markup.career import MAP, career

ART = HOME / "styles" / "art"
PLACES = {
    "tokyo": Some(name="東京", longitude=139.75, latitude=35.68),
    "washington": Some(name="米国", longitude=-77.04, latitude=38.91),
    "new-york": Some(name="ニューヨーク|国連代表部", longitude=-73.97, latitude=40.75),
}


def way(*keys: str):
    stages = [Some(stage="本省", place=key) for key in keys]
    return career(Some(career=stages, places=PLACES), ART / f"{MAP}.svg")


def test_every_place_stands_where_the_map_has_it():
    for stop in way("tokyo", "washington", "new-york", "tokyo").stops:
        frame = projection.named(MAP, ART)
        x, y = frame.project(PLACES[stop.key].longitude, PLACES[stop.key].latitude)
        assert (stop.left, stop.top) == pytest.approx(
            (100 * x / frame.width, 100 * y / frame.height), abs=0.01
        )


def test_coming_back_is_drawn_apart_from_going():
    lines = re.search(r' d="([^"]*)"', way("tokyo", "new-york", "tokyo").svg)[1].split(
        "M"
    )[1:]
    assert len(lines) == 2
    north, south = (
        [float(n) for n in re.findall(r"-?[\d.]+", line)[1::2]] for line in lines
    )
    frame = projection.named(MAP, ART)
    tokyo_y = frame.project(139.75, 35.68)[1]
    assert min(north) < tokyo_y - 10 < tokyo_y < max(south)


def test_stages_at_one_place_draw_no_line():
    assert ' d=""' in way("tokyo", "tokyo").svg


def test_neighbours_have_their_names_on_different_sides():
    sides = {
        stop.key: stop.side for stop in way("tokyo", "washington", "new-york").stops
    }
    assert sides == {"tokyo": "below", "washington": "before", "new-york": "below"}


def test_the_way_is_told_in_words_to_those_who_cannot_see_it():
    assert way("tokyo", "new-york").alt == "東京 → ニューヨーク国連代表部"
