"""Visits all that pages paint, in painting order: forms, patterns, masks, pictures.

WeasyPrint's pages share one resource dictionary, so what belongs to which page shows
only in the names that streams use. Resources that nothing uses are taken out, so that
no colour hides there.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple, Protocol

import pikepdf
from pikepdf import Name

from brochure.finishing import contents
from brochure.finishing.contents import Op, Pieces

#: A PDF object's number and generation.
Id = tuple[int, int]

#: Which kind of resource an operator names.
_KINDS = {
    b"Do": "/XObject",
    b"gs": "/ExtGState",
    b"sh": "/Shading",
    b"scn": "/Pattern",
    b"SCN": "/Pattern",
}


class Place(NamedTuple):
    """Where something is painted: the object that says so, and whether in a soft mask.

    Which pages show that object is known when all pages have been visited.
    """

    source: Id
    in_mask: bool


class Visitor(Protocol):
    """What a stage does to the things that a page paints."""

    def content(
        self, pieces: Pieces, resources: pikepdf.Object, at: Place
    ) -> Pieces: ...
    def state(self, state: pikepdf.Object, at: Place) -> None: ...
    def shading(self, shading: pikepdf.Object, at: Place) -> None: ...
    def image(self, image: pikepdf.Stream, at: Place) -> None: ...
    def group(self, form: pikepdf.Object, at: Place) -> None: ...


def visit(pdf: pikepdf.Pdf, visitor: Visitor) -> dict[Id, set[int]]:
    """Takes `visitor` to everything once; returns the pages that show each object."""
    walk = _Walk(visitor)
    pages: dict[Id, set[int]] = defaultdict(set)
    for number, page in enumerate(pdf.pages, 1):
        page.contents_coalesce()
        source = page.Contents.objgen
        walk.stream(page.Contents, page.Resources, Place(source, in_mask=False))
        for thing in walk.reached_from(source):
            pages[thing].add(number)
    walk.prune()
    return pages


class _Walk:
    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.seen: set[Id] = set()
        self.children: dict[Id, set[Id]] = defaultdict(set)
        #: Each resource dictionary, and the kinds and names that were used of it.
        self.used: dict[Id, tuple[pikepdf.Object, set[tuple[str, str]]]] = {}

    def stream(
        self, stream: pikepdf.Object, resources: pikepdf.Object, at: Place
    ) -> None:
        """Visits a content stream and, in the order of use, all that it names."""
        pieces = contents.take_apart(stream)
        pieces = self.visitor.content(pieces, resources, at)
        stream.write(contents.join(pieces))
        named = {
            (_KINDS[piece.operator], piece.operands[-1].decode("ascii")): None
            for piece in pieces
            if isinstance(piece, Op)
            and piece.operator in _KINDS
            and piece.operands[-1].startswith(b"/")
        }
        # A dictionary that is not an object of its own belongs to this stream alone.
        key = resources.objgen if resources.is_indirect else stream.objgen
        self.used.setdefault(key, (resources, set()))[1].update(named)
        for kind, name in named:
            self._resource(kind, resources[kind][name], at)

    def reached_from(self, source: Id) -> set[Id]:
        """The objects that `source` paints with, directly or not, and itself."""
        reached, waiting = {source}, [source]
        while waiting:
            new = self.children[waiting.pop()] - reached
            reached |= new
            waiting += new
        return reached

    def prune(self) -> None:
        """Takes out the resources that no stream uses, and all named colour spaces."""
        for resources, used in self.used.values():
            for kind in sorted(set(_KINDS.values())):
                for name in list(resources.get(kind, {}).keys()):
                    if (kind, name) not in used:
                        del resources[kind][name]
            # Separation leaves only device spaces, and those have no entry here.
            if Name.ColorSpace in resources:
                del resources[Name.ColorSpace]

    def _resource(self, kind: str, thing: pikepdf.Object, at: Place) -> None:
        at, first = self._step(thing, at)
        if not first:
            return
        if kind == "/ExtGState":
            self._state(thing, at)
        elif kind == "/Shading":
            self.visitor.shading(thing, at)
        elif kind == "/Pattern":
            self._pattern(thing, at)
        elif isinstance(thing, pikepdf.Stream) and thing.Subtype == Name.Image:
            self.visitor.image(thing, at)
        else:
            self._form(thing, at)

    def _state(self, state: pikepdf.Object, at: Place) -> None:
        self.visitor.state(state, at)
        mask = state.get(Name.SMask)
        if isinstance(mask, pikepdf.Dictionary):
            inside, first = self._step(mask.G, at._replace(in_mask=True))
            if first:
                self._form(mask.G, inside)

    def _pattern(self, pattern: pikepdf.Object, at: Place) -> None:
        if pattern.PatternType == 2:
            self.visitor.shading(pattern.Shading, at)
        else:
            self.stream(pattern, pattern.Resources, at)

    def _form(self, form: pikepdf.Object, at: Place) -> None:
        self.visitor.group(form, at)
        self.stream(form, form.Resources, at)

    def _step(self, thing: pikepdf.Object, at: Place) -> tuple[Place, bool]:
        """The place of what `thing` paints, and whether it is reached the first time.

        Only an object of its own can be reached twice.
        """
        if not thing.is_indirect:
            return at, True
        self.children[at.source].add(thing.objgen)
        first = thing.objgen not in self.seen
        self.seen.add(thing.objgen)
        return at._replace(source=thing.objgen), first
