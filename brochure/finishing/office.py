"""The office target: sRGB at the trimmed size, which any printer prints as it is."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Name

from brochure.finding import Stop
from brochure.finishing import boxes, identity, saving, srgb
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
        exchanged = srgb.settle(pdf, source, job)
        if "mono" in job.output.variant:
            from brochure.finishing import gray

            gray.make(pdf, done=exchanged.photographs)
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
        return Finished((saving.small(pdf),), exchanged.findings)


def _duplex(format_: Format, pages: int) -> Name:
    """The edge that keeps the back upright: of a lying page it is the short one."""
    if pages < 2:
        return Name.Simplex
    lies = format_.width > format_.height
    return Name.DuplexFlipShortEdge if lies else Name.DuplexFlipLongEdge
