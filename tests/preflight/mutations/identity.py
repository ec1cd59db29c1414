"""What a file says of itself."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import ImageCms

from tests.preflight.good import saved
from tests.preflight.mutations.registry import X1A, mutation, paint


@mutation("pdfx.unidentified", "X-4: no GTS_PDFXVersion in XMP")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


@mutation("pdfx.unidentified", "X-1a: no GTS_PDFXVersion in Info", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/GTS_PDFXVersion"], pdf.docinfo["/GTS_PDFXConformance"]


@mutation(
    "pdfx.unidentified",
    "X-4 where the shop takes X-1a",
    printer=X1A,
    made_for="",
    also=("pdfx.version",),
)
def _(pdf: pikepdf.Pdf) -> None:
    pass


@mutation("pdfx.unidentified", "X-1a where the shop takes X-4", made_for=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    pass


@mutation("pdfx.version", "X-4 of PDF 1.7")
def _(pdf: pikepdf.Pdf) -> bytes:
    return saved(pdf, force_version="1.7")


@mutation("pdfx.version", "X-1a of PDF 1.4", printer=X1A)
def _(pdf: pikepdf.Pdf) -> bytes:
    return saved(pdf, force_version="1.4")


@mutation("pdfx.version", "the catalogue says 2.0")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Version = Name("/2.0")


@mutation("pdfx.metadata", "no title")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


@mutation("pdfx.metadata", "no CreationDate")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/CreationDate"]


@mutation("pdfx.metadata", "no ModDate", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/ModDate"]


@mutation("pdfx.trapped", "no Trapped")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Trapped"]


@mutation("pdfx.trapped", "Trapped is Unknown", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Trapped"] = Name.Unknown


@mutation("pdfx.id", "no ID in the trailer")
def _(pdf: pikepdf.Pdf) -> bytes:
    return saved(pdf, force_version="1.6").replace(b"/ID [", b"/XD [")


@mutation("pdfx.compressed-objects", "X-1a with object streams", printer=X1A)
def _(pdf: pikepdf.Pdf) -> bytes:
    generate = pikepdf.ObjectStreamMode.generate
    made = saved(pdf, object_stream_mode=generate)
    return b"%PDF-1.3" + made[8:]


def _lzw(data: bytes) -> bytes:
    """LZW with a clear code so often that all codes have nine bits."""
    codes = [256]
    for at in range(0, len(data), 200):
        codes += [*data[at : at + 200], 256]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


@mutation("pdfx.lzw", "a content stream packed with LZW")
def _(pdf: pikepdf.Pdf) -> bytes:
    packed = Stream(pdf, b"")
    packed.write(_lzw(b"q Q\n"), filter=Name.LZWDecode)
    pdf.pages[0].contents_add(packed)
    return saved(pdf, force_version="1.6", compress_streams=False)


@mutation("pdfx.postscript", "a PostScript XObject")
def _(pdf: pikepdf.Pdf) -> None:
    code = pdf.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS)
    paint(pdf, "/Code Do", XObject={"Code": code})


@mutation("pdfx.postscript", "a form with an OPI comment")
def _(pdf: pikepdf.Pdf) -> None:
    comment = Dictionary({"/2.0": Dictionary(Version=2, F=String("high-res.tif"))})
    box = Array([0, 0, 9, 9])
    low = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=box, OPI=comment
    )
    paint(pdf, "/Low Do", XObject={"Low": low})


@mutation("pdfx.transfer", "a transfer function")
def _(pdf: pikepdf.Pdf) -> None:
    curve = Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=Array([1]), C1=Array([0]))
    paint(pdf, "/Curve gs", ExtGState={"Curve": Dictionary(TR=curve)})


@mutation("pdfx.transfer", "a halftone")
def _(pdf: pikepdf.Pdf) -> None:
    screen = Dictionary(
        HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.SimpleDot
    )
    paint(pdf, "/Screen gs", ExtGState={"Screen": Dictionary(HT=screen)})


@mutation("intent.missing", "no output intent")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@mutation("intent.missing", "one for PDF/A only")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].S = Name.GTS_PDFA1


@mutation("intent.missing", "two of them", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


@mutation("intent.identifier", "the condition has no name")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents[0].OutputConditionIdentifier


@mutation("intent.identifier", "another shop's condition", outcome="warn")
def _(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = String("CGATS TR 001")


@mutation("intent.profile", "X-4 without a profile")
def _(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents[0].DestOutputProfile


@mutation("intent.profile", "the profile of a screen")
def _(pdf: pikepdf.Pdf) -> None:
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(screen, N=3)


@mutation("intent.profile", "bytes that are no profile", printer=X1A)
def _(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(b"profile", N=4)
