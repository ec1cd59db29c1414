"""The knife, the bleed and the sheet, in millimetres, to a hundredth."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Name

from brochure.finding import Stop
from brochure.finishing import Job
from brochure.finishing.boxes import SLUG
from brochure.product.formats import FORMATS
from brochure.product.outputs import Output
from brochure.product.targets import PRESS
from brochure.product.units import mm
from tests.finishing.conftest import Press, SetPage
from tests.finishing.proof import opened

BOXES = ("MediaBox", "BleedBox", "TrimBox")
EXACT = 0.01


def box(page: pikepdf.Page, name: str) -> list[float]:
    """Left, bottom, width and height in mm."""
    left, bottom, right, top = (mm(float(edge)) for edge in page.obj[Name(f"/{name}")])
    return [left, bottom, right - left, top - bottom]


@pytest.mark.parametrize("size", FORMATS)
def test_every_format_has_exact_boxes(press: Press, size: str) -> None:
    format_ = FORMATS[size]
    finished = press(
        "<p>字</p>",
        output=Output("poster", PRESS, size),
        source={"size": f"{format_.width}mm {format_.height}mm"},
    )
    with opened(finished.pdf) as pdf:
        for name, out in zip(BOXES, (SLUG, 3, 0), strict=True):
            edge = SLUG - out
            size_ = [format_.width + 2 * out, format_.height + 2 * out]
            found = box(pdf.pages[0], name)
            assert found == pytest.approx([edge, edge, *size_], abs=EXACT), name


def test_all_pages_have_the_same_boxes(press: Press) -> None:
    with opened(press("<p>一</p><p>二</p>", "p{break-after:page}").pdf) as pdf:
        assert len(pdf.pages) == 2
        for name in BOXES:
            assert box(pdf.pages[0], name) == box(pdf.pages[1], name)


def test_without_marks_the_sheet_ends_at_the_bleed(press: Press, job: Job) -> None:
    assert job.printer
    shop = replace(job.printer, marks=False)
    with opened(press("<p>字</p>", printer=shop).pdf) as pdf:
        page = pdf.pages[0]
        assert box(page, "MediaBox") == pytest.approx([0, 0, 216, 303], abs=EXACT)
        assert box(page, "BleedBox") == box(page, "MediaBox")
        assert box(page, "TrimBox") == pytest.approx([3, 3, 210, 297], abs=EXACT)
        assert "/Marks" not in page.Resources.XObject


def test_the_page_is_a_form_cut_off_at_the_bleed(press: Press) -> None:
    with opened(press("<p>字</p>").pdf) as pdf:
        form = pdf.pages[0].Resources.XObject["/Page"]
        left, bottom, right, top = (mm(float(edge)) for edge in form.BBox)
        assert [left, bottom, right, top] == pytest.approx(
            [-3, -3, 213, 300], abs=EXACT
        )
        assert [mm(float(v)) for v in list(form.Matrix)[4:]] == pytest.approx([16, 16])


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ({"size": "209.98mm 297mm"}, "boxes.trim"),
        ({"size": "297mm 210mm"}, "boxes.trim"),
        ({"bleed": "0mm"}, "boxes.bleed"),
        ({"bleed": "2.9mm"}, "boxes.bleed"),
    ],
)
def test_a_page_of_another_size_or_bleed_does_not_go_to_press(
    press: Press, source: dict[str, str], code: str
) -> None:
    with pytest.raises(Stop) as stop:
        press("<p>字</p>", source=source)
    assert {finding.code for finding in stop.value.findings} == {code}


def test_a_layout_page_of_the_right_size_is_right_to_a_hundredth(
    set_page: SetPage,
) -> None:
    # What we lean on: the engine rounds its boxes to a millionth of a point.
    with opened(set_page("<p>字</p>")) as pdf:
        assert box(pdf.pages[0], "TrimBox") == pytest.approx([0, 0, 210, 297], abs=1e-4)
