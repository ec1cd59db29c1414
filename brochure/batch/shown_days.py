"""Days and times of a workbook in the format of their cell (ECMA-376-1 § 18.8.31)."""

from __future__ import annotations

import datetime
import re
from typing import Any

from brochure.product.eras import era_of

#: What openpyxl makes of a number in a format for days or times.
MOMENT = (datetime.date, datetime.time, datetime.timedelta)

#: Formats that a file names by number alone, as Japanese Excel shows them (§ 18.8.30);
#: 14 and 22 follow the system's own way of writing a day.
BY_NUMBER = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 57), "[$-411]ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), '[$-411]ggge"年"m"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}

#: What the system shows: its long day, its time.
_SYSTEM = {"8": 'yyyy"年"m"月"d"日"', "4": "h:mm:ss"}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>AM/PM|A/P|上午/下午|am/pm)|(?P<part>y+|e+|g+|m+|d+|a{3,4}|h+|s+)"
    r"|(?P<second>\.0+)|(?P<sign>.)",
    re.DOTALL,
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
_LETTERS = {"明治": "M", "大正": "T", "昭和": "S", "平成": "H", "令和": "R"}


def shown(value: Any, code: str) -> str | None:
    """What is seen of a day or a time in this format; None if that is not known."""
    if code == "General":
        return None
    if system := re.match(r"\[\$-F([48])00\]", code):
        code = _SYSTEM[system[1]]
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        moment = datetime.datetime(1900, 1, 1) + datetime.timedelta(seconds=seconds)
    elif isinstance(value, datetime.time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        moment = datetime.datetime.combine(datetime.date(1900, 1, 1), value)
    else:
        moment = datetime.datetime(*value.timetuple()[:6])
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
        days = (moment.date() - datetime.date(1899, 12, 30)).days
        seconds += days * 86400
    tokens = list(_TOKEN.finditer(code))
    half = any(token["half"] for token in tokens)
    first_named = "x-gannen" in code
    made = ""
    for at, token in enumerate(tokens):
        text = _piece(token, tokens, at, moment, seconds, half)
        if text is None:
            return None
        if first_named and token["part"] == "e" and text == "1":
            text = "元"
        made += text
    return made.strip()


def _piece(
    token: re.Match[str],
    tokens: list[re.Match[str]],
    at: int,
    moment: datetime.datetime,
    seconds: int,
    half: bool,
) -> str | None:
    """What one thing in the format comes to."""
    if token["quoted"] is not None or token["escaped"] is not None:
        return token["quoted"] or token["escaped"] or ""
    if (bracket := token["bracket"]) is not None:
        if re.fullmatch("h+|m+|s+", bracket):
            unit = {"h": 3600, "m": 60, "s": 1}[bracket[0]]
            return f"{seconds // unit:0{len(bracket)}}"
        # A language or a colour.
        return "" if bracket.startswith("$-") or bracket.isalpha() else None
    if token["half"]:
        return ("AM" if moment.hour < 12 else "PM")[
            : 1 if token["half"] == "A/P" else 2
        ]
    if part := token["part"]:
        if part[0] == "m" and _is_minutes(tokens, at):
            return f"{moment.minute:0{min(len(part), 2)}}"
        return _part(part, moment, half)
    if token["sign"] and (token["sign"].isascii() and token["sign"].isalpha()):
        return None
    if token["second"]:
        return None
    return token["sign"] or ""


def _is_minutes(tokens: list[re.Match[str]], at: int) -> bool:
    """m behind hours or before seconds is minutes, else the month."""
    before = [_unit(one) for one in tokens[:at] if _unit(one)]
    after = [_unit(one) for one in tokens[at + 1 :] if _unit(one)]
    return (bool(before) and before[-1] == "h") or (bool(after) and after[0] == "s")


def _unit(token: re.Match[str]) -> str:
    bracket = token["bracket"] or ""
    text = token["part"] or (bracket if re.fullmatch("h+|m+|s+", bracket) else "")
    return text[:1]


def _part(part: str, moment: datetime.datetime, half: bool) -> str | None:
    sign, long = part[0], len(part)
    day = moment.date()
    if sign == "y":
        return f"{day.year % 100:02}" if long < 3 else str(day.year)
    if sign in "eg":
        return _of_era(sign, long, day)
    if sign == "m":
        if long > 2:
            name = _MONTHS[day.month - 1]
            return {3: name[:3], 5: name[0]}.get(long, name)
        return f"{day.month:0{long}}"
    if sign == "d":
        name = _DAYS[day.weekday()]
        return f"{day.day:0{long}}" if long < 3 else name[:3] if long == 3 else name
    if sign == "a":
        return "月火水木金土日"[day.weekday()] + ("曜日" if long == 4 else "")
    if sign == "h":
        hour = (moment.hour % 12 or 12) if half else moment.hour
        return f"{hour:0{min(long, 2)}}"
    return f"{moment.second:0{min(long, 2)}}"


def _of_era(sign: str, long: int, day: datetime.date) -> str | None:
    era = era_of(day)
    if era is None:
        return None
    if sign == "e":
        return f"{day.year - era.before:0{min(long, 2)}}"
    return {1: _LETTERS[era.name], 2: era.name[0]}.get(long, era.name)
