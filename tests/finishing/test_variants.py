"""Office files that save toner, and office files for a printer with black alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from brochure import HOME
from brochure.commands.main import main
from brochure.finishing.gray import lightness
from tests.typeset.seen import dark, text, unreadable

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("office")
    order = ["build", "leaflet", "--target", "office", "--out", str(out)]
    for more in ([], ["--save-toner"], ["--mono"], ["--save-toner", "--mono"]):
        assert main([*order, *more]) == 0
    return out


def pages(file: Path) -> list[np.ndarray]:
    with pypdfium2.PdfDocument(file) as pdf:
        return [np.asarray(p.render(scale=1).to_pil().convert("RGB")) for p in pdf]


def test_saving_toner_leaves_most_of_the_paper_white(made: Path) -> None:
    usual = np.mean([(255 - p).mean() for p in pages(made / "leaflet-office.pdf")])
    saved = [(255 - p).mean() for p in pages(made / "leaflet-office-toner.pdf")]
    assert np.mean(saved) < 0.2 * usual


@pytest.mark.parametrize("house", [".", "examples/minato"])
def test_every_piece_of_every_house_saves_toner(tmp_path: Path, house: str) -> None:
    for piece, more in (("leaflet", []), ("folder", []), ("poster", ["--size", "A3"])):
        order = ["build", piece, "--target", "office", *more, "--out", str(tmp_path)]
        order += ["--content", str(HOME / house)]
        for variant in ([], ["--save-toner"], ["--save-toner", "--mono"]):
            assert main([*order, *variant]) == 0
    for usual in tmp_path.glob("*-office.pdf"):
        saved = usual.with_stem(f"{usual.stem}-toner")
        assert dark(usual) > 0.3
        assert dark(saved) < min(0.08, dark(usual) / 3)
        assert text(saved) == text(usual)
        for file in (saved, usual.with_stem(f"{usual.stem}-toner-mono")):
            assert unreadable(file) == []


def test_black_and_white_has_no_colour_anywhere(made: Path) -> None:
    for name in ("mono", "toner-mono"):
        file = made / f"leaflet-office-{name}.pdf"
        for page in pages(file):
            assert (page.max(axis=2) - page.min(axis=2)).max() == 0
        with pikepdf.open(file) as pdf:
            for page in pdf.pages:
                operators = {
                    str(operator) for _, operator in pikepdf.parse_content_stream(page)
                }
                assert not operators & {"rg", "RG", "k", "K"}


def test_words_keep_their_contrast_in_black_and_white() -> None:
    """ISO and W3C call 4.5:1 readable; a graphic on white needs 3:1."""
    paper = 1.0
    for colour, least in (((254, 203, 82), 3.0), ((108, 147, 197), 4.5)):
        gray = lightness([value / 255 for value in colour])
        ratio = (luminance(paper) + 0.05) / (luminance(gray) + 0.05)
        assert ratio >= least, colour
    assert lightness([0.95, 0.96, 0.99]) == 1.0  # mist is paper
    assert lightness([0, 0, 0]) == 0


def luminance(gray: float) -> float:
    return gray / 12.92 if gray <= 0.04045 else ((gray + 0.055) / 1.055) ** 2.4


def test_they_print_as_they_are(made: Path) -> None:
    for file in made.glob("*.pdf"):
        with pikepdf.open(file) as pdf:
            preferences = pdf.Root.ViewerPreferences
            assert preferences.PrintScaling == "/None"
            assert preferences.Duplex == "/DuplexFlipLongEdge"


def test_variants_are_for_the_office_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ["build", "--target", "press", "--mono", "--out", str(tmp_path)]
    assert main([*order, "--lang", "en"]) == 2
    assert "office files" in capsys.readouterr().err
