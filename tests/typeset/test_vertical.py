"""縦書き: columns from right to left, and what stands upright in them."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from brochure.typeset.inside import shape, upright
from brochure.typeset.inside.engine import engine

EM = 20  # CSS pixels
STYLE = f"""
@page {{ size: 400px 400px; margin: 20px }}
body {{ margin: 0; font: {EM}px/2 "Noto Sans JP"; font-kerning: none }}
p {{ margin: 0 }}
.v {{ writing-mode: vertical-rl; text-combine-upright: digits 3; float: right }}
"""
WORDS = (
    "「外交」が国の命運を握るといっても過言ではありません。国際社会の中で、いかに日本の"
    "安全と繁栄を確保し、日本人の生命と財産を守るか。"
)


def render(body: str, style: str = "") -> Any:
    ours = engine()
    html = f"<html lang=ja><style>{STYLE}{style}</style><body>{body}"
    page = ours.weasyprint.HTML(string=html, base_url="/")
    return page.render(font_config=ours.font_configuration)


def boxes(document: Any, name: str) -> list[Any]:
    def walk(box: Any) -> Any:
        box = getattr(box, "_box", box)
        yield box
        for child in getattr(box, "children", ()):
            yield from walk(child)

    return [
        box
        for page in document.pages
        for box in walk(page._page_box)
        if type(box).__name__ == name
    ]


def columns(document: Any) -> list[str]:
    return [
        "".join(b.text for b in line.descendants() if hasattr(b, "text"))
        for line in boxes(document, "LineBox")
    ]


def texts(document: Any) -> str:
    return "".join(box.text for box in boxes(document, "TextBox"))


def ink(tmp_path: Path, document: Any) -> Image.Image:
    """The page at four times 96 dpi, white where there is ink."""
    file = tmp_path / "page.pdf"
    document.write_pdf(file)
    command = ["pdftoppm", "-r", "384", "-gray", "-png", file]
    png = subprocess.run(command, capture_output=True, check=True).stdout
    return ImageChops.invert(Image.open(io.BytesIO(png)).convert("L"))


def extent(page: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the ink, in CSS pixels."""
    box = page.point(lambda value: 255 * (value > 128)).getbbox()
    assert box
    return tuple(edge / 4 for edge in box)


def cropped(page: Image.Image) -> Image.Image:
    left, top, right, bottom = (round(4 * edge) for edge in extent(page))
    return page.crop((left, top, right, bottom))


def same(one: Image.Image, other: Image.Image) -> float:
    """The share of ink that two crops have in common."""
    size = min(one.width, other.width), min(one.height, other.height)
    one, other = one.crop((0, 0, *size)), other.crop((0, 0, *size))
    both, any_ = ImageChops.darker(one, other), ImageChops.lighter(one, other)
    return _ink(both) / _ink(any_)


def _ink(page: Image.Image) -> int:
    return sum(value * count for value, count in enumerate(page.histogram()))


def test_kanji_and_kana_stand_upright(tmp_path: Path) -> None:
    for char in "国卒あアム":
        flat = cropped(ink(tmp_path, render(f"<p>{char}")))
        column = cropped(ink(tmp_path, render(f"<div class=v>{char}</div>")))
        # Kana have forms of their own in vertical text; kanji have not.
        assert same(flat, column) > (0.95 if char in "国卒" else 0.65), char
        assert same(flat.rotate(-90, expand=True), column) < 0.6, char


def test_latin_words_lie_on_their_side(tmp_path: Path) -> None:
    flat = cropped(ink(tmp_path, render("<p>JAPAN")))
    column = cropped(ink(tmp_path, render("<div class=v>JAPAN</div>")))
    assert same(flat.rotate(-90, expand=True), column) > 0.95


def test_a_comma_stands_in_the_upper_right_of_its_em(tmp_path: Path) -> None:
    page = ink(tmp_path, render("<div class=v style='height:100px'>、</div>"))
    left, top, right, bottom = extent(page)
    centre = 400 - 20 - EM  # of the only column, two em wide
    assert left > centre
    assert right <= centre + EM / 2
    assert bottom < 20 + EM / 2
    assert top >= 20


@pytest.mark.parametrize("char", "ー—…（「〜")
def test_long_marks_and_brackets_run_down_the_column(tmp_path: Path, char: str) -> None:
    flat = cropped(ink(tmp_path, render(f"<p>{char}")))
    alone = cropped(ink(tmp_path, render(f"<div class=v>{char}</div>")))
    page = ink(tmp_path, render(f"<div class=v>国{char}</div>"))
    beside = cropped(page.crop((0, 4 * (20 + EM), *page.size)))
    for column in (alone, beside):
        assert column.height == pytest.approx(flat.width, abs=12)
        assert column.width == pytest.approx(flat.height, abs=12)


@pytest.mark.parametrize("figures", ["7", "12", "200"])
def test_short_figures_stand_side_by_side_in_one_em(
    tmp_path: Path, figures: str
) -> None:
    left, top, right, bottom = extent(
        ink(tmp_path, render(f"<div class=v>{figures}</div>"))
    )
    assert right - left <= EM + 0.5
    assert bottom - top < 0.8 * EM
    centre = 400 - 20 - EM
    assert (left + right) / 2 == pytest.approx(centre, abs=0.06 * EM)
    (line,) = boxes(render(f"<div class=v>{figures}</div>"), "LineBox")
    assert line.width == pytest.approx(EM, abs=0.01)


def test_longer_figures_and_decimals_lie_with_the_latin() -> None:
    for figures in ("5700", "3.5", "B2", "1,200"):
        (line,) = boxes(render(f"<div class=v>{figures}</div>"), "LineBox")
        assert line.width > 1.2 * EM, figures


def test_two_exclamations_share_one_em() -> None:
    (line,) = boxes(render("<div class=v>！？</div>"), "LineBox")
    assert line.width == pytest.approx(EM, abs=0.01)


def test_columns_break_where_lines_of_their_measure_do() -> None:
    high = f"height:{12 * EM}px;text-align:justify"
    column = render(f"<div class=v style='{high}'>{WORDS}</div>")
    line = render(f"<p style='width:{12 * EM}px;text-align:justify'>{WORDS}")
    assert columns(column) == columns(line)
    *full, _ = boxes(column, "LineBox")
    assert len(full) > 3
    assert {round(line.width, 2) for line in full} == {12 * EM}


def test_columns_go_from_right_to_left(tmp_path: Path) -> None:
    document = render("<div class=v style='height:100px'><p>一<p>国国国国</div>")
    page = ink(tmp_path, document)
    middle = 4 * (400 - 20 - 2 * EM)
    first = page.crop((middle, 0, page.width, page.height))
    second = page.crop((0, 0, middle, page.height))
    assert cropped(first).height < 4 * EM  # 一 alone, at the right
    assert cropped(second).height == pytest.approx(16 * EM, abs=12)


def test_a_block_is_as_wide_as_its_columns() -> None:
    document = render(f"<div class=v style='height:{12 * EM}px'>{WORDS}</div>")
    (turned,) = boxes(document, "Turned")
    assert turned.width == pytest.approx(2 * EM * len(columns(document)))
    assert turned.height == 12 * EM
    assert turned.position_x + turned.width == pytest.approx(380)


@pytest.mark.parametrize(
    "body",
    [
        f"<div style='height:9em'><div class=v style='height:100%'>{WORDS}</div></div>",
        "<div style='display:flex'>"
        f"<div class=v style='height:9em'>{WORDS}</div></div>",
        f"<table><tr><td style='writing-mode:vertical-rl;height:9em'>{WORDS}</table>",
        "<span class=v style='display:inline-block;height:9em;float:none'>"
        f"{WORDS}</span>",
        "<div class=v style='position:absolute;right:0;top:0;height:9em'>"
        f"{WORDS}</div>",
        f"<div class=v style='height:9em'><p>{WORDS[:40]}<p><b>{WORDS[40:]}</b></div>",
        f"<div class=v style='height:9em;direction:rtl'>{WORDS}</div>",
        f"<div class=v lang=en style='height:9em'>{WORDS}</div>",
    ],
)
def test_no_character_is_lost_wherever_the_block_stands(body: str) -> None:
    document = render(body)
    assert texts(document) == WORDS
    (turned,) = boxes(document, "Turned")
    assert turned.height == pytest.approx(9 * EM)


def test_words_are_read_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    words = f"{WORDS}外務省という“太陽の沈まない職場”で、JAPANの200公館と5700名！？"
    render(f"<div class=v style='height:12em'>{words}</div>").write_pdf(file)
    read = subprocess.run(
        ["pdftotext", "-raw", file, "-"], capture_output=True, check=True, text=True
    ).stdout
    assert "".join(read.split()) == words


def test_quotation_marks_are_those_of_vertical_text(tmp_path: Path) -> None:
    typed = ink(tmp_path, render("<div class=v>“国”</div>"))
    minutes = ink(tmp_path, render("<div class=v>〝国〟</div>"))
    assert same(cropped(typed), cropped(minutes)) == 1


def test_pango_still_says_what_it_has_turned() -> None:
    """Canary: PangoAnalysis.gravity is the byte that we take it for."""
    (line,) = boxes(render("<div class=v>国A</div>"), "LineBox")
    (box,) = [box for box in line.descendants() if hasattr(box, "text")]
    box.pango_layout.reactivate(box.style)
    shaped, _ = box.pango_layout.get_first_line()
    runs = []
    run = shaped.runs
    while run != shape.ffi.NULL:
        runs.append(upright._is_upright(run.data.item.analysis))
        run = run.next
    assert runs == [True, False]


def test_horizontal_text_around_is_as_it_was(tmp_path: Path) -> None:
    before = render(f"<p>{WORDS}").write_pdf()
    render(f"<div class=v style='height:9em'>{WORDS}</div>").write_pdf()
    assert render(f"<p>{WORDS}").write_pdf() == before
