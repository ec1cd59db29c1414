"""Where phrases (文節) begin, for headlines that break as one would read them aloud."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@lru_cache(maxsize=1024)
def phrase_starts(text: str) -> frozenset[int]:
    """The indexes in `text` where a phrase begins, from BudouX's Japanese model.

    Without the package `budoux` no phrase is known, and every break is as good as
    another.
    """
    parser = _parser()
    if parser is None:
        return frozenset(range(1, len(text)))
    starts, index = [], 0
    for phrase in parser.parse(text):
        index += len(phrase)
        starts.append(index)
    return frozenset(starts[:-1])


@cache
def _parser() -> Any:
    try:
        import budoux
    except ImportError:
        return None
    return budoux.load_default_japanese_parser()
