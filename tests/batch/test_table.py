"""Tables as HR in Japan saves them, and tables that nobody should send."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from brochure.batch import columns, table
from brochure.batch.records import Record, records
from brochure.content.variants import Base
from brochure.finding import Mark, Stop

from .conftest import HEAD, Write, line

PATHS = (
    "fair.name",
    "fair.date",
    "fair.venue",
    "fair.booth",
    "fair.guest",
    "call_to_action.url",
)


@pytest.fixture(scope="module")
def base(project: Path) -> Base:
    return Base(project / "content.yaml")


def made(path: Path, base: Base, name: str = "{row}") -> list[Record]:
    return records(table.read(path), base, name)


def codes(path: Path, base: Base, name: str = "{row}") -> list[tuple[str, object]]:
    with pytest.raises(Stop) as stop:
        made(path, base, name)
    return [(one.code, one.at) for one in stop.value.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_is_read_in_the_encodings_of_excel(table: Write, encoding: str) -> None:
    from brochure.batch.table import read

    found = read(table(encoding=encoding))
    assert found.heading.cells == HEAD
    assert found.rows[1].cells == line(1)
    assert columns.paths(found) == PATHS


def test_tabs_and_blank_rows_and_line_breaks_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('催し\t会場\n\n"二行の\n名前"\t横浜\n\t\n', encoding="utf-8")
    found = table.read(path)
    assert [row.cells for row in found.rows] == [("二行の\n名前", "横浜")]


def test_an_excel_file_gives_what_people_see(tmp_path: Path, base: Base) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["催し", "開催日", "ブース"])
    sheet.append(["合同説明会", datetime.datetime(2026, 12, 5), 12.0])
    path = tmp_path / "fairs.xlsx"
    book.save(path)
    (record,) = made(path, base)
    assert dict(record.values) == {
        "fair.name": "合同説明会",
        "fair.date": "2026-12-05",
        "fair.booth": "12",
    }


def test_every_kind_of_date_is_a_day(table: Write, base: Base) -> None:
    found = made(table(3), base)
    days = [
        base.with_(dict(record.values)).fair.date.isoformat()  # type: ignore[union-attr]
        for record in found
    ]
    assert days == ["2026-12-05", "2026-12-12", "2027-01-09"]


def test_all_wrong_cells_are_told_at_once_with_row_and_column(
    table: Write, base: Base
) -> None:
    rows = [
        line(0),
        ("フェア", "12月40日", "横浜", "B", "様", "https://a.example"),
        ("フェア", "2026-12-05", "横浜", "B", "様", "javascript:alert(1)"),
    ]
    path = table(rows)
    found = codes(path, base)
    places = [at for _, at in found]
    assert places == [Mark(str(path), 3, 2), Mark(str(path), 4, 6)]


def test_unknown_and_doubled_headings_are_told(table: Write, base: Base) -> None:
    path = table([("a", "b", "c")], head=("会場", "会塲", "fair.venue"))
    assert [code for code, _ in codes(path, base)] == ["table.heading", "table.twice"]


def test_an_empty_cell_leaves_the_line_out(table: Write, base: Base) -> None:
    rows = [("フェア", "2026-12-05", "", "", "", "https://a.example/")]
    (record,) = made(table(rows), base)
    fair = base.with_(dict(record.values)).fair
    assert fair is not None
    assert fair.venue is None
    assert fair.booth is None


# --- Names -----------------------------------------------------------------------


def test_a_name_is_made_of_the_row(table: Write, base: Base) -> None:
    found = made(table(2), base, "{催し}-{日付}-{fair.booth}")
    assert found[0].name == "外交キャリアフェア-2026_12_5-A-1"
    assert made(table(2), base, "{fair}-{date}")[1].name.startswith("国際機関")


@pytest.mark.parametrize(
    "name", ["../{row}", "a/b", "a\\b", "{nothing}", "{", "{row", "a\0b", "C:{row}"]
)
def test_a_pattern_cannot_leave_the_folder(table: Write, base: Base, name: str) -> None:
    assert codes(table(1), base, name) == [("usage.name", None)]


def test_path_characters_in_a_cell_become_harmless(table: Write, base: Base) -> None:
    row = ("../../etc/passwd", "2026-12-05", "x", "x", "x", "https://a.example/")
    (record,) = made(table([row]), base, "{催し}")
    assert record.name == "_.._etc_passwd"


def test_two_rows_cannot_have_one_file(table: Write, base: Base) -> None:
    found = codes(table([line(0), line(0)]), base, "{催し}")
    assert [code for code, _ in found] == ["table.same-name"]


def test_a_name_is_never_too_long_for_a_disk(table: Write, base: Base) -> None:
    (record,) = made(table([line(0)]), base, "長" * 300)
    assert len(record.name.encode()) <= 150


# --- Tables that nobody should send ----------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(Stop) as stop:
        table.read(path)
    return stop.value.findings[0].code


def test_what_is_no_table_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for data, code in (
        (b"\x89PNG\r\n\x1a\n\0\0\0", "table.no-table"),
        (b"PK\3\4 broken", "table.no-table"),
        (b"", "table.empty"),
        (b"\x81\xff\n", "table.encoding"),
        ("見出し\n".encode(), "table.empty"),
        (b"a," * 200 + b"\nb\n", "table.too-wide"),
        (b"a\n" + b"x" * 20_000 + b"\n", "table.long-cell"),
    ):
        path.write_bytes(data)
        assert refused(path) == code
    assert refused(tmp_path / "none.csv") == "table.unreadable"


def test_a_packed_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 450_000_000)
    assert refused(path) == "table.too-large"


def test_a_formula_without_a_value_and_an_error_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["会場"])
    sheet.append(["#N/A"])
    path = tmp_path / "e.xlsx"
    book.save(path)
    assert refused(path) == "table.error-cell"
    sheet["A2"] = "=1+1"
    book.save(path)
    assert refused(path) == "table.uncounted"


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_read_and_one_more_is_too_many(
    tmp_path: Path,
) -> None:
    path = tmp_path / "many.csv"
    path.write_text("会場\n" + "横浜\n" * 100_000, encoding="utf-8")
    assert len(table.read(path).rows) == 100_000
    path.write_text("会場\n" + "横浜\n" * 100_001, encoding="utf-8")
    assert refused(path) == "table.too-many"
