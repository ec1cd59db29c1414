"""トリミング: what a frame shows of a picture that has another shape.

The picture fills its frame, and the point of it that matters stays in sight: CSS Images
3 § 5.5 aligns the point at 30 % 60 % of the picture with the same point of the frame.
"""

from __future__ import annotations

import re

from brochure.finding import Words

_PERCENT = re.compile(r"(100|\d{1,2}(?:\.\d+)?)\s*%?")
#: Words for the edges, as people say them.
_ACROSS = {
    "left": 0.0,
    "center": 50.0,
    "right": 100.0,
    "左": 0.0,
    "中": 50.0,
    "右": 100.0,
}
_DOWN = {
    "top": 0.0,
    "center": 50.0,
    "bottom": 100.0,
    "上": 0.0,
    "中": 50.0,
    "下": 100.0,
}
#: What is seen where nobody says it: a little above the middle, where faces are.
USUAL = "50% 40%"


def style(focus: str = "") -> str:
    """The declarations for an `img` that fills its frame: give it width and height.

    `focus` is the point that stays in sight, from the left and from the top:
    `30% 60%`, `30 60`, `left top`, `右 中`; "" is a little above the middle.

    Raises:
        ValueError: with Words, it is no point.
    """
    x, y = point(focus or USUAL)
    return f"object-fit: cover; object-position: {x:g}% {y:g}%"


def point(focus: str) -> tuple[float, float]:
    """The percentages from the left and from the top.

    Raises:
        ValueError: with Words, it is no point.
    """
    parts = focus.replace(",", " ").replace("、", " ").split()
    if len(parts) == 2:
        x, y = _part(parts[0], _ACROSS), _part(parts[1], _DOWN)
        if x is not None and y is not None:
            return x, y
    raise ValueError(
        Words(
            "「30% 60%」のように、左からと上からの割合で書いてください",
            "write it like “30% 60%”, from the left and from the top",
        )
    )


def _part(text: str, words: dict[str, float]) -> float | None:
    if text in words:
        return words[text]
    match = _PERCENT.fullmatch(text)
    return float(match[1]) if match else None
