"""One entry of `pieces`: a piece of the project's own, made by its own template."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from brochure.content import shapes
from brochure.content.block import Block, says
from brochure.content.inline import plain
from brochure.content.kinds import Label
from brochure.finding import Words
from brochure.product.folds import FLAT
from brochure.product.pieces import Piece

#: A piece names files, a template, a style sheet and a class: letters, digits, hyphens.
PieceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,29}$")]


class OwnPiece(Block):
    """What a piece of the project's own is."""

    size: Annotated[
        str,
        Field(min_length=1),
        BeforeValidator(shapes.size),
        WithJsonSchema(shapes.size_schema()),
    ] = says(
        "判型 Size",
        "仕上がりの大きさ。A5、はがき、100 x 148 など",
        "The trimmed size, such as A5, postcard or 100 x 148",
    )
    title: Label | None = says(
        "名前 Title", "何と呼ぶか", "What people call it", default=None
    )
    template: PieceName | None = says(
        "テンプレート Template",
        "テンプレートとスタイルの名前。なければ種類の名前（templates/名前.html、"
        "styles/名前.css）",
        "The template and style sheet; without it those of the piece's name"
        " (templates/NAME.html, styles/NAME.css)",
        default=None,
    )
    fold: Annotated[
        str,
        BeforeValidator(shapes.fold),
        WithJsonSchema(shapes.fold_schema()),
    ] = says("折り Fold", "いつもの折り方", "How it is folded, usually", default=FLAT)

    def to_make(self, name: str) -> Piece:
        """This entry as the later stages know it."""
        title = plain(self.title) if self.title else name
        return Piece(
            name,
            Words(title, title),
            (self.size,),
            own_size=self.size,
            fold="" if self.fold == FLAT else self.fold,
            template=self.template or "",
        )
