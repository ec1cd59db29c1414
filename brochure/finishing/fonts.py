"""Fonts in a press file: embedded as subsets, in a form that the flavour knows."""

from __future__ import annotations

import struct

import pikepdf
from pikepdf import Name

from brochure.finding import Finding, Words, fail
from brochure.shop.printers import Flavour


def settle(pdf: pikepdf.Pdf, flavour: Flavour) -> list[Finding]:
    """Checks that fonts are embedded; for X-1a turns OpenType (PDF 1.6) into CFF."""
    findings = []
    for font in _fonts(pdf):
        descriptor = font.get(Name.FontDescriptor)
        if descriptor is None or not _file(descriptor):
            findings.append(_not_embedded(str(font.get(Name.BaseFont, "/?"))[1:]))
        elif flavour is Flavour.X1A and Name.FontFile3 in descriptor:
            findings += _unwrap(font, descriptor)
    return findings


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The fonts that have outlines of their own: CID fonts and simple fonts."""
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary)
        and thing.get(Name.Type) == Name.Font
        and thing.get(Name.Subtype) not in (Name.Type0, Name.Type3)
    ]


def _file(descriptor: pikepdf.Object) -> bool:
    return any(
        key in descriptor for key in (Name.FontFile, Name.FontFile2, Name.FontFile3)
    )


def _unwrap(font: pikepdf.Object, descriptor: pikepdf.Object) -> list[Finding]:
    """The CFF table alone, as PDF 1.3 takes it; a CID font has no CIDToGIDMap then."""
    program = descriptor.FontFile3
    if program.get(Name.Subtype) != Name.OpenType:
        return []
    cff = _table(program.read_bytes(), b"CFF ")
    if not _is_cid_keyed(cff):
        return [_not_for_x1a(str(font.BaseFont)[1:])]
    program.write(cff)
    program.Subtype = Name.CIDFontType0C
    if Name.CIDToGIDMap in font:
        del font[Name.CIDToGIDMap]
    return []


def _table(sfnt: bytes, tag: bytes) -> bytes:
    """One table of an OpenType file; empty where it has none."""
    (count,) = struct.unpack_from(">H", sfnt, 4)
    for index in range(count):
        name, _, start, length = struct.unpack_from(">4sLLL", sfnt, 12 + 16 * index)
        if name == tag:
            return sfnt[start : start + length]
    return b""


def _is_cid_keyed(cff: bytes) -> bool:
    """Whether the Top DICT has ROS, operator 12 30 (Adobe TN 5176, table 10)."""
    if not cff:
        return False
    at, top = cff[2], b""
    for _ in ("Name INDEX", "Top DICT INDEX"):
        # An INDEX is: count, offset size, count + 1 offsets from 1, data (§ 5).
        count, size = struct.unpack_from(">HB", cff, at)
        offsets = at + 3
        data = offsets + (count + 1) * size - 1
        end = offsets + count * size
        at = data + int.from_bytes(cff[end : end + size])
        top = cff[data + 1 : at]
    return b"\x0c\x1e" in top


def _not_embedded(name: str) -> Finding:
    return fail(
        "font.not-embedded",
        f"書体 {name} が埋め込まれていません",
        f"the font {name} is not embedded",
        hint=Words("fonts/ の書体を使ってください", "use the fonts in fonts/"),
    )


def _not_for_x1a(name: str) -> Finding:
    return fail(
        "x1a.font",
        f"書体 {name} は PDF/X-1a に入れられない形式です",
        f"the font {name} has a form that PDF/X-1a cannot hold",
        hint=Words(
            "TrueType の書体を使うか、PDF/X-4 の印刷条件を選んでください",
            "use a TrueType font, or choose a PDF/X-4 printer",
        ),
    )
