"""Whether the words fit: none lost, none off the paper, none on top of others.

WeasyPrint drops what does not fit a box at the foot of a page, and says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from brochure.finding import Finding, Spot, Status, Words, fail, shortened, warn
from brochure.typeset.pages.page import (
    Element,
    Laid,
    Page,
    Source,
    Text,
    nearest_id,
    parents,
)

#: Nobody sees less, and a bracket or an italic may stick out so far.
_TOLERANCE_MM = 0.5

_HINT = Words(
    "文章を短くするか、スタイルで枠を大きくしてください",
    "shorten the text, or make its box larger in the style sheet",
)


# --- Lost ----------------------------------------------------------------------------


def lost(
    given: Counter[Source], pages: Iterable[Page], root: Element
) -> dict[str, int]:
    """How many characters of each element, by its id, are on none of the pages.

    `given` are those that went into the layout; `root` is the HTML's root element.
    """
    short = given.copy()
    for page in pages:
        short.subtract(page.counted)
    found: dict[str, int] = {}
    if missing := +short:
        around = parents(root)
        for (element, _), number in missing.items():
            name = nearest_id(element, around)
            found[name] = found.get(name, 0) + number
    return found


# --- On the page ---------------------------------------------------------------------


class Misfit(NamedTuple):
    """Text that is `hidden`, `cut` through, or `crossed` by that of another element."""

    kind: Literal["hidden", "cut", "crossed"]
    element: str
    text: str
    at: Spot


def misfits(pages: Iterable[Page]) -> Iterator[Misfit]:
    """Every piece of text that is not wholly where it belongs, in reading order.

    Text in a rotated or scaled box is not looked at.
    """
    for page in pages:
        texts = [
            text for text in page.texts if text.plain and text.characters and text.size
        ]
        crossed = _crossed(texts)
        for text in texts:
            if kind := _kind(text) or ("crossed" if text in crossed else None):
                at = Spot(page.number, text.place.left, text.place.top)
                yield Misfit(kind, text.element, text.text, at)


def _kind(text: Text) -> Literal["hidden", "cut"] | None:
    if not text.place.meets(text.window):
        return "hidden"
    return "cut" if text.place.sticks_out_of(text.window) > _TOLERANCE_MM else None


def _crossed(texts: Sequence[Text]) -> set[Text]:
    """Pieces of different elements that lie on top of each other."""
    crossed: set[Text] = set()
    waiting: list[Text] = []
    for text in sorted(texts, key=lambda text: text.place.top):
        waiting = [w for w in waiting if w.place.bottom > text.place.top]
        for other in waiting:
            if text.element != other.element and text.place.meets(
                other.place, _TOLERANCE_MM
            ):
                crossed |= {text, other}
        waiting.append(text)
    return crossed


# --- In words ------------------------------------------------------------------------


def findings(laid: Laid) -> list[Finding]:
    """What does not fit, one finding for each element and kind."""
    return [*_findings(laid)]


def unexplained(unfit: list[Finding], oversets: list[Finding]) -> list[Finding]:
    """Those findings that are not of boxes which are known to be too small."""
    if not oversets:
        return unfit
    known = {finding.subject for finding in oversets}
    return [
        finding
        for finding in unfit
        if finding.status is Status.FAIL
        and not any(_within(finding.subject, element) for element in known)
    ]


def _within(path: str, whole: str) -> bool:
    return path == whole or path.startswith(f"{whole}.")


def _findings(laid: Laid) -> Iterator[Finding]:
    for element, number in laid.lost.items():
        yield _lost(element, number)
    found: dict[tuple[str, str], list[Misfit]] = {}
    for misfit in misfits(laid.pages):
        found.setdefault((misfit.kind, misfit.element), []).append(misfit)
    for (kind, element), group in found.items():
        yield _SAYS[kind](element, "".join(m.text for m in group), group[0].at)


def _lost(element: str, number: int) -> Finding:
    return fail(
        "text.lost",
        f"{number} 字が紙面に入らず、消えています",
        f"{number} characters do not fit and would be lost",
        hint=_HINT,
        subject=element,
    )


def _hidden(element: str, text: str, at: Spot) -> Finding:
    return fail(
        "text.hidden",
        f"「{shortened(text, 20)}」が紙面や枠の外にあって見えません",
        f"“{shortened(text, 20)}” is outside the paper or its box and cannot be seen",
        hint=_HINT,
        at=at,
        subject=element,
    )


def _cut(element: str, text: str, at: Spot) -> Finding:
    return fail(
        "text.cut",
        f"「{shortened(text, 20)}」が紙面や枠の端で切れています",
        f"“{shortened(text, 20)}” is cut by the edge of the paper or of its box",
        hint=_HINT,
        at=at,
        subject=element,
    )


def _crossing(element: str, text: str, at: Spot) -> Finding:
    return warn(
        "text.crossed",
        f"「{shortened(text, 20)}」がほかの文字と重なっています",
        f"“{shortened(text, 20)}” and other words lie on top of each other",
        hint=_HINT,
        at=at,
        subject=element,
    )


_SAYS = {"hidden": _hidden, "cut": _cut, "crossed": _crossing}
