"""A folder of pictures, and what each target makes of a page that shows them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from pikepdf import Name
from PIL import Image, ImageChops, ImageCms

from brochure import HOME
from brochure.finishing import Finished, Job, finish
from brochure.finishing.proof import _placed
from brochure.product.formats import FORMATS
from brochure.product.outputs import Output
from brochure.product.project import Project
from brochure.product.targets import TARGETS, Target
from brochure.shop import printers
from brochure.shop.inks import Palette
from brochure.typeset import Typeset, typeset
from tests.finishing.conftest import PROFILE

#: A target, with a printer or a variant behind a colon.
PRESSES = ("press", "press:x1a-jc200103")
SCREENS = ("office", "screen", "proof")
EVERY = (*PRESSES, *SCREENS, "image")


@dataclass(frozen=True)
class Studio:
    """A project's folder, and the ticket for its pages."""

    folder: Path
    palette: Palette
    job: Job

    def set(
        self, body: str, css: str = "", target: Target = TARGETS["press"]
    ) -> Typeset:
        bleed = 3 if target.bleeds else 0
        html = f"""<!doctype html><html lang="ja"><title>見本</title><style>
            {self.palette.css()} @page {{ size: 210mm 297mm; margin: 0;
            bleed: {bleed}mm }} body {{ margin: 0; font: 12pt "Noto Sans JP" }}
            img {{ display: block }} {css}</style><body>{body}</body></html>"""
        project = Project(self.folder)
        return typeset(html, project, self.palette, tagged=target.tagged)

    def make(self, target: str, body: str, css: str = "") -> Finished:
        name, _, how = target.partition(":")
        kind = TARGETS[name]
        page = self.set(body, css, kind)
        assert [one for one in page.findings if one.status == "fail"] == []
        output = Output("leaflet", kind, "A4")
        if kind.paged:
            output = replace(output, width_px=1240, ending="png")
        if how in kind.variants:
            output = replace(output, variant=how)
        printer = printers.load(how if kind.separated else "", HOME)
        return finish(page.pdf, replace(self.job, output=output, printer=printer))


def drawn(file: Finished, ppi: float = 72) -> Image.Image:
    """The first page as pdfium draws it, or the picture that it is."""
    data = file.files[0]
    if data.startswith(b"\x89PNG"):
        return Image.open(io.BytesIO(data)).convert("RGB")
    with pypdfium2.PdfDocument(data) as pdf:
        return pdf[0].render(scale=ppi / 72).to_pil().convert("RGB")


def seen_at(file: Finished, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place of the trimmed page, mm from its upper left."""
    if file.files[0].startswith(b"\x89PNG"):
        page = drawn(file)
        scale = page.width / 210
        return page.getpixel((int(x * scale), int(y * scale)))  # type: ignore[return-value]
    with pikepdf.open(io.BytesIO(file.files[0])) as pdf:
        page = pdf.pages[0]
        page.contents_coalesce()
        if b"/Notes" in page.Contents.read_bytes():
            on = _placed(FORMATS["A4"], 1)
            x, y = x + on.left, y + on.height - on.bottom - 297
        media = [float(edge) for edge in page.mediabox]
        trim = [float(edge) for edge in page.trimbox]
    scale = 72 / 25.4
    at = (trim[0] - media[0] + x * scale, media[3] - trim[3] + y * scale)
    return drawn(file).getpixel((int(at[0]), int(at[1])))  # type: ignore[return-value]


class Seen(NamedTuple):
    """An image of a file: its pixels (255 is full ink), its JPEG, b"" for none."""

    pixels: Image.Image
    jpeg: bytes
    transparent: bool

    @property
    def size(self) -> tuple[int, int]:
        return self.pixels.size


def pictures(file: Finished) -> list[Seen]:
    """The images of a file, without the masks of others."""
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        every = list(_all(pdf))
        masks = {one.SMask.objgen for one in every if Name.SMask in one}
        return [
            Seen(
                _pixels(one),
                one.read_raw_bytes() if one.get(Name.Filter) == Name.DCTDecode else b"",
                Name.SMask in one,
            )
            for one in every
            if one.objgen not in masks
        ]


def _all(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Subtype) == Name.Image:
            yield thing


def _pixels(image: pikepdf.Stream) -> Image.Image:
    modes = {"/DeviceCMYK": "CMYK", "/DeviceGray": "L", "/DeviceRGB": "RGB"}
    mode = modes[str(image.ColorSpace)]
    assert Name.Decode not in image
    if image.get(Name.Filter) == Name.DCTDecode:
        found = Image.open(io.BytesIO(image.read_raw_bytes()))
        assert found.mode == mode
        return ImageChops.invert(found) if mode == "CMYK" else found.copy()
    size = (int(image.Width), int(image.Height))
    return Image.frombytes(mode, size, image.read_bytes())


def told(image: Image.Image, source: bytes | None, target: str) -> Any:
    """LittleCMS' own answer: `image` from a profile to "sRGB" or to the house's ink."""
    wanted: Any = ImageCms.createProfile("sRGB") if target == "sRGB" else str(PROFILE)
    given: Any = ImageCms.createProfile("sRGB")
    if source is not None:
        given = ImageCms.getOpenProfile(io.BytesIO(source))
    return ImageCms.profileToProfile(
        image,
        given,
        wanted,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB" if target == "sRGB" else "CMYK",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def spaces(file: Finished) -> set[str]:
    """Every operator and space of colour in a file, wherever it stands."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        for thing in pdf.objects:
            if not isinstance(thing, (pikepdf.Stream, pikepdf.Dictionary)):
                continue
            for key in (Name.ColorSpace, Name.CS):
                if isinstance(space := thing.get(key), pikepdf.Name):
                    found.add(str(space))
        for page in pdf.pages:
            page.contents_coalesce()
            found |= _operators(page.Contents, page.Resources)
    return found


def _operators(stream: pikepdf.Object, resources: pikepdf.Object) -> set[str]:
    names = "g G rg RG k K cs CS"
    found = {
        f"{one.operands[0]}" if str(one.operator) in ("cs", "CS") else str(one.operator)
        for one in pikepdf.parse_content_stream(stream, names)
    }
    for kind in (Name.XObject, Name.Pattern):
        for inner in resources.get(kind, pikepdf.Dictionary()).as_dict().values():
            if isinstance(inner, pikepdf.Stream) and Name.Resources in inner:
                found |= _operators(inner, inner.Resources)
    return found
