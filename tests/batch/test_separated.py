"""CSV is read as Excel, Numbers and others save it, and never by guessing."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.batch import table
from brochure.finding import Mark, Stop


def rows(path: Path, data: bytes) -> list[tuple[str, ...]]:
    path.write_bytes(data)
    found = table.read(path)
    assert found.heading.cells == ("催し", "会場")
    return [row.cells for row in found.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_encodings_of_excel(
    tmp_path: Path, separator: str, encoding: str, end: str
) -> None:
    text = f"催し{separator}会場{end}フェア{separator}横浜{end}"
    found = rows(tmp_path / "a.csv", text.encode(encoding))
    assert found == [("フェア", "横浜")]


def test_utf_16_may_have_its_bytes_in_either_order(tmp_path: Path) -> None:
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        data = mark + "催し\t会場\nフェア\t横浜, 神戸\n".encode(codec)
        assert rows(tmp_path / "a.txt", data) == [("フェア", "横浜, 神戸")]


def test_what_is_in_the_rows_or_in_quotes_is_no_separator(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", "催し;会場\nA,B;C,D\n".encode()) == [("A,B", "C,D")]
    path = tmp_path / "b.csv"
    path.write_text('"催し;""名""",会場\n"A;B",C\n', encoding="utf-8")
    assert table.read(path).heading.cells == ('催し;"名"', "会場")


def test_excels_own_word_for_it_counts(tmp_path: Path) -> None:
    found = rows(tmp_path / "a.csv", "sep=;\r\n催し;会場\r\nA,B;C\r\n".encode())
    assert found == [("A,B", "C")]


@pytest.mark.parametrize(
    "head", ["催し;会場,ホール", "催し\t会場,ホール", "\n\na;b\tc"]
)
def test_two_that_could_be_it_are_asked_about(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{head}\nx,y;z\n", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        table.read(path)
    (found,) = stop.value.findings
    line = 1 + len(head) - len(head.lstrip("\n"))
    assert (found.code, found.at) == ("table.separator", Mark(str(path), line, 1))


def test_half_a_utf_16_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xfea")
    with pytest.raises(Stop) as stop:
        table.read(path)
    assert stop.value.findings[0].code == "table.encoding"
