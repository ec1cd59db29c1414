"""PDF/X: whether the file says that it is one, and of the kind that the shop takes."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.finding import Status, Words
from brochure.preflight.rule import Offence, rule
from brochure.preflight.subject import Subject
from brochure.shop.printers import Flavour

_X4, _X1A = "PDF/X-4", "PDF/X-1:2001"


@rule(
    "pdfx.unidentified",
    title=Words("PDF/X の表示", "PDF/X identification"),
    why=Words(
        "PDF/X でない PDF は、印刷会社で色や書体が変わることがあります。",
        "Colours and fonts of a plain PDF may change at the print shop.",
    ),
    source="ISO 15930-1:2001 § 6.2, ISO 15930-7:2010 § 6.2",
)
def unidentified(subject: Subject) -> Iterator[Offence]:
    """The file names its PDF/X flavour, and it is the one that the shop takes."""
    if subject.printer.limits.bleed_mm == 0:
        return  # not for a press
    found, wanted = subject.facts.flavour, f"PDF/{subject.printer.pdfx}"
    if not found:
        yield Offence(
            Status.FAIL,
            Words("PDF/X ではありません", "this is no PDF/X"),
            Words(
                f"{wanted} で書き出してください",
                f"export it as {wanted}",
            ),
            limit=wanted,
        )
    elif not found.startswith(wanted.removesuffix(":2001")):
        yield Offence(
            Status.FAIL,
            Words(
                f"{found} ですが、この印刷会社は {wanted} です",
                f"this is {found}, but the shop takes {wanted}",
            ),
            Words(f"{wanted} で書き出してください", f"export it as {wanted}"),
            value=found,
            limit=wanted,
        )


@rule(
    "pdfx.version",
    title=Words("PDF のバージョン", "PDF version"),
    why=Words(
        "新しすぎる PDF は、印刷会社の機械が読めないことがあります。",
        "A shop's machines may not read a PDF that is too new.",
    ),
    source="ISO 15930-1:2001 § 6.1 (PDF 1.3), ISO 15930-7:2010 § 6.1 (PDF 1.6)",
)
def version(subject: Subject) -> Iterator[Offence]:
    """The version is at most the one that the flavour allows."""
    x1a = subject.printer.pdfx is Flavour.X1A
    most = "1.3" if x1a else "1.6"
    if not subject.facts.flavour or not subject.facts.version:
        return
    if subject.facts.version > most:
        yield Offence(
            Status.FAIL,
            Words(
                f"PDF {subject.facts.version} です（{most} まで）",
                f"this is PDF {subject.facts.version}, the most is {most}",
            ),
            value=subject.facts.version,
            limit=most,
        )


@rule(
    "pdfx.metadata",
    title=Words("題名と日付", "Title and dates"),
    why=Words(
        "題名と日付は PDF/X に必ず要ります。",
        "PDF/X requires a title and dates.",
    ),
    source="ISO 15930-1:2001 § 6.10; antenna house",
)
def metadata(subject: Subject) -> Iterator[Offence]:
    """Title, CreationDate and ModDate are there."""
    if not subject.facts.flavour:
        return
    info, xmp = subject.facts.info, subject.facts.xmp
    for key, other in (
        ("Title", "dc:title"),
        ("CreationDate", "xmp:CreateDate"),
        ("ModDate", "xmp:ModifyDate"),
    ):
        if not info.get(key) and not xmp.get(other):
            yield Offence(
                Status.FAIL,
                Words(f"{key} がありません", f"{key} is missing"),
                thing=key,
            )


@rule(
    "pdfx.trapped",
    title=Words("トラッピングの表示", "Trapped"),
    why=Words(
        "トラッピング済みかどうかを印刷会社に伝えます。",
        "It tells the shop whether the file is trapped already.",
    ),
    source="ISO 15930-1:2001 § 6.10, ISO 15930-7:2010 § 6.12",
)
def trapped(subject: Subject) -> Iterator[Offence]:
    """Trapped is True or False."""
    said = subject.facts.trapped or subject.facts.xmp.get("pdf:Trapped", "")
    if subject.facts.flavour and said not in ("True", "False"):
        yield Offence(
            Status.FAIL,
            Words(
                "Trapped が True でも False でもありません",
                "Trapped is neither True nor False",
            ),
            value=said,
        )


@rule(
    "pdfx.id",
    title=Words("ファイルの ID", "File identifier"),
    why=Words("PDF/X には ID が要ります。", "PDF/X requires an identifier."),
    source="ISO 15930-1:2001 § 6.9",
)
def identifier(subject: Subject) -> Iterator[Offence]:
    """The trailer has an ID."""
    if subject.facts.flavour and not subject.facts.has_id:
        yield Offence(
            Status.FAIL, Words("ファイルの ID がありません", "the file has no ID")
        )


@rule(
    "pdfx.compressed-objects",
    title=Words("オブジェクトの圧縮", "Compressed objects"),
    why=Words(
        "PDF 1.3 にはなかったしくみで、古い機械は読めません。",
        "PDF 1.3 has no such thing, and old machines cannot read it.",
    ),
    source="ISO 15930-1:2001 § 6.1 (PDF 1.3)",
)
def compressed(subject: Subject) -> Iterator[Offence]:
    """X-1a has no object streams."""
    if "X-1" in subject.facts.flavour and subject.facts.syntax & {
        "ObjectStreams",
        "XRefStreams",
    }:
        yield Offence(
            Status.FAIL,
            Words(
                "オブジェクトが圧縮されています",
                "objects are kept in compressed streams",
            ),
        )


@rule(
    "pdfx.lzw",
    title=Words("LZW 圧縮", "LZW"),
    why=Words("PDF/X は LZW を許しません。", "PDF/X does not allow LZW."),
    source="ISO 15930-1:2001 § 6.11",
    severity=Status.FAIL,
)
def lzw(subject: Subject) -> Iterator[Offence]:
    """Nothing is compressed by LZW."""
    if subject.facts.flavour and "LZWDecode" in subject.facts.syntax:
        yield Offence(Status.FAIL, Words("LZW で圧縮されています", "LZW is used"))


@rule(
    "pdfx.postscript",
    title=Words("PostScript の断片", "PostScript fragments"),
    why=Words(
        "埋め込まれた PostScript は、機械によって違って刷られます。",
        "PostScript inside a PDF is printed differently by each machine.",
    ),
    source="ISO 15930-1:2001 § 6.13, PDF 32000-1 § 8.8.2",
)
def postscript(subject: Subject) -> Iterator[Offence]:
    """No PostScript XObject, and no form with an OPI comment."""
    for one in sorted(subject.facts.syntax & {"PostScript", "OPI"}):
        yield Offence(
            Status.FAIL,
            Words(f"{one} が使われています", f"{one} is used"),
            Words("使わずに書き出してください", "export the file without it"),
            thing=one,
        )


@rule(
    "pdfx.transfer",
    title=Words("転送関数と網点の指定", "Transfer curves and halftones"),
    why=Words(
        "濃さや網点を変える指定は、印刷会社の調整とぶつかります。",
        "Curves and screens inside the file fight with those of the shop.",
    ),
    source="ISO 15930-1:2001 § 6.7, ISO 15930-7:2010 § 6.11",
)
def transfer(subject: Subject) -> Iterator[Offence]:
    """No graphics state changes transfer functions or sets a halftone."""
    for one in sorted(subject.facts.syntax & {"TR", "HT"}):
        words = (
            Words("転送関数", "a transfer function")
            if one == "TR"
            else Words("網点の指定", "a halftone")
        )
        yield Offence(
            Status.FAIL,
            Words(f"{words.ja}があります", f"there is {words.en}"),
            Words("使わずに書き出してください", "export the file without it"),
            thing=one,
        )
