"""How every stage speaks of a problem: where it is, what it is, what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Words(NamedTuple):
    """One sentence in the two languages we speak."""

    ja: str
    en: str

    def in_(self, lang: str) -> str:
        """The sentence in `lang`, "ja" or "en"."""
        return self.ja if lang == "ja" else self.en


class Status(StrEnum):
    """How bad it is. A FAIL stops the press, a WARN is printed and goes on."""

    FAIL = "fail"
    WARN = "warn"
    INFO = "info"


_STATUS_WORDS = {
    Status.FAIL: Words("", ""),  # the place says enough
    Status.WARN: Words("注意: ", "warning: "),
    Status.INFO: Words("参考: ", "note: "),
}


class Mark(NamedTuple):
    """A place in a text file, counted from 1, the column in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Spot(NamedTuple):
    """A place on a page: page from 1, millimetres from the top left of the trim."""

    page: int
    x: float
    y: float

    def __str__(self) -> str:
        return f"page {self.page} at {self.x:.1f}, {self.y:.1f} mm"


def printable(text: str) -> str:
    """Without the control characters that a hostile file could steer a terminal by."""
    return "".join(c if c.isprintable() else "�" for c in text)


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that a person can mend.

    `code` names the defect for good (`content.key-unknown`); `subject` is the path in
    the YAML, the file or the element that it is about, empty where there is none.
    """

    status: Status
    code: str
    message: Words
    hint: Words | None = None
    at: Mark | Spot | str | None = None
    subject: str = ""

    def line(self, lang: str) -> str:
        """The finding as one line, the place first so that an editor can jump there."""
        place = f"{self.at}: " if self.at else ""
        subject = f"{self.subject}: " if self.subject else ""
        hint = ""
        if self.hint:
            hint = ("。" if lang == "ja" else "; ") + self.hint.in_(lang)
        status = _STATUS_WORDS[self.status].in_(lang)
        line = f"{place}{status}{subject}{self.message.in_(lang)}{hint} [{self.code}]"
        return printable(line)


class Stop(Exception):
    """Raised by a stage that has nothing to hand on; exit status 2."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(finding.line("en") for finding in findings))
        self.findings = findings


def fail(
    code: str,
    ja: str,
    en: str,
    *,
    hint: Words | None = None,
    at: Mark | Spot | str | None = None,
    subject: str = "",
) -> Finding:
    """A finding that stops the press."""
    return Finding(Status.FAIL, code, Words(ja, en), hint, at, subject)


def warn(
    code: str,
    ja: str,
    en: str,
    *,
    hint: Words | None = None,
    at: Mark | Spot | str | None = None,
    subject: str = "",
) -> Finding:
    """A finding that is printed and goes on."""
    return Finding(Status.WARN, code, Words(ja, en), hint, at, subject)


def did_you_mean(given: str, known: Iterable[str]) -> Words:
    """A hint: the nearest of the names we know, or else all of them."""
    from difflib import get_close_matches

    names = list(known)
    folded = {name.lower(): name for name in names}
    near = get_close_matches(given.lower(), folded, n=1, cutoff=0.6)
    if near:
        name = folded[near[0]]
        return Words(f"「{name}」ではありませんか？", f"did you mean “{name}”?")
    listed = ", ".join(names)
    return Words(f"使えるもの: {listed}", f"there are: {listed}")
