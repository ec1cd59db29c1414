"""A picture fills its frame, and what matters in it stays in sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from brochure.finishing import Job
from brochure.pictures.framing import style
from brochure.shop.inks import Palette
from tests.finishing.conftest import job, palette  # noqa: F401
from tests.finishing.studio import Studio, seen_at
from tests.pictures.files import put


@pytest.mark.parametrize(
    ("focus", "css"),
    [
        ("30% 60%", "30% 60%"),
        ("30 60", "30% 60%"),
        ("12.5%, 100%", "12.5% 100%"),
        ("left top", "0% 0%"),
        ("右 中", "100% 50%"),
        ("", "50% 40%"),
    ],
)
def test_a_focus_is_written_as_people_write_it(focus: str, css: str) -> None:
    assert style(focus) == f"object-fit: cover; object-position: {css}"


@pytest.mark.parametrize(
    "focus", ["30%", "101% 0%", "-1% 0", "top left", "a b", "1 2 3"]
)
def test_what_is_no_point_is_refused_in_words(focus: str) -> None:
    with pytest.raises(ValueError, match="30% 60%"):
        style(focus)


@pytest.mark.parametrize(("focus", "seen"), [("0 0", 0), ("50 0", 1), ("100 0", 2)])
@pytest.mark.parametrize("target", ["press", "office"])
def test_the_frame_shows_the_focus_and_nothing_beside_the_frame(
    tmp_path: Path,
    palette: Palette,  # noqa: F811
    job: Job,  # noqa: F811
    target: str,
    focus: str,
    seen: int,
) -> None:
    image = Image.new("RGB", (300, 100))
    colours = ((220, 0, 0), (0, 160, 0), (0, 0, 220))
    for n, colour in enumerate(colours):
        image.paste(colour, (n * 100, 0, n * 100 + 100, 100))
    put(tmp_path, "a.png", image, "PNG")
    frame = f"width:40mm;height:40mm;{style(focus)}"
    body = f'<img src="a.png" alt="" style="{frame}">'
    file = Studio(tmp_path, palette, job).make(target, body)
    found = seen_at(file, 20, 20)
    assert max(range(3), key=lambda part: found[part]) == seen
    assert seen_at(file, 43, 20) == (255, 255, 255)
    assert seen_at(file, 20, 43) == (255, 255, 255)
