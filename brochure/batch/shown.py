"""A cell of a workbook as its spreadsheet shows it: 007, 30%, 13:00, 3月1日, ￥1,200.

What counts is the number format (ECMA-376-1 § 18.8.31). A format that is not known here
gives None: then nobody can say what the author saw.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from brochure.batch import shown_days

#: One thing in a format: text in quotes, an escape, a space or filling as wide as a
#: character, a condition or colour in brackets, a digit's place, or any other sign.
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|([_*].)|\[([^\]]*)\]|(General|E[+-]|.)', re.DOTALL
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_COLOUR = re.compile(
    r"(?i)black|blue|cyan|green|magenta|red|white|yellow|黒|青|水|緑|紫|赤|白|黄"
    r"|(?:color|色) ?\d+"
)
#: `[$￥-411]`: a currency and a language.
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_PLACES = "0#?"
#: Signs that stand for themselves without quotes.
_PLAIN = re.compile(r"[-+/():!^&'~{}<>= $¥￥€£%\u0080-\uffff]")
#: General shows eleven characters at the most; larger numbers as 1.2E+11.
_GENERAL_MOST = 10**11

_COMPARED = {
    "<=": Decimal.__le__,
    ">=": Decimal.__ge__,
    "<": Decimal.__lt__,
    ">": Decimal.__gt__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}


def shown(value: Any, code: str) -> str | None:
    """What is seen of a value in the format `code`; None where that is not known."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _text(value, code)
    if isinstance(value, shown_days.MOMENT):
        return shown_days.shown(value, _sections(code)[0])
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), code)
    return None


def _sections(code: str) -> list[str]:
    """The parts of a format between its semicolons, those in quotes aside."""
    parts = [""]
    for found in _TOKEN.finditer(code):
        if found[5] == ";":
            parts.append("")
        else:
            parts[-1] += found[0]
    return parts


def _text(value: str, code: str) -> str | None:
    parts = _sections(code)
    part = parts[3] if len(parts) > 3 else parts[-1]
    if len(parts) > 3 and not part:
        return ""
    if "@" not in part:
        return value
    made = ""
    for found in _TOKEN.finditer(part):
        quoted, escaped, space, bracket, sign = found.groups()
        if sign == "@":
            made += value
        elif quoted is not None or escaped is not None:
            made += quoted or escaped or ""
        elif space is None and bracket is None:
            made += sign
    return made


def _number(value: Decimal, code: str) -> str | None:
    chosen = _chosen(value, _sections(code))
    if chosen is None:
        return None
    part, signed = chosen
    if not part:
        return ""
    made = _filled(abs(value), part)
    if made is None:
        return None
    # A negative number that rounds to nothing has no sign.
    minus = signed and value < 0 and re.search("[1-9]", made)
    return f"-{made}" if minus else made


def _chosen(value: Decimal, parts: Sequence[str]) -> tuple[str, bool] | None:
    """The section for a number, and whether it takes a minus sign of its own."""
    numbers = parts[:3] if len(parts) > 3 or "@" not in parts[-1] else parts[:-1]
    if not numbers:
        return "General", True
    conditions = [_condition(part) for part in numbers]
    if any(conditions):
        for part, condition in zip(numbers, conditions, strict=True):
            if condition is None or _COMPARED[condition[0]](value, condition[1]):
                return part, True
        return None
    if len(numbers) > 2 and value == 0:
        return numbers[2], False
    if len(numbers) > 1 and value < 0:
        return numbers[1], False
    return numbers[0], True


def _condition(part: str) -> tuple[str, Decimal] | None:
    for found in _TOKEN.finditer(part):
        if found[4] and (said := _CONDITION.fullmatch(found[4])):
            return said[1], Decimal(said[2])
    return None


def _filled(value: Decimal, part: str) -> str | None:
    """A positive number in one section of a format."""
    tokens: list[tuple[str, str]] = []  # (kind, sign): a place, a literal, "." or ","
    for found in _TOKEN.finditer(part):
        quoted, escaped, _, bracket, sign = found.groups()
        if quoted is not None or escaped is not None:
            tokens.append(("literal", quoted or escaped or ""))
        elif bracket is not None:
            if money := _CURRENCY.fullmatch(bracket):
                tokens.append(("literal", money[1]))
            elif not (_COLOUR.fullmatch(bracket) or _CONDITION.fullmatch(bracket)):
                return None
        elif sign == "General":
            general = _general(value)
            if general is None:
                return None
            tokens.append(("literal", general))
        elif sign is not None and sign in _PLACES:
            tokens.append(("place", sign))
        elif sign is not None and sign in ".,":
            tokens.append((sign, sign))
        elif sign is not None:
            if not _PLAIN.fullmatch(sign):
                return None
            tokens.append(("percent" if sign == "%" else "literal", sign))
    if any(sign == "/" for kind, sign in tokens if kind == "literal") and any(
        kind == "place" for kind, _ in tokens
    ):
        return None  # a fraction
    return _placed(value, tokens)


def _general(value: Decimal) -> str | None:
    if abs(value) >= _GENERAL_MOST or (value and abs(value) < Decimal("0.0001")):
        return None
    whole = len(str(int(abs(value))))
    rounded = _rounded(value, max(0, 10 - whole))
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _placed(value: Decimal, tokens: list[tuple[str, str]]) -> str | None:
    """The digits in their places, what stands between them kept."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "place"]
    if not places:
        return "".join(sign for _, sign in tokens)
    value *= 100 ** sum(kind == "percent" for kind, _ in tokens)
    dots = [at for at, (kind, _) in enumerate(tokens) if kind == "."]
    if len(dots) > 1:
        return None
    dot = dots[0] if dots else len(tokens)
    whole = [at for at in places if at < dot]
    after = [at for at in places if at > dot]
    grouped = False
    for at, (kind, _) in enumerate(tokens):
        if kind == ",":
            if whole and whole[0] < at < whole[-1]:
                grouped = True
            else:
                value /= 1000  # a comma behind the digits: in thousands
    digits, _, decimals = f"{_rounded(value, len(after)):f}".partition(".")
    made = {at: sign for at, (kind, sign) in enumerate(tokens) if kind != ","}
    _fill_whole(made, whole, "" if digits == "0" else digits, grouped)
    _fill_after(made, after, decimals)
    if not whole and digits != "0":
        made[dot] = digits + made[dot]
    return "".join(made[at] for at in sorted(made))


def _fill_whole(
    made: dict[int, str], places: list[int], digits: str, grouped: bool
) -> None:
    """From the right; the first place takes all digits that are left."""
    count = 0
    for index, at in enumerate(reversed(places)):
        last = index == len(places) - 1
        taken = digits if last else digits[-1:]
        digits = "" if last else digits[:-1]
        if not taken:
            taken = {"0": "0", "?": " ", "#": ""}[made[at]]
        text = ""
        for digit in reversed(taken):
            if grouped and count and count % 3 == 0 and digit.isdigit():
                text = "," + text
            text = digit + text
            count += 1
        made[at] = text


def _fill_after(made: dict[int, str], places: list[int], decimals: str) -> None:
    """From the left; a # shows no zero at the end."""
    shown = decimals.rstrip("0")
    for index, at in enumerate(places):
        if index < len(shown) or made[at] == "0":
            made[at] = decimals[index]
        else:
            made[at] = " " if made[at] == "?" else ""
