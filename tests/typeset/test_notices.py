"""What the layout engine says reaches the designer, with file, line and column."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure.finding import Stop
from brochure.typeset.inside import notices
from tests.typeset.conftest import SET
from tests.typeset.trial import codes, places

SHEETS = Callable[..., list[str]]
LINK = '<link rel="stylesheet" href="{}">'


@pytest.fixture
def sheets(tmp_path: Path, set_: SET) -> SHEETS:
    """Sets a page with these style sheets; gives the findings in English."""

    def set_with(**files: str) -> list[str]:
        (tmp_path / "styles").mkdir()
        for name, text in files.items():
            (tmp_path / "styles" / f"{name}.css").write_text(text, encoding="utf-8")
        links = "".join(LINK.format(f"styles/{name}.css") for name in files)
        page = set_(f'{links}<p class="a">門</p><p>叩</p>')
        return [finding.line("en") for finding in page.findings]

    return set_with


def test_an_unknown_property_is_named_at_its_place(sheets: SHEETS) -> None:
    assert sheets(type="p { color: red }\np { font-szie: 1px }", page="") == [
        "styles/type.css:2:5: warning: `font-szie: 1px` is ignored:"
        " unknown property [style.ignored]"
    ]


def test_japanese_before_it_counts_as_characters(sheets: SHEETS) -> None:
    (line,) = sheets(type="/* 見出し */ p { widht: 1px }")
    assert line.startswith("styles/type.css:1:15: ")


def test_each_sheet_gets_its_own_warnings(sheets: SHEETS) -> None:
    lines = sheets(a="p { a-b: 1 }", b="", c="p { color: blau }")
    assert [line.partition(" ")[0] for line in lines] == [
        "styles/a.css:1:5:",
        "styles/c.css:1:5:",
    ]


def test_a_value_with_an_unknown_ink_is_found_in_its_sheet(sheets: SHEETS) -> None:
    """Such a value is only understood when it is used, and WeasyPrint names no file."""
    (line,) = sheets(a="p { margin: 0 }", b="p { margin: 0;\n  color: var(--nigth) }")
    assert line.startswith("styles/b.css:2:")


def test_a_selector_that_cannot_be_used_is_named_at_its_place(sheets: SHEETS) -> None:
    assert sheets(a="p { margin: 0 }\n.a:blink(2) { color: red }") == [
        "styles/a.css:2:1: warning: the rule for “.a:blink(2)” is ignored: this"
        " selector cannot be used [style.selector]"
    ]


def test_an_import_is_advised_against(sheets: SHEETS) -> None:
    """After one, nobody could tell which file a warning is about."""
    (line,) = sheets(a='/* 見出し */\n@import "b.css";', b="")
    assert line.startswith("styles/a.css:2:1: ")
    assert line.endswith("[style.import]")


def test_an_inline_style_gets_its_warning_without_a_place(set_: SET) -> None:
    assert places(set_('<p style="widht: 1mm">門</p>')) == ["None style.ignored"]


def test_a_style_sheet_that_is_not_there_stops_the_build(set_: SET) -> None:
    (finding,) = set_(LINK.format("styles/a.css") + "<p>門</p>").findings
    assert (finding.status, finding.subject) == ("fail", "styles/a.css")


def test_an_svg_picture_that_cannot_be_drawn_stops_the_build(
    set_: SET, tmp_path: Path
) -> None:
    """WeasyPrint would leave the rest of the picture out and go on."""
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<path d="M0 0 A 1 1 0 2"/><rect width="9" height="9"/></svg>'
    )
    assert codes(set_('<img src="a.svg">')) == ["svg.undrawn"]


def test_a_picture_without_a_description_stops_the_build_for_screens(
    set_: SET, tmp_path: Path
) -> None:
    """PDF/UA-1 (ISO 14289-1 § 7.3) asks for one."""
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    picture = '<h1>門</h1><img src="a.svg" style="width: 5mm">'
    assert codes(set_(picture, tagged=True)) == ["page.picture-undescribed"]
    assert codes(set_(picture)) == []


def test_anything_else_is_passed_on_in_its_own_words(set_: SET) -> None:
    page = set_('<p id="a">門</p><p id="a">叩</p>')
    (finding,) = page.findings
    assert finding.message.en == "the layout engine says: Anchor defined twice: 'a'"
    assert finding.message.ja == "組版エンジンから: Anchor defined twice: 'a'"


def test_nothing_is_written_to_the_screen(
    set_: SET, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    set_('<p style="widht: 1mm">≒</p><img src="a.png">')
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_the_loggers_are_left_as_they_were(set_: SET) -> None:
    logger = logging.getLogger("weasyprint.progress")
    before = (logger.level, logger.propagate, list(logger.handlers))
    set_("<p>門</p>")
    with pytest.raises(Stop):
        set_("<p style='break-after: page'>門</p>" * (notices.MAX_PAGES + 1))
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
