"""判型と折り: sizes and folds as content.yaml may write them."""

from __future__ import annotations

from typing import Any

from brochure.content.flaw import Flaw
from brochure.content.kinds import not_one_of, refusal
from brochure.finding import Stop
from brochure.product.folds import FOLDS, fold_of
from brochure.product.formats import FORMATS, FREE_PATTERN, format_of
from brochure.product.pieces import SIZES, Piece


def not_designed_for(piece: Piece, value: str) -> Flaw | None:
    """What is wrong with a size that the piece does not come in."""
    try:
        found = piece.takes(value)
    except Stop as stop:
        if piece.free or stop.findings[0].code != "size.unknown":
            return _flaw(stop)
        found = ""
    return None if found else not_one_of(value, piece.sizes)


def size(value: Any) -> Any:
    """A validator for any size; its name, or its measures, come back."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return format_of(value).name
    except Stop as stop:
        raise refusal(_flaw(stop)) from None


def fold(value: Any) -> Any:
    """A validator for a fold; its name in FOLDS comes back."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return fold_of(value)
    except Stop:
        raise refusal(not_one_of(value, FOLDS)) from None


def size_schema() -> dict[str, Any]:
    """What an editor lets pass as a size: names, and `W x H` in mm."""
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
