"""What can be wrong inside one text, before anybody knows where the text stands."""

from __future__ import annotations

from typing import NamedTuple

from brochure.finding import Words, printable, shortened

#: How much of what was typed a message repeats.
_LONGEST = 40


def shown(text: str) -> str:
    """What was typed, as a message repeats it: short, on one line, nothing hidden."""
    return printable(shortened(text, _LONGEST))


class Flaw(NamedTuple):
    """A defect at `offset` characters into a text; becomes a Finding with a place."""

    offset: int
    code: str
    message: Words
    hint: Words | None = None
