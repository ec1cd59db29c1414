"""What is asked for on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.product.outputs import Output


@dataclass(frozen=True, slots=True)
class Batch:
    """A file for each row of `rows`, or one file of all."""

    content: Path
    out: Path
    rows: Path
    output: Output
    name: str
    jobs: int
    merged: bool = False
    scheduler: str = ""
    force: bool = False
