"""塗り足しの絵: art that ends at the trim, although the bleed is there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy

from brochure.finding import Status, Words
from brochure.preflight.facts import Box
from brochure.preflight.measuring.plates import total
from brochure.preflight.rule import Offence, rule
from brochure.preflight.rules.boxes import bleeds
from brochure.preflight.subject import Subject
from brochure.product.units import MM_PER_INCH

#: Percent of ink that counts as painted.
_INKED = 4
#: A gap shorter than this in mm is a line that ends there on purpose.
_LEAST_MM = 3.0
_NAMES = {
    "left": Words("左", "left"),
    "right": Words("右", "right"),
    "top": Words("上", "top"),
    "bottom": Words("下", "bottom"),
}


@rule(
    "bleed.art",
    title=Words("塗り足しの絵", "Art in the bleed"),
    why=Words(
        "絵が仕上がりで終わっていると、断裁のずれで白い縁が出ます。",
        "Art that ends at the trim shows a white edge where the knife drifts.",
    ),
    source="all shops",
)
def art(subject: Subject) -> Iterator[Offence]:
    """Where the trim's edge is inked, so is the edge of the bleed."""
    for page in subject.facts.pages:
        sides = bleeds(page)
        if not sides or min(sides.values()) < 1:
            continue
        plates = subject.plates
        inked = total(plates.page(page.number)) > _INKED
        left, top = plates.origin_mm(page.number)
        mm = MM_PER_INCH / plates.dpi
        height, width = inked.shape
        edge = [round(sides[side] / mm) for side in ("left", "top", "right", "bottom")]
        rows = {
            "left": (inked[:, edge[0] + 2], inked[:, 2]),
            "top": (inked[edge[1] + 2, :], inked[2, :]),
            "right": (inked[:, width - edge[2] - 3], inked[:, width - 3]),
            "bottom": (inked[height - edge[3] - 3, :], inked[height - 3, :]),
        }
        for side, (trim, outer) in rows.items():
            for start, end in _runs(trim & ~outer):
                if (end - start) * mm < _LEAST_MM:
                    continue
                a, b = start * mm, end * mm
                box = {
                    "left": Box(left, top + a, left + edge[0] * mm, top + b),
                    "right": Box(
                        left + (width - edge[2]) * mm,
                        top + a,
                        left + width * mm,
                        top + b,
                    ),
                    "top": Box(left + a, top, left + b, top + edge[1] * mm),
                    "bottom": Box(
                        left + a,
                        top + (height - edge[3]) * mm,
                        left + b,
                        top + height * mm,
                    ),
                }[side]
                name = _NAMES[side]
                yield Offence(
                    Status.FAIL,
                    Words(
                        f"{name.ja}の塗り足しまで絵が届いていません"
                        f"（{(end - start) * mm:.0f} mm）",
                        f"the art does not reach the {name.en} bleed"
                        f" ({(end - start) * mm:.0f} mm)",
                    ),
                    Words(
                        "背景を仕上がりの外 3 mm まで伸ばしてください",
                        "let the background run on for 3 mm past the trim",
                    ),
                    page.number,
                    box,
                )


def _runs(flags: numpy.ndarray) -> list[tuple[int, int]]:
    """Where the flags are set: beginnings and ends, small gaps closed."""
    found: list[tuple[int, int]] = []
    for at in numpy.nonzero(flags)[0].tolist():
        if found and at - found[-1][1] <= 4:
            found[-1] = found[-1][0], at + 1
        else:
            found.append((at, at + 1))
    return found
