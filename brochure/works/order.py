"""注文: what a command asks for, of which content.yaml, and where to put it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brochure.product.wishes import NOTHING, Wishes


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. `force` builds what has not changed, too."""

    content: Path
    out: Path
    wishes: Wishes = NOTHING
    force: bool = False
