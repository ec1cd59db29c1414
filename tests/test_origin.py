"""A colour that is no ink is reported where it was typed."""

from pathlib import Path

import pytest

from brochure.finding import Mark
from brochure.origin import written_at


@pytest.mark.parametrize(
    "typed",
    [
        "#c00000",
        "#C00000",
        "rgb(192, 0, 0)",
        "rgba(192,0,0,.5)",
        "rgb(192 0 0 / 50%)",
        "#c00000ff",
    ],
)
def test_a_colour_is_found_however_it_is_written(tmp_path: Path, typed: str) -> None:
    text = f".call {{\n  color: {typed};\n}}\n"
    (tmp_path / "leaflet.css").write_text(text)
    found = written_at(tmp_path, (192, 0, 0))
    assert found == Mark("styles/leaflet.css", 2, 10)


def test_a_colour_is_found_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "leaflet.css").write_text("h1 { color: crimson }")
    assert written_at(tmp_path, (220, 20, 60)) == Mark("styles/leaflet.css", 1, 13)


def test_a_colour_in_the_art_is_found(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "sun.svg").write_text('<svg>\n<path fill="#fc0"/></svg>')
    found = written_at(tmp_path, (255, 204, 0))
    assert found == Mark("styles/art/sun.svg", 2, 13)


def test_a_colour_that_nobody_typed_is_nowhere(tmp_path: Path) -> None:
    (tmp_path / "leaflet.css").write_text("h1 { color: red }")
    assert written_at(tmp_path, (1, 2, 3)) is None
