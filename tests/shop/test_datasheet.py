"""Small YAML files are read as typed, and every mistake has its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.finding import Stop
from brochure.shop import datasheet


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "sheet.yaml"


def read(path: Path, text: str | bytes) -> list[tuple[str, str, str]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [(entry.key, entry.value, str(entry.at)) for entry in datasheet.read(path)]


def findings(path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(Stop) as stop:
        read(path, text)
    return [f"{f.at} {f.code}" for f in stop.value.findings]


def test_values_stay_as_typed_and_know_their_place(sheet: Path) -> None:
    text = "a: 0100\nb: no  # 漢字\nc: {d: 9:00, e: 漢字}\nf:\n  g:\n    h: ''"
    assert read(sheet, text) == [
        ("a", "0100", "sheet.yaml:1:4"),
        ("b", "no", "sheet.yaml:2:4"),
        ("c.d", "9:00", "sheet.yaml:3:8"),
        ("c.e", "漢字", "sheet.yaml:3:17"),
        ("f.g.h", "", "sheet.yaml:6:8"),
    ]


def test_an_empty_file_has_no_entries(sheet: Path) -> None:
    assert read(sheet, "# only a comment\n") == []


def test_a_byte_order_mark_from_windows_does_no_harm(sheet: Path) -> None:
    assert read(sheet, b"\xef\xbb\xbfa: 1") == [("a", "1", "sheet.yaml:1:4")]


def test_a_key_written_twice_is_named_at_its_second_place(sheet: Path) -> None:
    text = "a: 1\nb: 2\na: 3\nb: 4"
    assert findings(sheet, text) == [
        "sheet.yaml:3:1 datasheet.key-twice",
        "sheet.yaml:4:1 datasheet.key-twice",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- 1", "sheet.yaml:1:1 datasheet.not-plain"),
        ("a: [1]", "sheet.yaml:1:4 datasheet.not-plain"),
        ("just words", "sheet.yaml:1:1 datasheet.not-plain"),
        ("{a: 1}: b", "sheet.yaml:1:1 datasheet.not-plain"),
        ("a: &x 1", "sheet.yaml:1:4 datasheet.not-plain"),
        ("a: !!int 1", "sheet.yaml:1:4 datasheet.not-plain"),
        ("a: {b: {c: {d: {e: 1}}}}", "sheet.yaml:1:16 datasheet.not-plain"),
        ("a: b: c", "sheet.yaml:1:5 datasheet.syntax"),
        ("a: 1\n\tb: 2", "sheet.yaml:2:1 datasheet.syntax"),
        ('a: 1\nb: "\x01"', "sheet.yaml:2:5 datasheet.syntax"),
        (b"a: 1\n\x83\x84: 2", "sheet.yaml:2:1 datasheet.not-utf8"),
    ],
)
def test_what_is_not_a_plain_line_is_refused_at_its_place(
    sheet: Path, text: str | bytes, expected: str
) -> None:
    assert findings(sheet, text) == [expected]


@pytest.mark.parametrize("bomb", ["{" * 60_000, "- " * 30_000, "a: &a [*a, *a]"])
def test_a_yaml_bomb_is_refused_at_once(sheet: Path, bomb: str) -> None:
    assert findings(sheet, bomb)[0].endswith("datasheet.not-plain")


def test_a_file_too_large_to_be_a_data_sheet_is_not_parsed(sheet: Path) -> None:
    assert findings(sheet, "a: 1\n" * 20_000) == ["sheet.yaml datasheet.too-large"]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"nothere\.yaml: the file cannot be read"):
        datasheet.read(tmp_path / "nothere.yaml")
