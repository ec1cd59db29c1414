"""Other people's programs look at our files: qpdf, poppler, PDFBox, Ghostscript.

There is no free PDF/X validator. PDFBox's preflight knows PDF/A-1b, whose rules on
fonts, device colours, transparency and syntax are those of PDF/X; given a copy whose
output intent claims PDF/A, it may find only what sets the two apart.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from brochure.finishing.boxes import SLUG
from tests.finishing.conftest import Press
from tests.finishing.proof import opened

pytestmark = pytest.mark.slow

Saved = Callable[[bytes], Path]
Plates = dict[str, np.ndarray]

BODY = """<div class=sky><h1>世界地図を頭に描いて</h1><p class=w>白抜きの文字</p></div>
<p>墨の文字は墨版だけに出る。</p><p class=n>墨ノセの文字</p><div class=g></div>"""
CSS = """.sky{background:var(--night);height:80mm;margin:-3mm -3mm 0;padding:20mm}
h1{color:var(--day);font-family:"Noto Serif JP";font-weight:900} p{margin:5mm 20mm}
.w{color:var(--paper);font-weight:700} .n{background:var(--sun)}
.g{height:10mm;background:linear-gradient(90deg,var(--sun),var(--day))}"""

SHARE = Path("/usr/share/java")
JARS = [
    SHARE / name
    for name in (
        "preflight.jar",
        "pdfbox2.jar",
        "pdfbox2-tools.jar",
        "fontbox2.jar",
        "xmpbox.jar",
        "commons-logging.jar",
        "javax.activation.jar",
        "jaxb-api.jar",
    )
]
#: PDFBox's words about a press file that tell PDF/A from PDF/X, and nothing else:
#: no CIDSet is wanted here, and its XMP schema of 2004 has no pdf:Trapped.
_ONLY_PDF_A = ("The CIDSet entry is missing", "No type defined for", "Trapped")


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [name for name in programs if not shutil.which(name)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {missing}")


def run(*words: str | Path) -> str:
    return subprocess.run(
        words, capture_output=True, check=True, text=True, timeout=60
    ).stdout


@pytest.fixture(scope="module", params=["house", "x1a-jc200103", "x1a-fogra39"])
def both(request: pytest.FixtureRequest, press: Press) -> bytes:
    return press(BODY, CSS, printer=request.param).pdf


@needs("qpdf")
def test_qpdf_finds_no_error_and_no_warning(both: bytes, saved: Saved) -> None:
    # --check ends with status 3 for warnings, 2 for errors.
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", saved(both))


@needs("pdffonts")
def test_poppler_sees_every_font_embedded_and_subset(both: bytes, saved: Saved) -> None:
    rows = run("pdffonts", saved(both)).splitlines()[2:]
    assert len(rows) >= 3
    for row in rows:
        assert re.search(r" yes yes yes +\d+ +0$", row), row


@needs("pdfinfo")
def test_poppler_reads_the_boxes(both: bytes, saved: Saved) -> None:
    text = run("pdfinfo", "-box", saved(both))
    for line in (
        r"MediaBox: +0\.00 +0\.00 +685\.98 +932\.60",
        r"BleedBox: +36\.85 +36\.85 +649\.13 +895\.75",
        r"TrimBox: +45\.35 +45\.35 +640\.63 +887\.24",
        r"Title: +外務省 採用リーフレット",
        r"Encrypted: +no",
        r"JavaScript: +no",
        r"Form: +none",
    ):
        assert re.search(line, text), line


@needs("pdftotext")
def test_poppler_reads_the_words_back(both: bytes, saved: Saved) -> None:
    text = re.sub(r"\s", "", run("pdftotext", "-raw", saved(both), "-"))
    for words in ("世界地図を頭に描いて", "墨の文字は墨版だけに出る。", "墨ノセの文字"):
        assert words in text


def java(*words: str | Path) -> str:
    path = ":".join(map(str, JARS))
    done = subprocess.run(
        ["java", "-cp", path, *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


pdfbox = pytest.mark.skipif(
    not shutil.which("java") or not all(jar.exists() for jar in JARS),
    reason="PDFBox or a library of it is not installed (libpdfbox2-java)",
)


def as_pdf_a(pdf: bytes) -> bytes:
    """The same file whose output intent claims PDF/A-1."""
    with opened(pdf) as document:
        document.Root.OutputIntents[0].S = Name.GTS_PDFA1
        file = io.BytesIO()
        document.save(
            file,
            force_version="1.4",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return file.getvalue()


def faults(report: str) -> list[str]:
    """PDFBox's findings, without those that only PDF/A has."""
    return [
        line
        for line in report.splitlines()
        if re.match(r"\d+\.\d+", line) and not any(w in line for w in _ONLY_PDF_A)
    ]


_VALIDATOR = "org.apache.pdfbox.preflight.Validator_A1b"


@pdfbox
@pytest.mark.parametrize("printer", ["house", "x1a-fogra39"])
def test_pdfbox_finds_colours_fonts_and_syntax_in_order(
    press: Press, saved: Saved, printer: str
) -> None:
    report = java(_VALIDATOR, saved(as_pdf_a(press(BODY, CSS, printer=printer).pdf)))
    # PDF/X-4 may have transparency, which clauses 2.2.1 and 4.1 keep out of PDF/A-1.
    allowed = {"2.2.1", "4.1.1"} if printer == "house" else set()
    assert {fault[:5] for fault in faults(report)} <= allowed
    assert "valid PDF/A-1b file" in report


@pdfbox
def test_pdfbox_would_have_seen_a_screen_colour(press: Press, saved: Saved) -> None:
    with opened(as_pdf_a(press(BODY, CSS, printer="x1a-fogra39").pdf)) as pdf:
        form = pdf.pages[0].Resources.XObject["/Page"]
        form.write(form.read_bytes() + b"\n1 0 0 rg 0 0 9 9 re f")
        file = io.BytesIO()
        pdf.save(file)
    assert any(
        "rg" in fault for fault in faults(java(_VALIDATOR, saved(file.getvalue())))
    )


# --- The plates, made by Ghostscript, which honours overprint ---------------------

PPI = 72


def plates(pdf: Path, folder: Path) -> Plates:
    """Ink of each plate in percent, by pixel, from the upper left of the sheet."""
    run(
        *("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep"),
        *("-dFirstPage=1", "-dLastPage=1", f"-r{PPI}", "-dGraphicsAlphaBits=1"),
        *("-dTextAlphaBits=1", "-o", f"{folder}/page%d.tif", pdf),
    )
    found = {}
    for name in ("Cyan", "Magenta", "Yellow", "Black"):
        image = Image.open(folder / f"page1({name}).tif").convert("L")
        found[name[0] if name != "Black" else "K"] = 100 - np.asarray(image) / 2.55
    return found


def at(found: Plates, x: float, y: float) -> tuple[int, ...]:
    """C M Y K in percent at a point, mm from the upper left of the trim."""
    column, row = (int((SLUG + value) / 25.4 * PPI) for value in (x, y))
    return tuple(round(float(found[plate][row, column])) for plate in "CMYK")


def area(plate: np.ndarray, x: float, y: float, right: float, bottom: float):
    """A part of a plate, mm from the upper left of the trim."""
    left, top, end, low = (
        int((SLUG + value) / 25.4 * PPI) for value in (x, y, right, bottom)
    )
    return plate[top:low, left:end]


@pytest.fixture(scope="module")
def plated(press: Press, tmp_path_factory: pytest.TempPathFactory) -> Plates:
    folder = tmp_path_factory.mktemp("plates")
    path = folder / "press.pdf"
    path.write_bytes(press(BODY, CSS).pdf)
    return plates(path, folder)


ghostscript = needs("gs")


@ghostscript
def test_the_sky_is_exactly_its_four_inks_on_the_plates(plated: Plates) -> None:
    assert at(plated, 100, 100) == (100, 88, 32, 38)


@ghostscript
def test_the_art_reaches_the_edge_of_the_bleed_and_ends_there(plated: Plates) -> None:
    for x, y in ((-2.5, 50), (212.5, 50), (100, -2.5), (-2.5, -2.5)):
        assert at(plated, x, y) == (100, 88, 32, 38)
    for x, y in ((-3.6, 50), (213.6, 50), (60, -3.6)):
        assert at(plated, x, y) == (0, 0, 0, 0)


@ghostscript
def test_black_text_is_on_the_black_plate_alone(plated: Plates) -> None:
    # The line of text under the sky, on bare paper.
    window = (20, 121, 150, 131)
    assert area(plated["K"], *window).max() == 100
    for plate in "CMY":
        assert area(plated[plate], *window).max() == 0


@ghostscript
def test_overprinting_text_leaves_no_hole_in_the_plates_under_it(
    plated: Plates,
) -> None:
    window = area(plated["M"], 25, 134, 120, 139)
    black = area(plated["K"], 25, 134, 120, 139)
    assert black.max() == 100
    assert window.min() == pytest.approx(92, abs=1)


@ghostscript
def test_reversed_text_is_a_hole_in_every_plate(plated: Plates) -> None:
    window = (15, 40, 100, 60)
    bare = sum(area(plated[plate], *window) for plate in "CMYK") == 0
    assert bare.sum() > 20


@ghostscript
def test_marks_are_on_all_four_plates(plated: Plates) -> None:
    for plate in "CMYK":
        # Legs of the upper left corner mark, and the left centre mark.
        assert area(plated[plate], -13, -4, -4, 1).max() == 100
        assert area(plated[plate], -4, -13, 1, -4).max() == 100
        assert area(plated[plate], -13, 140, -4, 157).max() == 100


@ghostscript
def test_a_gradient_runs_from_ink_to_ink_without_a_third(plated: Plates) -> None:
    strip = 148.0
    rows = [at(plated, x, strip) for x in (2, 105, 208)]
    assert rows[0] == pytest.approx((0, 92, 90, 0), abs=3)
    assert rows[1] == pytest.approx((0, 57, 82, 0), abs=3)
    assert rows[2] == pytest.approx((0, 22, 75, 0), abs=3)
