"""組見本: all that the composer does on one A4 sheet, as a person has looked at it.

`make pictures` stores what is drawn now in specimen/specimen.png.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from brochure.typeset.inside.engine import engine
from tests.pieces.pictures import difference, draw, record, show_difference

HERE = Path(__file__).parent / "specimen"
PAGE = HERE / "specimen.html"
REVIEWED = HERE / "specimen.png"
#: A4 at 200 dpi.
WIDTH_PX = 1654


@pytest.mark.slow
def test_the_specimen_looks_as_reviewed(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    ours = engine()
    link = '<link rel="stylesheet" href="specimen.css">'
    style = PAGE.with_suffix(".css").read_text(encoding="utf-8")
    html = PAGE.read_text(encoding="utf-8")
    page = ours.weasyprint.HTML(string=html.replace(link, f"<style>{style}</style>"))
    document = page.render(font_config=ours.font_configuration)
    assert len(document.pages) == 1
    document.write_pdf(tmp_path / "specimen.pdf")
    drawn = draw(tmp_path / "specimen.pdf", 0, WIDTH_PX)
    if request.config.getoption("--record"):
        record(drawn, REVIEWED)
        return
    mask = difference(drawn, Image.open(REVIEWED).convert("RGB"))
    if mask.mean() > 0.0005:
        show_difference(drawn, mask, tmp_path / "difference.png")
    assert mask.mean() <= 0.0005, f"look at {tmp_path}, then `make pictures`"
