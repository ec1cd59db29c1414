"""透明: X-1a has none."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.measuring import art
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.shop.printers import Flavour

_WHY = Words(
    "X-1a の印刷会社では、透明は白や黒い四角になることがあります。",
    "Where X-1a is asked for, transparency may come out as white or black boxes.",
)


@rule(
    "transparency.used",
    title=Words("透明（X-1a）", "Transparency in X-1a"),
    why=_WHY,
    source="ISO 15930-1:2001 § 6.15",
)
def used(subject: Subject) -> Iterator[Offence]:
    """No alpha, blend mode, soft mask or group."""
    if subject.printer.pdfx is not Flavour.X1A:
        return
    hint = Words(
        "透明を分割・統合して書き出してください", "flatten it, and export anew"
    )
    for page in subject.facts.pages:
        for thing in art.everything(page):
            state = thing.state
            kinds = [
                name
                for name, is_used in (
                    ("alpha", min(state.alpha_fill, state.alpha_stroke) < 1),
                    (state.blend, state.blend not in ("Normal", "Compatible")),
                    ("soft mask", state.soft_mask or state.mask),
                )
                if is_used
            ]
            if getattr(thing, "kind", "") == "soft-mask":
                kinds.append("soft mask")
            if kinds:
                found = ", ".join(kinds)
                yield Offence(
                    Status.FAIL,
                    Words(
                        f"透明が使われています（{found}）",
                        f"it is transparent ({found})",
                    ),
                    hint,
                    page.number,
                    thing.box,
                    value=found,
                )
        for group in page.groups:
            yield Offence(
                Status.FAIL,
                Words("透明グループがあります", "there is a transparency group"),
                hint,
                page.number,
                group.box,
            )
