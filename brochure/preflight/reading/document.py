"""The file around its pages: versions, metadata, output intents, what it can do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree

from brochure.preflight.facts import Facts, Font, Intent, Page

_VERSION = re.compile(rb"%PDF-(\d\.\d)")
_MOST_XMP = 1024**2
_XMP = {
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
}


def facts(
    pdf: pikepdf.Pdf,
    path: Path,
    size: int,
    head: bytes,
    pages: tuple[Page, ...],
    fonts: tuple[Font, ...],
    damage: list[str],
) -> Facts:
    """The facts of the whole file."""
    root = pdf.Root
    info = _info(pdf)
    return Facts(
        path.name,
        size,
        _version(root, head),
        pages,
        fonts,
        _intents(root),
        info,
        _xmp(root, damage),
        _has_id(pdf),
        pdf.is_encrypted,
        _features(root, pdf),
        info.get("Trapped", ""),
        _syntax(pdf, path),
        tuple(damage),
    )


def _version(root: Any, head: bytes) -> str:
    match = _VERSION.search(head)
    header = match[1].decode() if match else ""
    catalogue = str(root.get("/Version", "/"))[1:]
    return max(header, catalogue)


def _info(pdf: pikepdf.Pdf) -> dict[str, str]:
    found = {}
    try:
        for key, value in list(pdf.trailer.get("/Info", {}).items())[:100]:
            text = str(value)
            found[str(key)[1:]] = text[1:] if isinstance(value, pikepdf.Name) else text
    except Exception:
        return found
    return found


def _has_id(pdf: pikepdf.Pdf) -> bool:
    try:
        return len(pdf.trailer.get("/ID") or ()) == 2
    except TypeError:
        return False


def _intents(root: Any) -> tuple[Intent, ...]:
    found = []
    try:
        for intent in list(root.get("/OutputIntents") or [])[:20]:
            profile = intent.get("/DestOutputProfile")
            has = isinstance(profile, pikepdf.Stream)
            kind, colours = _icc(profile) if has else ("", "")
            found.append(
                Intent(
                    str(intent.get("/S", "/"))[1:],
                    str(intent.get("/OutputConditionIdentifier", "")),
                    str(intent.get("/RegistryName", "")),
                    str(intent.get("/Info", "")),
                    has,
                    int(profile.get("/N", 0)) if has else None,
                    kind,
                    colours,
                )
            )
    except Exception:
        found.append(Intent("unreadable", "", "", "", False, None, "", ""))
    return tuple(found)


def _icc(profile: Any) -> tuple[str, str]:
    """Class and colour space of an ICC profile's header (ICC.1 § 7.2)."""
    try:
        header = profile.read_bytes()[:128]
        return header[12:16].decode("ascii"), header[16:20].decode("ascii").strip()
    except Exception:
        return "", ""


def _xmp(root: Any, damage: list[str]) -> dict[str, str]:
    """The simple properties of the XMP packet, as `prefix:name`."""
    stream = root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    try:
        data = stream.read_bytes()
        if len(data) > _MOST_XMP or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            damage.append("the XMP metadata is too large, or not XMP")
            return {}
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        tree = etree.fromstring(data, parser)
    except Exception:
        damage.append("the XMP metadata cannot be read")
        return {}
    found: dict[str, str] = {}
    for element in tree.iter() if tree is not None else ():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            if key := _key(str(name)):
                found.setdefault(key, str(value))
        if key := _key(element.tag):
            text = "".join(element.itertext()).strip()
            if text:
                found.setdefault(key, text)
    return found


def _key(name: str) -> str:
    uri, _, local = name.rpartition("}")
    prefix = _XMP.get(uri.removeprefix("{"))
    return f"{prefix}:{local}" if prefix else ""


def _features(root: Any, pdf: pikepdf.Pdf) -> frozenset[str]:
    found = set()
    try:
        for key in (
            "AcroForm",
            "OpenAction",
            "AA",
            "OCProperties",
            "Collection",
            "StructTreeRoot",
        ):
            if f"/{key}" in root:
                found.add(key)
        if "AcroForm" in found and "/XFA" in root.AcroForm:
            found.add("XFA")
        names = root.get("/Names", {})
        for key in ("JavaScript", "EmbeddedFiles", "AlternatePresentations"):
            if f"/{key}" in names:
                found.add(key)
        action = root.get("/OpenAction")
        if isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/JavaScript":
            found.add("JavaScript")
        if len(pdf.attachments):
            found.add("EmbeddedFiles")
    except Exception:
        found.add("unreadable")
    return frozenset(found)


def _syntax(pdf: pikepdf.Pdf, path: Path) -> frozenset[str]:
    found = set()
    if pdf.is_linearized:
        found.add("linearized")
    if "/XRefStm" in pdf.trailer or pdf.trailer.get("/Type") == "/XRef":
        found.add("xref-stream")
    try:
        data = path.read_bytes()
        if b"/ObjStm" in data:
            found.add("object-stream")
        if b"/LZWDecode" in data:
            found.add("LZW")
    except OSError:
        pass
    return frozenset(found)
