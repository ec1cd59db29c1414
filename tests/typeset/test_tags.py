"""A screen reader reads words and described pictures, and no decoration."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from brochure.typeset import Typeset
from tests.typeset.conftest import SET


@pytest.fixture
def picture(tmp_path: Path) -> str:
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<rect width="9" height="9"/></svg>'
    )
    return '<img src="a.svg" {}>'


def read(page: Typeset) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(page.pdf))


def tags(page: Typeset) -> list[str]:
    """The structure elements in reading order, a figure with its description."""

    def walk(element: pikepdf.Object) -> list[str]:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return []
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        below = [name for kid in kids for name in walk(kid)]
        return [f"{element.S} {element.get('/Alt', '')}".strip(), *below]

    with read(page) as pdf:
        return walk(pdf.Root.StructTreeRoot.K[0])


def test_headings_paragraphs_and_pictures_are_tagged(clean: SET, picture: str) -> None:
    body = f"<h1>門</h1><p>叩</p>{picture.format('alt=地図')}"
    page = clean(body, "img { width: 5mm }", tagged=True)
    found = [tag for tag in tags(page) if tag not in ("/Span", "/NonStruct")]
    assert found == ["/Document", "/H1", "/P", "/Figure 地図"]


@pytest.mark.parametrize(
    "style", ["", "position: absolute", "float: left", "display: block"]
)
def test_a_picture_that_only_decorates_is_an_artifact(
    clean: SET, picture: str, style: str
) -> None:
    """ISO 14289-1 § 7.1: content is tagged, or it is marked as an artifact."""
    decoration = picture.format(f'alt="" style="{style}"')
    page = clean(f"<p>門叩</p><p>{decoration}</p>", "img { width: 5mm }", tagged=True)
    assert not any("Figure" in tag for tag in tags(page))
    with read(page) as pdf:
        operators = pikepdf.parse_content_stream(pdf.pages[0])
        names = [str(o.operator) + "".join(map(str, o.operands[:1])) for o in operators]
    drawn = names.index("re0")
    opened = [name for name in names[:drawn] if name[:3] in ("BMC", "BDC", "EMC")]
    assert opened[-1] == "BMC/Artifact"


def test_every_marked_piece_of_text_is_in_the_tree(clean: SET, picture: str) -> None:
    """A piece without a parent would be read by nobody."""
    page = clean(f"<h1>門{picture.format('alt=')}</h1><p>叩<b>く</b></p>", tagged=True)
    with read(page) as pdf:
        marked = [
            int(op.operands[1].MCID)
            for op in pikepdf.parse_content_stream(pdf.pages[0])
            if str(op.operator) == "BDC" and "/MCID" in op.operands[1]
        ]
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        assert len(parents) == len(marked) == len(set(marked))


def test_a_page_for_the_screen_says_that_it_is_pdf_ua_in_japanese(clean: SET) -> None:
    with read(clean("<h1>門</h1>", tagged=True)) as pdf:
        assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()
        assert (pdf.Root.Lang, pdf.Root.MarkInfo.Marked) == ("ja", True)
        assert pdf.docinfo["/Title"] == "見本"


def test_a_page_for_the_press_has_no_tags(clean: SET) -> None:
    with read(clean("<h1>門</h1>")) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert "/MarkInfo" not in pdf.Root
