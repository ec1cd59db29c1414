"""What a file says about itself: Info and XMP, from the job alone, never from a clock.

PDF/X-4 (ISO 15930-7) is identified in XMP, with dates, title, Trapped and xmpMM ids;
PDF/X-1a (ISO 15930-1) in Info. The trailer ID is made at saving, from the content.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from html import escape
from uuid import UUID

import pikepdf
from pikepdf import Dictionary, Name, String

from brochure import __version__
from brochure.finishing.ticket import Job
from brochure.shop.printers import Flavour

CREATOR = f"Brochure {__version__}"

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfx": "http://ns.adobe.com/pdfx/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}


def identify(
    pdf: pikepdf.Pdf,
    job: Job,
    source: bytes,
    *,
    pdfx: Flavour | None = None,
    tagged: bool = False,
) -> None:
    """Writes Info and XMP; `source` is the PDF as it was typeset, for the ids."""
    producer = str(pdf.docinfo.get(Name.Producer, "pikepdf"))
    pdf.trailer.Info = pdf.make_indirect(_info(job, producer, pdfx))
    xmp = _xmp(job, producer, _digest(job, source), pdfx, tagged=tagged)
    pdf.Root.Metadata = pdf.make_stream(
        xmp.encode(), Type=Name.Metadata, Subtype=Name.XML
    )


def _info(job: Job, producer: str, pdfx: Flavour | None) -> Dictionary:
    date = String(pdf_date(job.date))
    info = Dictionary(
        Title=String(job.title),
        Creator=String(CREATOR),
        Producer=String(producer),
        CreationDate=date,
        ModDate=date,
    )
    if job.author:
        info.Author = String(job.author)
    if pdfx:
        info.Trapped = Name("/False")
    if pdfx is Flavour.X1A:
        # X-4 is identified in XMP alone; these two keys are X-1a's.
        info.GTS_PDFXVersion = String("PDF/X-1:2001")
        info.GTS_PDFXConformance = String("PDF/X-1a:2001")
    return info


def pdf_date(date: datetime) -> str:
    """A date as PDF writes it: `D:20261101000000+09'00'` (PDF 32000-1 § 7.9.4)."""
    zone = date.strftime("%z") or "+0000"
    return f"D:{date:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _digest(job: Job, source: bytes) -> bytes:
    seal = sha256(source)
    about = f"({job.output.seal}, {job.title!r}, {job.number!r}, {job.date!r})"
    seal.update(about.encode())
    return seal.digest()


def _xmp(
    job: Job, producer: str, digest: bytes, pdfx: Flavour | None, *, tagged: bool
) -> str:
    spaces = " ".join(f'xmlns:{key}="{url}"' for key, url in _NAMESPACES.items())
    lines = "\n".join(_properties(job, producer, digest, pdfx, tagged=tagged))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about="" {spaces}>\n{lines}\n</rdf:Description>\n'
        '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
    )


def _properties(
    job: Job, producer: str, digest: bytes, pdfx: Flavour | None, *, tagged: bool
) -> Iterator[str]:
    title = escape(job.title, quote=False)
    stamp = job.date.isoformat(timespec="seconds")
    yield "<dc:format>application/pdf</dc:format>"
    yield (
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{title}</rdf:li></rdf:Alt></dc:title>"
    )
    if job.author:
        author = escape(job.author, quote=False)
        yield f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
    yield f"<pdf:Producer>{escape(producer, quote=False)}</pdf:Producer>"
    yield f"<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>"
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        yield f"<xmp:{name}>{stamp}</xmp:{name}>"
    document, instance = (
        UUID(bytes=half, version=5) for half in (digest[:16], digest[16:])
    )
    yield f"<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>"
    yield f"<xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>"
    yield "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>"
    yield "<xmpMM:VersionID>1</xmpMM:VersionID>"
    if tagged:
        yield "<pdfuaid:part>1</pdfuaid:part>"
    if pdfx:
        yield "<pdf:Trapped>False</pdf:Trapped>"
    if pdfx is Flavour.X4:
        yield "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
    elif pdfx is Flavour.X1A:
        yield "<pdfx:GTS_PDFXVersion>PDF/X-1:2001</pdfx:GTS_PDFXVersion>"
        yield "<pdfx:GTS_PDFXConformance>PDF/X-1a:2001</pdfx:GTS_PDFXConformance>"
