"""The reader, on files that other programs make and on files that nobody should."""

from __future__ import annotations

import contextlib
import io
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from brochure.finding import Stop
from brochure.preflight import reading
from brochure.preflight.facts import Colour, Facts, Page
from brochure.preflight.reading import read
from brochure.product.units import pt

A4 = (pt(210), pt(297))
Draw = Callable[[Canvas], object]


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[Draw], Facts]:
    def draw(work: Draw) -> Facts:
        file = tmp_path / "drawn.pdf"
        canvas = Canvas(str(file), pagesize=A4, pageCompression=1)
        work(canvas)
        canvas.showPage()
        canvas.save()
        return read(file)

    return draw


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Facts]:
    """A page with this content and these resources."""

    def write(content: bytes, **more: Any) -> Facts:
        return read(save(tmp_path / "written.pdf", content, **more))

    return write


def save(file: Path, content: bytes, resources: Any = None, **entries: Any) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(content)
        if callable(resources):
            page.Resources = resources(pdf)
        for key, value in entries.items():
            page["/" + key] = value
        pdf.save(file)
    return file


def only(facts: Facts) -> Page:
    (page,) = facts.pages
    assert not page.cut_short
    assert not facts.damage
    return page


def near(box: tuple[float, ...], *wanted: float) -> bool:
    return box == pytest.approx(wanted, abs=0.05)


# --- Places ----------------------------------------------------------------------


def test_a_rectangle_is_where_it_was_drawn(drawn: Any) -> None:
    page = only(drawn(lambda c: c.rect(20 * mm, 30 * mm, 50 * mm, 7 * mm, 0, 1)))
    assert near(page.paths[0].box, 20, 260, 70, 267)
    assert page.paths[0].thin_pt == pytest.approx(pt(7), abs=0.01)


def test_places_count_from_the_trim(written: Any) -> None:
    trim = Array([pt(10), pt(10), pt(200), pt(287)])
    page = only(written(b"0 0 72 72 re f", TrimBox=trim))
    assert near(page.paths[0].box, -10, 261.6, 15.4, 287)


def test_a_circle_is_no_larger_than_its_curve(drawn: Any) -> None:
    page = only(drawn(lambda c: c.circle(100 * mm, 100 * mm, 10 * mm, 0, 1)))
    assert near(page.paths[0].box, 90, 187, 110, 207)


def test_a_curve_ends_where_it_turns_back_not_at_its_handles(written: Any) -> None:
    page = only(written(b"0 100 m 0 200 100 200 100 100 c f"))
    assert page.paths[0].box.top == pytest.approx(297 - 175 * 25.4 / 72, abs=0.05)


def test_a_line_has_its_width_on_paper(written: Any) -> None:
    page = only(written(b"q .5 0 0 .5 0 0 cm .2 w 0 0 m 100 0 l S Q 0 w 0 9 m 9 9 l S"))
    assert [path.line_pt for path in page.paths] == pytest.approx([0.1, 0])


def test_what_is_clipped_away_is_not_on_the_page(written: Any) -> None:
    page = only(written(b"q 0 0 50 50 re W n 10 10 100 100 re f 60 60 9 9 re f Q"))
    (path,) = page.paths
    assert path.box.right == pytest.approx(50 * 25.4 / 72, abs=0.01)


def test_a_form_is_painted_where_its_matrices_put_it(written: Any) -> None:
    def form(pdf: pikepdf.Pdf) -> Dictionary:
        inner = pdf.make_stream(
            b"0 0 10 10 re f",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 5, 100],
            Matrix=[2, 0, 0, 2, 0, 0],
        )
        return Dictionary(XObject=Dictionary(X1=inner))

    page = only(written(b"1 0 0 1 72 72 cm /X1 Do", resources=form))
    assert near(page.paths[0].box, 25.4, 264.54, 28.93, 271.6)
    assert page.paths[0].state.where == ("/X1",)


def test_user_unit_makes_the_page_larger(written: Any) -> None:
    page = only(written(b"0 0 72 72 re f", UserUnit=2))
    assert page.trim_mm == pytest.approx((420, 594), abs=0.01)
    assert page.paths[0].box.width == pytest.approx(50.8, abs=0.05)


# --- Text ------------------------------------------------------------------------


def test_text_has_its_size_place_and_words(drawn: Any) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.translate(20 * mm, 100 * mm)
        canvas.scale(0.5, 0.5)
        canvas.drawString(0, 0, "Hello (world)")

    facts = drawn(draw)
    (text,) = only(facts).texts
    assert (text.text, text.glyphs, text.notdef) == ("Hello (world)", 13, 0)
    assert text.size_pt == pytest.approx(5)
    assert text.box.left == pytest.approx(20, abs=0.05)
    assert [font.embedded for font in facts.fonts] == [False]


def test_a_string_is_as_wide_as_its_glyphs(written: Any) -> None:
    def font(pdf: pikepdf.Pdf) -> Dictionary:
        made = Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/ABCDEF+Own"),
            FirstChar=65,
            LastChar=66,
            Widths=[500, 1000],
            Encoding=Name.WinAnsiEncoding,
        )
        return Dictionary(Font=Dictionary(F1=pdf.make_indirect(made)))

    content = b"BT /F1 72 Tf 7.2 Tc 50 Tz 72 72 Td [(A) -1000 (B)] TJ ET"
    (text,) = only(written(content, resources=font)).texts
    assert text.box.left == pytest.approx(25.4, abs=0.05)
    assert text.box.width == pytest.approx(0.5 * (36 + 7.2 + 72 + 72) / 72 * 25.4)
    assert (text.text, text.font) == ("AB", "Own")


def composite(pdf: pikepdf.Pdf, encoding: str) -> Dictionary:
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Own,
        DW=1000,
        W=[3, [500, 600], 7, 9, 250],
    )
    outer = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Own,
        Encoding=Name("/" + encoding),
        DescendantFonts=[inner],
        ToUnicode=pdf.make_stream(
            b"1 beginbfrange <0003> <0004> <3042> endbfrange "
            b"1 beginbfchar <0007> <D842DFB7> endbfchar"
        ),
    )
    return Dictionary(Font=Dictionary(F1=pdf.make_indirect(outer)))


def test_composite_fonts_are_measured_and_read(written: Any) -> None:
    content = b"BT /F1 10 Tf <0003000400070000> Tj ET"
    page = only(written(content, resources=lambda pdf: composite(pdf, "Identity-H")))
    (text,) = page.texts
    assert text.text == "あぃ𠮷"
    assert (text.glyphs, text.notdef, text.unmapped) == (4, 1, 1)
    assert text.box.width == pytest.approx(23.5 * 25.4 / 72)


def test_vertical_text_runs_down(written: Any) -> None:
    content = b"BT /F1 10 Tf 100 100 Td <00030003> Tj ET"
    page = only(written(content, resources=lambda pdf: composite(pdf, "Identity-V")))
    (text,) = page.texts
    assert text.box.height == pytest.approx(20 * 25.4 / 72)
    assert text.box.top == pytest.approx(297 - 100 * 25.4 / 72, abs=0.05)


# --- Colours, states, pictures -----------------------------------------------------


def test_every_kind_of_colour_is_told(written: Any) -> None:
    def spaces(pdf: pikepdf.Pdf) -> Dictionary:
        profile = pdf.make_stream(b"", N=3)
        spot = Array([Name.Separation, Name("/DIC 156"), Name.DeviceCMYK, Dictionary()])
        palette = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String("abcABC")])
        icc = Array([Name.ICCBased, profile])
        return Dictionary(ColorSpace=Dictionary(S=spot, P=palette, I=icc))

    content = (
        b"/S cs .5 scn 0 0 9 9 re f /P cs 1 sc 0 0 9 9 re f /I cs 0 0 9 9 re f"
        b" 1 0 0 rg 0 0 9 9 re f 0 0 0 1 k 0 0 9 9 re f .3 g 0 0 9 9 re f"
    )
    fills = [path.fill for path in only(written(content, resources=spaces)).paths]
    assert fills[0] == Colour("Separation", (0.5,), ("DIC 156",))
    assert [fill.space for fill in fills if fill] == [
        "Separation", "DeviceRGB", "ICCBased-3", "DeviceRGB", "DeviceCMYK", "DeviceGray"
    ]  # fmt: skip


def test_overprint_and_transparency_are_told(written: Any) -> None:
    def states(pdf: pikepdf.Pdf) -> Dictionary:
        state = Dictionary(OP=True, OPM=1, ca=0.5, BM=Name.Multiply)
        return Dictionary(ExtGState=Dictionary(G=state))

    page = only(written(b"q /G gs 0 0 9 9 re f Q 0 0 9 9 re f", resources=states))
    first, second = (path.state for path in page.paths)
    assert first[:6] == (True, True, 1, 0.5, 1.0, "Multiply")
    assert second.alpha_fill == 1


def test_a_picture_has_the_resolution_of_its_place(written: Any) -> None:
    def image(pdf: pikepdf.Pdf) -> Dictionary:
        made = pdf.make_stream(
            bytes(300 * 200 * 3),
            Subtype=Name.Image,
            Width=300,
            Height=200,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
        )
        return Dictionary(XObject=Dictionary(Im=made))

    page = only(written(b"72 0 0 144 0 0 cm /Im Do", resources=image))
    assert page.images[0].ppi == pytest.approx(100)
    assert page.images[0].colour == "DeviceRGB"


@pytest.mark.parametrize("quality", [30, 60, 90])
def test_a_jpeg_tells_how_hard_it_was_pressed(written: Any, quality: int) -> None:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(file, "JPEG", quality=quality)

    def image(pdf: pikepdf.Pdf) -> Dictionary:
        made = pdf.make_stream(
            file.getvalue(),
            Subtype=Name.Image,
            Width=32,
            Height=32,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
            Filter=Name.DCTDecode,
        )
        return Dictionary(XObject=Dictionary(Im=made))

    page = only(written(b"/Im Do", resources=image))
    assert page.images[0].quality == pytest.approx(quality, abs=2)


def test_an_inline_picture_is_stepped_over_and_told(written: Any) -> None:
    content = (
        b"q 72 0 0 72 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \0 EI\xff\xfe EI Q"
        b" 0 0 9 9 re f"
    )
    page = only(written(content))
    assert (page.images[0].pixels, page.images[0].colour) == ((2, 2), "DeviceGray")
    assert len(page.paths) == 1


# --- Files that nobody should make -------------------------------------------------


def test_no_pdf_is_said_in_a_line(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("PDF")
    with pytest.raises(Stop, match="this is no PDF"):
        read(file)


def test_a_locked_file_is_said_in_a_line(tmp_path: Path) -> None:
    file = save(tmp_path / "plain.pdf", b"")
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(file) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Stop, match="password"):
        read(locked)


def test_a_form_that_paints_itself_is_told(tmp_path: Path) -> None:
    file = tmp_path / "loop.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        form = pdf.make_stream(b"/X Do", Subtype=Name.Form, BBox=[0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=form))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"/X Do")
        pdf.save(file)
    assert "itself" in read(file).pages[0].cut_short


def test_a_page_that_is_its_own_parent_is_read(tmp_path: Path) -> None:
    file = save(tmp_path / "parent.pdf", b"0 0 9 9 re f")
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        page.Parent.Parent = page.Parent
        del page.Resources
        pdf.save(file)
    assert read(file).pages


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = save(tmp_path / "bomb.pdf", b"")
    squeeze = zlib.compressobj(9)
    bomb = b"".join(squeeze.compress(b" " * 10_000_000) for _ in range(30))
    bomb += squeeze.flush()
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Contents.write(bomb, filter=Name.FlateDecode)
        pdf.save(file)
    assert "64 MB" in read(file).pages[0].cut_short


@pytest.mark.parametrize(
    "content",
    [
        b"q " * 100_000,
        b"[" * 100_000,
        b"<<" * 100_000 + b"(" * 100_000,
        b"1e999 nan 99999999999999999999999999 0 0 0 cm 0 0 9 9 re f",
        b"0 0 0 0 0 0 cm 0 0 1 1 re f 0 0 m S",
        b"/No gs /No Do /No sh BT /No 1 Tf (a) Tj ET Q Q Q ] >> )",
        b"BI /W 9 ID " + b"\0" * 1000,
    ],
    ids=["q", "arrays", "dictionaries", "numbers", "flat", "missing", "image"],
)
def test_broken_content_neither_crashes_nor_hangs(written: Any, content: bytes) -> None:
    assert len(written(content).pages) == 1


def test_too_many_operators_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_MOST_OPERATORS", 10_000)
    file = save(tmp_path / "long.pdf", b"0 0 1 1 re f " * 10_000)
    page = reading._read(file).pages[0]  # here, where we set the limit
    assert "too many operators" in page.cut_short
    assert page.paths


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("whole") / "whole.pdf"
    canvas = Canvas(str(file), pagesize=A4, pageCompression=0)
    for number in range(3):
        canvas.drawString(50, 50, f"Page {number}")
        canvas.circle(100, 100, 20)
        canvas.linearGradient(0, 0, 100, 100, ("red", "blue"))
        canvas.showPage()
    canvas.save()
    return file.read_bytes()


@pytest.mark.parametrize("part", range(1, 50))
def test_a_file_that_breaks_off_is_never_passed(
    tmp_path: Path, whole: bytes, part: int
) -> None:
    file = tmp_path / "short.pdf"
    file.write_bytes(whole[: len(whole) * part // 50])
    try:
        facts = read(file)
    except Stop:
        return
    assert facts.damage or any(page.cut_short for page in facts.pages)


@pytest.mark.parametrize("seed", range(30))
def test_flipped_bits_neither_crash_nor_hang(
    tmp_path: Path, whole: bytes, seed: int
) -> None:
    chance = random.Random(seed)
    broken = bytearray(whole)
    for _ in range(20):
        broken[chance.randrange(9, len(broken))] ^= 1 << chance.randrange(8)
    file = tmp_path / "flipped.pdf"
    file.write_bytes(broken)
    with contextlib.suppress(Stop):
        assert read(file).pages
