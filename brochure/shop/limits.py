"""入稿の限界値: the thresholds of a print shop, as its file names them.

Where a shop has none of its own, those of printers/house.yaml hold, each with its
source beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from brochure.finding import Status, Words


@dataclass(frozen=True, slots=True)
class Limits:
    """What is just good enough; lengths in mm, type and lines in pt."""

    bleed_mm: float
    safe_mm: float
    fold_clear_mm: float
    text_least_pt: float
    reversed_text_least_pt: float
    ruby_least_pt: float
    line_least_pt: float
    image_least_ppi: float
    image_most_ppi: float
    line_art_least_ppi: float
    jpeg_least_quality: float
    qr_module_least_mm: float
    qr_quiet_zone_modules: float


@dataclass(frozen=True, slots=True)
class Allowed:
    """A rule that a shop sees otherwise: how bad it is there, and why."""

    status: Status
    reason: str


def _number(value: str) -> float:
    wanted = Words(
        "0 以上の数字を書いてください", "write a number that is not negative"
    )
    try:
        number = float(value)
    except ValueError:
        raise ValueError(wanted) from None
    if not math.isfinite(number) or not 0 <= number <= 10_000:
        raise ValueError(wanted)
    return number


def allowed(value: str) -> Allowed:
    """`warn: why` or `info: why`, as a printer's file says it."""
    status, _, reason = (part.strip() for part in value.partition(":"))
    if status not in ("warn", "info", "fail") or not reason:
        raise ValueError(
            Words(
                "「warn: 理由」「info: 理由」の形で書いてください",
                "write “warn: why” or “info: why”",
            )
        )
    return Allowed(Status(status), reason)


#: How the text of each field is read.
READERS: dict[str, Callable[[str], Any]] = {
    f"limits.{one.name}": _number for one in fields(Limits)
}


def limits(values: Mapping[str, Any]) -> Limits:
    """The limits among the values of a printer's file."""
    return Limits(**{one.name: values[f"limits.{one.name}"] for one in fields(Limits)})
