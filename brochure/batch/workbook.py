"""Excel workbooks as they look: the shown value of each cell that is shown.

The door to openpyxl, whose read-only mode gives value, format and font of a cell.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from brochure.batch.separated import no_table
from brochure.batch.sheet import Layout, Merge, layout
from brochure.batch.shown import shown
from brochure.batch.shown_days import BY_NUMBER
from brochure.finding import Finding, Mark, Status, Stop, Words, fail, shortened

MOST_UNPACKED = 400_000_000
_MOST_FINDINGS = 200
#: OLE, in which old workbooks and those with a password are kept ([MS-CFB] § 2.2).
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The stream of a workbook with a password ([MS-OFFCRYPTO] § 2.3.4).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Line(NamedTuple):
    """A row that is shown; `days` has the day behind a cell, by column from 0."""

    number: int
    cells: list[str]
    days: dict[int, str]


def unopened(data: bytes, file: str) -> Finding:
    """Why a file of an older kind is no workbook that can be read."""
    if _ENCRYPTED in data:
        return fail(
            "table.password",
            "パスワードのかかった Excel ファイルです",
            "this workbook is protected by a password",
            hint=Words(
                "Excel の「ファイル」「情報」「ブックの保護」で外してください",
                "take it off in Excel: File, Info, Protect Workbook",
            ),
            at=file,
        )
    return fail(
        "table.no-table",
        "古い形式の Excel（.xls）か、ほかのソフトのファイルです",
        "this is an old workbook (.xls), or another program's file",
        hint=Words(
            "Excel で開き、.xlsx で保存し直してください",
            "open it in Excel and save it as .xlsx",
        ),
        at=file,
    )


def lines(
    data: bytes, file: str, notes: list[Finding], most_rows: int, most_columns: int
) -> Iterator[Line]:
    """The rows that the first sheet shows; what is left out is told to `notes`.

    Raises: Stop where it is no workbook, and for all cells that cannot be read as they
        are shown.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise Stop(too_large(file))
        import openpyxl

        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
    except Stop:
        raise
    except Exception as error:  # whatever a broken workbook makes openpyxl raise
        raise Stop(no_table(file, type(error).__name__)) from None
    try:
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        sheet = (sheets or book.worksheets)[0]
        with (
            zipfile.ZipFile(io.BytesIO(data)) as packed,
            packed.open(sheet._worksheet_path.lstrip("/")) as xml,
        ):
            about = layout(xml, most_rows, most_columns)
        reader = _Reader(book, file, about)
        yield from reader.lines(sheet)
        if reader.findings:
            raise Stop(*reader.findings[:_MOST_FINDINGS])
        notes += reader.notes()
        if len(sheets) > 1:
            notes.append(_one_sheet(sheet.title, file))
    except Stop:
        raise
    except Exception as error:
        raise Stop(no_table(file, type(error).__name__)) from None
    finally:
        book.close()


def too_large(file: str) -> Finding:
    """More than anybody's table."""
    return fail(
        "table.too-large", "表が大きすぎます", "the table is too large", at=file
    )


class _Reader:
    """Goes down a sheet; a merged value is carried along as far as it reaches."""

    def __init__(self, book: Any, file: str, about: Layout) -> None:
        self.book, self.file, self.about = book, file, about
        self.findings: list[Finding] = []
        self._hidden: list[int] = []
        self._struck: list[int] = []
        self._columns: set[int] = set()
        self._formats: dict[int, tuple[int, str, bool]] = {}
        self._coming = sorted(about.merges, reverse=True)
        self._open: dict[int, tuple[Merge, str, str]] = {}

    def lines(self, sheet: Any) -> Iterator[Line]:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            line = self._line(number, cells)
            if line and len(self.findings) < _MOST_FINDINGS:
                yield line

    def _line(self, number: int, cells: tuple[Any, ...]) -> Line | None:
        said = [""] * len(cells)
        days: dict[int, str] = {}
        struck = set()
        found: list[Finding] = []
        hidden = number in self.about.hidden_rows
        for at, cell in enumerate(cells):
            # Nobody minds what is wrong with a cell that nobody sees.
            if at + 1 in self.about.hidden_columns:
                if cell.value is not None and not hidden:
                    self._columns.add(at + 1)
                continue
            if (number, at + 1) in self.about.uncounted:
                found.append(_uncounted(self._at(number, at)))
            if cell.value is None:
                continue
            said[at] = self._said(cell, self._at(number, at), found)
            if said[at] and self._style(cell)[2]:
                struck.add(at)
            if isinstance(cell.value, datetime.date):
                days[at] = cell.value.strftime("%Y-%m-%d")
        own = any(said) or bool(found)
        self._merge(number, said, days, found)
        if not own:
            return None
        if hidden:
            self._hidden.append(number)
            return None
        if struck and struck == {at for at, text in enumerate(said) if text}:
            self._struck.append(number)
            return None
        found += [_struck(self._at(number, at), said[at]) for at in sorted(struck)]
        self.findings += found
        return Line(number, said, days)

    def _at(self, number: int, column: int) -> Mark:
        return Mark(self.file, number, column + 1)

    def _style(self, cell: Any) -> tuple[int, str, bool]:
        """Number and code of a cell's format, and whether it is struck out."""
        key: int = cell._style_id
        if key not in self._formats:
            number = cell.style_array.numFmtId
            code = BY_NUMBER.get(number) or cell.number_format
            self._formats[key] = number, code, bool(cell.font.strike)
        return self._formats[key]

    def _said(self, cell: Any, at: Mark, found: list[Finding]) -> str:
        """What is seen in a cell."""
        value = cell.value
        number, code, _ = self._style(cell)
        if number in BY_NUMBER and type(value) in (int, float):
            from openpyxl.utils.datetime import from_excel

            value = from_excel(value, self.book.epoch)
        text = shown(value, code)
        if text is None:
            found.append(_unknown_format(at, value, code))
            return ""
        text = text.strip().replace("\r\n", "\n")
        if text.startswith("#") and text.endswith(("!", "?", "/A")):
            found.append(_error(at, text))
        return text

    def _merge(
        self, number: int, said: list[str], days: dict[int, str], found: list[Finding]
    ) -> None:
        """The value of merged cells counts for each row that they reach into."""
        while self._coming and self._coming[-1].top <= number:
            merge = self._coming.pop()
            at = merge.left - 1
            text = said[at] if at < len(said) else ""
            if not text:
                continue
            hidden = self.about.hidden_columns
            across = range(merge.left + 1, merge.right + 1)
            if any(column not in hidden for column in across):
                found.append(_merged(self._at(number, at), merge.name))
            self._open[at] = merge, text, days.get(at, "")
        for at, (merge, text, day) in list(self._open.items()):
            if merge.bottom < number:
                del self._open[at]
            elif merge.top < number:
                said += [""] * (at + 1 - len(said))
                said[at] = text
                if day:
                    days[at] = day

    def notes(self) -> list[Finding]:
        """What is in the sheet and not in the leaflets, and why."""
        columns = sorted(self._columns)
        rows_ja, rows_en = _listed(self._hidden), _listed(self._struck)
        return [
            Finding(Status.INFO, code, words, at=self.file)
            for numbers, code, words in (
                (
                    self._hidden,
                    "table.hidden-rows",
                    Words(
                        f"隠れている行は使いません: {rows_ja}",
                        f"hidden rows are left out: {rows_ja}",
                    ),
                ),
                (
                    self._struck,
                    "table.struck-rows",
                    Words(
                        f"取り消し線の行は使いません: {rows_en}",
                        f"struck-out rows are left out: {rows_en}",
                    ),
                ),
                (
                    columns,
                    "table.hidden-columns",
                    Words(
                        f"隠れている列は使いません: {_listed(columns)}",
                        f"hidden columns are left out: {_listed(columns)}",
                    ),
                ),
            )
            if numbers
        ]


def _listed(numbers: list[int]) -> str:
    """`3, 5–8`."""
    parts = []
    for _, run in groupby(enumerate(numbers), lambda one: one[1] - one[0]):
        group = [number for _, number in run]
        parts.append(f"{group[0]}–{group[-1]}" if len(group) > 1 else f"{group[0]}")
    return shortened(", ".join(parts), 200)


def _one_sheet(title: str, file: str) -> Finding:
    words = Words(
        f"シート「{shortened(title, 40)}」だけを使います",
        f"only the sheet “{shortened(title, 40)}” is used",
    )
    return Finding(Status.INFO, "table.one-sheet", words, at=file)


def _error(at: Mark, text: str) -> Finding:
    return fail(
        "table.error-cell",
        f"セルがエラーになっています（{text}）",
        f"the cell is an error ({text})",
        at=at,
    )


def _uncounted(at: Mark) -> Finding:
    return fail(
        "table.uncounted",
        "このセルの数式は一度も計算されていません",
        "the formula in this cell was never calculated",
        hint=Words(
            "Excel で開いて保存し直すか、値を貼り付けてください",
            "open the file in Excel and save it, or paste the value",
        ),
        at=at,
    )


def _unknown_format(at: Mark, value: Any, code: str) -> Finding:
    code = shortened(code, 40)
    return fail(
        "table.format",
        f"表示形式「{code}」の値（{value}）が、Excel でどう見えるか分かりません",
        f"it is not known how Excel shows {value} in the format “{code}”",
        hint=Words(
            "表示形式を「文字列」にして、刷るとおりに打ってください",
            "make the cell's format Text and type what is to be printed",
        ),
        at=at,
    )


def _struck(at: Mark, text: str) -> Finding:
    return fail(
        "table.struck-cell",
        f"「{shortened(text, 20)}」に取り消し線が引かれています",
        f"“{shortened(text, 20)}” is struck out",
        hint=Words(
            "消すか、取り消し線を外してください（行全体なら、その行を飛ばします）",
            "delete it or take the line off (a row struck out as a whole is left out)",
        ),
        at=at,
    )


def _merged(at: Mark, name: str) -> Finding:
    return fail(
        "table.merged",
        f"列をまたいで結合されたセルです（{name}）",
        f"cells of several columns are merged here ({name})",
        hint=Words(
            "結合を解除し、列ごとに値を入れてください（表の題や注なら消してください）",
            "unmerge them and fill each column (a title or a note: delete it)",
        ),
        at=at,
    )
