"""What stands on the terminal lines up, also where 漢字 take two cells."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from brochure.finding import Mark, Spot, Words, fail, warn
from brochure.works.terminal import (
    Bar,
    Progress,
    Row,
    cells,
    findings_text,
    table_text,
)

ROWS = [
    Row("leaflet-press.pdf", 2, 1_234_567, "210 × 297 mm", "PDF/X-4 · CMYK", 1.04),
    Row("poster-b2-press.pdf", 1, 54_321, "515 × 728 mm", "sRGB", 0.5),
]


def test_kanji_take_two_cells() -> None:
    assert cells("仕上がり A4") == 11


def test_the_columns_of_a_japanese_table_begin_in_the_same_cell() -> None:
    lines = table_text(ROWS, [], Path("out"), "ja").splitlines()
    starts = [
        lines[0].index("仕上がり"),
        *(line.index(" mm") - 9 for line in lines[1:]),
    ]
    widths = {cells(line[:start]) for line, start in zip(lines, starts, strict=True)}
    assert len(widths) == 1


def test_the_table_says_what_was_made_and_what_had_not_changed() -> None:
    text = table_text(ROWS, ["leaflet-press.pdf"], Path("out"), "en")
    leaflet, poster = text.splitlines()[1:]
    assert leaflet.startswith("out/leaflet-press.pdf")
    assert "1.2 MB" in leaflet
    assert leaflet.endswith("1.0 s")
    assert "54 kB" in poster
    assert poster.endswith("unchanged")


def test_the_worst_findings_come_first_and_each_once() -> None:
    slight = warn("a.slight", "軽い", "slight", at=Mark("a.css", 1, 1))
    late = fail("a.bad", "悪い", "late", at=Mark("content.yaml", 20, 1))
    early = fail("a.bad", "悪い", "early", at=Mark("content.yaml", 3, 1))
    text = findings_text([slight, late, early, slight], "en")
    assert [line.split()[1] for line in text.splitlines()] == [
        "early",
        "late",
        "warning:",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_one_line_that_is_redrawn() -> None:
    stream = Terminal()
    progress = Progress(2, "ja", stream)
    progress.stage("leaflet-press.pdf", Words("組版", "layout"))
    progress.finished("leaflet-press.pdf")
    progress.clear()
    assert "\n" not in stream.getvalue()
    assert "[0/2] leaflet-press.pdf 組版" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_line_on_a_terminal_never_wraps() -> None:
    stream = Terminal()
    progress = Progress(9, "ja", stream)
    for number in range(9):
        progress.stage(
            f"とても長い名前のファイル-{number}.pdf", Words("組版", "layout")
        )
    drawn = stream.getvalue().split("\r")[-1].removesuffix("\x1b[K")
    assert 70 < cells(drawn) < 80


def test_a_log_gets_a_line_for_each_finished_file() -> None:
    stream = io.StringIO()
    progress = Progress(2, "en", stream)
    progress.stage("leaflet-press.pdf", Words("組版", "layout"))
    progress.finished("leaflet-press.pdf")
    progress.clear()
    assert stream.getvalue() == "[1/2] leaflet-press.pdf\n"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_batch_has_a_bar_with_its_rate_that_never_wraps(lang: str) -> None:
    stream = Terminal()
    bar = Bar(1_000_000, lang, stream)
    bar.add(500_000)
    bar.clear()
    drawn = stream.getvalue().split("\r")[1].removesuffix("\x1b[K")
    assert drawn.startswith("█" * 12 + "░" * 12 + " 500000/1000000")
    assert cells(drawn) < 80
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_log_gets_no_bar() -> None:
    stream = io.StringIO()
    bar = Bar(2, "en", stream)
    bar.add(2)
    bar.clear()
    assert stream.getvalue() == ""


def test_page_two_comes_before_page_ten() -> None:
    places = (Spot(10, 1, 1), Spot(2, 20, 5), Spot(2, 3, 9), Spot(2))
    text = findings_text([fail("a.bad", "悪い", "bad", at=at) for at in places], "en")
    assert [line.split(": ")[0] for line in text.splitlines()] == [
        "page 2 at 20.0, 5.0 mm",
        "page 2 at 3.0, 9.0 mm",
        "page 2",
        "page 10 at 1.0, 1.0 mm",
    ]
