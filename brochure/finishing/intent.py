"""出力インテント: the printing condition that the file is made for (ISO 15930-7)."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from brochure.shop.printers import Printer


def declare(pdf: pikepdf.Pdf, printer: Printer) -> None:
    """Writes the output intent, with the ICC profile where the printer wants it in."""
    condition = printer.condition
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(condition.identifier),
    )
    for key, text in (
        (Name.OutputCondition, condition.description),
        (Name.RegistryName, condition.registry),
        (Name.Info, condition.info or condition.description),
    ):
        if text:
            intent[key] = String(text)
    if printer.embed_icc:
        intent.DestOutputProfile = pdf.make_stream(
            printer.icc.read_bytes(), N=4, Alternate=Name.DeviceCMYK
        )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
