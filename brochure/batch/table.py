"""Tables as HR has them: CSV (separated.py) and Excel workbooks (workbook.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from brochure.batch import separated, workbook
from brochure.content.composing import composed
from brochure.files import reason
from brochure.finding import Finding, Mark, Stop, fail

MOST_BYTES = 64_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 10_000


class Row(NamedTuple):
    """A line of the table; `number` counts as the spreadsheet does, from 1.

    `days` has the day that a cell shows in its own way, 2026-12-05, by column from 0.
    """

    number: int
    cells: tuple[str, ...]
    days: Mapping[int, str] = MappingProxyType({})


class Table(NamedTuple):
    """The headings, where they stand, and the rows below, blank ones left out.

    `notes` say what else was left out.
    """

    file: str
    heading: Row
    rows: tuple[Row, ...]
    notes: tuple[Finding, ...] = ()

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
            raise Stop(workbook.too_large(file))
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
    rows = []
    notes: list[Finding] = []
    for row in _rows(data, file, notes):
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
    return Table(file, rows[0], tuple(rows[1:]), tuple(notes))


def _rows(data: bytes, file: str, notes: list[Finding]) -> Iterator[Row]:
    if data.startswith(workbook.OLE):
        raise Stop(workbook.unopened(data, file))
    if data[:4] == b"PK\3\4":
        for line in workbook.lines(data, file, notes, MOST_ROWS, MOST_COLUMNS):
            row = _bounded(line.number, line.cells, file)
            yield row._replace(days=line.days) if line.days else row
        return
    for number, cells in separated.rows(data, file, MOST_CHARACTERS):
        yield _bounded(number, cells, file)


def _bounded(number: int, cells: Iterable[str], file: str) -> Row:
    found = tuple(composed(cell)[0] for cell in cells)
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
