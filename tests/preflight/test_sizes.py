"""Sizes that preflight knows, and pieces that are drawn smaller than they become."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from brochure import HOME
from brochure.preflight.inspect import inspect
from brochure.preflight.report import page as report_page
from brochure.preflight.report.verdicts import Report
from brochure.product.folds import Fold
from brochure.product.formats import Format, format_of
from brochure.shop import printers
from tests.preflight.good import good, saved
from tests.preflight.mutations.registry import Make, image, paint, place, words

pytestmark = pytest.mark.slow

#: A page of 210 × 297 mm that becomes twice as large: A2, all but 1 mm.
HALF = format_of("420 x 594", "1/2")


def report(
    folder: Path, change: Make, known: Format | None = None, fold: Fold | None = None
) -> Report:
    with pikepdf.open(io.BytesIO(good(""))) as pdf:
        change(pdf)
        made = saved(pdf, force_version=pdf.pdf_version)
    file = folder / "sheet.pdf"
    file.write_bytes(made)
    return inspect(file, printers.load("", HOME), format=known, fold=fold)


def outcome(code: str, found: Report) -> str:
    return next(one.outcome for one in found.verdicts if one.rule.code == code)


def _words(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 100, 4)


def _line(pdf: pikepdf.Pdf) -> None:
    paint(pdf, "0 0 0 1 K 0.06 w 30 60 m 60 60 l S")


def _coarse(pdf: pikepdf.Pdf) -> None:
    place(pdf, image(pdf, 400, bytes([60] * 640_000)), 25.4)


def _near(pdf: pikepdf.Pdf) -> None:
    words(pdf, 2, 100, 9)


@pytest.mark.parametrize(
    ("code", "change", "drawn", "final"),
    [
        ("text.too-small", _words, "fail", "pass"),
        ("lines.too-thin", _line, "fail", "pass"),
        ("images.coarse", _coarse, "pass", "warn"),
        ("text.unsafe", _near, "warn", "pass"),
    ],
)
def test_a_piece_is_judged_as_large_as_it_becomes(
    tmp_path: Path, code: str, change: Make, drawn: str, final: str
) -> None:
    assert outcome(code, report(tmp_path, change)) == drawn
    assert outcome(code, report(tmp_path, change, HALF)) == final


def test_the_report_says_how_large_it_becomes(tmp_path: Path) -> None:
    found = report(tmp_path, _words, HALF)
    said = report_page.html(found, "ja")
    assert "420 × 594 mm の 1/2（210 × 297 mm）" in said
    assert "420 × 594 mm drawn at 1/2: 210 × 297 mm" in said


@pytest.mark.parametrize(
    ("width", "height", "name", "said"),
    [
        (210, 297, "A4", "A4 210 × 297 mm"),
        (297, 210, "A4L", "A4 横 297 × 210 mm"),
        (100, 148, "postcard", "はがき 100 × 148 mm"),
        (91, 55, "meishi", "名刺 91 × 55 mm"),
        (55, 91, "meishi-P", "名刺 縦 55 × 91 mm"),
        (123, 234, None, "123 × 234 mm"),
    ],
)
def test_a_file_from_anywhere_is_called_by_its_size(
    tmp_path: Path, width: float, height: float, name: str | None, said: str
) -> None:
    file = tmp_path / "sheet.pdf"
    with pikepdf.new() as pdf:
        unit = 72 / 25.4
        pdf.add_blank_page(page_size=(width * unit, height * unit))
        pdf.save(file)
    found = inspect(file, printers.load("", HOME))
    known = found.subject.format
    assert (known.name if known else None) == name
    assert (outcome("boxes.size", found) == "warn") is (name is None)
    assert said in report_page.html(found, "ja")
