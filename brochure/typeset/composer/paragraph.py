"""A paragraph ready to be cut into lines: its gaps, its breaks, what they cost."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Final, Literal, NamedTuple

from .breaks import breaks, one_run
from .classes import JOINED, classify
from .gaps import BLANKS, NO_GAP, PAIRS, Gap, Pair, Trim, between, blanks, word_space
from .ruby import NO_ROOM, Room


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


_WIDTHLESS: Final = frozenset("\u200b\u00ad")
_TRAILING: Final = frozenset(" \u200b")


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
        if JOINED in classes or 27 in classes:
            for index, cl in enumerate(classes):
                if cl == JOINED:
                    classes[index] = classes[index - 1] if index else 19
                elif cl == 27 and self._is_full_width(index):
                    classes[index] = 19
        self.classes = classes
        self._measure_blanks()
        if setting.trim in ("trim-both", "trim-start") and not text.room.heads:
            self.head_cuts = self.heads
        else:
            self.head_cuts = [self.head_cut(index) for index in range(size)]
        self.gaps = gaps = self._gaps()
        kinds = list({id(gap): gap for gap in gaps}.values())
        numbers = {id(gap): number for number, gap in enumerate(kinds)}
        which = list(map(numbers.__getitem__, map(id, gaps)))

        def of(values: list[float]) -> map[float]:
            return map(values.__getitem__, which)

        def summed(values: list[float]) -> list[float]:
            return [0.0, *accumulate(of(values))] if any(values) else self._none

        self._none = [0.0] * (size + 1)
        self.naturals = list(of([gap.natural for gap in kinds]))
        self.places = _summed(map(add, text.advances, self.naturals))
        self.easy = summed([gap.word + gap.dot + gap.bracket for gap in kinds])
        self.latin = summed([gap.latin for gap in kinds])
        self.tight = summed([gap.tight for gap in kinds])
        self.play = [
            easy + latin + tight
            for easy, latin, tight in zip(
                self.easy, self.latin, self.tight, strict=True
            )
        ]
        self.wider = summed([gap.wider_word + gap.wider_latin for gap in kinds])
        self.solid = summed([gap.solid for gap in kinds])
        self.visible = _summed(
            not (joined or char.isspace() or char == "\u200b")
            for joined, char in zip(self.joined, text.text, strict=True)
        )
        #: Where a line may begin, and what ending one there costs; the end is last.
        self.breaks = breaks(self)
        self.stops = [*self.breaks, size] if size else [0]
        self.lasts = {stop: stop for stop in self.stops}
        if not _TRAILING.isdisjoint(text.text):
            self.lasts = {stop: self.content_end(stop) for stop in self.stops}
        self.marks: dict[int, float] = {}
        if text.hyphens or "\u00ad" in text.text:
            hyphenated = filter(self.hyphenated, self.stops)
            self.marks = dict.fromkeys(hyphenated, text.hyphen)
        self.ends = self._all_ends()
        self._measure_lines()

    def _measure_lines(self) -> None:
        """Where a line begins, and where it ends at each stop, were it set as it is."""
        self.lefts = list(map(add, self.places, [*self.head_cuts, 0.0]))
        places, naturals, marks = self.places, self.naturals, self.marks
        self.rights = [
            places[last] - naturals[last - 1] + marks.get(stop, 0.0) if last else 0.0
            for stop, last in self.lasts.items()
        ]

    def _is_full_width(self, index: int) -> bool:
        """Greek and Cyrillic in full-width forms are set as kanji (cl-19)."""
        char = self.text.text[index]
        if char < "\u0300" or not char.isalpha():
            return False
        return self.text.advances[index] >= 0.95 * self.text.ems[index] > 0

    def content_end(self, stop: int) -> int:
        """Where the line that breaks at `stop` ends, without its trailing spaces."""
        while stop and self.text.text[stop - 1] in _TRAILING:
            stop -= 1
        return stop

    def _measure_blanks(self) -> None:
        """The blank halves of marks: few have any."""
        text = self.text
        self.heads = [0.0] * self.size
        self.tails = [0.0] * self.size
        for index, cl in enumerate(self.classes):
            if cl not in BLANKS:
                continue
            if self.joined[index] and index:
                self.tails[index] = self.tails[index - 1]
                continue
            self.heads[index], self.tails[index] = blanks(
                cl, text.advances[index], text.ems[index]
            )

    def _gaps(self) -> list[Gap]:
        """What lies behind each character; most pairs have been seen before."""
        text, ems, classes = self.text.text, self.text.ems, self.classes
        tails, heads = self.tails, self.heads
        odd = any(self.joined) or not _WIDTHLESS.isdisjoint(text)
        trim = self.setting.trim != "space-all"
        known = _known_gaps(trim, self.setting.autospace, min(ems, default=0.0))
        gaps: list[Gap] = []
        for index in range(self.size - 1):
            after = index + 1
            key = (
                classes[index], classes[after], tails[index] + heads[after],
                ems[index], ems[after],
            )  # fmt: skip
            gap = None if odd else known.get(key)
            if gap is None:
                gap, common = self._gap(index)
                if common:
                    known[key] = gap
            gaps.append(gap)
        if self.size:
            gaps.append(NO_GAP)
        for index, space in self.text.room.behind.items():
            gap = gaps[index]
            gaps[index] = gap._replace(natural=gap.natural + space)
        return gaps

    def _gap(self, index: int) -> tuple[Gap, bool]:
        """The gap behind a character, and whether its pair always has that one."""
        text, ems, classes = self.text.text, self.text.ems, self.classes
        before, after = index, index + 1
        if self.joined[after] or text[after] in _WIDTHLESS:
            return NO_GAP, False
        while before and text[before] in _WIDTHLESS:
            before -= 1
        pair = PAIRS[classes[before], classes[after]]
        if classes[index] == 26:
            return word_space(self.text.advances[index], ems[index]), False
        if one_run(pair, text, before, after):
            return NO_GAP, False
        gap = _between(
            pair,
            self.tails[before] + self.heads[after],
            ems[before],
            ems[after],
            trim=self.setting.trim != "space-all",
            autospace=self.setting.autospace,
        )
        return gap, before == index and pair.breaks != "s"

    def _all_ends(self) -> dict[int, tuple[End, ...]]:
        if self.text.room.tails:
            return {stop: self._ends(end) for stop, end in self.lasts.items()}
        solid = [
            not tail and cl != 14
            for tail, cl in zip(self.tails, self.classes, strict=True)
        ]
        return {
            stop: SOLID_END if end and solid[end - 1] else self._ends(end)
            for stop, end in self.lasts.items()
        }

    def _ends(self, end: int) -> tuple[End, ...]:
        """How the line whose content ends at `end` may end (§ 3.1.9, § 3.8.2)."""
        if self.text.room.tails and (tail := self.text.room.tails.get(end, 0.0)):
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


@lru_cache(maxsize=64)
def _known_gaps(
    trim: bool, autospace: bool, em: float
) -> dict[tuple[int, int, float, float, float], Gap]:
    """The gaps of pairs seen before in such a setting; of one size, to be forgotten."""
    return {}


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
