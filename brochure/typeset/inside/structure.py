"""The boxes of a page before they are laid out."""

from __future__ import annotations

from typing import Any

from brochure.typeset.pages.walk import counted

from .notes import notes
from .vertical import turn


def build_formatting_structure(made: Any, *asked: Any) -> Any:
    """Count the characters that go into the layout; then give vertical blocks a box."""
    open_notes = notes()
    if open_notes is not None:
        open_notes.given = counted(made)
    turn(made)
    return made
