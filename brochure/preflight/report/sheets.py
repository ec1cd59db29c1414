"""校正紙: each page as the report shows it, its plates, and what was found on it."""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brochure.finding import Words
from brochure.preflight.facts import Box
from brochure.preflight.report.places import page_box, trim
from brochure.preflight.rule import NotMeasured
from brochure.product.units import MM_PER_INCH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brochure.preflight.facts import Page
    from brochure.preflight.report.places import Entry, Place
    from brochure.preflight.subject import Subject

#: Pages that get pictures, and what all pictures together may weigh in base64.
MOST_PICTURED = 24
MOST_BYTES = 16_000_000
#: The long side of a picture: an A4 page at 140 ppi, as sharp as the report is read.
LONGEST_PX = 1_600
#: Pages that are shown at all; those with findings first.
MOST_SHEETS = 200
#: Paper shown around the bleed, so that a line on the edge can be seen.
AROUND_MM = 4.0

_TOO_MANY = Words(
    "ページが多いため、このページの画像は省きました",
    "There are many pages; this one's picture was left out",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `pictures` are data URIs by layer: proof, c, m, y, k, heat.

    All boxes are in mm from the top left of the trim; `frame` is where the pictures
    lie, `view` all that is shown. `reason` says why there are no pictures.
    """

    page: Page
    view: Box
    trim: Box
    bleed: Box | None
    safe: Box | None
    places: tuple[Place, ...]
    frame: Box | None = None
    pictures: dict[str, str] = field(default_factory=dict)
    reason: Words | None = None

    @property
    def em(self) -> float:
        """The height of the numbers on the outlines, in mm of this page."""
        return max(self.view.width, self.view.height) / 75


def sheets(subject: Subject, entries: Sequence[Entry]) -> list[Sheet]:
    """The pages worth showing, in their order."""
    found: dict[int, list[Place]] = {}
    for place in (place for entry in entries for place in entry.places):
        found.setdefault(place.offence.page, []).append(place)
    pages = sorted(subject.facts.pages, key=lambda page: page.number not in found)
    made, bytes_left = [], MOST_BYTES
    for index, page in enumerate(pages[:MOST_SHEETS]):
        pictured = index < MOST_PICTURED and bytes_left > 0
        sheet = _sheet(subject, page, tuple(found.get(page.number, ())), pictured)
        bytes_left -= sum(map(len, sheet.pictures.values()))
        made.append(sheet)
    return sorted(made, key=lambda sheet: sheet.page.number)


def _sheet(
    subject: Subject, page: Page, places: tuple[Place, ...], pictured: bool
) -> Sheet:
    cut, bleed = trim(page), page_box(page, "BleedBox")
    frame, pictures, reason = None, dict[str, str](), _TOO_MANY
    if pictured:
        try:
            frame, pictures = _pictures(subject, page.number)
        except NotMeasured as error:
            reason = error.reason
    return Sheet(
        page=page,
        view=_view(page, bleed or cut, frame, places),
        trim=cut,
        bleed=bleed,
        safe=_safe(subject, cut),
        places=places,
        frame=frame,
        pictures=pictures,
        reason=None if pictures else reason,
    )


def _pictures(subject: Subject, number: int) -> tuple[Box, dict[str, str]]:
    """Where the pictures of a page lie, and the pictures.

    Raises:
        NotMeasured: Nothing here can separate this file.
    """
    from brochure.preflight.report import pictures

    plates = subject.plates
    left, top = plates.origin_mm(number)
    height, width = plates.page(number).shape[:2]
    mm_per_px = MM_PER_INCH / plates.dpi
    frame = Box(left, top, left + width * mm_per_px, top + height * mm_per_px)
    made = {"proof": _light(pictures.proof(plates, number, subject.printer.icc))}
    for index, ink in enumerate("cmyk"):
        made[ink] = _light(pictures.plate(plates, number, index))
    limit = subject.printer.tac_percent
    made["heat"] = _light(pictures.heat(plates, number, limit))
    return frame, made


def _light(png: bytes) -> str:
    """A picture as a data URI, no larger than the report needs."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        small = image.convert("RGB")
        small.thumbnail((LONGEST_PX, LONGEST_PX), Image.Resampling.LANCZOS)
        file = io.BytesIO()
        small.save(file, "WEBP", quality=82, method=2)
    return "data:image/webp;base64," + b64encode(file.getvalue()).decode()


def _safe(subject: Subject, cut: Box) -> Box | None:
    if subject.format is None:
        return None
    inset = subject.format.safe
    safe = Box(cut.left + inset, cut.top + inset, cut.right - inset, cut.bottom - inset)
    return safe if safe.width > 0 and safe.height > 0 else None


def _view(page: Page, bleed: Box, frame: Box | None, places: tuple[Place, ...]) -> Box:
    """The bleed and all places, as far as they lie on the MediaBox, and some paper."""
    paper = page_box(page, "MediaBox") or bleed
    seen = [bleed, *([frame] if frame else [])]
    for box in (place.box for place in places if place.box):
        seen.append(
            Box(
                max(box.left, paper.left),
                max(box.top, paper.top),
                min(box.right, paper.right),
                min(box.bottom, paper.bottom),
            )
        )
    return Box(
        min(box.left for box in seen) - AROUND_MM,
        min(box.top for box in seen) - AROUND_MM,
        max(box.right for box in seen) + AROUND_MM,
        max(box.bottom for box in seen) + AROUND_MM,
    )
