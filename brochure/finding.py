"""How every stage speaks of a problem: where it is, what it is, what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Words(NamedTuple):
    """One sentence in the two languages we speak."""

    ja: str
    en: str

    def in_(self, lang: str) -> str:
        """The sentence in `lang`, "ja" or "en"."""
        return self.ja if lang == "ja" else self.en


class Status(StrEnum):
    """How bad it is, worst first. A FAIL stops the press, a WARN is printed."""

    FAIL = "fail"
    WARN = "warn"
    INFO = "info"

    @property
    def rank(self) -> int:
        """The key to sort by, the worst first."""
        return list(Status).index(self)


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
    """A place on a page: page from 1, millimetres from the top left of the trim.

    A whole page has neither `x` nor `y`.
    """

    page: int
    x: float | None = None
    y: float | None = None

    def in_(self, lang: str) -> str:
        """The place as `lang`, "ja" or "en", says it."""
        page = Words(f"{self.page} ページ", f"page {self.page}").in_(lang)
        if self.x is None or self.y is None:
            return page
        return page + Words(
            f"（左 {self.x:.1f} mm、上 {self.y:.1f} mm）",
            f" at {self.x:.1f}, {self.y:.1f} mm",
        ).in_(lang)

    def __str__(self) -> str:
        return self.in_("en")


#: Where a finding is: in a text file, on a page, in the file of this name, or nowhere.
At: TypeAlias = Mark | Spot | str | None


def printable(text: str) -> str:
    """Without the characters that a hostile file could steer a terminal by.

    Those are controls, formats (some turn the direction of writing), lone surrogates,
    line and paragraph separators, and what is not assigned. Spaces of any width stay.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or _is_space(c) else "�" for c in text)


def _is_space(character: str) -> bool:
    """Whether it is of Unicode's category Zs; Python calls only U+0020 printable."""
    from unicodedata import category

    return category(character) == "Zs"


def shortened(text: str, most: int) -> str:
    """The text, or its first `most` characters and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


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
    at: At = None
    subject: str = ""

    def line(self, lang: str) -> str:
        """The finding as one line, the place first so that an editor can jump there."""
        at = self.at.in_(lang) if isinstance(self.at, Spot) else self.at
        place = f"{at}: " if at else ""
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
    at: At = None,
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
    at: At = None,
    subject: str = "",
) -> Finding:
    """A finding that is printed and goes on."""
    return Finding(Status.WARN, code, Words(ja, en), hint, at, subject)


def folded(name: str) -> str:
    """A name as typed in a hurry: ＴＩＴＬＥ, Title and title are one."""
    from unicodedata import normalize

    return normalize("NFKC", name).strip().casefold().replace("_", "-")


def nearest(given: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, whatever its width and case.

    Two letters changed places in a word of four is near; “sessions” for “questions” is
    not.
    """
    from difflib import get_close_matches

    names = {folded(name): name for name in known}
    near = get_close_matches(folded(given), names, n=1, cutoff=0.72)
    return names[near[0]] if near else None


def meant(name: str) -> Words:
    """A hint at the name that was probably meant."""
    return Words(f"「{name}」ではありませんか", f"did you mean “{name}”?")


def did_you_mean(
    given: str, known: Iterable[str], *, listed: Iterable[str] | None = None
) -> Words:
    """A hint: the nearest of the names we know, or else all of them, or `listed`."""
    known = list(known)
    if near := nearest(given, known):
        return meant(near)
    names = ", ".join(known if listed is None else listed)
    return Words(f"使えるもの: {names}", f"there are: {names}")
