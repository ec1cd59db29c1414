"""The office target: sRGB at the trimmed size, which any printer prints as it is."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Name

from brochure.finding import Stop
from brochure.finishing import boxes, identity, saving, srgb
from brochure.finishing.pictures import Exchanged
from brochure.finishing.ticket import Finished, Job
from brochure.product.formats import Format


def finish(source: bytes, job: Job) -> Finished:
    """The PDF for the office printer: at 100 %, two pages on the two sides of a sheet.

    Raises:
        Stop: a page is not of the format's size, or has a bleed; a picture is damaged.
    """
    with pikepdf.open(io.BytesIO(source)) as pdf:
        if findings := boxes.check(pdf, job.output.format, bleed=0):
            raise Stop(*findings)
        exchanged = _settle(pdf, source, job)
        for page in pdf.pages:
            boxes.trim_to(page, job.output.format)
        # PDF 32000-1, table 150: no “fit to page”, the paper of the page.
        pdf.Root.ViewerPreferences = Dictionary(
            PrintScaling=Name("/None"),
            Duplex=_duplex(job.output.format, len(pdf.pages)),
            PickTrayByPDFSize=True,
            DisplayDocTitle=True,
        )
        identity.identify(pdf, job, source)
        return Finished((saving.small(pdf),), exchanged.findings, exchanged.coarse)


def finish_overlay(source: bytes, job: Job) -> bytes:
    """Pages that are laid over finished ones: their colours, and no more.

    Raises:
        Stop: a picture is damaged.
    """
    if "mono" not in job.output.variant:
        return srgb.settled(source, job)
    with pikepdf.open(io.BytesIO(source)) as pdf:
        _settle(pdf, source, job)
        return saving.small(pdf)


def _settle(pdf: pikepdf.Pdf, source: bytes, job: Job) -> Exchanged:
    """Its colours: sRGB, or gray for a printer with black alone."""
    exchanged = srgb.settle(pdf, source, job)
    if "mono" in job.output.variant:
        from brochure.finishing import gray

        gray.make(pdf, done=exchanged.photographs)
    return exchanged


def _duplex(format_: Format, pages: int) -> Name:
    """The edge that keeps the back upright: of a lying page it is the short one."""
    if pages < 2:
        return Name.Simplex
    lies = format_.width > format_.height
    return Name.DuplexFlipShortEdge if lies else Name.DuplexFlipLongEdge
