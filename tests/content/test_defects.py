"""One defect in a content file gives one line that an editor can jump to."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from brochure.content import load
from tests.content.conftest import RIGHT, changed, found, place, write

DEFECTS = yaml.safe_load(
    Path(__file__).with_name("defects.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    "defect", [pytest.param(defect, id=defect["name"]) for defect in DEFECTS]
)
def test_a_defect_is_one_line_with_its_place_in_both_languages(
    defect: dict[str, str],
) -> None:
    text = changed((defect["old"], defect["new"]))
    at = place(text, defect["at"])
    findings = found(text)
    assert [finding.line("ja") for finding in findings] == [f"{at}: {defect['ja']}"]
    assert [finding.line("en") for finding in findings] == [f"{at}: {defect['en']}"]


def test_the_content_without_a_defect_loads() -> None:
    assert found(RIGHT) == []


def test_no_two_defects_are_told_apart_by_nothing() -> None:
    names = [defect["name"] for defect in DEFECTS]
    assert len(names) == len(set(names))


def test_a_text_too_long_for_a_leaflet_is_refused_where_it_is_too_long() -> None:
    text = changed(("- 経験は", f"- {'あ' * 2000}経験は"))
    (finding,) = found(text)
    assert str(finding.at) == place(text, "経験は問")
    assert finding.code == "content.too-long"


def test_ten_thousand_paragraphs_are_one_finding() -> None:
    text = changed(("    - みなと印刷の仕事は", "    - 文\n" * 9000 + "    - みなと"))
    (many,) = (each for each in found(text) if each.code == "content.too-many")
    assert many.subject == "message.body"


def test_all_defects_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed(
        ("  title: みなと", "  titel: みなと"),
        ("issued: 2026", "issued: 20206"),
        ("  name: 株式会社みなと印刷", "  name: 株式会社みなと印刷\n  name: &x みなと"),
        ("{半券|はんけん}", "{半券|はんけん"),
        ("number: 2400", "number: 沢山"),
        ("quote: 刷る", "quote: 摺る"),
        ("place: honolulu", "place: honolula"),
        ("[聞く力", "['**聞く力', 話す力"),
        ("closing: その", "closing: \\その"),
        ("url: https://", "url: http//"),
        ("target: office", "target: press"),
        ("size: B2", "size: B5"),
    )
    codes = [finding.code.removeprefix("content.") for finding in found(text)]
    assert codes == [
        *("key-unknown", "date", "key-twice", "anchor", "ruby-unclosed", "number"),
        *("not-in-body", "place-unknown", "strong-unclosed", "not-in-body"),
        *("escape-unknown", "url", "output-twice", "choice"),
    ]


def test_both_flaws_of_one_text_are_told() -> None:
    text = changed(("closing: その", "closing: x}そ{の"))
    assert [finding.code for finding in found(text)] == [
        "content.brace-stray",
        "content.ruby-unclosed",
    ]


def test_no_more_than_a_hundred_lines_are_printed() -> None:
    text = RIGHT + "".join(f"title{number}: x\n" for number in range(5000))
    findings = found(text)
    assert len(findings) == 100
    assert findings[-1].code == "content.more"


def test_a_terminal_is_not_steered_by_what_was_typed() -> None:
    text = changed(("slogan:", '"\\x1b[31m\\n赤": 1\nslogan:'))
    (finding,) = found(text)
    assert "\x1b" not in finding.line("ja")
    assert "\n" not in finding.line("ja")


def test_marks_name_the_file_as_the_user_did() -> None:
    write(RIGHT)
    places = load(Path("../") / Path.cwd().name / "content.yaml").places
    assert places.mark("slogan").file == f"../{Path.cwd().name}/content.yaml"
