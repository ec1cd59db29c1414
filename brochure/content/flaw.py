"""What can be wrong inside one text, before anybody knows where the text stands."""

from __future__ import annotations

from typing import NamedTuple

from brochure.finding import Words


class Flaw(NamedTuple):
    """A defect at `offset` characters into a text; becomes a Finding with a place."""

    offset: int
    code: str
    message: Words
    hint: Words | None = None
