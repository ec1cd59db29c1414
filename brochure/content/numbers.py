"""Numbers and dates as HR types them: ５，７００, 2026年11月1日, 令和8年11月1日."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from brochure.product.eras import ERAS, day_in

#: Full-width forms of what a number or a date is made of.
_NARROW = str.maketrans("０１２３４５６７８９，．／－−ー＋　", "0123456789,./---+ ")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_DATE = re.compile(
    r"(?P<year>\d{4})(?:(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
    r"| ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日)",
    re.ASCII,
)
_ERA = re.compile(
    rf"(?P<era>{'|'.join(era.name for era in ERAS)}) ?(?P<year>\d{{1,2}}|元) ?年"
    r" ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日",
    re.ASCII,
)


def number(text: str) -> Decimal | None:
    """The number, or None: digits of either width, commas between thousands."""
    narrow = text.strip().translate(_NARROW)
    return Decimal(narrow.replace(",", "")) if _NUMBER.fullmatch(narrow) else None


def date(text: str) -> datetime.date | None:
    """The day, or None: 2026-11-01, 2026/11/1, 2026年11月1日 or 令和8年11月1日.

    A day that its era does not have, 平成31年5月1日, is None.
    """
    narrow = text.strip().translate(_NARROW)
    try:
        if found := _DATE.fullmatch(narrow):
            month, day = found["m"] or found["month"], found["d"] or found["day"]
            return datetime.date(int(found["year"]), int(month), int(day))
        if found := _ERA.fullmatch(narrow):
            year = found["year"].replace("元", "1")
            month, day = found["month"], found["day"]
            return day_in(found["era"], int(year), int(month), int(day))
    except ValueError:
        pass
    return None
