"""What a compositor changes in the set text; the manuscript stays as typed."""

from __future__ import annotations

import datetime
import re

# Kana, kanji, and the full-width forms and punctuation that belong to them.
_JAPANESE = (
    "\u3000-\u303f\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef"
)

#: Half-width marks that are set full-width beside Japanese (JLREQ 3.1.2, cl-04, cl-05).
_FULL_WIDTH = {"?": "？", "!": "！", "~": "〜"}

_MARKS = re.compile(rf"(?<=[{_JAPANESE}])[?!~]+|[?!~]+(?=[{_JAPANESE}])")


def set_text(text: str) -> str:
    """`text` with ?, ! and ~ full-width where they touch Japanese; the rest untouched.

    A URL or an English sentence keeps its own marks, since they touch no Japanese.
    """
    return _MARKS.sub(
        lambda found: "".join(map(_FULL_WIDTH.__getitem__, found[0])), text
    )


_WEEKDAYS = "月火水木金土日"
#: 令和元年 is 2019.
_BEFORE_REIWA = 2018


def day(date: datetime.date, calendar: str = "seireki") -> str:
    """A day as a Japanese leaflet gives it: 2026年12月5日（土）, or 令和8年…"""
    year = f"{date.year}年"
    if calendar == "wareki" and date.year > _BEFORE_REIWA:
        since = date.year - _BEFORE_REIWA
        year = "令和元年" if since == 1 else f"令和{since}年"
    return f"{year}{date.month}月{date.day}日（{_WEEKDAYS[date.weekday()]}）"


def grouped(number: int) -> str:
    """A number of the figures panel: 5700 is set 5,700."""
    return f"{number:,}"
