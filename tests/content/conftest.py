"""A content file that is right, and what is found when something in it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure import HOME
from brochure.content import load
from brochure.finding import Finding, Stop

NAME = "content.yaml"
#: Every block is in it, and nobody rewrites it for the next season.
RIGHT = (HOME / "brochure" / "content" / "starter" / NAME).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str | bytes) -> Path:
    """content.yaml in the test's folder, named as a user in that folder would."""
    path = Path(NAME)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def found(text: str | bytes) -> list[Finding]:
    """What is wrong with a content file; nothing: it loads."""
    try:
        load(write(text))
    except Stop as stop:
        return list(stop.findings)
    return []


def changed(*replacements: tuple[str, str]) -> str:
    """The right content with each first occurrence of a text replaced."""
    text = RIGHT
    for old, new in replacements:
        assert old in text, f"the starter has no {old!r} any more"
        text = text.replace(old, new, 1)
    return text


def place(text: str, words: str) -> str:
    """`content.yaml:LINE:COLUMN` where `words` first stand, in characters from 1."""
    before = text[: text.index(words)]
    column = len(before) - (before.rfind("\n") + 1) + 1
    return f"{NAME}:{before.count(chr(10)) + 1}:{column}"
