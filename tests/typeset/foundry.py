"""鋳造所: fonts of a project's own, cast from ours for a test."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from brochure.typeset.fonts import FOLDER

#: What a cast font has, unless something else is asked for.
WORDS = "門を叩いて世界へABCxyz0123456789、。 "


def cast(
    family: str = "Test Gothic",
    *,
    like: str = "NotoSansJP-Regular",
    words: str = WORDS,
    weight: int = 0,
    fs_type: int = 0,
    italic: bool = False,
) -> Any:
    """One of ours with other words on its label, and few characters."""
    font = TTFont(FOLDER / f"{like}.ttf")
    options = subset.Options(name_IDs=["*"], notdef_outline=True, hinting=False)
    options.layout_features = ["*"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=words)
    cutter.subset(font)
    weight = weight or font["OS/2"].usWeightClass
    label(font, family, str(weight))
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsType = fs_type
    if italic:
        font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~64 | 1
        font["head"].macStyle |= 2
    return font


def label(font: Any, family: str, style: str = "Regular", **others: str) -> None:
    """Name a font; `others` are family names in other languages: ja, zh."""
    names = font["name"]
    names.names = []
    whole = f"{family} {style}"
    for number, text in (
        (1, whole),
        (2, "Regular"),
        (3, whole),
        (4, whole),
        (6, whole.replace(" ", "-")),
        (16, family),
        (17, style),
    ):
        names.setName(text, number, 3, 1, 0x409)
    for language, text in others.items():
        names.setName(text, 16, 3, 1, {"ja": 0x411, "zh": 0x804}[language])


def saved(font: Any) -> bytes:
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def collected(fonts: Iterable[Any]) -> bytes:
    """A TrueType or OpenType collection."""
    collection = TTCollection()
    collection.fonts = [TTFont(BytesIO(saved(font))) for font in fonts]
    file = BytesIO()
    collection.save(file, shareTables=False)
    return file.getvalue()


def postscript(font: Any, *, keyed: bool = False, shift: int = 0) -> Any:
    """The same with CFF outlines; `keyed` by CID, each `shift` more than its glyph."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    builder = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(font.getBestCmap())
    strings = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    family = font["name"].getBestFamilyName()
    builder.setupCFF(family.replace(" ", ""), {}, strings, {})
    builder.setupHorizontalMetrics({n: (glyphs[n].width, 0) for n in order})
    old = font["hhea"]
    builder.setupHorizontalHeader(ascent=old.ascent, descent=old.descent)
    builder.setupPost()
    for tag in ("name", "OS/2", "vhea", "vmtx", "GPOS", "GSUB"):
        builder.font[tag] = font[tag]
    made = builder.font
    return _keyed(made, shift) if keyed else made


def _keyed(font: Any, shift: int) -> Any:
    """Name the glyphs of a CFF by numbers, as most Japanese OpenType fonts do."""
    from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict

    made = TTFont(BytesIO(saved(font)))
    top = made["CFF "].cff.topDictIndex[0]
    strings = top.CharStrings
    order = made.getGlyphOrder()
    old = {name: strings[name] for name in order}
    for string in old.values():
        string.decompile()
    names = [".notdef"] + [f"cid{n + shift:05d}" for n in range(1, len(order))]
    private = top.Private
    entry = FontDict()
    entry.setCFF2(False)
    entry.Private = private
    entry.FontName = "One"
    top.FDArray = FDArrayIndex()
    top.FDArray.append(entry)
    top.FDSelect = FDSelect()
    top.FDSelect.format = 3
    top.FDSelect.gidArray = [0] * len(order)
    top.ROS = ("Adobe", "Japan1", 6)
    top.CIDCount = len(order) + shift
    top.charset = names
    strings.charStrings = dict(zip(names, range(len(order)), strict=True))
    strings.fdSelect, strings.fdArray = top.FDSelect, top.FDArray
    for string in old.values():
        string.private = private
    for tag in ("hmtx", "vmtx"):
        table = made[tag]
        table.metrics = dict(zip(names, (table.metrics[n] for n in order), strict=True))
    renamed = dict(zip(order, names, strict=True))
    for table in made["cmap"].tables:
        table.cmap = {code: renamed[name] for code, name in table.cmap.items()}
    made.setGlyphOrder(names)
    del top.rawDict["Private"]
    if hasattr(top, "Private"):
        del top.Private
    return made


def variable(light: Any, bold: Any, first: int = 400, last: int = 700) -> Any:
    """A variable font of two masters, of the family of the first."""
    family = light["name"].getBestFamilyName()
    font = TTFont(BytesIO(saved(light)))
    builder = FontBuilder(font=font)
    builder.setupFvar(
        [("wght", first, first, last, "Weight")],
        [
            {"location": {"wght": first}, "stylename": "Regular"},
            {"location": {"wght": last}, "stylename": "Bold"},
        ],
    )
    variations = {}
    light, bold = (TTFont(BytesIO(saved(one))) for one in (light, bold))
    for name in font.getGlyphOrder():
        old, _ = light["glyf"]._getCoordinatesAndControls(name, light["hmtx"].metrics)
        new, _ = bold["glyf"]._getCoordinatesAndControls(name, bold["hmtx"].metrics)
        if len(old) != len(new):
            continue
        moved = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(old, new, strict=True)]
        variations[name] = [TupleVariation({"wght": (0, 1, 1)}, moved)]
    builder.setupGvar(variations)
    label_fvar(font, family)
    return font


def label_fvar(font: Any, family: str) -> None:
    """Keep the names of axes and instances beside those of the family."""
    kept = [name for name in font["name"].names if name.nameID > 255]
    label(font, family)
    font["name"].names += kept


def own(folder: Path, **files: bytes | Any) -> Path:
    """A project's fonts/ with these files, and a licence; `a_ttf` is a.ttf."""
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    (fonts / "OFL.txt").write_text("SIL Open Font License 1.1", encoding="utf-8")
    for name, font in files.items():
        stem, _, suffix = name.rpartition("_")
        data = font if isinstance(font, bytes) else saved(font)
        (fonts / f"{stem}.{suffix}").write_bytes(data)
    return fonts
