"""The page as WeasyPrint lays it out with the composer: what a print shop would see."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from brochure.typeset.inside.engine import engine as start
from brochure.typeset.pages.walk import walked
from brochure.typeset.proof import found

FONTS = Path(__file__).parents[2] / "fonts"
TEXT = (
    "政治・経済・社会・文化といったあらゆる分野で世界とのつながりを意識せずにはいられない"
    "今日の世界。「外交」が国の命運を握るといっても過言ではありません。いかに日本が国際社会の"
    "一員としての責任を果たしつつ、「JAPAN」の発信などに努めるか。世界中に200以上の公館を有し、"
    "約5700名の職員が昼夜を問わず日々切磋琢磨しています。"
)
STYLE = f"""
@font-face {{ font-family: Gothic; src: url(file://{FONTS}/NotoSansJP-Regular.ttf) }}
@page {{ size: 210mm 297mm; margin: 10mm }}
body {{ font: 10px/1.7 Gothic; font-kerning: none }}
p {{ margin: 0; text-align: justify; width: 17em }}
"""


@pytest.fixture(scope="module")
def engine() -> Any:
    return start()


def render(engine: Any, body: str, style: str = "", lang: str = "ja") -> Any:
    html = f"<html lang={lang}><style>{STYLE}{style}</style>{body}"
    from weasyprint.text.fonts import FontConfiguration

    page = engine.weasyprint.HTML(string=html, base_url="/")
    # Its own fonts: an @font-face of a test must not rename those of other tests.
    return page.render(font_config=FontConfiguration())


def walk(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def lines(document: Any) -> list[Any]:
    return [
        box
        for page in document.pages
        for box in walk(page._page_box)
        if type(box).__name__ == "LineBox"
    ]


def text(document: Any) -> str:
    return "".join(
        box.text
        for page in document.pages
        for box in walk(page._page_box)
        if type(box).__name__ == "TextBox"
    )


def test_every_line_but_the_last_fills_its_measure(engine: Any) -> None:
    *full, _ = lines(render(engine, f"<p>{TEXT}"))
    assert len(full) > 5
    for line in full:
        assert line.width == pytest.approx(170, abs=0.01)


def test_lines_in_the_pdf_end_at_one_edge(engine: Any) -> None:
    """TJ numbers are whole, so a line could drift by a sixtieth of an em."""
    pdf = render(engine, f"<p>{TEXT}").write_pdf()
    edges = right_edges(pdf)[:-1]
    assert max(edges) - min(edges) < 0.01 * 7.5


def test_a_break_beside_bold_text_is_as_good_as_any(engine: Any) -> None:
    plain = [line.composed for line in lines(render(engine, f"<p>{TEXT}"))]
    marked = TEXT.replace("「外交」", "<b style='font-weight:400'>「外<i>交</i>」</b>")
    marked = marked.replace("約5700", "約<a href=x>5700</a>")
    cut = [line.composed for line in lines(render(engine, f"<p>{marked}"))]
    assert [line.start for line in cut] == [line.start for line in plain]


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{TEXT}",
        f"<p>あ<br>い<br><br>{TEXT}",
        f"<p><span style='padding:0 1em;border:1px solid'>{TEXT}</span>{TEXT}",
        f"<p>{TEXT}<span style='display:inline-block'>印、「</span>{TEXT}",
        f"<p><b>{TEXT[:20]}</b> <i>{TEXT[20:41]} </i> {TEXT}",
        f"<p style='white-space:nowrap'>{TEXT}",
        f"<div style='columns:3'><p>{TEXT}{TEXT}</p></div>",
        f"<div style='display:flex'><p>{TEXT}</p><p>{TEXT}</p></div>",
        f"<table><tr><td>{TEXT}<td>{TEXT}</table>",
        f"<p><span style='float:left'>浮</span>{TEXT}",
        "<p>葛\U000e0100飾区 が👩\u200d💻 e\u0301 super\u00adcali\u00adlistic",
        f"<p>{TEXT * 12}",
    ],
)
def test_no_character_is_lost(engine: Any, body: str) -> None:
    written = re.sub(r"<[^>]*>|[\s\u00ad]", "", body)
    assert re.sub(r"[\s\u00ad‐]", "", text(render(engine, body))) == written


def test_the_text_reads_as_it_was_typed(engine: Any) -> None:
    pdf = pikepdf.open(io.BytesIO(render(engine, f"<p>{TEXT}").write_pdf()))
    read = ""
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) == "BDC" and "/ActualText" in operands[1]:
            read += str(operands[1]["/ActualText"])
    assert read == TEXT


def test_other_languages_are_weasyprints(engine: Any) -> None:
    for line in lines(render(engine, f"<p>{TEXT}", lang="en")):
        assert not hasattr(line, "composed")


@pytest.mark.parametrize(
    ("style", "behind"),
    [
        ("text-spacing-trim: space-all", 0.0),
        ("text-spacing-trim: trim-both", -5.0),
        ("text-autospace: no-autospace", -5.0),
    ],
)
def test_css_switches_the_squeezing(engine: Any, style: str, behind: float) -> None:
    """The gap of 、「 in pixels at 10 px."""
    (line,) = lines(render(engine, f"<p style='{style}'>経済、「外交」の"))
    assert line.composed.gaps[2] == behind


def test_css_switches_the_quarter_em(engine: Any) -> None:
    for value, gap in {"normal": 2.5, "no-autospace": 0.0}.items():
        (line,) = lines(render(engine, f"<p style='text-autospace:{value}'>約5名"))
        assert line.composed.gaps[0] == gap


def test_an_unknown_value_is_warned_about(engine: Any, caplog: Any) -> None:
    from weasyprint.logger import LOGGER

    LOGGER.addHandler(caplog.handler)
    try:
        render(engine, "<p>あ", "p { line-break: lose }")
    finally:
        LOGGER.removeHandler(caplog.handler)
    assert "line-break: lose" in caplog.text


def test_a_box_as_wide_as_its_words_sets_them_on_one_line(engine: Any) -> None:
    body = "<div style='display:flex'><span>約5700名、「日本」。</span></div>"
    assert len(lines(render(engine, body))) == 1


def test_a_list_as_wide_as_its_boxes_sets_them_side_by_side(engine: Any) -> None:
    """The space behind the last of them is not counted twice."""
    box = "<li style='display:inline-block'>約5名</li> "
    document = render(engine, f"<ul style='position:absolute;padding:0'>{box * 3}</ul>")
    assert len(lines(document)) == 1 + 3


def test_what_sticks_out_is_reported(engine: Any) -> None:
    document = render(engine, f"<p id=message.body.0>{'A' * 60}")
    (fault,) = found(walked(document.pages))
    assert (fault.kind, fault.page, fault.element) == ("overfull", 1, "message.body.0")


def right_edges(pdf: bytes) -> list[float]:
    """Where the advances of each line end, in PDF points, from the content stream."""
    document = pikepdf.open(io.BytesIO(pdf))
    page = document.pages[0]
    widths = {}
    for name, font in page.Resources.Font.items():
        table = {}
        given = list(font.DescendantFonts[0].W)
        for first, row in zip(given[::2], given[1::2], strict=True):
            table |= {int(first) + i: float(width) for i, width in enumerate(row)}
        widths[str(name)] = table
    edges, place, font, size = [], 0.0, {}, 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                font, size = widths[str(operands[0])], float(operands[1])
            case "Tm":
                place = float(operands[4])
            case "TJ":
                for item in operands[0]:
                    if isinstance(item, pikepdf.String):
                        codes = bytes(item)
                        for high, low in zip(codes[::2], codes[1::2], strict=True):
                            place += font[high << 8 | low] * size / 1000
                    else:
                        place -= float(item) * size / 1000
                edges.append(place * 0.75)
    return edges


def test_a_line_under_words_ends_with_them(engine: Any) -> None:
    def rule(body: str) -> float:
        pdf = pikepdf.open(io.BytesIO(render(engine, body).write_pdf()))
        strokes, at = [], 0.0
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) == "m":
                at = float(operands[0])
            elif str(operator) == "l":
                strokes.append(abs(float(operands[0]) - at))
        return max(strokes)

    alone = rule("<p><u>JAPAN</u>")
    assert rule("<p><u>JAPAN</u>の発信") == pytest.approx(alone, abs=0.05)
