"""How a defect is put into a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.product.folds import Fold
from brochure.product.units import pt
from tests.preflight.good import EDGE, good, saved

Make = Callable[[pikepdf.Pdf], bytes | None]
X1A = "x1a-fogra39"


@dataclass(frozen=True)
class Mutation:
    """A defect. `also` are rules that cannot but notice it as well."""

    rule: str
    defect: str
    make: Make
    outcome: str = "fail"
    also: tuple[str, ...] = ()
    printer: str = ""
    #: The shop that the good file was made for, where it is another.
    made_for: str | None = None
    fold: Fold | None = None

    @property
    def id(self) -> str:
        return f"{self.rule}: {self.defect}"

    def pdf(self) -> bytes:
        """The spoilt file."""
        made_for = self.printer if self.made_for is None else self.made_for
        with pikepdf.open(io.BytesIO(good(made_for))) as pdf:
            made = self.make(pdf)
            return saved(pdf, force_version=pdf.pdf_version) if made is None else made


MUTATIONS: list[Mutation] = []


def mutation(rule: str, defect: str, **more: Any) -> Callable[[Make], Make]:
    """Enters a defect; the function changes the file, or returns the bytes of one."""

    def enter(make: Make) -> Make:
        MUTATIONS.append(Mutation(rule, defect, make, **more))
        return make

    return enter


def paint(
    pdf: pikepdf.Pdf, content: str | bytes, number: int = 1, **resources: Any
) -> None:
    """Paints on a page, in mm from the lower left of its trim.

    `resources` are entries by kind: `ExtGState={"Half": …}`.
    """
    page = pdf.pages[number - 1]
    for kind, entries in resources.items():
        if "/" + kind not in page.resources:
            page.resources["/" + kind] = Dictionary()
        for name, entry in entries.items():
            page.resources["/" + kind]["/" + name] = entry
    raw = content.encode("latin-1") if isinstance(content, str) else content
    edge, unit = pt(EDGE), pt(1)
    before = f"q 1 0 0 1 {edge} {edge} cm {unit} 0 0 {unit} 0 0 cm\n".encode()
    page.contents_add(pdf.make_stream(before + raw + b"\nQ"))


def font(pdf: pikepdf.Pdf) -> str:
    """The name of the embedded font of page 1, for `Tf`."""
    fonts = pdf.pages[0].resources.Font
    embedded = (n for n, f in fonts.items() if "/FontDescriptor" in f)
    return str(next(embedded))


def words(
    pdf: pikepdf.Pdf,
    x: float,
    y: float,
    size_pt: float,
    *,
    state: str = "0 0 0 1 k /Over gs",
    more: str = "",
) -> None:
    """A word of black type that overprints, in the font that the file has."""
    size = size_pt / pt(1)
    text = f"{state} BT {font(pdf)} {size} Tf {x} {y} Td {more} <{_glyphs(pdf)}> Tj ET"
    paint(pdf, text, ExtGState={"Over": overprinting()})


def _glyphs(pdf: pikepdf.Pdf) -> str:
    """The codes of a few glyphs that the font has."""
    fonts = pdf.pages[0].resources.Font
    found = fonts[font(pdf)]
    first = int(found.FirstChar)
    return "".join(f"{code:02x}" for code in range(first + 1, first + 5))


def overprinting(mode: int = 1) -> Dictionary:
    return Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=mode)


def image(
    pdf: pikepdf.Pdf,
    pixels: int,
    data: bytes,
    *,
    space: Any = Name.DeviceCMYK,
    bits: int = 8,
    **more: Any,
) -> pikepdf.Stream:
    """A square picture."""
    return pdf.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=pixels,
        Height=pixels,
        ColorSpace=space,
        BitsPerComponent=bits,
        **more,
    )


def place(pdf: pikepdf.Pdf, picture: Any, side_mm: float) -> None:
    """Puts a picture on page 1, on white paper."""
    paint(
        pdf,
        f"0 0 0 1 k q {side_mm} 0 0 {side_mm} 80 50 cm /Pic Do Q",
        XObject={"Pic": picture},
    )


def form(pdf: pikepdf.Pdf, content: str, **more: Any) -> pikepdf.Stream:
    return pdf.make_stream(
        content.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 100, 100]),
        **more,
    )


def without(thing: Any, key: str) -> None:
    """Takes an entry out of a dictionary, where it is there."""
    if key in thing:
        del thing[key]
