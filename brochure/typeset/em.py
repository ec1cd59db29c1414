"""The em box of Japanese type: where a kanji stands about the baseline; all in em.

It is .88 above and .12 below in the fonts in fonts/, as in nearly all Japanese ones
(OpenType 1.9, “Recommendations”, CJK). A project's font may have another; then it is
asked for that (font_file.py), or else readings and 縦中横 would stand askew.
"""

from __future__ import annotations

from typing import Any, Final

#: How far the em box reaches above the alphabetic baseline; below it, the rest.
ABOVE: Final = 0.88


def above(style: Any) -> float:
    """How far it reaches above the alphabetic baseline in the family of a style."""
    boxes: dict[str, float] = getattr(style.font_config, "em_boxes", {})
    families = style["font_family"]
    return boxes.get(families[0].casefold(), ABOVE) if boxes and families else ABOVE


def below(style: Any) -> float:
    """How far it reaches below the alphabetic baseline."""
    return round(1 - above(style), 9)


def middle(style: Any) -> float:
    """From its middle, where vertical text has its baseline, to the alphabetic one."""
    return round(above(style) - 0.5, 9)
