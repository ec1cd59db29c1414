"""Where on its page each offence lies, numbered as the report counts them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure.preflight.facts import Box
from brochure.product.units import mm

if TYPE_CHECKING:
    from brochure.finding import Words
    from brochure.preflight.facts import Page
    from brochure.preflight.report.verdicts import Report, Verdict
    from brochure.preflight.rule import Offence

#: No reader looks at more, and browsers slow down; the rest is counted.
MOST_ON_A_PAGE = 1_000
MOST = 5_000
#: A hairline's outline is still an area that the eye and the mouse can find.
LEAST_MM = 1.6
#: PDF 32000-1, annex C: pages are at most 14,400 units; with UserUnit, larger.
FARTHEST_MM = 1e6

_RANK = {"error": 0, "fail": 1, "warn": 2, "info": 3}
_US_LETTER = (0.0, 0.0, 612.0, 792.0)


@dataclass(frozen=True, slots=True)
class Place:
    """One offence with its number, from 1; `box` only where it can be outlined."""

    number: int
    offence: Offence
    box: Box | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule that found something, its places, and how many more there are."""

    verdict: Verdict
    places: tuple[Place, ...]
    more: int

    @property
    def count(self) -> int:
        """All places, those that are not listed too."""
        return len(self.places) + self.more

    @property
    def hints(self) -> list[Words]:
        """The different hints, each once."""
        hints = (place.offence.hint for place in self.places)
        return list(dict.fromkeys(hint for hint in hints if hint))


def entries(report: Report) -> list[Entry]:
    """What the rules found, worst first, numbered in that order."""
    pages = {page.number for page in report.subject.facts.pages}
    on_page: Counter[int] = Counter()
    listed = 0
    found = []
    told = [v for v in report.verdicts if v.outcome in _RANK]
    for verdict in sorted(told, key=lambda v: _RANK[v.outcome]):
        places = []
        for offence in sorted(verdict.offences, key=lambda o: o.status.rank):
            if listed == MOST or on_page[offence.page] == MOST_ON_A_PAGE:
                continue
            listed += 1
            on_page[offence.page] += 1
            box = outline(offence.box) if offence.page in pages else None
            places.append(Place(listed, offence, box))
        more = len(verdict.offences) - len(places)
        found.append(Entry(verdict, tuple(places), more))
    return found


def outline(box: Box | None) -> Box | None:
    """`box` as it can be drawn: the right way round and large enough to be seen."""
    if box is None or not all(abs(value) < FARTHEST_MM for value in box):
        return None  # NaN is not smaller than anything either
    left, right = sorted((box.left, box.right))
    top, bottom = sorted((box.top, box.bottom))
    wide = max(0.0, LEAST_MM - (right - left)) / 2
    high = max(0.0, LEAST_MM - (bottom - top)) / 2
    return Box(left - wide, top - high, right + wide, bottom + high)


def page_box(page: Page, name: str) -> Box | None:
    """A box of the page in mm from the top left of the trim, None where it has none."""
    given = _sound(page.boxes.get(name))
    if given is None:
        return None
    origin = (
        _sound(page.boxes.get("TrimBox"))
        or _sound(page.boxes.get("MediaBox"))
        or _US_LETTER
    )
    left, bottom, right, top = given
    return Box(
        mm(left - origin[0]),
        mm(origin[3] - top),
        mm(right - origin[0]),
        mm(origin[3] - bottom),
    )


def trim(page: Page) -> Box:
    """The trim, else the MediaBox, else what readers take a page without boxes for."""
    found = page_box(page, "TrimBox") or page_box(page, "MediaBox")
    left, bottom, right, top = _US_LETTER
    return found or Box(0, 0, mm(right - left), mm(top - bottom))


def _sound(
    box: tuple[float, float, float, float] | None,
) -> tuple[float, float, float, float] | None:
    if box is None or not all(math.isfinite(v) and abs(v) < FARTHEST_MM for v in box):
        return None
    left, right = sorted((box[0], box[2]))
    bottom, top = sorted((box[1], box[3]))
    if right - left < 1 or top - bottom < 1:
        return None
    return left, bottom, right, top
