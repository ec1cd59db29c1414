"""Where a line may break, and what each break costs."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from .classes import alone
from .gaps import PAIRS, Pair
from .phrases import phrase_starts
from .tables import RELEASED

if TYPE_CHECKING:
    from .paragraph import Paragraph

# What a break costs. 1 is a line whose solid gaps are widened by 1/20 em.
COUNTER: Final = 1.0  # 5700｜名
DIVIDED_WORD: Final = 6.0
AFTER_SLASH: Final = 3.0
INSIDE_ADDRESS: Final = 8.0
INSIDE_PHRASE: Final = 400.0

_ADDRESS: Final = re.compile(r"(?:https?://|www\.|[\w.+-]+@)[!-~]+")
_DASHES: Final = "—―─"
_KEPT_TOGETHER: Final = frozenset({9, 10, 11, 15, 16, 19})
#: Classes whose characters are all alike to a line break, but for those that § C.3
#: releases one by one.
_ORDINARY: Final = frozenset({1, 2, 6, 7, 10, 11, 15, 16, 19})
_NO_BREAK_SPACES: Final = "\u00a0\u202f\u2060\ufeff"
_WIDTHLESS: Final = frozenset("\u200b\u00ad")


def breaks(paragraph: Paragraph) -> dict[int, float]:
    """What a break before each character costs, where there may be one."""
    text, classes = paragraph.text.text, paragraph.classes
    inside = _address_breaks(text)
    plain = (
        not inside
        and not (paragraph.text.hyphens or paragraph.text.kept)
        and not any(paragraph.joined)
        and _WIDTHLESS.isdisjoint(text)
        and paragraph.setting.level in ("strict", "normal", "loose")
    )
    known = _known_breaks(paragraph.setting.level, paragraph.setting.words)
    result: dict[int, float] = {}
    for index in range(1, paragraph.size):
        key = classes[index - 1], classes[index]
        if plain and key in known:
            cost = known[key]
        elif index in paragraph.text.kept or paragraph.joined[index]:
            continue
        else:
            cost = _cost(paragraph, index, inside)
            if plain and _ORDINARY.issuperset(key):
                known[key] = cost
        if cost is not None:
            result[index] = cost
    if paragraph.setting.words == "phrase":
        _prefer_phrases(paragraph, result)
    return result


def _cost(paragraph: Paragraph, index: int, inside: dict[int, float]) -> float | None:
    """What a break before `index` costs, None where it is forbidden."""
    text, classes = paragraph.text.text, paragraph.classes
    char, last = text[index], text[index - 1]
    before, after = classes[index - 1], classes[index]
    if after == 26 or char in _NO_BREAK_SPACES or last in _NO_BREAK_SPACES:
        return None
    if char in "\u200b\u00ad":
        return None
    if last == "\u00ad" or index in paragraph.text.hyphens:
        return DIVIDED_WORD
    end = paragraph.content_end(index)
    if end < index and end and classes[end - 1] == 1:
        return None  # no line ends with a bracket and spaces (UAX 14, LB14)
    if last == "\u200b":
        return None if PAIRS[19, after].breaks == "-" else 0.0
    level, words = paragraph.setting.level, paragraph.setting.words
    if level == "anywhere":
        return 0.0
    if index in inside:
        return inside[index]
    if last == "-" and before == 27 and after == 27 and index > 1:
        return AFTER_SLASH if text[index - 2].isalnum() else None
    if words == "break-all" and before in (24, 27) and after in (24, 27):
        return 0.0
    if words == "keep-all" and {before, after} <= _KEPT_TOGETHER:
        return None
    pair = PAIRS[before, after]
    if pair.breaks != ".":
        released, single = RELEASED[level]
        if after in released or char in single:
            return 0.0 if before not in (1, 12, 28) else None
        if one_run(pair, text, index - 1, index) or pair.breaks == "-":
            return None
    if last.isdigit() and char.isdigit():  # full-width figures
        return None
    return COUNTER if before == 24 and after in (16, 19) else 0.0


def _prefer_phrases(paragraph: Paragraph, breaks: dict[int, float]) -> None:
    """Let lines end where a phrase does; typed hints know better than we do."""
    text = paragraph.text.text
    hints = {i for i in breaks if text[i - 1] == "\u200b"}
    starts = hints or phrase_starts(text)
    for index in breaks:
        if index not in starts and text[index - 1] not in " \u3000":
            breaks[index] += INSIDE_PHRASE


@cache
def _known_breaks(level: str, words: str) -> dict[tuple[int, int], float | None]:
    """The breaks of pairs seen before at a level of kinsoku."""
    return {}


def one_run(pair: Pair, text: str, before: int, after: int) -> bool:
    """Whether both characters are one dash, one leader (Table 2, note 5)."""
    if pair.breaks != "s":
        return False
    first, second = text[before], text[after]
    return first == second or (first in _DASHES and second in _DASHES)


def _address_breaks(text: str) -> dict[int, float]:
    """Where a URL or an and/or may be cut: after a slash, before its other marks."""
    result: dict[int, float] = {}
    if "/" not in text and "@" not in text and "www." not in text:
        return result
    for match in re.finditer(r"(?<![/\s])/(?=[^/\s\d])|(?<=[^\W\d])/(?=\d)", text):
        if alone(text[match.end()]) in (24, 27):
            result[match.end()] = AFTER_SLASH
    for match in _ADDRESS.finditer(text):
        for index in range(match.start() + 1, match.end() - 1):
            if text[index] in ".?#&=@_-" and text[index - 1] not in "/:.":
                result.setdefault(index, INSIDE_ADDRESS)
            elif (
                text[index] == "/"
                and text[index + 1] != "/"
                and index + 1 < match.end()
            ):
                result[index + 1] = AFTER_SLASH
    return result
