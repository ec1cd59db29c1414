"""What the command line asks for comes to the outputs that a person would expect."""

from dataclasses import replace
from pathlib import Path

import pytest

from brochure.finding import Stop
from brochure.product.outputs import Output, Target
from brochure.works.order import Order, select

PRESS = Output("leaflet", Target.PRESS, "A4")
SCREEN = Output("leaflet", Target.SCREEN, "A4")
POSTER = Output("poster", Target.PRESS, "B2")
LISTED = [PRESS, SCREEN, POSTER]


def names(listed: list[Output] = LISTED, **wishes: object) -> list[str]:
    order = Order(Path("content.yaml"), Path("out"), **wishes)  # type: ignore[arg-type]
    return [output.name for output in select(order, listed)]


def test_no_wish_means_what_content_yaml_lists() -> None:
    assert names() == ["leaflet-press.pdf", "leaflet-screen.pdf", "poster-b2-press.pdf"]


def test_a_piece_means_its_listed_outputs() -> None:
    assert names(pieces=("leaflet",)) == ["leaflet-press.pdf", "leaflet-screen.pdf"]


def test_a_target_filters_the_list() -> None:
    wanted = names(targets=(Target.PRESS,))
    assert wanted == ["leaflet-press.pdf", "poster-b2-press.pdf"]


def test_a_target_that_is_not_listed_is_made_all_the_same() -> None:
    wanted = names(pieces=("leaflet",), targets=(Target.OFFICE,))
    assert wanted == ["leaflet-office.pdf"]


def test_a_size_that_is_not_listed_takes_the_place_of_the_listed_one() -> None:
    assert names(pieces=("poster",), sizes=("A1",)) == ["poster-a1-press.pdf"]


def test_sizes_alone_mean_the_pieces_that_come_in_them() -> None:
    assert names(sizes=("A1", "A3")) == ["poster-a1-press.pdf", "poster-a3-press.pdf"]


def test_a_piece_that_is_not_listed_is_made_for_the_press_in_its_usual_size() -> None:
    assert names([PRESS], pieces=("poster",)) == ["poster-b2-press.pdf"]


def test_the_same_output_is_made_once() -> None:
    assert names(pieces=("poster", "poster")) == ["poster-b2-press.pdf"]


def test_a_leaflet_in_a_poster_size_is_refused() -> None:
    with pytest.raises(Stop) as stop:
        names(pieces=("leaflet",), sizes=("B2",))
    assert "does not come in B2" in str(stop.value)


def test_a_printer_is_for_press_files_only() -> None:
    order = Order(Path("content.yaml"), Path("out"), printer="x1a")
    assert [output.printer for output in select(order, LISTED)] == ["x1a", "", "x1a"]


def test_two_print_shops_cannot_share_one_file() -> None:
    with pytest.raises(Stop) as stop:
        names([PRESS, replace(PRESS, printer="x1a")])
    assert [finding.code for finding in stop.value.findings] == ["build.same-name"]


def test_choosing_one_printer_settles_it() -> None:
    wanted = names([PRESS, replace(PRESS, printer="x1a")], printer="other")
    assert wanted == ["leaflet-press.pdf"]
