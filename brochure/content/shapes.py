"""判型と折り: sizes and folds as content.yaml may write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from brochure.content.flaw import Flaw
from brochure.content.kinds import not_one_of, refusal
from brochure.finding import Stop
from brochure.product.folds import FOLDS, fold_of
from brochure.product.formats import FORMATS, FREE_PATTERN
from brochure.product.pieces import PIECES, SIZES, Piece


def size_for(piece: Piece) -> Callable[[str], str]:
    """A validator for a size that the piece comes in; what it calls it comes back."""

    def check(value: str) -> str:
        try:
            found = piece.takes(value)
        except Stop as stop:
            if piece.free or stop.findings[0].code != "size.unknown":
                raise refusal(_flaw(stop)) from None
            found = ""
        if not found:
            raise refusal(not_one_of(value, piece.sizes))
        return found

    return check


def fold(value: Any) -> Any:
    """A validator for a fold; its name in FOLDS comes back."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return fold_of(value)
    except Stop:
        raise refusal(not_one_of(value, FOLDS)) from None


def size_schema(pieces: Iterable[Piece] = PIECES.values()) -> dict[str, Any]:
    """What an editor lets pass as a size: names, and `W x H` where a piece is free."""
    if not any(piece.free for piece in pieces):
        return {"enum": list(SIZES)}
    names = dict.fromkeys((*SIZES, *FORMATS))
    return {
        "anyOf": [{"enum": list(names)}, {"type": "string", "pattern": FREE_PATTERN}]
    }


def fold_schema() -> dict[str, Any]:
    """What an editor offers as a fold."""
    return {"enum": list(FOLDS)}


def _flaw(stop: Stop) -> Flaw:
    found = stop.findings[0]
    return Flaw(
        0, found.code.replace("size.", "content.size-"), found.message, found.hint
    )
