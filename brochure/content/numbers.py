"""Numbers and dates as HR types them: ５，７００, 2026年11月1日, 令和8年11月1日."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

#: Full-width forms of what a number or a date is made of.
_NARROW = str.maketrans("０１２３４５６７８９，．／－−ー＋　", "0123456789,./---+ ")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_DATE = re.compile(
    r"(?P<year>\d{4})(?:(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
    r"| ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日)",
    re.ASCII,
)
_ERA = re.compile(
    r"令和 ?(?P<year>\d{1,2}|元) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日", re.ASCII
)
#: 令和元年 is 2019.
_BEFORE_REIWA = 2018


def number(text: str) -> Decimal | None:
    """The number, or None: digits of either width, commas between thousands."""
    narrow = text.strip().translate(_NARROW)
    return Decimal(narrow.replace(",", "")) if _NUMBER.fullmatch(narrow) else None


def date(text: str) -> datetime.date | None:
    """The day, or None: 2026-11-01, 2026/11/1, 2026年11月1日 or 令和8年11月1日."""
    narrow = text.strip().translate(_NARROW)
    if found := _DATE.fullmatch(narrow):
        parts = (
            found["year"],
            found["m"] or found["month"],
            found["d"] or found["day"],
        )
        year, month, day = map(int, parts)
    elif found := _ERA.fullmatch(narrow):
        year = _BEFORE_REIWA + (1 if found["year"] == "元" else int(found["year"]))
        month, day = int(found[2]), int(found[3])
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
