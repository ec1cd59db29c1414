"""Type, fonts and lines."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name

from brochure.product.folds import Fold
from brochure.product.units import pt
from tests.preflight.mutations.registry import (
    X1A,
    font,
    mutation,
    overprinting,
    paint,
    without,
    words,
)


@mutation("text.too-small", "4 pt")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 100, 4)


@mutation("text.too-small", "5.5 pt", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 100, 5.5)


@mutation("text.too-small", "9 pt made 4.5 pt by the text matrix")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 0, 0, 9, more="0.5 0 0 0.5 30 100 Tm")


@mutation("text.too-small", "white words of 5.5 pt")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 200, 5.5, state="0 0 0 0 k")


@mutation("text.rich-black", "small type of four inks")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 100, 9, state="0.6 0.4 0.4 1 k")


@mutation("text.rich-black", "a headline of four inks", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 70, 30, state="0.6 0.4 0.4 1 k")


@mutation("text.black-knocks-out", "black type that knocks out", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 100, 9, state="0 0 0 1 k")


@mutation("text.black-knocks-out", "overprint without mode 1", outcome="warn",
          also=("overprint.mode",))  # fmt: skip
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 100, 9, state="0 0 0 1 k /Old gs")
    pdf.pages[0].resources.ExtGState["/Old"] = overprinting(0)


@mutation("text.invisible", "words that are drawn without ink", outcome="info")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 100, 9, more="3 Tr")


@mutation("text.fold", "words on the second fold of 97·100·100", fold=Fold.ROLL)
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 99, 9)  # 197 mm from the top lies 100 mm above the foot


@mutation("text.fold", "words just beside the fold", fold=Fold.HALF, outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 145.2, 9)


@mutation("text.fold", "words on the upright fold of a cross", fold=Fold.CROSS)
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 103, 100, 9)


@mutation("overprint.white", "a white rectangle")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, "/Over gs 0 0 0 0 k 30 200 20 20 re f",
          ExtGState={"Over": overprinting()})  # fmt: skip


@mutation("overprint.white", "white words")
def _(pdf: pikepdf.Pdf) -> None:
    words(pdf, 30, 200, 12, state="0 0 0 0 k /Over gs")


@mutation("overprint.white", "a white line")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, "/Over gs 0 0 0 0 K 1 w 30 200 m 60 200 l S",
          ExtGState={"Over": overprinting()})  # fmt: skip


@mutation("overprint.mode", "a colour that overprints in mode 0", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, "/Old gs 0 1 0 0 k 30 200 20 20 re f",
          ExtGState={"Old": overprinting(0)})  # fmt: skip


# --- Fonts -----------------------------------------------------------------------


@mutation("fonts.not-embedded", "Helvetica, which nobody embeds")
def _(pdf: pikepdf.Pdf) -> None:
    helvetica = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding,
    )
    paint(
        pdf,
        "/Over gs 0 0 0 1 k BT /Helv 4 Tf 30 100 Td (Hello) Tj ET",
        Font={"Helv": helvetica},
        ExtGState={"Over": overprinting()},
    )


@mutation("fonts.not-embedded", "a font whose program is gone")
def _(pdf: pikepdf.Pdf) -> None:
    for one in pdf.pages[0].resources.Font.values():
        without(one.get("/FontDescriptor", Dictionary()), "/FontFile2")


@mutation("fonts.not-embedded", "Ryumin, left to the printer's machine",
          also=("fonts.unmapped",))  # fmt: skip
def _(pdf: pikepdf.Pdf) -> None:
    system = Dictionary(Registry=b"Adobe", Ordering=b"Japan1", Supplement=2)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/Ryumin-Light"), Flags=4,
        FontBBox=Array([0, -120, 1000, 880]), ItalicAngle=0, Ascent=880, Descent=-120,
        CapHeight=700, StemV=80,
    )  # fmt: skip
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/Ryumin-Light"),
        CIDSystemInfo=system, FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    ryumin = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/Ryumin-Light-Identity-H"),
        Encoding=Name("/Identity-H"), DescendantFonts=Array([pdf.make_indirect(inner)]),
    )  # fmt: skip
    paint(
        pdf,
        "/Over gs 0 0 0 1 k BT /Ryu 4 Tf 30 100 Td <0E6A0E6B> Tj ET",
        Font={"Ryu": ryumin},
        ExtGState={"Over": overprinting()},
    )


@mutation("fonts.unmapped", "no ToUnicode", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    for one in pdf.pages[0].resources.Font.values():
        without(one, "/ToUnicode")
        without(one, "/Encoding")
        if "/FontDescriptor" in one:
            one.FontDescriptor.Flags = 4


@mutation("fonts.notdef", "a character that the font has not", also=("fonts.unmapped",))
def _(pdf: pikepdf.Pdf) -> None:
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+Noto"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.pages[0].resources.Font[font(pdf)].FontDescriptor,
        CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    outer = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Noto"),
        Encoding=Name("/Identity-H"), DescendantFonts=Array([pdf.make_indirect(inner)]),
    )  # fmt: skip
    paint(
        pdf,
        "/Over gs 0 0 0 1 k BT /Gone 4 Tf 30 100 Td <0000> Tj ET",
        Font={"Gone": outer},
        ExtGState={"Over": overprinting()},
    )


@mutation("fonts.type3", "letters that are drawings", outcome="info")
def _(pdf: pikepdf.Pdf) -> None:
    letter = pdf.make_stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
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


# --- Lines -----------------------------------------------------------------------


def line(pdf: pikepdf.Pdf, width_pt: float, ink: str = "0 0 0 1") -> None:
    paint(pdf, f"{ink} K {width_pt / pt(1)} w 30 100 m 90 100 l S")


@mutation("lines.too-thin", "a line of 0.1 pt")
def _(pdf: pikepdf.Pdf) -> None:
    line(pdf, 0.1)


@mutation("lines.too-thin", "a hairline of no width", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    line(pdf, 0)


@mutation("lines.too-thin", "1 pt made 0.1 pt by a matrix")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"0.1 0 0 0.1 0 0 cm 0 0 0 1 K {1 / pt(1)} w 300 1000 m 900 1000 l S")


@mutation("lines.too-thin", "a filled rectangle as thin as 0.1 pt")
def _(pdf: pikepdf.Pdf) -> None:
    paint(pdf, f"0 0 0 1 k 30 100 60 {0.1 / pt(1)} re f")


@mutation("lines.many-inks", "0.3 pt of three inks", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    line(pdf, 0.3, "0.6 0.6 0.6 0")
