"""ルビ: how much room a reading needs, and where its characters stand over their base.

Mono ruby (モノルビ) belongs to one character, jukugo ruby (熟語ルビ) to each character
of a word, group ruby (グループルビ) to a word as a whole. Warichu (割注), two small
lines inside one, is left out on purpose: no leaflet or poster needs it.

Lengths are pixels. Source: JLREQ § 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

Align = Literal["space-around", "center", "start", "space-between"]


class Reading(NamedTuple):
    """The reading of base characters `start` to `end`: its advances and its em."""

    start: int
    end: int
    advances: tuple[float, ...]
    em: float

    @property
    def width(self) -> float:
        return sum(self.advances)


#: Readings that belong together: those of the characters of a jukugo, or one alone.
Word = tuple[Reading, ...]


class Room(NamedTuple):
    """Space that readings need beyond their bases.

    `behind` a character inside a line, before it at a line's `heads`, and after it at a
    line's `tails` (by the index where the line would begin or end).
    """

    behind: Mapping[int, float] = {}
    heads: Mapping[int, float] = {}
    tails: Mapping[int, float] = {}

    def within(self, begin: int, end: int) -> Room:
        """The same for the characters from `begin` to `end` alone, counted from 0."""
        if not self.heads:
            return self
        return Room(
            {i - begin: px for i, px in self.behind.items() if begin <= i < end},
            {i - begin: px for i, px in self.heads.items() if begin <= i < end},
            {i - begin: px for i, px in self.tails.items() if begin < i <= end},
        )


NO_ROOM: Final = Room()

#: § 3.3.8: a reading may hang by one of its own characters over kana, middle dots and
#: dashes, over the brackets and stops that cling to its base, by the quarter em that is
#: never squeezed over other marks' blank halves, and never over kanji.
_OVER: Final = frozenset({5, 8, 10, 11, 15, 16})
_CLINGS_BEFORE: Final = frozenset({1})
_CLINGS_AFTER: Final = frozenset({2, 6, 7})


def room(
    words: Sequence[Word],
    advances: Sequence[float],
    ems: Sequence[float],
    classes: Sequence[int],
    *,
    overhang: bool = True,
) -> Room:
    """The space that the readings of `words` need in a text."""
    if not words:
        return NO_ROOM
    taken = {index for word in words for index in range(word[0].start, word[-1].end)}
    behind: dict[int, float] = {}
    heads: dict[int, float] = {}
    tails: dict[int, float] = {}
    for word in words:
        start, end = word[0].start, word[-1].end
        excess = sum(r.width for r in word) - sum(advances[start:end])
        heads[start] = tails[end] = 0.0
        if excess <= 0:
            _divide(word, advances, behind, heads, tails)
            continue
        left = right = 0.0
        if overhang:
            left = _hang(classes, start - 1, taken, word[0].em, ems)
            right = _hang(classes, end, taken, word[0].em, ems)
        left, right = min(left, excess / 2), min(right, excess / 2)
        count = end - start
        if count == 1:  # the base stays in the middle (§ 3.3.5)
            before, between, after = excess / 2 - left, 0.0, excess / 2 - right
        else:  # 1 : 2 : 1 (§ 3.3.6)
            share = (excess - left - right) / (2 * count)
            before, between, after = share, 2 * share, share
        if start:
            behind[start - 1] = behind.get(start - 1, 0.0) + before
        for index in range(start, end - 1):
            behind[index] = between
        behind[end - 1] = behind.get(end - 1, 0.0) + after
        heads[start], tails[end] = before + left, after + right
        _divide(word, advances, behind, heads, tails)
    return Room(behind, heads, tails)


def _divide(
    word: Word,
    advances: Sequence[float],
    behind: Mapping[int, float],
    heads: dict[int, float],
    tails: dict[int, float],
) -> None:
    """The space at a line's edge where it breaks inside a jukugo."""
    start, end = word[0].start, word[-1].end
    for before, after in pairwise(word):
        first = sum(advances[start : before.end])
        first += sum(behind.get(index, 0.0) for index in range(start, before.end - 1))
        rest = sum(advances[after.start : end])
        rest += sum(behind.get(index, 0.0) for index in range(after.start, end - 1))
        read = sum(r.width for r in word if r.end <= before.end)
        tails[before.end] = max(0.0, read - first - heads[start])
        read = sum(r.width for r in word if r.start >= after.start)
        heads[after.start] = max(0.0, read - rest - tails[end])


def _hang(
    classes: Sequence[int],
    index: int,
    taken: set[int],
    em: float,
    ems: Sequence[float],
) -> float:
    """How far a reading may reach over the neighbour of its base at `index`."""
    if not 0 <= index < len(classes) or index in taken:
        return 0.0
    before = index + 1 in taken
    clings, parts = (
        (_CLINGS_BEFORE, _CLINGS_AFTER) if before else (_CLINGS_AFTER, _CLINGS_BEFORE)
    )
    cl = classes[index]
    if cl in _OVER or cl in clings:
        # Two readings over one character keep an em of theirs between them.
        shared = (index - 1 if before else index + 1) in taken
        return em / 2 if shared else em
    return ems[index] / 4 if cl in parts else 0.0


def place(
    word: Word,
    spans: Sequence[tuple[float, float]],
    room: Room,
    base_em: float,
    align: Align = "space-around",
) -> list[list[float]]:
    """Where each character of each reading begins, over bases that are set.

    `word` are the readings that stand on one line, `spans` the left and right edge of
    the base of each.
    """
    left, right = spans[0][0], spans[-1][1]
    total = sum(reading.width for reading in word)
    over = total - (right - left)
    if over > 0:  # they follow one another and hang over on both sides
        before, after = room.heads[word[0].start], room.tails[word[-1].end]
        share = before / (before + after) if before + after > 0 else 0.5
        edge = left - over * share
        result = []
        for reading in word:
            result.append(_row(reading.advances, edge))
            edge += reading.width
        return result
    if len(word) == 1:
        return [_alone(word[0], left, right, base_em, align)]
    starts = [
        (span[0] + span[1] - reading.width) / 2
        for reading, span in zip(word, spans, strict=True)
    ]
    # § 3.3.7: a long reading takes what its neighbour in the word leaves free.
    edge = left
    for index, reading in enumerate(word):
        starts[index] = max(starts[index], edge)
        edge = starts[index] + reading.width
    edge = right
    for index in range(len(word) - 1, -1, -1):
        starts[index] = min(starts[index], edge - word[index].width)
        edge = starts[index]
    return [
        _row(reading.advances, start)
        for reading, start in zip(word, starts, strict=True)
    ]


def _alone(
    reading: Reading, left: float, right: float, base_em: float, align: Align
) -> list[float]:
    """One reading that is not wider than its base."""
    free = right - left - reading.width
    count = len(reading.advances)
    several = reading.end - reading.start > 1
    japanese = all(advance >= 0.8 * reading.em for advance in reading.advances)
    if align == "start":
        return _row(reading.advances, left)
    if align == "center" or not several or count < 2 or not japanese:
        return _row(reading.advances, left + free / 2)
    if align == "space-between":
        return _row(reading.advances, left, free / (count - 1))
    # 1 : 2 : 1, and no more than half an em before the first (§ 3.3.6).
    end = min(free / (2 * count), base_em / 2)
    return _row(reading.advances, left + end, (free - 2 * end) / (count - 1))


def _row(advances: Sequence[float], start: float, gap: float = 0.0) -> list[float]:
    places = []
    for advance in advances:
        places.append(start)
        start += advance + gap
    return places
