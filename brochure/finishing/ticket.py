"""作業指示書: what travels with a PDF through finishing, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from brochure.finding import Finding, Mark, Status, Words
from brochure.product.outputs import Output
from brochure.shop.colour import RGB
from brochure.shop.inks import Palette
from brochure.shop.printers import Flavour, Printer


def _nowhere(colour: RGB) -> Mark | str | None:
    return None


#: Left, top, right, bottom.
Edges = tuple[float, float, float, float]


class Remark(NamedTuple):
    """What was found on a page: its box in mm from the top left of the trim, if any."""

    status: Status
    page: int
    box: Edges | None
    words: Words


@dataclass(frozen=True, slots=True)
class Job:
    """One output to finish.

    `date` has a time zone and is the only date the file will carry; `number` is the
    client's job number for the slug line. `printer` is needed for the press alone.
    `written_at` tells where a raw colour was typed, if anybody knows. `remarks` are
    what an annotated target shows on its pages.
    """

    output: Output
    palette: Palette
    title: str
    date: datetime
    author: str = ""
    number: str = ""
    lang: str = "ja"
    printer: Printer | None = None
    written_at: Callable[[RGB], Mark | str | None] = _nowhere
    remarks: tuple[Remark, ...] = ()

    @property
    def flavour(self) -> Flavour | None:
        """The PDF/X that the file will be, if any."""
        if not self.output.target.separated or self.printer is None:
            return None
        return self.printer.pdfx


@dataclass(frozen=True, slots=True)
class Finished:
    """The file as it leaves the house, and what should be known about it.

    `files` has one, or for a paged target one for each page, in their order. `coarse`
    are those of the `findings` that are about a picture, each with its page and its box
    on it, in mm from the top left of the trim.
    """

    files: tuple[bytes, ...]
    findings: tuple[Finding, ...] = ()
    coarse: tuple[tuple[int, Edges, Finding], ...] = ()

    @property
    def pdf(self) -> bytes:
        """The only file."""
        (pdf,) = self.files
        return pdf
