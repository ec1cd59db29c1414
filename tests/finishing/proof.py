"""検版: what is found in a finished file by looking at every object in it.

Written apart from the code under test: it takes every stream and dictionary of the
file, reachable or not, and reads the contents with qpdf's own parser.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Name

#: Operators of colour, and the space each of them sets.
_PAINTS = {"rg": "RGB", "RG": "RGB", "g": "grey", "G": "grey", "k": "CMYK", "K": "CMYK"}
_SCREEN_SPACES = {"/DeviceRGB", "/CalRGB", "/CalGray", "/Lab", "/ICCBased"}


class Paint(NamedTuple):
    """A colour that is set: operator, and plates in percent (or RGB, or a grey)."""

    operator: str
    values: tuple[float, ...]


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield document


def content_streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Contents of pages, forms and patterns, masks among them."""
    for page in pdf.pages:
        yield page.obj
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and (
            thing.get(Name.Subtype) == Name.Form or Name.PatternType in thing
        ):
            yield thing


def instructions(pdf: pikepdf.Pdf) -> Iterator[tuple[str, list[Any]]]:
    """Every operator of every content stream, with its operands."""
    for stream in content_streams(pdf):
        for operands, operator in pikepdf.parse_content_stream(stream):
            yield str(operator), list(operands)


def paints(pdf: pikepdf.Pdf) -> list[Paint]:
    """Every colour that any stream sets, in percent."""
    return [
        Paint(operator, tuple(round(float(value) * 100, 3) for value in operands))
        for operator, operands in instructions(pdf)
        if operator in _PAINTS
    ]


def art_paints(pdf: pikepdf.Pdf) -> list[Paint]:
    """The same without the marks: what stands inside the bleed."""
    for page in pdf.pages:
        if "/Marks" in page.Resources.XObject:
            del page.Resources.XObject["/Marks"]
            page.Contents = pdf.make_stream(b"/Page Do")
    pdf.remove_unreferenced_resources()
    whole = io.BytesIO()
    pdf.save(whole)
    with opened(whole.getvalue()) as art:
        return paints(art)


def screen_colours(pdf: pikepdf.Pdf) -> list[str]:
    """Everything in the file that is not CMYK or grey; empty in a good press file."""
    found = [
        f"operator {operator}"
        for operator, _ in instructions(pdf)
        if _PAINTS.get(operator) == "RGB"
    ]
    for thing in pdf.objects:
        found += _screen_spaces(thing, 0)
    return found


def _screen_spaces(thing: Any, depth: int) -> Iterator[str]:
    if depth > 30:
        raise AssertionError("nested too deeply")
    if isinstance(thing, pikepdf.Name) and str(thing) in _SCREEN_SPACES:
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            if not getattr(item, "is_indirect", False):
                yield from _screen_spaces(item, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key in thing.keys():  # noqa: SIM118 (a stream cannot be iterated)
            item = thing[key]
            if not getattr(item, "is_indirect", False):
                yield from _screen_spaces(item, depth + 1)


def stops(pdf: pikepdf.Pdf) -> list[tuple[float, ...]]:
    """The end colours of all gradients, in percent, stitched ones in their order."""
    found: list[tuple[float, ...]] = []

    def look(function: Any) -> None:
        if function.FunctionType == 3:
            for part in function.Functions:
                look(part)
        else:
            for end in (function.C0, function.C1):
                found.append(tuple(round(float(value) * 100, 3) for value in end))

    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and Name.ShadingType in thing:
            look(thing.Function)
    return found


def images(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """Every image in the file, alpha channels among them."""
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Subtype) == Name.Image
    ]
