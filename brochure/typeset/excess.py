"""あふれた字数: how much is too much in a box, and how much fits, to the character.

The page is laid out again with fewer and fewer words until that is known. It takes a
second or two, and only where there is something to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from typing import Final

from brochure.finding import Finding, Spot, Words, fail
from brochure.typeset.overset import Overset, found, to_shorten
from brochure.typeset.pages.page import Element, Laid

#: Layouts that are made to count what fits; after that it is an estimate.
MOST_TRIALS: Final = 24
#: Boxes of one page whose limit is counted; whoever has more sees to these first.
MOST_COUNTED: Final = 4

#: Characters that are set to see whether there is room for them.
PAD: Final = 256

#: Lays the page out as it is now.
Render = Callable[[], Laid]


def excess(laid: Laid, root: Element, render: Render) -> list[Finding]:
    """What is too much in each box that is too small, and how much fits."""
    oversets = judged(laid)
    findings = []
    seen: set[str] = set()
    trials, most_pages = MOST_TRIALS, _sections(root) or inf
    for overset in oversets:
        if overset.element in seen:
            continue
        seen.add(overset.element)
        copy = _Copy(root, overset.element)
        most: int | None = None
        if len(seen) <= MOST_COUNTED and trials > 0 and copy.length:
            most, used = _most(copy, overset, render, trials, most_pages)
            trials -= used
        findings.append(_too_much(overset, copy.length, most))
    return findings


def room(root: Element, render: Render, name: str) -> int | None:
    """How many more characters fit into the element `name`; None for more than `PAD`.

    Negative where there are too many already.
    """
    copy = _Copy(root, name)
    before = copy.length
    copy.pad(PAD)
    mine = [
        one for one in judged(render()) if name == one.element or name in one.elements
    ]
    if not mine:
        return None
    overset = mine[0]._replace(element=name, characters=PAD // 2)
    most, _ = _most(copy, overset, render, MOST_TRIALS, _sections(root) or inf)
    return (most or 0) - before


def judged(laid: Laid) -> list[Overset]:
    """What is too small, and what WeasyPrint has cut off at the foot of a page."""
    missing = {name: n for name, n in laid.lost.items() if name}
    joined = []
    for overset in found(laid.pages):
        mine = {
            name: missing.pop(name)
            for name in list(missing)
            if name in overset.elements or _siblings(name, overset.element)
        }
        elements = overset.elements | mine.keys()
        joined.append(
            overset._replace(
                element=to_shorten(overset.element, elements),
                elements=elements,
                characters=overset.characters + sum(mine.values()),
            )
        )
    while missing:
        first = next(iter(missing))
        mine = {
            name: missing.pop(name)
            for name in list(missing)
            if name == first or _siblings(name, first)
        }
        name, nowhere = to_shorten(first, mine), Spot(0, 0, 0)
        number = sum(mine.values())
        joined.append(Overset(0, name, frozenset(mine), 0, number, 0, nowhere, False))
    return joined


def _siblings(one: str, other: str) -> bool:
    """Whether both are paragraphs of one text, or one is the text of the other."""
    whole, _, last = one.rpartition(".")
    if not last.isdigit():
        return False
    return whole == other or (
        whole == other.rpartition(".")[0] and other.rpartition(".")[2].isdigit()
    )


class _Copy:
    """The words of an element (`message.body` for all its paragraphs), to be cut."""

    def __init__(self, root: Element, name: str) -> None:
        self.pieces: list[tuple[Element, str, str]] = []
        self.readings: list[tuple[Element, str]] = []
        for element in root.iter():
            found_id = element.get("id") or ""
            if found_id == name or found_id.startswith(f"{name}."):
                self._take(element)
        self.length = sum(len(text) for *_, text in self.pieces)

    def _take(self, element: Element) -> None:
        if any(element is known for known, *_ in self.pieces):
            return
        if element.tag == "rt":
            self.readings.append((element, element.text or ""))
            return
        if element.text and element.text.strip():
            self.pieces.append((element, "text", element.text))
        for child in element:
            self._take(child)
            if child.tail and child.tail.strip():
                self.pieces.append((child, "tail", child.tail))

    def pad(self, count: int) -> None:
        """Set so many kanji more at the end."""
        element, part, text = self.pieces.pop()
        self.pieces.append((element, part, text + "国" * count))
        self.length += count
        self.keep(self.length)

    def keep(self, count: int) -> None:
        """Leave the first `count` characters, all of them where there are no more."""
        for element, part, text in self.pieces:
            setattr(element, part, text[: max(0, count)])
            count -= len(text)
        for element, text in self.readings:
            element.text = text if count >= 0 else ""


def _most(
    copy: _Copy,
    overset: Overset,
    render: Render,
    trials: int,
    most_pages: float,
) -> tuple[int | None, int]:
    """How many characters of `copy` fit, if any do, and the layouts that it took."""
    element = overset.element
    used = 0

    def fits(count: int) -> bool:
        nonlocal used
        used += 1
        copy.keep(count)
        laid = render()
        return len(laid.pages) <= most_pages and not any(
            one.element == element or element in one.elements for one in judged(laid)
        )

    low, high = 0, copy.length  # none fit (perhaps), all do not
    guess = max(1, copy.length - overset.characters)
    step = max(1, overset.characters // 2)
    try:
        while high - low > 1 and used < trials:
            guess = min(max(guess, low + 1), high - 1)
            if fits(guess):
                low, guess = guess, guess + step
            else:
                high, guess = guess, guess - step
            if low and high < copy.length:
                guess = (low + high) // 2
            step *= 2
    finally:
        copy.keep(copy.length)
    return (low or None), used


def _too_much(overset: Overset, length: int, most: int | None) -> Finding:
    over = overset.characters if most is None else length - most
    if overset.wide:
        what = Words(
            f"{over} 字（{overset.mm:.1f} mm）多く、段からはみ出しています",
            f"{over} characters ({overset.mm:.1f} mm) too many for its column",
        )
    elif not overset.page:
        what = Words(f"{over} 字多すぎます", f"{over} characters too many")
    else:
        what = Words(
            f"{over} 字（{overset.lines} 行、{overset.mm:.1f} mm）多すぎます",
            f"{over} characters ({overset.lines} lines, {overset.mm:.1f} mm) too many",
        )
    fits = (
        Words(
            f"。ここに入るのは最大 {most} 字です",
            f": at most {most} characters fit here",
        )
        if most is not None
        else Words("", "")
    )
    return fail(
        "box.overset",
        what.ja + fits.ja,
        what.en + fits.en,
        hint=Words(
            "文章を短くするか、スタイルで枠を大きくしてください",
            "shorten the text, or make its box larger in the style sheet",
        ),
        at=overset.at if overset.page else None,
        subject=overset.element,
    )


def pages(laid: Laid, root: Element) -> Iterator[Finding]:
    """A FAIL where the pages that came out are not the sections of the page."""
    wanted = _sections(root)
    made = len(laid.pages)
    if not wanted or wanted == made:
        return
    element = ""
    if made > wanted:
        over = (text for text in laid.pages[wanted].texts if text.text.strip())
        element = next((text.own for text in over), "")
    yield fail(
        "pages.count",
        f"{wanted} ページのはずが {made} ページになりました",
        f"{made} pages came out instead of {wanted}",
        hint=Words(
            "文章を短くするか、スタイルの高さを見直してください",
            "shorten the text, or look at the heights in the style sheet",
        ),
        subject=element,
    )


def _sections(root: Element) -> int:
    """How many pages the HTML says that it has."""
    return sum(
        1 for element in root.iter() if "page" in (element.get("class") or "").split()
    )
