"""A placed PDF: the drawing of its page becomes a form in the place of a stand-in.

It fills the unit square, as the picture did, and has nothing but what is drawn.
"""

from __future__ import annotations

from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.finishing.cleaning import Cleaner
from brochure.finishing.spaces import DEVICES, Target
from brochure.finishing.walk import Id
from brochure.pictures import vector
from brochure.pictures.standin import Held
from brochure.pictures.vector import Page

#: A form begins in the state of whoever paints it; a page does not (table 52, 104).
_FRESH = b"0 g 0 G 1 w 0 J 0 j 10 M [] 0 d 0 Tc 0 Tw 100 Tz 0 TL 0 Ts 0 Tr\n"


class Drawn(NamedTuple):
    """The pictures of a placed page, and whether it uses transparency."""

    pictures: set[Id]
    transparent: bool


def place(
    pdf: pikepdf.Pdf, stream: pikepdf.Stream, held: Held, target: Target
) -> Drawn:
    """Exchanges the image XObject `stream` for the page; says what came along.

    Raises:
        Stop: there is something in it that cannot be converted.
    """
    with vector.opened(held.name, held.data) as file:
        page = file.pages[0]
        measured = vector.measured(page)
        page.contents_coalesce()
        if Name.Resources not in page:
            page.Resources = Dictionary()
        cleaner = Cleaner(file, held.name, target)
        source = page.Contents if Name.Contents in page else file.make_stream(b"")
        cleaner.stream(source, page.Resources, whole=page.Resources)
        made = file.make_stream(
            _FRESH + source.read_bytes(), Resources=cleaner.kept(page.Resources)
        )
        if cleaner.transparent:
            # A page blends within itself alone, not with what is below the picture.
            made.Group = Dictionary(
                S=Name.Transparency, CS=DEVICES[target.mode], I=True
            )
        form = pdf.copy_foreign(file.make_indirect(made))
        ready = {pdf.copy_foreign(one).objgen for one in cleaner.pictures}
    for key in list(stream.keys()):
        if key != Name.Length:
            del stream[key]
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([round(edge, 4) for edge in measured.box])
    stream.Matrix = Array([round(value, 9) for value in _to_unit_square(measured)])
    stream.Resources = form.Resources
    if Name.Group in form:
        stream.Group = form.Group
    stream.write(form.read_bytes())
    return Drawn(ready, cleaner.transparent)


def _to_unit_square(page: Page) -> tuple[float, ...]:
    """From the page's box to 0–1, turned clockwise as the page asks."""
    x0, y0, x1, y1 = page.box
    x, y = 1 / (x1 - x0), 1 / (y1 - y0)
    return {
        0: (x, 0.0, 0.0, y, -x0 * x, -y0 * y),
        90: (0.0, -x, y, 0.0, -y0 * y, 1 + x0 * x),
        180: (-x, 0.0, 0.0, -y, 1 + x0 * x, 1 + y0 * y),
        270: (0.0, x, -y, 0.0, 1 + y0 * y, -x0 * x),
    }[page.rotated]
