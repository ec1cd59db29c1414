"""What is judged: a file's facts, the shop's wishes, and pictures of it on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brochure.preflight.facts import Facts
    from brochure.preflight.measuring.codes import Codes
    from brochure.preflight.measuring.plates import Plates
    from brochure.product.folds import Fold
    from brochure.product.formats import Format
    from brochure.shop.printers import Printer


@dataclass(frozen=True, slots=True)
class Subject:
    """Rules get this and nothing else; they open no file and read no global.

    `format` is the piece's geometry where we know which piece it is (our own builds,
    or a trim that is a known size), `expected_pages` and `fold` likewise. `plates` are
    the separations of all pages, made when first asked for; it raises NotMeasured where
    nothing here can make them. `codes` are the QR codes, likewise.
    """

    facts: Facts
    printer: Printer
    plates: Plates
    codes: Codes
    format: Format | None = None
    expected_pages: int | None = None
    fold: Fold | None = None

    @property
    def scale(self) -> float:
        """How much smaller than in the end it is drawn: 0.5 where the shop doubles it.

        Type, lines, pictures and distances are judged as large as they become.
        """
        return self.format.scale if self.format else 1.0
