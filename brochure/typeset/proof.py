"""What the composer could not set well, found in the pages as they will be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from brochure.finding import Finding, Spot, Words, shortened, warn
from brochure.product.units import MM_PER_PX
from brochure.typeset.composer.tables import SOLID_MOST
from brochure.typeset.pages.page import (
    Complaint,
    Element,
    Line,
    Page,
    nearest_id,
    parents,
)

#: The rounding of a line that is just full, a hundredth of a CSS pixel.
_ROUNDING_MM = 0.01 * MM_PER_PX


@dataclass(frozen=True, slots=True)
class Fault:
    """One line that is not as it should be.

    `overfull`: it sticks out of its measure by `amount` mm. `loose`: its characters
    stand `amount` em apart. `element` is the nearest id: a path in content.yaml.
    """

    kind: Literal["overfull", "loose"]
    page: int
    element: str
    text: str
    amount: float


def found(pages: Iterable[Page]) -> tuple[Fault, ...]:
    """The faults of these pages, in reading order."""
    return tuple(
        fault
        for page in pages
        for line in page.lines
        if (fault := _fault(line, page.number)) is not None
    )


def findings(pages: Iterable[Page]) -> Iterator[Finding]:
    """The faults in words; the subject is the path in content.yaml."""
    for fault in found(pages):
        shown = shortened(fault.text, 20)
        if fault.kind == "overfull":
            yield warn(
                "line.overfull",
                f"「{shown}」が字詰めから {fault.amount:.1f} mm はみ出しています",
                f"“{shown}” sticks out of its measure by {fault.amount:.1f} mm",
                hint=Words(
                    "ことばを縮めるか、| で改行位置を入れてください",
                    "shorten it, or give it a place to break with |",
                ),
                at=Spot(fault.page),
                subject=fault.element,
            )
        else:
            yield warn(
                "line.loose",
                f"「{shown}」の行は字間が {fault.amount:.2f} em 空いています",
                f"the line “{shown}” is spaced out by {fault.amount:.2f} em",
                hint=Words(
                    "長い英単語や URL の前後のことばを変えてください",
                    "change the words around a long Latin word or address",
                ),
                at=Spot(fault.page),
                subject=fault.element,
            )


def gave_up(complaints: Iterable[Complaint], root: Element) -> Iterator[Finding]:
    """Where a bug of ours has left a text to WeasyPrint, once for each element.

    `root` is the HTML's root element, for finding the ids.
    """
    around: dict[Element, Element] | None = None
    said: set[str] = set()
    for complaint in complaints:
        if around is None:
            around = parents(root)
        element = nearest_id(complaint.element, around)
        if element in said:
            continue
        said.add(element)
        yield warn(
            "composer.gave-up",
            "和文の組版が途中で失敗し、字詰めの調整なしで組みました"
            f"（{complaint.why}）",
            "Japanese composition failed here; the text is set without it "
            f"({complaint.why})",
            hint=Words(
                "プログラムの不具合です。この原稿を添えて知らせてください",
                "this is a bug of the program: please report it with this content",
            ),
            subject=element,
        )


def _fault(line: Line, page: int) -> Fault | None:
    if not line.composed:
        return None
    if line.over > _ROUNDING_MM:
        return Fault("overfull", page, line.element, line.reads, line.over)
    if line.stretch > SOLID_MOST + 1e-6 or line.stretch < 0:
        return Fault("loose", page, line.element, line.reads, abs(line.stretch))
    return None
