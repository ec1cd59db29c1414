"""What is noted of a page while WeasyPrint works on it, and where we have failed.

Notes belong to one layout of one page, and are handed to whoever asked for it. Nothing
about a page is kept in a module: the next page must not be blamed for this one.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.typeset.pages.page import Complaint, Source

if TYPE_CHECKING:
    from brochure.typeset.inside.watch import Watch


@dataclass(slots=True)
class Notes:
    """The notes of one layout, and of its drawing.

    `given` are the characters that went into it, `watch` sees the text that is drawn,
    `complaints` are the places that were left to WeasyPrint because we have failed.
    """

    watch: Watch | None = None
    given: Counter[Source] = field(default_factory=Counter)
    complaints: list[Complaint] = field(default_factory=list)


_OPEN: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting(notes: Notes) -> Iterator[Notes]:
    """Let our replacements write into `notes` whatever WeasyPrint does meanwhile."""
    token = _OPEN.set(notes)
    try:
        yield notes
    finally:
        _OPEN.reset(token)


def notes() -> Notes | None:
    """The notes of the page that WeasyPrint works on; None if nobody takes any."""
    return _OPEN.get()


def complain(name: str, error: Exception, arguments: tuple[Any, ...]) -> bool:
    """Note that our `name` has failed; False if nobody would ever read it."""
    open_notes = _OPEN.get()
    if open_notes is None:
        return False
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    element = next(
        (one.element for one in arguments if hasattr(one, "element")),
        None,
    )
    complaint = Complaint(element, name, f"{type(error).__name__}, {where}")
    open_notes.complaints.append(complaint)
    return True
