"""Content and style are really separate: another house by style sheets alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from brochure import HOME
from brochure.commands.main import main
from brochure.content import load
from brochure.content.inline import plain

MINATO = HOME / "examples" / "minato"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("minato")
    assert main(["build", "--content", str(MINATO), "--out", str(out)]) == 0
    return out


def test_the_shop_takes_the_example_as_it_is(made: Path) -> None:
    assert len(list(made.glob("*.pdf"))) == 4  # and the build has checked them


def test_all_its_words_are_there(made: Path) -> None:
    content = load(MINATO / "content.yaml").content
    said = subprocess.check_output(
        ["pdftotext", "-raw", made / "leaflet-office.pdf", "-"], text=True
    )
    said = "".join(said.split())
    for text in (
        content.organization.name,
        *content.questions[0].body,
        content.interview.title if content.interview else "",
        *content.message.keywords,
    ):
        words = "".join(plain(text).split()).replace("?", "？")
        if "{" not in text:
            assert words in said


def test_nothing_but_words_and_styles_is_its_own() -> None:
    own = {path.name for path in MINATO.iterdir() if path.name != "out"}
    assert own == {"content.yaml", "styles"}
    for name in ("page.css", "art/world-map.svg"):
        ours, theirs = MINATO / "styles" / name, HOME / "styles" / name
        assert ours.read_bytes() == theirs.read_bytes()
    for name in ("inks.yaml", "leaflet.css", "type.css"):
        ours, theirs = MINATO / "styles" / name, HOME / "styles" / name
        assert ours.read_bytes() != theirs.read_bytes()
