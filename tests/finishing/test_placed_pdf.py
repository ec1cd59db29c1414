"""A logo in a PDF or Illustrator file is placed as a drawing, in the right colours."""

from __future__ import annotations

import contextlib
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from reportlab.lib.colors import CMYKColor, CMYKColorSep
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from brochure import HOME
from brochure.finding import Stop
from brochure.finishing import Job, functions
from brochure.shop.colour import Profile
from brochure.shop.inks import Palette
from tests.finishing.conftest import PROFILE
from tests.finishing.studio import PRESSES, SCREENS, Studio, seen_at, spaces

PLACED = '<img src="{}" alt="" style="width:100mm">'
SPOT = (1.0, 0.5, 0.0, 0.1)


@pytest.fixture
def studio(tmp_path: Path, palette: Palette, job: Job) -> Studio:
    return Studio(tmp_path, palette, job)


def draw(studio: Studio, name: str, pen: Callable[[Any], None]) -> str:
    """A page of 200 × 100 pt, drawn by `pen`, in a file of the studio."""
    font = next((HOME / "fonts").rglob("*.ttf"))
    pdfmetrics.registerFont(TTFont("Own", str(font)))
    canvas = Canvas(
        str(studio.folder / name),
        pagesize=(200, 100),
        invariant=1,
        initialFontName="Own",  # type: ignore[arg-type]  # the stubs say float
    )
    pen(canvas)
    canvas.save()
    return name


def logo(canvas: Any) -> None:
    """Four fields: RGB, C M Y K, spot and a picture; words; a link."""
    canvas.setFillColorRGB(0.2, 0.4, 0.6)
    canvas.rect(0, 50, 50, 50, stroke=0, fill=1)
    canvas.setFillColor(CMYKColor(0, 1, 1, 0))
    canvas.rect(50, 50, 50, 50, stroke=0, fill=1)
    canvas.setFillColor(CMYKColorSep(*SPOT, spotName="DIC 1"))
    canvas.rect(100, 50, 50, 50, stroke=0, fill=1)
    pixels = ImageReader(Image.new("RGB", (9, 9), (51, 102, 153)))
    canvas.drawImage(pixels, 150, 50, 50, 50)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont("Own", 20)
    canvas.drawString(10, 10, "Logo 門")
    canvas.linkURL("https://example.org", (0, 0, 10, 10))


#: The middles of the four fields when the page is 100 mm wide, mm.
FIELDS = ((13, 7), (37, 7), (63, 7), (87, 7))


def changed(studio: Studio, name: str, change: Callable[[pikepdf.Pdf], None]) -> str:
    path = studio.folder / name
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)
    return name


@pytest.mark.parametrize("target", [*SCREENS, "image"])
@pytest.mark.parametrize("name", ["logo.pdf", "logo.ai"])
def test_every_colour_of_a_logo_is_srgb_outside_the_press(
    studio: Studio, target: str, name: str
) -> None:
    draw(studio, name, logo)
    file = studio.make(target, PLACED.format(name))
    red, spot = Profile(PROFILE).to_srgb([(0, 100, 100, 0), (100, 50, 0, 10)])
    for place, colour in zip(
        FIELDS, ((51, 102, 153), red, spot, (51, 102, 153)), strict=True
    ):
        assert seen_at(file, *place) == pytest.approx(colour, abs=2)
    if target != "image":
        assert not spaces(file) & {"k", "K", "/DeviceCMYK"}


@pytest.mark.parametrize("target", PRESSES)
def test_every_colour_of_a_logo_is_ink_for_the_press(
    studio: Studio, target: str
) -> None:
    draw(studio, "logo.pdf", logo)
    file = studio.make(target, PLACED.format("logo.pdf"))
    assert file.findings == ()
    assert not spaces(file) & {"rg", "RG", "/DeviceRGB"}
    blue = tuple(part / 100 for part in Profile(PROFILE).to_cmyk((51, 102, 153)))
    found = mixes(file.pdf)
    for mix in (blue, (0, 1, 1, 0), SPOT, (0, 0, 0, 1)):
        assert any(one == pytest.approx(mix, abs=0.002) for one in found), mix


def mixes(pdf: bytes) -> list[tuple[float, ...]]:
    """Every C M Y K that a form of the file paints."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
                for one in pikepdf.parse_content_stream(thing, "k"):
                    found.append(tuple(float(value) for value in one.operands))
    return found


def test_an_ink_of_the_palette_in_a_logo_is_exactly_that_ink(
    studio: Studio, palette: Palette
) -> None:
    ink = palette.inks["night"]

    def pen(canvas: Any) -> None:
        canvas.setFillColorRGB(*(value / 255 for value in ink.srgb))
        canvas.rect(0, 0, 200, 100, stroke=0, fill=1)

    file = studio.make("press", PLACED.format(draw(studio, "a.pdf", pen)))
    assert tuple(part / 100 for part in ink.cmyk) in mixes(file.pdf)


@pytest.mark.parametrize("target", ["press", "press:x1a-jc200103", "office", "screen"])
def test_words_of_a_logo_stay_words_in_embedded_fonts(
    studio: Studio, target: str
) -> None:
    draw(studio, "logo.pdf", logo)
    file = studio.make(target, PLACED.format("logo.pdf")).pdf
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=file, capture_output=True, check=True
    ).stdout.decode()
    assert "Logo" in text
    with pikepdf.open(io.BytesIO(file)) as pdf:
        (fonts,) = {
            tuple(sorted(key for key in one if key.startswith("/FontFile")))
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary)
            and one.get("/Type") == "/FontDescriptor"
        }
        assert fonts


@pytest.mark.parametrize("target", ["press", "office", "screen"])
def test_nothing_but_the_drawing_is_taken_along(studio: Studio, target: str) -> None:
    draw(studio, "logo.pdf", logo)

    def burden(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="BURDEN")
        page.PieceInfo = Dictionary(Illustrator=pdf.make_stream(b"BURDEN"))
        page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="BURDEN"))
        page.Resources.Properties = Dictionary(MC0=Dictionary(Burden="BURDEN"))

    changed(studio, "logo.pdf", burden)
    file = studio.make(target, PLACED.format("logo.pdf")).pdf
    with pikepdf.open(io.BytesIO(file)) as pdf:
        opened = io.BytesIO()
        pdf.save(opened, qdf=True)
    plain = opened.getvalue()
    for word in (b"BURDEN", b"/JavaScript", b"example.org", b"/PieceInfo"):
        assert word not in plain


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_and_its_art_box_are_seen_as_in_a_viewer(
    studio: Studio, turn: int
) -> None:
    def pen(canvas: Any) -> None:
        canvas.setFillColorRGB(0, 0, 1)
        canvas.rect(0, 0, 200, 100, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(20, 60, 40, 20, stroke=0, fill=1)

    def boxed(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].ArtBox = Array([20, 20, 180, 80])
        pdf.pages[0].Rotate = turn

    draw(studio, "a.pdf", pen)
    changed(studio, "a.pdf", boxed)
    lying = turn % 180 == 0
    width, height = (80, 30) if lying else (30, 80)
    file = studio.make("office", f'<img src="a.pdf" alt="" style="width:{width}mm">')
    corners = [
        (4, 4), (width - 4, 4), (width - 4, height - 4), (4, height - 4)
    ]  # fmt: skip
    red = [seen_at(file, *corner)[0] > 200 for corner in corners]
    assert red.index(True) == turn // 90
    assert sum(red) == 1
    assert seen_at(file, width + 3, 4) == (255, 255, 255)
    assert seen_at(file, 4, height + 3) == (255, 255, 255)


def test_a_gradient_of_a_logo_keeps_its_colours(studio: Studio) -> None:
    def pen(canvas: Any) -> None:
        canvas.linearGradient(
            0, 0, 200, 0, [CMYKColor(0, 1, 1, 0), CMYKColor(1, 0, 0, 0)]
        )

    draw(studio, "a.pdf", pen)
    file = studio.make("office", PLACED.format("a.pdf"))
    assert not spaces(file) & {"/DeviceCMYK"}
    assert seen_at(file, 1, 20)[0] > 200
    assert seen_at(file, 99, 20)[0] < 40
    (file,) = [studio.make("press", PLACED.format("a.pdf"))]
    assert "/DeviceRGB" not in spaces(file)


def test_pixels_written_into_a_stream_are_placed_like_any_others(
    studio: Studio,
) -> None:
    draw(studio, "a.pdf", lambda canvas: canvas.setFillGray(0))

    def write(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(
            b"q 100 0 0 100 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /RGB /F /AHx ID c81e3c> EI Q"
            b" 0 .4 .8 rg q 100 0 0 100 100 0 cm BI /W 8 /H 1 /IM true ID \x0f EI Q"
        )

    changed(studio, "a.pdf", write)
    file = studio.make("office", PLACED.format("a.pdf"))
    found = [seen_at(file, x, 20) for x in (25, 60, 90)]
    for colour, wanted in zip(
        found, ((200, 30, 60), (0, 102, 204), (255, 255, 255)), strict=True
    ):
        assert colour == pytest.approx(wanted, abs=2)
    assert "rg" not in spaces(studio.make("press", PLACED.format("a.pdf")))


@pytest.mark.parametrize("target", ["press", "office:mono"])
def test_names_in_a_file_may_be_japanese(studio: Studio, target: str) -> None:
    draw(studio, "ロゴ 1.pdf", lambda canvas: canvas.setFillGray(0))

    def write(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(
            b"0 0 200 100 re f", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 200, 100]),
        )  # fmt: skip
        image = pdf.make_stream(
            b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
            BitsPerComponent=8, ColorSpace=Name.DeviceGray,
        )  # fmt: skip
        pdf.pages[0].Resources = Dictionary(
            XObject=Dictionary({"/図 1": form, "/絵#": image}),
            ExtGState=Dictionary({"/状態": Dictionary(LW=2)}),
        )
        names = [Name("/状態"), Name("/図 1"), Name("/絵#")]
        code = zip(names, ("gs", "Do", "Do"), strict=True)
        pdf.pages[0].Contents = pdf.make_stream(
            pikepdf.unparse_content_stream(
                [([name], pikepdf.Operator(operator)) for name, operator in code]
            )
        )

    changed(studio, "ロゴ 1.pdf", write)
    file = studio.make(target, PLACED.format("ロゴ 1.pdf"))
    assert seen_at(file, 50, 20) == (0, 0, 0) or target == "press"


def test_pixels_in_one_spot_colour_become_its_mix(studio: Studio) -> None:
    draw(studio, "a.pdf", lambda canvas: canvas.setFillGray(0))

    def write(pdf: pikepdf.Pdf) -> None:
        tint = Dictionary(
            FunctionType=2, Domain=Array([0, 1]), N=1,
            C0=Array([0, 0, 0, 0]), C1=Array([1, 0.5, 0, 0]),
        )  # fmt: skip
        spot = Array([Name.Separation, Name("/DIC#201"), Name.DeviceCMYK, tint])
        pdf.pages[0].Resources = Dictionary(
            XObject=Dictionary(
                A=pdf.make_stream(
                    b"\x80",
                    Type=Name.XObject,
                    Subtype=Name.Image,
                    Width=1,
                    Height=1,
                    BitsPerComponent=8,
                    ColorSpace=spot,
                )
            )
        )
        pdf.pages[0].Contents = pdf.make_stream(b"q 200 0 0 100 0 0 cm /A Do Q")

    changed(studio, "a.pdf", write)
    from tests.finishing.studio import pictures

    (image,) = pictures(studio.make("press", PLACED.format("a.pdf")))
    assert image.pixels.getpixel((0, 0)) == pytest.approx((128, 64, 0, 0), abs=1)


# --- Transparency ----------------------------------------------------------------


def faint(canvas: Any) -> None:
    canvas.setFillColorRGB(1, 0, 0)
    canvas.setFillAlpha(0.5)
    canvas.rect(0, 0, 200, 100, stroke=0, fill=1)


def test_transparency_stays_live_in_x4_and_on_screens(studio: Studio) -> None:
    body = PLACED.format(draw(studio, "a.pdf", faint))
    red, green, blue = seen_at(studio.make("office", body), 50, 20)
    assert (red, green, blue) == pytest.approx((255, 127, 127), abs=2)
    assert b"/ca" in studio.make("press", body).pdf


def test_transparency_is_refused_for_x1a_by_name(studio: Studio) -> None:
    body = PLACED.format(draw(studio, "a.pdf", faint))
    with pytest.raises(Stop, match=r"a\.pdf: .*x1a\.transparency"):
        studio.make("press:x1a-jc200103", body)


# --- What cannot be placed -------------------------------------------------------


def said(studio: Studio, name: str) -> list[str]:
    return [
        f"{one.subject} {one.code}"
        for one in studio.set(f'<img src="{name}" alt="">').findings
    ]


def test_letters_without_their_font_are_refused(studio: Studio) -> None:
    canvas = Canvas(str(studio.folder / "a.pdf"), pagesize=(200, 100))
    canvas.drawString(10, 10, "Logo")
    canvas.save()
    assert said(studio, "a.pdf") == ["a.pdf font.not-embedded"]


def test_a_protected_file_is_refused(studio: Studio) -> None:
    draw(studio, "a.pdf", logo)
    path = studio.folder / "a.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user=""))
    assert said(studio, "a.pdf") == ["a.pdf image.encrypted"]


def test_hidden_layers_are_refused(studio: Studio) -> None:
    draw(studio, "a.pdf", logo)

    def hide(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Old"))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]))
        )

    assert said(studio, changed(studio, "a.pdf", hide)) == ["a.pdf image.hidden-layers"]


def test_an_illustrator_file_without_pdf_is_refused(studio: Studio) -> None:
    def pen(canvas: Any) -> None:
        canvas._code.append("% (This file was saved without PDF Content.)")

    assert said(studio, draw(studio, "a.ai", pen)) == ["a.ai image.no-pdf"]
    (studio.folder / "b.ai").write_bytes(
        b"%!PS-Adobe-3.0\n%%Creator: Adobe Illustrator"
    )
    assert said(studio, "b.ai") == ["b.ai image.unreadable"]


def test_a_damaged_pdf_is_placed_or_refused_never_a_crash(studio: Studio) -> None:
    draw(studio, "a.pdf", logo)
    whole = (studio.folder / "a.pdf").read_bytes()
    for part in range(20):
        (studio.folder / "b.pdf").write_bytes(whole[: len(whole) * part // 20])
        page = studio.set('<img src="b.pdf" alt="">')
        if any(one.status == "fail" for one in page.findings):
            continue
        with contextlib.suppress(Stop):
            studio.make("office", '<img src="b.pdf" alt="">')


# --- Functions -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "given", "made"),
    [
        ("{ 0.5 mul dup 2 mul exch }", [0.4], [0.4, 0.2]),
        ("{ dup 0.5 gt { pop 1 } { pop 0 } ifelse }", [0.6], [1]),
        ("{ 1 2 3 3 1 roll }", [], [3, 1, 2]),
        ("{ 1 exch sub 2 copy add }", [0.2, 0.3], [0.2, 0.7, 0.9]),
        ("{ 3 1 index sub }", [1], [1, 2]),
    ],
)
def test_a_calculator_function(
    program: str, given: list[float], made: list[float]
) -> None:
    pdf = pikepdf.new()
    function = pdf.make_stream(
        program.encode(),
        FunctionType=4,
        Domain=Array([0, 1] * len(given)),
        Range=Array([0, 9] * len(made)),
    )
    assert functions.value(function, given) == pytest.approx(made)


def test_a_table_is_linear_between_its_entries_in_both_directions() -> None:
    pdf = pikepdf.new()
    function = pdf.make_stream(
        bytes([0, 255, 0, 255]),
        FunctionType=0,
        Domain=Array([0, 1, 0, 1]),
        Range=Array([0, 1]),
        Size=Array([2, 2]),
        BitsPerSample=8,
    )
    assert functions.value(function, [0.25, 0.7]) == pytest.approx([0.25])


def test_functions_side_by_side() -> None:
    def part(start: float, end: float) -> Dictionary:
        return Dictionary(
            FunctionType=2,
            Domain=Array([0, 1]),
            C0=Array([start]),
            C1=Array([end]),
            N=1,
        )

    function = Dictionary(
        FunctionType=3,
        Domain=Array([0, 1]),
        Functions=Array([part(0, 1), part(1, 0.5)]),
        Bounds=Array([0.5]),
        Encode=Array([0, 1, 0, 1]),
    )
    assert [functions.value(function, [x])[0] for x in (0.25, 0.5, 1)] == [0.5, 1, 0.5]
