"""One entry of `outputs`: a file to make, as content.yaml asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from brochure.content import kinds, shapes
from brochure.content.block import Block, says
from brochure.content.kinds import Plain
from brochure.finding import folded
from brochure.product import outputs
from brochure.product.folds import FOLD_WORDS
from brochure.product.outputs import LEAST_PX, MOST_PX, USUAL_PX
from brochure.product.pieces import PIECES, SIZES, Piece
from brochure.product.targets import IMAGE, TARGETS


def _listed(names: Iterable[tuple[str, str]]) -> str:
    """Names with their words, as a description has them."""
    return "; ".join(f"{name}: {words}" for name, words in names)


class Output(Block):
    """A file to make."""

    piece: Annotated[
        str,
        Field(min_length=1, max_length=30),
        WithJsonSchema({"type": "string", "examples": list(PIECES)}),
    ] = says(
        "種類 Piece",
        _listed((one.name, one.words.ja) for one in PIECES.values()),
        _listed((one.name, one.words.en) for one in PIECES.values()),
    )
    target: Annotated[
        str,
        BeforeValidator(kinds.choice(TARGETS)),
        WithJsonSchema({"enum": list(TARGETS)}),
    ] = says(
        "用途 Target",
        _listed((one.name, one.words.ja) for one in TARGETS.values()),
        _listed((one.name, one.words.en) for one in TARGETS.values()),
    )
    size: Annotated[str, WithJsonSchema({"enum": list(SIZES)})] = says(
        "判型 Size",
        "大きさ。B2 など。なければ、その種類のいつもの大きさ",
        "The size, such as B2; without one the piece's usual size",
        default="",
    )
    printer: Plain = says(
        "印刷会社 Printer",
        "入稿規定（プロファイル）の名前。press と proof で使います",
        "The printer profile's name; for press and proof",
        default="",
    )
    fold: Annotated[
        str,
        BeforeValidator(shapes.fold),
        WithJsonSchema(shapes.fold_schema()),
    ] = says(
        "折り Fold",
        _listed((name, words.ja) for name, words in FOLD_WORDS.items()),
        _listed((name, words.en) for name, words in FOLD_WORDS.items()),
        default="",
    )
    width: Annotated[
        int,
        BeforeValidator(kinds.count(LEAST_PX, MOST_PX)),
        WithJsonSchema({"type": "integer", "minimum": LEAST_PX, "maximum": MOST_PX}),
    ] = says(
        "画像の幅 Width",
        f"image の幅（ピクセル）。なければ {USUAL_PX}",
        f"How many pixels an image is wide; {USUAL_PX} where nothing is said",
        default=0,
    )
    format: Annotated[
        str,
        BeforeValidator(kinds.choice(IMAGE.endings)),
        WithJsonSchema({"enum": list(IMAGE.endings)}),
    ] = says(
        "画像の形式 Format",
        "image の形式。png か jpeg。なければ png",
        "What kind of picture an image is: png or jpeg",
        default="",
    )

    def to_make(self, edition: str, pieces: Mapping[str, Piece]) -> outputs.Output:
        """This entry as the later stages know it; `pieces` are all that there are."""
        named = {folded(name): piece for name, piece in pieces.items()}
        piece = named[folded(self.piece)]
        return outputs.output(
            piece,
            TARGETS[self.target],
            piece.takes(self.size) if self.size else "",
            printer=self.printer,
            fold=self.fold,
            edition=edition,
            width_px=self.width,
            ending=self.format,
        )
