"""What a PDF is made of, as a printer sees it: read once, then judged by the rules.

All places are `Box`es in millimetres from the top left of the trim (of the MediaBox
where a page has no TrimBox), y downwards, so bleed has negative numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from brochure.product.units import mm


class Box(NamedTuple):
    """A rectangle in mm from the top left of the trim."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Colour(NamedTuple):
    """A colour as the file says it.

    `space` is the family: "DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "CalRGB",
    "Lab", "ICCBased-1", "ICCBased-3", "ICCBased-4", "Separation", "DeviceN", "Indexed",
    "Pattern". `values` are as in the file (0–1; spot tints for Separation and DeviceN),
    `names` the colorants of Separation and DeviceN. A colour of a palette (Indexed) is
    given as that of the space under it. "Unknown" is a space that cannot be read.
    """

    space: str
    values: tuple[float, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def cmyk(self) -> tuple[float, float, float, float] | None:
        """The inks in percent, None where only a profile knows them."""
        if self.space == "DeviceCMYK" and len(self.values) == 4:
            c, m, y, k = (100 * value for value in self.values)
            return c, m, y, k
        if self.space == "DeviceGray" and self.values:
            return 0.0, 0.0, 0.0, 100 * (1 - self.values[0])
        return None


class State(NamedTuple):
    """The part of the graphics state that a press cares about.

    `where` are the resource names that lead to the object from the page, outermost
    first: ("/X1", "/X7"). `mask` is true inside a soft mask, which prints no ink.
    """

    overprint_fill: bool = False
    overprint_stroke: bool = False
    overprint_mode: int = 0
    alpha_fill: float = 1.0
    alpha_stroke: float = 1.0
    blend: str = "Normal"
    soft_mask: bool = False
    mask: bool = False
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One string shown by Tj, TJ, ' or ".

    `size_pt` is the em on paper after all matrices; `text` what the font's ToUnicode or
    encoding says, "" where nothing does; `glyphs` the number of glyphs, `notdef` how
    many of them are glyph 0. `mode` is Tr (3 is invisible). `angle` is degrees, 0
    upright.
    """

    box: Box
    text: str
    font: str
    size_pt: float
    glyphs: int
    notdef: int
    unmapped: int
    mode: int
    fill: Colour | None
    stroke: Colour | None
    state: State
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """One painted path. `box` is that of what is painted, clipped to the clip's box.

    `line_pt` is the stroke's width on paper (0 is a hairline), None where nothing is
    stroked. `thin_pt` is the narrow side of a filled rectangle, None for other shapes.
    """

    box: Box
    fill: Colour | None
    stroke: Colour | None
    line_pt: float | None
    thin_pt: float | None
    state: State


@dataclass(frozen=True, slots=True)
class Image:
    """One placement of a picture on the page.

    `ppi` is the lower of the two effective resolutions. `kind`: "image", "mask"
    (stencil), "soft-mask". `filters` as in the file; `quality` an estimate 1–100 of a
    JPEG, None otherwise. `name` tells placements of one picture from another's.
    """

    box: Box
    name: str
    pixels: tuple[int, int]
    ppi: float
    bits: int
    colour: str
    filters: tuple[str, ...]
    quality: int | None
    kind: Literal["image", "mask", "soft-mask"]
    state: State
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shading:
    """A gradient: its colour space and the place it paints."""

    box: Box
    colour: Colour
    kind: int
    state: State


@dataclass(frozen=True, slots=True)
class Group:
    """A transparency group, or a soft mask, that a page uses."""

    box: Box
    colour: str
    isolated: bool
    knockout: bool
    state: State


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the pages use it. `mapped`: every glyph used has a Unicode value."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    program: str
    mapped: bool
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link, note or form field. `inside`: it touches the BleedBox."""

    kind: str
    box: Box
    inside: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `boxes` are the boxes that the file gives, in points, by PDF name.

    UserUnit, which `unit` tells, is counted into them; /Rotate is not.
    """

    number: int
    boxes: dict[str, tuple[float, float, float, float]]
    rotation: int
    unit: float
    texts: tuple[Text, ...] = ()
    paths: tuple[Path, ...] = ()
    images: tuple[Image, ...] = ()
    shadings: tuple[Shading, ...] = ()
    groups: tuple[Group, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    #: Whether the interpreter stopped early: too many operators, or broken content.
    cut_short: str = ""

    @property
    def trim_mm(self) -> tuple[float, float]:
        """Width and height of the trim (else of the MediaBox)."""
        left, bottom, right, top = self.boxes.get("TrimBox") or self.boxes["MediaBox"]
        return mm(right - left), mm(top - bottom)


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent of the catalogue; of its profile what the header says."""

    subtype: str
    identifier: str
    registry: str
    info: str
    profile: bool
    components: int | None
    device_class: str
    space: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A PDF, read. `info` and `xmp` are the metadata as text by their usual names."""

    name: str
    size: int
    version: str
    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]
    intents: tuple[Intent, ...]
    info: dict[str, str]
    xmp: dict[str, str]
    has_id: bool
    encrypted: bool = False
    #: Of the catalogue: "AcroForm", "JavaScript", "OpenAction", "OCProperties",
    #: "EmbeddedFiles", "XFA", … as far as they are there.
    features: frozenset[str] = frozenset()
    trapped: str = ""
    #: Object streams, cross-reference streams, LZW, … as far as they are used.
    syntax: frozenset[str] = frozenset()
    #: Reading was given up halfway: whoever draws it should not even begin.
    exhausted: bool = False
    #: What is so broken that it was left out, in English, for the report.
    damage: tuple[str, ...] = field(default=())

    @property
    def flavour(self) -> str:
        """The PDF/X that the file says it is: "PDF/X-4", "PDF/X-1a:2001", … or "".

        ISO 15930-7 § 6.2 puts it into XMP, ISO 15930-1 and -3 into Info, where the
        conformance, if there is one, says more than the version.
        """
        return (
            self.xmp.get("pdfxid:GTS_PDFXVersion")
            or self.info.get("GTS_PDFXConformance")
            or self.info.get("GTS_PDFXVersion")
            or ""
        )
