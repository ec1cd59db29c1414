"""元号: the years of the Japanese eras, which change on a day and not with the year."""

from __future__ import annotations

import datetime
from typing import NamedTuple


class Era(NamedTuple):
    """An era: its name, its first day, and the year before its first."""

    name: str
    first: datetime.date
    before: int


#: The newest first. 元号を改める政令 (2019, 1989); 大正 and 昭和 began on the day of
#: the accession. 明治 is counted from 1873, when the calendar became the Gregorian.
ERAS = (
    Era("令和", datetime.date(2019, 5, 1), 2018),
    Era("平成", datetime.date(1989, 1, 8), 1988),
    Era("昭和", datetime.date(1926, 12, 25), 1925),
    Era("大正", datetime.date(1912, 7, 30), 1911),
    Era("明治", datetime.date(1873, 1, 1), 1867),
)


def era_of(day: datetime.date) -> Era | None:
    """The era that the day is in; None before 1873."""
    return next((era for era in ERAS if era.first <= day), None)


def year_of(day: datetime.date) -> str:
    """The year as it is written in the day's era: 令和8年, 平成元年, or else 1872年."""
    era = era_of(day)
    if era is None:
        return f"{day.year}年"
    since = day.year - era.before
    return f"{era.name}{'元' if since == 1 else since}年"


def day_in(name: str, year: int, month: int, day: int) -> datetime.date | None:
    """The day of the era's `year`; None where the era has no such day.

    Raises: ValueError where no calendar has it.
    """
    era = next(one for one in ERAS if one.name == name)
    found = datetime.date(era.before + year, month, day)
    return found if era_of(found) == era else None
