"""Where pictures lie on the pages, and how large: finishing needs it before it paints.

A content stream is run for its matrices alone, through forms, patterns and soft masks
(PDF 32000-1 § 8.3).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Name

from brochure.finishing.walk import Id
from brochure.product.units import mm

Matrix = tuple[float, float, float, float, float, float]

_OPERATORS = "q Q cm Do gs scn SCN"
_STILL: Matrix = (1, 0, 0, 1, 0, 0)
#: Forms within forms; ours have three.
_DEEPEST = 24


class Placed(NamedTuple):
    """A picture where it lies: its sides in mm, and the box around it on the page.

    The box is left, top, right, bottom in mm from the top left of the trim.
    """

    picture: Id
    page: int
    width: float
    height: float
    box: tuple[float, float, float, float]


def places(pdf: pikepdf.Pdf, pictures: Iterable[Id]) -> Iterator[Placed]:
    """Where each of the image XObjects lies, in the order they are painted."""
    finder = _Finder(set(pictures))
    for number, page in enumerate(pdf.pages, 1):
        page.contents_coalesce()
        left, bottom, _, top = (float(edge) for edge in page[Name.TrimBox])
        corner = (left, max(bottom, top))
        for picture, at in finder.run(page.Contents, page.Resources, _STILL):
            yield _placed(picture, number, at, corner)


class _Finder:
    def __init__(self, pictures: set[Id]) -> None:
        self.pictures = pictures
        self.parsed: dict[Id, list[tuple[str, list[pikepdf.Object]]]] = {}

    def run(
        self,
        stream: pikepdf.Object,
        resources: pikepdf.Object,
        base: Matrix,
        depth: int = 0,
    ) -> Iterator[tuple[Id, Matrix]]:
        """The pictures that a stream paints, each with the matrix it is painted in."""
        if depth > _DEEPEST:
            return
        now, kept = base, []
        for operator, operands in self._operators(stream):
            if operator == "q":
                kept.append(now)
            elif operator == "Q":
                now = kept.pop() if kept else base
            elif operator == "cm":
                now = times(_matrix(operands), now)
            elif operator == "Do":
                thing = resources[Name.XObject][str(operands[0])]
                if thing.objgen in self.pictures:
                    yield thing.objgen, now
                elif thing.get(Name.Subtype) == Name.Form:
                    yield from self._form(thing, resources, now, depth)
            elif operator == "gs":
                mask = resources[Name.ExtGState][str(operands[0])].get(Name.SMask)
                if isinstance(mask, pikepdf.Dictionary):
                    yield from self._form(mask.G, resources, now, depth)
            elif operands and isinstance(operands[-1], pikepdf.Name):
                pattern = resources[Name.Pattern][str(operands[-1])]
                if isinstance(pattern, pikepdf.Stream):
                    yield from self._form(pattern, resources, base, depth)

    def _form(
        self, form: pikepdf.Object, outer: pikepdf.Object, at: Matrix, depth: int
    ) -> Iterator[tuple[Id, Matrix]]:
        inner = times(_matrix(form.get(Name.Matrix, _STILL)), at)
        resources = form.get(Name.Resources, outer)
        yield from self.run(form, resources, inner, depth + 1)

    def _operators(
        self, stream: pikepdf.Object
    ) -> list[tuple[str, list[pikepdf.Object]]]:
        if stream.objgen not in self.parsed:
            self.parsed[stream.objgen] = [
                (str(one.operator), list(one.operands))
                for one in pikepdf.parse_content_stream(stream, _OPERATORS)
            ]
        return self.parsed[stream.objgen]


def times(first: Matrix, then: Matrix) -> Matrix:
    """`first`, and on what comes of it `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _matrix(values: Iterable[pikepdf.Object | float]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _placed(picture: Id, page: int, at: Matrix, corner: tuple[float, float]) -> Placed:
    a, b, c, d, e, f = at
    xs = [e, e + a, e + c, e + a + c]
    ys = [f, f + b, f + d, f + b + d]
    left, top = corner
    box = (
        mm(min(xs) - left), mm(top - max(ys)), mm(max(xs) - left), mm(top - min(ys))
    )  # fmt: skip
    return Placed(picture, page, mm(math.hypot(a, b)), mm(math.hypot(c, d)), box)
