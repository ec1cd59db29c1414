"""What WeasyPrint says while it works, as findings with the place that it means."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from brochure.finding import Finding, Mark, Status, Stop, Words, fail
from brochure.typeset.fetch import BASE, Desk

#: Pages we set at the most. A leaflet has two; 10,000 would take hours.
MAX_PAGES = 100

_PLACE = re.compile(r" at (\d+):(\d+)(?=$|[,.: ])")
_IGNORED = re.compile(r"Ignored `(?P<what>.+?)\s*` at \d+:\d+, (?P<why>.+?)\.$", re.S)
_REASONS = {
    "unknown property": "知らないプロパティ",
    "invalid value": "使えない値",
    "no value": "値がない",
}
_FAILED = re.compile(r"Failed to load (?:image|stylesheet) at '?(?P<url>[^ ']+)")
_TOFU = ".notdef glyph rendered"


class Notices(logging.Handler):
    """Listens to WeasyPrint's two loggers during one page.

    * The progress log names a stylesheet before the warnings about it, which say only
      line and column.
    * The progress log counts pages, so a page that never ends can be stopped.
    """

    def __init__(self, desk: Desk, tofu_drawn: Callable[[], None]) -> None:
        super().__init__()
        self.desk = desk
        self.tofu_drawn = tofu_drawn
        self.findings: list[Finding] = []
        self.sheet = ""
        self.thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self.thread:
            return
        if record.name == "weasyprint.progress":
            self._progress(record)
        elif record.levelno >= logging.WARNING:
            finding = self._finding(record.levelno, record.getMessage())
            if finding and finding not in self.findings:
                self.findings.append(finding)

    def _progress(self, record: logging.LogRecord) -> None:
        message = str(record.msg)
        if message.startswith("Step 2") and record.args:
            source = str(record.args[0])
            inside = source.startswith(BASE)
            self.sheet = unquote(source.removeprefix(BASE)) if inside else ""
        elif message.startswith("Step 3"):
            self.sheet = ""
        elif message.startswith("Step 5 - Creating layout - Page") and record.args:
            page = record.args[0]
            if isinstance(page, int) and page > MAX_PAGES:
                raise Stop(*self.desk.findings, *self.findings, too_long())

    def _finding(self, level: int, message: str) -> Finding | None:
        if message.startswith(_TOFU):
            self.tofu_drawn()
            return None  # glyphs.py reports it, with the family that was asked for
        if failed := _FAILED.match(message):
            if failed["url"] in self.desk.refused:
                return None  # the desk has said why
            name = unquote(failed["url"].removeprefix(BASE))
            return fail(
                "file.unreadable",
                f"{name} を読み込めません",
                f"{name} cannot be used ({message.rpartition(': ')[2]})",
            )
        if ignored := _IGNORED.match(message):
            what, why = ignored["what"], ignored["why"]
            words = Words(
                f"`{what}` は無視されました（{_REASONS.get(why, why)}）",
                f"`{what}` is ignored: {why}",
            )
            return Finding(
                Status.WARN, "style.ignored", words, at=self._place(message, what)
            )
        return Finding(
            Status.FAIL if level >= logging.ERROR else Status.WARN,
            "typeset.notice",
            Words(f"組版エンジンから: {message}", f"the layout engine says: {message}"),
            at=self._place(message, ""),
        )

    def _place(self, message: str, what: str) -> Mark | None:
        """The place a message means: in the sheet being read, or the one that fits.

        Values with `var()` are only understood when they are used, long after the sheet
        was read; then the sheet that has the property at that line is the one.
        """
        found = _PLACE.search(message)
        if not found:
            return None
        line, column = int(found[1]), int(found[2])
        if self.sheet:
            return Mark(self.sheet, line, column)
        prop = what.partition(":")[0]
        sheets = [
            name
            for name, text in self.desk.sheets.items()
            if prop and _has(text, line, column, prop)
        ]
        return Mark(sheets[0], line, column) if len(sheets) == 1 else None


def _has(text: str, line: int, column: int, prop: str) -> bool:
    """Whether `prop` is written in that line, before or at that column."""
    lines = text.split("\n")
    return line <= len(lines) and prop in lines[line - 1][: column + len(prop)]


def too_long() -> Finding:
    return fail(
        "typeset.too-many-pages",
        f"{MAX_PAGES} ページを超えました",
        f"there are more than {MAX_PAGES} pages",
        hint=Words("文章が多すぎないか見てください", "look for text that is too long"),
    )


@contextmanager
def listening(notices: Notices) -> Iterator[None]:
    """Listen to WeasyPrint, and keep its words from everyone else."""
    loggers = [logging.getLogger(n) for n in ("weasyprint", "weasyprint.progress")]
    before = [(one, one.level, one.propagate) for one in loggers]
    for one in loggers:
        one.addHandler(notices)
        one.setLevel(logging.INFO)
        one.propagate = False
    try:
        yield
    finally:
        for one, level, propagate in before:
            one.removeHandler(notices)
            one.setLevel(level)
            one.propagate = propagate
