"""ふりがな: which of a page's small words are readings of the words beside them."""

from __future__ import annotations

from brochure.preflight.facts import Page, Text
from brochure.product.units import mm

#: The first and last kana, the long-vowel mark and the iteration marks included.
_KANA = ("\u3041", "\u30ff")


def is_ruby(text: Text, page: Page) -> bool:
    """Whether it is kana, about half as large as the words that it touches.

    JLREQ § 3.3.3: ruby is half the size of its base, less often a third.
    """
    letters = text.text.strip()
    if not letters or not all(_KANA[0] <= letter <= _KANA[1] for letter in letters):
        return False
    return any(
        0.3 <= text.size_pt / base.size_pt <= 0.6 and _touch(text, base)
        for base in page.texts
        if base.size_pt > 0
    )


def _touch(text: Text, base: Text) -> bool:
    """Whether the boxes lie on each other, within a quarter of the smaller em."""
    gap = mm(text.size_pt) / 4
    a, b = text.box, base.box
    return (
        a.left < b.right + gap
        and a.right > b.left - gap
        and a.top < b.bottom + gap
        and a.bottom > b.top - gap
    )
