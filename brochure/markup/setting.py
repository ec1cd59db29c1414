"""What a compositor changes in the set text; the manuscript stays as typed."""

from __future__ import annotations

import re

# Kana, kanji, and the full-width forms and punctuation that belong to them.
_JAPANESE = (
    "\u3000-\u303f\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef"
)

#: Half-width marks that are set full-width beside Japanese (JLREQ 3.1.2, cl-04, cl-05).
_FULL_WIDTH = {"?": "？", "!": "！", "~": "〜"}

_MARKS = re.compile(rf"(?<=[{_JAPANESE}])[?!~]+|[?!~]+(?=[{_JAPANESE}])")


def set_text(text: str) -> str:
    """`text` with ?, ! and ~ full-width where they touch Japanese; the rest untouched.

    A URL or an English sentence keeps its own marks, since they touch no Japanese.
    """
    return _MARKS.sub(
        lambda found: "".join(map(_FULL_WIDTH.__getitem__, found[0])), text
    )


def grouped(number: int) -> str:
    """A number of the figures panel: 5700 is set 5,700."""
    return f"{number:,}"
