"""What makes the file a PDF/X that a shop's software lets through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from xml.etree import ElementTree

import pikepdf
import pytest
from pikepdf import Name

from brochure.finding import Stop
from brochure.finishing import Job, finish
from brochure.finishing.fonts import _is_cid_keyed, _table, settle
from brochure.finishing.identity import pdf_date
from brochure.finishing.transparency import Transparency
from brochure.finishing.walk import Place
from brochure.shop.printers import Flavour
from tests.finishing.conftest import PROFILE, Press, SetPage
from tests.finishing.proof import instructions, opened

X4, X1A = "house", "x1a-jc200103"
BODY = """<h1 id=top>題</h1><p><a href="#top">中</a><a href="https://example.org">外</a>
<input value=欄></p>"""
OPAQUE = "input{background:var(--mist)} a,input{color:var(--ink)}"


def xmp(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The properties of the XMP packet by local name, as an XML parser reads them."""
    root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    return {
        element.tag.split("}")[1]: "".join(element.itertext()).strip()
        for description in root.iter(
            "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"
        )
        for element in description
    }


@pytest.fixture(scope="module", params=[X4, X1A])
def both(request: pytest.FixtureRequest, press: Press) -> bytes:
    """A finished file of each flavour."""
    return press(BODY, OPAQUE, printer=request.param).pdf


def test_info_is_complete(both: bytes) -> None:
    with opened(both) as pdf:
        info = pdf.docinfo
        assert str(info.Title) == "外務省 採用リーフレット"
        assert str(info.Author) == "外務省"
        assert str(info.CreationDate) == str(info.ModDate) == "D:20261101000000+09'00'"
        assert str(info.Creator).startswith("Brochure ")
        assert str(info.Producer).startswith("WeasyPrint ")
        assert info.Trapped == Name("/False")


def test_xmp_says_the_same_as_info(both: bytes) -> None:
    with opened(both) as pdf:
        said = xmp(pdf)
        assert said["title"] == str(pdf.docinfo.Title)
        assert said["creator"] == str(pdf.docinfo.Author)
        assert said["Producer"] == str(pdf.docinfo.Producer)
        assert said["CreatorTool"] == str(pdf.docinfo.Creator)
        for name in ("CreateDate", "ModifyDate", "MetadataDate"):
            assert said[name] == "2026-11-01T00:00:00+09:00"
        assert said["Trapped"] == "False"
        assert said["RenditionClass"] == "default"
        assert said["DocumentID"] != said["InstanceID"]
        assert Name.Filter not in pdf.Root.Metadata


def test_the_trailer_has_an_id(both: bytes) -> None:
    with opened(both) as pdf:
        first, second = (bytes(half) for half in pdf.trailer.ID)
        assert len(first) == len(second) == 16


def test_nothing_for_screens_is_left(both: bytes) -> None:
    with opened(both) as pdf:
        assert set(pdf.Root.keys()) == {
            "/Type",
            "/Pages",
            "/Metadata",
            "/OutputIntents",
        }
        for page in pdf.pages:
            assert not {"/Annots", "/AA", "/StructParents", "/Tabs"} & set(
                page.obj.keys()
            )
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                assert thing.get(Name.Type) not in (Name.Annot, Name.Action)
                assert "/JS" not in thing
                assert "/URI" not in thing


def test_x4_is_identified_by_xmp_and_pdf_1_6(press: Press) -> None:
    pdf_bytes = press(BODY, OPAQUE).pdf
    assert pdf_bytes.startswith(b"%PDF-1.6")
    with opened(pdf_bytes) as pdf:
        assert xmp(pdf)["GTS_PDFXVersion"] == "PDF/X-4"
        assert "/GTS_PDFXVersion" not in pdf.docinfo


def test_x1a_is_identified_by_info_and_pdf_1_3(press: Press) -> None:
    pdf_bytes = press(BODY, OPAQUE, printer=X1A).pdf
    assert pdf_bytes.startswith(b"%PDF-1.3")
    with opened(pdf_bytes) as pdf:
        assert str(pdf.docinfo.GTS_PDFXVersion) == "PDF/X-1:2001"
        assert str(pdf.docinfo.GTS_PDFXConformance) == "PDF/X-1a:2001"


def test_x4_embeds_the_profile_it_was_separated_for(press: Press) -> None:
    with opened(press(BODY, OPAQUE).pdf) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == Name.GTS_PDFX
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.N == 4
        assert intent.DestOutputProfile.read_bytes() == PROFILE.read_bytes()


def test_x1a_names_the_japanese_condition(press: Press) -> None:
    with opened(press(BODY, OPAQUE, printer=X1A).pdf) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "JC200103"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert Name.DestOutputProfile not in intent


def test_no_object_streams_so_that_old_rips_can_read_it(both: bytes) -> None:
    assert b"/ObjStm" not in both
    assert b"/Type /XRef" not in both
    assert b"\nxref\n" in both


def test_x1a_has_nothing_that_pdf_1_3_does_not_know(press: Press) -> None:
    svg = '<svg width=9 height=9><g opacity="1"><path d="M0 0h9v9"/></g></svg>'
    with opened(press(BODY + svg, OPAQUE, printer=X1A).pdf) as pdf:
        for thing in pdf.objects:
            keys = set(thing.keys()) if hasattr(thing, "keys") else set()
            assert not {"/Group", "/SMask", "/ca", "/CA", "/BM", "/AIS"} & keys
            for state in thing.get("/ExtGState", {}).values() if keys else ():
                assert not {"/SMask", "/ca", "/CA", "/BM", "/AIS"} & set(state.keys())


@pytest.mark.parametrize(
    ("body", "css", "reason"),
    [
        ("<p>字</p>", "p{opacity:.5}", "opacity"),
        ("<p>字</p>", "p{color:#17265180}", "opacity"),
        (
            "<p>字</p>",
            "p{background:linear-gradient(var(--sun),transparent)}",
            "fading gradient",
        ),
        ("<p>字</p>", "p{box-shadow:1mm 1mm 2mm var(--night)}", "fading gradient"),
    ],
)
def test_x1a_refuses_transparency_and_says_which_and_where(
    press: Press, body: str, css: str, reason: str
) -> None:
    first = "<div style='break-after:page'>一</div>"
    with pytest.raises(Stop) as stop:
        press(first + body, css, printer=X1A)
    (finding,) = stop.value.findings
    assert finding.code == "x1a.transparency"
    assert reason in finding.message.en
    assert "page 2" in finding.message.en


def test_x1a_refuses_a_picture_with_an_alpha_channel_over_a_gradient(
    press: Press,
) -> None:
    from tests.finishing.test_images import picture, tag

    html = tag(picture("RGBA", lambda x, y: (x, y, 9, x)))
    css = "body{background:linear-gradient(red,blue)}"
    with pytest.raises(Stop, match="transparent parts"):
        press(html, css, printer=X1A)


@pytest.mark.parametrize(
    ("entries", "reasons"),
    [
        ({"BM": Name.Multiply}, ["a blend mode"]),
        ({"BM": Name.Normal, "ca": 1, "CA": 1.0, "SMask": Name("/None")}, []),
        ({"CA": 0}, ["opacity or a translucent colour"]),
    ],
)
def test_what_a_graphics_state_switches_on(
    entries: dict[str, object], reasons: list[str]
) -> None:
    noted = Transparency()
    noted.state(pikepdf.Dictionary(**entries), Place((1, 0), in_mask=False))
    assert [reason.en for reason in noted.uses] == reasons


def test_transparency_used_on_two_pages_is_named_on_both(press: Press) -> None:
    body = "<p>一</p><p>二</p>"
    with pytest.raises(Stop, match=r"page 1, 2\)"):
        press(body, "p{break-after:page;opacity:.5}", printer=X1A)


def test_x4_blends_in_the_inks(press: Press) -> None:
    css = """p{opacity:.5;background:linear-gradient(var(--sun),transparent)}
        p{break-after:page} .o{opacity:1;background:none}"""
    with opened(press("<p>透</p><p class=o>不透</p>", css).pdf) as pdf:
        first, second = pdf.pages
        assert str(first.Group.CS) == "/DeviceCMYK"
        assert Name.Group not in second
        spaces = {
            str(thing.Group.CS)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and Name.Group in thing
        }
        # Ink on the page, lightness in the mask; no group blends in RGB.
        assert spaces == {"/DeviceCMYK", "/DeviceGray"}


def test_all_fonts_are_embedded_subsets(both: bytes) -> None:
    with opened(both) as pdf:
        descriptors = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary)
            and thing.get(Name.Type) == Name.FontDescriptor
        ]
        assert descriptors
        for descriptor in descriptors:
            assert Name.FontFile2 in descriptor
            assert str(descriptor.FontName)[7] == "+"
            assert int(descriptor.FontFile2.Length) < 20_000


def test_a_font_that_is_not_embedded_stops_the_press(
    set_page: SetPage, job: Job
) -> None:
    with opened(set_page(BODY, OPAQUE)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and Name.FontFile2 in thing:
                del thing[Name.FontFile2]
        (finding, *_) = settle(pdf, Flavour.X4)
    assert finding.code == "font.not-embedded"
    assert "Noto-Sans-JP" in finding.message.en


def cff(*, cid_keyed: bool) -> bytes:
    """The head of a CFF table: header, name, Top DICT."""

    def index(data: bytes) -> bytes:
        return b"\x00\x01\x01\x01" + bytes([1 + len(data)]) + data

    top = b"\x8b\x8b\x8b\x0c\x1e" if cid_keyed else b"\x8b\x8c\x00"
    return b"\x01\x00\x04\x01" + index(b"Name") + index(top)


def opentype(table: bytes) -> bytes:
    head = b"OTTO\x00\x01\x00\x00\x00\x00\x00\x00"
    return head + b"CFF " + bytes(4) + (28).to_bytes(4) + len(table).to_bytes(4) + table


@pytest.mark.parametrize("cid_keyed", [True, False])
def test_x1a_takes_opentype_only_as_the_cid_keyed_cff_inside(cid_keyed: bool) -> None:
    table = cff(cid_keyed=cid_keyed)
    assert _table(opentype(table), b"CFF ") == table
    assert _is_cid_keyed(table) == cid_keyed
    pdf = pikepdf.new()
    program = pdf.make_stream(opentype(table), Subtype=Name.OpenType)
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0,
            BaseFont=Name("/ABCDEF+Font"),
            CIDToGIDMap=Name.Identity,
            FontDescriptor=pikepdf.Dictionary(FontFile3=program),
        )
    )
    assert settle(pdf, Flavour.X4) == []
    findings = settle(pdf, Flavour.X1A)
    if cid_keyed:
        assert findings == []
        assert program.read_bytes() == table
        assert program.Subtype == Name.CIDFontType0C
        assert Name.CIDToGIDMap not in font
    else:
        assert [finding.code for finding in findings] == ["x1a.font"]


def test_an_opentype_wrapper_without_outlines_is_refused_not_crashed_on() -> None:
    assert not _is_cid_keyed(_table(opentype(cff(cid_keyed=True)), b"glyf"))


def test_a_title_with_markup_signs_stays_well_formed(press: Press) -> None:
    with opened(press(BODY, OPAQUE, title="<A & B> “外”").pdf) as pdf:
        assert xmp(pdf)["title"] == str(pdf.docinfo.Title) == "<A & B> “外”"


def test_without_an_author_there_is_no_empty_author(press: Press) -> None:
    with opened(press(BODY, OPAQUE, author="").pdf) as pdf:
        assert "creator" not in xmp(pdf)
        assert Name.Author not in pdf.docinfo


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (9, "D:20261101083000+09'00'"),
        (-3.5, "D:20261101083000-03'30'"),
        (0, "D:20261101083000+00'00'"),
    ],
)
def test_dates_carry_their_time_zone(hours: float, expected: str) -> None:
    zone = timezone(timedelta(hours=hours))
    assert pdf_date(datetime(2026, 11, 1, 8, 30, tzinfo=zone)) == expected


def test_another_job_number_makes_another_document(set_page: SetPage, job: Job) -> None:
    source = set_page(BODY, OPAQUE)
    ids = []
    for number in ("1", "1", "2"):
        with opened(finish(source, replace(job, number=number)).pdf) as pdf:
            ids.append(xmp(pdf)["DocumentID"])
    assert ids[0] == ids[1] != ids[2]


def test_text_is_still_text(both: bytes) -> None:
    with opened(both) as pdf:
        assert any(operator in ("TJ", "Tj") for operator, _ in instructions(pdf))
