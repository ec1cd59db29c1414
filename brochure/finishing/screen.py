"""The screen target: sRGB, tagged as PDF/UA-1, links and bookmarks live, small."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, String

from brochure.finding import Stop
from brochure.finishing import boxes, identity, saving, srgb
from brochure.finishing.ticket import Finished, Job


def finish(source: bytes, job: Job) -> Finished:
    """The PDF for reading on a screen; the tags are the layout engine's own.

    Raises:
        Stop: a page is not of the format's size, or the file is not tagged; a picture
            is damaged.
    """
    with pikepdf.open(io.BytesIO(source)) as pdf:
        if findings := boxes.check(pdf, job.output.format, bleed=0):
            raise Stop(*findings)
        if "/StructTreeRoot" not in pdf.Root:
            raise ValueError("a screen file has to be typeset with tags")
        exchanged = srgb.settle(pdf, source, job)
        for page in pdf.pages:
            boxes.trim_to(page, job.output.format)
        # PDF/UA-1 (ISO 14289-1) § 7.1: the window shows the title, not the file's name.
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.Lang = String(job.lang)
        identity.identify(pdf, job, source, tagged=True)
        return Finished((saving.small(pdf),), exchanged.findings, exchanged.coarse)
