"""What a PDF says of itself: metadata, output intents, features, fonts."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pikepdf

from brochure.preflight.facts import Font, Intent
from brochure.preflight.reading.objects import (
    TooLarge,
    data,
    get,
    is_dict,
    items,
    keys,
    name,
    real,
    text,
)
from brochure.preflight.reading.painter import Shelf

_MOST_XMP = 4_000_000
_SPACES = {
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_CATALOGUE = ("AcroForm", "OpenAction", "AA", "OCProperties", "Collection")


def info(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The information dictionary, keys without a slash."""
    found = get(pdf.trailer, "/Info")
    return {key[1:]: text(get(found, key))[:10_000] for key in keys(found)[:200]}


def xmp(pdf: pikepdf.Pdf, damage: list[str]) -> dict[str, str]:
    """The XMP packet of the document, as `prefix:name`."""
    stream = get(pdf.Root, "/Metadata")
    if not is_dict(stream):
        return {}
    try:
        packet = data(stream, _MOST_XMP)
    except TooLarge:
        damage.append("the XMP metadata is too large")
        return {}
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        damage.append("the XMP metadata has entities")
        return {}
    try:
        root = ElementTree.fromstring(packet.strip(b"\0 \r\n\t"))
    except (ElementTree.ParseError, ValueError, LookupError):
        damage.append("the XMP metadata is no XML")
        return {}
    found: dict[str, str] = {}
    for block in root.iter(_RDF + "Description"):
        for key, value in block.attrib.items():
            found.setdefault(_usual(key), value)
        for element in block:
            value = "; ".join(filter(None, (t.strip() for t in element.itertext())))
            found.setdefault(_usual(element.tag), value[:10_000])
    return {key: value for key, value in found.items() if key}


def _usual(tag: str) -> str:
    space, _, local = tag.removeprefix("{").partition("}")
    return f"{_SPACES[space]}:{local}" if space in _SPACES else ""


def intents(pdf: pikepdf.Pdf) -> tuple[Intent, ...]:
    """The output intents of the catalogue."""
    return tuple(
        _intent(entry)
        for entry in items(get(pdf.Root, "/OutputIntents"), 20)
        if is_dict(entry)
    )


def _intent(entry: Any) -> Intent:
    profile = get(entry, "/DestOutputProfile")
    there = isinstance(profile, pikepdf.Stream)
    header = b""
    if there:
        try:
            header = data(profile)[:128]
        except TooLarge:
            header = b""
    count = get(profile, "/N") if there else None
    sound = header[36:40] == b"acsp"
    return Intent(
        name(get(entry, "/S")),
        text(get(entry, "/OutputConditionIdentifier")),
        text(get(entry, "/RegistryName")),
        text(get(entry, "/Info")),
        there,
        int(real(count)) if count is not None else None,
        header[12:16].decode("latin-1").strip() if sound else "",
        header[16:20].decode("latin-1").strip() if sound else "",
    )


def features(pdf: pikepdf.Pdf) -> set[str]:
    """What the catalogue has that a print shop may not like."""
    root = pdf.Root
    found = {one for one in _CATALOGUE if get(root, "/" + one) is not None}
    names = get(root, "/Names")
    for one in ("JavaScript", "EmbeddedFiles"):
        if get(names, "/" + one) is not None:
            found.add(one)
    if get(get(root, "/AcroForm"), "/XFA") is not None:
        found.add("XFA")
    if get(root, "/AF") is not None:
        found.add("EmbeddedFiles")
    if name(get(get(root, "/OpenAction"), "/S")) == "JavaScript":
        found.add("JavaScript")
    return found


def syntax(raw: bytes) -> set[str]:
    """Object and cross-reference streams, from the bytes of the file."""
    found = set()
    if re.search(rb"/Type\s*/ObjStm", raw):
        found.add("ObjectStreams")
    if re.search(rb"/Type\s*/XRef\b", raw):
        found.add("XRefStreams")
    return found


def version(raw: bytes, pdf: pikepdf.Pdf) -> str:
    """The version of the header, or that of the catalogue where it is later."""
    header = re.search(rb"%PDF-(\d\.\d)", raw[:1024])
    said = header[1].decode() if header else ""
    return max(said, name(get(pdf.Root, "/Version"))[:3])


def fonts(shelf: Shelf) -> tuple[Font, ...]:
    """The fonts that pages show text with."""
    return tuple(
        Font(
            font.name,
            name(get(font.descendant, "/Subtype")) or font.kind,
            font.embedded,
            font.subset,
            font.program,
            not unmapped[0],
            tuple(sorted(pages)),
        )
        for font, pages, unmapped in sorted(
            shelf.used.values(), key=lambda used: (min(used[1]), used[0].name)
        )
    )
