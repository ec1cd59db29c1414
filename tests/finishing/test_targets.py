"""The files that do not go to press: for the office printer and for screens."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Name

from brochure.finding import Stop
from brochure.finishing import Job, finish, warm_up
from brochure.product.outputs import Output, output
from brochure.product.pieces import PIECES
from brochure.product.targets import OFFICE, SCREEN, TARGETS, Target
from tests.finishing.conftest import SetPage
from tests.finishing.proof import opened, paints
from tests.finishing.test_boxes import box
from tests.finishing.test_pdfx import xmp

BODY = """<h1>題</h1><p>字 <a href="https://example.org">外</a></p>
<p style="break-before:page;color:var(--sun)">裏</p>"""


def finished(
    set_page: SetPage, job: Job, target: Target, *, tagged: bool = False
) -> bytes:
    source = set_page(BODY, bleed="0mm", tagged=tagged)
    output = Output("leaflet", target, "A4")
    return finish(source, replace(job, output=output, printer=None)).pdf


@pytest.fixture(scope="module")
def office(set_page: SetPage, job: Job) -> bytes:
    return finished(set_page, job, OFFICE)


@pytest.fixture(scope="module")
def screen(set_page: SetPage, job: Job) -> bytes:
    return finished(set_page, job, SCREEN, tagged=True)


@pytest.fixture(params=["office", "screen"])
def either(request: pytest.FixtureRequest) -> bytes:
    pdf: bytes = request.getfixturevalue(request.param)
    return pdf


def test_the_page_is_the_trimmed_size_and_nothing_more(either: bytes) -> None:
    with opened(either) as pdf:
        for page in pdf.pages:
            assert box(page, "MediaBox") == pytest.approx([0, 0, 210, 297], abs=0.01)
            assert box(page, "TrimBox") == box(page, "MediaBox")
            assert Name.BleedBox not in page


def test_colours_stay_srgb(either: bytes) -> None:
    with opened(either) as pdf:
        assert {paint.operator for paint in paints(pdf)} <= {"rg", "RG"}


def test_info_and_xmp_say_the_same_and_know_no_clock(either: bytes) -> None:
    with opened(either) as pdf:
        said = xmp(pdf)
        assert said["title"] == str(pdf.docinfo.Title) == "外務省 採用リーフレット"
        assert said["CreateDate"] == "2026-11-01T00:00:00+09:00"
        assert str(pdf.docinfo.CreationDate) == "D:20261101000000+09'00'"
        assert "Trapped" not in said
        assert Name.OutputIntents not in pdf.Root


def test_the_office_printer_prints_it_at_full_size_on_both_sides(
    office: bytes,
) -> None:
    with opened(office) as pdf:
        wishes = pdf.Root.ViewerPreferences
        assert wishes.PrintScaling == Name("/None")
        assert wishes.Duplex == Name.DuplexFlipLongEdge
        assert bool(wishes.PickTrayByPDFSize)


def test_a_single_sheet_is_printed_on_one_side(set_page: SetPage, job: Job) -> None:
    output = Output("leaflet", OFFICE, "A4")
    one = finish(set_page("<p>字</p>", bleed="0mm"), replace(job, output=output)).pdf
    with opened(one) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == Name.Simplex


def test_a_page_with_bleed_is_not_for_the_office(set_page: SetPage, job: Job) -> None:
    output = Output("leaflet", OFFICE, "A4")
    with pytest.raises(Stop, match="bleed"):
        finish(set_page("<p>字</p>"), replace(job, output=output))


def test_the_screen_file_is_tagged_and_says_so(screen: bytes) -> None:
    with opened(screen) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert Name.StructTreeRoot in pdf.Root
        assert xmp(pdf)["part"] == "1"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.Root.Lang) == "ja"


def test_links_and_bookmarks_of_the_screen_file_live(screen: bytes) -> None:
    with opened(screen) as pdf:
        links = [note.A.URI for note in pdf.pages[0].Annots if Name.A in note]
        assert [str(link) for link in links] == ["https://example.org"]
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["題"]


def test_structure_survives_for_every_page(screen: bytes) -> None:
    with opened(screen) as pdf:
        kinds = {
            str(thing.S)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary)
            and thing.get(Name.Type) == Name.StructElem
        }
        assert {"/H1", "/P", "/Link"} <= kinds


def test_a_screen_file_is_smaller_than_it_was_set(
    screen: bytes, set_page: SetPage
) -> None:
    assert len(screen) < len(set_page(BODY, bleed="0mm", tagged=True))


def test_a_screen_file_without_tags_is_a_mistake_of_ours(
    set_page: SetPage, job: Job
) -> None:
    with pytest.raises(ValueError, match="tags"):
        finished(set_page, job, SCREEN)


@pytest.mark.parametrize("target", TARGETS.values(), ids=str)
def test_warming_up_changes_nothing(
    set_page: SetPage, job: Job, target: Target
) -> None:
    made = output(PIECES["leaflet"], target)
    ticket = replace(job, output=made)
    source = set_page(BODY, bleed=f"{made.bleed_mm}mm", tagged=target.tagged)
    before = finish(source, ticket).files
    warm_up(ticket)
    assert finish(source, ticket).files == before
