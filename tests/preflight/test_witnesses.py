"""Other programs: their files get sensible verdicts, their verdicts agree with ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from brochure import HOME
from brochure.preflight.inspect import inspect
from brochure.preflight.measuring.own_plates import OwnPlates, knows
from brochure.preflight.measuring.plates import GhostscriptPlates
from brochure.preflight.reading import read
from brochure.preflight.report.verdicts import Report
from brochure.shop import printers
from tests.finishing.test_witnesses import JARS, needs
from tests.preflight.good import good
from tests.preflight.mutations import MUTATIONS

pytestmark = pytest.mark.slow

HOUSE = printers.load("", HOME)
#: Rules that read what ISO 15930 asks of a file's structure.
_STRUCTURE = {"fonts.not-embedded", "transparency.used"}


def outcomes(report: Report) -> dict[str, str]:
    return {one.rule.code: one.outcome for one in report.verdicts}


# --- Files by other programs -----------------------------------------------------


@pytest.fixture
def typst_file(tmp_path: Path) -> Path:
    typst = pytest.importorskip("typst")
    source = tmp_path / "sheet.typ"
    source.write_text(
        '#set page("a4", margin: 20mm)\n#set text(font: "Noto Sans JP", 10pt)\n'
        "= 採用案内\n世界地図を頭に描いていますか？\n"
        "#rect(width: 4cm, height: 2cm, fill: rgb(20, 40, 90))\n",
        encoding="utf-8",
    )
    file = tmp_path / "typst.pdf"
    typst.compile(source, output=file, font_paths=[HOME / "fonts"])
    return file


def test_a_file_by_typst_is_a_sound_pdf_in_rgb(typst_file: Path) -> None:
    report = inspect(typst_file, HOUSE)
    said = outcomes(report)
    assert not report.passed
    assert said["colour.rgb"] == said["pdfx.unidentified"] == "fail"
    assert said["boxes.trim-missing"] == "fail"
    for sound in ("fonts.not-embedded", "reading.incomplete", "fonts.notdef"):
        assert said[sound] == "pass"
    assert "error" not in said.values()
    assert "採用案内" in "".join(t.text for t in report.subject.facts.pages[0].texts)


@needs("gs")
@pytest.mark.parametrize("device", ["pdfwrite", "pdfimage32"])
def test_a_file_by_ghostscript_gets_a_verdict(tmp_path: Path, device: str) -> None:
    """pdfwrite keeps the inks and loses the PDF/X; pdfimage makes one picture of it."""
    source, made = tmp_path / "good.pdf", tmp_path / "made.pdf"
    source.write_bytes(good())
    command = ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-r200"]
    subprocess.run(
        [*command, f"-sDEVICE={device}", f"-sOutputFile={made}", source], check=True
    )
    said = outcomes(inspect(made, HOUSE))
    assert "error" not in said.values()
    assert said["pdfx.unidentified"] == "fail"
    if device == "pdfwrite":
        assert said["colour.rgb"] == said["fonts.not-embedded"] == "pass"
    else:
        assert said["images.coarse"] == "warn"


@needs("soffice")
def test_a_file_by_libreoffice_gets_a_verdict(tmp_path: Path) -> None:
    page = tmp_path / "sheet.html"
    page.write_text("<meta charset=utf-8><h1>採用案内</h1>", encoding="utf-8")
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, page],
        check=True,
        timeout=120,
        capture_output=True,
    )
    said = outcomes(inspect(tmp_path / "sheet.pdf", HOUSE))
    assert "error" not in said.values()
    assert said["pdfx.unidentified"] == said["boxes.trim-missing"] == "fail"


# --- Verdicts by other programs --------------------------------------------------


def spoilt(rule: str, defect: str) -> bytes:
    (found,) = (one for one in MUTATIONS if (one.rule, one.defect) == (rule, defect))
    return found.pdf()


@needs("pdffonts")
@pytest.mark.parametrize("mutated", [False, True])
def test_poppler_and_we_agree_on_embedded_fonts(tmp_path: Path, mutated: bool) -> None:
    file = tmp_path / "sheet.pdf"
    defect = "Helvetica, which nobody embeds"
    file.write_bytes(spoilt("fonts.not-embedded", defect) if mutated else good())
    rows = subprocess.check_output(["pdffonts", file], text=True)
    theirs = len(re.findall(r" no +(?:yes|no) +(?:yes|no) ", rows))
    ours = sum(not font.embedded for font in read(file).fonts)
    assert ours == theirs == int(mutated)


@needs("pdfimages")
def test_poppler_and_we_agree_on_the_resolution_of_pictures(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(spoilt("images.coarse", "100 ppi"))
    rows = subprocess.check_output(["pdfimages", "-list", file], text=True)
    theirs = sorted(int(row.split()[12]) for row in rows.splitlines()[2:])
    ours = sorted(round(i.ppi) for page in read(file).pages for i in page.images)
    assert ours == theirs


@needs("pdfinfo")
def test_poppler_and_we_agree_on_the_boxes(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(good())
    said = subprocess.check_output(["pdfinfo", "-box", file], text=True)
    for page in read(file).pages:
        for name in ("MediaBox", "BleedBox", "TrimBox"):
            (line,) = re.findall(rf"{name}:\s+(.*)", said)
            theirs = [float(number) for number in line.split()]
            assert page.boxes[name] == pytest.approx(theirs, abs=0.01)


@needs("qpdf")
def test_qpdf_and_we_agree_on_what_is_broken(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole.pdf", tmp_path / "torn.pdf"
    whole.write_bytes(good())
    torn.write_bytes(good()[:-400])
    for file, broken in ((whole, False), (torn, True)):
        theirs = subprocess.run(["qpdf", "--check", file], capture_output=True)
        ours = outcomes(inspect(file, HOUSE))["reading.incomplete"]
        assert (theirs.returncode != 0) is (ours == "fail") is broken


@needs("java")
@pytest.mark.skipif(not all(jar.exists() for jar in JARS), reason="no PDFBox")
@pytest.mark.parametrize(
    ("rule", "defect", "words"),
    [
        (None, "", None),
        ("fonts.not-embedded", "Helvetica, which nobody embeds", "3.1"),
        ("document.features", "something that happens on opening", "6.2|1.4"),
        ("document.annotations", "a proof-reader's note", "5."),
        ("pdfx.lzw", "a content stream packed with LZW", "1.2"),
    ],
)
def test_pdfbox_and_we_agree_on_structure(
    tmp_path: Path, rule: str | None, defect: str, words: str | None
) -> None:
    """PDFBox knows PDF/A-1b; a copy whose intent claims that is held against it."""
    file = tmp_path / "sheet.pdf"
    if rule == "pdfx.lzw":  # saving it again would take the LZW out
        file.write_bytes(spoilt(rule, defect).replace(b"GTS_PDFX ", b"GTS_PDFA1"))
    else:
        file.write_bytes(spoilt(rule, defect) if rule else good())
    theirs, plain = pdfbox(file), pdfbox_of_good(tmp_path)
    ours = outcomes(inspect(file, HOUSE))
    if rule is None:
        assert theirs == plain
    else:
        assert ours[rule] == "fail"
        assert theirs - plain


def pdfbox(file: Path) -> set[str]:
    """The errors of PDFBox preflight, each without its place."""
    paths = ":".join(map(str, JARS))
    main = "org.apache.pdfbox.preflight.Validator_A1b"
    said = subprocess.run(
        ["java", "-cp", paths, main, file], capture_output=True, text=True, timeout=60
    )
    return set(re.findall(r"^(\d[\d.]* : [^,\n]*)", said.stdout, re.M))


def pdfbox_of_good(folder: Path) -> set[str]:
    file = folder / "good.pdf"
    file.write_bytes(good())
    return pdfbox(file)


# --- Plates ----------------------------------------------------------------------


@needs("gs")
@pytest.mark.parametrize(
    ("rule", "defect"),
    [("", ""), ("ink.over-limit", "two colours of 200 % that overprint")],
)
def test_our_own_plates_are_those_of_ghostscript(
    tmp_path: Path, rule: str, defect: str
) -> None:
    """Edges may differ by a pixel; flat colours may not, nor the sum of inks."""
    file = tmp_path / "sheet.pdf"
    file.write_bytes(spoilt(rule, defect) if rule else good())
    facts = read(file)
    assert knows(facts)
    theirs, ours = GhostscriptPlates(file, facts), OwnPlates(file, facts)
    for page in (1, 2):
        a, b = theirs.page(page).astype(int), ours.page(page).astype(int)
        height, width = min(a.shape[0], b.shape[0]), min(a.shape[1], b.shape[1])
        a, b = a[:height, :width], b[:height, :width]
        flat = ~edges(a) & ~edges(b)
        assert flat.mean() > 0.9
        assert np.abs(a - b)[flat].max() <= 1
    assert (theirs.page(1).sum(axis=2) > 360).any() is np.bool_(bool(rule))


def edges(ink: np.ndarray) -> np.ndarray:
    """Where a plate changes within two pixels."""
    found = np.zeros(ink.shape[:2], bool)
    for axis in (0, 1):
        for step in (-2, -1, 1, 2):
            found |= (ink != np.roll(ink, step, axis)).any(axis=2)
    return found


@pytest.mark.parametrize("kind", ["colour.rgb", "transparency.used"])
def test_what_cannot_be_separated_is_not_passed_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Without Ghostscript a colour that we do not know is “not measured”."""
    which: Callable[[str], None] = lambda program: None  # noqa: E731
    monkeypatch.setattr(shutil, "which", which)
    (first, *_) = (one for one in MUTATIONS if one.rule == kind)
    file = tmp_path / "sheet.pdf"
    file.write_bytes(first.pdf())
    said = outcomes(inspect(file, printers.load(first.printer, HOME)))
    assert said["ink.over-limit"] == said["bleed.art"] == "skip"


def test_our_own_file_is_measured_without_ghostscript(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    file = tmp_path / "sheet.pdf"
    file.write_bytes(good())
    report = inspect(file, HOUSE)
    assert report.subject.plates.method == "own"
    assert outcomes(report)["ink.over-limit"] == outcomes(report)["bleed.art"] == "pass"


def test_a_page_can_be_told_from_a_broken_copy(tmp_path: Path) -> None:
    """qpdf mends many files silently; ours says so."""
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(good()[:-400])
    with pikepdf.open(torn, suppress_warnings=True) as pdf:
        assert len(pdf.pages) == 2
    assert not inspect(torn, HOUSE).passed
