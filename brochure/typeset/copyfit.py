"""流し込み: words are fitted into boxes that are too small, or it is said what fits.

A box with `data-fit="size leading tracking"` may be set a little smaller before it is
an error, all that it names at once and evenly, within limits of CSS custom properties:

    --fit-size: 94%         the least type size
    --fit-leading: 94%      the least distance of lines
    --fit-tracking: -.02em  the most that characters may move together

Boxes with the same `data-fit-group` are set alike, also those that would fit as they
are. Where even that is not enough, excess.py says how much fits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from brochure.finding import Finding, Status, Words
from brochure.product.units import px
from brochure.typeset.excess import Render, judged
from brochure.typeset.overset import Overset
from brochure.typeset.pages.page import Element, Fit, Laid

#: How finely a box is fitted: sixteenths of the way to its limits.
STEPS: Final = 16

_LEAST: Final = {"size": 0.94, "leading": 0.94, "tracking": -0.02}


@dataclass(frozen=True, slots=True)
class _Box:
    """An element with data-fit, and what it is set in: CSS pixels, and its limits."""

    element: Element
    style: str
    size: float
    leading: float
    limits: dict[str, float]

    def set(self, step: int) -> None:
        """Set the element `step` of `STEPS` on its way to its limits."""
        if not step:
            if self.style:
                self.element.set("style", self.style)
            else:
                self.element.attrib.pop("style", None)
            return
        part = step / STEPS
        rules = [self.style] if self.style else []
        if (least := self.limits.get("size")) is not None:
            rules.append(f"font-size:{self.size * (1 - part * (1 - least)):.4f}px")
        least = self.limits.get("leading", 1.0)
        rules.append(f"line-height:{self.leading * (1 - part * (1 - least)):.4f}px")
        if (most := self.limits.get("tracking")) is not None:
            rules.append(f"letter-spacing:{part * most:.5f}em")
        self.element.set("style", ";".join(rules))


def fitted(laid: Laid, root: Element, render: Render) -> tuple[Laid, list[Finding]]:
    """The document, its oversets fitted where they may be, and what was done."""
    oversets = judged(laid)
    if not oversets:
        return laid, []
    findings: list[Finding] = []
    for name, boxes in _groups(laid, root).items():
        ids = {e.get("id") for box in boxes for e in box.element.iter() if e.get("id")}
        if not _concerned(oversets, ids):
            continue
        best, tried, low, high = laid, 0, 0, STEPS
        while high - low > 1 or not tried:
            step = STEPS if not tried else (low + high) // 2
            for box in boxes:
                box.set(step)
            trial, tried = render(), tried + 1
            if _concerned(judged(trial), ids):
                low = step
            else:
                high, best = step, trial
            if step == STEPS and low == STEPS:
                best = trial  # not even so: what does not fit is said of this one
                break
        for box in boxes:
            box.set(high)
        laid = best
        oversets = judged(laid)
        if low < STEPS:
            findings.append(_fitted(name, boxes, high))
    return laid, findings


def _concerned(oversets: Iterable[Overset], ids: set[str]) -> bool:
    return any(overset.elements & ids for overset in oversets)


def _groups(laid: Laid, root: Element) -> dict[str, list[_Box]]:
    """The elements with data-fit by their group; one without a group is its own."""
    fits: dict[Element, Fit] = {}
    for page in laid.pages:
        for fit in page.fits:
            fits.setdefault(fit.element, fit)
    groups: dict[str, list[_Box]] = {}
    for number, element in enumerate(root.iter()):
        wanted = (element.get("data-fit") or "").split()
        found = fits.get(element)
        if not wanted or found is None:
            continue
        limits = {
            name: found.least.get(name, _LEAST[name])
            for name in wanted
            if name in _LEAST
        }
        style = element.get("style") or ""
        box = _Box(element, style, px(found.size), px(found.leading), limits)
        groups.setdefault(element.get("data-fit-group") or f"#{number}", []).append(box)
    return groups


def _fitted(name: str, boxes: list[_Box], step: int) -> Finding:
    part = step / STEPS
    limits = boxes[0].limits
    said_ja, said_en = [], []
    for limit, ja, en in (
        ("size", "文字", "type"),
        ("leading", "行送り", "leading"),
    ):
        if limit in limits:
            share = 100 * (1 - part * (1 - limits[limit]))
            said_ja.append(f"{ja} {share:.1f} %")
            said_en.append(f"{en} {share:.1f} %")
    if "tracking" in limits:
        said_ja.append(f"字間 {part * limits['tracking']:.3f} em")
        said_en.append(f"tracking {part * limits['tracking']:.3f} em")
    return Finding(
        Status.INFO,
        "box.fitted",
        Words(
            f"文章が収まるように組みを詰めました（{'、'.join(said_ja)}）",
            f"set tighter so that the words fit ({', '.join(said_en)})",
        ),
        subject="" if name.startswith("#") else name,
    )
