"""Readings and emphasis dots on the page: over their words, and out of the way."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from .test_vertical import EM, boxes, ink, render

OVER = "rt { font-size: .5em; line-height: 1 } em { font-style: normal }"


def ruby(*pairs: tuple[str, str]) -> str:
    inner = "".join(f"{base}<rt>{reading}</rt>" for base, reading in pairs)
    return f"<ruby>{inner}</ruby>"


KOKORO = ruby(("志", "こころざし"))


def texts(document: Any) -> dict[str, Any]:
    return {box.text: box for box in boxes(document, "TextBox")}


def centre(box: Any) -> float:
    return float(box.position_x + box.width / 2)


def test_a_reading_stands_in_the_middle_over_its_word() -> None:
    found = texts(render(f"<p>この{ruby(('漢字', 'かんじ'))}は", OVER))
    base, over = found["漢字"], found["かんじ"]
    assert centre(over) == pytest.approx(centre(base), abs=0.05)
    baseline = over.position_y + over.baseline
    below = baseline + 0.12 * EM / 2
    assert below == pytest.approx(base.position_y + base.baseline - 0.88 * EM, abs=0.1)


@pytest.mark.parametrize("leading", ["2", "1.2", "40px"])
def test_lines_stand_as_far_apart_as_without_readings(leading: str) -> None:
    plain = f"<p style='line-height:{leading};width:10em'>{'志を持つ。' * 8}"
    read = plain.replace("志", KOKORO)
    tops = [line.position_y for line in boxes(render(plain, OVER), "LineBox")]
    pitch = tops[1] - tops[0]
    found = boxes(render(read, OVER), "LineBox")
    for number, line in enumerate(found):
        assert line.position_y == pytest.approx(tops[0] + number * pitch)
        assert line.height == pytest.approx(pitch)


def test_justified_lines_with_readings_end_at_the_measure() -> None:
    words = f"日本の{KOKORO}と{ruby(('外務省', 'がいむしょう'))}の仕事を、世界で。" * 6
    document = render(f"<p style='width:11em;text-align:justify'>{words}", OVER)
    *full, _ = boxes(document, "LineBox")
    assert len(full) > 5
    for line in full:
        last = [
            box
            for box in line.descendants()
            if hasattr(box, "text") and box.element_tag != "rt"
        ][-1]
        edge = last.position_x + last.width
        assert edge == pytest.approx(line.position_x + 11 * EM, abs=0.02)


def test_a_long_reading_stays_within_the_line() -> None:
    document = render(f"<p>{KOKORO}は、また{KOKORO}", OVER)
    (line,) = boxes(document, "LineBox")
    over = [
        box for box in line.descendants() if getattr(box, "text", "") == "こころざし"
    ]
    assert over[0].position_x == pytest.approx(line.position_x, abs=0.05)


def test_readings_in_other_elements_and_boxes_stay_with_their_word() -> None:
    word = ruby(("外務省", "がいむしょう"))
    for body in (
        f"<p><b>この<i>{word}</i></b>で",
        f"<p style='text-align:center'>この{word}で",
        f"<p style='text-align:right'>この{word}",
        f"<table><tr><td>この{word}で<td>次</table>",
        f"<div style='display:flex'><p>この{word}で</p></div>",
        f"<p>この<span style='display:inline-block'>{word}</span>で",
        f"<p style='white-space:nowrap'>この{word}で",
        f"<p style='padding-left:3em;text-indent:1em'>{word}",
        f"<div style='columns:2'><p>この{word}で</p></div>",
        f"<div class=v style='height:9em'>この{word}で</div>",
    ):
        found = texts(render(body, OVER))
        assert centre(found["がいむしょう"]) == pytest.approx(
            centre(found["外務省"]), abs=0.1
        ), body


def test_in_vertical_text_the_reading_is_to_the_right(tmp_path: Path) -> None:
    word = ruby(("国", "くに"))
    plain = ink(tmp_path, render("<div class=v style='height:9em'>国</div>"))
    read = ink(tmp_path, render(f"<div class=v style='height:9em'>{word}</div>", OVER))
    left, _, right, _ = plain.point(lambda v: 255 * (v > 128)).getbbox()
    wider = read.point(lambda v: 255 * (v > 128)).getbbox()
    assert wider[0] == pytest.approx(left, abs=4)
    assert wider[2] - right == pytest.approx(4 * EM / 2, abs=12)


def test_a_headline_with_a_reading_breaks_by_phrase() -> None:
    style = "word-break:auto-phrase;text-wrap:balance;width:8em"
    plain = f"<p style='{style}'>世界地図を頭に描いていますか？"
    read = plain.replace("地図", ruby(("地図", "ちず")))

    def bases(document: Any) -> list[str]:
        return [
            "".join(
                box.text
                for box in line.descendants()
                if hasattr(box, "text") and box.element_tag != "rt"
            )
            for line in boxes(document, "LineBox")
        ]

    assert bases(render(read, OVER)) == bases(render(plain, OVER))


def test_the_words_are_read_before_their_reading(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    render(f"<p>この{ruby(('漢', 'かん'), ('字', 'じ'))}は", OVER).write_pdf(file)
    command = ["pdftotext", "-raw", file, "-"]
    read = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert "".join(read.split()) == "この漢かん字じは"


def test_dots_stand_over_every_character_but_punctuation() -> None:
    body = "<p>これは<em style='text-emphasis:filled dot'>大切、です</em>。"
    document = render(body, OVER)
    found = texts(document)
    dots = found["••••"]
    base = found["大切、です"]
    assert dots.position_y + dots.baseline < base.position_y + base.baseline - 0.8 * EM
    assert centre(dots) == pytest.approx(centre(base), abs=1)
    (line,) = boxes(document, "LineBox")
    assert line.height == pytest.approx(2 * EM)


def test_dots_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    body = "<p>これは<em style='text-emphasis:filled sesame'>大切</em>だ"
    render(body, OVER).write_pdf(file)
    command = ["pdftotext", "-raw", file, "-"]
    read = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert "".join(read.split()) == "これは大切だ"


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        ("filled", "●"),
        ("open", "○"),
        ("dot", "•"),
        ("open dot", "◦"),
        ("filled double-circle", "◉"),
        ("triangle", "▲"),
        ("open sesame", "﹆"),
        ("'※'", "※"),
    ],
)
def test_the_shape_of_the_dots_is_that_of_css(value: str, mark: str) -> None:
    body = f'<p><em style="text-emphasis:{value}">大</em>'
    assert mark in texts(render(body, OVER))


def test_where_a_word_has_a_reading_it_has_no_dots() -> None:
    body = f"<p><em style='text-emphasis:dot'>この{ruby(('字', 'じ'))}</em>"
    assert "••" in texts(render(body, OVER))
