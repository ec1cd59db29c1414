"""What typesetting found, at the line of content.yaml where the words were typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from brochure.finding import Finding, Mark, Status, Words

if TYPE_CHECKING:
    from brochure.content import Places
    from brochure.typeset import Missing


#: What findings about a file that content.yaml may name are called.
_OF_FILES = ("file.", "font.not-embedded", "image", "picture.", "project.", "svg.")


def findings(missing: Iterable[Missing], places: Places) -> Iterator[Finding]:
    """A FAIL where a box would be printed, a WARN where another of our fonts helps."""
    for gap in sorted(missing):
        typed = places.find(gap.character)
        near = [(path, mark) for path, mark in typed if path == gap.element]
        for path, mark in near or typed:
            yield _finding(gap, path, mark)
        if not typed:
            # Set otherwise than typed (? as ？), or a template's own.
            near_by = places.mark(gap.element) if gap.element else None
            yield _finding(gap, gap.element, near_by)


def placed(found: Iterable[Finding], places: Places) -> Iterator[Finding]:
    """Findings about an element of the page, at the line that it was typed in.

    An element's id is its path in content.yaml; a file's own place stays; a picture's
    name is a value there.
    """
    for finding in found:
        at = None
        if not isinstance(finding.at, Mark) and finding.subject:
            at = places.exact(finding.subject)
            if at is None and finding.code.startswith(_OF_FILES):
                at = places.of_value(finding.subject)
        yield replace(finding, at=at) if at else finding


def _finding(gap: Missing, path: str, mark: Mark | None) -> Finding:
    point = f"U+{ord(gap.character):04X}"
    name = unicodedata.name(gap.character, "")
    called = f"{point} {name}".strip()
    shown = gap.character if gap.character.isprintable() else point
    if gap.drawn:
        return Finding(
            Status.WARN,
            "font.other-family",
            Words(
                f"{gap.asked} にない「{shown}」（{called}）を {gap.drawn} で組みました",
                f"“{shown}” ({called}) is not in {gap.asked}; it is set in {gap.drawn}",
            ),
            at=mark,
            subject=path,
        )
    return Finding(
        Status.FAIL,
        "font.no-glyph",
        Words(
            f"「{shown}」（{called}）の字形がどの書体にもありません",
            f"none of the fonts has “{shown}” ({called})",
        ),
        Words("別の字に替えてください", "write another character"),
        mark,
        path,
    )
