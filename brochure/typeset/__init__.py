"""Typesetting: one page of HTML becomes a PDF in the palette's sRGB."""

from brochure.typeset.weasy import Missing, Typeset, room, typeset, warm_up

__all__ = ["Missing", "Typeset", "room", "typeset", "warm_up"]
