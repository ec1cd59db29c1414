"""種類: every piece that can be made, as data. A new one is a row here, a template of
its name in markup/templates and a style sheet of its name in styles/.
"""

from __future__ import annotations

from dataclasses import dataclass

from brochure.finding import Words
from brochure.product.folds import Fold
from brochure.product.formats import format_of


@dataclass(frozen=True, slots=True)
class Piece:
    """What a piece is.

    `sizes` are the formats that it is designed for, the usual one first. `own_size` is
    the one that names of files leave out, so that they stay as they are when the piece
    gets another; "" where every name says the size. `fold` is how it is folded unless
    something else is said, "" for flat. A `free` piece comes in any other size as well.
    `template` names the template and the style sheet that it is made by, "" those of
    its own name.
    """

    name: str
    words: Words
    sizes: tuple[str, ...]
    own_size: str = ""
    fold: str = ""
    free: bool = False
    template: str = ""

    @property
    def usual_size(self) -> str:
        """The size where none is asked for."""
        return self.sizes[0]

    def takes(self, size: str) -> str:
        """What it calls a size that it comes in, however written; "" for any other.

        Raises: Stop where there is no such size.
        """
        asked = format_of(size)
        for name in self.sizes:
            own = format_of(name)
            if (own.width, own.height, own.scale) == (
                asked.width, asked.height, asked.scale
            ):  # fmt: skip
                return name
        return asked.name if self.free else ""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Its style sheets in styles/, in the order of the cascade."""
        return "page.css", "type.css", f"{self.template or self.name}.css"

    @property
    def page(self) -> str:
        """The template that it is made by."""
        return f"{self.template or self.name}.html"


PIECES = {
    piece.name: piece
    for piece in (
        Piece(
            "leaflet",
            Words("A4 リーフレット（2 ページ）", "the A4 leaflet, two pages"),
            sizes=("A4",),
            own_size="A4",
        ),
        Piece(
            "poster",
            Words("ポスター", "the poster"),
            sizes=("B2", "A1", "A2", "A3", "B1", "B3", "A4"),
        ),
        Piece(
            "folder",
            Words(
                "巻三つ折り（A4 横、97·100·100 mm）",
                "folded in three, A4 lying, panels of 97, 100 and 100 mm",
            ),
            sizes=("A4L",),
            own_size="A4L",
            fold=Fold.ROLL,
        ),
    )
}

#: Every size that some piece comes in, each once.
SIZES = tuple(dict.fromkeys(size for one in PIECES.values() for size in one.sizes))
