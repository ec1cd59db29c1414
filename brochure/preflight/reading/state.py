"""The graphics state of the interpreter (PDF 32000-1 § 8.4 and § 9.3)."""

from __future__ import annotations

import copy
from typing import Any

from brochure.preflight.facts import Colour, State
from brochure.preflight.reading.colours import GRAY, Space
from brochure.preflight.reading.fonts import Typeface
from brochure.preflight.reading.matrices import IDENTITY, Area, Matrix
from brochure.preflight.reading.objects import get, name


class Graphics:
    """What q keeps and Q brings back."""

    def __init__(self, ctm: Matrix, clip: Area) -> None:
        self.ctm = ctm
        self.clip = clip
        self.fill_space: Space = GRAY
        self.stroke_space: Space = GRAY
        self.fill: Colour = GRAY.first()
        self.stroke: Colour = GRAY.first()
        #: The pattern that fills or strokes, by its resource; None for a colour.
        self.fill_pattern: object = None
        self.stroke_pattern: object = None
        self.line = 1.0
        self.state = State()
        self.font: Typeface | None = None
        self.size = 0.0
        self.char_space = 0.0
        self.word_space = 0.0
        self.stretch = 1.0
        self.leading = 0.0
        self.rise = 0.0
        self.mode = 0

    def copy(self) -> Graphics:
        """For q."""
        return copy.copy(self)


class TextLine:
    """Where the next glyph goes: Tm and the beginning of the line."""

    def __init__(self) -> None:
        self.matrix: Matrix = IDENTITY
        self.start: Matrix = IDENTITY


def curves(entry: Any) -> set[str]:
    """Which of "TR" (transfer functions) and "HT" (halftone) a state dictionary sets.

    Those that mean “as the device has it” set nothing (PDF 32000-1 § 10.4, § 10.5).
    """
    transfer = (get(entry, "/TR"), get(entry, "/TR2"))
    found = set()
    if any(t is not None and name(t) not in ("Identity", "Default") for t in transfer):
        found.add("TR")
    halftone = get(entry, "/HT")
    if halftone is not None and name(halftone) != "Default":
        found.add("HT")
    return found
