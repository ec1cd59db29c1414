"""One finished file, and what changes laid over it: the page is finished only once.

Overlays are typeset on pages of the same size as those below, with nothing else on
them. They are separated like any page, and become forms over the static pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

import pikepdf
from pikepdf import Dictionary

from brochure.finishing import identity, saving
from brochure.finishing.stream import Copier, Sink, Stream
from brochure.finishing.ticket import Job

#: Which page of the overlays (from 0) lies over which page of the file (from 0).
Over = Mapping[int, int]


def prepare(source: bytes, job: Job) -> bytes:
    """The typeset overlays, finished as pages of their target are.

    Raises:
        Stop: They cannot be what the target asks.
    """
    if job.flavour is None:
        from brochure.finishing import office

        return office.finish_overlay(source, job)
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
        flavour = self.job.flavour
        identity.identify(self.static, self.job, seed, pdfx=flavour)
        if flavour:
            return saving.for_press(self.static, flavour)
        return saving.small(self.static)


class _Template(NamedTuple):
    """What all pages over one static page have in common, as it is written."""

    entries: bytes
    resources: bytes
    forms: bytes
    contents: bytes


class Merger:
    """One file of all records, in which what they share is there once.

    It is written to `file` as records come; no more than one chunk is in memory.
    """

    def __init__(self, job: Job, file: Sink) -> None:
        self.job = job
        self._flavour = job.flavour
        version = "1.7"
        if self._flavour:
            version = saving.VERSIONS[self._flavour]
        self._stream = Stream(file, version)
        self._statics: dict[bytes, list[_Template]] = {}
        self._looks: dict[bytes, list[_Template]] = {}
        self._before = self._stream.add(_code(b"q"))
        self._after = self._stream.add(_code(b"Q"))
        self._paints: dict[int, bytes] = {}
        self._root: bytes | None = None

    def add(self, static: bytes, overlays: bytes, records: Sequence[Over]) -> None:
        """Records over one static file."""
        key = sha256(static).digest()
        if key not in self._statics:
            self._statics[key] = self._taken(static)
        with pikepdf.open(io.BytesIO(overlays)) as over:
            copier = Copier(self._stream)
            for record in records:
                for number, template in enumerate(self._statics[key]):
                    form = b""
                    if number in record:
                        form = copier.take(_form(over, record[number], self.job))
                    self._lay(template, number, form)

    def _lay(self, page: _Template, number: int, form: bytes) -> None:
        forms, contents = page.forms, page.contents
        if form:
            if number not in self._paints:
                self._paints[number] = self._stream.add(_code(_painting(number)))
            forms += b"/Over%d %s" % (number, form)
            contents += b" " + self._paints[number]
        self._stream.page(
            b"%s/Resources<<%s/XObject<<%s>>>>/Contents[%s]"
            % (page.entries, page.resources, forms, contents)
        )

    def add_whole(self, file: bytes) -> None:
        """A record that is a file of its own."""
        with pikepdf.open(io.BytesIO(file)) as other:
            copier = Copier(self._stream)
            self._begin(other, copier)
            copier.pages(other.pages)

    def close(self, seed: bytes) -> None:
        """Ends the file; `seed` is what its ids are made of."""
        with pikepdf.new() as said:
            identity.identify(said, self.job, seed, pdfx=self._flavour)
            copier = Copier(self._stream)
            metadata = b"/Metadata " + copier.take(said.Root.Metadata)
            info = copier.take(said.trailer.Info)
            self._stream.close((self._root or b"") + metadata, info)

    def _taken(self, static: bytes) -> list[_Template]:
        with pikepdf.open(io.BytesIO(static)) as other:
            look = _look(other)
            if look not in self._looks:
                copier = Copier(self._stream)
                self._begin(other, copier)
                made = [self._template(copier, page) for page in other.pages]
                self._looks[look] = made
            return self._looks[look]

    def _template(self, copier: Copier, page: pikepdf.Page) -> _Template:
        listed = b" ".join(copier.take(part) for part in _parts(page))
        return _Template(
            copier.entries(page.obj, ("/Type", "/Parent", "/Contents", "/Resources")),
            copier.entries(page.resources, ("/XObject",)),
            copier.entries(page.resources.get("/XObject", Dictionary())),
            # Between q and Q: what is laid over it starts afresh.
            b"%s %s %s" % (self._before, listed, self._after),
        )

    def _begin(self, other: pikepdf.Pdf, copier: Copier) -> None:
        """The first file gives its output intent and how it wants to be printed."""
        if self._root is None:
            others = set(other.Root.keys()) - {"/OutputIntents", "/ViewerPreferences"}
            self._root = copier.entries(other.Root, others)


def _look(pdf: pikepdf.Pdf) -> bytes:
    """A digest of all that prints: two files may differ in no more than their ids."""
    seal = sha256()
    apart = {pdf.trailer.Info.objgen, pdf.Root.Metadata.objgen}
    for thing in pdf.objects:
        if thing.objgen in apart:
            continue
        if isinstance(thing, pikepdf.Stream):
            seal.update(thing.stream_dict.unparse(resolved=True))
            seal.update(thing.read_raw_bytes())
        else:
            seal.update(thing.unparse(resolved=True))
    return seal.digest()


def _wrapped(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Array:
    """The contents between q and Q: what is laid over them starts afresh."""
    listed = _parts(page)
    return pikepdf.Array([pdf.make_stream(b"q"), *listed, pdf.make_stream(b"Q")])


def _parts(page: pikepdf.Page) -> list[pikepdf.Object]:
    parts = page.obj.Contents
    return list(parts) if isinstance(parts, pikepdf.Array) else [parts]


def _form(overlays: pikepdf.Pdf, number: int, job: Job) -> pikepdf.Object:
    """An overlay page as a form, where a static page has its own."""
    page = overlays.pages[number]
    if job.flavour:  # mounted already
        return page.Resources.XObject.Page
    return overlays.make_indirect(page.as_form_xobject(handle_transformations=False))


def _paint(pdf: pikepdf.Pdf, number: int) -> pikepdf.Object:
    """What paints the overlay of a page. Pages may share their resources: each has a
    name of its own there."""
    return pdf.make_stream(_painting(number))


def _painting(number: int) -> bytes:
    return b"q /Over%d Do Q" % number


def _code(operators: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(operators), operators)


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
