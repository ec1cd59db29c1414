"""What a single value must be: the kinds of text, number, date and choice we know."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from brochure.content import inline, links, numbers
from brochure.content.flaw import Flaw, shown
from brochure.finding import Words, folded, meant, nearest


def refusal(flaw: Flaw) -> PydanticCustomError:
    """A flaw in the shape in which pydantic carries it to `problems`."""
    return PydanticCustomError(flaw.code, "{flaw}", {"flaw": flaw})


def refuse(flaws: Iterable[tuple[tuple[str | int, ...], Flaw]], given: Any) -> None:
    """Raises all flaws at once, each at its path below the value; none: nothing."""
    details = [
        InitErrorDetails(type=refusal(flaw), loc=path, input=given)
        for path, flaw in flaws
    ]
    if details:
        raise ValidationError.from_exception_data("content", details)


def _spacing(text: str) -> Iterable[Flaw]:
    if text != text.strip():
        start = len(text) - len(text.lstrip())
        offset = 0 if start else len(text.rstrip())
        yield Flaw(
            offset,
            "content.space-around",
            Words("前後に余分な空白があります", "there is white space around the text"),
            Words(
                "空白を消してください（段落の字下げは自動で付きます）",
                "delete it (paragraphs are indented by themselves)",
            ),
        )
    inner = text.strip()
    for sign, flaw in (("\n", _PARAGRAPHS), ("\t", _TAB)):
        if sign in inner:
            yield flaw._replace(offset=text.index(inner) + inner.index(sign))


_PARAGRAPHS = Flaw(
    0,
    "content.paragraph-break",
    Words("一つの文の中に空の行があります", "there is an empty line inside this text"),
    Words(
        "段落は一つずつ「- 」で分けて書いてください", "begin each paragraph with “- ”"
    ),
)
_TAB = Flaw(
    0,
    "content.tab",
    Words("文の中にタブがあります", "there is a tab inside this text"),
    Words("空白に置き換えてください", "replace it by a space"),
)


def _marked(text: str) -> str:
    """Text with inline marks: nothing around it, marks well formed, words left."""
    flaws = [*_spacing(text), *inline.flaws(text)]
    if not flaws and text and not inline.plain(text).strip():
        flaws.append(
            Flaw(
                0,
                "content.empty",
                Words("文字がありません", "there are no words here"),
                Words("ことばを入れてください", "put words in"),
            )
        )
    refuse((((), flaw) for flaw in flaws), text)
    return text


def _unmarked(text: str) -> str:
    """Text for places that cannot show marks: document titles, the slug."""
    flaws = list(_spacing(text))
    nodes, _ = inline.read(text)
    if any(
        isinstance(node, inline.Strong | inline.Dots | inline.Ruby | inline.Link)
        for node in nodes
    ):
        flaws.append(
            Flaw(
                0,
                "content.mark-here",
                Words(
                    "ここでは強調・ルビ・リンクを使えません",
                    "emphasis, readings and links cannot be shown here",
                ),
                Words("文字だけを書いてください", "write plain words"),
            )
        )
    refuse((((), flaw) for flaw in flaws), text)
    return text


def _url(text: str) -> str:
    if flaw := links.flaw_of(text):
        raise refusal(flaw)
    return text


def _number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    number = numbers.number(value)
    if number is None:
        value = shown(value)
        raise refusal(
            Flaw(
                0,
                "content.number",
                Words(f"「{value}」は数として読めません", f"“{value}” is not a number"),
                Words(
                    "数字だけを書き、単位は after に書いてください",
                    "write digits only; a unit goes into “after”",
                ),
            )
        )
    return number


def count(least: int, most: int) -> Callable[[Any], Any]:
    """A validator for a whole number from `least` to `most`."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        number = numbers.number(value)
        if number is None or number % 1 or not least <= number <= most:
            value = shown(value)
            raise refusal(
                Flaw(
                    0,
                    "content.number",
                    Words(
                        f"「{value}」は {least} から {most} までの整数ではありません",
                        f"“{value}” is no whole number from {least} to {most}",
                    ),
                    Words("数字だけを書いてください", "write digits only"),
                )
            )
        return int(number)

    return check


def _degrees(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    number = numbers.number(value)
    if number is None:
        value = shown(value)
        raise refusal(
            Flaw(
                0,
                "content.number",
                Words(f"「{value}」は数として読めません", f"“{value}” is not a number"),
                Words(
                    "東経・北緯を正の数、西経・南緯を負の数の度で書いてください",
                    "write degrees; west and south are negative",
                ),
            )
        )
    return float(number)


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    date = numbers.date(value)
    if date is None:
        value = shown(value)
        raise refusal(
            Flaw(
                0,
                "content.date",
                Words(f"「{value}」は日付として読めません", f"“{value}” is not a date"),
                Words("2026-11-01 のように書いてください", "write it like 2026-11-01"),
            )
        )
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        raise refusal(
            Flaw(
                0,
                "content.date",
                Words(
                    f"{date.year} 年は発行日になりません", f"the year is {date.year}"
                ),
                Words("年を確かめてください", "check the year"),
            )
        )
    return date


#: Outside of these a year is a slip of the keyboard.
_FIRST_YEAR, _LAST_YEAR = 1980, 2999


def choice(known: Iterable[str]) -> Callable[[Any], Any]:
    """A validator for one of a few names; case and width do not matter."""
    names = list(known)

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        for name in names:
            if folded(value) == folded(name):
                return name
        raise refusal(not_one_of(value, names))

    return check


def not_one_of(value: str, names: Iterable[str]) -> Flaw:
    """The name is none of those we know."""
    names = list(names)
    near = nearest(value, names)
    value = shown(value)
    listed = ", ".join(names)
    return Flaw(
        0,
        "content.choice",
        Words(f"「{value}」は選べません", f"“{value}” is no choice here"),
        meant(near)
        if near
        else Words(f"選べるのは {listed} です", f"choose one of: {listed}"),
    )


def _written(most: int) -> Any:
    """In an editor `label: 100` is a number; we read all of it as text."""
    return WithJsonSchema(
        {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": most}
    )


Label = Annotated[
    str, Field(min_length=1, max_length=60), AfterValidator(_marked), _written(60)
]
Heading = Annotated[
    str, Field(min_length=1, max_length=160), AfterValidator(_marked), _written(160)
]
Paragraph = Annotated[
    str, Field(min_length=1, max_length=2000), AfterValidator(_marked), _written(2000)
]
Plain = Annotated[
    str, Field(min_length=1, max_length=120), AfterValidator(_unmarked), _written(120)
]
Url = Annotated[
    str,
    Field(min_length=1),
    AfterValidator(_url),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(https?://|mailto:|tel:)\S+$",
            "maxLength": links.LONGEST,
        }
    ),
]
Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=0, lt=10**12),
    WithJsonSchema({"type": ["number", "string"], "minimum": 0}),
]
Date = Annotated[
    datetime.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "examples": ["2026-11-01", "2026年11月1日"]}),
]
Longitude = Annotated[
    float,
    BeforeValidator(_degrees),
    Field(ge=-180, le=180),
    WithJsonSchema({"type": ["number", "string"], "minimum": -180, "maximum": 180}),
]
Latitude = Annotated[
    float,
    BeforeValidator(_degrees),
    Field(ge=-90, le=90),
    WithJsonSchema({"type": ["number", "string"], "minimum": -90, "maximum": 90}),
]
