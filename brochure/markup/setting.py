"""What a compositor changes in the set text; the manuscript stays as typed."""

from __future__ import annotations

import datetime
import re

from brochure.product.eras import year_of

# Kana, kanji, and the full-width forms and punctuation that belong to them.
_JAPANESE = (
    "\u3000-\u303f\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef"
)

#: Half-width marks that are set full-width beside Japanese (JLREQ 3.1.2, cl-04, cl-05).
_FULL_WIDTH = {"?": "？", "!": "！", "~": "〜"}

_MARKS = re.compile(rf"(?<=[{_JAPANESE}])[?!~]+|[?!~]+(?=[{_JAPANESE}])")


_ANY_JAPANESE = re.compile(f"[{_JAPANESE}]")
#: A ~ beside a number or a time. What has letters beside it, as addresses and `~/` do,
#: is none; 12/5~12/7 is. Between two times it is one in any language.
_NUMBER = r"[￥¥#+-]?\d[\d:/.,%]*"
_RANGE = re.compile(
    rf"(?<![^\s({_JAPANESE}])(?P<from>{_NUMBER})?(?P<gap> ?)~(?P<after> ?)"
    rf"(?P<to>{_NUMBER})?(?![^\s).,{_JAPANESE}])"
)
_TIME = re.compile(r"\d{1,2}:\d\d")


def set_text(text: str) -> str:
    """`text` with ?, ! and ~ full-width where they touch Japanese; the rest untouched.

    A URL or an English sentence keeps its own marks, since they touch no Japanese. The
    ~ of 10:00~17:00 or 12/5~ is full-width as well, in a text that is Japanese.
    """
    text = _MARKS.sub(
        lambda found: "".join(map(_FULL_WIDTH.__getitem__, found[0])), text
    )
    if "~" in text:
        japanese = bool(_ANY_JAPANESE.search(text))
        text = _RANGE.sub(lambda found: _ranged(found, japanese), text)
    return text


def _ranged(found: re.Match[str], japanese: bool) -> str:
    """A range of numbers, `japanese` whether the text around it is."""
    ends = found["from"], found["to"]
    times = all(end and _TIME.fullmatch(end) for end in ends)
    if times or (japanese and any(ends)):
        return found[0].replace("~", "〜")
    return found[0]


_WEEKDAYS = "月火水木金土日"


def day(date: datetime.date, calendar: str = "seireki") -> str:
    """A day as a Japanese leaflet gives it: 2026年12月5日（土）, or 令和8年…"""
    year = year_of(date) if calendar == "wareki" else f"{date.year}年"
    return f"{year}{date.month}月{date.day}日（{_WEEKDAYS[date.weekday()]}）"


def grouped(number: int) -> str:
    """A number of the figures panel: 5700 is set 5,700."""
    return f"{number:,}"
