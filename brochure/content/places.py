"""Where every value of content.yaml was typed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from brochure.content.flaw import shown
from brochure.finding import Mark

#: Keys and list positions from the root: `("message", "body", 0)`.
Path: TypeAlias = tuple[str | int, ...]


def dotted(path: Sequence[str | int]) -> str:
    """The path as people and element ids write it: `message.body.0`."""
    return ".".join(map(str, path))


def subject(path: Sequence[str | int]) -> str:
    """The path as a finding shows it, whatever was typed for a key."""
    return ".".join(shown(str(part)) for part in path)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one value stands, in characters from the start of the file.

    `key` is the place of its key (of the list dash's value for an item), `start` where
    the value begins with its quote, `first` the first character of a text. `each` has a
    place for each character where they do not simply follow one another.
    """

    key: int
    start: int
    first: int
    each: tuple[int, ...] | None = None

    def character(self, offset: int) -> int:
        """The place of the character `offset` places into the text."""
        if self.each is None:
            return self.first + offset
        if not self.each:
            return self.first
        return self.each[min(offset, len(self.each) - 1)]


class Lines:
    """Line and column, from 1, of a place in a text with `\\n` line ends.

    `typed` is given for a text that was composed: where in `text`, which is the file's,
    each of its characters was typed.
    """

    def __init__(
        self, text: str, file: str, typed: Sequence[int] | None = None
    ) -> None:
        self.file = file
        self._typed = None if typed is None else (*typed, len(text))
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def mark(self, index: int) -> Mark:
        """The place of the character at `index`."""
        if self._typed is not None:
            index = self._typed[min(index, len(self._typed) - 1)]
        line = bisect_right(self._starts, index)
        return Mark(self.file, line, index - self._starts[line - 1] + 1)


class Places:
    """The place of every key and value of one content.yaml."""

    def __init__(
        self,
        lines: Lines,
        places: Mapping[Path, Place],
        texts: Mapping[Path, str],
    ) -> None:
        self._lines = lines
        self._places = places
        self._texts = texts
        self._paths = {dotted(path): path for path in places}

    def mark(self, path: str | Path) -> Mark:
        """Where the value at `path` stands.

        For a path that is not in the file (a default), the nearest block around it.
        """
        return self._lines.mark(self._nearest(path).start)

    def exact(self, path: str) -> Mark | None:
        """Where the value at `path` stands, None if the file has no such path."""
        known = self._paths.get(path)
        return self._lines.mark(self._places[known].start) if known else None

    def key(self, path: str | Path) -> Mark:
        """Where the key of the value at `path` stands."""
        return self._lines.mark(self._nearest(path).key)

    def within(self, path: str | Path, offset: int) -> Mark:
        """Where the character `offset` places into the text at `path` stands."""
        return self._lines.mark(self._nearest(path).character(offset))

    def find(self, character: str) -> list[tuple[str, Mark]]:
        """Every place where a value has this character, in the order of the file."""
        found = []
        for path, text in self._texts.items():
            at = text.find(character)
            while at >= 0:
                found.append((self._places[path].character(at), dotted(path)))
                at = text.find(character, at + 1)
        return [(path, self._lines.mark(index)) for index, path in sorted(found)]

    def of_value(self, text: str) -> Mark | None:
        """Where `text` first stands as a whole value, None if it does not."""
        for path, value in self._texts.items():
            if value == text:
                return self._lines.mark(self._places[path].start)
        return None

    def at(self, mark: Mark) -> Path:
        """The path of the text that has a character at `mark`; none: the root."""
        for path, text in self._texts.items():
            place = self._places[path]
            first = self._lines.mark(place.first)
            last = self._lines.mark(place.character(max(len(text) - 1, 0)))
            if first <= mark <= last:
                return path
        return ()

    def _nearest(self, path: str | Path) -> Place:
        found: Path | None = self._paths.get(path) if isinstance(path, str) else path
        if found is None:
            found = tuple(int(x) if x.isdigit() else x for x in str(path).split("."))
        while found and found not in self._places:
            found = found[:-1]
        return self._places.get(found, Place(0, 0, 0))
