"""A paragraph ready to be cut into lines: its gaps, its breaks, what they cost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Final, Literal, NamedTuple

from .classes import JOINED, alone, classify
from .gaps import NO_GAP, PAIRS, Gap, Pair, Trim, between, blanks, word_space
from .phrases import phrase_starts
from .ruby import NO_ROOM, Room
from .tables import RELEASED


class Setting(NamedTuple):
    """How a paragraph is to be set, in the words of CSS Text."""

    level: Literal["strict", "normal", "loose", "anywhere"] = "strict"
    trim: Trim = "trim-both"
    autospace: bool = True
    hang: Literal["none", "allow-end", "force-end"] = "none"
    align: Literal["justify", "ragged", "balance"] = "justify"
    words: Literal["normal", "keep-all", "break-all", "phrase"] = "normal"
    #: Break a word that is wider than the measure (`overflow-wrap`).
    emergency: bool = False


class Text(NamedTuple):
    """One paragraph as shaped: a character, its advance and its em, all in pixels.

    A character that belongs to the one before it (a voiced mark, a variation
    selector) has its advance in the first. U+FFFC stands for an inline box.
    """

    text: str
    advances: tuple[float, ...]
    ems: tuple[float, ...]
    #: Indexes before which no line may begin (`white-space: nowrap`).
    kept: frozenset[int] = frozenset()
    #: Indexes where a word may be divided, besides its soft hyphens.
    hyphens: frozenset[int] = frozenset()
    hyphen: float = 0.0
    #: (start, end) of characters that stand side by side in one em (縦中横, cl-30).
    combined: tuple[tuple[int, int], ...] = ()
    #: What readings need beyond their bases.
    room: Room = NO_ROOM


# What a break costs. 1 is a line whose solid gaps are widened by 1/20 em.
COUNTER: Final = 1.0  # 5700｜名
DIVIDED_WORD: Final = 6.0
AFTER_SLASH: Final = 3.0
INSIDE_ADDRESS: Final = 8.0
INSIDE_PHRASE: Final = 400.0

_ADDRESS: Final = re.compile(r"(?:https?://|www\.|[\w.+-]+@)[!-~]+")
_DASHES: Final = "—―─"
_KEPT_TOGETHER: Final = frozenset({9, 10, 11, 15, 16, 19})
_NO_BREAK_SPACES: Final = "\u00a0\u202f\u2060\ufeff"


class End(NamedTuple):
    """One way to end a line: pixels of the last character beyond the edge."""

    cut: float
    cost: float


SOLID_END: Final = (End(0.0, 0.0),)


class Paragraph:
    """The tables of one text in one setting, summed so that any line costs the same."""

    def __init__(self, text: Text, setting: Setting) -> None:
        self.text = text
        self.setting = setting
        self.size = size = len(text.text)
        self.em = max(text.ems, default=1.0) or 1.0
        classes = classify(text.text)
        for start, end in text.combined:
            classes[start:end] = [30, *[JOINED] * (end - start - 1)]
        self.joined = [cl == JOINED for cl in classes]
        for index, cl in enumerate(classes):
            if cl == JOINED:
                classes[index] = classes[index - 1] if index else 19
            elif cl == 27 and self._is_full_width(index):
                classes[index] = 19
        self.classes = classes
        self._measure_blanks()
        self.head_cuts = [self.head_cut(index) for index in range(self.size)]
        gaps = self._gaps()
        self.gaps = gaps
        self.naturals: tuple[float, ...]
        (
            self.naturals,
            word,
            dot,
            bracket,
            latin,
            tight,
            wider_word,
            wider_latin,
            solid,
        ) = zip(*gaps, strict=True) if gaps else ((),) * 9
        self.places = _summed(map(add, text.advances, self.naturals))
        self.word, self.dot, self.bracket = map(_summed, (word, dot, bracket))
        self.latin, self.tight = _summed(latin), _summed(tight)
        self.wider_word, self.wider_latin = _summed(wider_word), _summed(wider_latin)
        self.solid = _summed(solid)
        self.easy = [
            a + b + c for a, b, c in zip(self.word, self.dot, self.bracket, strict=True)
        ]
        self.play = [
            a + b + c for a, b, c in zip(self.easy, self.latin, self.tight, strict=True)
        ]
        seen = [
            not (joined or char.isspace() or char == "\u200b")
            for joined, char in zip(self.joined, text.text, strict=True)
        ]
        self.visible = _summed(seen)
        #: Where a line may begin, and what ending one there costs; the end is last.
        self.breaks = self._breaks()
        self.stops = sorted({*self.breaks, size})
        self.lasts = {stop: self.content_end(stop) for stop in self.stops}
        self.marks = {stop: text.hyphen for stop in self.stops if self.hyphenated(stop)}
        self.ends = {stop: self._ends(self.lasts[stop]) for stop in self.stops}

    def _is_full_width(self, index: int) -> bool:
        """Greek and Cyrillic in full-width forms are set as kanji (cl-19)."""
        char = self.text.text[index]
        if char < "\u0300" or not char.isalpha():
            return False
        return self.text.advances[index] >= 0.95 * self.text.ems[index] > 0

    def content_end(self, stop: int) -> int:
        """Where the line that breaks at `stop` ends, without its trailing spaces."""
        while stop and self.text.text[stop - 1] in " \u200b":
            stop -= 1
        return stop

    def _measure_blanks(self) -> None:
        heads: list[float] = []
        tails: list[float] = []
        for index, (cl, advance, em) in enumerate(
            zip(self.classes, self.text.advances, self.text.ems, strict=True)
        ):
            if self.joined[index] and index:
                heads.append(0.0)
                tails.append(tails[-1])
                continue
            head, tail = blanks(cl, advance, em)
            heads.append(head)
            tails.append(tail)
        self.heads = heads
        self.tails = tails

    def _gaps(self) -> list[Gap]:
        text, ems, classes = self.text.text, self.text.ems, self.classes
        trim = self.setting.trim != "space-all"
        autospace = self.setting.autospace
        gaps: list[Gap] = []
        for index in range(self.size - 1):
            after = index + 1
            if self.joined[after] or text[after] in "\u200b\u00ad":
                gaps.append(NO_GAP)
                continue
            before = index
            while before and text[before] in "\u200b\u00ad":
                before -= 1
            pair = PAIRS[classes[before], classes[after]]
            if classes[index] == 26:
                gaps.append(word_space(self.text.advances[index], ems[index]))
            elif _one_run(pair, text, before, after):
                gaps.append(NO_GAP)
            else:
                gaps.append(
                    _between(
                        pair,
                        self.tails[before] + self.heads[after],
                        ems[before],
                        ems[after],
                        trim=trim,
                        autospace=autospace,
                    )
                )
        if self.size:
            gaps.append(NO_GAP)
        for index, space in self.text.room.behind.items():
            gap = gaps[index]
            gaps[index] = gap._replace(natural=gap.natural + space)
        return gaps

    def _breaks(self) -> dict[int, float]:
        text = self.text
        inside = _address_breaks(text.text)
        result: dict[int, float] = {}
        for index in range(1, self.size):
            if index in text.kept or self.joined[index]:
                continue
            cost = self._break_cost(index, inside)
            if cost is not None:
                result[index] = cost
        if self.setting.words == "phrase":
            self._prefer_phrases(result)
        return result

    def _break_cost(self, index: int, inside: dict[int, float]) -> float | None:
        """What a break before `index` costs, None where it is forbidden."""
        text, classes = self.text.text, self.classes
        char, last = text[index], text[index - 1]
        before, after = classes[index - 1], classes[index]
        if after == 26 or char in _NO_BREAK_SPACES or last in _NO_BREAK_SPACES:
            return None
        if char in "\u200b\u00ad":
            return None
        if last == "\u00ad" or index in self.text.hyphens:
            return DIVIDED_WORD
        end = self.content_end(index)
        if end < index and end and classes[end - 1] == 1:
            return None  # no line ends with a bracket and spaces (UAX 14, LB14)
        if last == "\u200b":
            return None if PAIRS[19, after].breaks == "-" else 0.0
        level, words = self.setting.level, self.setting.words
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
            if _one_run(pair, text, index - 1, index) or pair.breaks == "-":
                return None
        if last.isdigit() and char.isdigit():  # full-width figures
            return None
        return COUNTER if before == 24 and after in (16, 19) else 0.0

    def _prefer_phrases(self, breaks: dict[int, float]) -> None:
        """Let lines end where a phrase does; typed hints know better than we do."""
        text = self.text.text
        hints = {i for i in breaks if text[i - 1] == "\u200b"}
        starts = hints or phrase_starts(text)
        for index in breaks:
            if index not in starts and text[index - 1] not in " \u3000":
                breaks[index] += INSIDE_PHRASE

    def _ends(self, end: int) -> tuple[End, ...]:
        """How the line whose content ends at `end` may end (§ 3.1.9, § 3.8.2)."""
        if tail := self.text.room.tails.get(end, 0.0):
            return (End(-tail, 0.0),)  # a reading ends at the edge (§ 3.3.8)
        last, setting = end - 1, self.setting
        cl, tail = (self.classes[last], self.tails[last]) if end else (19, 0.0)
        if not tail and cl != 14:
            return SOLID_END
        if cl == 14:  # ！　at a line's end needs no space (§ 3.1.6)
            return (End(self.text.advances[last], 0.0), End(0.0, 0.0))
        hung = self.text.advances[last]
        if cl in (6, 7) and setting.hang == "force-end":
            return (End(hung, 0.0),)
        if setting.trim == "space-all":
            ends = [End(0.0, 0.0)]
        elif setting.trim == "trim-both":
            ends = [End(tail, 0.0)]
        else:
            ends = [End(0.0, 0.0), End(tail, 0.0)]
        if cl in (6, 7) and setting.hang == "allow-end":
            ends.append(End(hung, 0.5))
        return tuple(ends)

    def head_cut(self, start: int) -> float:
        """Pixels cut off before the first character of a line (天付き, § 3.1.5).

        Less than none where its reading is wider than it is (§ 3.3.8).
        """
        if head := self.text.room.heads.get(start, 0.0):
            return -head
        trim = self.setting.trim
        if trim in ("space-all", "normal") or (trim == "space-first" and not start):
            return 0.0
        return self.heads[start] if start < self.size else 0.0

    def width(self, start: int, stop: int, cut: float = 0.0) -> float:
        """The line from `start` that breaks at `stop`, set with nothing adjusted."""
        end = self.lasts.get(stop)
        if end is None:  # a word cut in an emergency
            end = self.content_end(stop)
        if end <= start:
            return 0.0
        return (
            self.places[end]
            - self.places[start]
            - self.naturals[end - 1]
            - self.head_cuts[start]
            - cut
            + self.marks.get(stop, 0.0)
        )

    def hyphenated(self, stop: int) -> bool:
        """Whether a hyphen is set at the end of the line that breaks at `stop`."""
        if not 0 < stop < self.size:
            return False
        return self.text.text[stop - 1] == "\u00ad" or stop in self.text.hyphens


@lru_cache(maxsize=4096)
def _between(
    pair: Pair,
    blank: float,
    em_before: float,
    em_after: float,
    *,
    trim: bool,
    autospace: bool,
) -> Gap:
    return between(pair, blank, em_before, em_after, trim=trim, autospace=autospace)


def _summed(values: Iterable[float]) -> list[float]:
    return [0.0, *accumulate(values)]


def _one_run(pair: Pair, text: str, before: int, after: int) -> bool:
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
