"""出力: a file to make: what it is of, for whom, and what it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from brochure.product.folds import FLAT
from brochure.product.formats import Format, format_of
from brochure.product.pieces import PIECES, Piece
from brochure.product.targets import Target

#: The printer whose name files and stamps leave out: the house profile.
HOUSE = "house"
#: A picture's width in pixels: the least, the most, and where nothing is asked for.
LEAST_PX, MOST_PX, USUAL_PX = 64, 6000, 1200
#: The manuscript whose name files leave out.
_CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Output:
    """A file to make, or for a `paged` target a file for each page.

    `size` is the name of a format. `printer` names a printer profile, "" the house's.
    `variant` joins names of `target.variants`: "toner", "mono", "toner-mono". `fold` is
    a Fold, or "" for a sheet that stays flat. `edition` tells the content files of one
    folder apart: "en" for content.en.yaml. `width_px` and `ending` are of pictures.
    `apart` is whether there is one like it for another printer, so that its name has to
    say for which one it is. `own` is the piece itself, where content.yaml describes it.
    """

    piece: str
    target: Target
    size: str
    printer: str = ""
    variant: str = ""
    fold: str = ""
    edition: str = ""
    width_px: int = 0
    ending: str = ""
    apart: bool = False
    own: Piece | None = None

    @property
    def design(self) -> Piece:
        """What the piece is: the project's own, or one of ours."""
        return self.own or PIECES[self.piece]

    @property
    def format(self) -> Format:
        """The geometry of the piece at this size."""
        return format_of(self.size)

    @property
    def bleed_mm(self) -> float:
        """How far the art reaches beyond the trim."""
        return self.format.bleed if self.target.bleeds else 0.0

    @property
    def overlays(self) -> bool:
        """Whether a batch may lay what varies over a page that was finished once.

        Not where the colour of words depends on what lies under them.
        """
        return self.target.overlays and "toner" not in self.variant

    @property
    def measures(self) -> str:
        """How large it is, as people write it."""
        if self.target.paged:
            height = round(self.width_px * self.format.height / self.format.width)
            return f"{self.width_px} × {height} px"
        return self.format.measures

    @property
    def name(self) -> str:
        """The file's name: `leaflet-press.pdf`, `poster-b2-press.pdf`."""
        return self.file()

    def file(self, page: int = 0) -> str:
        """The file's name, or that of one page from 1: `leaflet-image-1.png`."""
        width = f"{self.width_px}px" if self.width_px not in (0, USUAL_PX) else ""
        number = str(page) if page else ""
        stem = self.called("-".join(filter(None, (self.target.name, width, number))))
        return f"{stem}.{self.suffix}"

    @property
    def suffix(self) -> str:
        """How the file's name ends, without the dot."""
        return _SHORT.get(self.ending, self.ending) or self.target.endings[0]

    def called(self, what: str) -> str:
        """The stem of a file that is `what` of this piece: `poster-a1-tiles-a4`.

        What makes it another file is in the name, and nothing that there is only one
        of: a piece, a size or a printer more in the product renames none.
        """
        piece = self.design
        size = "" if self.size == piece.own_size else self.format.in_names
        fold = "" if self.fold == piece.fold else self.fold or "flat"
        printer = _in_names(self.printer or HOUSE) if self.apart else ""
        parts = (self.piece, size, fold, printer, what, self.variant)
        edition = f".{self.edition}" if self.edition else ""
        return "-".join(filter(None, parts)) + edition

    @property
    def seal(self) -> str:
        """What the ids inside a file are made of.

        As the first editions wrote it, so that files keep their bytes.
        """
        target = f"<Target.{self.target.name.upper()}: {self.target.name!r}>"
        seal = (
            f"Output(piece={self.piece!r}, target={target}, size={self.size!r}, "
            f"printer={self.printer!r}, variant={self.variant!r}, fold={self.fold!r})"
        )
        return f"{seal} {self.edition!r}" if self.edition else seal

    @property
    def idle(self) -> tuple[str, ...]:
        """The fields that were asked for and change nothing for this target."""
        target, usual = self.target, self.design.fold
        asked = {
            "printer": bool(self.printer) and not target.needs_printer,
            "fold": self.fold not in ("", usual) and not target.shows_folds,
            "width": bool(self.width_px) and not target.paged,
            "format": bool(self.ending) and len(target.endings) == 1,
        }
        return tuple(name for name, in_vain in asked.items() if in_vain)


_SHORT = {"jpeg": "jpg"}


def _in_names(printer: str) -> str:
    """A printer's name, or that of its file, as names of files can have it."""
    return re.sub(r"[^\w-]", "_", Path(printer).stem or printer)


def output(
    piece: Piece,
    target: Target,
    size: str = "",
    *,
    printer: str = "",
    variant: str = "",
    fold: str = "",
    edition: str = "",
    width_px: int = 0,
    ending: str = "",
) -> Output:
    """The output that these words come to; what is not said is as usual."""
    return Output(
        piece.name,
        target,
        size or piece.usual_size,
        "" if printer == HOUSE else printer,
        variant,
        "" if fold == FLAT else fold or piece.fold,
        edition,
        width_px or (USUAL_PX if target.paged else 0),
        ending or (target.endings[0] if target.paged else ""),
        own=None if PIECES.get(piece.name) == piece else piece,
    )


def edition_of(content: Path) -> str:
    """What tells a content file from the others in its folder.

    `content.yaml` has none, `content.en.yaml` and `en.yaml` are “en”.
    """
    stem = content.stem
    return "" if stem == _CONTENT else stem.removeprefix(f"{_CONTENT}.")
