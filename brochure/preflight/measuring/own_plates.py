"""Our own separation of files whose colours are C M Y K already, as ours are.

The file is written anew once a plate, every colour replaced by the gray of that ink's
tint, and drawn. With overprint mode 1 an ink of nothing leaves its plate as it is
(PDF 32000-1 § 11.7.4.3): there the object is left out.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
import pikepdf
from PIL import Image

from brochure.finding import Words
from brochure.preflight.measuring.plates import DPI, area, dpi_for, origin
from brochure.preflight.rule import NotMeasured
from brochure.product.units import PT_PER_INCH

if TYPE_CHECKING:
    from brochure.preflight.facts import Facts, Text
    from brochure.preflight.facts import Path as Path_

_OPERATORS = "k K g G gs q Q Do sh rg RG cs CS sc scn SC SCN"


def knows(facts: Facts) -> bool:
    """Whether every colour of the file is known as C M Y K."""
    for page in facts.pages:
        if page.cut_short or page.shadings or page.groups or page.rotation:
            return False
        for image in page.images:
            if (
                image.colour not in ("DeviceCMYK", "DeviceGray")
                or image.kind != "image"
            ):
                return False
        things: list[Text | Path_] = [*page.texts, *page.paths]
        for thing in things:
            state = thing.state
            if state.soft_mask or state.blend not in ("Normal", "Compatible"):
                return False
            if state.alpha_fill < 1 or state.alpha_stroke < 1:
                return False
            for colour in (thing.fill, thing.stroke):
                if colour is not None and colour.cmyk is None:
                    return False
    return True


class OwnPlates:
    """Separations drawn by pdfium, one plate after the other."""

    method = "own"

    def __init__(self, path: Path, facts: Facts, dpi: int = DPI) -> None:
        self.path, self.facts, self.dpi = path, facts, dpi_for(facts, dpi)
        self._made: dict[int, numpy.ndarray] = {}

    def begin(self) -> None:
        pass

    def close(self) -> None:
        pass

    def page(self, number: int) -> numpy.ndarray:
        if number not in self._made:
            try:
                self._make()
            except NotMeasured:
                raise
            except Exception as error:
                raise NotMeasured(
                    Words(
                        f"版に分けられませんでした（{type(error).__name__}）",
                        f"the file could not be separated ({type(error).__name__})",
                    )
                ) from error
        return self._made[number]

    def origin_mm(self, number: int) -> tuple[float, float]:
        return origin(self.facts.pages[number - 1])

    def _make(self) -> None:
        import pypdfium2

        layers: list[list[numpy.ndarray]] = []
        for ink in range(4):
            data = _plate(self.path, ink)
            document = pypdfium2.PdfDocument(data)
            drawn = []
            for index, facts in enumerate(self.facts.pages):
                page = document[index]
                left, bottom, right, top = (side / facts.unit for side in area(facts))
                page.set_mediabox(left, bottom, right, top)
                page.set_cropbox(left, bottom, right, top)
                bitmap = page.render(
                    scale=self.dpi / PT_PER_INCH * facts.unit,
                    grayscale=True,
                    rev_byteorder=False,
                )
                gray = numpy.asarray(bitmap.to_pil().convert("L"), dtype=numpy.uint16)
                drawn.append((((255 - gray) * 100 + 127) // 255).astype("uint8"))
            layers.append(drawn)
        for index in range(len(self.facts.pages)):
            self._made[index + 1] = numpy.stack([one[index] for one in layers], axis=-1)


def _plate(path: Path, ink: int) -> bytes:
    """The file with every colour as the gray of one ink: white where there is none."""
    with pikepdf.open(path) as pdf:
        done: set[tuple[int, int]] = set()
        for page in pdf.pages:
            page.contents_coalesce()
            _rewrite(pdf, page.Contents, page.get("/Resources"), ink, done, False)
        file = io.BytesIO()
        pdf.save(file, static_id=True)
        return file.getvalue()


def _rewrite(
    pdf: pikepdf.Pdf,
    stream: Any,
    resources: Any,
    ink: int,
    done: set[tuple[int, int]],
    overprint: bool,
) -> None:
    if stream.objgen in done or len(done) > 10_000:
        return
    done.add(stream.objgen)
    instructions: list[Any] = []
    states: list[bool] = []
    parsed: Any = pikepdf.parse_content_stream(stream)
    _add_states(resources)
    for operands, operator in parsed:
        name = str(operator)
        if name == "q":
            states.append(overprint)
        elif name == "Q" and states:
            overprint = states.pop()
        elif name == "gs" and not str(operands[0]).startswith("/Brochure"):
            state = resources.ExtGState[str(operands[0])]
            if "/op" in state or "/OP" in state:
                overprint = bool(state.get("/op", state.get("/OP", False)))
                overprint = overprint and int(state.get("/OPM", 0)) == 1
        elif name in ("k", "K"):
            tint = float(operands[ink])
            instructions += _gray(name.lower() == name, tint, overprint)
            continue
        elif name in ("g", "G"):
            tint = 1 - float(operands[0]) if ink == 3 else 0.0
            instructions += _gray(name.lower() == name, tint, False)
            continue
        elif name == "Do":
            thing = resources.XObject[str(operands[0])]
            if thing.get("/Subtype") == "/Image":
                _reduce(pdf, thing, ink, done)
            else:
                inner = thing.get("/Resources", resources)
                _rewrite(pdf, thing, inner, ink, done, overprint)
        instructions.append((operands, operator))
    stream.write(pikepdf.unparse_content_stream(instructions))


#: States that show or hide what is filled (F) or stroked (S) from then on.
_STATES = {
    (True, True): ("/BrochureF1", "/ca", 1), (True, False): ("/BrochureF0", "/ca", 0),
    (False, True): ("/BrochureS1", "/CA", 1), (False, False): ("/BrochureS0", "/CA", 0),
}  # fmt: skip


def _add_states(resources: Any) -> None:
    if resources is None:
        return
    if "/ExtGState" not in resources:
        resources.ExtGState = pikepdf.Dictionary()
    for name, key, alpha in _STATES.values():
        resources.ExtGState[name] = pikepdf.Dictionary({key: alpha})


def _gray(fill: bool, tint: float, overprint: bool) -> list[Any]:
    """The operators that paint one ink; none of it, overprinted, is not to be seen."""
    value = 1 - min(1.0, max(0.0, tint))
    shown = not (overprint and tint <= 0)
    name, _, _ = _STATES[fill, shown]
    return [
        ([value], pikepdf.Operator("g" if fill else "G")),
        ([pikepdf.Name(name)], pikepdf.Operator("gs")),
    ]


def _reduce(
    pdf: pikepdf.Pdf, picture: Any, ink: int, done: set[tuple[int, int]]
) -> None:
    """A picture as the gray of one ink."""
    if picture.objgen in done:
        return
    done.add(picture.objgen)
    image = pikepdf.PdfImage(picture).as_pil_image()
    if image.mode == "CMYK":
        plane = image.getchannel(ink).point(lambda value: 255 - value)
    else:
        plane = image.convert("L") if ink == 3 else Image.new("L", image.size, 255)
    picture.write(plane.tobytes())
    for key in ("/DecodeParms", "/Decode", "/Intent"):
        if key in picture:
            del picture[key]
    picture.ColorSpace = pikepdf.Name.DeviceGray
    picture.BitsPerComponent = 8
