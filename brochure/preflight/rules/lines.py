"""線: thick enough to print, and of one ink where thin."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.facts import Colour, Path
from brochure.preflight.measuring import art
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject


def _width(path: Path) -> float | None:
    """How wide a line is in pt, drawn as one or as a thin rectangle."""
    widths = [
        w
        for w in (path.line_pt if path.stroke else None, path.thin_pt)
        if w is not None
    ]
    return min(widths) if widths else None


@rule(
    "lines.too-thin",
    title=Words("線の太さ", "Line width"),
    why=Words(
        "細すぎる線は、刷るとかすれたり消えたりします。",
        "A line that is too thin breaks up or vanishes in print.",
    ),
    source="alps-pps, senkousya",
)
def too_thin(subject: Subject) -> Iterator[Offence]:
    """Lines, and filled rectangles as thin as one, have the shop's least width."""
    least = subject.printer.limits.line_least_pt
    for page in subject.facts.pages:
        for path in art.paths(page):
            width = _width(path)
            if width is None or width / subject.scale >= least - 0.01:
                continue
            width /= subject.scale
            if path.thin_pt is not None and max(path.box.width, path.box.height) < 0.35:
                continue  # a speck, no line
            hair = width < 0.005
            yield Offence(
                Status.FAIL,
                Words("太さ 0 の線です", "a hairline without a width")
                if hair
                else Words(
                    f"線が {width:.2f} pt です（{least:g} pt 以上）",
                    f"a line of {width:.2f} pt, the least is {least:g} pt",
                ),
                Words("0.25 pt 以上にしてください", "make it 0.25 pt or more"),
                page.number,
                path.box,
                "",
                f"{width:.2f} pt",
                f"{least:g} pt",
            )


@rule(
    "lines.many-inks",
    title=Words("細い線のかけ合わせ", "Thin lines of several inks"),
    why=Words(
        "細い線を何色もかけ合わせると、版のずれで二重に見えます。",
        "A thin line of several inks doubles when plates are off register.",
    ),
    source="senkousya",
    severity=Status.WARN,
)
def many_inks(subject: Subject) -> Iterator[Offence]:
    """Lines under 0.5 pt are of one or two inks."""
    for page in subject.facts.pages:
        for path in art.paths(page):
            if (
                path.stroke is None
                or path.line_pt is None
                or not 0 < path.line_pt / subject.scale < 0.5
            ):
                continue
            if _inks(path.stroke) > 2:
                yield Offence(
                    Status.WARN,
                    Words(
                        f"{path.line_pt / subject.scale:.2f} pt の線が 3 色以上の"
                        "かけ合わせです",
                        f"a line of {path.line_pt / subject.scale:.2f} pt is of three"
                        " inks or more",
                    ),
                    Words("1〜2 色にしてください", "make it of one or two inks"),
                    page.number,
                    path.box,
                )


def _inks(colour: Colour) -> int:
    return sum(ink > 5 for ink in colour.cmyk or ())
