"""作業指示書: what travels with a PDF through finishing, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from brochure.finding import Finding, Mark
from brochure.product.outputs import Output
from brochure.shop.colour import RGB
from brochure.shop.inks import Palette
from brochure.shop.printers import Printer


def _nowhere(colour: RGB) -> Mark | str | None:
    return None


@dataclass(frozen=True, slots=True)
class Job:
    """One output to finish.

    `date` has a time zone and is the only date the file will carry; `number` is the
    client's job number for the slug line. `printer` is needed for the press alone.
    `written_at` tells where a raw colour was typed, if anybody knows.
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


@dataclass(frozen=True, slots=True)
class Finished:
    """The file as it leaves the house, and what should be known about it."""

    pdf: bytes
    findings: tuple[Finding, ...] = ()
