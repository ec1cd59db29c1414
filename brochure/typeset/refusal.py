"""Why a page may not have a file, and where that is said."""

from __future__ import annotations

from typing import Any

from brochure.finding import Finding, Mark, fail, shortened


class Refused(ValueError):
    """WeasyPrint catches it and does without the file; the desk keeps the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message.en)
        self.finding = finding


def refused(code: str, ja: str, en: str, **more: Any) -> Refused:
    return Refused(fail(code, ja, en, **more))


def mark(name: str, text: str, offset: int) -> Mark:
    """The place of character `offset` in a file."""
    line = text.count("\n", 0, offset) + 1
    return Mark(name, line, offset - text.rfind("\n", 0, offset))


def short(text: str) -> str:
    """As much of it as a line of a terminal can show."""
    return shortened(text, 80)
