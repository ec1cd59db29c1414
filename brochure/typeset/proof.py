"""What the composer could not set well, found in the pages as they will be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from brochure.finding import Finding, Words, warn
from brochure.product.units import MM_PER_INCH, PX_PER_INCH
from brochure.typeset.composer import Line
from brochure.typeset.composer.tables import SOLID_MOST


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


def found(pages: Iterable[Any]) -> tuple[Fault, ...]:
    """The faults on WeasyPrint's pages, in reading order."""
    return tuple(
        fault
        for number, page in enumerate(pages, 1)
        for line, element in _lines(page._page_box, "")
        if (fault := _fault(line, number, element)) is not None
    )


def findings(pages: Iterable[Any]) -> Iterator[Finding]:
    """The faults in words; the subject is the path in content.yaml."""
    yield from _failures()
    for fault in found(pages):
        shown = fault.text if len(fault.text) <= 20 else f"{fault.text[:20]}…"
        if fault.kind == "overfull":
            yield warn(
                "line.overfull",
                f"「{shown}」が字詰めから {fault.amount:.1f} mm はみ出しています",
                f"“{shown}” sticks out of its measure by {fault.amount:.1f} mm",
                hint=Words(
                    "ことばを縮めるか、| で改行位置を入れてください",
                    "shorten it, or give it a place to break with |",
                ),
                at=f"page {fault.page}",
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
                at=f"page {fault.page}",
                subject=fault.element,
            )


def _failures() -> Iterator[Finding]:
    """Where a bug of ours has left a text to WeasyPrint."""
    from .inside.lines import failures

    for element, where in failures.items():
        yield warn(
            "composer.gave-up",
            f"和文の組版が途中で失敗し、字詰めの調整なしで組みました（{where}）",
            f"Japanese composition failed here; the text is set without it ({where})",
            hint=Words(
                "プログラムの不具合です。この原稿を添えて知らせてください",
                "this is a bug of the program: please report it with this content",
            ),
            subject=element,
        )
    failures.clear()


def _lines(box: Any, element: str) -> Iterator[tuple[Any, str]]:
    box = getattr(box, "_box", box)
    node = getattr(box, "element", None)
    if node is not None and node.get("id"):
        element = node.get("id")
    if isinstance(box.__dict__.get("composed"), Line):
        yield box, element
    for child in getattr(box, "children", ()):
        yield from _lines(child, element)


def _fault(box: Any, page: int, element: str) -> Fault | None:
    line: Line = box.composed
    text = "".join(_text(box))
    if line.over > 0.01:
        amount = line.over * MM_PER_INCH / PX_PER_INCH
        return Fault("overfull", page, element, text, amount)
    if line.stretch > SOLID_MOST + 1e-6 or line.stretch < 0:
        return Fault("loose", page, element, text, abs(line.stretch))
    return None


def _text(box: Any) -> Iterator[str]:
    if getattr(box, "text", None) and box.element_tag != "rt":
        yield box.text
    for child in getattr(box, "children", ()):
        yield from _text(child)
