"""Tables as HR has them: CSV in UTF-8 or Shift_JIS, and Excel workbooks."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from brochure.files import reason
from brochure.finding import Finding, Mark, Stop, Words, fail

MOST_BYTES = 64_000_000
MOST_UNPACKED = 400_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 10_000


class Row(NamedTuple):
    """A line of the table; `number` counts as the spreadsheet does, from 1."""

    number: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """The headings, where they stand, and the rows below, blank ones left out."""

    file: str
    heading: Row
    rows: tuple[Row, ...]

    def at(self, row: int, column: int) -> Mark:
        """The place of a cell, both counted from 1."""
        return Mark(self.file, row, column)


def read(path: Path) -> Table:
    """The table in a .csv or .xlsx file.

    Raises:
        Stop: It cannot be read, is neither, or has no rows.
    """
    file = str(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Stop(_too_large(file))
        data = path.read_bytes()
    except OSError as error:
        why = reason(error)
        raise Stop(
            fail(
                "table.unreadable",
                f"表を読めません（{why.ja}）",
                f"the table cannot be read ({why.en})",
                at=file,
            )
        ) from None
    lines = _workbook(data, file) if data[:4] == b"PK\3\4" else _text(data, file)
    rows = []
    for row in lines:
        if any(cell.strip() for cell in row.cells):
            rows.append(row)
        if len(rows) > MOST_ROWS + 1:
            raise Stop(
                fail(
                    "table.too-many",
                    f"行が多すぎます（{MOST_ROWS} 行まで）",
                    f"there are too many rows, the most is {MOST_ROWS}",
                    at=file,
                )
            )
    if len(rows) < 2:
        raise Stop(
            fail(
                "table.empty",
                "見出しの行と、その下の行が要ります",
                "a row of headings is needed, and rows below it",
                at=file,
            )
        )
    return Table(file, rows[0], tuple(rows[1:]))


def _too_large(file: str) -> Finding:
    return fail(
        "table.too-large", "表が大きすぎます", "the table is too large", at=file
    )


def _bounded(number: int, cells: Iterable[str], file: str) -> Row:
    found = tuple(cells)
    while found and not found[-1]:
        found = found[:-1]
    if len(found) > MOST_COLUMNS:
        raise Stop(
            fail(
                "table.too-wide",
                f"列が多すぎます（{MOST_COLUMNS} 列まで）",
                f"there are too many columns, the most is {MOST_COLUMNS}",
                at=Mark(file, number, MOST_COLUMNS + 1),
            )
        )
    for column, cell in enumerate(found, 1):
        if len(cell) > MOST_CHARACTERS:
            raise Stop(
                fail(
                    "table.long-cell",
                    f"セルが長すぎます（{MOST_CHARACTERS} 字まで）",
                    f"a cell has more than {MOST_CHARACTERS} characters",
                    at=Mark(file, number, column),
                )
            )
    return Row(number, found)


# --- CSV -------------------------------------------------------------------------


def _text(data: bytes, file: str) -> Iterator[Row]:
    if b"\0" in data:
        raise Stop(_no_table(file))
    text = _decoded(data, file)
    head = text.partition("\n")[0]
    separator = "\t" if head.count("\t") > head.count(",") else ","
    csv.field_size_limit(MOST_CHARACTERS * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        # A cell may have line breaks: lines are counted as records, as Excel does.
        for number, cells in enumerate(reader, 1):
            yield _bounded(number, (cell.strip() for cell in cells), file)
    except csv.Error as error:
        raise Stop(_no_table(file, str(error))) from None


def _decoded(data: bytes, file: str) -> str:
    """UTF-8, with the mark that Excel writes or without it; else Shift_JIS."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Stop(
        fail(
            "table.encoding",
            "文字コードが UTF-8 でも Shift_JIS でもありません",
            "the text is neither UTF-8 nor Shift_JIS",
            hint=Words(
                "Excel で「CSV UTF-8」として保存してください",
                "save it as “CSV UTF-8” in Excel",
            ),
            at=file,
        )
    )


def _no_table(file: str, why: str = "") -> Finding:
    more = f" ({why})" if why else ""
    return fail(
        "table.no-table",
        f"CSV でも Excel（.xlsx）でもありません{more}",
        f"this is neither CSV nor Excel (.xlsx){more}",
        hint=Words(
            "Excel から .xlsx か「CSV UTF-8」で保存してください",
            "save it from Excel as .xlsx or “CSV UTF-8”",
        ),
        at=file,
    )


# --- Excel -----------------------------------------------------------------------


def _workbook(data: bytes, file: str) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise Stop(_too_large(file))
        import openpyxl

        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
    except Stop:
        raise
    except Exception as error:  # whatever a broken workbook makes openpyxl raise
        raise Stop(_no_table(file, type(error).__name__)) from None
    try:
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            said = (_cell(v, file, number, c) for c, v in enumerate(cells, 1))
            yield _bounded(number, said, file)
    except Stop:
        raise
    except Exception as error:
        raise Stop(_no_table(file, type(error).__name__)) from None
    finally:
        book.close()


def _cell(value: Any, file: str, row: int, column: int) -> str:
    """A cell as it would be typed: a day as 2026-12-05, a whole number without .0."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value).strip()
    if text.startswith("#") and text.endswith(("!", "?", "/A")):
        raise Stop(
            fail(
                "table.error-cell",
                f"セルがエラーになっています（{text}）",
                f"the cell is an error ({text})",
                at=Mark(file, row, column),
            )
        )
    return text
