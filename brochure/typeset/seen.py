"""見えているか: words that something lies over, or that their ground swallows.

It is asked of every place of a page how it looks with its words and without them, in
painting order. Words are *covered* where the difference is gone because of what was
painted later, *invisible* where it never was, *faint* where it is less than wanted:

    --contrast: 3           what words need, as WCAG 2.2 counts it
    --contrast: 4.5         WCAG's AA; large words (18 pt, or 14 pt bold) then need 3
    --contrast-large: 2     large words alone
    --contrast: none        these words are decoration, nobody has to read them

Both are custom properties of CSS, for any element and all that is in it. 3 : 1 is what
ISO 9241-3 asks for ordinary sight; WCAG's 4.5 adds what low vision needs at a screen.
Paper can be held nearer, and 4.5 would call white on 金赤 (M100 Y100) a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from brochure.typeset.contrast import GRAPHIC, RGB, WHITE, contrast, over
from brochure.typeset.pages.page import NOWHERE, Rectangle

Point = tuple[float, float]
RGBA = tuple[float, float, float, float]
#: The groups that are painted in one go, the outermost first: number and opacity.
Groups = tuple[tuple[int, float], ...]

#: Below this nobody sees that there are words: a pale tint on white is 1.2.
SEEN: Final = 1.5
#: A character may lose so much of its em box: its ink ends a tenth before the edge, and
#: what tells 土 from 士 or 問 from 間 is more than that.
COVERED: Final = 0.25
#: What words need where no style sheet says otherwise.
ENOUGH: Final = 3.0
#: WCAG's large text, in points, and where it is bold.
LARGE_PT, LARGE_BOLD_PT = 18.0, 14.0

#: Where a character's em box is looked at: 4 places across, 5 down.
_ACROSS: Final = (0.14, 0.38, 0.62, 0.86)
_DOWN: Final = (0.1, 0.3, 0.5, 0.7, 0.9)


class Coat(NamedTuple):
    """Something that is painted, as number `order` of its page; mm.

    Outside of `frame` there is nothing of it; `tint` says its colour at a point, its
    alpha 0 where it is not, and None where nobody knows; in `core` that is the same all
    over.
    """

    order: int
    frame: Rectangle
    tint: Callable[[float, float], RGBA | None]
    core: Rectangle = NOWHERE
    groups: Groups = ()


class Lettering(NamedTuple):
    """Words in one line, painted as number `order` of their page; mm.

    Their em boxes begin at `corner` and reach so far `along` the line and `down`;
    `window` is where they can be seen. `element` is the nearest id. `wanted` is the
    contrast they need, None where they are decoration. `typed` is False for what a
    style sheet has added, `hidden` says that it hides them.
    """

    order: int
    element: str
    text: str
    corner: Point
    along: Point
    down: Point
    colour: RGBA
    window: Rectangle
    wanted: float | None = ENOUGH
    typed: bool = True
    hidden: bool = False
    groups: Groups = ()

    def at(self, across: float, down: float) -> Point:
        """A point of their em boxes, each from 0 to 1."""
        return (
            self.corner[0] + across * self.along[0] + down * self.down[0],
            self.corner[1] + across * self.along[1] + down * self.down[1],
        )

    def part(self, start: float, end: float) -> Rectangle:
        """The upright rectangle around a part of them, each from 0 to 1."""
        ends = [self.at(across, down) for across in (start, end) for down in (0, 1)]
        xs, ys = [x for x, _ in ends], [y for _, y in ends]
        return Rectangle(min(xs), min(ys), max(xs), max(ys))


class Painted(NamedTuple):
    """A page as it is painted, everything in its order.

    `pictures` are the places of all pictures, also of those that are no coats: maps of
    dots. `safe` is the page within its safe margin, `most_bare` the share of that which
    may be bare paper, None where nobody asks.
    """

    number: int
    letterings: Sequence[Lettering] = ()
    coats: Sequence[Coat] = ()
    pictures: Sequence[Rectangle] = ()
    safe: Rectangle = NOWHERE
    most_bare: float | None = None


Kind = Literal["covered", "invisible", "faint", "hidden"]


class Fault(NamedTuple):
    """Words that are not seen as they should be: `text` is what is lost of them.

    `ratio` is the contrast that they have.
    """

    kind: Kind
    lettering: Lettering
    text: str
    ratio: float


def wanted(
    small: float | None, large: float | None, size_pt: float, *, bold: bool
) -> float:
    """The contrast that words of a size need, by what their style sheet says, if it
    does.
    """
    small = ENOUGH if small is None else small
    if size_pt < (LARGE_BOLD_PT if bold else LARGE_PT):
        return small
    return min(GRAPHIC, small) if large is None else large


# --- How a place looks ---------------------------------------------------------------


@lru_cache(4096)
def composed(layers: tuple[tuple[Groups, RGBA], ...]) -> RGB:
    """What is seen of colours lying on each other, the lowest first, on white paper.

    A group is composed by itself, and then laid on what is below with its opacity.
    """
    seen: RGB = WHITE
    open_: list[tuple[tuple[int, float], RGB, float]] = []

    def put(colour: RGB, alpha: float) -> None:
        nonlocal seen
        if not open_:
            seen = over(colour, alpha, seen)
            return
        group, below, share = open_[-1]
        whole = alpha + share * (1 - alpha)
        new = over(colour, alpha / whole, below) if whole else below
        open_[-1] = group, new, whole

    def close(down_to: int) -> None:
        while len(open_) > down_to:
            (_, opacity), colour, share = open_.pop()
            put(colour, opacity * share)

    for groups, (red, green, blue, alpha) in layers:
        same = 0
        while (
            same < len(open_) and same < len(groups) and open_[same][0] == groups[same]
        ):
            same += 1
        close(same)
        open_ += [(group, WHITE, 0.0) for group in groups[same:]]
        put((red, green, blue), alpha)
    close(0)
    return seen


class _Look(NamedTuple):
    """A place when the words were painted, and at the end: without and with them."""

    before: tuple[RGB, RGB]
    after: tuple[RGB, RGB]


def _look(lettering: Lettering, coats: Sequence[Coat], point: Point) -> _Look | None:
    """How the words look there; None where nobody knows what they stand on.

    A cover that nobody knows is taken for none.
    """
    below: tuple[tuple[Groups, RGBA], ...] = ()
    above = below
    x, y = point
    known = True
    for coat in coats:
        left, top, right, bottom = coat.frame
        if not (left <= x <= right and top <= y <= bottom):
            continue
        colour = coat.tint(x, y)
        if colour is None:
            known = known and coat.order > lettering.order
            continue
        if not colour[3]:
            continue
        if coat.order < lettering.order:
            known = known or (colour[3] == 1 and not coat.groups)
            below += ((coat.groups, colour),)
        else:
            above += ((coat.groups, colour),)
    if not known:
        return None
    words = ((lettering.groups, lettering.colour),)
    before = composed(below), composed(below + words)
    if not above:
        return _Look(before, before)
    return _Look(before, (composed(below + above), composed(below + words + above)))


def _mean(colours: Sequence[RGB]) -> RGB:
    red, green, blue = (sum(part) / len(colours) for part in zip(*colours, strict=True))
    return red, green, blue


# --- Words ---------------------------------------------------------------------------


def fault(lettering: Lettering, coats: Sequence[Coat]) -> Fault | None:
    """What is wrong with these words, if anything; `coats` are all of their page.

    Signs alone (a bullet, a quotation mark) are no words.
    """
    shown = [number for number, sign in enumerate(lettering.text) if sign.isalnum()]
    if lettering.wanted is None or not shown:
        return None
    if lettering.hidden:
        return Fault("hidden", lettering, lettering.text, 1.0)
    seen = _Seen(lettering, coats)
    if not seen.partial:  # as the first is seen, all are
        shown = shown[:1]
    for number in shown:
        seen.character(number)
    if lost := seen.covered or seen.invisible:
        kind: Kind = "covered" if seen.covered else "invisible"
        ratio = min(seen.ratios, default=1.0)
        return Fault(kind, lettering, seen.text(lost), ratio)
    if not seen.ratios:
        return None
    worst = sorted(seen.ratios)[: max(1, len(seen.ratios) // 4)]
    ratio = sum(worst) / len(worst)
    if ratio < lettering.wanted - 0.05:  # as it is said, to one decimal
        return Fault("faint", lettering, lettering.text, ratio)
    return None


class _Seen:
    """The characters of a line, looked at one after the other."""

    def __init__(self, lettering: Lettering, coats: Sequence[Coat]) -> None:
        self.lettering = lettering
        whole = lettering.part(0, 1)
        self.here = [coat for coat in coats if coat.frame.meets(whole)]
        #: Those that are not everywhere the same under or over the words.
        self.partial = [c for c in self.here if whole.sticks_out_of(c.core) > 0]
        self.covered: list[int] = []
        self.invisible: list[int] = []
        self.ratios: list[float] = []
        self._even: _Verdict | None = None

    def text(self, numbers: Iterable[int]) -> str:
        """The characters of these numbers; all, where they are one."""
        if not self.partial:
            return self.lettering.text
        return "".join(self.lettering.text[number] for number in numbers)

    def character(self, number: int) -> None:
        verdict = self._verdict(number)
        if verdict is None:
            return
        self.ratios += verdict.ratios
        if verdict.covered:
            self.covered.append(number)
        elif verdict.invisible:
            self.invisible.append(number)

    def _verdict(self, number: int) -> _Verdict | None:
        """None where it lies outside its window (fit.py says so), or nobody knows."""
        words = self.lettering
        start, width = number / len(words.text), 1 / len(words.text)
        middle = words.at(start + width / 2, 0.5)
        if not _inside(words.window, *middle):
            return None
        if self.partial:
            place = words.part(start, start + width)
            if any(coat.frame.meets(place) for coat in self.partial):
                points = [
                    words.at(start + width * across, down)
                    for down in _DOWN
                    for across in _ACROSS
                ]
                there = [point for point in points if _inside(words.window, *point)]
                return _verdict([_look(words, self.here, point) for point in there])
        if self._even is None:
            even = [coat for coat in self.here if coat not in self.partial]
            self._even = _verdict([_look(words, even, middle)])
        return self._even


class _Verdict(NamedTuple):
    """On a character: the contrast where nothing covers it, and whether it is read."""

    ratios: list[float]
    covered: bool
    invisible: bool


def _verdict(places: Sequence[_Look | None]) -> _Verdict | None:
    looks = [look for look in places if look is not None]
    if 2 * len(looks) < len(places) or not looks:
        return None
    open_ = [look for look in looks if not _is_gone(look)]
    without, with_ = zip(*(look.after for look in open_ or looks), strict=True)
    return _Verdict(
        [contrast(*look.after) for look in open_],
        len(looks) - len(open_) > COVERED * len(looks),
        contrast(_mean(without), _mean(with_)) < SEEN,
    )


def _is_gone(look: _Look) -> bool:
    """Whether something was painted over it that leaves nothing."""
    if look.after is look.before:
        return False
    return contrast(*look.after) < SEEN <= contrast(*look.before)


def _inside(window: Rectangle, x: float, y: float) -> bool:
    return window.left <= x <= window.right and window.top <= y <= window.bottom
