"""What a build says on the terminal: findings, progress, and the closing table.

Columns are aligned by what a terminal shows: 漢字 take two cells.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from unicodedata import east_asian_width

from brochure.finding import Finding, Mark, Spot, Words


def findings_text(findings: Sequence[Finding], lang: str) -> str:
    """One line a finding, worst first, then by place, each once."""

    def order(finding: Finding) -> tuple[int, str, int, int]:
        place = str(finding.at), 0, 0
        if isinstance(finding.at, Mark):
            place = finding.at
        elif isinstance(finding.at, Spot):
            place = "page", finding.at.page, 0
        return finding.status.rank, *place

    lines = [finding.line(lang) for finding in sorted(findings, key=order)]
    return "\n".join(dict.fromkeys(lines))


def cells(text: str) -> int:
    """How many cells of a terminal the text takes (UAX 11: wide and full-width two)."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the closing table; `size` in bytes, `trim` as people write it.

    `check` is what the inspection said of a press file: "pass", "fail", or "".
    """

    file: str
    pages: int
    size: int
    trim: str
    colour: str
    seconds: float
    check: str = ""


_HEADINGS = (
    Words("ファイル", "file"),
    Words("ページ", "pages"),
    Words("容量", "size"),
    Words("仕上がり", "trim"),
    Words("色", "colour"),
    Words("時間", "time"),
)
_CHECK = Words("入稿検査", "check")
_CHECKED = {
    "": Words("", ""),
    "pass": Words("○", "passed"),
    "fail": Words("× 入稿できません", "REFUSED"),
}
_UNCHANGED = Words("変更なし", "unchanged")
_RIGHT = (1, 2, 5)  # numbers stand under each other


def table_text(rows: Sequence[Row], new: Collection[str], out: Path, lang: str) -> str:
    """The closing table: what was made in `out`, and what stands there unchanged."""
    checked = any(row.check for row in rows)
    headings = (*_HEADINGS, _CHECK) if checked else _HEADINGS
    lines = [tuple(words.in_(lang) for words in headings)]
    for row in rows:
        file = os.path.join(_as_typed(out), row.file)
        size = _size_text(row.size)
        time = f"{row.seconds:.1f} s" if row.file in new else _UNCHANGED.in_(lang)
        cells_of = (file, str(row.pages), size, row.trim, row.colour, time)
        check = (_CHECKED[row.check].in_(lang),) if checked else ()
        lines.append((*cells_of, *check))
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(line, widths) for line in lines)


def _line(line: Sequence[str], widths: Sequence[int]) -> str:
    parts = []
    for column, (text, width) in enumerate(zip(line, widths, strict=True)):
        gap = " " * (width - cells(text))
        parts.append(gap + text if column in _RIGHT else text + gap)
    return "  ".join(parts).rstrip()


def _as_typed(folder: Path) -> str:
    """The folder from here, where it lies below; a path that can be copied."""
    below = os.path.relpath(folder)
    return str(folder) if below.startswith("..") else below


def _size_text(size: int) -> str:
    """Bytes as people read them, in the decimal units of file managers."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):.0f} kB"


class _Line:
    """One line of a terminal that is drawn again and again; elsewhere nothing."""

    def __init__(self, total: int, lang: str, stream: TextIO | None = None) -> None:
        self.total, self.lang, self.done = total, lang, 0
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()

    def clear(self) -> None:
        """Leaves the line empty for what is printed next."""
        self._draw("")

    def _draw(self, line: str) -> None:
        if not self.live:
            return
        most = _terminal_width(self.stream) - 1
        while cells(line) > most:
            line = line[:-1]
        self.stream.write(f"\r{line}\x1b[K")
        self.stream.flush()


class Progress(_Line):
    """The files under way, and a line for each finished one where no terminal is."""

    def __init__(self, total: int, lang: str, stream: TextIO | None = None) -> None:
        super().__init__(total, lang, stream)
        self.under_way: dict[str, Words] = {}

    def stage(self, file: str, stage: Words) -> None:
        """The file has come to this stage."""
        self.under_way[file] = stage
        self._redraw()

    def finished(self, file: str) -> None:
        """The file is made."""
        self.done += 1
        self.under_way.pop(file, None)
        if self.live:
            self._redraw()
        else:
            print(f"[{self.done}/{self.total}] {file}", file=self.stream, flush=True)

    def _redraw(self) -> None:
        parts = [
            f"{name} {stage.in_(self.lang)}" for name, stage in self.under_way.items()
        ]
        self._draw(f"[{self.done}/{self.total}] " + ", ".join(parts))


class Bar(_Line):
    """How many of a great number are done, how fast, and how long it still takes."""

    def __init__(self, total: int, lang: str, stream: TextIO | None = None) -> None:
        super().__init__(total, lang, stream)
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the first."""
        return time.monotonic() - self._start

    def add(self, count: int) -> None:
        """So many more are done."""
        self.done += count
        rate = self.done / max(self.seconds, 1e-3)
        left = (self.total - self.done) / max(rate, 1e-3)
        filled = 24 * self.done // max(1, self.total)
        bar = "█" * filled + "░" * (24 - filled)
        words = Words(
            f"{bar} {self.done}/{self.total}  毎秒 {rate:.0f} 件  あと {left:.0f} 秒",
            f"{bar} {self.done}/{self.total}  {rate:.0f} a second, {left:.0f} s left",
        )
        self._draw(words.in_(self.lang))


def _terminal_width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80
