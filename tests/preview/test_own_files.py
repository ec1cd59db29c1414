"""The preview notices a project's own templates and fonts, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.preview.conftest import Preview, until
from tests.typeset.foundry import cast, own

pytestmark = pytest.mark.slow


@pytest.fixture
def templates(preview: Preview):
    """The project's folder of templates, gone when the test ends."""
    folder = preview.folder / "templates"
    folder.mkdir()
    yield folder
    for file in folder.iterdir():
        file.unlink()
    preview.style.touch()
    until(preview.state, lambda state: not state["errors"])
    folder.rmdir()
    preview.style.touch()


def said(preview: Preview) -> str:
    return str(preview.state())


def test_an_error_in_a_template_is_explained_and_not_called_a_bug(
    preview: Preview, templates: Path
) -> None:
    leaflet = templates / "leaflet.html"
    leaflet.write_text("<p>{{ titel }}", encoding="utf-8")
    until(lambda: said(preview), lambda text: "template.unknown" in text)
    assert "preview.bug" not in said(preview)
    before = preview.keys()
    leaflet.write_text('{% extends "brochure/leaflet.html" %}', encoding="utf-8")
    until(lambda: said(preview), lambda text: "template.unknown" not in text)
    assert preview.keys() == before


def test_a_font_that_is_put_there_is_used(preview: Preview) -> None:
    first = preview.keys()
    css = preview.style.read_text(encoding="utf-8")
    preview.style.write_text(
        css + '\n.headline { font-family: "Test Gothic", "Noto Serif JP" !important }',
        encoding="utf-8",
    )
    until(lambda: said(preview), lambda text: "font.unknown-family" in text)
    fonts = own(preview.folder, a_ttf=cast(words="門を叩いて世界へ、。頭描"))
    try:
        until(lambda: said(preview), lambda text: "font.unknown-family" not in text)
    finally:
        for file in fonts.iterdir():
            file.unlink()
        fonts.rmdir()
    assert first
