"""What is asked for on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.product.wishes import Wishes


@dataclass(frozen=True, slots=True)
class Batch:
    """A file for each row of `rows`, or one of all; `out` None is the usual place."""

    content: Path
    out: Path | None
    rows: Path
    wishes: Wishes
    name: str
    jobs: int
    merged: bool = False
    scheduler: str = ""
    force: bool = False
