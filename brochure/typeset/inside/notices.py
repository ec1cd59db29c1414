"""What WeasyPrint says while it works, as findings with the place that it means."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from brochure.finding import Finding, Mark, Status, Stop, Words, fail, warn
from brochure.typeset.fetch import BASE, Desk
from brochure.typeset.refusal import mark

#: Pages we set at the most. A leaflet has two; 10,000 would take an hour.
MAX_PAGES = 100

_LOGGERS = ("weasyprint", "weasyprint.progress")
#: WeasyPrint draws on after any error inside an SVG picture, Ctrl-C included.
_NOT_SWALLOWED = (Stop, KeyboardInterrupt, SystemExit, MemoryError)

_SHEET = re.compile(r"Step 2 - Fetching and parsing CSS - (.*)", re.DOTALL)
_PAGE = re.compile(r"Step 5 - Creating layout - Page (\d+)")
_PLACE = re.compile(r" at (\d+):(\d+)(?=$|[,.: ])")
_IGNORED = re.compile(r"Ignored `(.+?)\s*` at \d+:\d+, (.+?)\.$", re.DOTALL)
_SELECTOR = re.compile(r"Invalid or unsupported selector, '(.*?)\s*'", re.DOTALL)
_UNLOADED = re.compile(r"Failed to load (?:image at '(.+)'|stylesheet at (.+?) ?): ")
_AFTER_REFUSAL = ("Font-face", "Failed to load attachment")
_WITHOUT_ALT = re.compile(r'Image "(.*)" has no required alt description')
_NOT_VARIED = re.compile('Unable to instantiate "(.*)" variable font')
_REASONS = {
    "unknown property": "知らないプロパティ",
    "invalid value": "使えない値",
    "no value": "値がない",
}


class Notices(logging.Handler):
    """Listens to WeasyPrint's two loggers during one page.

    * The progress log names a style sheet before the warnings about it, which say only
      line and column.
    * It names every page as well, so a text without an end can be stopped.
    """

    def __init__(self, desk: Desk, tofu_drawn: Callable[[], None]) -> None:
        super().__init__()
        self.desk = desk
        self.tofu_drawn = tofu_drawn
        self.findings: list[Finding] = []
        self.sheet = ""
        self.thread = threading.get_ident()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to WeasyPrint, and keep its words from everyone else."""
        loggers = [logging.getLogger(name) for name in _LOGGERS]
        before = [(one, one.level, one.propagate) for one in loggers]
        for one in loggers:
            one.addHandler(self)
            one.setLevel(logging.DEBUG)
            one.propagate = False
        try:
            yield
        finally:
            for one, level, propagate in before:
                one.removeHandler(self)
                one.setLevel(level)
                one.propagate = propagate

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self.thread:
            return
        error = record.exc_info[1] if record.exc_info else None
        message = record.getMessage()
        if isinstance(error, _NOT_SWALLOWED):
            raise error
        if record.name == "weasyprint.progress":
            self._progress(message)
        elif record.levelno >= logging.WARNING:
            self._add(self._finding(record.levelno, message))
        elif error and message.startswith("Error while rendering SVG"):
            self._add(_undrawn(error))

    def _add(self, finding: Finding | None) -> None:
        if finding and finding not in self.findings:
            self.findings.append(finding)

    def _progress(self, message: str) -> None:
        if sheet := _SHEET.match(message):
            inside = sheet[1].startswith(BASE)
            self.sheet = _name(sheet[1]) if inside else ""
        elif message.startswith("Step 3"):
            self.sheet = ""
        elif (page := _PAGE.match(message)) and int(page[1]) > MAX_PAGES:
            raise Stop(*self.desk.findings, *self.findings, too_long())

    def _finding(self, level: int, message: str) -> Finding | None:
        if message.startswith(".notdef glyph rendered"):
            self.tofu_drawn()
            return None  # glyphs.py reports it, with the family that was asked for
        if message.startswith("Failed to render SVG image"):
            return None  # the next message says why
        if message.startswith(_AFTER_REFUSAL) and self.desk.refused:
            return None  # the desk has said why
        if varied := _NOT_VARIED.match(message):
            return _not_varied(varied[1])
        if unloaded := _UNLOADED.match(message):
            url = unloaded[1] or unloaded[2]
            return None if url in self.desk.refused else _unusable(url)
        if ignored := _IGNORED.match(message):
            return self._ignored(ignored[1], ignored[2], message)
        if selector := _SELECTOR.match(message):
            return self._selector(selector[1])
        if picture := _WITHOUT_ALT.match(message):
            return _undescribed(picture[1])
        return Finding(
            Status.FAIL if level >= logging.ERROR else Status.WARN,
            "typeset.notice",
            Words(f"組版エンジンから: {message}", f"the layout engine says: {message}"),
            at=self._place(message, ""),
        )

    def _ignored(self, what: str, why: str, message: str) -> Finding:
        return warn(
            "style.ignored",
            f"`{what}` は無視されました（{_REASONS.get(why, why)}）",
            f"`{what}` is ignored: {why}",
            at=self._place(message, what),
        )

    def _selector(self, selector: str) -> Finding:
        text = self.desk.sheets.get(self.sheet, "")
        offset = text.find(selector)
        return warn(
            "style.selector",
            f"セレクター「{selector}」は使えないので、その規則は無視されました",
            f"the rule for “{selector}” is ignored: this selector cannot be used",
            at=mark(self.sheet, text, offset) if offset >= 0 else self.sheet or None,
        )

    def _place(self, message: str, what: str) -> Mark | None:
        """The place a message means: in the sheet being read, or the one that fits.

        Values with `var()` are only understood when they are used, long after the sheet
        was read; then the sheet that has the property in that line is the one.
        """
        found = _PLACE.search(message)
        if not found:
            return None
        line, column = int(found[1]), int(found[2])
        if self.sheet:
            return Mark(self.sheet, line, column)
        name = what.partition(":")[0]
        sheets = [
            sheet
            for sheet, text in self.desk.sheets.items()
            if name and _has(text, line, column, name)
        ]
        return Mark(sheets[0], line, column) if len(sheets) == 1 else None


def _has(text: str, line: int, column: int, name: str) -> bool:
    """Whether `name` is written in that line, before or at that column."""
    lines = text.split("\n")
    return line <= len(lines) and name in lines[line - 1][: column - 1 + len(name)]


def _name(url: str) -> str:
    return unquote(url.removeprefix(BASE))


def _unusable(url: str) -> Finding:
    return fail(
        "file.unusable",
        "組版エンジンが読み込めないファイルです",
        "the layout engine cannot use this file",
        subject=_name(url),
    )


def _undrawn(error: BaseException) -> Finding:
    why = f"{type(error).__name__}: {error}"
    return fail(
        "svg.undrawn",
        f"SVG の画像を描けません（{why}）",
        f"an SVG picture cannot be drawn ({why})",
    )


def _not_varied(family: str) -> Finding:
    return fail(
        "font.variable",
        f"可変フォント {family} を埋め込める形にできません",
        f"the variable font {family} cannot be made one to embed",
        hint=Words(
            "ウェイトごとの TTF か OTF に替えてください",
            "use a static TTF or OTF for each weight",
        ),
    )


def _undescribed(picture: str) -> Finding:
    return fail(
        "page.picture-undescribed",
        "画像に説明（alt）がありません",
        "the picture has no description (alt)",
        hint=Words(
            '飾りの画像なら alt="" と書いてください',
            'write alt="" if it only decorates',
        ),
        subject=picture if len(picture) < 80 else "",
    )


def too_long() -> Finding:
    """The text does not end, or not soon enough."""
    return fail(
        "typeset.too-long",
        f"文章が長すぎます（上限 {MAX_PAGES} ページ）",
        f"the text is too long (at most {MAX_PAGES} pages)",
    )
