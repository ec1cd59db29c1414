"""What a sheet of a workbook says of its rows and columns rather than in its cells.

openpyxl tells it only after reading everything into memory, so the sheet's XML is gone
through by itself (ECMA-376-1 § 18.3.1). The names of its elements are all we lean on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element, iterparse

#: More merges than a table for leaflets can have; what is beyond is not one.
MOST_MERGES = 10_000

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Merge(NamedTuple):
    """Cells that are shown as one, all counted from 1; `name` is `B2:B4`."""

    top: int
    left: int
    bottom: int
    right: int
    name: str


@dataclass(slots=True)
class Layout:
    """Rows and columns that nobody sees, merged cells, formulas never calculated."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)
    uncounted: set[tuple[int, int]] = field(default_factory=set)


def layout(xml: IO[bytes], most_rows: int, most_columns: int) -> Layout:
    """What the XML of a sheet says; raises what ElementTree does where it is broken."""
    found = Layout()
    row = column = 0
    data: Element | None = None
    for event, one in iterparse(xml, ("start", "end")):
        tag = one.tag.rpartition("}")[2]
        if event == "start":
            if tag == "sheetData":
                data = one
            elif tag == "row":
                row, column = int(one.get("r") or row + 1), 0
                if _is_hidden(one, "ht") and row <= most_rows * 2:
                    found.hidden_rows.add(row)
            continue
        if tag == "c":
            place = _CELL.fullmatch(one.get("r", ""))
            column = _number(place[1]) if place else column + 1
            if _is_uncounted(one) and len(found.uncounted) < most_rows:
                found.uncounted.add((row, column))
        elif tag == "row" and data is not None:
            data.clear()
        elif tag == "col" and _is_hidden(one, "width"):
            last = min(int(one.get("max", 0)), most_columns + 1)
            found.hidden_columns.update(range(int(one.get("min", 1)), last + 1))
        elif tag == "mergeCell" and len(found.merges) < MOST_MERGES:
            found.merges += _merges(one.get("ref", ""))
    return found


def _is_hidden(one: Element, extent: str) -> bool:
    """By its mark, or because it has no height or width."""
    said = one.get(extent)
    return one.get("hidden") in ("1", "true") or (said is not None and not float(said))


def _is_uncounted(cell: Element) -> bool:
    """A formula without its result; an empty text is one."""
    formula = value = False
    for part in cell:
        tag = part.tag.rpartition("}")[2]
        formula = formula or tag == "f"
        value = value or (tag == "v" and bool(part.text))
    return formula and not value and cell.get("t") != "str"


def _merges(name: str) -> list[Merge]:
    first, _, last = name.partition(":")
    one, other = _CELL.fullmatch(first), _CELL.fullmatch(last)
    if not one or not other:
        return []
    top, bottom = int(one[2]), int(other[2])
    return [Merge(top, _number(one[1]), bottom, _number(other[1]), name)]


def _number(letters: str) -> int:
    """A column's number: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
