"""Typesetting: one HTML page becomes a PDF in the palette's sRGB, with what went wrong."""

from brochure.typeset.weasy import Missing, Typeset, typeset

__all__ = ["Missing", "Typeset", "typeset"]
