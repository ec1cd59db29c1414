"""The press files as a print shop looks at them, with tools that we did not write."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import zxingcpp

from brochure import HOME
from brochure.product.formats import FORMATS, Format
from tests.pieces.conftest import build
from tests.pieces.reading import (
    colours,
    cut,
    has,
    has_pdfbox,
    mm,
    pdfbox_errors,
    plates,
    streams,
)

pytestmark = pytest.mark.slow

SLUG = 16
ICC = next((HOME / "brochure" / "icc").glob("*.icc"))

#: What PDF/A asks for and PDF/X does not.
PDF_A_ALONE = ("The CIDSet entry is missing", "No type defined for", "transparency")

PRESS = [
    ("leaflet-press.pdf", FORMATS["A4"], 2),
    ("poster-b2-press.pdf", FORMATS["B2"], 1),
]
needs_ghostscript = pytest.mark.skipif(not has("gs"), reason="no Ghostscript here")
needs_pdfbox = pytest.mark.skipif(not has_pdfbox(), reason="no PDFBox preflight here")


@pytest.fixture(scope="session")
def x1a(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the leaflet for a shop that takes PDF/X-1a."""
    out = tmp_path_factory.mktemp("x1a")
    build(out, "leaflet", "--target", "press", "--printer", "x1a-jc200103")
    return out


@pytest.fixture(scope="session")
def leaflet_plates(pieces: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("plates")
    return [plates(pieces / "leaflet-press.pdf", page, folder) for page in (1, 2)]


def on_sheet(left: float, top: float, right: float, bottom: float):
    """A box in mm from the trim as a box from the edge of the sheet."""
    return left + SLUG, top + SLUG, right + SLUG, bottom + SLUG


# --- Structure -------------------------------------------------------------------


@pytest.mark.parametrize(("file", "format_", "pages"), PRESS)
def test_boxes_are_exact_to_a_hundredth(
    pieces: Path, file: str, format_: Format, pages: int
):
    with pikepdf.open(pieces / file) as pdf:
        assert len(pdf.pages) == pages
        for page in pdf.pages:
            boxes = {
                name: [mm(side) for side in page.obj[f"/{name}"]]
                for name in ("MediaBox", "BleedBox", "TrimBox")
            }
            left, bottom, right, top = boxes["TrimBox"]
            assert (right - left, top - bottom) == pytest.approx(
                (format_.width, format_.height), abs=0.01
            )
            assert boxes["BleedBox"] == pytest.approx(
                [left - 3, bottom - 3, right + 3, top + 3], abs=0.01
            )
            assert boxes["MediaBox"] == pytest.approx(
                [0, 0, format_.width + 2 * SLUG, format_.height + 2 * SLUG], abs=0.01
            )
            assert (left, bottom) == pytest.approx((SLUG, SLUG), abs=0.01)


@pytest.mark.parametrize("file", [file for file, _, _ in PRESS])
def test_qpdf_finds_nothing_wrong(pieces: Path, file: str):
    done = subprocess.run(
        ["qpdf", "--check", pieces / file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_pdfbox
@pytest.mark.parametrize("file", [file for file, _, _ in PRESS])
def test_pdfbox_preflight_finds_nothing_that_pdfx_forbids(
    pieces: Path, tmp_path: Path, file: str
):
    errors = pdfbox_errors(pieces / file, ICC, tmp_path)
    assert [e for e in errors if not any(known in e for known in PDF_A_ALONE)] == []


@needs_pdfbox
def test_pdfbox_preflight_agrees_on_x1a(x1a: Path, tmp_path: Path):
    errors = pdfbox_errors(x1a / "leaflet-press.pdf", ICC, tmp_path)
    assert [e for e in errors if not any(known in e for known in PDF_A_ALONE)] == []


@pytest.mark.parametrize("file", [file for file, _, _ in PRESS])
def test_a_press_file_says_what_it_is(pieces: Path, file: str):
    with pikepdf.open(pieces / file) as pdf:
        assert pdf.pdf_version == "1.6"
        (intent,) = pdf.Root.OutputIntents
        assert (intent.S, str(intent.OutputConditionIdentifier)) == (
            pikepdf.Name.GTS_PDFX,
            "FOGRA39",
        )
        assert intent.DestOutputProfile.N == 4
        assert intent.DestOutputProfile.read_bytes()[12:20] == b"prtrCMYK"
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            assert xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
            assert xmp["pdf:Trapped"] == "False"
        assert pdf.docinfo.Trapped == pikepdf.Name("/False")
        assert {"/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate"} <= set(
            pdf.docinfo.keys()
        )
        assert len(pdf.trailer.ID) == 2


def test_an_x1a_file_says_what_it_is(x1a: Path):
    with pikepdf.open(x1a / "leaflet-press.pdf") as pdf:
        assert pdf.pdf_version == "1.3"
        assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1:2001"
        assert str(pdf.docinfo["/GTS_PDFXConformance"]) == "PDF/X-1a:2001"
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.RegistryName) == "http://www.color.org"
        assert "/Group" not in pdf.pages[0]
        for page in pdf.pages:
            for stream in streams(page.obj):
                for state in (
                    stream.get("/Resources", {}).get("/ExtGState", {}).values()
                ):
                    assert "/SMask" not in state
                    assert {float(state.get(key, 1)) for key in ("/ca", "/CA")} == {1.0}


@pytest.mark.parametrize("file", [file for file, _, _ in PRESS])
def test_nothing_in_it_is_not_for_the_press(pieces: Path, file: str):
    with pikepdf.open(pieces / file) as pdf:
        assert not {"/AcroForm", "/Names", "/OpenAction", "/AA", "/Outlines"} & set(
            pdf.Root.keys()
        )
        assert all("/Annots" not in page and "/AA" not in page for page in pdf.pages)


@pytest.mark.parametrize("target", ["press", "office", "screen"])
def test_every_font_is_an_embedded_subset(pieces: Path, target: str):
    listed = subprocess.run(
        ["pdffonts", pieces / f"leaflet-{target}.pdf"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[2:]
    assert len(listed) >= 5
    for line in listed:
        assert line[6] == "+", line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


# --- Colour ----------------------------------------------------------------------


def palette() -> set[tuple[float, ...]]:
    """Each ink of inks.yaml and its tints, read without our own reader."""
    mixes = set()
    for line in (HOME / "styles" / "inks.yaml").read_text("utf-8").splitlines():
        name, colon, rest = line.partition(":")
        if colon and name.isidentifier():
            ink = [float(n) / 100 for n in rest.partition("#")[0].split()]
            mixes |= {
                tuple(round(n * tint / 100, 4) for n in ink)
                for tint in range(10, 101, 10)
            }
    return mixes


@pytest.mark.parametrize("file", [file for file, _, _ in PRESS])
def test_every_colour_of_a_page_is_an_ink_to_the_last_digit(pieces: Path, file: str):
    with pikepdf.open(pieces / file) as pdf:
        for page in pdf.pages:
            seen = set(colours(page.obj.Resources.XObject["/Page"]))
            assert {operator for operator, _ in seen} <= {"k", "K"}
            assert {numbers for _, numbers in seen} <= palette()
            assert ("k", (1, 0.88, 0.32, 0.38)) in seen


def test_no_word_of_the_marks_is_in_a_colour_of_its_own(pieces: Path):
    with pikepdf.open(pieces / "leaflet-press.pdf") as pdf:
        marks = pdf.pages[0].obj.Resources.XObject["/Marks"]
        assert {operator for operator, _ in colours(marks)} <= {"k", "K"}


def test_black_text_overprints_and_nothing_white_does(pieces: Path):
    with pikepdf.open(pieces / "leaflet-press.pdf") as pdf:
        form = pdf.pages[0].obj.Resources.XObject["/Page"]
        states = form.Resources.ExtGState
        overprint = {n for n, state in states.items() if state.get("/op") is True}
        stack, fill, over, black, other = [], None, False, [], []
        for operands, operator in pikepdf.parse_content_stream(form):
            match str(operator):
                case "q":
                    stack.append((fill, over))
                case "Q":
                    fill, over = stack.pop()
                case "k":
                    fill = tuple(float(n) for n in operands)
                case "gs" if "/op" in states[str(operands[0])]:
                    over = str(operands[0]) in overprint
                case "Tj" | "TJ":
                    (black if fill == (0, 0, 0, 1) else other).append(over)
        assert black
        assert all(black)
        assert other
        assert not any(other)


# --- Plates, as Ghostscript separates them ---------------------------------------

BODY = on_sheet(16, 243, 194, 274)
QR = on_sheet(172, 254, 196, 279)


@needs_ghostscript
def test_body_text_is_on_the_black_plate_alone(leaflet_plates):
    front, _ = leaflet_plates
    assert cut(front["K"], BODY).max() > 95
    assert max(cut(front[plate], BODY).max() for plate in "CMY") == 0


@needs_ghostscript
def test_the_qr_code_prints_in_black_alone_and_reads(leaflet_plates):
    _, back = leaflet_plates
    black = cut(back["K"], QR)
    (code,) = zxingcpp.read_barcodes(np.uint8(255 - black * 2.55))
    assert code.text == "https://www.mofa.go.jp/mofaj/annai/saiyo/"
    corners = code.position
    xs = [corners.top_left.x, corners.bottom_right.x]
    ys = [corners.top_left.y, corners.bottom_right.y]
    for plate in "CMY":
        assert cut(back[plate], QR)[ys[0] : ys[1], xs[0] : xs[1]].max() == 0


@needs_ghostscript
def test_no_point_has_more_ink_than_the_house_allows(leaflet_plates):
    for page in leaflet_plates:
        total = sum(cut(plate, on_sheet(-3, -3, 213, 300)) for plate in page.values())
        assert 250 < total.max() <= 300


@needs_ghostscript
def test_art_reaches_the_edge_of_the_bleed(leaflet_plates):
    front, back = leaflet_plates
    for page, top, bottom in ((front, -3, 209), (back, 192, 300)):
        for left, right in ((-2.9, -0.5), (210.5, 212.9)):
            ring = cut(page["C"], on_sheet(left, top + 0.2, right, bottom - 0.2))
            assert ring.min() > 60
    assert cut(front["C"], on_sheet(0, -2.9, 210, -0.5)).min() > 95
    assert cut(back["C"], on_sheet(0, 297.5, 210, 299.9)).min() > 95


@needs_ghostscript
def test_marks_are_on_all_four_plates(leaflet_plates):
    front, _ = leaflet_plates
    #  角トンボ: trim line and bleed line, left of the sheet's top left corner.
    corner = [cut(front[plate], (3, 12.5, 12, 16.5)) for plate in "CMYK"]
    for plate in corner:
        lines = plate.max(axis=1) > 50
        assert int((np.diff(lines.astype(int)) == 1).sum()) == 2
    for plate in corner[1:]:
        assert np.array_equal(plate > 50, corner[0] > 50)


# --- Words -----------------------------------------------------------------------


@pytest.mark.parametrize(("file", "format_", "pages"), PRESS)
def test_no_word_enters_the_safe_margin(
    pieces: Path, tmp_path: Path, file: str, format_: Format, pages: int
):
    office = tmp_path / "page.pdf"
    with pikepdf.open(pieces / file) as pdf:
        for page in pdf.pages:  # without the slug's words
            del page.obj.Resources.XObject["/Marks"]
            page.obj.Contents = pdf.make_stream(b"q /Page Do Q")
        pdf.save(office)
    words = subprocess.run(
        ["pdftotext", "-bbox", office, "-"], capture_output=True, text=True, check=True
    ).stdout
    boxes = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', words
    )
    assert len(boxes) > 5
    for left, top, right, bottom in (map(float, box) for box in boxes):
        assert mm(left) - SLUG >= format_.safe - 0.5
        assert mm(top) - SLUG >= format_.safe - 0.5
        assert format_.width - (mm(right) - SLUG) >= format_.safe - 0.5
        assert format_.height - (mm(bottom) - SLUG) >= format_.safe - 0.5
