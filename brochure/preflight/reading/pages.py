"""One page: its boxes, and all that its content stream paints."""

from __future__ import annotations

import math
from typing import Any

import pikepdf

from brochure.preflight.facts import Annotation, Box, Page
from brochure.preflight.reading.bounds import Bounds, TooMuch
from brochure.preflight.reading.content import Interpreter
from brochure.preflight.reading.fonts import Fonts
from brochure.preflight.reading.matrix import Rect
from brochure.units import MM_PER_INCH

_BOXES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
_MM = MM_PER_INCH / 72
_US_LETTER = (0.0, 0.0, 612.0, 792.0)


def read_page(pdf: pikepdf.Pdf, number: int, fonts: Fonts, bounds: Bounds) -> Page:
    """The page, as far as it can be read: `cut_short` says why not further."""
    try:
        page = pdf.pages[number - 1].obj
        boxes = _boxes(page)
        unit = _number(page.get("/UserUnit"), 1.0)
        rotation = int(_number(_inherited(page, "/Rotate"), 0.0)) % 360
    except Exception as error:
        return Page(number, {"MediaBox": _US_LETTER}, 0, 1.0, cut_short=_said(error))
    left, _, _, top = boxes.get("TrimBox") or boxes["MediaBox"]

    def to_mm(rect: Rect) -> Box:
        return Box(
            (rect.left - left) * _MM * unit,
            (top - rect.top) * _MM * unit,
            (rect.right - left) * _MM * unit,
            (top - rect.bottom) * _MM * unit,
        )

    work = Interpreter(
        pdf, number, fonts, bounds, to_mm, Rect(*boxes["MediaBox"]), unit
    )
    cut_short = ""
    try:
        work.page(page, _inherited(page, "/Resources"))
    except TooMuch as error:
        cut_short = str(error)
    except RecursionError:
        cut_short = "nested too deeply"
    except Exception as error:
        cut_short = _said(error)
    bleed = boxes.get("BleedBox") or boxes.get("TrimBox") or boxes["MediaBox"]
    return Page(
        number,
        boxes,
        rotation,
        unit,
        tuple(work.texts),
        tuple(work.paths),
        tuple(work.images),
        tuple(work.shadings),
        tuple(work.groups),
        _annotations(page, to_mm, Rect(*bleed)),
        cut_short or work.trouble,
    )


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _inherited(page: Any, key: str) -> Any:
    """A value of the page or of the nodes above it, which may run in a circle."""
    for _ in range(32):
        if page is None or not isinstance(page, pikepdf.Dictionary):
            return None
        if key in page:
            return page[key]
        page = page.get("/Parent")
    return None


def _boxes(page: Any) -> dict[str, tuple[float, float, float, float]]:
    boxes = {}
    for name in _BOXES:
        value = (
            _inherited(page, f"/{name}") if name in _BOXES[:2] else page.get(f"/{name}")
        )
        if (box := _rectangle(value)) is not None:
            boxes[name] = box
    boxes.setdefault("MediaBox", _US_LETTER)
    return boxes


def _rectangle(value: Any) -> tuple[float, float, float, float] | None:
    try:
        x1, y1, x2, y2 = (float(number) for number in value)
    except (TypeError, ValueError, OverflowError):
        return None
    if not all(map(math.isfinite, (x1, y1, x2, y2))):
        return None
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _number(value: Any, default: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return default
    return number if math.isfinite(number) and number else default


def _annotations(page: Any, to_mm: Any, bleed: Rect) -> tuple[Annotation, ...]:
    found = []
    try:
        for annotation in list(page.get("/Annots") or [])[:10_000]:
            rect = _rectangle(annotation.get("/Rect"))
            place = Rect(*rect) if rect else Rect(0, 0, 0, 0)
            kind = str(annotation.get("/Subtype", "/?"))[1:]
            inside = rect is None or place.common(bleed) is not None
            found.append(Annotation(kind, to_mm(place), inside))
    except Exception:
        found.append(Annotation("unreadable", Box(0, 0, 0, 0), inside=True))
    return tuple(found)
