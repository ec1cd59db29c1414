"""Boxes, bleed and safe area."""

from __future__ import annotations

import pikepdf
from pikepdf import Array

from brochure.product.units import pt
from tests.preflight.good import EDGE, SLUG
from tests.preflight.mutations.registry import mutation, paint, words

_W, _H = 210 + 2 * EDGE, 297 + 2 * EDGE


def box(left: float, bottom: float, right: float, top: float) -> Array:
    """A box in mm from the lower left of the sheet."""
    return Array([pt(left), pt(bottom), pt(right), pt(top)])


@mutation("boxes.trim-missing", "no TrimBox", also=("boxes.size",))
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/TrimBox"]


@mutation("boxes.trim-missing", "an ArtBox beside the TrimBox")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.ArtBox = pdf.pages[0].obj.TrimBox


@mutation(
    "boxes.nesting",
    "the bleed is larger than the sheet",
    also=("bleed.art", "ink.over-limit"),  # nobody knows what lies out there
)
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.BleedBox = box(-1, -1, _W + 1, _H + 1)


@mutation("boxes.nesting", "the CropBox cuts the bleed")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.CropBox = pdf.pages[1].obj.TrimBox


@mutation("boxes.nesting", "the trim sticks out of the bleed", also=("bleed.short",))
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.BleedBox = box(EDGE + 2, SLUG, _W - SLUG, _H - SLUG)


@mutation("boxes.size", "one page is narrower")
def _(pdf: pikepdf.Pdf) -> None:
    inset = EDGE + 2
    pdf.pages[1].obj.TrimBox = box(inset, EDGE, _W - inset, _H - EDGE)


@mutation("boxes.centred", "a wide slug at the left only", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = box(-20, 0, _W, _H)


@mutation("boxes.rotated", "a page lies on its side", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Rotate = 90


@mutation("bleed.short", "2 mm on every side")
def _(pdf: pikepdf.Pdf) -> None:
    inset = SLUG + 1
    pdf.pages[0].obj.BleedBox = box(inset, inset, _W - inset, _H - inset)


@mutation("bleed.short", "no BleedBox")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/BleedBox"]


@mutation("bleed.art", "the sky ends at the trim on all sides")
def _(pdf: pikepdf.Pdf) -> None:
    ring = "0 0 0 0 k -3 -3 216 303 re 0 0 210 297 re f*"
    paint(pdf, ring)


@mutation("bleed.art", "a picture ends at the trim at the left")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, "0 1 1 0 k 0 40 60 15 re f", 2)


@mutation("bleed.art", "a band ends 1 mm past the trim at the foot")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, "0 1 1 0 k -3 -1 216 20 re f")


@mutation("text.unsafe", "words 1 mm from the trim")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 1, 100, 9)


@mutation("text.unsafe", "words 2 mm from the trim", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 2, 100, 9)


@mutation("text.unsafe", "words that the knife cuts through")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, -1.5, 100, 9)
