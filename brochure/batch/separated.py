"""CSV as Excel and others save it: UTF-8, Shift_JIS or UTF-16, by comma, ; or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from brochure.finding import Finding, Mark, Stop, Words, fail

_NAMES = {",": "「,」", ";": "「;」", "\t": "タブ"}
_NAMES_EN = {",": "“,”", ";": "“;”", "\t": "tabs"}
#: `sep=;`: what Excel writes, and reads, above the headings.
_SAID = re.compile(r"sep=(.)\n", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def rows(data: bytes, file: str, longest_cell: int) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row, numbered from 1 as a spreadsheet does.

    Raises: Stop where it is no text, or it is not clear what separates the cells.
    """
    text = _decoded(data, file).replace("\r\n", "\n").replace("\r", "\n")
    if said := _SAID.match(text):
        text, separator = text[said.end() :], said[1]
    else:
        separator = _separator(text, file)
    csv.field_size_limit(longest_cell * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        # A cell may have line breaks: lines are counted as records, as Excel does.
        for number, cells in enumerate(reader, 1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise Stop(no_table(file, str(error))) from None


def _separator(text: str, file: str) -> str:
    """What stands between the headings, quotation marks aside.

    Raises: Stop where it could be either of two.
    """
    head = _QUOTED.sub("", text).lstrip("\n").partition("\n")[0]
    found = [one for one in _NAMES if one in head]
    if len(found) < 2:
        return found[0] if found else ","
    line = text[: len(text) - len(text.lstrip("\n"))].count("\n") + 1
    ja = "と".join(_NAMES[one] for one in found)
    en = " and ".join(_NAMES_EN[one] for one in found)
    raise Stop(
        fail(
            "table.separator",
            f"見出しに{ja}があり、どれが列の区切りか決まりません",
            f"there are {en} among the headings: which of them separates the columns?",
            hint=Words(
                '区切りでないほうを消すか、その見出しを "…" で囲んでください',
                'take out the other one, or put that heading in "…"',
            ),
            at=Mark(file, line, 1),
        )
    )


def _decoded(data: bytes, file: str) -> str:
    """UTF-8 with its mark or without, UTF-16 with its mark, or else Shift_JIS."""
    encodings = ["utf-8-sig", "cp932"]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]  # Excel's “Unicode text”
    elif b"\0" in data:
        raise Stop(no_table(file))
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Stop(
        fail(
            "table.encoding",
            "文字コードが UTF-8、UTF-16、Shift_JIS のどれでもありません",
            "the text is neither UTF-8, UTF-16 nor Shift_JIS",
            hint=Words(
                "Excel で「CSV UTF-8」として保存してください",
                "save it as “CSV UTF-8” in Excel",
            ),
            at=file,
        )
    )


def no_table(file: str, why: str = "") -> Finding:
    """The file is neither of the two kinds of table."""
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
