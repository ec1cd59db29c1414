"""One finished file, and what changes laid over it: the page is finished only once.

Overlays are typeset on pages of the same size as those below, with nothing else on
them. They are separated like any page, and become forms over the static pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pikepdf
from pikepdf import Dictionary

from brochure.finishing import identity
from brochure.finishing.office import save_small
from brochure.finishing.ticket import Job
from brochure.job import Target

#: Which page of the overlays (from 0) lies over which page of the file (from 0).
Over = Mapping[int, int]


def prepare(source: bytes, job: Job) -> bytes:
    """The typeset overlays, finished as pages of their target are.

    Raises:
        Stop: They cannot be what the target asks.
    """
    if job.output.target is not Target.PRESS:
        return source
    from brochure.finishing import press

    return press.finish_overlay(source, job)


class Stack:
    """A finished file with overlays that are laid over copies of it."""

    def __init__(self, static: bytes, overlays: bytes, job: Job) -> None:
        self.static, self.overlays, self.job = static, overlays, job

    @contextmanager
    def opened(self) -> Iterator[_Open]:
        """Ready to write one file after another."""
        with (
            pikepdf.open(io.BytesIO(self.static)) as static,
            pikepdf.open(io.BytesIO(self.overlays)) as overlays,
        ):
            yield _Open(static, overlays, self.job)


class _Open:
    def __init__(self, static: pikepdf.Pdf, overlays: pikepdf.Pdf, job: Job) -> None:
        self.static, self.overlays, self.job = static, overlays, job
        self.contents = [_wrapped(static, page) for page in static.pages]
        if "/ID" in static.trailer:  # its first half would tell which record was first
            del static.trailer["/ID"]
        self.paints = [_paint(static, n) for n in range(len(static.pages))]

    def file(self, over: Over, seed: bytes) -> bytes:
        """A file with these overlays; `seed` is what its ids are made of."""
        for number, page in enumerate(self.static.pages):
            page.obj.Contents = self.contents[number]
            if number in over:
                form = _form(self.overlays, over[number], self.job)
                _lay(self.static, page, form, self.paints[number], number)
        press = self.job.output.target is Target.PRESS
        printer = self.job.printer
        flavour = printer.pdfx if press and printer else None
        identity.identify(self.static, self.job, seed, pdfx=flavour)
        if press:
            from brochure.finishing.press import save

            assert flavour
            return save(self.static, flavour)
        return save_small(self.static)


class Merger:
    """One file of all records, in which what they share is there once."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.pdf = pikepdf.new()
        self._statics: dict[bytes, list[pikepdf.Object]] = {}
        self._paints: dict[int, pikepdf.Object] = {}
        self._first = True

    def add(
        self, key: bytes, static: bytes, overlays: bytes, records: Sequence[Over]
    ) -> None:
        """Records over one static file; `key` tells it from others."""
        if key not in self._statics:
            self._statics[key] = self._taken(static)
        with pikepdf.open(io.BytesIO(overlays)) as over:
            for record in records:
                for number, template in enumerate(self._statics[key]):
                    page = self._copy(template)
                    self.pdf.pages.append(page)
                    if number in record:
                        form = _form(over, record[number], self.job)
                        if number not in self._paints:
                            self._paints[number] = _paint(self.pdf, number)
                        paint = self._paints[number]
                        _lay(self.pdf, self.pdf.pages[-1], form, paint, number)

    def add_whole(self, file: bytes) -> None:
        """A record that is a file of its own."""
        with pikepdf.open(io.BytesIO(file)) as other:
            self._begin(other)
            for page in other.pages:
                self.pdf.pages.append(page)

    def saved(self, seed: bytes) -> bytes:
        """The whole file."""
        press = self.job.output.target is Target.PRESS
        flavour = self.job.printer.pdfx if press and self.job.printer else None
        identity.identify(self.pdf, self.job, seed, pdfx=flavour)
        if flavour:
            from brochure.finishing.press import save

            return save(self.pdf, flavour)
        return save_small(self.pdf)

    def _taken(self, static: bytes) -> list[pikepdf.Object]:
        with pikepdf.open(io.BytesIO(static)) as other:
            self._begin(other)
            pages = []
            for page in other.pages:
                page.obj.Contents = _wrapped(other, page)
                copied = self.pdf.copy_foreign(other.make_indirect(page.obj))
                pages.append(copied)
            return pages

    def _begin(self, other: pikepdf.Pdf) -> None:
        """The first file gives its output intent and how it wants to be printed."""
        if not self._first:
            return
        self._first = False
        for key in ("/OutputIntents", "/ViewerPreferences"):
            if key in other.Root:
                indirect = other.make_indirect(other.Root[key])
                self.pdf.Root[key] = self.pdf.copy_foreign(indirect)

    def _copy(self, template: pikepdf.Object) -> pikepdf.Page:
        """A page that shares all but its own resources and contents."""
        page = _shallow(template)
        page.Resources = _shallow(template.Resources)
        if "/XObject" in page.Resources:
            page.Resources.XObject = _shallow(template.Resources.XObject)
        if "/Parent" in page:
            del page["/Parent"]
        return pikepdf.Page(self.pdf.make_indirect(page))


def _wrapped(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Array:
    """The contents between q and Q: what is laid over them starts afresh."""
    parts = page.obj.Contents
    listed = list(parts) if isinstance(parts, pikepdf.Array) else [parts]
    return pikepdf.Array([pdf.make_stream(b"q"), *listed, pdf.make_stream(b"Q")])


def _shallow(thing: pikepdf.Object) -> Dictionary:
    """The dictionary once more, with the very entries."""
    return Dictionary({key: thing[key] for key in thing.keys()})  # noqa: SIM118


def _form(overlays: pikepdf.Pdf, number: int, job: Job) -> pikepdf.Object:
    """An overlay page as a form, where a static page has its own."""
    page = overlays.pages[number]
    if job.output.target is Target.PRESS:  # mounted already
        return page.Resources.XObject.Page
    return overlays.make_indirect(page.as_form_xobject(handle_transformations=False))


def _paint(pdf: pikepdf.Pdf, number: int) -> pikepdf.Object:
    """What paints the overlay of a page. Pages may share their resources: each has a
    name of its own there."""
    return pdf.make_stream(f"q /Over{number} Do Q".encode())


def _lay(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    form: pikepdf.Object,
    paint: pikepdf.Object,
    number: int,
) -> None:
    if "/XObject" not in page.resources:
        page.resources.XObject = Dictionary()
    page.resources.XObject[f"/Over{number}"] = pdf.copy_foreign(form)
    page.obj.Contents = pikepdf.Array([*page.obj.Contents, paint])
