"""出力見本 and pictures: what goes along to the shop, and what goes on the web."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from brochure.finding import Status, Words
from brochure.finishing import Job, Remark, finish
from brochure.product.outputs import output
from brochure.product.pieces import PIECES
from brochure.product.targets import IMAGE, PROOF
from tests.finishing.conftest import SetPage
from tests.finishing.proof import opened, paints

BODY = """<div style="position:absolute;inset:-3mm;background:var(--night)"></div>
<p>表</p><p style="break-before:page;color:var(--sun)">裏</p>"""
WORD = Remark(Status.FAIL, 2, (20, 40, 60, 50), Words("字が小さい", "too small"))
POINT = Remark(Status.WARN, 1, (100, 100, 100, 100), Words("ここです", "here"))
NOWHERE = Remark(Status.WARN, 1, None, Words("インキが多い", "too much ink"))

Proof = Callable[..., bytes]


@pytest.fixture
def proof(set_page: SetPage, job: Job) -> Proof:
    def made(
        piece: str = "leaflet", size: str = "", fold: str = "", *remarks: Remark
    ) -> bytes:
        one = output(PIECES[piece], PROOF, size, fold=fold)
        fmt = one.format
        source = set_page(BODY, size=f"{fmt.width}mm {fmt.height}mm")
        return finish(source, replace(job, output=one, remarks=remarks)).pdf

    return made


def mm_of(pdf: bytes) -> tuple[float, float]:
    with opened(pdf) as file:
        _, _, width, height = (float(edge) for edge in file.pages[0].mediabox)
    return round(width * 25.4 / 72, 1), round(height * 25.4 / 72, 1)


def words(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "a.pdf").write_bytes(pdf)
    said = subprocess.check_output(["pdftotext", tmp_path / "a.pdf", "-"], text=True)
    return re.sub(r"[ \n]+", " ", said)


@pytest.mark.parametrize(
    ("piece", "size", "paper", "scale"),
    [
        ("leaflet", "", (297, 420), "100 %"),
        ("folder", "", (420, 297), "100 %"),
        ("poster", "B2", (297, 420), "52 %"),
        ("poster", "B1", (297, 420), "37 %"),
    ],
)
def test_it_is_on_office_paper_and_says_its_scale(
    proof: Proof,
    tmp_path: Path,
    piece: str,
    size: str,
    paper: tuple[int, int],
    scale: str,
) -> None:
    pdf = proof(piece, size)
    assert mm_of(pdf) == pytest.approx(paper, abs=0.1)
    assert scale in words(pdf, tmp_path)


def test_it_says_what_it_is_and_for_whom(proof: Proof, tmp_path: Path) -> None:
    said = words(proof(), tmp_path)
    for one in ("出力見本", "1/2", "2/2", "leaflet A4 210 × 297 mm", "FOGRA39"):
        assert one in said
    assert "指摘はありません" in said


def test_everything_is_srgb(proof: Proof) -> None:
    with opened(proof("leaflet", "", "half", WORD, POINT, NOWHERE)) as pdf:
        operators = {paint.operator for paint in paints(pdf)}
    assert operators <= {"rg", "RG", "g", "G"}


def test_the_page_is_at_its_size_and_the_trim_line_at_its_edge(proof: Proof) -> None:
    """In a picture of 10 dots a millimetre; the line is 0.25 pt of cyan."""
    with pypdfium2.PdfDocument(proof()) as pdf:
        picture = pdf[0].render(scale=10 * 25.4 / 72).to_pil().convert("RGB")
    page = np.asarray(picture).astype(int)
    row = page[page.shape[0] // 2 - 700]
    cyan = (row[:, 2] - row[:, 0] > 90) & (row[:, 2] > 150)
    places = np.flatnonzero(cyan) / 10
    left, right = places.min(), places.max()
    assert right - left == pytest.approx(210, abs=0.3)
    # Symmetrical on the sheet, and the bleed around it is inked.
    assert left + right == pytest.approx(297, abs=0.3)
    night = (row.sum(axis=1) < 330).nonzero()[0] / 10
    assert night.min() == pytest.approx(left - 3, abs=0.3)


def test_marks_stand_around_the_page(proof: Proof) -> None:
    with pypdfium2.PdfDocument(proof()) as pdf:
        page = np.asarray(pdf[0].render(scale=4).to_pil().convert("L"))
    mm = 4 * 72 / 25.4
    # The legs of the corner marks reach 10 mm beyond the bleed, left of the trim.
    left = (297 - 210) / 2
    strip = page[:, round((left - 12) * mm) : round((left - 5) * mm)]
    rows = (strip.mean(axis=1) < 120).nonzero()[0] / mm
    assert rows.max() - rows.min() == pytest.approx(297 + 6, abs=0.5)


def test_what_was_found_is_numbered_outlined_and_listed(
    proof: Proof, tmp_path: Path
) -> None:
    pdf = proof("leaflet", "", "", WORD, POINT, NOWHERE)
    with pypdfium2.PdfDocument(pdf) as file:
        texts = [page.get_textpage().get_text_range() for page in file]
        page = np.asarray(file[1].render(scale=4).to_pil().convert("RGB")).astype(int)
    assert "ここです" in texts[0]
    assert "インキが多い" in texts[0]
    assert "字が小さい" in texts[1]
    assert "字が小さい" not in texts[0]
    red = (page[:, :, 0] > 180) & (page[:, :, 1] < 60) & (page[:, :, 2] < 60)
    px = 4 * 72 / 25.4
    edges = (red.sum(axis=0) > 9 * px).nonzero()[0] / px  # as high as the box
    left = (297 - 210) / 2
    assert edges.min() == pytest.approx(left + 20, abs=0.7)
    assert edges.max() == pytest.approx(left + 60, abs=0.7)


def test_many_findings_are_counted(proof: Proof, tmp_path: Path) -> None:
    many = [
        Remark(Status.WARN, 1, None, Words(f"指摘{n}", f"finding {n}"))
        for n in range(40)
    ]
    said = words(proof("leaflet", "", "", *many), tmp_path)
    assert "ほか 28 件" in said
    assert said.count("指摘1") >= 1


def test_nothing_of_a_screen_is_left_on_it(proof: Proof) -> None:
    with opened(proof()) as pdf:
        assert all("/Annots" not in page for page in pdf.pages)
        assert not {"/Outlines", "/Dests", "/Names"} & set(pdf.Root.keys())
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"


# --- Pictures --------------------------------------------------------------------


@pytest.fixture
def pictures(set_page: SetPage, job: Job) -> Callable[..., list[bytes]]:
    def made(width: int = 0, ending: str = "", piece: str = "leaflet") -> list[bytes]:
        one = output(PIECES[piece], IMAGE, width_px=width, ending=ending)
        fmt = one.format
        source = set_page(BODY, size=f"{fmt.width}mm {fmt.height}mm", bleed="0mm")
        return [*finish(source, replace(job, output=one)).files]

    return made


@pytest.mark.parametrize("width", [0, 64, 333, 1080, 2000])
def test_a_picture_of_each_page_is_as_wide_as_asked(
    pictures: Callable[..., list[bytes]], width: int
) -> None:
    found = pictures(width)
    assert len(found) == 2
    for data in found:
        picture = Image.open(io.BytesIO(data))
        assert picture.size == (width or 1200, round((width or 1200) * 297 / 210))
        assert (picture.format, picture.mode) == ("PNG", "RGB")
        assert "srgb" in picture.info


def test_a_lying_page_gives_a_lying_picture(
    pictures: Callable[..., list[bytes]],
) -> None:
    (first, *_) = pictures(800, "jpeg", "folder")
    picture = Image.open(io.BytesIO(first))
    assert picture.size == (800, round(800 * 210 / 297))
    assert picture.format == "JPEG"


def test_pictures_have_the_inks_of_the_screen_to_the_edge(
    pictures: Callable[..., list[bytes]], job: Job
) -> None:
    night = job.palette.inks["night"].hex
    wanted = [int(night[n : n + 2], 16) for n in (1, 3, 5)]
    picture = np.asarray(Image.open(io.BytesIO(pictures(500)[0])))
    for place in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        assert np.abs(picture[place].astype(int) - wanted).max() <= 1


def test_the_same_page_gives_the_same_picture(
    pictures: Callable[..., list[bytes]],
) -> None:
    assert pictures(400) == pictures(400)
    assert pictures(400, "jpeg") == pictures(400, "jpeg")
