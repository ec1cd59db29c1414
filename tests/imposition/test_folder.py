"""巻三つ折り: three panels a side from the same words, the inner one shorter."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from brochure import HOME
from brochure.commands.main import main
from brochure.content import load
from brochure.content.inline import plain

pytestmark = pytest.mark.slow

#: Colours at the foot of each panel, from the left of each page.
OUTSIDE, INSIDE = (97, 197), (100, 200)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("folder")
    order = ["build", "folder", "--out", str(out)]
    for target in ("press", "office"):
        assert main([*order, "--target", target]) == 0
    return out


def test_no_word_is_lost_and_none_lies_on_a_fold(made: Path) -> None:
    """The build has asked the shop, who looks at the folds (text.fold)."""
    assert main(["check", str(made / "folder-press.pdf"), "--fold", "roll"]) == 0
    content = load(HOME / "content.yaml").content
    said = subprocess.check_output(
        ["pdftotext", "-raw", made / "folder-office.pdf", "-"], text=True
    )
    said = re.sub(r"\s", "", said)
    assert content.interview
    for text in (
        *content.questions[0].body,
        *content.interview.body,
        *content.message.body,
        content.organization.name,
    ):
        wanted = plain(text).translate(str.maketrans("?!~", "？！〜"))
        assert re.sub(r"\s", "", wanted)[:40] in said


def test_the_panels_end_at_the_folds(made: Path) -> None:
    scale = 72 / 25.4 * 4 / 2.83465  # four pixels a millimetre
    with pypdfium2.PdfDocument(made / "folder-office.pdf") as pdf:
        for number, folds in ((0, OUTSIDE), (1, INSIDE)):
            page = np.asarray(pdf[number].render(scale=scale).to_pil()).astype(int)
            row = page[round(0.99 * page.shape[0])]
            per_mm = page.shape[1] / 297
            steps = np.abs(np.diff(row, axis=0)).max(axis=1).nonzero()[0] / per_mm
            for place in steps:
                assert min(abs(place - fold) for fold in folds) < 0.5
            assert len(steps)


def test_fold_marks_are_at_the_folds_and_mirrored_inside(made: Path) -> None:
    slug, mm = 16.0, 8.0
    with pypdfium2.PdfDocument(made / "folder-press.pdf") as pdf:
        for number, folds in ((0, OUTSIDE), (1, INSIDE)):
            page = np.asarray(pdf[number].render(scale=mm * 25.4 / 72).to_pil())
            strip = page[round(4 * mm) : round(6 * mm)]
            dark = (strip.min(axis=(0, 2)) < 128).nonzero()[0] / mm - slug
            for fold in folds:
                assert np.abs(dark - fold).min() < 0.15


def test_a_lying_sheet_is_turned_about_its_short_edge(made: Path) -> None:
    with pikepdf.open(made / "folder-office.pdf") as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
