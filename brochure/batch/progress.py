"""How far a batch is, and how long it still takes."""

from __future__ import annotations

import sys
import time

from brochure.finding import Words


class Progress:
    """A bar with the rate and the time left, on a terminal; elsewhere nothing."""

    def __init__(self, total: int, lang: str) -> None:
        self.total, self.lang, self.done = total, lang, 0
        self.start = time.monotonic()
        self.live = sys.stderr.isatty()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.start

    def add(self, count: int) -> None:
        self.done += count
        if not self.live:
            return
        rate = self.done / max(self.seconds, 1e-3)
        left = (self.total - self.done) / max(rate, 1e-3)
        filled = 24 * self.done // max(1, self.total)
        bar = "█" * filled + "░" * (24 - filled)
        words = Words(
            f"{bar} {self.done}/{self.total}  毎秒 {rate:.0f} 件  あと {left:.0f} 秒",
            f"{bar} {self.done}/{self.total}  {rate:.0f} a second, {left:.0f} s left",
        )
        sys.stderr.write(f"\r\x1b[K{words.in_(self.lang)}")
        sys.stderr.flush()

    def clear(self) -> None:
        if self.live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
