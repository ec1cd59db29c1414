"""What is painted where, and by which element: for asking about a point of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from brochure.typeset.pages.page import Page, Rectangle


class Paint(NamedTuple):
    """A box that puts a colour on the page; lengths in mm from the page's top left.

    `number` counts the element in the HTML, from 0; `property` is the CSS property that
    paints, "" for a picture; `srgb` is its colour as `#1b2b50`, or the picture's file.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    number: int
    element: str
    property: str
    srgb: str


def paints(pages: Iterable[Page]) -> tuple[Paint, ...]:
    """All of a document that was walked `opened`, what lies on top last."""
    return tuple(
        Paint(
            page.number,
            *_edge(surface.place, property_, width),
            surface.number,
            surface.selector,
            property_,
            srgb,
        )
        for page in pages
        for surface in page.surfaces
        for property_, width, srgb in surface.paints
    )


def _edge(box: Rectangle, property_: str, width: float) -> Rectangle:
    """The part of a box that a property paints: all of it, or one edge."""
    left, top, right, bottom = box
    match property_.split("-"):
        case ["border", "top", _]:
            return Rectangle(left, top, right, top + width)
        case ["border", "bottom", _]:
            return Rectangle(left, bottom - width, right, bottom)
        case ["border", "left", _]:
            return Rectangle(left, top, left + width, bottom)
        case ["border", "right", _]:
            return Rectangle(right - width, top, right, bottom)
    return box
