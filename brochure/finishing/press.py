"""The press target: a typeset PDF becomes the PDF/X file that a print shop is sent."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Dictionary, Name

from brochure.finding import Finding, Stop, Words, warn
from brochure.finishing import (
    boxes,
    flatten,
    fonts,
    identity,
    intent,
    marks,
    overprint,
    pictures,
    saving,
    vector,
)
from brochure.finishing.contents import Pieces
from brochure.finishing.pictures import Exchanged, Purpose
from brochure.finishing.separation import Separation
from brochure.finishing.spaces import Target
from brochure.finishing.ticket import Finished, Job
from brochure.finishing.transparency import Transparency, page_list
from brochure.finishing.walk import Id, Place, visit
from brochure.pictures import colour, treatment
from brochure.pictures.reading import Raster
from brochure.product.targets import PRESS
from brochure.shop.colour import RGB, Profile
from brochure.shop.inks import Ink
from brochure.shop.printers import Flavour, Printer

if TYPE_CHECKING:
    from PIL.Image import Image

#: Overlays are small, and there are thousands of them.
_SMALL_LEVEL: Final = 9


def finish(source: bytes, job: Job) -> Finished:
    """The PDF/X file of a typeset page.

    Raises:
        Stop: its boxes are not the format's, a font is missing, or PDF/X-1a is asked
            for and the page uses transparency.
    """
    printer = job.printer
    assert printer, "a press job names its printer"
    format_ = job.output.format
    with pikepdf.open(io.BytesIO(source)) as pdf:
        _stop_at(boxes.check(pdf, format_, bleed=format_.bleed))
        _keep_only_what_prints(pdf)
        plates = _Plates(job, printer)
        exchanged = plates.exchange(pdf, source)
        shown_on = visit(pdf, plates)
        if printer.pdfx is Flavour.X1A:
            _stop_at(plates.transparency.findings(shown_on))
            plates.transparency.strip()
        sheet = boxes.sheet(format_, marks=printer.marks)
        for page in pdf.pages:
            boxes.mount(pdf, page, sheet)
        for number in plates.transparency.pages(shown_on):
            pdf.pages[number - 1].Group = Dictionary(
                Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK
            )
        if printer.marks:
            _lay_marks(pdf, job, plates.separation)
        _stop_at(fonts.settle(pdf, printer.pdfx))
        intent.declare(pdf, printer)
        identity.identify(pdf, job, source, pdfx=printer.pdfx)
        said = (*plates.findings(shown_on), *exchanged.findings)
        file = saving.for_press(pdf, printer.pdfx)
        return Finished((file,), said, exchanged.coarse)


def warm_up(job: Job) -> None:
    """Imports reportlab and reads the slug's font, if marks will be drawn."""
    if job.printer and job.printer.marks:
        marks.warm_up()


def finish_overlay(source: bytes, job: Job) -> bytes:
    """Pages that are laid over finished ones: separated and mounted, and no more.

    Raises:
        Stop: As `finish`.
    """
    printer = job.printer
    assert printer, "a press job names its printer"
    format_ = job.output.format
    with pikepdf.open(io.BytesIO(source)) as pdf:
        _stop_at(boxes.check(pdf, format_, bleed=format_.bleed))
        _keep_only_what_prints(pdf)
        plates = _Plates(job, printer)
        plates.exchange(pdf, source)
        shown_on = visit(pdf, plates)
        if printer.pdfx is Flavour.X1A:
            _stop_at(plates.transparency.findings(shown_on))
            plates.transparency.strip()
        sheet = boxes.sheet(format_, marks=printer.marks)
        for page in pdf.pages:
            boxes.mount(pdf, page, sheet)
        _stop_at(fonts.settle(pdf, printer.pdfx))
        return saving.for_press(pdf, printer.pdfx, level=_SMALL_LEVEL)


class _Plates:
    """What is done to everything a page paints, on the way through `visit`."""

    def __init__(self, job: Job, printer: Printer) -> None:
        self.job = job
        self.printer = printer
        self.separation = Separation(job, Profile(printer.icc))
        self.transparency = Transparency()

    def exchange(self, pdf: pikepdf.Pdf, source: bytes) -> Exchanged:
        """Puts pictures in the place of their stand-ins, in ink."""
        profile = self.separation.profile
        limits = self.printer.limits
        most_ink = self.printer.tac_percent
        purpose = Purpose(
            key=("press", str(profile.path), most_ink, self.job.palette.css()),
            paint=self._painted,
            vector=partial(
                vector.place,
                target=Target(profile, self.job.palette, inked=True, most_ink=most_ink),
            ),
            most_ppi=min(PRESS.most_ppi, limits.image_most_ppi),
            least_ppi=limits.image_least_ppi,
            least_line_art_ppi=limits.line_art_least_ppi,
            flat=self._flat if self.printer.pdfx is Flavour.X1A else None,
        )
        exchanged = pictures.exchange(pdf, source, purpose)
        self.separation.ready = exchanged.pictures
        return exchanged

    def _painted(self, raster: Raster, query: str) -> Image:
        profile = self.separation.profile
        if inks := treatment.asked("", query, self.job.palette):
            gray = colour.screen(raster, profile.path).convert("L")
            return treatment.plates(gray, inks)
        return colour.plates(raster, profile, self.printer.tac_percent)

    def _flat(self, picture: Image, alpha: Image, below: RGB) -> Image:
        profile = self.separation.profile
        return flatten.on(picture, alpha, below, self.job.palette, profile)

    def content(self, pieces: Pieces, resources: pikepdf.Object, at: Place) -> Pieces:
        pieces = self.separation.content(pieces, at)
        if self.printer.overprint_black and not at.in_mask:
            pieces = overprint.apply(pieces, resources)
        return pieces

    def state(self, state: pikepdf.Object, at: Place) -> None:
        self.transparency.state(state, at)

    def shading(self, shading: pikepdf.Object, at: Place) -> None:
        self.separation.shading(shading, at)

    def image(self, image: pikepdf.Stream, at: Place) -> None:
        self.transparency.image(image, at)
        self.separation.image(image, at)

    def group(self, form: pikepdf.Object, at: Place) -> None:
        self.transparency.group(form, at)

    def findings(self, shown_on: dict[Id, set[int]]) -> list[Finding]:
        """Inks too heavy for this printer, and colours that are no ink."""
        limit = self.printer.tac_percent
        heavy = [ink for ink in self.separation.inks() if ink.total > limit]
        return [_too_heavy(ink, limit) for ink in heavy] + [
            self._no_ink(colour, page_list(sources, shown_on))
            for colour, sources in sorted(self.separation.raw.items())
        ]

    def _no_ink(self, colour: RGB, pages: str) -> Finding:
        written = "#{:02x}{:02x}{:02x}".format(*colour)
        mix = "C{:g} M{:g} Y{:g} K{:g}".format(*self.separation.profile.to_cmyk(colour))
        return warn(
            "inks.not-an-ink",
            f"{written} はインキではありません。{mix} に分解しました（{pages}ページ）",
            f"{written} is no ink; it was separated into {mix} (page {pages})",
            hint=Words(
                "styles/inks.yaml のインキを var(--名前) で使うか、加えてください",
                "write var(--NAME) for an ink of styles/inks.yaml, or add one there",
            ),
            at=self.job.written_at(colour),
        )


def _too_heavy(ink: Ink, limit: float) -> Finding:
    return warn(
        "inks.too-heavy",
        f"合計 {ink.total:g} % は、この印刷会社の上限 {limit:g} % を超えます",
        f"{ink.total:g} % in all is more than this printer's {limit:g} %",
        hint=Words("C M Y K の合計を減らしてください", "take some ink out"),
        at=ink.at,
        subject=ink.name,
    )


def _stop_at(findings: list[Finding]) -> None:
    if findings:
        raise Stop(*findings)


#: All that a press file keeps of a page and of the catalog. What is not here is for
#: screens: links, bookmarks, destinations, forms, scripts, structure, previews.
_PAGE_KEYS = {"/Type", "/Parent", "/Contents", "/Resources"} | {
    "/MediaBox",
    "/BleedBox",
    "/TrimBox",
}
_CATALOG_KEYS = {"/Type", "/Pages"}


def _keep_only_what_prints(pdf: pikepdf.Pdf) -> None:
    for thing, keys in (
        (pdf.Root, _CATALOG_KEYS),
        *((page.obj, _PAGE_KEYS) for page in pdf.pages),
    ):
        for key in list(thing.keys()):
            if key not in keys:
                del thing[key]


def _lay_marks(pdf: pikepdf.Pdf, job: Job, separation: Separation) -> None:
    drawn = marks.draw(job, len(pdf.pages), separation.inks())
    with pikepdf.open(io.BytesIO(drawn)) as stage:
        for page, sheet in zip(pdf.pages, stage.pages, strict=True):
            form = pdf.copy_foreign(sheet.as_form_xobject())
            page.Resources.XObject.Marks = form
            page.contents_add(b"q /Marks Do Q")
