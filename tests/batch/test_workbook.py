"""A workbook comes out as it looks, or it is said which cell cannot."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from brochure.batch import table
from brochure.batch.records import records
from brochure.content.variants import Base
from brochure.finding import Mark, Stop

HEAD = ["催し", "開催日", "会場", "ブース", "宛名"]
Sheet = Callable[..., Path]


@pytest.fixture(scope="module")
def base(project: Path) -> Base:
    return Base(project / "content.yaml")


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """Writes a workbook of these rows, after something was done to its sheet."""

    def write(*rows: list[Any], do: Callable[[Any], object] = lambda one: None) -> Path:
        book = openpyxl.Workbook()
        for row in (HEAD, *rows):
            book.active.append(row)
        do(book.active)
        path = tmp_path / "fairs.xlsx"
        book.save(path)
        return path

    return write


def rows(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for row in table.read(path).rows]


def stopped(path: Path, base: Base | None = None) -> list[tuple[str, object]]:
    def read() -> None:
        found = table.read(path)
        if base:
            records(found, base, "{row}")

    with pytest.raises(Stop) as stop:
        read()
    return [(one.code, one.at) for one in stop.value.findings]


def notes(path: Path) -> list[str]:
    return [one.message.en for one in table.read(path).notes]


def test_numbers_and_times_look_as_in_the_sheet(sheet: Sheet) -> None:
    values = [7, 0.3, datetime.time(13, 0), datetime.datetime(2026, 3, 1), 1200]
    codes = ["000", "0%", "h:mm", 'm"月"d"日"', '"¥"#,##0']

    def format_(one: Any) -> None:
        for column, code in enumerate(codes, 1):
            one.cell(2, column).number_format = code

    assert rows(sheet(values, do=format_)) == [
        ("007", "30%", "13:00", "3月1日", "¥1,200")
    ]


@pytest.mark.parametrize(
    ("number", "seen"),
    [(56, "3月1日"), (14, "2026/3/1"), (58, "令和8年3月1日"), (55, "2026年3月")],
)
def test_formats_that_excel_names_by_number_are_japanese(
    sheet: Sheet, number: int, seen: str
) -> None:
    """Typing 3-1 into Japanese Excel gives a number in format 56."""
    path = sheet(["x", None, "y", 46082])
    packed = path.with_suffix(".2.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("styles.xml"):
                data = data.replace(b'numFmtId="0"', b'numFmtId="%d"' % number)
            new.writestr(name, data)
    assert rows(packed) == [("x", "", "y", seen)]


def test_a_day_that_shows_no_year_is_the_day_in_the_cell(
    sheet: Sheet, base: Base
) -> None:
    path = sheet(
        ["フェア", datetime.datetime(2026, 12, 5)],
        do=lambda one: setattr(one["B2"], "number_format", 'm"月"d"日"(aaa)'),
    )
    assert rows(path) == [("フェア", "12月5日(土)")]
    (record,) = records(table.read(path), base, "{開催日}")
    assert record.name == "2026-12-05"
    assert dict(record.values)["fair.date"] == "2026-12-05"


def test_a_format_nobody_knows_is_told_with_all_others(sheet: Sheet) -> None:
    def format_(one: Any) -> None:
        one["C2"].number_format = "# ?/?"
        one["D3"].number_format = "0.00E+00"

    path = sheet(["a", None, 0.5, 1], ["b", None, 1, 1e5], do=format_)
    assert stopped(path) == [
        ("table.format", Mark(str(path), 2, 3)),
        ("table.format", Mark(str(path), 3, 4)),
    ]


def test_merged_cells_count_for_every_row_they_reach(sheet: Sheet) -> None:
    day = datetime.date(2026, 12, 5)
    path = sheet(
        ["合同説明会", day, "横浜", "A-1", "東大"],
        [None, None, None, "A-2", "京大"],
        [None, None, None, "A-3", "阪大"],
        ["別の会", day, "神戸", "B-1", "神大"],
        do=lambda one: [one.merge_cells(f"{column}2:{column}4") for column in "ABC"],
    )
    found = table.read(path).rows
    assert [row.cells[0] for row in found] == ["合同説明会"] * 3 + ["別の会"]
    assert [row.cells[2:] for row in found][2] == ("横浜", "A-3", "阪大")
    assert found[2].days == {1: "2026-12-05"}


def test_two_rows_merged_in_all_columns_are_one(sheet: Sheet) -> None:
    path = sheet(
        ["会", None, "横浜"],
        [None, None, None],
        do=lambda one: [one.merge_cells(f"{column}2:{column}3") for column in "AC"],
    )
    assert rows(path) == [("会", "", "横浜")]


def test_the_value_of_a_merge_that_begins_in_a_hidden_row_is_seen(sheet: Sheet) -> None:
    def do(one: Any) -> None:
        one.merge_cells("A2:A3")
        one.row_dimensions[2].hidden = True

    assert rows(sheet(["会", None, "甲"], [None, None, "乙"], do=do)) == [
        ("会", "", "乙")
    ]


@pytest.mark.parametrize("cells", ["A2:B2", "C2:D4", "A1:E1"])
def test_cells_merged_across_columns_are_no_ones(sheet: Sheet, cells: str) -> None:
    path = sheet(
        ["会", "2026-12-05", "横浜", "A-1"], do=lambda one: one.merge_cells(cells)
    )
    ((code, at),) = stopped(path)
    assert code == "table.merged"
    assert isinstance(at, Mark)
    assert f"{'ABCDE'[at.column - 1]}{at.line}" == cells.partition(":")[0]


def test_what_is_hidden_is_left_out_and_said(sheet: Sheet) -> None:
    def do(one: Any) -> None:
        for row in (3, 5, 6):
            one.row_dimensions[row].hidden = True
        one.column_dimensions["D"].hidden = True

    path = sheet(*([f"会{n}", None, "横浜", "A", "様"] for n in range(6)), do=do)
    assert [cells[0] for cells in rows(path)] == ["会0", "会2", "会5"]
    assert {cells[3] for cells in rows(path)} == {""}
    assert notes(path) == [
        "hidden rows are left out: 3, 5–6",
        "hidden columns are left out: 4",
    ]


def test_a_hidden_sheet_is_not_the_first(sheet: Sheet) -> None:
    path = sheet(["甲"])
    book = openpyxl.load_workbook(path)
    other = book.create_sheet("見える")
    other.append(["会場"])
    other.append(["神戸"])
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    assert rows(path) == [("神戸",)]


def test_a_row_struck_out_is_left_out_and_a_cell_is_told(sheet: Sheet) -> None:
    gone = Font(strike=True)

    def row(one: Any) -> None:
        one["A2"].font = one["C2"].font = gone

    path = sheet(["会", None, "横浜"], ["別の会", None, "神戸"], do=row)
    assert rows(path) == [("別の会", "", "神戸")]
    assert notes(path) == ["struck-out rows are left out: 2"]
    path = sheet(["会", None, "横浜"], do=lambda one: setattr(one["C2"], "font", gone))
    assert stopped(path) == [("table.struck-cell", Mark(str(path), 2, 3))]


def test_formulas_never_calculated_are_all_told(sheet: Sheet) -> None:
    path = sheet(["会", None, '=A2&"場"'], ["=1+1", None, "横浜"])
    assert stopped(path) == [
        ("table.uncounted", Mark(str(path), 2, 3)),
        ("table.uncounted", Mark(str(path), 3, 1)),
    ]


def test_a_formula_with_its_result_is_a_value(sheet: Sheet) -> None:
    path = sheet(["会", None, "=X"])
    counted = path.with_suffix(".2.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(counted, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for empty in (b"<f>X</f><v />", b"<f>X</f><v></v>", b"<f>X</f><v/>"):
                data = data.replace(empty, b"<f>X</f><v>12</v>")
            new.writestr(name, data)
    assert rows(counted) == [("会", "", "12")]


def test_a_line_break_in_a_cell_is_told_as_one(sheet: Sheet, base: Base) -> None:
    path = sheet(["会", "2026-12-05", "横浜\n大ホール"])
    with pytest.raises(Stop) as stop:
        records(table.read(path), base, "{row}")
    (found,) = stop.value.findings
    assert found.at == Mark(str(path), 2, 3)
    assert "line break in this cell" in found.message.en


def test_a_password_and_an_old_workbook_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert stopped(path) == [("table.password", str(path))]
    path.write_bytes(ole + "Workbook".encode("utf-16-le"))
    assert stopped(path) == [("table.no-table", str(path))]


# --- What content.yaml would not take --------------------------------------------


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("横\u200b浜", "content.unprintable"),
        ("横\u2028浜", "content.unprintable"),
        ("⽇本", "content.lookalike"),
        ("横\ue000浜", "content.gaiji"),
    ],
)
def test_a_table_is_guarded_as_content_yaml_is(
    sheet: Sheet, base: Base, cell: str, code: str
) -> None:
    path = sheet(["会", "2026-12-05", cell], ["会", "2026-12-05", "神戸"])
    assert stopped(path, base) == [(code, Mark(str(path), 2, 3))]


def test_a_heading_with_a_character_nobody_sees_is_told(
    sheet: Sheet, base: Base
) -> None:
    path = sheet(["会"], do=lambda one: setattr(one["C1"], "value", "会\u200b場"))
    assert stopped(path, base) == [("content.unprintable", Mark(str(path), 1, 3))]


def test_a_table_from_macos_has_whole_characters(sheet: Sheet, base: Base) -> None:
    path = sheet(
        ["カ\u3099イタ\u3099ンス", "2026-12-05", "\ufa19田"],
        do=lambda one: setattr(one["D1"], "value", "フ\u3099ース"),
    )
    (record,) = records(table.read(path), base, "{row}")
    assert dict(record.values)["fair.name"] == "ガイダンス"
    assert dict(record.values)["fair.venue"] == "\ufa19田"
