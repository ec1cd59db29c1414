"""Colours that are no C M Y K, wherever they can hide; ink; transparency."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms

from brochure import HOME
from tests.preflight.mutations.registry import (
    X1A,
    form,
    image,
    mutation,
    overprinting,
    paint,
    place,
)

_BOX = "80 50 20 20 re"


@mutation("colour.rgb", "a fill")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"1 0 0 rg {_BOX} f")


@mutation("colour.rgb", "a line")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"1 0 0 RG 1 w {_BOX} S")


@mutation("colour.rgb", "in a form inside a form")
def _(pdf: pikepdf.Pdf) -> None:
    inner = form(pdf, f"0 0 1 rg {_BOX} f")
    outer = form(pdf, "/In Do", Resources=Dictionary(XObject=Dictionary(In=inner)))
    paint(pdf, "/Out Do", XObject={"Out": outer})


def _pattern(pdf: pikepdf.Pdf, content: bytes, kind: int) -> pikepdf.Stream:
    return pdf.make_stream(
        content, Type=Name.Pattern, PatternType=1, PaintType=kind, TilingType=1,
        BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9, Resources=Dictionary(),
    )  # fmt: skip


@mutation("colour.rgb", "in a pattern")
def _(pdf: pikepdf.Pdf) -> None:
    tile = _pattern(pdf, b"0 1 0 rg 0 0 5 5 re f", 1)
    paint(pdf, f"/Pattern cs /Tile scn {_BOX} f", Pattern={"Tile": tile})


@mutation("colour.rgb", "a pattern that takes its colour from outside")
def _(pdf: pikepdf.Pdf) -> None:
    tile = _pattern(pdf, b"0 0 5 5 re f", 2)
    paint(
        pdf,
        f"/Inked cs 0 1 0 /Tile scn {_BOX} f",
        Pattern={"Tile": tile},
        ColorSpace={"Inked": Array([Name.Pattern, Name.DeviceRGB])},
    )


def _gradient(space: Name, first: list[float], last: list[float]) -> Dictionary:
    ramp = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array(first), C1=Array(last)
    )
    return Dictionary(
        ShadingType=2, ColorSpace=space, Coords=Array([80, 50, 100, 50]), Function=ramp
    )


@mutation("colour.rgb", "a gradient")
def _(pdf: pikepdf.Pdf) -> None:
    ramp = _gradient(Name.DeviceRGB, [1, 0, 0], [0, 0, 1])
    paint(pdf, f"q {_BOX} W n /Ramp sh Q", Shading={"Ramp": ramp})


@mutation("colour.rgb", "a gradient as a pattern")
def _(pdf: pikepdf.Pdf) -> None:
    ramp = _gradient(Name.DeviceRGB, [1, 0, 0], [0, 0, 1])
    pattern = Dictionary(Type=Name.Pattern, PatternType=2, Shading=ramp)
    paint(pdf, f"/Pattern cs /Ramp scn {_BOX} f", Pattern={"Ramp": pattern})


@mutation("colour.rgb", "a picture")
def _(pdf: pikepdf.Pdf) -> None:
    place(pdf, image(pdf, 40, bytes(4800), space=Name.DeviceRGB), 2.5)


@mutation("colour.rgb", "a picture with a palette")
def _(pdf: pikepdf.Pdf) -> None:
    palette = pdf.make_stream(bytes(range(96)))
    space = Array([Name.Indexed, Name.DeviceRGB, 31, palette])
    place(pdf, image(pdf, 40, bytes(1600), space=space), 2.5)


@mutation("colour.rgb", "an inline picture")
def _(pdf: pikepdf.Pdf) -> None:
    data = b"BI /W 2 /H 2 /CS /RGB /BPC 8 ID " + bytes([9] * 12) + b" EI"
    paint(pdf, b"q 0.1 0 0 0.1 80 50 cm " + data + b" Q")


@mutation("colour.rgb", "a stencil that is painted in RGB")
def _(pdf: pikepdf.Pdf) -> None:
    stencil = pdf.make_stream(
        bytes(5000), Type=Name.XObject, Subtype=Name.Image, Width=200, Height=200,
        ImageMask=True, BitsPerComponent=1,
    )  # fmt: skip
    paint(pdf, "0 0.5 0 rg q 4 0 0 4 80 50 cm /Pic Do Q", XObject={"Pic": stencil})


@mutation("colour.rgb", "a colour with the profile of a screen")
def _(pdf: pikepdf.Pdf) -> None:
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    space = Array([Name.ICCBased, pdf.make_stream(screen, N=3)])
    paint(pdf, f"/Web cs 1 0 0 sc {_BOX} f", ColorSpace={"Web": space})


@mutation("colour.rgb", "calibrated RGB")
def _(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])
    paint(pdf, f"/Cal cs 1 0 0 sc {_BOX} f", ColorSpace={"Cal": space})


@mutation("colour.rgb", "a letter drawn in RGB", also=("fonts.type3",))
def _(pdf: pikepdf.Pdf) -> None:
    letter = pdf.make_stream(b"1000 0 d0 1 0 0 rg 0 0 750 750 re f")
    drawn = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), FirstChar=65, LastChar=65,
        CharProcs=Dictionary(A=letter), Widths=Array([1000]),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, Name.A])),
    )  # fmt: skip
    paint(
        pdf,
        "/Over gs 0 0 0 1 k BT /Drawn 4 Tf 30 100 Td (A) Tj ET",
        Font={"Drawn": drawn},
        ExtGState={"Over": overprinting()},
    )


_D50 = Dictionary(
    WhitePoint=Array([0.9642, 1, 0.8249]), Range=Array([-99, 99, -99, 99])
)


@mutation("colour.lab", "a fill")
def _(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.Lab, _D50])
    paint(pdf, f"/Lab cs 60 50 30 sc {_BOX} f", ColorSpace={"Lab": space})


@mutation("colour.lab", "a picture")
def _(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.Lab, _D50])
    place(pdf, image(pdf, 40, bytes([120] * 4800), space=space), 2.5)


@mutation("colour.icc", "CMYK with a profile of its own")
def _(pdf: pikepdf.Pdf) -> None:
    icc = HOME / "brochure" / "icc" / "ISOcoated_v2_300_bas.icc"
    space = Array([Name.ICCBased, pdf.make_stream(icc.read_bytes(), N=4)])
    paint(pdf, f"/Own cs 0 1 0 0 sc {_BOX} f", ColorSpace={"Own": space})


@mutation("colour.icc", "calibrated gray")
def _(pdf: pikepdf.Pdf) -> None:
    space = Array([Name.CalGray, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])
    paint(pdf, f"/Cal cs 0.5 sc {_BOX} f", ColorSpace={"Cal": space})


def _spot(name: str) -> Array:
    tint = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), N=1,
        C0=Array([0, 0, 0, 0]), C1=Array([0, 0.8, 0.2, 0]),
    )  # fmt: skip
    return Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, tint])


@mutation("colour.spot", "a DIC colour")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"/Dic cs 1 sc {_BOX} f", ColorSpace={"Dic": _spot("DIC 156s")})


@mutation("colour.spot", "a picture in a spot colour")
def _(pdf: pikepdf.Pdf) -> None:
    place(pdf, image(pdf, 40, bytes(1600), space=_spot("Gold")), 2.5)


@mutation("colour.spot", "one of two colorants")
def _(pdf: pikepdf.Pdf) -> None:
    code = b"{ 0 exch 0 exch }"
    mix = pdf.make_stream(
        code, FunctionType=4, Domain=Array([0, 1, 0, 1]),
        Range=Array([0, 1, 0, 1, 0, 1, 0, 1]),
    )  # fmt: skip
    names = Array([Name.Black, Name.Varnish])
    space = Array([Name.DeviceN, names, Name.DeviceCMYK, mix])
    paint(pdf, f"/Two cs 0.2 0.5 sc {_BOX} f", ColorSpace={"Two": space})


@mutation("colour.registration", "All, the colour of marks", also=("ink.over-limit",))
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"/All cs 1 sc {_BOX} f", ColorSpace={"All": _spot("All")})


@mutation("colour.registration", "four inks in full", also=("ink.over-limit",))
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"1 1 1 1 k {_BOX} f")


@mutation("colour.unknown", "a colour space that there is not")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"/Odd cs 1 sc {_BOX} f", ColorSpace={"Odd": Array([Name.ICCBased])})


@mutation("ink.over-limit", "one colour of 360 %")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"1 0.9 0.9 0.8 k {_BOX} f")


@mutation("ink.over-limit", "two colours of 200 % that overprint")
def _(pdf: pikepdf.Pdf) -> None:
    paint(
        pdf,
        f"/Over gs 1 0.9 0 0 k {_BOX} f 0 0 0.9 0.9 k {_BOX} f",
        ExtGState={"Over": overprinting()},
    )


@mutation("ink.over-limit", "260 % on newsprint", printer="newspaper",
          also=("lines.too-thin",), made_for="")  # fmt: skip
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"0.9 0.9 0 0.8 k {_BOX} f")


# --- Transparency, where the shop takes none -------------------------------------


@mutation("transparency.used", "half transparent", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"/Half gs 0 1 0 0 k {_BOX} f", ExtGState={"Half": Dictionary(ca=0.5)})


@mutation("transparency.used", "multiplied", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    state = Dictionary(BM=Name.Multiply)
    paint(pdf, f"/Mul gs 0 1 0 0 k {_BOX} f", ExtGState={"Mul": state})


@mutation("transparency.used", "a group", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    group = Dictionary(Type=Name.Group, S=Name.Transparency)
    faded = form(pdf, f"0 1 0 0 k {_BOX} f", Group=group)
    paint(pdf, "/Faded Do", XObject={"Faded": faded})


@mutation("transparency.used", "a picture with a soft mask", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    mask = image(pdf, 40, bytes([128] * 1600), space=Name.DeviceGray)
    place(pdf, image(pdf, 40, bytes(6400), SMask=mask), 2.5)


@mutation("transparency.used", "a soft mask of the state", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceGray)
    mask = Dictionary(
        Type=Name.Mask, S=Name.Luminosity, G=form(pdf, f"0.5 g {_BOX} f", Group=group)
    )
    state = Dictionary(SMask=mask)
    paint(pdf, f"/Soft gs 0 1 0 0 k {_BOX} f", ExtGState={"Soft": state})


def jpeg(quality: int, pixels: int = 400) -> bytes:
    """A JPEG of four inks."""
    noise = Image.effect_noise((pixels, pixels), 60)
    blank = Image.new("L", noise.size, 255)
    file = io.BytesIO()
    Image.merge("CMYK", (noise, noise, blank, blank)).save(
        file, "JPEG", quality=quality
    )
    return file.getvalue()
