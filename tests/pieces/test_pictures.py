"""Every page looks as it did when a person last looked at it.

`make pictures` (pytest --record) stores what is drawn now; look at the change
before you commit it. On a failure the difference stands, in red, in
tests/pieces/difference/.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.pieces.pictures import (
    PAGE_NOISE,
    REVIEWED,
    difference,
    draw,
    record,
    show_difference,
)

DIFFERENCE = Path(__file__).parent / "difference"

PAGES = [
    ("leaflet-press.pdf", 0, 800),
    ("leaflet-press.pdf", 1, 800),
    ("leaflet-screen.pdf", 0, 600),
    ("leaflet-screen.pdf", 1, 600),
    ("poster-b2-press.pdf", 0, 800),
    ("poster-a4-office.pdf", 0, 600),
]


@pytest.mark.parametrize(("file", "page", "width_px"), PAGES)
def test_page_looks_as_reviewed(
    pieces: Path, file: str, page: int, width_px: int, request
):
    drawn = draw(pieces / file, page, width_px)
    name = f"{Path(file).stem}-{page + 1}.png"
    if request.config.getoption("--record"):
        record(drawn, REVIEWED / name)
        return
    assert (REVIEWED / name).exists(), (
        "no reviewed picture: run `make pictures`, then look"
    )
    reviewed = Image.open(REVIEWED / name).convert("RGB")
    assert drawn.size == reviewed.size
    mask = difference(drawn, reviewed)
    if mask.mean() > PAGE_NOISE:
        show_difference(drawn, mask, DIFFERENCE / name)
    assert mask.mean() <= PAGE_NOISE, (
        f"look at {DIFFERENCE / name}, then `make pictures`"
    )


def test_a_moved_word_would_be_seen(pieces: Path):
    drawn = draw(pieces / "leaflet-press.pdf", 0, 800)
    moved = drawn.copy()
    lines = drawn.crop((100, 850, 280, 880))
    moved.paste(lines, (100, 854))
    assert difference(moved, drawn).mean() > PAGE_NOISE


def test_a_changed_ink_would_be_seen(pieces: Path):
    drawn = draw(pieces / "leaflet-press.pdf", 0, 800)
    changed = drawn.point(lambda value: min(255, value + 60))
    assert difference(changed, drawn).mean() > PAGE_NOISE
