"""What each row comes to: the fields that it changes, and the name of its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from unicodedata import normalize

from brochure.batch import columns
from brochure.batch.table import Row, Table
from brochure.content.decoding import refused
from brochure.content.paths import is_day
from brochure.content.variants import Base
from brochure.finding import Finding, Mark, Stop, Words, did_you_mean, fail

#: All row errors are told at once, and nobody reads more of them.
MOST_FINDINGS = 200
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_FIELD = re.compile(r"\{([^{}]*)\}")
_LONGEST_NAME = 150


class Record(NamedTuple):
    """A row: its number, the name of its file without .pdf, and texts by path."""

    row: int
    name: str
    values: tuple[tuple[str, str], ...]


def records(table: Table, base: Base, name: str) -> list[Record]:
    """Every row, checked; `name` is a pattern such as `{fair}-{date}`.

    Raises:
        Stop: Everything that is wrong with any row, each with its row and column.
    """
    if unseen := _unseen(table, table.heading, table.heading.cells):
        raise Stop(*(replace(one, subject="") for one in unseen))
    paths = columns.paths(table)
    named = _names(table, paths)
    _refuse_pattern(name, named)
    made: list[Record] = []
    findings: list[Finding] = []
    taken: dict[str, int] = {}
    days = [column for column, path in enumerate(paths) if is_day(path)]
    for row in table.rows:
        row = _with_days(row, days)
        values = {
            path: row.cells[column] if column < len(row.cells) else ""
            for column, path in enumerate(paths)
            if path
        }
        findings += _wrong(table, row, paths, values, base)
        file = _file_name(name, named, row)
        at = table.at(row.number, 1)
        if not file:
            findings.append(
                fail(
                    "table.no-name",
                    "ファイルの名前が空になります",
                    "the name of the file would be empty",
                    at=at,
                )
            )
        elif (before := taken.setdefault(file.casefold(), row.number)) != row.number:
            findings.append(
                fail(
                    "table.same-name",
                    f"{before} 行目と同じ名前のファイル（{file}.pdf）になります",
                    f"the file would have the name of row {before} ({file}.pdf)",
                    hint=Words(
                        "--name に {row} を入れるか、行を見直してください",
                        "put {row} into --name, or look at the rows",
                    ),
                    at=at,
                )
            )
        made.append(Record(row.number, file, tuple(sorted(values.items()))))
        if len(findings) >= MOST_FINDINGS:
            break
    if findings:
        raise Stop(*findings[:MOST_FINDINGS])
    return made


def _with_days(row: Row, columns: Sequence[int]) -> Row:
    """A day is the one that the cell holds, though it shows 12/5 and no year."""
    cells = list(row.cells)
    for column in columns:
        if column < len(cells):
            cells[column] = row.days.get(column, cells[column])
    return row._replace(cells=tuple(cells))


def _wrong(
    table: Table,
    row: Row,
    paths: Sequence[str],
    values: Mapping[str, str],
    base: Base,
) -> list[Finding]:
    """What the content says to the row, at the cell that it is about."""
    if len(row.cells) > len(paths):
        return [
            fail(
                "table.extra-cell",
                "見出しのない列に文字があります",
                "there is something in a column without a heading",
                at=table.at(row.number, len(paths) + 1),
            )
        ]
    if unseen := _unseen(table, row, paths):
        return unseen
    try:
        base.with_(values)
    except Stop as stop:
        found = []
        for one in stop.findings:
            near = [p for p in values if one.subject == p or _within(one.subject, p)]
            column = paths.index(near[0]) + 1 if near else 1
            if one.code == "content.paragraph-break":
                one = replace(one, message=_BROKEN, hint=_UNBREAK)
            found.append(replace(one, at=table.at(row.number, column)))
        return found
    return []


def _unseen(table: Table, row: Row, names: Sequence[str]) -> list[Finding]:
    """Characters of the row that content.yaml would not take either; `names` are what
    the columns are called, "" for one that nobody reads.
    """
    found: list[Finding] = []
    for column, (cell, name) in enumerate(zip(row.cells, names, strict=False), 1):
        at = table.at(row.number, column)
        if name:
            found += [replace(one, subject=name) for one in refused(cell, _always(at))]
    return list(dict.fromkeys(found))


def _always(at: Mark) -> Callable[[int], Mark]:
    """A cell is one place, wherever in it a character stands."""
    return lambda _: at


#: What is a new paragraph in content.yaml is a line in a cell.
_BROKEN = Words("セルの中に改行があります", "there is a line break in this cell")
_UNBREAK = Words(
    "Alt+Enter の改行を消してください（改行してよい位置は | で示せます）",
    "delete it (Alt+Enter); where the line may break write |",
)


def _within(subject: str, path: str) -> bool:
    return subject.startswith(f"{path}.") or path.startswith(f"{subject}.")


# --- Names -----------------------------------------------------------------------


def _names(table: Table, paths: Sequence[str]) -> dict[str, int]:
    """What a pattern may name, and its column: heading, path, end of the path."""
    found: dict[str, int] = {}
    for column, (heading, path) in enumerate(
        zip(table.heading.cells, paths, strict=True)
    ):
        if not path:
            continue
        block, _, last = path.rpartition(".")
        for name in (heading.strip(), path, last):
            found.setdefault(name, column)
        if last == "name":
            found.setdefault(block, column)
    return found


def _refuse_pattern(pattern: str, named: Mapping[str, int]) -> None:
    """Raises: Stop for names that are no columns, and for ways out of the folder."""
    plain = _FIELD.sub("", pattern)
    if _FORBIDDEN.search(plain) or "{" in plain or "}" in plain:
        raise Stop(
            fail(
                "usage.name",
                f"--name「{pattern[:60]}」に、ファイル名に使えない字があります",
                f"--name “{pattern[:60]}” has characters that no file name may have",
            )
        )
    unknown = [one for one in _FIELD.findall(pattern) if one not in {"row", *named}]
    if unknown:
        raise Stop(
            fail(
                "usage.name",
                f"--name の {{{unknown[0][:40]}}} という列はありません",
                f"there is no column {{{unknown[0][:40]}}} for --name",
                hint=did_you_mean(unknown[0], ["row", *named]),
            )
        )


def _file_name(pattern: str, named: Mapping[str, int], row: Row) -> str:
    def fill(found: re.Match[str]) -> str:
        if found[1] == "row":
            return f"{row.number:04}"
        column = named[found[1]]
        return row.cells[column] if column < len(row.cells) else ""

    text = normalize("NFC", _FIELD.sub(fill, pattern))
    text = _FORBIDDEN.sub("_", text).strip(" .")
    while len(text.encode()) > _LONGEST_NAME:
        text = text[:-1]
    return text
